"""What can still become of a verdict? The field `open`: exact, and each verdict in it screened before it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from nytta.engine.decide import outcome
from nytta.engine.errors import SearchError
from nytta.engine.model.case import Case
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import OUTCOMES, Answer, Open, OpenFact, Outcome, Verdict
from nytta.engine.screen import Screening

if TYPE_CHECKING:
    from nytta.engine.completions.open import AnswerTo, Completions
    from nytta.engine.completions.open import Open as Found


class StillOpen:
    """Tells what can still become of cases; built once for any number of them."""

    def __init__(self, screenings: Callable[[str], Screening]) -> None:
        self._screenings = screenings
        self._completions = lru_cache(maxsize=None)(lambda name: _completions(screenings(name).edition))

    def __call__(self, case: Case, verdict: Verdict) -> Verdict:
        """The verdict with what is still open; raises SearchError where a completion's screening says otherwise."""
        screening = self._screenings(verdict.edition.id)
        settled = _settled(verdict, screening.edition)
        if settled is not None:
            return verdict.model_copy(update={"open": Open.model_construct(verdicts=(settled,), facts=(), complete=True)})
        found = self._completions(verdict.edition.id).open(case)
        _replay(case, found, screening)
        return verdict.model_copy(update={"open": _told(found, screening.edition)})


def _completions(edition: Edition) -> Completions:
    from nytta.engine.completions.open import Completions  # most cases are settled, and need none

    return Completions(edition)


def _settled(verdict: Verdict, edition: Edition) -> Outcome | None:
    """The verdict of every completion, where no clause that is undetermined can make it graver than the others do."""
    least = outcome(one.effect for one in verdict.findings if one.status != "undetermined")
    waiting = (edition.by_id[one.clause.partition("/")[2]] for one in verdict.findings if one.status == "undetermined")
    gravest = outcome(effect for one in waiting for effect in (one.effect("violated"), one.effect("undetermined")))
    return least if OUTCOMES.index(gravest) <= OUTCOMES.index(least) else None


def _replay(case: Case, found: Found, screening: Screening) -> None:
    every = (found.verdicts, *(answer.verdicts for fact in found.facts for answer in fact.answers))
    for facts, verdict in {(frozenset(facts.items()), verdict) for verdicts in every for verdict, facts in verdicts.items()}:
        screened = screening(case.model_copy(update={"facts": {**case.facts, **dict(facts)}})).verdict
        if screened != verdict:
            raise SearchError(case.id, screened, verdict)


def _told(found: Found, edition: Edition) -> Open:
    facts = edition.vocabulary.facts
    return Open.model_construct(
        verdicts=tuple(found.verdicts),
        facts=tuple(
            OpenFact.model_construct(
                fact=one.fact,
                question=facts[one.fact].question,
                only_if_unknown=one.only_if_unknown,
                answers=tuple(grouped(one.answers)),
            )
            for one in found.facts
        ),
        complete=found.complete,
    )


def grouped(answers: Iterable[AnswerTo]) -> Iterator[Answer]:
    """The answers, those that lead to the same verdicts as one."""
    from nytta.engine.completions.places import ANOTHER
    from nytta.engine.completions.values import STATED, Range

    alike: dict[tuple[Outcome, ...], list[AnswerTo]] = {}
    for one in answers:
        alike.setdefault(tuple(one.verdicts), []).append(one)
    for verdicts, some in alike.items():
        members = tuple(member for one in some for member in one.value.alike)
        yield Answer.model_construct(
            values=tuple(one for one in members if not isinstance(one, Range) and one not in (STATED, ANOTHER)),
            ranges=tuple((one.low, one.high) for one in members if isinstance(one, Range)),
            any_other=any(one in (STATED, ANOTHER) for one in members),
            verdicts=verdicts,
        )
