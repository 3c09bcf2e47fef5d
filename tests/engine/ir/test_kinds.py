"""What is left of conditions and clauses for one kind of case."""

from __future__ import annotations

import pytest

from nytta.engine.ir.kinds import clause_for_kind, for_kind
from nytta.engine.ir.nodes import FALSE, TRUE, All, Any, AtLeast, ClauseIR, Node, Not, OneOf, Ruling

FLAG = OneOf("flag", frozenset({True}))
CODE = OneOf("code", frozenset({"a"}))
TRIP = OneOf("case.kind", frozenset({"trip", "hosting"}))


@pytest.mark.parametrize(
    ("node", "trip", "project"),
    [
        (TRIP, TRUE, FALSE),
        (FLAG, FLAG, FLAG),
        (Not(TRIP), FALSE, TRUE),
        (Not(FLAG), Not(FLAG), Not(FLAG)),
        (All((TRIP, FLAG)), FLAG, FALSE),
        (All((TRIP, FLAG, CODE)), All((FLAG, CODE)), FALSE),
        (All((TRIP, TRUE)), TRUE, FALSE),
        (Any((TRIP, FLAG)), TRUE, FLAG),
        (Any((TRIP, FLAG, CODE)), TRUE, Any((FLAG, CODE))),
        (Any((TRIP, FALSE)), TRUE, FALSE),
        (AtLeast(2, (TRIP, FLAG, CODE)), AtLeast(2, (TRUE, FLAG, CODE)), AtLeast(2, (FALSE, FLAG, CODE))),
    ],
)
def test_the_kind_is_answered_and_what_follows_is_simplified(node: Node, trip: Node, project: Node) -> None:
    """A condition for cases of one kind no longer asks of the kind."""
    assert for_kind(node, "trip") == trip
    assert for_kind(node, "project") == project


def test_every_condition_of_a_clause_is_brought_to_the_kind() -> None:
    """What applies, is required, excuses and who decides; the names stay."""
    asked = All((TRIP, FLAG))
    clause = ClauseIR("c", asked, asked, asked, (("x", asked),), (Ruling(asked, ("b",)),), ("other",))
    assert clause_for_kind(clause, "trip") == ClauseIR("c", FLAG, FLAG, FLAG, (("x", FLAG),), (Ruling(FLAG, ("b",)),), ("other",))
    assert clause_for_kind(clause, "project").conditions == (FALSE, FALSE, FALSE, FALSE)
