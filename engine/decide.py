"""What do the findings come to? The verdict is the gravest effect that any finding has; nothing else decides."""

from __future__ import annotations

from collections.abc import Iterable

from nytta.engine.model.provisions import Effect
from nytta.engine.model.verdict import Outcome

PRECEDENCE: tuple[tuple[Effect, Outcome], ...] = (
    ("reject", "reject"),
    ("incomplete", "incomplete"),
    ("refer", "refer"),
    ("condition", "approve_with_conditions"),
)


def outcome(effects: Iterable[Effect]) -> Outcome:
    """The verdict that follows from the effects of the findings."""
    present = frozenset(effects)
    for effect, verdict in PRECEDENCE:
        if effect in present:
            return verdict
    return "approve"
