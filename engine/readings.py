"""Would the verdict be another if the documents were read otherwise? One contested reading at a time, by the reference.

The clauses that an alternative reading changes are judged anew; every other finding stays as it is. That this comes to what
both machines say of the whole edition under the alternative is held by `tests/agreement/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache, partial
from itertools import groupby
from operator import attrgetter

from nytta.engine.backends.reference import Reference
from nytta.engine.decide import outcome
from nytta.engine.ir.evaluate import grounds, meaning
from nytta.engine.ir.kinds import clause_for_kind, for_kind
from nytta.engine.ir.nodes import FALSE, TRUE, ClauseIR, Node, terms
from nytta.engine.ir.settle import SettledCase, Settling
from nytta.engine.ir.truth import Truth, any_of
from nytta.engine.ir.variants import Variant
from nytta.engine.ir.wording import Wording
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case
from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import Edition, EditionHead
from nytta.engine.model.provisions import Effect, Status
from nytta.engine.model.reading import Alternative, Reading
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
        edition = self._library.edition(name)
        variants = [one for one in self._library.variants(name) if one.of(edition)[1].in_force is None]
        return _ClauseReadings(self._screenings(name), variants)

    def _reaches(self, case: Case, verdict: Verdict) -> Iterator[Contested]:
        """The readings of how far an edition reaches under which another edition, or none, would judge the case."""
        for head in self._library.index.heads:
            takes_it = head.strategy == case.strategy and case.kind in (head.kinds or (case.kind,))
            for variant in self._library.variants(head.id) if takes_it and head.readings else ():
                if not variant.clauses:
                    yield from self._reach(head, variant, case, verdict)

    def _reach(self, head: EditionHead, variant: Variant, case: Case, verdict: Verdict) -> Iterator[Contested]:
        when = for_kind(variant.when, case.kind)
        reading = head.readings[variant.reading]
        alternative = reading.alternatives[variant.alternative]
        reach, now = alternative.in_force, head.in_force.covers(case.date)
        if reach is None or when == FALSE or reach.covers(case.date) == now:
            return
        edition, judged, name = self._library.edition(head.id), verdict.edition.id == head.id, f"{head.id}/{reading.id}"
        concerned, lacking = _concerned(when, Settling(edition, (ClauseIR(edition.id, when, TRUE),))(case))
        if concerned is None:
            yield _contested(name, reading, verdict.verdict, [_otherwise(alternative, "incomplete", missing=lacking)])
        elif concerned and judged and now:
            yield _contested(name, reading, verdict.verdict, [_otherwise(alternative, None)])
        elif concerned and judged:
            yield _contested(name, reading, None, [_as_judged(alternative, verdict)])
        elif concerned and reach.covers(case.date):
            other = self._screenings(head.id)(case)
            yield _contested(name, reading, verdict.verdict, [_as_judged(alternative, other)])


def _concerned(when: Node, settled: SettledCase) -> tuple[Truth, tuple[str, ...]]:
    """Whether an alternative is about the case; where that is not known, the facts that would tell."""
    truth, rests_on = grounds(when)(settled.values)
    lacking = () if truth is not None else (fact for term in rests_on for fact in settled.missing(term))
    return truth, tuple(dict.fromkeys(lacking))


class _ClauseReadings:
    """The readings of one edition's clauses and definitions."""

    def __init__(self, screening: Screening, variants: list[Variant]) -> None:
        self._edition = edition = screening.edition
        self._variants = variants
        own = {term for clause in screening.clauses for node in clause.conditions for term in terms(node)}
        others = (ClauseIR("", one.when, TRUE) for one in variants), (ir for one in variants for _, ir in one.clauses)
        read = [ir for irs in others for ir in irs]
        steps = {term for ir in read for node in ir.conditions for term in terms(node) if "~" in term or "@" in term}
        self._settle = screening.settle if steps <= own else Settling(edition, (*screening.clauses, *read))
        self._of_kind = lru_cache(maxsize=None)(partial(_VariantOfKind, edition))

    def __call__(self, case: Case, verdict: Verdict) -> Iterator[Contested]:
        """The readings under which something in the verdict would be otherwise."""
        settled = self._settle(case)
        for place, alternatives in groupby(self._variants, key=attrgetter("reading")):
            found = [other for one in alternatives if (other := self._otherwise(one, settled, case, verdict)) is not None]
            if found:
                reading = self._edition.readings[place]
                yield _contested(f"{self._edition.id}/{reading.id}", reading, verdict.verdict, found)

    def _otherwise(self, variant: Variant, settled: SettledCase, case: Case, verdict: Verdict) -> Otherwise | None:
        concerned, lacking = _concerned(for_kind(variant.when, case.kind), settled)
        return None if concerned is False else self._of_kind(variant, case.kind).otherwise(settled, verdict, lacking)


class _VariantOfKind:
    """An alternative reading for cases of one kind."""

    def __init__(self, edition: Edition, variant: Variant, kind: str) -> None:
        _, self._alternative = variant.of(edition)
        differences = self._alternative.clauses
        self._clauses = []
        for index, ir in variant.clauses:
            own = edition.clauses[index]
            clause = own.read_as(differences[own.id]) if own.id in differences else own
            self._clauses.append(_Changed(edition, index, clause, clause_for_kind(ir, kind)))
        self._judge = Reference(tuple(one.ir for one in self._clauses))

    def otherwise(self, settled: SettledCase, verdict: Verdict, lacking: tuple[str, ...]) -> Otherwise | None:
        """The verdict under this reading; None where nothing in it changes.

        `lacking` are the facts without which it is not known whether the reading is about the case.
        """
        judged = zip(self._clauses, self._judge.statuses(settled.values), strict=True)
        changed = {one.index: said for one, status in judged if (said := one.said(status, settled, verdict)) is not None}
        if not changed:
            return None
        effects: list[Effect] = []
        bodies: list[DecidedBy] = []
        for index, own in enumerate(verdict.findings):
            effects.append((changed[index].finding if index in changed else own).effect)
            bodies += changed[index].decided_by if index in changed else _bodies(verdict, own.clause)
        if lacking and outcome(effects) != verdict.verdict:
            return _otherwise(self._alternative, "incomplete", missing=lacking)
        return _otherwise(self._alternative, outcome(effects), tuple(bodies), tuple(changed.values()))


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
        if same and self._may_decide(status, settled) == tuple(one.body for one in _bodies(verdict, own.clause)):
            return None
        return self._reasons.afresh(status, settled)

    def _may_decide(self, status: Status, settled: SettledCase) -> tuple[str, ...]:
        if status not in ("satisfied", "violated"):
            return ()
        return tuple(body for ruling in self.ir.rulings if meaning(ruling.when)(settled.values) for body in ruling.bodies)


def _bodies(verdict: Verdict, clause: str) -> tuple[DecidedBy, ...]:
    return tuple(one for one in verdict.decided_by if one.clause == clause)


def _contested(name: str, reading: Reading, verdict: Outcome | None, alternatives: list[Otherwise]) -> Contested:
    return Contested.model_construct(
        reading=name,
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
    alternative: Alternative,
    verdict: Outcome | None,
    decided_by: tuple[DecidedBy, ...] = (),
    changed: tuple[Said, ...] = (),
    missing: tuple[str, ...] = (),
) -> Otherwise:
    return Otherwise.model_construct(
        alternative=alternative.id,
        reading=alternative.reading,
        verdict=verdict,
        decided_by=decided_by,
        findings=tuple(one.finding for one in changed),
        conditions=tuple(one.condition for one in changed if one.condition),
        duties=tuple(one.duty for one in changed if one.duty),
        missing=(*missing, *dict.fromkeys(fact for one in changed for fact in one.asks)),
    )


def _as_judged(alternative: Alternative, verdict: Verdict) -> Otherwise:
    """The alternative under which another edition judges: what that edition says."""
    return Otherwise.model_construct(
        alternative=alternative.id,
        reading=alternative.reading,
        verdict=verdict.verdict,
        decided_by=verdict.decided_by,
        findings=tuple(one for one in verdict.findings if one.status != "not_applicable"),
        conditions=verdict.conditions,
        duties=verdict.duties,
        missing=tuple(one.fact for one in verdict.missing),
    )
