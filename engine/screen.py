"""What does the strategy say about this case? One case in, one reasoned verdict out.

Every case is judged by two machines that know nothing of each other: durable-rules and the reference. Where they differ
on any clause there is no verdict but an error that names the clause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import itemgetter
from typing import Protocol, cast

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
from nytta.engine.model.base import Text, text
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import Status
from nytta.engine.model.verdict import (
    CaseHead,
    EditionRef,
    Finding,
    InForce,
    Missing,
    Presumed,
    Verdict,
)
from nytta.engine.reasons import KEPT, ClauseReasons, Said

DEMANDS = ("must", "must_not", "should", "should_not")
NOTHING_APPLIED = text(
    sv="Ingen klausul i utgåvan ställer krav på ett ärende av det här slaget. Utfallet säger bara att inget talar emot.",
    en="No clause of the edition demands anything of a case of this kind. The verdict only says that nothing speaks against it.",
)


class Backend(Protocol):
    """A machine that judges the clauses of one edition."""

    name: str

    def statuses(self, values: Values) -> list[Status]:
        """The status of each clause, in the edition's order."""
        ...


def both(clauses: tuple[ClauseIR, ...]) -> tuple[Backend, ...]:
    """The two machines that judge every case."""
    return Durable(clauses), Reference(clauses)


class Screening:
    """Screens cases against one edition; built once and then used for any number of cases."""

    def __init__(
        self,
        edition: Edition,
        backends: Callable[[tuple[ClauseIR, ...]], tuple[Backend, ...]] = both,
    ) -> None:
        self.edition = edition
        self.clauses = clauses = lowered(edition)
        self.backends = backends(clauses)
        self.settle = Settling(edition, clauses)
        self._kinds: dict[str, _KindReasons] = {}
        self._wording = Wording(edition)
        self._missing = lru_cache(maxsize=KEPT)(self._missing_fact)
        self._presumed = lru_cache(maxsize=KEPT, typed=True)(_presumed_fact)
        head = edition.head
        self._ref = EditionRef.model_construct(
            id=head.id,
            title=head.title,
            in_force=InForce.model_construct(from_=head.in_force.from_, to=head.in_force.to),
            digest=edition.digest,
        )

    def statuses(self, case: Case, settled: SettledCase) -> list[Status]:
        """The status of each clause, agreed on by all machines; raises DisagreementError otherwise."""
        first, *others = [backend.statuses(settled.values) for backend in self.backends]
        for other in others:
            if first != other:
                apart = (one.id for one, a, b in zip(self.clauses, first, other, strict=True) if a != b)
                raise DisagreementError(case.id, tuple(apart))
        return first

    def __call__(self, case: Case, warnings: tuple[Text, ...] = ()) -> Verdict:
        """The reasoned verdict on a case; raises EngineError where the machines fail or differ."""
        settled = self.settle(case)
        findings, live = self._reasons(case.kind).said(self.statuses(case, settled), settled)
        return Verdict.model_construct(
            case=CaseHead.model_construct(id=case.id, title=case.title, strategy=case.strategy, kind=case.kind, date=case.date),
            edition=self._ref,
            verdict=outcome(one.finding.effect for one in live),
            decided_by=tuple(body for one in live for body in one.decided_by),
            findings=findings,
            presumed=tuple(self._presumed(fact, settled.presumed[fact], ids) for fact, ids in _presumed(live, settled).items()),
            conditions=tuple(one.condition for one in live if one.condition),
            duties=tuple(one.duty for one in live if one.duty),
            missing=tuple(self._missing(fact, ids) for fact, ids in _asked(live).items()),
            warnings=warnings if _demanding(live) else (*warnings, NOTHING_APPLIED),
        )

    def _missing_fact(self, fact: str, clauses: tuple[str, ...]) -> Missing:
        question = self.edition.vocabulary.facts[fact].question
        return Missing.model_construct(fact=fact, question=question, clauses=clauses)

    def _reasons(self, kind: str) -> _KindReasons:
        if kind not in self._kinds:
            self._kinds[kind] = _KindReasons(self.edition, self.clauses, self._wording, kind)
        return self._kinds[kind]


class _KindReasons:
    """The reasons of an edition for cases of one kind; clauses that cannot concern it are worked out once."""

    def __init__(self, edition: Edition, clauses: tuple[ClauseIR, ...], wording: Wording, kind: str) -> None:
        pairs = zip(edition.clauses, clauses, strict=True)
        every = [ClauseReasons(edition, clause, clause_for_kind(ir, kind), wording) for clause, ir in pairs]
        live = [(index, one) for index, one in enumerate(every) if one.never is None]
        self._findings = [one.never.finding if one.never else None for one in every]
        self._terms = tuple(dict.fromkeys(term for _, one in live for term in one.terms))
        self._worded = tuple(dict.fromkeys(fact for _, one in live for fact in one.worded))
        self._live = [(index, one, self._rests_on(one)) for index, one in live]

    def _rests_on(self, clause: ClauseReasons) -> itemgetter[object]:
        """Takes from what all clauses of the kind rest on what this one does."""
        terms = [self._terms.index(term) for term in clause.terms]
        lacking = [len(self._terms) + place for place in terms]
        worded = [2 * len(self._terms) + self._worded.index(fact) for fact in clause.worded]
        return itemgetter(*terms, *lacking, *worded)

    def said(self, statuses: list[Status], settled: SettledCase) -> tuple[tuple[Finding, ...], list[Said]]:
        """The findings of all clauses, in order, and what the clauses say that can concern the kind."""
        values, lacks = map(settled.values.get, self._terms), map(settled.lacks.get, self._terms)
        every = (*values, *lacks, *map(settled.facts.get, self._worded))
        findings, live = list(self._findings), []
        for index, one, rests_on in self._live:
            said = one.said(statuses[index], rests_on(every), settled)
            findings[index] = said.finding
            live.append(said)
        return tuple(cast("list[Finding]", findings)), live


def _presumed_fact(fact: str, value: FactValue, clauses: tuple[str, ...]) -> Presumed:
    return Presumed.model_construct(fact=fact, value=value, clauses=clauses)


def _demanding(live: Iterable[Said]) -> bool:
    """Whether some clause demanded anything of the case."""
    return any(
        one.finding.effect != "none" or (one.finding.norm in DEMANDS and one.finding.status in ("satisfied", "excused"))
        for one in live
    )


def _asked(live: Iterable[Said]) -> dict[str, tuple[str, ...]]:
    return _by_fact((fact, one.finding.clause) for one in live if one.asks for fact in one.asks)


def _presumed(live: Iterable[Said], settled: SettledCase) -> dict[str, tuple[str, ...]]:
    used = ((fact, one.finding.clause) for one in live if one.presumable for fact in one.presumable)
    return _by_fact((fact, clause) for fact, clause in used if fact in settled.presumed)


def _by_fact(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The clauses of each fact, both in the order in which they come."""
    result: dict[str, dict[str, None]] = {}
    for fact, clause in pairs:
        result.setdefault(fact, {})[clause] = None
    return {fact: tuple(clauses) for fact, clauses in result.items()}
