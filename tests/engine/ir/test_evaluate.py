"""What each form of condition means, with its term stated on either side, pending and not stated."""

from __future__ import annotations

import pytest

from nytta.engine.ir.evaluate import Settled, grounds, meaning
from nytta.engine.ir.nodes import FALSE, TRUE, All, Any, AtLeast, Has, Node, Not, OneOf, Stated, Within
from nytta.engine.ir.truth import Truth

FLAG = OneOf("flag", frozenset({True}))
CODE = OneOf("code", frozenset({"a", "b"}))
REVIEW = OneOf("review", frozenset({"passed"}), frozenset({"not_done"}))
MEMBER = Has("set", "x")
BETWEEN, FROM, UP_TO = Within("number", 1, 3), Within("number", 1, None), Within("number", None, 3)
STATED = Stated(("flag", "code"))


@pytest.mark.parametrize(
    ("node", "case", "truth"),
    [
        (TRUE, {}, True),
        (FALSE, {}, False),
        (FLAG, {"flag": True}, True),
        (FLAG, {"flag": False}, False),
        (FLAG, {}, None),
        (CODE, {"code": "b"}, True),
        (CODE, {"code": "c"}, False),
        (CODE, {}, None),
        (REVIEW, {"review": "passed"}, True),
        (REVIEW, {"review": "failed"}, False),
        (REVIEW, {"review": "not_done"}, None),
        (REVIEW, {}, None),
        (OneOf("code", frozenset("ab"), frozenset("b")), {"code": "b"}, None),
        (MEMBER, {"set": frozenset({"x", "y"})}, True),
        (MEMBER, {"set": frozenset()}, False),
        (MEMBER, {}, None),
        (BETWEEN, {"number": 0}, False),
        (BETWEEN, {"number": 1}, True),
        (BETWEEN, {"number": 3}, True),
        (BETWEEN, {"number": 4}, False),
        (BETWEEN, {}, None),
        (FROM, {"number": 0}, False),
        (FROM, {"number": 10}, True),
        (UP_TO, {"number": -10}, True),
        (UP_TO, {"number": 4}, False),
        (STATED, {"code": "c"}, True),
        (STATED, {"flag": False}, True),
        (STATED, {"number": 1}, None),
        (Not(FLAG), {"flag": True}, False),
        (Not(FLAG), {"flag": False}, True),
        (Not(FLAG), {}, None),
        (Not(STATED), {}, None),
        (All((FLAG, CODE)), {"flag": True, "code": "a"}, True),
        (All((FLAG, CODE)), {"code": "c"}, False),
        (All((FLAG, CODE)), {"code": "a"}, None),
        (Any((FLAG, CODE)), {"code": "a"}, True),
        (Any((FLAG, CODE)), {"flag": False, "code": "c"}, False),
        (Any((FLAG, CODE)), {"code": "c"}, None),
        (AtLeast(2, (FLAG, CODE, MEMBER)), {"flag": True, "code": "a"}, True),
        (AtLeast(2, (FLAG, CODE, MEMBER)), {"flag": False, "code": "c"}, False),
        (AtLeast(2, (FLAG, CODE, MEMBER)), {"flag": True, "code": "c"}, None),
    ],
)
def test_a_condition_has_the_truth_of_its_form(node: Node, case: dict[str, Settled], truth: Truth) -> None:
    """True, false or unknown by what the case states; the grounds come to the same truth."""
    assert meaning(node)(case) is truth
    assert grounds(node)(case)[0] is truth


@pytest.mark.parametrize(
    ("node", "case", "terms"),
    [
        (TRUE, {}, ()),
        (FLAG, {"flag": True}, ("flag",)),
        (FLAG, {}, ("flag",)),
        (REVIEW, {"review": "not_done"}, ("review",)),
        (STATED, {"code": "a"}, ("code",)),
        (STATED, {}, ("flag",)),
        (Not(FLAG), {"flag": True}, ("flag",)),
        (All((FLAG, CODE)), {"flag": False, "code": "a"}, ("flag",)),
        (All((FLAG, CODE)), {"flag": True, "code": "a"}, ("flag", "code")),
        (All((FLAG, CODE)), {"flag": True}, ("code",)),
        (Any((FLAG, CODE)), {"flag": True, "code": "c"}, ("flag",)),
        (Any((FLAG, CODE)), {"flag": False}, ("code",)),
        (AtLeast(2, (FLAG, CODE, MEMBER)), {"flag": True, "code": "a"}, ("flag", "code")),
        (AtLeast(2, (FLAG, CODE, MEMBER)), {"flag": False, "code": "c"}, ("flag", "code")),
        (AtLeast(2, (FLAG, CODE, MEMBER)), {"flag": True}, ("code", "set")),
    ],
)
def test_grounds_name_what_decides_or_what_is_lacking(node: Node, case: dict[str, Settled], terms: tuple[str, ...]) -> None:
    """A known truth rests on the parts that decide it, an unknown one on the parts that are unknown."""
    assert grounds(node)(case)[1] == terms
