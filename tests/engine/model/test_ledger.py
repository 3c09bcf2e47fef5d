"""A ledger quotes no more than a passage's first words, and counts its passages by class."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from nytta.engine.model.base import text
from nytta.engine.model.ledger import CLASSES, Ledger, Passage, PassageClass


def passage(words: str = "Staden ska", class_: PassageClass = "encoded") -> Passage:
    """A row with these first words."""
    return Passage.model_validate({"section": "Resor", "words": words, "length": 9, "sha256": "0" * 64, "class": class_})


@pytest.mark.parametrize("words", ["", "ett två tre fyra fem sex sju"])
def test_no_more_than_six_words_are_quoted(words: str) -> None:
    """A row has some first words, six at most."""
    assert passage("ett två tre fyra fem sex").words == "ett två tre fyra fem sex"
    with pytest.raises(ValidationError):
        passage(words)


def test_passages_are_counted_by_class() -> None:
    """Each class by itself, several together, all together."""
    rows = (passage(), passage(), passage(class_="opinion"))
    ledger = Ledger(id="resor-2020", title=text(sv="Resor", en="Travel"), short=text(sv="Resor", en="Travel"), passages=rows)
    assert [ledger.count([one]) for one in CLASSES] == [2, 0, 0, 0, 1, 0, 0]
    assert ledger.count(["encoded", "duty", "opinion"]) == ledger.count(CLASSES) == len(rows)
