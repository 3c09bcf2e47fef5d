"""The interview asks only what can change the verdict, and ends where screening the complete case does.

`NYTTA_INTERVIEW_CASES` sets how many cases are generated for each edition (400 where it is not set).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.backends.reference import Reference
from nytta.engine.completions import open as search
from nytta.engine.completions.open import AnswerTo, Completions, Open
from nytta.engine.errors import EngineError
from nytta.engine.interview import Interview, Interviewing, Question, Review
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import OUTCOMES
from nytta.engine.screen import Screening
from tests.conftest import EDITIONS, ROOT, SHIPPED_EDITIONS
from tests.engine.city import City
from tests.engine.test_screen_exempelstad import DAY, SOUND
from tests.generate import CITIES, choices, kinds, made, period, random_case
from tests.properties.every_combination import every_value, names
from tests.properties.small_editions import DAY as SMALL_DAY
from tests.properties.small_editions import small_edition

CASES = int(os.environ.get("NYTTA_INTERVIEW_CASES", "400"))
"""Cases an edition."""
SHARES = 4
"""Each edition's cases are generated in so many tests, so that several processes share them."""
DAYS = 5
"""Days on which the cases of an edition fall, the first and the last day in force among them."""
Facts = Mapping[str, FactValue]


class Interviewer:
    """The interviews of one edition. What is asked in a state is kept, since many interviews begin alike."""

    def __init__(self, edition: Edition, screening: Screening) -> None:
        self.edition = edition
        self.screening = screening
        self.completions = Completions(edition)
        self.next = Interviewing(edition, screening, self.completions)
        self._kept: dict[object, Question | Review] = {}
        self._mildest: dict[tuple[str, date], Case] = {}

    @cached_property
    def by_reference(self) -> Interviewer:
        """The same where the reference alone replays what is said."""
        return Interviewer(self.edition, Screening(self.edition, backends=lambda clauses: (Reference(clauses),)))

    def asks(self, state: Interview) -> Question | Review:
        """What comes next, with every answer of a question screened."""
        case = state.case
        key = (case.kind, case.date, case.body, frozenset(case.facts.items()), state.unknown, state.confirmed)
        if key not in self._kept:
            step = self._kept[key] = self.next(state)
            if isinstance(step, Question):
                self.next.answers(state, step)
        return self._kept[key]

    def open(self, case: Case) -> Open:
        """What can still become of a case."""
        return self.completions.open(case)

    def mildest(self, kind: str, day: date) -> Case:
        """A case that states the base facts with which it comes to the mildest verdict that there is."""
        if (kind, day) not in self._mildest:
            bodies = [made(self.edition, kind=kind, day=day, body=body, facts={}) for body in self.edition.vocabulary.bodies]
            found = [(case, *next(iter(self.open(case).verdicts.items()))) for case in bodies]
            case, _, facts = min(found, key=lambda one: OUTCOMES.index(one[1]))
            base = {fact: value for fact, value in facts.items() if fact not in self.completions.rules(kind).derivations}
            self._mildest[kind, day] = case.model_copy(update={"facts": base})
        return self._mildest[kind, day]

    def interview(self, case: Case, start: Facts | None = None) -> Iterator[tuple[Interview, Question | Review]]:
        """The interview with one who knows what the case says and nothing else, from no facts or some."""
        known = self.completions.settle(case).facts
        state = Interview(case.model_copy(update={"facts": dict(start or {})}))
        while True:
            said = self.asks(state)
            yield state, said
            if isinstance(said, Question):
                assert said.fact not in state.asked
                state = state.answered(said.fact, known.get(said.fact))
            elif said.presumed:
                wrong = [fact for fact, value in said.presumed if known[fact] != value]
                state = state.confirming((fact, value) for fact, value in said.presumed if fact not in wrong)
                for fact in wrong:
                    state = state.answered(fact, known[fact])
            else:
                return

    def end(self, case: Case, start: Facts | None = None) -> Review:
        """What is said in the end."""
        *_, (_, said) = self.interview(case, start)
        assert isinstance(said, Review)
        assert said.complete
        return said


@pytest.fixture(scope="module")
def interviewer(library: Library, screening: Callable[[str], Screening]) -> Callable[[str], Interviewer]:
    """The interviews of an edition by its identifier."""
    return lru_cache(maxsize=None)(lambda name: Interviewer(library.edition(name), screening(name)))


@pytest.fixture(scope="module")
def worked(library: Library) -> Callable[[str], list[Case]]:
    """The worked cases of an edition."""
    paths = [str(path) for path in sorted((ROOT / "cases").rglob("case.yaml"))]
    cases = read_cases(paths, library).cases
    return lambda name: [case for case, edition in cases if edition == name]


# -- where it ends


def silent(case: Case, *facts: str) -> Case:
    """The case without these facts."""
    return case.model_copy(update={"facts": {fact: value for fact, value in case.facts.items() if fact not in facts}})


@pytest.mark.parametrize("name", SHIPPED_EDITIONS)
def test_interviews_on_worked_cases_end_in_what_is_open(
    name: str, interviewer: Callable[[str], Interviewer], worked: Callable[[str], list[Case]]
) -> None:
    """Where the one asked knows what a worked case says, the verdicts possible in the end are those of the worked case."""
    one = interviewer(name)
    for case in worked(name):
        said = one.end(case)
        assert said.verdicts == tuple(one.open(case).verdicts), case.id
        if len(said.verdicts) == 1:
            assert not said.unknown


def generated(one: Interviewer, source: Random, number: int) -> Case:
    """A case made at random on one of a few days: half of them one that nothing speaks against but a few random facts."""
    first, last = period(one.edition)
    day = first + timedelta(days=(last - first).days * source.randrange(DAYS) // (DAYS - 1))
    drawn = random_case(one.edition, source, number).model_copy(update={"date": day})
    if source.random() < 0.5:
        return drawn
    kept = source.sample(sorted(drawn.facts), min(len(drawn.facts), source.randrange(4)))
    mildest = one.mildest(drawn.kind, day)
    return mildest.model_copy(update={"facts": mildest.facts | {fact: drawn.facts[fact] for fact in kept}})


def completed(one: Interviewer, case: Case, source: Random) -> Case:
    """The case with values at random for all that it lacks."""
    rules = one.completions.rules(case.kind)
    for derived in (False, True):
        for fact in rules.facts:
            known = one.completions.settle(case).facts
            if fact not in known and (fact in rules.derivations) == derived:
                country = str(known.get("counterpart.country", "NO"))
                own = choices(fact, one.edition, country if country in CITIES else "NO", case.date)
                case = case.model_copy(update={"facts": {**case.facts, fact: source.choice(own)}})
    return case


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("name", EDITIONS)
def test_interviews_on_generated_cases_end_in_the_verdict_of_the_complete_case(
    name: str, share: int, interviewer: Callable[[str], Interviewer]
) -> None:
    """From no facts an interview ends with the verdicts possible for the case; for a complete one, its verdict by both machines.

    Derived facts that the case states may go against what they would follow from, so they are told at the start.
    """
    both = interviewer(name)
    one = both.by_reference
    source = Random(f"interview {name} {share}")
    ends, questions = set(), 0
    for number in range(share, CASES, SHARES):
        drawn = generated(one, source, number)
        derived = {fact: value for fact, value in drawn.facts.items() if both.edition.vocabulary.facts[fact].derived}
        assert one.end(drawn, derived).verdicts == tuple(one.open(drawn).verdicts), drawn
        case = completed(one, drawn, source)
        verdict = both.screening(case).verdict
        *steps, (_, said) = one.interview(case, derived)
        assert said.verdicts == (verdict,), case
        ends.add(verdict)
        questions = max(questions, len(steps))
    assert len(ends) > 1
    assert questions > 4


# -- what is asked


def decides(one: Interviewer, case: Case, fact: str, answers: Sequence[AnswerTo]) -> bool:
    """Whether two completions that differ in the fact alone are screened to different verdicts.

    Where none of those shown are such, whatever else is open is told, as long as the fact stays open.
    """
    for answer in answers:
        for verdict, row in answer.verdicts.items():
            for other in answers:
                facts = {**case.facts, **row, fact: other.value.value}
                if one.screening(case.model_copy(update={"facts": facts})).verdict != verdict:
                    return True
    stating = () if fact in (own.fact for own in one.open(case).facts) else one.completions.rules(case.kind).derivations
    for beside in one.completions.open(case, stating).facts:
        for answer in beside.answers if beside.fact != fact else ():
            told = case.model_copy(update={"facts": {**case.facts, beside.fact: answer.value.value}})
            left = [own for own in one.completions.open(told, stating).facts if own.fact == fact]
            if left:
                return decides(one, told, fact, left[0].answers)
    return False


@pytest.mark.parametrize("name", SHIPPED_EDITIONS)
def test_no_question_leaves_all_verdicts_as_they_are(
    name: str, interviewer: Callable[[str], Interviewer], worked: Callable[[str], list[Case]]
) -> None:
    """For each question there are two completions that differ only in its answer, with different verdicts by both machines."""
    one = interviewer(name)
    held: set[str] = set()
    for case in worked(name):
        for state, said in one.interview(case):
            key = f"{state.case.kind} {state.case.date} {state.case.body} {state.case.facts} {state.unknown}"
            if isinstance(said, Question) and key not in held:
                held.add(key)
                assert len(said.answers) > 1
                assert decides(one, state.case, said.fact, said.answers), (case.id, state, said.fact)
    assert held


def paid_by_host(case: Case) -> bool:
    """Whether the case is an invitation that its host pays for."""
    return case.kind == "invitation" and case.facts.get("travel.paid_by") == "host"


def test_invitations_need_few_questions(interviewer: Callable[[str], Interviewer], worked: Callable[[str], list[Case]]) -> None:
    """A plain conference invitation to Oslo needs at most 8 questions, and one that the host pays for at most 12."""
    one = interviewer("stockholm-2008")
    most = {case.id: 12 for case in worked("stockholm-2008") if paid_by_host(case)} | {"oslo-climate-speaker-2010": 8}
    assert len(most) > 6
    for case in worked("stockholm-2008"):
        questions = sum(isinstance(said, Question) for _, said in one.interview(case))
        assert questions <= most.get(case.id, 15), case.id


# -- going back and changing


def answers_to(said: Question) -> st.SearchStrategy[FactValue | None]:
    """One of the values that matter, or «vet ej»."""
    return st.sampled_from([*(one.value.value for one in said.answers), None])


def drawn_interview(data: st.DataObject, one: Interviewer) -> Interview:
    """A state that some answers lead to."""
    kind = data.draw(st.sampled_from(kinds(one.edition)))
    state = Interview(made(one.edition, kind=kind, day=period(one.edition)[0], facts={}))
    for _ in range(data.draw(st.integers(1, 8))):
        said = one.asks(state)
        if isinstance(said, Question):
            state = state.answered(said.fact, data.draw(answers_to(said)))
    return state


@pytest.mark.parametrize("name", EDITIONS)
@given(data=st.data())
def test_an_answer_that_is_changed_changes_nothing_else(
    name: str, interviewer: Callable[[str], Interviewer], data: st.DataObject
) -> None:
    """Answering again gives the same state as answering so the first time, with all other answers kept."""
    one = interviewer(name).by_reference
    state = drawn_interview(data, one)
    again = data.draw(st.sampled_from(state.asked))
    start = Interview(state.case.model_copy(update={"facts": {}}))
    said = one.asks(replay(start, state, state.asked[: state.asked.index(again)]))
    assert isinstance(said, Question)
    assert said.fact == again
    value = data.draw(answers_to(said))
    changed = state.answered(again, value)
    given_so = {**state.case.facts, again: value}
    assert changed.case.facts == {fact: own for fact, own in given_so.items() if own is not None}
    assert set(changed.unknown) == {fact for fact in state.asked if given_so.get(fact) is None}
    assert (changed.asked, changed.confirmed) == (state.asked, state.confirmed)
    assert changed.answered(again, state.case.facts.get(again)).case == state.case


def replay(start: Interview, said: Interview, facts: Sequence[str]) -> Interview:
    """The state after the same answers to these facts, in this order."""
    for fact in facts:
        start = start.answered(fact, said.case.facts.get(fact))
    return start


@pytest.mark.parametrize("name", EDITIONS)
@given(data=st.data())
def test_going_back_takes_one_answer_away(name: str, interviewer: Callable[[str], Interviewer], data: st.DataObject) -> None:
    """Going back asks the last question again; the same answer leads to the same state, and the first has nothing before it."""
    one = interviewer(name).by_reference
    state = drawn_interview(data, one)
    last = state.asked[-1]
    before = state.back()
    said = one.asks(before)
    assert isinstance(said, Question)
    assert said.fact == last
    assert before.answered(last, state.case.facts.get(last)) == state
    for _ in state.asked:
        state = state.back()
    assert state == state.back() == Interview(state.case.model_copy(update={"facts": {}}))


@pytest.mark.parametrize("name", EDITIONS)
@given(data=st.data())
def test_the_order_of_answers_does_not_matter(name: str, interviewer: Callable[[str], Interviewer], data: st.DataObject) -> None:
    """The same answers in another order lead to the same question or review, with the same verdicts still possible."""
    one = interviewer(name).by_reference
    state = drawn_interview(data, one)
    other = replay(Interview(state.case.model_copy(update={"facts": {}})), state, data.draw(st.permutations(state.asked)))
    assert one.next(other) == one.next(state)


# -- what is presumed, derived or not to be trusted


def sound(city: City, *without: str) -> Interview:
    """An agreement that nothing speaks against, silent on some facts."""
    return Interview(silent(made(city.edition(), kind="agreement", day=DAY, facts=SOUND), *without))


def reviewed(city: City, state: Interview) -> Review:
    """What is left to look through."""
    said = Interviewing(city.edition())(state)
    assert isinstance(said, Review)
    return said


def test_going_back_from_a_correction_leaves_what_was_known_before(city: City) -> None:
    """A fact of the case that an answer corrected, even twice or to «vet ej», has its value again."""
    start = sound(city, "weighing.outcome")
    corrected = start.answered("approvals.legal", value=False)
    for said in (corrected, corrected.answered("approvals.legal", None), start.answered("approvals.legal", None)):
        assert said.back() == start
        assert said.answered("weighing.outcome", "favourable").back().back() == start


def test_a_presumption_that_could_change_the_verdict_is_reviewed(city: City) -> None:
    """It is listed until it is confirmed, corrected or answered «vet ej»; one that can change nothing is not."""
    city.facts(calm="bool", idle="bool")
    city.presume("fact: extra.calm, value: true", "fact: extra.idle, value: true")
    city.clause("calm", "requires: {fact: extra.calm, is: true}")
    city.clause("idle", "norm: may", "applies: {fact: extra.idle, is: true}")
    state = sound(city)
    said = reviewed(city, state)
    assert said == Review(("approve",), (("extra.calm", True),))
    assert reviewed(city, state.confirming(said.presumed)) == Review(("approve",))
    assert reviewed(city, state.answered("extra.calm", None)) == Review(("approve",))
    assert reviewed(city, state.answered("extra.calm", value=False)) == Review(("reject",))


def test_a_presumption_on_which_a_rejection_rests_is_reviewed(city: City) -> None:
    """What is presumed to speak against is listed; where something else speaks against it too, it is not."""
    city.facts(calm="bool")
    city.presume("fact: extra.calm, value: false")
    city.clause("calm", "requires: {fact: extra.calm, is: true}")
    assert reviewed(city, sound(city)) == Review(("reject",), (("extra.calm", False),))
    assert reviewed(city, sound(city).answered("weighing.outcome", "unfavourable")) == Review(("reject",))


def test_presumptions_that_only_together_change_the_verdict_are_reviewed(city: City) -> None:
    """Two presumptions of which one is enough are both listed, and when one is confirmed the other no longer matters."""
    city.facts(calm="bool", quiet="bool")
    city.presume("fact: extra.calm, value: true", "fact: extra.quiet, value: true")
    city.clause("calm", "requires: {any: [{fact: extra.calm, is: true}, {fact: extra.quiet, is: true}]}")
    said = reviewed(city, sound(city))
    assert said.presumed == (("extra.calm", True), ("extra.quiet", True))
    assert reviewed(city, sound(city).confirming(said.presumed[:1])).presumed == ()


def test_a_correction_opens_what_it_makes_matter(city: City) -> None:
    """A fact that matters only where a presumption does not hold is asked for once that is corrected."""
    city.facts(calm="bool", reason="bool")
    city.presume("fact: extra.calm, value: true")
    city.clause("calm", "applies: {fact: extra.calm, is: false}", "requires: {fact: extra.reason, is: true}")
    state = sound(city)
    assert reviewed(city, state).presumed == (("extra.calm", True),)
    said = Interviewing(city.edition())(state.answered("extra.calm", value=False))
    assert isinstance(said, Question)
    assert (said.fact, said.verdicts) == ("extra.reason", ("approve", "reject"))
    assert {one.value.value: list(one.verdicts) for one in said.answers} == {True: ["approve"], False: ["reject"]}


def test_a_derived_fact_is_asked_for_where_what_it_follows_from_is_not_known(city: City) -> None:
    """An answer «vet ej» is not the last word on what follows from the fact: that may be known by itself."""
    city.facts(tall="bool", old="bool", grand="bool, derived: {all: [{fact: extra.tall, is: true}, {fact: extra.old, is: true}]}")
    city.clause("grand", "requires: {fact: extra.grand, is: true}")
    interviewing = Interviewing(city.edition())
    state = sound(city)
    asked = []
    while isinstance(said := interviewing(state), Question):
        asked.append((said.fact, said.only_if_unknown))
        state = state.answered(said.fact, value=True if said.only_if_unknown else None)
    assert asked == [("extra.tall", False), ("extra.old", False), ("extra.grand", True)]
    assert said == Review(("approve",))
    assert interviewing(state.answered("extra.grand", None)) == Review(("approve", "reject"), (), ("extra.tall", "extra.old"))


def test_a_bound_that_is_reached_is_said(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more combinations than may be looked at, neither questions nor the review claim to be complete."""
    monkeypatch.setattr(search, "MOST", 4)
    interviewing = Interviewing(city.edition())
    state = sound(city, "approvals.legal", "approvals.finance", "approvals.security", "weighing.factors", "weighing.outcome")
    questions = 0
    while isinstance(said := interviewing(state), Question):
        assert not said.complete
        questions += 1
        state = state.answered(said.fact, None)
    assert questions > 1
    assert not said.complete


def test_a_verdict_that_is_not_screened_so_is_not_shown(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the screening comes to another verdict than the search there is an error and no question."""
    interviewing = Interviewing(city.edition())
    state = sound(city, "weighing.outcome")
    other = Completions(city.edition()).open(state.case)
    monkeypatch.setattr(interviewing._completions, "open", lambda _: other)
    assert isinstance(interviewing(state), Question)
    refused = state.answered("approvals.legal", value=False).answered("approvals.finance", value=False)
    with pytest.raises(EngineError, match="disagree"):
        interviewing(refused)


# -- small editions


@pytest.mark.parametrize("seed", range(150))
def test_interviews_in_a_small_edition_end_in_the_verdict_of_the_complete_case(seed: int) -> None:
    """Whatever an edition reads, derives and presumes, also where the case is otherwise than is presumed."""
    source = Random(seed)
    edition = small_edition(source)
    one = Interviewer(edition, Screening(edition, backends=lambda clauses: (Reference(clauses),)))
    for _ in range(3):
        start = made(edition, kind=source.choice(("one", "two")), day=SMALL_DAY, body=source.choice((None, "board")), facts={})
        case = start
        rules = one.completions.rules(case.kind)
        for fact in sorted(rules.facts, key=lambda one: (one in rules.derivations, edition.vocabulary.facts[one].type == "text")):
            if fact not in rules.derivations or fact not in one.completions.settle(case).facts:
                is_text = edition.vocabulary.facts[fact].type == "text"
                own = names(edition, fact, case.facts) if is_text else every_value(edition, fact, SMALL_DAY)
                case = case.model_copy(update={"facts": {**case.facts, fact: source.choice(list(own))}})
        assert one.end(case).verdicts == (one.screening(case).verdict,), case
