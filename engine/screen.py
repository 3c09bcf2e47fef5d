"""What does the strategy say about this case? One case in, one reasoned verdict out.

Every case is judged by two machines that know nothing of each other: durable-rules and the reference. Where they differ
on any clause there is no verdict but an error that names the clause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from nytta.engine.backends.durable import Durable
from nytta.engine.backends.reference import Reference
from nytta.engine.decide import outcome
from nytta.engine.errors import DisagreementError, Language
from nytta.engine.ir.evaluate import Basis, Meaning, Values, basis, meaning
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.nodes import NO_BODY, ClauseIR
from nytta.engine.ir.settle import SettledCase, Settling
from nytta.engine.ir.wording import Parts, Wording, filled, not_stated, parsed
from nytta.engine.model.base import Text
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.clause import STATUSES, Clause, Status
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import (
    CaseHead,
    DecidedBy,
    EditionRef,
    Finding,
    InForce,
    Missing,
    Presumed,
    Remark,
    Verdict,
)

NOTHING_APPLIED = Text(
    sv="Ingen klausul i utgåvan ställer krav på ett ärende av det här slaget. Utfallet säger bara att inget talar emot.",
    en="No clause of the edition demands anything of a case of this kind. The verdict only says that nothing speaks against it.",
)


class Backend(Protocol):
    """A machine that judges the clauses of one edition."""

    name: str

    def statuses(self, values: Values) -> list[Status]:
        """The status of each clause, in the edition's order."""
        ...


def both(clauses: tuple[ClauseIR, ...], edition: Edition) -> tuple[Backend, ...]:
    """The two machines that judge every case."""
    return Durable(clauses, tuple(edition.vocabulary.kinds)), Reference(clauses)


class Screening:
    """Screens cases against one edition; built once and then used for any number of cases."""

    def __init__(
        self,
        edition: Edition,
        backends: Callable[[tuple[ClauseIR, ...], Edition], tuple[Backend, ...]] = both,
    ) -> None:
        self.edition = edition
        clauses = lowered(edition)
        self.backends = backends(clauses, edition)
        self._settle = Settling(edition, clauses)
        self._clauses = [_Explained(edition, clause, ir) for clause, ir in zip(edition.clauses, clauses, strict=True)]
        self._wording = Wording(edition)
        head = edition.head
        self._ref = EditionRef(
            id=head.id,
            title=head.title,
            in_force=InForce(from_=head.in_force.from_, to=head.in_force.to),
            digest=edition.digest,
        )

    def statuses(self, case: Case, settled: SettledCase) -> list[Status]:
        """The status of each clause, agreed on by all machines; raises DisagreementError otherwise."""
        first, *others = [backend.statuses(settled.values) for backend in self.backends]
        for other in others:
            if first != other:
                apart = (one.id for one, a, b in zip(self._clauses, first, other, strict=True) if a != b)
                raise DisagreementError(case.id, tuple(apart))
        return first

    def __call__(self, case: Case, warnings: tuple[Text, ...] = ()) -> Verdict:
        """The reasoned verdict on a case; raises EngineError where the machines fail or differ."""
        settled = self._settle(case)
        statuses = self.statuses(case, settled)
        pairs = list(zip(self._clauses, statuses, strict=True))
        findings = tuple(one.finding(status, settled, self._wording) for one, status in pairs)
        if not any(status not in ("not_applicable", "undetermined") and one.demands for one, status in pairs):
            demanded = any(finding.effect != "none" for finding in findings)
            warnings = warnings if demanded else (*warnings, NOTHING_APPLIED)
        return Verdict(
            case=CaseHead(id=case.id, title=case.title, strategy=case.strategy, kind=case.kind, date=case.date),
            edition=self._ref,
            verdict=outcome(finding.effect for finding in findings),
            decided_by=tuple(body for one, status in pairs for body in one.decided_by(status, settled)),
            findings=findings,
            presumed=_presumed(findings, settled),
            conditions=tuple(one.condition(status) for one, status in pairs if one.sets_condition(status)),
            duties=tuple(one.duty() for one, status in pairs if one.is_duty(status)),
            missing=self._missing(findings),
            warnings=warnings,
        )

    def _missing(self, findings: Iterable[Finding]) -> tuple[Missing, ...]:
        asked = _by_fact((fact, one.clause) for one in findings if one.effect == "incomplete" for fact in one.missing)
        facts = self.edition.vocabulary.facts
        return tuple(Missing(fact=fact, question=facts[fact].question, clauses=ids) for fact, ids in asked.items())


def _by_fact(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The clauses of each fact, both in the order in which they come."""
    result: dict[str, dict[str, None]] = {}
    for fact, clause in pairs:
        result.setdefault(fact, {})[clause] = None
    return {fact: tuple(clauses) for fact, clauses in result.items()}


def _presumed(findings: Iterable[Finding], settled: SettledCase) -> tuple[Presumed, ...]:
    used = _by_fact((fact, one.clause) for one in findings for fact in one.facts if fact in settled.presumed)
    return tuple(Presumed(fact=fact, value=settled.presumed[fact], clauses=ids) for fact, ids in used.items())


class _Explained:
    """A clause with what its findings need: on which terms each truth rests, and its templates, parsed once."""

    def __init__(self, edition: Edition, clause: Clause, ir: ClauseIR) -> None:
        self.id = clause.id
        self.name = f"{edition.id}/{clause.id}"
        self.clause = clause
        self.demands = clause.norm in ("must", "must_not", "should", "should_not")
        self._parts = [(meaning(node), basis(node)) for node in (ir.applies, ir.requires, ir.excused)]
        self._exceptions = [(name, meaning(node)) for name, node in ir.exceptions]
        self._rulings: list[tuple[Meaning, Basis, tuple[str, ...]]] = [
            (meaning(ruling.when), basis(ruling.when), ruling.bodies) for ruling in ir.rulings
        ]
        self._applies = meaning(ir.applies)
        self._templates: dict[Status, tuple[Parts, Parts]] = {}
        for status in STATUSES:
            text = getattr(clause.reasons, status) or _DEFAULT_REASONS[status]
            self._templates[status] = (parsed(text.sv), parsed(text.en))
        self._conditions = {
            status: Remark(clause=self.name, text=getattr(clause.conditions, status) or clause.summary)
            for status in ("violated", "undetermined")
        }
        self._effects = {status: clause.effect(status) for status in STATUSES}

    def finding(self, status: Status, settled: SettledCase, wording: Wording) -> Finding:
        """The finding for a status that the machines agreed on."""
        facts, missing = self._facts(status, settled)
        sv, en = self._templates[status]
        fill = _filling(settled, missing, self._bodies(settled), wording)
        return Finding(
            clause=self.name,
            norm=self.clause.norm,
            status=status,
            effect=self._effects[status],
            reason=Text(sv=filled(sv, fill, "sv"), en=filled(en, fill, "en")),
            facts={fact: settled.facts[fact] for fact in facts if fact in settled.facts},
            missing=missing,
            excused_by=self._excused_by(settled) if status == "excused" else None,
            source=self.clause.source,
        )

    def _facts(self, status: Status, settled: SettledCase) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The facts that the status rests on, and the facts that it lacks."""
        used: list[str] = []
        lacking: list[str] = []
        for (truth, rests_on), counts in zip(self._parts, _COUNTS[status], strict=True):
            if not counts:
                continue
            known = truth(settled.values) is not None
            (used if known else lacking).extend(rests_on(settled.values))
        facts = tuple(dict.fromkeys(term.partition("~")[0] for term in used if term[0] != "@"))
        if status != "undetermined" or self.clause.norm == "duty":
            return facts, ()
        return facts, tuple(dict.fromkeys(fact for term in lacking for fact in settled.missing(term)))

    def _excused_by(self, settled: SettledCase) -> str | None:
        return next((name for name, holds in self._exceptions if holds(settled.values)), None)

    def _bodies(self, settled: SettledCase) -> tuple[str, ...]:
        """The bodies that may decide; all that might, while it is not known which."""
        sure = tuple(body for when, _, bodies in self._rulings if when(settled.values) for body in bodies)
        return sure or tuple(body for *_, bodies in self._rulings for body in bodies)

    def decided_by(self, status: Status, settled: SettledCase) -> tuple[DecidedBy, ...]:
        """The bodies that this clause, where it certainly applies, says may decide."""
        if not self._rulings or status == "not_applicable" or not self._applies(settled.values):
            return ()
        sure = (body for when, _, bodies in self._rulings if when(settled.values) for body in bodies)
        return tuple(DecidedBy(body=body, clause=self.name) for body in sure)

    def sets_condition(self, status: Status) -> bool:
        """Whether a condition follows."""
        return self._effects[status] == "condition"

    def condition(self, status: Status) -> Remark:
        """The condition that follows from this status."""
        return self._conditions[status]

    def is_duty(self, status: Status) -> bool:
        """Whether a duty follows."""
        return self.clause.norm == "duty" and status == "satisfied"

    def duty(self) -> Remark:
        """What has to be done because the engagement goes ahead."""
        return Remark(clause=self.name, text=self.clause.duty or self.clause.summary)


_COUNTS: dict[Status, tuple[bool, bool, bool]] = {
    "not_applicable": (True, False, False),
    "satisfied": (True, True, False),
    "violated": (True, True, True),
    "excused": (True, False, True),
    "undetermined": (True, True, True),
}
_DEFAULT_REASONS: dict[Status, Text] = {
    "not_applicable": Text(sv="Klausulen gäller inte det här ärendet.", en="The clause does not apply to this case."),
    "satisfied": Text(sv="Kravet är uppfyllt.", en="The demand is met."),
    "violated": Text(sv="Kravet är inte uppfyllt.", en="The demand is not met."),
    "excused": Text(sv="Kravet är inte uppfyllt, men ett undantag gäller.", en="The demand is not met, but an exception holds."),
    "undetermined": Text(sv="Det här saknas i ärendet: {missing}.", en="Not stated: {missing}."),
}


def _filling(
    settled: SettledCase, missing: tuple[str, ...], bodies: tuple[str, ...], wording: Wording
) -> Callable[[str, Language], str]:
    """What is put into the braces of a template."""

    def fill(field: str, language: Language) -> str:
        if field == "missing":
            return wording.labels(missing, language)
        if field == "bodies":
            return wording.bodies(bodies, language)
        if field == "body":
            body = str(settled.values["case.body"])
            return not_stated(language) if body == NO_BODY else wording.bodies((body,), language)
        if field.startswith("parameter."):
            return wording.parameter(field.removeprefix("parameter."), language)
        value: FactValue | None = settled.facts.get(field)
        return not_stated(language) if value is None else wording.value(field, value, language)

    return fill
