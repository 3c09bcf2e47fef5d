"""Would the verdict be another if the documents were read otherwise? One contested reading at a time, by the reference.

The clauses that an alternative reading changes are judged anew; every other finding stays as it is. That this comes to what
both machines say of the whole edition under the alternative is held by `tests/agreement/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import groupby

from nytta.engine.backends.reference import Reference
from nytta.engine.decide import outcome
from nytta.engine.ir.evaluate import grounds
from nytta.engine.ir.kinds import clause_for_kind, for_kind
from nytta.engine.ir.nodes import FALSE, TRUE, ClauseIR
from nytta.engine.ir.settle import SettledCase, Settling
from nytta.engine.ir.truth import Truth, any_of
from nytta.engine.ir.variants import Variant
from nytta.engine.ir.wording import Wording
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case
from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import Edition, EditionHead
from nytta.engine.model.provisions import Effect, Status
from nytta.engine.model.verdict import Contested, DecidedBy, Otherwise, Outcome, Verdict
from nytta.engine.reasons import ClauseReasons, Said
from nytta.engine.screen import Screening


class Readings:
    """Tells which contested readings a verdict hangs on; built once for any number of cases."""

    def __init__(self, library: Library, screenings: Callable[[str], Screening]) -> None:
        self._library = library
        self._screenings = screenings
        self._of_edition = lru_cache(maxsize=None)(self._clause_readings)

    def __call__(self, case: Case, verdict: Verdict) -> Verdict:
        """The verdict with the readings that change something in it; raises EngineError as a screening does."""
        contested = (*self._of_edition(verdict.edition.id)(case, verdict), *self._reaches(case, verdict))
        return verdict.model_copy(update={"readings": contested})

    def _clause_readings(self, name: str) -> _ClauseReadings:
        variants = (one for one in self._library.variants(name) if one.alternative.in_force is None)
        return _ClauseReadings(self._library.edition(name), variants)

    def _reaches(self, case: Case, verdict: Verdict) -> Iterator[Contested]:
        """The readings of how far an edition reaches under which another edition, or none, would judge the case."""
        for head in self._library.index.heads:
            takes_it = head.strategy == case.strategy and case.kind in (head.kinds or (case.kind,))
            for variant in self._library.variants(head.id) if takes_it and head.readings else ():
                yield from self._reach(head, variant, case, verdict)

    def _reach(self, head: EditionHead, variant: Variant, case: Case, verdict: Verdict) -> Iterator[Contested]:
        reach, when = variant.alternative.in_force, _When(variant, case.kind)
        if reach is None or when.node == FALSE or reach.covers(case.date) == head.in_force.covers(case.date):
            return
        judged = verdict.edition.id == head.id
        edition = self._library.edition(head.id)
        concerned, lacking = when(Settling(edition, (ClauseIR(edition.id, when.node, TRUE),))(case))
        if concerned is None:
            yield _contested(head.id, variant, verdict.verdict, [_otherwise(variant, "incomplete", missing=lacking)])
        elif concerned and judged and head.in_force.covers(case.date):
            yield _contested(head.id, variant, verdict.verdict, [_otherwise(variant, None)])
        elif concerned and judged:
            yield _contested(head.id, variant, None, [_as_judged(variant, verdict)])
        elif concerned and reach.covers(case.date):
            other = self._screenings(head.id)(case)
            yield _contested(head.id, variant, verdict.verdict, [_as_judged(variant, other)])


class _When:
    """Which cases of a kind an alternative is about."""

    def __init__(self, variant: Variant, kind: str) -> None:
        self.node = for_kind(variant.when, kind)
        self._grounds = grounds(self.node)

    def __call__(self, settled: SettledCase) -> tuple[Truth, tuple[str, ...]]:
        """Whether it is about the case; where that is not known, the facts that would tell."""
        truth, rests_on = self._grounds(settled.values)
        lacking = () if truth is not None else (fact for term in rests_on for fact in settled.missing(term))
        return truth, tuple(dict.fromkeys(lacking))


class _ClauseReadings:
    """The readings of one edition's clauses and definitions."""

    def __init__(self, edition: Edition, variants: Iterable[Variant]) -> None:
        self._edition = edition
        self._variants = list(variants)
        whens = [ClauseIR(one.alternative.id, one.when, TRUE) for one in self._variants]
        self._settle = Settling(edition, (*whens, *(ir for one in self._variants for _, _, ir in one.clauses)))
        self._by_kind = lru_cache(maxsize=None)(self._of_kind)

    def _of_kind(self, kind: str) -> list[_VariantOfKind]:
        return [_VariantOfKind(self._edition, variant, kind) for variant in self._variants]

    def __call__(self, case: Case, verdict: Verdict) -> Iterator[Contested]:
        """The readings under which something in the verdict would be otherwise."""
        settled = self._settle(case)
        for _, same_reading in groupby(self._by_kind(case.kind), key=lambda one: one.variant.reading.id):
            every = [(one.variant, one.otherwise(settled, verdict)) for one in same_reading]
            found = [other for _, other in every if other is not None]
            if found:
                yield _contested(self._edition.id, every[0][0], verdict.verdict, found)


class _VariantOfKind:
    """An alternative reading for cases of one kind."""

    def __init__(self, edition: Edition, variant: Variant, kind: str) -> None:
        self.variant = variant
        self._when = _When(variant, kind)
        self._clauses = [_Changed(edition, index, clause, clause_for_kind(ir, kind)) for index, clause, ir in variant.clauses]
        self._judge = Reference(tuple(one.ir for one in self._clauses))

    def otherwise(self, settled: SettledCase, verdict: Verdict) -> Otherwise | None:
        """The verdict under this reading; None where nothing in it changes."""
        concerned, lacking = self._when(settled)
        judged = zip(self._clauses, self._judge.statuses(settled.values), strict=True)
        changed = {one.index: said for one, status in judged if (said := one.said(status, settled, verdict)) is not None}
        if concerned is False or not changed:
            return None
        effects: list[Effect] = []
        bodies: list[DecidedBy] = []
        for index, own in enumerate(verdict.findings):
            effects.append((changed[index].finding if index in changed else own).effect)
            bodies += changed[index].decided_by if index in changed else _bodies(verdict, own.clause)
        if concerned is None and outcome(effects) != verdict.verdict:
            return _otherwise(self.variant, "incomplete", missing=lacking)
        return _otherwise(self.variant, outcome(effects), tuple(bodies), tuple(changed.values()))


class _Changed:
    """A clause as an alternative reading has it."""

    def __init__(self, edition: Edition, index: int, clause: Clause, ir: ClauseIR) -> None:
        self.index = index
        self.ir = ir
        self._edition = edition
        self._clause = clause

    @cached_property
    def _reasons(self) -> ClauseReasons:
        return ClauseReasons(self._edition, self._clause, self.ir, Wording(self._edition))

    def said(self, status: Status, settled: SettledCase, verdict: Verdict) -> Said | None:
        """What the clause then says; None where it says what the verdict says already."""
        own = verdict.findings[self.index]
        same = (status, self._clause.effect(status)) == (own.status, own.effect)
        if same and self._clause.norm != "competence":
            return None
        said = self._reasons.afresh(status, settled)
        return None if same and said.decided_by == _bodies(verdict, own.clause) else said


def _bodies(verdict: Verdict, clause: str) -> tuple[DecidedBy, ...]:
    return tuple(one for one in verdict.decided_by if one.clause == clause)


def _contested(edition: str, variant: Variant, verdict: Outcome | None, alternatives: list[Otherwise]) -> Contested:
    reading = variant.reading
    return Contested.model_construct(
        reading=f"{edition}/{reading.id}",
        question=reading.question,
        chosen=reading.chosen,
        why=reading.why,
        verdict=verdict,
        hangs=any_of([_differs(one, verdict) for one in alternatives]),
        alternatives=tuple(alternatives),
    )


def _differs(other: Otherwise, verdict: Outcome | None) -> Truth:
    """Whether the alternative gives another verdict; unknown where it only asks for more than the reading chosen does."""
    if other.verdict == verdict:
        return False
    return None if other.verdict == "incomplete" else True


def _otherwise(
    variant: Variant,
    verdict: Outcome | None,
    decided_by: tuple[DecidedBy, ...] = (),
    changed: tuple[Said, ...] = (),
    missing: tuple[str, ...] = (),
) -> Otherwise:
    return Otherwise.model_construct(
        alternative=variant.alternative.id,
        reading=variant.alternative.reading,
        verdict=verdict,
        decided_by=decided_by,
        findings=tuple(one.finding for one in changed),
        conditions=tuple(one.condition for one in changed if one.condition),
        duties=tuple(one.duty for one in changed if one.duty),
        missing=(*missing, *dict.fromkeys(fact for one in changed for fact in one.asks)),
    )


def _as_judged(variant: Variant, verdict: Verdict) -> Otherwise:
    """The alternative under which another edition judges: what that edition says."""
    return Otherwise.model_construct(
        alternative=variant.alternative.id,
        reading=variant.alternative.reading,
        verdict=verdict.verdict,
        decided_by=verdict.decided_by,
        findings=tuple(one for one in verdict.findings if one.status != "not_applicable"),
        conditions=verdict.conditions,
        duties=verdict.duties,
        missing=tuple(one.fact for one in verdict.missing),
    )
