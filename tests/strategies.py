"""Hypothesis strategies that several tests share: conditions with values for their terms, and cases of an edition."""

from __future__ import annotations

from hypothesis import strategies as st

from nytta.engine.ir.evaluate import Settled
from nytta.engine.ir.nodes import All, Any, AtLeast, Constant, Has, Node, Not, OneOf, Stated, Within
from nytta.engine.load.digest import used
from nytta.engine.model.case import Case
from nytta.engine.model.edition import Edition
from tests.generate import CITIES, choices, kinds, made, period

VALUES: dict[str, st.SearchStrategy[Settled]] = {
    "flag": st.booleans(),
    "code": st.sampled_from(["a", "b", "c"]),
    "set": st.frozensets(st.sampled_from(["x", "y"])),
    "number": st.integers(-3, 3),
    "case.kind": st.sampled_from(["k1", "k2"]),
}
"""Every term that the conditions below read, with its values."""
_LEAVES: st.SearchStrategy[Node] = st.one_of(
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
        several.flatmap(lambda held: st.builds(AtLeast, st.integers(1, len(held)), st.just(held))),
    )


NODES = st.recursive(_LEAVES, _compound, max_leaves=8)
"""Conditions of every form, nested."""
SETTLED = st.fixed_dictionaries(
    {"case.kind": VALUES["case.kind"]}, optional={name: values for name, values in VALUES.items() if name != "case.kind"}
)
"""Settled cases for those conditions; only the kind always has a value."""


@st.composite
def cases(draw: st.DrawFn, edition: Edition) -> Case:
    """Cases that the edition judges, from silent to fully stated; now and then a derived fact is stated too."""
    first, last = period(edition)
    day = draw(st.dates(first, last))
    country = draw(st.sampled_from(sorted(CITIES)))
    facts = edition.vocabulary.facts
    plain = sorted(name for name in used(edition)[0] if facts[name].derived is None)
    derived = sorted(name for name in used(edition)[0] if facts[name].derived is not None)
    few = st.sets(st.sampled_from(plain), max_size=6)
    stated = draw(st.one_of(few, st.sets(st.sampled_from(plain)), few.map(lambda left: set(plain) - left)))
    stated |= draw(st.sets(st.sampled_from(derived), max_size=1)) if derived else set()
    return made(
        edition,
        kind=draw(st.sampled_from(kinds(edition))),
        day=day,
        body=draw(st.none() | st.sampled_from(sorted(edition.vocabulary.bodies))),
        facts={name: draw(st.sampled_from(choices(name, edition, country, day))) for name in sorted(stated)},
    )
