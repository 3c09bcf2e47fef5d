"""The ledgers of the shipped documents are whole: every passage is found in a copy, and no binding sentence is left out."""

from __future__ import annotations

import re

import pytest

from nytta.engine.load.library import Library
from nytta.engine.sources.copies import Copy
from nytta.engine.sources.read import find_copy, read_copy
from nytta.engine.sources.verify import verify
from tests.conftest import SOURCES

DOCUMENTS = (
    "la-linkoping-samverkan-2018",
    "linkoping-positionspapper-palo-alto-2017",
    "linkoping-vanorter-2021",
    "stockholm-pm-2009-165",
    "stockholm-utl-2008-204",
)
"""The documents whose ledger is written."""
needs_copies = pytest.mark.skipif(not SOURCES.is_dir(), reason=f"needs copies of the documents in {SOURCES}")


def test_the_ledgers_that_are_written_are_known(library: Library) -> None:
    """The documents named here have rows, and no other has."""
    assert tuple(name for name, ledger in library.ledgers.items() if ledger.passages) == DOCUMENTS


@needs_copies
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_verifies(name: str, library: Library) -> None:
    """All passages are found in their order, and every binding word stands in one of them."""
    verified, uncovered = verify(library.ledgers[name], read_copy(find_copy(SOURCES, name)))
    assert [(one.state, one.passage.words) for one in verified if one.state != "found"] == []
    assert [one.sentence for one in uncovered] == []


@needs_copies
@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_changed_passage_is_named(name: str, library: Library) -> None:
    """With one word of a passage changed in the copy, a row is lost, unless the document has the passage elsewhere too."""
    ledger, text = library.ledgers[name], read_copy(find_copy(SOURCES, name)).text
    for verified in verify(ledger, Copy(text))[0][::7]:
        start, end = verified.span or (0, 0)
        words = Copy(text).original(start, end)
        last = re.findall(r"[^\W\d_]{4,}", words)[-1]
        place = text.index(words)
        changed = text[:place] + words[: words.rindex(last)] + last[::-1] + "x" + words[words.rindex(last) + len(last) :]
        lost = [one.passage for one in verify(ledger, Copy(changed + text[place + len(words) :]))[0] if one.state != "found"]
        assert lost or len(Copy(text).occurrences(verified.passage.words, verified.passage.length, verified.passage.sha256)) > 1
