"""What does another reading of a document change? The clauses that come out differently, or how far the edition reaches."""

from __future__ import annotations

from dataclasses import dataclass

from nytta.engine.ir.lower import Lowering, lowered
from nytta.engine.ir.nodes import ClauseIR, Node
from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import Edition
from nytta.engine.model.reading import Alternative, Reading


@dataclass(frozen=True, slots=True)
class Variant:
    """An alternative reading as the difference it makes.

    `clauses` are those that come out differently, with their place in the edition, for the cases where `when` holds.
    """

    reading: Reading
    alternative: Alternative
    clauses: tuple[tuple[int, Clause, ClauseIR], ...]
    when: Node


def variants(edition: Edition) -> tuple[Variant, ...]:
    """Every alternative reading of a checked edition, in its order."""
    own = lowered(edition)
    return tuple(
        _variant(edition, own, reading, alternative) for reading in edition.readings for alternative in reading.alternatives
    )


def _variant(edition: Edition, own: tuple[ClauseIR, ...], reading: Reading, alternative: Alternative) -> Variant:
    other = edition.read_as(alternative)
    pairs = zip(edition.clauses, other.clauses, own, lowered(other), strict=True)
    changed = (
        (index, clause, ir) for index, (before, clause, ir_before, ir) in enumerate(pairs) if (clause, ir) != (before, ir_before)
    )
    return Variant(reading, alternative, tuple(changed), Lowering(edition).condition(alternative.when, ("when",)))
