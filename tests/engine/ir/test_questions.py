"""The positive questions that a machine with two values is asked."""

from __future__ import annotations

import pytest

from nytta.engine.ir.nodes import FALSE, TRUE, All, Any, AtLeast, ClauseIR, Has, Node, Not, OneOf, Stated, Within
from nytta.engine.ir.questions import ALWAYS, MOST, NEVER, ORDER, Atom, TooWideError, certainly, every, status_questions

FLAG = OneOf("flag", frozenset({True}))
REVIEW = OneOf("review", frozenset({"passed"}), frozenset({"not_done"}))
MEMBER = Has("set", "x")
NUMBER = Within("number", 1, 3)
IS, IS_NOT = Atom("eq", "flag", value=True), Atom("ne", "flag", value=True)
HAS, LACKS = Atom("has", "set", "x"), Atom("lacks", "set", "x")
GE, LE = Atom("ge", "number", 1), Atom("le", "number", 3)
BELOW, ABOVE = Atom("le", "number", 0), Atom("ge", "number", 4)
STATED = Atom("stated", ("flag", "set"), value=True)

CODE_A, NOT_A, NOT_B = Atom("eq", "code", "a"), Atom("ne", "code", "a"), Atom("ne", "code", "b")

Written = list[set[Atom]]


@pytest.mark.parametrize(
    ("node", "true", "false"),
    [
        (TRUE, [set()], []),
        (FALSE, [], [set()]),
        (FLAG, [{IS}], [{IS_NOT}]),
        (
            REVIEW,
            [{Atom("eq", "review", "passed")}],
            [{Atom("ne", "review", "passed"), Atom("ne", "review", "not_done")}],
        ),
        (OneOf("code", frozenset("ab"), frozenset("b")), [{CODE_A}], [{NOT_A, NOT_B}]),
        (MEMBER, [{HAS}], [{LACKS}]),
        (NUMBER, [{GE, LE}], [{BELOW}, {ABOVE}]),
        (Within("number", 1, None), [{GE}], [{BELOW}]),
        (Within("number", None, 3), [{LE}], [{ABOVE}]),
        (Stated(("flag", "set")), [{STATED}], []),
        (Not(FLAG), [{IS_NOT}], [{IS}]),
        (All((FLAG, MEMBER)), [{IS, HAS}], [{IS_NOT}, {LACKS}]),
        (Any((FLAG, MEMBER)), [{IS}, {HAS}], [{IS_NOT, LACKS}]),
        (AtLeast(2, (FLAG, MEMBER)), [{IS, HAS}], [{IS_NOT}, {LACKS}]),
        (AtLeast(1, (FLAG, MEMBER)), [{IS}, {HAS}], [{IS_NOT, LACKS}]),
        (All((FLAG, Not(FLAG))), [], [{IS_NOT}, {IS}]),
        (All((MEMBER, Not(MEMBER))), [], [{LACKS}, {HAS}]),
        (All((Within("number", 2, None), Within("number", None, 1))), [], None),
        (All((OneOf("code", frozenset("a")), OneOf("code", frozenset("b")))), [], None),
        (Any((FLAG, All((FLAG, MEMBER)))), [{IS}], None),
    ],
)
def test_a_condition_is_asked_without_negation(node: Node, true: Written, false: Written | None) -> None:
    """The branches in which it is certainly true and certainly false; what cannot be or is covered is left out."""
    assert certainly(node, truth=True) == frozenset(map(frozenset, true))
    if false is not None:
        assert certainly(node, truth=False) == frozenset(map(frozenset, false))


def test_all_of_no_questions_is_always_answered_by_yes() -> None:
    """Where nothing is asked, nothing stands in the way; one question that is never answered by yes does."""
    assert every([]) == ALWAYS
    assert every([certainly(FLAG, truth=True), NEVER]) == NEVER


WIDE = 11
"""So many alternatives of two give 2^11 branches, more than are looked at."""


@pytest.mark.parametrize(
    "node",
    [
        All(tuple(Any((OneOf(f"a{n}", frozenset("x")), OneOf(f"b{n}", frozenset("x")))) for n in range(WIDE))),
        AtLeast(WIDE // 2, tuple(OneOf(f"a{n}", frozenset("x")) for n in range(2 * WIDE))),
    ],
)
def test_a_condition_too_wide_to_write_out_is_refused_at_once(node: Node) -> None:
    """The number of branches is bounded before they are made, and the error says how many there would be."""
    with pytest.raises(TooWideError) as caught:
        certainly(node, truth=True)
    assert caught.value.branches > MOST
    assert str(caught.value.branches) in str(caught.value)


def test_a_clause_is_asked_for_its_statuses_in_the_order_of_the_table() -> None:
    """Not applicable, satisfied, excused, violated; undetermined is what is left."""
    clause = ClauseIR("c", FLAG, MEMBER, NUMBER)
    questions = dict(zip(ORDER, status_questions(clause), strict=False))
    assert questions == {
        "not_applicable": frozenset({frozenset({IS_NOT})}),
        "satisfied": frozenset({frozenset({HAS})}),
        "excused": frozenset({frozenset({GE, LE})}),
        "violated": frozenset({frozenset({IS, LACKS, BELOW}), frozenset({IS, LACKS, ABOVE})}),
    }
