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


class Answer(Model):
    """Answers to one question after which the same verdicts are still possible.

    They are values, ranges from a low to a high end (both included, None is no bound), and perhaps any other text.
    """

    values: tuple[FactValue, ...]
    ranges: tuple[tuple[FactValue | None, FactValue | None], ...]
    any_other: bool
    verdicts: tuple[Outcome, ...]


class OpenFact(Model):
    """A fact that can still change the verdict; a derived one only if what it is derived from stays unknown."""

    fact: str
    question: Text
    only_if_unknown: bool
    answers: tuple[Answer, ...]


class Open(Model):
    """What can still become of the case: the verdicts, from the mildest, and the facts that can change it, most decisive first.

    Each verdict is that of some completion of the case, and no completion has another, unless it is not `complete`: then a
    bound of the search was reached, and there may be more.
    """

    verdicts: tuple[Outcome, ...]
    facts: tuple[OpenFact, ...]
    complete: bool


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
    open: Open | None = None
    """What can still become of the case; None where it was not looked into."""

    @property
    def asked(self) -> tuple[str, ...]:
        """The facts that officials are asked for, most decisive first.

        They are those that can still change the verdict; a derived one only where no other is left to ask. What is missing
        besides is asked for where it tells who decides, and all of it where the others do not suffice: the verdict may stay
        incomplete, or is so for facts that change nothing.
        """
        missing = tuple(one.fact for one in self.missing)
        if self.open is None:
            return missing
        first = [one.fact for one in self.open.facts if not one.only_if_unknown]
        last = [one.fact for one in self.open.facts if one.only_if_unknown]
        settles_it = self.open.facts and "incomplete" not in self.open.verdicts
        who_decides = {fact for one in self.findings if one.norm == "competence" for fact in one.missing}
        beside = [one for one in missing if (one in who_decides or not settles_it) and one not in last]
        return tuple(dict.fromkeys((*first, *beside, *(() if first else last))))
