"""What does another reading of a document change? The clauses that come out differently, or how far the edition reaches."""

from __future__ import annotations

from typing import NamedTuple

from nytta.engine.ir.lower import Lowering, lowered
from nytta.engine.ir.nodes import ClauseIR, Node
from nytta.engine.model.edition import Edition
from nytta.engine.model.reading import Alternative, Reading


class Variant(NamedTuple):
    """An alternative reading as the difference it makes.

    `reading` and `alternative` are places in the edition's readings. `clauses` are those that come out differently, with
    their place in the edition, for the cases where `when` holds.
    """

    reading: int
    alternative: int
    clauses: tuple[tuple[int, ClauseIR], ...]
    when: Node

    def of(self, edition: Edition) -> tuple[Reading, Alternative]:
        """The reading and the alternative that it is made from."""
        reading = edition.readings[self.reading]
        return reading, reading.alternatives[self.alternative]


def variants(edition: Edition) -> tuple[Variant, ...]:
    """Every alternative reading of a checked edition, in its order."""
    own = lowered(edition)
    return tuple(
        _variant(edition, own, (index, place), alternative)
        for index, reading in enumerate(edition.readings)
        for place, alternative in enumerate(reading.alternatives)
    )


def _variant(edition: Edition, own: tuple[ClauseIR, ...], at: tuple[int, int], alternative: Alternative) -> Variant:
    other = edition.read_as(alternative)
    pairs = zip(edition.clauses, other.clauses, own, lowered(other), strict=True)
    changed = ((index, ir) for index, (before, clause, ir_before, ir) in enumerate(pairs) if (clause, ir) != (before, ir_before))
    return Variant(*at, tuple(changed), Lowering(edition).condition(alternative.when, ("when",)))
