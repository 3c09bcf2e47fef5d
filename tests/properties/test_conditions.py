"""What holds of every condition: one meaning, however it is asked."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.ir.evaluate import Settled, grounds, meaning
from nytta.engine.ir.kinds import for_kind
from nytta.engine.ir.nodes import Node, OneOf, leaves, terms
from nytta.engine.ir.questions import Atom, certainly
from tests.strategies import NODES, SETTLED, VALUES

Case = dict[str, Settled]


def _holds(atom: Atom, case: Case) -> bool:
    """A two-valued reading of an atom: false where its term has no value."""
    if atom.test == "stated":
        return any(term in case for term in atom.term)
    value = case.get(str(atom.term))
    if value is None:
        return False
    holds: dict[str, Callable[[], bool]] = {
        "eq": lambda: value == atom.value,
        "ne": lambda: value != atom.value,
        "ge": lambda: value >= atom.value,  # type: ignore[operator]
        "le": lambda: value <= atom.value,  # type: ignore[operator]
        "has": lambda: atom.value in value,  # type: ignore[operator]
        "lacks": lambda: atom.value not in value,  # type: ignore[operator]
    }
    return holds[atom.test]()


@given(NODES, SETTLED)
def test_the_two_questions_together_are_the_truth(node: Node, case: Case) -> None:
    """`Certainly true` is answered by yes exactly where the meaning is true, `certainly false` where it is false."""
    truth = meaning(node)(case)
    for wanted in (True, False):
        asked = any(all(_holds(atom, case) for atom in branch) for branch in certainly(node, wanted))
        assert asked is (truth is wanted)


@given(NODES)
def test_no_branch_of_a_question_covers_another(node: Node) -> None:
    """A question holds nothing that could be left out."""
    for wanted in (True, False):
        branches = certainly(node, wanted)
        assert not any(one < other for one in branches for other in branches)


@given(NODES, SETTLED)
def test_a_condition_for_one_kind_means_the_same(node: Node, case: Case) -> None:
    """Answering the tests of the kind beforehand changes nothing for cases of that kind, and none is left."""
    narrowed = for_kind(node, str(case["case.kind"]))
    assert meaning(narrowed)(case) is meaning(node)(case)
    assert "case.kind" not in terms(narrowed)


@given(NODES, SETTLED, st.data())
def test_learning_a_fact_never_changes_a_known_truth(node: Node, case: Case, data: st.DataObject) -> None:
    """Unknown is never false: a truth that is known stays when another fact is stated."""
    truth = meaning(node)(case)
    learned = {name: data.draw(values) for name, values in VALUES.items() if name not in case}
    if truth is not None:
        assert meaning(node)(case | learned) is truth


@given(NODES, SETTLED, st.data())
def test_forgetting_a_fact_leaves_a_truth_or_makes_it_unknown(node: Node, case: Case, data: st.DataObject) -> None:
    """A missing fact by itself makes nothing true and nothing false."""
    forgotten = data.draw(st.sampled_from(sorted(case)))
    left = {name: value for name, value in case.items() if name != forgotten}
    assert meaning(node)(left) in (meaning(node)(case), None)


@given(NODES, SETTLED, st.data())
def test_grounds_are_enough(node: Node, case: Case, data: st.DataObject) -> None:
    """A known truth rests on its grounds: whatever the other terms are, or if they are not, it stays."""
    truth, named = grounds(node)(case)
    assert truth is meaning(node)(case)
    assert set(named) <= set(terms(node))
    if truth is not None:
        kept = {term: value for term, value in case.items() if term in named}
        assert meaning(node)(kept) is truth
        others = {name: data.draw(values) for name, values in VALUES.items() if name not in named}
        assert meaning(node)(kept | others) is truth


@given(NODES, SETTLED)
def test_an_unknown_truth_lacks_only_what_has_no_value(node: Node, case: Case) -> None:
    """What an unknown condition lacks is unknown in the case, or pending; and it lacks something."""
    if meaning(node)(case) is None:
        _, lacking = grounds(node)(case)
        pending = {leaf.term for leaf in leaves(node) if isinstance(leaf, OneOf) and case.get(leaf.term) in leaf.pending}
        assert lacking
        assert all(term not in case or term in pending for term in lacking)
