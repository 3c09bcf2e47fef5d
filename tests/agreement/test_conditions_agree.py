"""durable-rules and the reference come to the same findings on conditions that no edition has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.backends.durable import Durable
from nytta.engine.backends.reference import Reference
from nytta.engine.errors import BackendError
from nytta.engine.ir.evaluate import Settled
from nytta.engine.ir.nodes import ClauseIR
from tests.strategies import NODES, SETTLED

CLAUSES = st.lists(st.builds(ClauseIR, st.just("clause"), NODES, NODES, NODES), min_size=1, max_size=12).map(tuple)


@given(CLAUSES, st.lists(SETTLED, min_size=1, max_size=6))
def test_engines_agree_on_any_condition(clauses: tuple[ClauseIR, ...], cases: list[dict[str, Settled]]) -> None:
    """Whatever the conditions, both engines give every clause the same status, or durable-rules refuses to compile a clause."""
    durable, reference = Durable(clauses), Reference(clauses)
    for case in cases:
        try:
            statuses = durable.statuses(case)
        except BackendError as error:
            assert "split it" in str(error)  # noqa: PT017 - any other failure is one
        else:
            assert statuses == reference.statuses(case)
