"""What is a case: one engagement, stated as facts?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

from nytta.engine.model.base import Model

FactValue = bool | int | Decimal | str | tuple[str, ...] | date
"""A settled value: its type follows from the fact's type; a set is a sorted tuple."""


LONGEST_NAME = 60


def _a_name(given: str) -> str:
    """The name, unless it could be more than a name: a decision begins with it."""
    if not 0 < len(given) <= LONGEST_NAME or not given.isprintable() or set(given) & set(".:;,!?"):
        raise ValueError("no_name")
    return given


BodyName = Annotated[str, AfterValidator(_a_name)]
"""What a body is called in its municipality, such as `kulturnämnden`."""


class Stay(Model):
    """First and last day of a journey or an event."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None


class Meta(Model):
    """What the papers of a case need and no clause reads; what is not given stays a visible gap in them."""

    diarienummer: str | None = None
    handlaggare: str | None = None
    adressat: str | None = None
    body_name: BodyName | None = None
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
