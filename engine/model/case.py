"""What is a case: one engagement, stated as facts?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import Field

from nytta.engine.model.base import Model

FactValue = bool | int | Decimal | str | tuple[str, ...] | date
"""A settled value: its type follows from the fact's type; a set is a sorted tuple."""


class Stay(Model):
    """First and last day of a journey or an event."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None


class Meta(Model):
    """What the papers of a case need and no clause reads; what is not given stays a visible gap in them."""

    diarienummer: str | None = None
    handlaggare: str | None = None
    adressat: str | None = None
    body_name: str | None = None
    attachments: tuple[str, ...] = ()
    period: Stay | None = None
    place: str | None = None


class Case(Model):
    """One case: which strategy and kind, when, who is about to decide, and the stated facts by dotted name."""

    id: str
    title: str
    strategy: str
    kind: str
    date: date
    body: str | None = None
    facts: dict[str, FactValue] = {}
    meta: Meta | None = None
