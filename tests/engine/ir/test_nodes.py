"""What a condition reads, and what a clause asks."""

from __future__ import annotations

from nytta.engine.ir.nodes import FALSE, TRUE, All, Any, AtLeast, ClauseIR, Has, Not, OneOf, Ruling, Stated, Within, leaves, terms

FLAG = OneOf("flag", frozenset({True}))
MEMBER = Has("set", "x")
NUMBER = Within("number", 1, None)
STATED = Stated(("flag", "code"))


def test_leaves_are_the_tests_in_order() -> None:
    """Every test of every nested part, from left to right; a constant has none."""
    node = All((FLAG, Not(Any((MEMBER, TRUE))), AtLeast(1, (NUMBER, FLAG)), STATED))
    assert leaves(node) == (FLAG, MEMBER, NUMBER, FLAG, STATED)
    assert leaves(TRUE) == ()


def test_terms_are_those_of_the_leaves_with_repetitions() -> None:
    """A test of several terms has them all."""
    assert terms(All((FLAG, Not(MEMBER), STATED))) == ("flag", "set", "flag", "code")


def test_a_clause_asks_its_conditions_and_the_conditions_of_its_bodies() -> None:
    """What applies, what is required, what excuses, and under which conditions a body decides."""
    clause = ClauseIR("c", FLAG, MEMBER, FALSE, rulings=(Ruling(NUMBER, ("a",)), Ruling(TRUE, ("b",))))
    assert clause.conditions == (FLAG, MEMBER, FALSE, NUMBER, TRUE)
