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
from nytta.engine.errors import DisagreementError
from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.kinds import clause_for_kind
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.nodes import ClauseIR
from nytta.engine.ir.settle import SettledCase, Settling
from nytta.engine.ir.wording import Wording
from nytta.engine.model.base import Text
from nytta.engine.model.case import Case
from nytta.engine.model.clause import Status
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import (
    CaseHead,
    EditionRef,
    Finding,
    InForce,
    Missing,
    Presumed,
    Verdict,
)
from nytta.engine.reasons import ClauseReasons

DEMANDS = ("must", "must_not", "should", "should_not")
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
        self._clauses = clauses = lowered(edition)
        self.backends = backends(clauses, edition)
        self._settle = Settling(edition, clauses)
        self._reasons: dict[str, list[ClauseReasons]] = {}
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
        pairs = list(zip(self._reasons_for(case.kind), self.statuses(case, settled), strict=True))
        findings = tuple(one.finding(status, settled) for one, status in pairs)
        live = [(one, status) for one, status in pairs if status != "not_applicable"]
        return Verdict(
            case=CaseHead(id=case.id, title=case.title, strategy=case.strategy, kind=case.kind, date=case.date),
            edition=self._ref,
            verdict=outcome(finding.effect for finding in findings),
            decided_by=tuple(body for one, _ in live for body in one.decided_by(settled)),
            findings=findings,
            presumed=_presumed(findings, settled),
            conditions=tuple(found for one, status in live if (found := one.condition(status))),
            duties=tuple(found for one, status in live if (found := one.duty(status))),
            missing=self._missing(findings),
            warnings=warnings if _demanding(findings) else (*warnings, NOTHING_APPLIED),
        )

    def _reasons_for(self, kind: str) -> list[ClauseReasons]:
        if kind not in self._reasons:
            pairs = zip(self.edition.clauses, self._clauses, strict=True)
            self._reasons[kind] = [
                ClauseReasons(self.edition, clause, clause_for_kind(ir, kind), self._wording) for clause, ir in pairs
            ]
        return self._reasons[kind]

    def _missing(self, findings: Iterable[Finding]) -> tuple[Missing, ...]:
        asked = _by_fact((fact, one.clause) for one in findings if one.effect == "incomplete" for fact in one.missing)
        facts = self.edition.vocabulary.facts
        return tuple(Missing(fact=fact, question=facts[fact].question, clauses=ids) for fact, ids in asked.items())


def _demanding(findings: Iterable[Finding]) -> bool:
    """Whether some clause demanded anything of the case."""
    return any(one.effect != "none" or (one.norm in DEMANDS and one.status in ("satisfied", "excused")) for one in findings)


def _by_fact(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The clauses of each fact, both in the order in which they come."""
    result: dict[str, dict[str, None]] = {}
    for fact, clause in pairs:
        result.setdefault(fact, {})[clause] = None
    return {fact: tuple(clauses) for fact, clauses in result.items()}


def _presumed(findings: Iterable[Finding], settled: SettledCase) -> tuple[Presumed, ...]:
    used = _by_fact((fact, one.clause) for one in findings for fact in one.facts if fact in settled.presumed)
    return tuple(Presumed(fact=fact, value=settled.presumed[fact], clauses=ids) for fact, ids in used.items())
