"""The table of verdicts: the gravest effect decides, and nothing else."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest

from nytta.engine.decide import outcome
from nytta.engine.model.provisions import Effect
from nytta.engine.model.verdict import OUTCOMES, Outcome

EFFECTS: tuple[Effect, ...] = ("reject", "incomplete", "refer", "condition", "none")

TABLE: dict[str, Outcome] = {
    "": "approve",
    "c": "approve_with_conditions",
    "f": "refer",
    "fc": "refer",
    "i": "incomplete",
    "ic": "incomplete",
    "if": "incomplete",
    "ifc": "incomplete",
    "r": "reject",
    "rc": "reject",
    "rf": "reject",
    "rfc": "reject",
    "ri": "reject",
    "ric": "reject",
    "rif": "reject",
    "rifc": "reject",
}
"""Which effects there are (reject, incomplete, refer, condition), and the verdict."""
LETTERS: dict[str, Effect] = {"r": "reject", "i": "incomplete", "f": "refer", "c": "condition"}


@pytest.mark.parametrize(("letters", "verdict"), TABLE.items())
@pytest.mark.parametrize("idle", [0, 2])
def test_the_gravest_effect_is_the_verdict(letters: str, verdict: Outcome, idle: int) -> None:
    """Every set of effects comes to the verdict of the table, in any order, with or without findings of no effect."""
    none: list[Effect] = ["none"] * idle
    effects = [LETTERS[one] for one in letters] + none
    assert {outcome(one) for one in permutations(effects)} == {verdict}


def test_the_table_is_whole() -> None:
    """The table above has a line for every set of effects that count."""
    subsets = ["".join(one) for size in range(5) for one in combinations("rifc", size)]
    assert sorted(TABLE) == sorted(subsets)


@pytest.mark.parametrize("size", range(5))
def test_one_more_finding_never_makes_the_verdict_milder(size: int) -> None:
    """The verdict with one finding more is the same or graver, in the order of `OUTCOMES`."""
    for effects in combinations(EFFECTS, size):
        for more in EFFECTS:
            assert OUTCOMES.index(outcome((*effects, more))) >= OUTCOMES.index(outcome(effects))


def test_how_often_an_effect_occurs_does_not_matter() -> None:
    """Ten conditions are no rejection, and nothing is approval."""
    assert outcome(["condition"] * 10) == "approve_with_conditions"
    assert outcome(iter(())) == "approve"
