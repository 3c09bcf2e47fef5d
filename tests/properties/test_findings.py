"""What holds of every verdict, whatever the edition and however much of the case is stated."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nytta.engine.decide import outcome
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.settle import Settling
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import Status
from nytta.engine.model.verdict import Verdict
from nytta.engine.policy.relevant import relevant_facts
from nytta.engine.screen import Screening
from tests.conftest import EDITIONS
from tests.generate import CITIES, choices
from tests.strategies import cases

few = settings(max_examples=settings.default.max_examples // 4 if settings.default else 25)
"""A share of what the profile says, since each test runs for every edition and each case is judged twice over."""
every_edition = pytest.mark.parametrize("name", EDITIONS)
Screenings = Callable[[str], Screening]

BECOMES: dict[Status, set[Status]] = {
    "not_applicable": {"not_applicable"},
    "satisfied": {"satisfied", "not_applicable"},
    "excused": {"excused", "satisfied", "not_applicable"},
    "violated": {"violated"},
    "undetermined": {"not_applicable", "satisfied", "excused", "violated", "undetermined"},
}
"""What each status may become when one more fact is stated: a certain one stays, unless the clause turns out not to apply."""


def statuses(verdict: Verdict) -> dict[str, Status]:
    """The status of each clause."""
    return {one.clause: one.status for one in verdict.findings}


def with_facts(case: Case, facts: dict[str, FactValue]) -> Case:
    """The same case with other facts."""
    return case.model_copy(update={"facts": facts})


def changed(edition: Edition, change: Callable[[Clause], Clause | None]) -> Edition:
    """The edition with each clause changed, or left out."""
    clauses = tuple(new for clause in edition.clauses if (new := change(clause)) is not None)
    return Edition(head=edition.head, clauses=clauses, registers=edition.registers, vocabulary=edition.vocabulary)


# -- what is not stated


@every_edition
@few
@given(data=st.data())
def test_a_fact_more_never_turns_one_certain_status_into_another(name: str, screening: Screenings, data: st.DataObject) -> None:
    """Read forwards: what is certain stays. Read backwards: a missing fact by itself makes nothing violated or satisfied.

    Left out are facts that would be presumed or derived instead, since a stated fact wins over those.
    """
    judge = screening(name)
    settle = Settling(judge.edition, lowered(judge.edition))
    case = data.draw(cases(judge.edition))
    after = statuses(judge(case))
    for fact in case.facts:
        less = with_facts(case, {one: value for one, value in case.facts.items() if one != fact})
        if fact in settle(less).facts:
            continue
        before = statuses(judge(less))
        for clause, status in before.items():
            assert after[clause] in BECOMES[status], f"{clause}: {fact} turns {status} into {after[clause]}"


PENDING: dict[str, FactValue] = {"integrity.bribery_review": "not_done", "weighing.outcome": "under_way"}
"""Values that are no answer yet."""


def answers(fact: str, judge: Screening, country: str, case: Case) -> list[FactValue]:
    """What an official may answer; a city is spelt so that the registers know it."""
    if fact == "counterpart.city":
        return [CITIES[country][0]]
    return [value for value in choices(fact, judge.edition, country, case.date) if value != PENDING.get(fact)]


@every_edition
@few
@given(data=st.data())
def test_an_incomplete_case_is_completed_by_answering(name: str, screening: Screenings, data: st.DataObject) -> None:
    """An incomplete verdict always asks for something, never for what is stated and clear, and its questions end."""
    judge = screening(name)
    case = data.draw(cases(judge.edition))
    country = data.draw(st.sampled_from(sorted(CITIES)))
    for _ in range(len(judge.edition.vocabulary.facts)):
        verdict = judge(case)
        if verdict.verdict != "incomplete":
            return
        asked = [one.fact for one in verdict.missing]
        assert asked, [one.clause for one in verdict.findings if one.effect == "incomplete"]
        assert all(
            fact not in case.facts or fact == "counterpart.city" or case.facts[fact] == PENDING.get(fact) for fact in asked
        )
        given = {fact: data.draw(st.sampled_from(answers(fact, judge, country, case))) for fact in asked}
        case = with_facts(case, case.facts | given)
    raise AssertionError("the questions never end")


# -- what a verdict is made of


@every_edition
@few
@given(data=st.data())
def test_the_parts_of_a_verdict_follow_from_its_findings(name: str, screening: Screenings, data: st.DataObject) -> None:
    """Verdict, conditions, duties and questions each come from the findings that have that effect, and all is well-typed."""
    judge = screening(name)
    verdict = judge(data.draw(cases(judge.edition)))
    assert Verdict.model_validate(verdict.model_dump()) == verdict
    by_effect = {effect: [one for one in verdict.findings if one.effect == effect] for effect in ("incomplete", "condition")}
    assert verdict.verdict == outcome(one.effect for one in verdict.findings)
    assert [one.clause for one in verdict.conditions] == [one.clause for one in by_effect["condition"]]
    assert [one.clause for one in verdict.duties] == [
        one.clause for one in verdict.findings if one.norm == "duty" and one.status == "satisfied"
    ]
    assert {(one.fact, clause) for one in verdict.missing for clause in one.clauses} == {
        (fact, one.clause) for one in by_effect["incomplete"] for fact in one.missing
    }
    assert {clause for one in verdict.presumed for clause in one.clauses} <= {one.clause for one in verdict.findings}


@every_edition
@few
@given(data=st.data())
def test_a_finding_is_consistent(name: str, screening: Screenings, data: st.DataObject) -> None:
    """Its effect is the one of its clause and status; it lacks only where undetermined, and has a reason without braces."""
    judge = screening(name)
    case = data.draw(cases(judge.edition))
    for finding, clause in zip(judge(case).findings, judge.edition.clauses, strict=True):
        assert finding.effect == clause.effect(finding.status)
        assert finding.status == "undetermined" or not finding.missing
        assert not set(finding.missing) & set(finding.facts)
        assert (finding.excused_by is None) is (finding.status != "excused")
        assert all(_whole(text, case) for text in (finding.reason.sv, finding.reason.en))


def _whole(text: str, case: Case) -> bool:
    """A sentence: it begins with a capital or digit and has no field left, save those that the case itself states."""
    stated = [value for value in case.facts.values() if isinstance(value, str) and "{" in value]
    return bool(text.strip()) and not text[0].islower() and ("{" not in text or any(value in text for value in stated))


@every_edition
@few
@given(data=st.data())
def test_duties_and_strivings_never_change_the_verdict(name: str, screening: Screenings, data: st.DataObject) -> None:
    """Without the clauses of norm duty and strive, every case comes to the same verdict and the same questions."""
    judge = screening(name)
    silent = _without_remarks(judge)
    case = data.draw(cases(judge.edition))
    whole, bare = judge(case), silent(case)
    assert (bare.verdict, bare.missing, bare.conditions) == (whole.verdict, whole.missing, whole.conditions)


_BARE: dict[str, Screening] = {}


def _without_remarks(judge: Screening) -> Screening:
    if judge.edition.id not in _BARE:
        bare = changed(judge.edition, lambda clause: None if clause.norm in ("duty", "strive") else clause)
        _BARE[judge.edition.id] = Screening(bare)
    return _BARE[judge.edition.id]


# -- exceptions


@few
@given(data=st.data())
def test_an_exception_excuses_only_the_clauses_that_name_it(screening: Screenings, data: st.DataObject) -> None:
    """With the names of its exceptions struck out a clause stands; all other findings stay as they are."""
    judge = screening("stockholm-2008")
    strict = _unexcused(judge)
    case = data.draw(cases(judge.edition))
    for lenient, other in zip(judge(case).findings, strict(case).findings, strict=True):
        clause = judge.edition.by_id[lenient.clause.partition("/")[2]]
        if not clause.exceptions:
            assert lenient == other
        elif lenient.status == "excused":
            assert lenient.excused_by in clause.exceptions
            assert other.status in ("violated", "undetermined")


def _unexcused(judge: Screening) -> Screening:
    if "unexcused" not in _BARE:
        _BARE["unexcused"] = Screening(changed(judge.edition, lambda clause: clause.model_copy(update={"exceptions": ()})))
    return _BARE["unexcused"]


# -- what does not matter


@every_edition
@few
@given(data=st.data())
def test_the_order_of_facts_does_not_matter(name: str, screening: Screenings, data: st.DataObject) -> None:
    """A case whose facts stand in another order gets the same verdict, byte for byte."""
    judge = screening(name)
    case = data.draw(cases(judge.edition))
    shuffled = dict(data.draw(st.permutations(list(case.facts.items()))))
    assert judge(with_facts(case, shuffled)).model_dump_json() == judge(case).model_dump_json()


@every_edition
@few
@given(data=st.data())
def test_a_fact_that_is_not_relevant_changes_no_finding(name: str, screening: Screenings, data: st.DataObject) -> None:
    """What `nytta facts KIND` leaves out may be stated or not: every clause has the same status."""
    judge = screening(name)
    case = data.draw(cases(judge.edition))
    relevant = relevant_facts([judge.edition], case.kind)
    needed = {fact: value for fact, value in case.facts.items() if fact in relevant}
    assert statuses(judge(with_facts(case, needed))) == statuses(judge(case))
