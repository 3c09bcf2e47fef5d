"""A paper as plain text can be pasted anywhere and reads as the paper does."""

from __future__ import annotations

import pytest

from nytta.texts.formats import printable
from nytta.texts.papers.blocks import blocks
from nytta.texts.papers.markdown import words
from nytta.texts.papers.plain import as_plain
from tests.texts.papers.office import HOSTILE

MARKDOWN = """\
# Protokollsutdrag

Nämnden, **2011-11-07** och *(utl. 2008:204, Bilaga 2)*\\
på en ny rad
i samma stycke

## Förslag till beslut

1. Nämnden tackar ja på följande villkor:
   1. Resan betalas av staden.
   2. Nyttan redovisas.
2. Ärendet skickas vidare.

   Ett stycke till.
   - en punkt
     - en punkt i den

| Vad | Vem | När |
|---|---|---|
| En reserapport som visar nyttan | **Nämnden** | 2012-01-31 |
| Vem följer upp? | | «datum bestäms» |

---

Slut
"""
PLAIN = """\
PROTOKOLLSUTDRAG

Nämnden, 2011-11-07 och (utl. 2008:204, Bilaga 2)
på en ny rad i samma stycke

FÖRSLAG TILL BESLUT

1. Nämnden tackar ja på följande villkor:
   1. Resan betalas av staden.
   2. Nyttan redovisas.
2. Ärendet skickas vidare.
   Ett stycke till.
   - en punkt
     - en punkt i den

Vad: En reserapport som visar nyttan. Vem: Nämnden. När: 2012-01-31.
Vad: Vem följer upp? När: «datum bestäms».

--------------------

Slut
"""


def test_it_reads_as_the_paper_does() -> None:
    """Headings stand in capitals, lists with numbers and indent, a row of a table as sentences, citations in brackets."""
    assert as_plain(blocks(MARKDOWN)) == PLAIN


def test_a_long_list_is_aligned_under_its_own_number() -> None:
    """A second line of the tenth item begins where its words begin."""
    numbered = "\n".join(f"{number}. Punkt\n    - under" for number in range(1, 11))
    assert "9. Punkt\n   - under\n10. Punkt\n    - under\n" in as_plain(blocks(numbered))


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_words_stand_as_they_were_given(name: str) -> None:
    """No sign is added, taken away or wrapped; only control characters and runs of spaces become one space."""
    said = " ".join(printable(HOSTILE[name]).split())
    assert as_plain(blocks(f"{words(said)}\n\n- {words(said)}\n")) == f"{said}\n\n- {said}\n"
    assert as_plain(blocks(f"| {words(said)} |\n|---|\n| a {words(said)} |\n")).startswith(f"{said}: a {said}")


def test_what_steers_a_terminal_is_left_out() -> None:
    """A control character or a mark of direction in a template's own words is a space."""
    assert as_plain(blocks("ett\x1btvå\u202etre\\\nfyra\n")) == "ett två tre\nfyra\n"
