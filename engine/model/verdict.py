"""What does a screening say? Fields and order as in the schema `nytta/verdict/1`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from nytta.engine.model.base import Model, Text
from nytta.engine.model.case import FactValue
from nytta.engine.model.clause import Effect, Norm, Source, Status

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
