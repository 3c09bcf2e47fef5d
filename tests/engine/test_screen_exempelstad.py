"""The fifth edition, of an invented city: what other cities' strategies hold, as data alone and through both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from nytta.engine.model.case import FactValue
from nytta.engine.model.provisions import Status
from nytta.engine.model.verdict import Finding, Outcome, Verdict
from nytta.engine.screen import Screening
from tests.conftest import EXEMPELSTAD
from tests.generate import made

DAY = date(2022, 5, 5)
SOUND: dict[str, FactValue] = {
    "counterpart.country": "NO",
    "approvals.legal": True,
    "approvals.finance": True,
    "approvals.security": True,
    "term.ends": date(2024, 5, 5),
    "term.review": date(2022, 12, 1),
    "weighing.factors": ("benefit", "cost", "security", "climate"),
    "weighing.assessor": "Ekonomichefen",
    "weighing.outcome": "favourable",
    "funding.cost": 100_000,
}
"""An agreement that nothing speaks against."""
Screen = Callable[..., Verdict]


@pytest.fixture(scope="module")
def screen(screening: Callable[[str], Screening]) -> Screen:
    """Screens the sound agreement with some facts stated otherwise, or with None not at all."""
    judge = screening("exempelstad-2020")

    def screened(
        changed: dict[str, FactValue | None] | None = None, *, kind: str = "agreement", day: date = DAY, body: str | None = None
    ) -> Verdict:
        facts = {name: value for name, value in (SOUND | (changed or {})).items() if value is not None}
        return judge(made(judge.edition, kind=kind, day=day, body=body, facts=facts))

    return screened


def finding(verdict: Verdict, clause: str) -> Finding:
    """What the clause says."""
    return next(one for one in verdict.findings if one.clause == f"exempelstad-2020/{clause}")


def asked(verdict: Verdict) -> list[str]:
    """The facts that the verdict asks for."""
    return [one.fact for one in verdict.missing]


def bodies(verdict: Verdict) -> list[str]:
    """Who may decide."""
    return [one.body for one in verdict.decided_by]


def test_the_edition_is_data_alone_and_judged_by_both_engines(screening: Callable[[str], Screening]) -> None:
    """The invented city's folder holds YAML and nothing else; durable-rules and the reference both judge it."""
    files = [path for path in EXEMPELSTAD.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".yaml"}
    assert [backend.name for backend in screening("exempelstad-2020").backends] == ["durable-rules", "reference"]


def test_a_sound_agreement_is_approved(screen: Screen) -> None:
    """Where every clause is met the verdict is approval, and nothing is asked."""
    verdict = screen()
    assert (verdict.verdict, verdict.missing, verdict.conditions) == ("approve", (), ())
    assert {one.status for one in verdict.findings} == {"satisfied", "not_applicable"}


# -- a money threshold that moves the decision to another body

COMMITTEE, COUNCIL = ["kulturnamnden", "kommunstyrelsen"], ["kommunfullmaktige"]


@pytest.mark.parametrize(
    ("cost", "deciding"),
    [
        (0, COMMITTEE),
        (499_999, COMMITTEE),
        (500_000, COMMITTEE),
        (Decimal("500000.01"), COUNCIL),
        (500_001, COUNCIL),
    ],
)
def test_a_sum_above_the_threshold_moves_the_decision(cost: FactValue, deciding: list[str], screen: Screen) -> None:
    """Up to and at the threshold the committee decides, one öre above it the council."""
    verdict = screen({"funding.cost": cost})
    assert (verdict.verdict, bodies(verdict)) == ("approve", deciding)


@pytest.mark.parametrize(
    ("cost", "body", "outcome"),
    [
        (500_000, "kulturnamnden", "approve"),
        (500_000, "kommunstyrelsen", "approve"),
        (500_000, "kommunfullmaktige", "refer"),
        (500_001, "kommunfullmaktige", "approve"),
        (500_001, "kulturnamnden", "refer"),
        (500_001, "namnd", "refer"),
    ],
)
def test_a_body_that_may_not_decide_hands_the_case_over(cost: int, body: str, outcome: Outcome, screen: Screen) -> None:
    """The body named is held against the threshold; the reason says who decides instead."""
    verdict = screen({"funding.cost": cost}, body=body)
    assert verdict.verdict == outcome
    wrong = [one.reason.sv for one in verdict.findings if one.status == "violated"]
    assert len(wrong) == (outcome == "refer")
    assert all(("kommunfullmäktige" if cost > 500_000 else "kulturnämnden") in reason.casefold() for reason in wrong)


@pytest.mark.parametrize("body", [None, "kulturnamnden"])
def test_a_sum_that_is_not_stated_is_asked_for(body: str | None, screen: Screen) -> None:
    """Without the cost it is not known whether the committee may decide; the verdict is incomplete, not approval."""
    verdict = screen({"funding.cost": None}, body=body)
    assert (verdict.verdict, asked(verdict)) == ("incomplete", ["funding.cost"])
    assert finding(verdict, "competence-large-sum").status == "undetermined"


def test_only_an_agreement_may_go_to_the_executive_board(screen: Screen) -> None:
    """Which bodies may decide depends on the kind of case too."""
    assert bodies(screen(kind="project")) == ["kulturnamnden"]
    assert screen(kind="project", body="kommunstyrelsen").verdict == "refer"


# -- two of three approvals

YES, NO, OPEN = True, False, None
APPROVALS = ("approvals.legal", "approvals.finance", "approvals.security")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ((YES, YES, YES), "satisfied"),
        ((YES, YES, NO), "satisfied"),
        ((NO, YES, YES), "satisfied"),
        ((YES, YES, OPEN), "satisfied"),
        ((OPEN, YES, YES), "satisfied"),
        ((YES, NO, NO), "violated"),
        ((NO, NO, NO), "violated"),
        ((NO, OPEN, NO), "violated"),
        ((YES, NO, OPEN), "undetermined"),
        ((YES, OPEN, OPEN), "undetermined"),
        ((OPEN, OPEN, NO), "undetermined"),
        ((OPEN, OPEN, OPEN), "undetermined"),
    ],
)
def test_two_of_three_approvals_are_counted(given: tuple[bool | None, ...], status: Status, screen: Screen) -> None:
    """Two are enough and two refusals are too many; between them the ones that are not stated are asked for."""
    stated = dict(zip(APPROVALS, given, strict=True))
    verdict = screen(stated)
    assert finding(verdict, "two-approvals").status == status
    assert verdict.verdict == {"satisfied": "approve", "violated": "reject", "undetermined": "incomplete"}[status]
    assert asked(verdict) == ([name for name, value in stated.items() if value is None] if status == "undetermined" else [])


def test_a_project_needs_no_approvals(screen: Screen) -> None:
    """The approvals concern agreements only."""
    verdict = screen(dict.fromkeys(APPROVALS, False), kind="project")
    assert (finding(verdict, "two-approvals").status, verdict.verdict) == ("not_applicable", "approve")


# -- a dated list of eligible countries


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2020, 12, 31), "violated"),
        (date(2021, 1, 1), "satisfied"),
        (date(2023, 12, 31), "satisfied"),
        (date(2024, 1, 1), "violated"),
    ],
)
def test_a_country_is_eligible_on_its_days(day: date, status: Status, screen: Screen) -> None:
    """Poland is on the list from its first to its last day, and Norway on every day."""
    terms: dict[str, FactValue | None] = {"term.ends": day, "term.review": day}
    verdict = screen({"counterpart.country": "PL", **terms}, day=day)
    assert finding(verdict, "eligible-country").status == status
    assert (verdict.verdict == "reject") is (status == "violated")
    assert finding(screen(terms, day=day), "eligible-country").status == "satisfied"


def test_a_country_off_the_list_is_named_in_the_reason(screen: Screen) -> None:
    """The reason says which country it is, and the finding rests on it."""
    verdict = screen({"counterpart.country": "SE", "stability.score": 90})
    assert verdict.verdict == "reject"
    assert finding(verdict, "eligible-country").reason.sv.startswith("Sverige står inte på listan")
    assert finding(verdict, "eligible-country").facts == {"counterpart.country": "SE"}


def test_a_country_that_is_not_stated_is_asked_for(screen: Screen) -> None:
    """Without a country neither list nor index can be read; the country is asked for once, by both clauses."""
    verdict = screen({"counterpart.country": None})
    assert (verdict.verdict, asked(verdict)) == ("incomplete", ["counterpart.country"])
    assert verdict.missing[0].clauses == ("exempelstad-2020/eligible-country", "exempelstad-2020/stable-country")


# -- a fixed term with review


@pytest.mark.parametrize(
    ("ends", "status"),
    [
        (date(2022, 5, 5), "satisfied"),
        (date(2025, 5, 5), "satisfied"),
        (date(2025, 5, 6), "violated"),
        (date(2022, 5, 4), "violated"),
        (None, "undetermined"),
    ],
)
def test_an_agreement_ends_within_three_years(ends: date | None, status: Status, screen: Screen) -> None:
    """Thirty-six months to the day are within the term; a day more, or a day that has passed, is not."""
    verdict = screen({"term.ends": ends})
    assert finding(verdict, "fixed-term").status == status
    assert verdict.verdict == {"satisfied": "approve", "violated": "reject", "undetermined": "incomplete"}[status]
    assert asked(verdict) == (["term.ends"] if ends is None else [])


@pytest.mark.parametrize(
    ("review", "status"),
    [
        (date(2022, 5, 5), "satisfied"),
        (date(2023, 5, 5), "satisfied"),
        (date(2023, 5, 6), "violated"),
        (date(2022, 5, 4), "violated"),
        (None, "undetermined"),
    ],
)
def test_an_agreement_is_reviewed_within_a_year(review: date | None, status: Status, screen: Screen) -> None:
    """A review that comes too late is a condition with wording of its own, not a rejection."""
    verdict = screen({"term.review": review})
    assert finding(verdict, "term-review").status == status
    assert (
        verdict.verdict == {"satisfied": "approve", "violated": "approve_with_conditions", "undetermined": "incomplete"}[status]
    )
    assert [one.text.sv for one in verdict.conditions] == (
        ["Dagen för översyn ska flyttas fram så att den ligger inom ett år."] if status == "violated" else []
    )


# -- a gate on an outside index


@pytest.mark.parametrize(
    ("country", "day", "score", "status"),
    [
        ("NO", DAY, 51, "satisfied"),
        ("DK", DAY, 50, "satisfied"),
        ("DK", date(2021, 12, 31), 91, "satisfied"),
        ("PL", DAY, 49, "violated"),
        ("IS", date(2023, 1, 1), 88, "satisfied"),
    ],
)
def test_a_score_is_held_against_the_bound(country: str, day: date, score: int, status: Status, screen: Screen) -> None:
    """Above and at the least score the gate is open, below it there is a condition; the score of the day counts."""
    verdict = screen({"counterpart.country": country, "term.ends": day, "term.review": day}, day=day)
    assert finding(verdict, "stable-country").status == status
    assert finding(verdict, "stable-country").facts == {"stability.score": score}
    assert verdict.verdict == ("approve" if status == "satisfied" else "approve_with_conditions")


@pytest.mark.parametrize("country", ["FI", "IS"])
def test_a_country_without_a_score_is_asked_about(country: str, screen: Screen) -> None:
    """A country that the index does not have, or has not yet, is asked about: no score is neither high nor low."""
    verdict = screen({"counterpart.country": country})
    assert (verdict.verdict, asked(verdict)) == ("incomplete", ["stability.score"])


def test_a_score_that_is_stated_counts(screen: Screen) -> None:
    """An official may state a score, where the index has none and against the one it has."""
    assert screen({"counterpart.country": "FI", "stability.score": 70}).verdict == "approve"
    assert screen({"counterpart.country": "NO", "stability.score": 12}).verdict == "approve_with_conditions"


# -- all factors weighed, by a named person


def test_an_assessment_names_who_made_it(screen: Screen) -> None:
    """The reason says who weighed the factors, and what came of it."""
    assert finding(screen(), "all-factors").reason.en == "Ekonomichefen has weighed all factors; the assessment is favourable."


@pytest.mark.parametrize(
    ("changed", "outcome", "missing"),
    [
        ({"weighing.assessor": None}, "incomplete", ["weighing.assessor"]),
        ({"weighing.outcome": None}, "incomplete", ["weighing.outcome"]),
        ({"weighing.outcome": "under_way"}, "incomplete", ["weighing.outcome"]),
        ({"weighing.factors": None}, "incomplete", ["weighing.factors"]),
        (
            {"weighing.factors": None, "weighing.assessor": None, "weighing.outcome": None},
            "incomplete",
            ["weighing.factors", "weighing.assessor", "weighing.outcome"],
        ),
        ({"weighing.outcome": "unfavourable"}, "reject", []),
        ({"weighing.outcome": "unfavourable", "weighing.assessor": None}, "reject", []),
        ({"weighing.factors": ("benefit", "cost", "security")}, "reject", []),
        ({"weighing.factors": ()}, "reject", []),
    ],
)
def test_the_assessment_of_a_named_person_is_asked_for(
    changed: dict[str, FactValue | None], outcome: Outcome, missing: list[str], screen: Screen
) -> None:
    """Nobody named and an assessment under way are asked for; an unfavourable one, or a factor left out, is against."""
    verdict = screen(changed)
    assert (verdict.verdict, asked(verdict)) == (outcome, missing)
