"""What should be asked next, given what is said so far? Only what can still change the verdict, most decisive first.

An interview is a state and a function: `Interview` holds what is said, and `Interviewing` tells from it the next question or,
when no answer can change the verdict any more, what is left to look through. Presumed facts are not asked for one by one:
those that could change the verdict, were they otherwise, are listed in the end to be confirmed or corrected.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from nytta.engine.completions.open import AnswerTo, Completions, Open
from nytta.engine.completions.parts import Completion
from nytta.engine.errors import SearchError
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import Outcome
from nytta.engine.screen import Screening

Presumption = tuple[str, FactValue]
"""A fact, and the value that is presumed."""


@dataclass(frozen=True, slots=True)
class Interview:
    """What is said so far.

    `asked` holds the facts answered, «vet ej» among them, in the order they were asked; `replaced` what was known before of
    those that an answer corrects.
    """

    case: Case
    unknown: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    confirmed: tuple[Presumption, ...] = ()
    replaced: tuple[tuple[str, FactValue], ...] = ()

    def answered(self, fact: str, value: FactValue | None) -> Interview:
        """The same with an answer, in place of an earlier one if there was one; None says that it is not known."""
        is_correction = fact not in self.asked and fact in self.case.facts
        return replace(
            self,
            case=self._with(fact, value),
            unknown=(*(one for one in self.unknown if one != fact), *((fact,) if value is None else ())),
            asked=self.asked if fact in self.asked else (*self.asked, fact),
            replaced=(*self.replaced, (fact, self.case.facts[fact])) if is_correction else self.replaced,
        )

    def confirming(self, presumed: Iterable[Presumption]) -> Interview:
        """The same where these facts are confirmed to be as presumed."""
        return replace(self, confirmed=tuple(dict.fromkeys((*self.confirmed, *presumed))))

    def back(self) -> Interview:
        """The same without the last answer: what was known before, or nothing. Without any answer the interview itself."""
        *before, last = self.asked or (None,)
        if last is None:
            return self
        return replace(
            self,
            case=self._with(last, dict(self.replaced).get(last)),
            unknown=tuple(one for one in self.unknown if one != last),
            asked=tuple(before),
            replaced=tuple(one for one in self.replaced if one[0] != last),
        )

    def _with(self, fact: str, value: FactValue | None) -> Case:
        facts = {one: stated for one, stated in self.case.facts.items() if one != fact}
        return self.case.model_copy(update={"facts": facts if value is None else {**facts, fact: value}})


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for, the values that matter with the verdicts that each could lead to, and all verdicts still possible.

    A derived fact is `only_if_unknown`: it is asked for where what it follows from does not tell, or is not known. Where it is not complete, a
    bound was reached: what it says is so, but more may be possible.
    """

    fact: str
    answers: tuple[AnswerTo, ...]
    verdicts: tuple[Outcome, ...]
    only_if_unknown: bool = False
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Review:
    """No answer can change the verdict any more: the verdicts possible, more than one only where something is not known.

    `presumed` are the facts that could change the verdict, alone or together, were they not as presumed, unless confirmed;
    `unknown` those that could, had they been known. An interview has ended when there is nothing presumed left to confirm.
    """

    verdicts: tuple[Outcome, ...]
    presumed: tuple[Presumption, ...] = ()
    unknown: tuple[str, ...] = ()
    complete: bool = True


class Interviewing:
    """Tells the next question for the cases of one edition; built once and then used for any number of interviews."""

    def __init__(self, edition: Edition, screening: Screening | None = None, completions: Completions | None = None) -> None:
        self._edition = edition
        self._screening = screening or Screening(edition)
        self._completions = completions or Completions(edition)

    def __call__(self, state: Interview) -> Question | Review:
        """The next question, or what is left to look through.

        Raises SearchError where a verdict does not hold when it is screened.
        """
        said = self._completions.open(state.case)
        found = replace(said, facts=tuple(one for one in said.facts if one.fact not in state.unknown))
        if said.facts and not found.facts:
            found = self._beyond(state, said)
        if found.facts:
            return self._question(state.case, said, found)
        self._replay(state.case, said.verdicts.items())
        presumed, complete = self._presumed(state)
        return Review(tuple(said.verdicts), presumed, tuple(one.fact for one in said.facts), found.complete and complete)

    def answers(self, state: Interview, question: Question) -> tuple[AnswerTo, ...]:
        """Where the answers lead, for who wants to know before answering: each verdict of each is screened first.

        Raises SearchError where a verdict does not hold when it is screened.
        """
        self._replay(state.case, [pair for one in question.answers for pair in one.verdicts.items()])
        return question.answers

    def _question(self, case: Case, said: Open, found: Open) -> Question:
        """Asks for the first of the facts found."""
        asked = found.facts[0]
        self._replay(case, said.verdicts.items())
        return Question(asked.fact, asked.answers, tuple(said.verdicts), asked.only_if_unknown, found.complete)

    def _beyond(self, state: Interview, said: Open) -> Open:
        """The derived facts that can change the verdict if they are stated, where what they follow from is not known."""
        rules, settled = self._completions.rules(state.case.kind), self._completions.settle(state.case)
        rests_on = {one.fact for one in said.facts}
        for step in rules.steps:
            if not rests_on.isdisjoint(rules.behind(step)):
                rests_on.add(step)
        stating = [one for one in rules.derivations if one in rests_on.difference(settled.facts, state.unknown)]
        found = self._completions.open(state.case, stating) if stating else said
        facts = tuple(replace(one, only_if_unknown=True) for one in found.facts if one.fact in stating)
        return replace(found, facts=facts, complete=said.complete and found.complete)

    @cached_property
    def _without_presumptions(self) -> Completions:
        """What can become of cases where nothing is presumed: what is presumed otherwise is one more unknown."""
        head = self._edition.head.model_copy(update={"presumptions": ()})
        return Completions(self._edition.model_copy(update={"head": head}))

    def _presumed(self, state: Interview) -> tuple[tuple[Presumption, ...], bool]:
        """What is presumed, neither confirmed nor unknown, and could change the verdict if it were otherwise; whether all is."""
        presumed = self._completions.settle(state.case).presumed
        left = [one for one in presumed.items() if one not in state.confirmed and one[0] not in state.unknown]
        if not left:
            return (), True
        confirmed = {fact: value for fact, value in state.confirmed if presumed.get(fact) == value}
        case = state.case.model_copy(update={"facts": {**state.case.facts, **confirmed}})
        said = self._without_presumptions.open(case)
        changing = {one.fact for one in said.facts}
        return tuple(one for one in left if one[0] in changing), said.complete

    def _replay(self, case: Case, shown: Iterable[tuple[Outcome, Completion]]) -> None:
        """Screens the completions shown, and holds each against the verdict that it is shown for."""
        for wanted, completion in shown:
            verdict = self._screening(case.model_copy(update={"facts": {**case.facts, **completion}})).verdict
            if verdict != wanted:
                raise SearchError(case.id, verdict, wanted)
