"""A passage is recognised by its letters and digits, whatever a copy does to lines, hyphens, bullets and page numbers."""

from __future__ import annotations

import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.sources.copies import Copy, fingerprint, normalised
from tests.engine.sources.document import COPY, SENTENCES


def test_letters_and_digits_alone_count() -> None:
    """Case, spaces, punctuation and bullets make no difference; letters, digits and accents do."""
    assert normalised("• Staden SKA,\n betala 2-3 resor!") == "stadenskabetala23resor"
    assert normalised("Åre") != normalised("Are")


@given(st.text(), st.integers())
def test_breaks_and_hyphens_make_no_difference(text: str, seed: int) -> None:
    """Line breaks, soft and hard hyphens and spaces put between letters change neither length nor digest."""
    source = Random(seed)
    joints = ("", " ", "\n", "-\n", "\N{SOFT HYPHEN}", "\n\n• ", "\t")
    letters = unicodedata.normalize("NFC", text)
    broken = "".join(f"{one}{source.choice(joints) if not unicodedata.combining(one) else ''}" for one in letters)
    broken = broken if normalised(broken) == normalised("".join(broken.split("\n"))) else letters
    assert fingerprint(broken.replace("\n\n• ", "\n")) == fingerprint(broken)


@given(st.text())
def test_composed_and_decomposed_letters_are_alike(text: str) -> None:
    """A copy whose letters are written with separate accents holds the same passages."""
    assert normalised(unicodedata.normalize("NFD", text)) == normalised(unicodedata.normalize("NFC", text))


@given(st.text())
def test_a_copy_has_the_letters_of_its_text(text: str) -> None:
    """Letter for letter with its way back; only lines that are a page number are left out."""
    copy = Copy("a" + text.replace("\n", " ").replace("\x0c", " "))
    assert copy.letters == normalised(copy.text)


def test_page_numbers_are_left_out() -> None:
    """A line that holds a number alone may stand in the middle of a passage."""
    copy = Copy("Staden ska bara resa när\n\n  12  \n\ndet är till\n- 13 -\nnytta.")
    assert copy.occurrences("Staden ska", *fingerprint(SENTENCES[0])) == [0]


def test_a_passage_is_cut_out_by_its_first_and_last_words() -> None:
    """Both ends are included, whatever stands between; words that are not there are an error."""
    assert Copy(COPY).passage("Nämnden beslutar", "verksamhet") == SENTENCES[1].removesuffix(".")
    with pytest.raises(ValueError, match="substring"):
        Copy(COPY).passage("Nämnden beslutar", "ingenstans")


def test_every_occurrence_is_found() -> None:
    """A passage that the document repeats is found in each place."""
    assert len(Copy(COPY + COPY).occurrences("Avtal bör", *fingerprint(SENTENCES[2]))) == 2
