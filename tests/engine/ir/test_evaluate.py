"""What conditions mean, and that the questions asked of two-valued machines mean the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.ir.evaluate import Settled, basis, meaning
from nytta.engine.ir.nodes import All, Any, AtLeast, Constant, Has, Node, Not, OneOf, Stated, Within, terms
from nytta.engine.ir.questions import Atom, certainly, for_kind

VALUES: dict[str, st.SearchStrategy[Settled]] = {
    "flag": st.booleans(),
    "code": st.sampled_from(["a", "b", "c"]),
    "set": st.frozensets(st.sampled_from(["x", "y"])),
    "number": st.integers(-3, 3),
    "case.kind": st.sampled_from(["k1", "k2"]),
}
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Constant, st.booleans()),
    st.builds(OneOf, st.just("flag"), st.frozensets(st.booleans(), min_size=1)),
    st.builds(
        OneOf,
        st.just("code"),
        st.frozensets(st.sampled_from("abc"), min_size=1),
        st.frozensets(st.sampled_from("abc"), max_size=1),
    ),
    st.builds(OneOf, st.just("case.kind"), st.frozensets(st.sampled_from(["k1", "k2"]), min_size=1)),
    st.builds(Has, st.just("set"), st.sampled_from("xy")),
    st.builds(Within, st.just("number"), st.none() | st.integers(-2, 2), st.integers(-2, 2)),
    st.builds(Within, st.just("number"), st.integers(-2, 2), st.none()),
    st.builds(Stated, st.just(("code", "set"))),
)


def _compound(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Not, parts),
        st.builds(All, several),
        st.builds(Any, several),
        several.flatmap(lambda made: st.builds(AtLeast, st.integers(1, len(made)), st.just(made))),
    )


NODES = st.recursive(LEAVES, _compound, max_leaves=8)
CASES = st.fixed_dictionaries({"case.kind": VALUES["case.kind"]}, optional={k: v for k, v in VALUES.items() if k != "case.kind"})


def _holds(atom: Atom, case: dict[str, Settled]) -> bool:
    """A two-valued reading of an atom: false where its term has no value."""
    if atom.test == "stated":
        return any(term in case for term in atom.term)
    value = case.get(str(atom.term))
    if value is None:
        return False
    return {
        "eq": lambda: value == atom.value,
        "ne": lambda: value != atom.value,
        "ge": lambda: value >= atom.value,  # type: ignore[operator]
        "le": lambda: value <= atom.value,  # type: ignore[operator]
        "has": lambda: atom.value in value,  # type: ignore[operator]
        "lacks": lambda: atom.value not in value,  # type: ignore[operator]
    }[atom.test]()


@given(NODES, CASES)
def test_the_two_questions_together_are_the_truth(node: Node, case: dict[str, Settled]) -> None:
    """`Certainly true` is answered by yes exactly where the meaning is true, `certainly false` where it is false."""
    truth = meaning(node)(case)
    for wanted in (True, False):
        asked = any(all(_holds(atom, case) for atom in branch) for branch in certainly(node, wanted))
        assert asked is (truth is wanted)


@given(NODES, CASES)
def test_a_condition_for_one_kind_means_the_same(node: Node, case: dict[str, Settled]) -> None:
    """Answering the tests of the kind beforehand changes nothing for cases of that kind."""
    assert meaning(for_kind(node, str(case["case.kind"])))(case) is meaning(node)(case)


@given(NODES, CASES, st.data())
def test_learning_a_fact_never_changes_a_known_truth(node: Node, case: dict[str, Settled], data: st.DataObject) -> None:
    """Unknown is never false: a truth that is known stays when another fact is stated."""
    truth = meaning(node)(case)
    learned = {name: data.draw(values) for name, values in VALUES.items() if name not in case}
    if truth is not None:
        assert meaning(node)(case | learned) is truth


@given(NODES, CASES)
def test_basis_is_enough(node: Node, case: dict[str, Settled]) -> None:
    """A known truth rests on its basis: with those terms alone the condition has the same truth."""
    truth = meaning(node)(case)
    named = basis(node)(case)
    assert set(named) <= set(terms(node))
    if truth is not None:
        kept = {term: value for term, value in case.items() if term in named}
        assert meaning(node)(kept) is truth


@given(NODES, CASES)
def test_an_unknown_truth_lacks_only_what_has_no_value(node: Node, case: dict[str, Settled]) -> None:
    """What an unknown condition lacks is unknown in the case, or pending."""
    if meaning(node)(case) is None:
        lacking = basis(node)(case)
        assert lacking
        assert all(term not in case or term == "code" for term in lacking)
