"""Verification names what a copy changed, dropped, moved or added."""

from __future__ import annotations

import pytest

from nytta.engine.sources.copies import Copy
from nytta.engine.sources.verify import verify
from tests.engine.sources.document import COPY, LEDGER, SENTENCES, passage


def states(copy: str) -> tuple[list[str], list[str]]:
    """The state of each passage, and the sentences that no row covers."""
    verified, uncovered = verify(LEDGER, Copy(copy))
    return [one.state for one in verified], [one.sentence for one in uncovered]


@pytest.mark.parametrize("copy", [COPY, COPY.replace("verksamhet", "verk-\nsamhet"), COPY.upper(), COPY.replace("•", "–")])
def test_a_faithful_copy_is_in_order(copy: str) -> None:
    """Breaks, hyphens, capitals and other bullets are no change."""
    assert states(copy) == (["found"] * 3, [])


def test_a_changed_word_is_named() -> None:
    """The passage is altered, and the text that stands there now is shown."""
    verified, uncovered = verify(LEDGER, Copy(COPY.replace("vartannat", "vart tredje")))
    assert [one.state for one in verified] == ["found", "found", "altered"]
    assert verified[2].nearest.startswith("Avtal bör ses över vart tredje")
    assert uncovered == []


def test_a_changed_beginning_is_met_with_the_nearest_sentence() -> None:
    """Where the first words themselves are changed, the passage is missing and the likeliest sentence is shown."""
    verified, uncovered = verify(LEDGER, Copy(COPY.replace("Avtal bör ses", "Avtalen bör alltid ses")))
    assert verified[2].state == "missing"
    assert "Avtalen bör alltid ses över" in verified[2].nearest
    assert [one.word for one in uncovered] == ["bör"]


def test_a_dropped_sentence_is_missing() -> None:
    """A copy without the sentence lacks the passage."""
    assert states(COPY.replace(SENTENCES[1], "")) == (["found", "missing", "found"], [])


@pytest.mark.parametrize("word", ["ska", "får", "måste", "endast"])
def test_an_added_binding_sentence_is_listed(word: str) -> None:
    """A sentence with a binding word that no row covers is shown, also where a line break parts the word."""
    added = f" Ingen {word} stanna hemma."
    assert states(COPY + added) == (["found"] * 3, [added.strip()])
    parted = f" Ingen {word[:2]}-\n{word[2:]} stanna hemma." if len(word) > 3 else added
    assert len(states(COPY + parted)[1]) == 1


def test_an_added_sentence_that_binds_nobody_is_not_listed() -> None:
    """`skada` is not `ska`, and a statement without a binding word needs no row."""
    assert states(COPY + " Det gör ingen skada.") == (["found"] * 3, [])


def test_a_moved_passage_is_named() -> None:
    """A passage that stands before its neighbours in the ledger has moved."""
    lines = COPY.splitlines()
    assert states("\n".join([*lines[:2], lines[5], *lines[2:5]]))[0] == ["found", "found", "moved"]


def test_only_what_moved_has_moved() -> None:
    """The first passage at the end of the copy leaves the others in their order."""
    assert states(COPY.replace(SENTENCES[0], "") + SENTENCES[0])[0] == ["moved", "found", "found"]


def test_the_nearest_text_is_sought_after_the_passage_before() -> None:
    """Where the first words stand earlier too, in a sentence that no row holds, the changed passage is shown and not that one."""
    earlier = COPY.replace("Så har det varit länge.", "Avtal bör ses över av alla.")
    verified, uncovered = verify(LEDGER, Copy(earlier.replace("vartannat", "varje")))
    assert verified[2].nearest.startswith("Avtal bör ses över varje")
    assert [one.sentence for one in uncovered] == ["Avtal bör ses över av alla."]


def test_a_changed_passage_leaves_its_likes_in_their_place() -> None:
    """Where the document has the passage again further on, what stands between has not moved."""
    again = LEDGER.model_copy(update={"passages": (*LEDGER.passages, LEDGER.passages[0])})
    changed = COPY.replace("till nytta", "till glädje") + SENTENCES[0]
    verified, _ = verify(again, Copy(changed))
    assert [one.state for one in verified] == ["altered", "found", "found", "found"]
    assert verified[0].nearest.startswith("Staden ska bara resa när det är till glädje")


def test_a_dropped_passage_is_not_taken_for_another() -> None:
    """Where a later row begins with the same words, the dropped one is missing and the later one is found."""
    like = "Avtal bör ses över av alla."
    both = LEDGER.model_copy(update={"passages": (passage(like), *LEDGER.passages)})
    assert [one.state for one in verify(both, Copy(COPY))[0]] == ["missing", "found", "found", "found"]


def test_a_passage_that_stands_twice_is_asked_for_twice() -> None:
    """Two rows of the same words need two places; where one of them is changed, one of the rows is lost."""
    twice = LEDGER.model_copy(update={"passages": (*LEDGER.passages, LEDGER.passages[2])})
    assert [one.state for one in verify(twice, Copy(COPY + SENTENCES[2]))[0]] == ["found"] * 4
    changed = Copy(COPY + SENTENCES[2].replace("vartannat", "varje"))
    assert [one.state for one in verify(twice, changed)[0]] == ["found", "found", "found", "altered"]
