"""What is a case: one engagement, stated as facts?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from nytta.engine.model.base import Model

FactValue = bool | int | Decimal | str | tuple[str, ...] | date
"""A settled value: its type follows from the fact's type; a set is a sorted tuple."""


class Case(Model):
    """One case: which strategy and kind, when, who is about to decide, and the stated facts by dotted name."""

    id: str
    title: str
    strategy: str
    kind: str
    date: date
    body: str | None = None
    facts: dict[str, FactValue] = {}
