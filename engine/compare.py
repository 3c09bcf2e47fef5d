"""What would other editions say of the same case, and where do they part from the one in force?

An edition can take every case of a kind that it judges: whether the case lies in its city and its time is told, not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from pydantic import Field

from nytta.engine.decide import PRECEDENCE
from nytta.engine.load.library import Library
from nytta.engine.model.base import Model
from nytta.engine.model.case import Case
from nytta.engine.model.edition import EditionHead
from nytta.engine.model.verdict import CaseHead, Finding, Verdict
from nytta.engine.screen import Screening

GRAVITY = tuple(effect for effect, _ in PRECEDENCE)


class Parting(Model):
    """A clause by which two editions differ: what the edition in force says and what the other says.

    Nothing (None) where an edition has no such clause.
    """

    own: Finding | None
    other: Finding | None


class Judged(Model):
    """What an edition says of the case; whether the case is of its strategy and on a day when it is in force.

    `by_effect` is the first clause with the gravest effect that only one of the two editions comes to, `by_name` the first
    clause of both that has another status or effect.
    """

    verdict: Verdict
    same_strategy: bool
    in_force: bool
    by_effect: Parting | None = None
    by_name: Parting | None = None


class Comparison(Model):
    """The verdict by the edition that judges the case, and those by every other that could take it."""

    schema_: Literal["nytta/comparison/1"] = Field("nytta/comparison/1", alias="schema")
    case: CaseHead
    own: Judged
    others: tuple[Judged, ...]


def compare(case: Case, edition: str, library: Library, screenings: Callable[[str], Screening]) -> Comparison:
    """The case under its edition and under every other; raises EngineError as a screening does."""
    heads = [head for head in library.index.heads if case.kind in (head.kinds or (case.kind,))]
    judged = {head.id: _judged(case, head, screenings(head.id)(case)) for head in heads}
    own = judged.pop(edition)
    others = sorted(judged.values(), key=lambda one: not one.same_strategy)
    return Comparison.model_construct(case=own.verdict.case, own=own, others=tuple(_apart(own, one) for one in others))


def _judged(case: Case, head: EditionHead, verdict: Verdict) -> Judged:
    return Judged.model_construct(
        verdict=verdict, same_strategy=head.strategy == case.strategy, in_force=head.in_force.covers(case.date)
    )


def _apart(own: Judged, other: Judged) -> Judged:
    sides = own.verdict.findings, other.verdict.findings
    return other.model_copy(update={"by_effect": _by_effect(*sides), "by_name": _by_name(*sides)})


def _by_effect(own: Sequence[Finding], other: Sequence[Finding]) -> Parting | None:
    """The gravest effect that one has and the other lacks."""
    theirs = {_name(one): one for one in other}
    ours = {_name(one): one for one in own}
    for effect in GRAVITY:
        first, second = _first(own, effect), _first(other, effect)
        if first is not None and second is None:
            return Parting.model_construct(own=first, other=theirs.get(_name(first)))
        if second is not None and first is None:
            return Parting.model_construct(own=ours.get(_name(second)), other=second)
    return None


def _first(findings: Iterable[Finding], effect: str) -> Finding | None:
    return next((one for one in findings if one.effect == effect), None)


def _by_name(own: Iterable[Finding], other: Iterable[Finding]) -> Parting | None:
    """The first clause of the same name with another status or effect."""
    theirs = {_name(one): one for one in other}
    pairs = ((one, theirs[_name(one)]) for one in own if _name(one) in theirs)
    apart = ((one, two) for one, two in pairs if (one.status, one.effect) != (two.status, two.effect))
    return next((Parting.model_construct(own=one, other=two) for one, two in apart), None)


def _name(finding: Finding) -> str:
    return finding.clause.partition("/")[2]
