"""Which changes lead to approval and who can bring them about, and what comes of changes that somebody names?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from pydantic import Field

from nytta.engine.completions.places import ANOTHER
from nytta.engine.completions.table import BODY
from nytta.engine.completions.values import STATED, Range
from nytta.engine.model.base import Model, Text
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import CaseHead, EditionRef, Finding, Outcome, Verdict
from nytta.engine.model.vocabulary import Controller
from nytta.engine.whatif import Change, WaysTo, WhatIf

CONTROLLERS: tuple[Controller | None, ...] = ("city", "counterpart", "nobody", None)
"""From the easiest to the hardest; None where the rules do not say who it is."""
TARGETS: tuple[Outcome, ...] = ("approve", "approve_with_conditions")
BODY_NAME = "body"
"""The body that decides, as a case file calls it; it is the city that chooses it."""


class ChangeTo(Model):
    """Another value of a fact or another body (`body`); `before` is None where there was none.

    `value` is one that leads there, None where any text does that the registers do not list; `values`, `ranges` (both ends
    included, None is no bound) and `any_other` text are all that the rules see alike. Of facts that a register is matched
    with, only examples are named.
    """

    fact: str
    controlled_by: Controller | None
    was: Literal["stated", "presumed", "unknown"]
    before: FactValue | None
    value: FactValue | None
    values: tuple[FactValue, ...]
    ranges: tuple[tuple[FactValue | None, FactValue | None], ...]
    any_other: bool


class Way(Model):
    """A smallest set of changes that leads to the verdict, in the hands of whoever has the hardest of them.

    Where it leads to approval with conditions, a part of it may be enough for approval without any.
    """

    controlled_by: Controller | None
    part_approves: bool
    changes: tuple[ChangeTo, ...]


class Target(Model):
    """Every smallest set of at most so many changes that leads to a verdict, unless it is not `complete`: then maybe not every."""

    verdict: Outcome
    complete: bool
    ways: tuple[Way, ...]


class Changes(Model):
    """The smallest changes after which a case would be approved, without conditions and with them."""

    schema_: Literal["nytta/what-if/1"] = Field("nytta/what-if/1", alias="schema")
    case: CaseHead
    edition: EditionRef
    verdict: Outcome
    warnings: tuple[Text, ...]
    size: int
    targets: tuple[Target, ...]


class Move(Model):
    """A clause whose finding has another status after the changes, and so maybe another effect."""

    clause: str
    before: Finding
    after: Finding


class Setting(Model):
    """A fact, or the body (`body`), before and after; None is not stated."""

    fact: str
    before: FactValue | None
    after: FactValue | None


class Trial(Model):
    """The verdicts before and after changes that somebody named, and the findings that moved."""

    schema_: Literal["nytta/what-if-set/1"] = Field("nytta/what-if-set/1", alias="schema")
    changes: tuple[Setting, ...]
    before: Verdict
    after: Verdict
    moved: tuple[Move, ...]


def changes(case: Case, verdict: Verdict, what_if: WhatIf, edition: Edition, size: int) -> Changes:
    """The ways to approval, those first that the city has in its hands; raises EngineError where a way does not hold."""
    found = [what_if.changes(case, target, size) for target in TARGETS]
    approved = [_pairs(way) for way in found[0].ways]
    return Changes.model_construct(
        case=verdict.case,
        edition=verdict.edition,
        verdict=verdict.verdict,
        warnings=verdict.warnings,
        size=size,
        targets=tuple(_target(one, approved, edition) for one in found),
    )


def trial(before: Case, after: Case, screening: Callable[[Case], Verdict]) -> Trial:
    """The case before and after: both are screened."""
    verdicts = screening(before), screening(after)
    pairs = zip(verdicts[0].findings, verdicts[1].findings, strict=True)
    return Trial.model_construct(
        changes=tuple(_settings(before, after)),
        before=verdicts[0],
        after=verdicts[1],
        moved=tuple(
            Move.model_construct(clause=old.clause, before=old, after=new) for old, new in pairs if old.status != new.status
        ),
    )


def _settings(before: Case, after: Case) -> Iterable[Setting]:
    old, new = ({BODY_NAME: one.body, **one.facts} for one in (before, after))
    for fact in dict.fromkeys((*old, *new)):
        if old.get(fact) != new.get(fact):
            yield Setting.model_construct(fact=fact, before=old.get(fact), after=new.get(fact))


Pairs = frozenset[tuple[str, FactValue]]


def _pairs(way: Iterable[Change]) -> Pairs:
    return frozenset((one.fact, one.value.value) for one in way)


def _target(found: WaysTo, approved: Sequence[Pairs], edition: Edition) -> Target:
    ways = [_way(one, approved, edition) for one in found.ways]
    ways.sort(key=lambda one: (one.part_approves, CONTROLLERS.index(one.controlled_by), len(one.changes)))
    return Target.model_construct(verdict=found.verdict, complete=found.complete, ways=tuple(ways))


def _way(found: Sequence[Change], approved: Sequence[Pairs], edition: Edition) -> Way:
    made = tuple(_change(one, edition) for one in found)
    hardest = max((CONTROLLERS.index(one.controlled_by) for one in made), default=0)
    return Way.model_construct(
        controlled_by=CONTROLLERS[hardest],
        part_approves=any(one < _pairs(found) for one in approved),
        changes=made,
    )


def _change(given: Change, edition: Edition) -> ChangeTo:
    is_body = given.fact == BODY
    alike = given.value.alike
    own = given.value.value
    return ChangeTo.model_construct(
        fact=BODY_NAME if is_body else given.fact,
        controlled_by="city" if is_body else edition.vocabulary.facts[given.fact].controlled_by,
        was=given.was,
        before=given.before,
        value=None if own in (STATED, ANOTHER) else own,
        values=tuple(one for one in alike if not isinstance(one, Range) and one not in (STATED, ANOTHER)),
        ranges=tuple((one.low, one.high) for one in alike if isinstance(one, Range)),
        any_other=any(one in (STATED, ANOTHER) for one in alike),
    )
