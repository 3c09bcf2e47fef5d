"""Values that no test tells apart share a class, and a condition of classes means what the condition means."""

from __future__ import annotations

from hypothesis import given

from nytta.engine.ir.classes import classes, clause_of_classes
from nytta.engine.ir.evaluate import Settled, meaning
from nytta.engine.ir.nodes import FALSE, ClauseIR, Has, Node, OneOf
from tests.strategies import NODES, SETTLED

NORDIC = OneOf("country", frozenset({"DK", "NO", "SE"}))
SCANDINAVIAN = OneOf("country", frozenset({"NO", "SE"}))
REVIEW = OneOf("review", frozenset({"passed"}), frozenset({"not_done", "planned"}))


def test_values_that_every_test_treats_alike_share_a_class() -> None:
    """The first of them in order stands for all; a pending value is apart from one that counts."""
    assert classes([NORDIC]) == {"country": {"DK": "DK", "NO": "DK", "SE": "DK"}}
    assert classes([NORDIC, SCANDINAVIAN]) == {"country": {"DK": "DK", "NO": "NO", "SE": "NO"}}
    assert classes([REVIEW]) == {"review": {"passed": "passed", "not_done": "not_done", "planned": "not_done"}}
    assert classes([Has("set", "x")]) == {}


def test_a_clause_of_classes_names_one_value_of_each() -> None:
    """Each value is replaced by the one that stands for it, and other tests stay."""
    clause = ClauseIR("c", NORDIC, SCANDINAVIAN, Has("set", "x"))
    known = classes([NORDIC, SCANDINAVIAN])
    assert clause_of_classes(clause, known) == ClauseIR(
        "c", OneOf("country", frozenset({"DK", "NO"})), OneOf("country", frozenset({"NO"})), Has("set", "x")
    )


@given(NODES, NODES, SETTLED)
def test_a_condition_of_classes_means_the_same(one: Node, other: Node, case: dict[str, Settled]) -> None:
    """For a case whose values are replaced likewise; a value that no test names keeps to itself."""
    known = classes([one, other])
    clause = clause_of_classes(ClauseIR("c", one, other, FALSE), known)
    codes = {term: value for term, value in case.items() if isinstance(value, bool | str)}
    replaced = case | {term: known.get(term, {}).get(value, value) for term, value in codes.items()}
    for before, after in ((one, clause.applies), (other, clause.requires)):
        assert meaning(after)(replaced) is meaning(before)(case)
