"""What does a screening say? Fields and order as in the schema `nytta/verdict/1`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from nytta.engine.model.base import Model, Text
from nytta.engine.model.case import FactValue
from nytta.engine.model.clause import Source
from nytta.engine.model.provisions import Effect, Norm, Status

Outcome = Literal["approve", "approve_with_conditions", "incomplete", "refer", "reject"]
OUTCOMES: tuple[Outcome, ...] = ("approve", "approve_with_conditions", "refer", "incomplete", "reject")
"""From the mildest to the gravest."""


class Finding(Model):
    """What one clause says about the case. Clause identifiers are `edition/clause`."""

    clause: str
    norm: Norm
    status: Status
    effect: Effect
    reason: Text
    facts: dict[str, FactValue]
    missing: tuple[str, ...]
    excused_by: str | None
    source: Source


class CaseHead(Model):
    """Which case it was."""

    id: str
    title: str
    strategy: str
    kind: str
    date: date


class InForce(Model):
    """First and last day in force."""

    from_: date = Field(alias="from")
    to: date | None


class EditionRef(Model):
    """Which edition judged, with the digest of its content."""

    id: str
    title: Text
    in_force: InForce
    digest: str


class DecidedBy(Model):
    """A body that may decide, and the clause that says so."""

    body: str
    clause: str


class Presumed(Model):
    """A fact that the case did not state and the edition presumed, with the clauses that used it."""

    fact: str
    value: FactValue
    clauses: tuple[str, ...]


class Remark(Model):
    """A condition or a duty: what has to be done, and which clause says so."""

    clause: str
    text: Text


class Missing(Model):
    """A fact that is asked for, and the clauses that need it."""

    fact: str
    question: Text
    clauses: tuple[str, ...]


class Otherwise(Model):
    """What the verdict would be under an alternative reading.

    `findings`, `conditions`, `duties` and `missing` are what the clauses that change would then say; no verdict means that
    the edition would then not judge the case.
    """

    alternative: str
    reading: Text
    verdict: Outcome | None
    decided_by: tuple[DecidedBy, ...]
    findings: tuple[Finding, ...]
    conditions: tuple[Remark, ...]
    duties: tuple[Remark, ...]
    missing: tuple[str, ...]


class Contested(Model):
    """A reading that the documents leave open and that matters for this case: identifiers are `edition/reading`.

    `verdict` is that of the reading chosen; no verdict means that no edition judges the case then. The verdict hangs on the
    reading where it would be another under one of the alternatives; that is not known (None) where the case does not state
    what an alternative would ask for.
    """

    reading: str
    question: Text
    chosen: Text
    why: Text
    verdict: Outcome | None
    hangs: bool | None
    alternatives: tuple[Otherwise, ...]


class Verdict(Model):
    """The reasoned verdict on one case: the same case and edition give the same verdict, byte for byte."""

    schema_: Literal["nytta/verdict/1"] = Field("nytta/verdict/1", alias="schema")
    case: CaseHead
    edition: EditionRef
    verdict: Outcome
    decided_by: tuple[DecidedBy, ...]
    findings: tuple[Finding, ...]
    presumed: tuple[Presumed, ...]
    conditions: tuple[Remark, ...]
    duties: tuple[Remark, ...]
    missing: tuple[Missing, ...]
    warnings: tuple[Text, ...] = ()
    readings: tuple[Contested, ...] | None = None
    """The contested readings that change something; None where they were not looked into."""
