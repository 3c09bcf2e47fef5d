"""From a case to a reasoned verdict: what each finding rests on, asks for and leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from nytta.engine import reasons
from nytta.engine.backends.reference import Reference
from nytta.engine.errors import DisagreementError, Language
from nytta.engine.ir.evaluate import Values
from nytta.engine.model.base import Text
from nytta.engine.model.case import FactValue
from nytta.engine.model.provisions import Status
from nytta.engine.model.verdict import Finding, Verdict
from nytta.engine.screen import NOTHING_APPLIED, Screening
from tests.engine.city import City
from tests.generate import made

DAY = date(2022, 5, 5)
LANGUAGES: tuple[Language, ...] = ("sv", "en")
Facts = dict[str, FactValue]


def verdict(judge: Screening, facts: Facts, *, kind: str = "project", day: date = DAY, body: str | None = None) -> Verdict:
    """The verdict on a case with these facts."""
    return judge(made(judge.edition, kind=kind, day=day, body=body, facts=facts))


def finding(given: Verdict, clause: str) -> Finding:
    """What the clause says."""
    return next(one for one in given.findings if one.clause.partition("/")[2] == clause)


@pytest.fixture
def stockholm(screening: Callable[[str], Screening]) -> Callable[..., Verdict]:
    """Screens trips and the like under Stockholm's strategy of 2008."""
    judge = screening("stockholm-2008")
    return lambda facts, kind="trip", **more: verdict(judge, facts, kind=kind, day=date(2010, 4, 12), **more)


def test_findings_stand_in_the_order_of_the_edition(
    stockholm: Callable[..., Verdict], screening: Callable[[str], Screening]
) -> None:
    """One finding a clause, whatever its status, with the source that the clause gives."""
    clauses = screening("stockholm-2008").edition.clauses
    found = stockholm({}).findings
    assert [one.clause for one in found] == [f"stockholm-2008/{clause.id}" for clause in clauses]
    assert [(one.norm, one.source) for one in found] == [(clause.norm, clause.source) for clause in clauses]


# -- exceptions

HOST_PAYS: Facts = {"travel.paid_by": "host", "travel.special_reasons": True, "travel.role": "speaker"}


def test_an_exception_excuses_the_clause_that_names_it(stockholm: Callable[..., Verdict]) -> None:
    """The finding says which exception, rests on its facts, and has no effect."""
    found = finding(stockholm(HOST_PAYS), "city-pays-travel")
    assert (found.status, found.effect, found.excused_by) == ("excused", "none", "travel-payment-exception")
    assert found.facts.keys() >= {"travel.role", "travel.special_reasons"}


def test_an_exception_excuses_nothing_else(stockholm: Callable[..., Verdict]) -> None:
    """No other clause is excused, and only an excused one names an exception."""
    found = stockholm(HOST_PAYS).findings
    assert [one.clause for one in found if one.status == "excused"] == ["stockholm-2008/city-pays-travel"]
    assert [one.clause for one in found if one.excused_by] == ["stockholm-2008/city-pays-travel"]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"travel.role": "attendee"}, "violated"),
        ({"travel.special_reasons": False}, "violated"),
        ({"travel.paid_by": "city"}, "satisfied"),
    ],
)
def test_without_its_exception_the_clause_stands(changed: Facts, status: Status, stockholm: Callable[..., Verdict]) -> None:
    """An exception that certainly does not hold excuses nothing; one that is not needed is not named."""
    found = finding(stockholm(HOST_PAYS | changed), "city-pays-travel")
    assert (found.status, found.excused_by) == (status, None)


def test_an_exception_that_is_not_known_is_asked_about(stockholm: Callable[..., Verdict]) -> None:
    """While the exception is undetermined so is the clause that it would excuse, and the facts are asked for."""
    found = finding(stockholm({"travel.paid_by": "host", "travel.role": "speaker"}), "city-pays-travel")
    assert (found.status, found.missing) == ("undetermined", ("travel.special_reasons",))


def test_the_first_exception_that_holds_is_named(city: City) -> None:
    """Of several exceptions the finding names the one that holds, in the order of the clause."""
    for name, fact in (("first", "benefit.mutual"), ("second", "benefit.recorded")):
        city.clause(name, "norm: may", f"applies: {{fact: {fact}, is: true}}")
    city.clause("demand", "requires: {fact: benefit.concrete, is: true}", "exceptions: [first, second]")
    judge = Screening(city.edition())
    lacking: Facts = {"benefit.concrete": False}
    cases: list[tuple[Facts, Status, str | None]] = [
        ({"benefit.concrete": True, "benefit.mutual": True}, "satisfied", None),
        ({"benefit.mutual": True, "benefit.recorded": True}, "excused", "first"),
        ({"benefit.mutual": False, "benefit.recorded": True}, "excused", "second"),
        ({"benefit.recorded": True}, "excused", "second"),
        ({"benefit.mutual": False, "benefit.recorded": False}, "violated", None),
        ({"benefit.mutual": False}, "undetermined", None),
    ]
    for facts, status, excused_by in cases:
        found = finding(verdict(judge, lacking | facts), "demand")
        assert (found.status, found.excused_by) == (status, excused_by)


# -- what a finding rests on and asks for


def test_a_pending_value_is_asked_for_again(stockholm: Callable[..., Verdict]) -> None:
    """A review that is not done leaves its clause undetermined and is asked for, though the fact is stated."""
    given = stockholm({"travel.paid_by": "host", "integrity.bribery_review": "not_done"})
    assert finding(given, "bribery-review").status == "undetermined"
    assert "integrity.bribery_review" in {one.fact for one in given.missing}


def test_what_is_presumed_is_shown_with_the_clauses_that_used_it(stockholm: Callable[..., Verdict]) -> None:
    """A silent trip is presumed to involve travel; the clauses that rest on it are named, and a stated fact is not."""
    presumed = {one.fact: one for one in stockholm({}).presumed}
    assert presumed["travel.involved"].value is True
    assert "stockholm-2008/travel-report" in presumed["travel.involved"].clauses
    assert "travel.involved" not in {one.fact for one in stockholm({"travel.involved": True}).presumed}


def test_what_a_register_answers_rests_on_the_facts_it_is_matched_with(city: City) -> None:
    """A finding by a register names the facts of the case that the register was asked with."""
    found = finding(verdict(Screening(city.edition()), {"counterpart.country": "SE"}), "eligible-country")
    assert (found.status, found.facts) == ("violated", {"counterpart.country": "SE"})


def test_a_presumed_fact_is_shown_where_a_register_used_it(city: City) -> None:
    """A country that the edition presumes is shown under what was presumed, though only a register reads it."""
    city.presume("fact: counterpart.country, value: SE")
    given = verdict(Screening(city.edition()), {})
    assert finding(given, "eligible-country").status == "violated"
    assert "exempelstad-2020/eligible-country" in {clause for one in given.presumed for clause in one.clauses}


def test_a_name_that_may_be_meant_is_asked_about(city: City) -> None:
    """Where a name that is nearly listed leaves a clause undetermined, the verdict says which facts to look at."""
    city.register(
        "friends",
        "match: {country: counterpart.country, city: counterpart.city}",
        "absent: not_listed",
        "entries:",
        "  - {id: palo-alto, country: US, city: Palo Alto}",
    )
    city.clause("friend", "requires: {register: friends, listed: true}")
    judge = Screening(city.edition())
    expected: dict[str, Status] = {"Palo Alto": "satisfied", "Boston": "violated", "Paolo Alto": "undetermined"}
    for name, status in expected.items():
        given = verdict(judge, {"counterpart.country": "US", "counterpart.city": name})
        found = finding(given, "friend")
        assert (found.status, "counterpart.city" in found.missing) == (status, status == "undetermined")


def test_an_entry_without_the_field_leaves_a_question(city: City) -> None:
    """Where the register lists the country but not its score, the clause is undetermined and asks what a person can state."""
    city.register(
        "ranking",
        "match: {country: counterpart.country}",
        "absent: not_listed",
        "fields: {rank: number}",
        "entries:",
        "  - {id: dk, country: DK, rank: 1}",
        "  - {id: pl, country: PL}",
    )
    city.clause("ranked", "requires: {register: ranking, field: rank, at_most: 10}")
    judge = Screening(city.edition())
    assert finding(verdict(judge, {"counterpart.country": "DK"}), "ranked").status == "satisfied"
    assert finding(verdict(judge, {"counterpart.country": "SE"}), "ranked").status == "violated"
    found = finding(verdict(judge, {"counterpart.country": "PL"}), "ranked")
    assert found.status == "undetermined"
    assert found.missing
    assert set(found.missing) <= judge.edition.vocabulary.facts.keys()


def test_only_an_incomplete_finding_asks(stockholm: Callable[..., Verdict]) -> None:
    """What is missing is what the findings with effect incomplete lack, each fact once, in their order."""
    given = stockholm({}, kind="agreement")
    lacking = [(fact, one.clause) for one in given.findings if one.effect == "incomplete" for fact in one.missing]
    assert [one.fact for one in given.missing] == list(dict.fromkeys(fact for fact, _ in lacking))
    assert [(one.fact, clause) for one in given.missing for clause in one.clauses] == sorted(
        lacking, key=lambda pair: [one.fact for one in given.missing].index(pair[0])
    )
    assert any(one.status == "undetermined" and one.effect != "incomplete" for one in given.findings)


# -- duties, conditions, who decides


def test_a_duty_applies_or_is_silent(city: City) -> None:
    """A duty is listed where it applies, asks for nothing while that is unknown, and is never violated."""
    city.clause(
        "report",
        "norm: duty",
        'duty: {sv: "Skriv en rapport.", en: "Write a report."}',
        "applies: {fact: travel.involved, is: true}",
    )
    judge = Screening(city.edition())
    expected: list[tuple[Facts, Status, list[str]]] = [
        ({"travel.involved": True}, "satisfied", ["Write a report."]),
        ({"travel.involved": False}, "not_applicable", []),
        ({}, "undetermined", []),
    ]
    outcomes = set()
    for facts, status, duties in expected:
        given = verdict(judge, facts)
        found = finding(given, "report")
        assert (found.status, found.effect, found.missing) == (status, "none", ())
        assert [one.text.en for one in given.duties] == duties
        outcomes.add(given.verdict)
    assert len(outcomes) == 1


def test_a_condition_has_the_wording_of_its_status(city: City) -> None:
    """A clause may set one condition where it is violated and another where that is not known."""
    city.clause(
        "plan",
        "requires: {fact: agreement.action_plan, is: true}",
        "effects: {violated: condition, undetermined: condition}",
        'conditions: {violated: {sv: "Gör en plan.", en: "Make a plan."}, undetermined: {sv: "Visa planen.", en: "Show the plan."}}',
    )
    judge = Screening(city.edition())

    def conditions(facts: Facts) -> list[str]:
        return [one.text.en for one in verdict(judge, facts).conditions if one.clause.endswith("/plan")]

    assert conditions({"agreement.action_plan": False}) == ["Make a plan."]
    assert conditions({}) == ["Show the plan."]
    assert conditions({"agreement.action_plan": True}) == []


def test_a_clause_that_certainly_applies_displaces_another(stockholm: Callable[..., Verdict]) -> None:
    """A major engagement goes to the executive board alone; the clause on invitations is no longer applicable."""
    invitation = stockholm({}, kind="invitation")
    assert [one.body for one in invitation.decided_by] == ["internationella_beredningen", "namnd", "bolagsstyrelse"]
    major = stockholm({"scale.major_engagement": True}, kind="invitation")
    assert [one.body for one in major.decided_by] == ["kommunstyrelsen"]
    assert finding(major, "competence-invitation").status == "not_applicable"


def test_who_decides_is_said_as_far_as_it_is_known(stockholm: Callable[..., Verdict]) -> None:
    """While a membership's scope is not stated its clause applies, names no body and asks for the scope."""
    given = stockholm({"membership.action": "join"}, kind="membership")
    found = finding(given, "competence-membership")
    assert (found.status, found.missing, given.decided_by) == ("undetermined", ("membership.scope",), ())
    scoped = stockholm({"membership.action": "join", "membership.scope": "city_wide"}, kind="membership")
    assert [one.body for one in scoped.decided_by] == ["kommunstyrelsen"]


# -- the words of a reason


def test_a_reason_is_filled_with_the_case(city: City) -> None:
    """Facts, parameters, what is missing, the body named and the bodies that may decide, in both languages."""
    city.clause(
        "words",
        "requires: {fact: benefit.mutual, is: true}",
        "reasons: {violated: {sv: 'Kostnad {funding.cost}, gräns {parameter.large_sum}, organ {body}.', en: 'x {body}'}, "
        "undetermined: {sv: '{missing} saknas.', en: '{missing} is not stated.'}}",
    )
    judge = Screening(city.edition())
    named = verdict(judge, {"benefit.mutual": False, "funding.cost": Decimal("1.5")}, body="namnd")
    assert finding(named, "words").reason.sv == "Kostnad 1,5 SEK, gräns 500\N{NO-BREAK SPACE}000, organ ansvarig nämnd."
    silent = verdict(judge, {"benefit.mutual": False})
    assert finding(silent, "words").reason.sv.startswith("Kostnad (uppgift saknas), ")
    assert finding(silent, "words").reason.en == "X (not stated)"
    label = judge.edition.vocabulary.facts["benefit.mutual"].label
    assert finding(verdict(judge, {}), "words").reason.en.casefold() == f"{label.en} is not stated.".casefold()


def test_a_clause_without_a_reason_for_a_status_still_says_why(city: City) -> None:
    """Every finding has a reason, with the words that serve every clause."""
    city.clause("bare", "reasons: {}", "requires: {fact: benefit.mutual, is: true}")
    judge = Screening(city.edition())
    for facts in ({}, {"benefit.mutual": True}, {"benefit.mutual": False}):
        found = finding(verdict(judge, dict(facts)), "bare")
        assert found.reason.sv
        assert found.reason.sv != found.reason.en


def test_a_finding_is_the_same_whether_it_was_kept_or_not(
    screening: Callable[[str], Screening], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings are kept for speed; when there is no room they are made again, and equal."""
    kept = screening("exempelstad-2020")
    monkeypatch.setattr(reasons, "KEPT", 2)
    unkept = Screening(kept.edition)
    for cost in (1, 2, 3, 4, 1, 2, 3, 4):
        facts: Facts = {"funding.cost": cost, "counterpart.country": "DK"}
        assert verdict(unkept, facts) == verdict(kept, facts)


# -- the machines, and what is said beside the verdict


class Contrary:
    """A machine that calls every second clause excused."""

    name = "contrary"

    def __init__(self, reference: Reference) -> None:
        self.reference = reference

    def statuses(self, values: Values) -> list[Status]:
        """The reference's statuses, every second of them replaced."""
        return ["excused" if index % 2 else status for index, status in enumerate(self.reference.statuses(values))]


def test_machines_that_differ_end_in_an_error_that_names_the_clauses(screening: Callable[[str], Screening]) -> None:
    """There is no verdict where two machines come to different findings; the error names the case and each clause."""
    edition = screening("exempelstad-2020").edition
    judge = Screening(edition, lambda clauses: (Reference(clauses), Contrary(Reference(clauses))))
    with pytest.raises(DisagreementError) as caught:
        verdict(judge, {})
    assert (caught.value.case, caught.value.clauses) == ("made", edition.head.clauses[1::2])
    for language in LANGUAGES:
        assert all(name in caught.value.message(language) for name in caught.value.clauses)


def test_a_warning_goes_with_the_verdict(screening: Callable[[str], Screening]) -> None:
    """What the caller warns of stands in the verdict."""
    judge = screening("exempelstad-2020")
    warning = Text(sv="Vald för hand.", en="Chosen by hand.")
    case = made(judge.edition, kind="project", day=DAY, facts={})
    assert judge(case, (warning,)).warnings == (warning,)
    assert judge(case).warnings == ()


def test_where_no_clause_demands_anything_the_verdict_says_so(screening: Callable[[str], Screening]) -> None:
    """Approval without a single demand is marked as such, so that it is not taken for an examination."""
    given = verdict(screening("stockholm-2000"), {}, kind="trip", day=date(2005, 1, 1))
    assert given.verdict == "approve"
    assert given.warnings == (NOTHING_APPLIED,)
