"""Which contested readings does a verdict hang on? Held by the invented city's readings, one of each sort."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from nytta.engine.load.library import Library
from nytta.engine.model.case import FactValue
from nytta.engine.model.verdict import Contested, Verdict
from nytta.engine.readings import Readings
from nytta.engine.screen import Screening
from tests.engine.test_screen_exempelstad import DAY, SOUND
from tests.generate import made

Read = Callable[..., Verdict]
UNSTABLE, APPROVALS, BODIES, REACH = (
    f"exempelstad-2020/{name}"
    for name in ("unstable-country", "approvals-needed", "agreements-by-the-board", "earlier-agreements")
)


@pytest.fixture
def read(library: Library, screening: Callable[[str], Screening]) -> Read:
    """Screens the sound agreement with some facts stated otherwise, and holds it against the other readings."""
    judge = screening("exempelstad-2020")
    readings = Readings(library, screening)

    def screened(
        changed: dict[str, FactValue | None] | None = None, *, kind: str = "agreement", day: date = DAY, body: str | None = None
    ) -> Verdict:
        facts = {name: value for name, value in (SOUND | (changed or {})).items() if value is not None}
        case = made(judge.edition, kind=kind, day=day, body=body, facts=facts)
        return readings(case, judge(case))

    return screened


def contested(verdict: Verdict, reading: str) -> Contested | None:
    """What is said of a reading, if it concerns the case."""
    return next((one for one in verdict.readings or () if one.reading == reading), None)


def present(verdict: Verdict, reading: str) -> Contested:
    """What is said of a reading that concerns the case."""
    found = contested(verdict, reading)
    assert found is not None, verdict.readings
    return found


def test_a_screening_alone_looks_into_no_reading(screening: Callable[[str], Screening]) -> None:
    """Without being asked the verdict says nothing of readings, which is not that there are none."""
    judge = screening("exempelstad-2020")
    assert judge(made(judge.edition, kind="agreement", day=DAY, facts=SOUND)).readings is None


def test_no_reading_concerns_a_case_that_none_changes(read: Read) -> None:
    """Where all readings agree there is nothing to tell."""
    assert read(kind="project").readings == ()


def test_the_verdict_hangs_on_another_effect(read: Read) -> None:
    """A low score is a condition as chosen and bars the engagement in the other reading."""
    verdict = read({"stability.score": 10})
    found = present(verdict, UNSTABLE)
    assert (verdict.verdict, found.verdict, found.hangs) == ("approve_with_conditions", "approve_with_conditions", True)
    (other,) = found.alternatives
    assert (other.alternative, other.verdict) == ("bar", "reject")
    assert [(one.clause, one.status, one.effect) for one in other.findings] == [
        ("exempelstad-2020/stable-country", "violated", "reject")
    ]
    assert other.conditions == ()


def test_the_verdict_does_not_hang_where_something_graver_stands(read: Read) -> None:
    """The finding changes, the verdict does not: the approvals reject it already."""
    verdict = read({"stability.score": 10, "approvals.legal": False, "approvals.finance": False})
    found = present(verdict, UNSTABLE)
    assert (found.hangs, found.alternatives[0].verdict) == (False, "reject")


def test_an_alternative_is_only_about_the_cases_it_names(read: Read) -> None:
    """The third approval matters where the executive board decides, and nowhere else."""
    two = {"approvals.security": False}
    board = present(read(two, body="kommunstyrelsen"), APPROVALS)
    assert (board.hangs, [one.verdict for one in board.alternatives]) == (True, ["reject"])
    assert contested(read(two, body="kulturnamnden"), APPROVALS) is None
    assert contested(read(two), APPROVALS) is None


def test_a_reason_is_that_of_the_alternative(read: Read) -> None:
    """The finding under the alternative says what is so under it."""
    found = present(read({"approvals.security": False}, body="kommunstyrelsen"), APPROVALS)
    assert found.alternatives[0].findings[0].reason.en == "One of the three has not approved the agreement."


def test_an_alternative_may_ask_for_more(read: Read) -> None:
    """While the third approval is not stated it is not known whether the verdict hangs, and what would tell is named."""
    found = present(read({"approvals.security": None}, body="kommunstyrelsen"), APPROVALS)
    (other,) = found.alternatives
    assert (found.hangs, other.verdict, other.missing) == (None, "incomplete", ("approvals.security",))


def test_an_unknown_condition_of_an_alternative_is_not_false(read: Read) -> None:
    """Whether the sum is small is not stated: the alternative may make a difference, so its fact is asked for."""
    one = {"approvals.finance": False, "approvals.security": False}
    small = present(read({**one, "funding.cost": 10}), APPROVALS)
    assert (small.hangs, small.alternatives[0].verdict) == (True, "approve")
    assert contested(read({**one, "funding.cost": 2_000}), APPROVALS) is None
    unknown = present(read({**one, "funding.cost": None}), APPROVALS)
    assert (unknown.hangs, unknown.alternatives[0].missing) == (None, ("funding.cost",))


def test_another_precedence_changes_who_decides(read: Read) -> None:
    """Who may decide is told under each reading, and a case that names the other body hangs on it."""
    open_ = present(read(), BODIES)
    assert (open_.hangs, [one.body for one in open_.alternatives[0].decided_by]) == (False, ["kulturnamnden"])
    named = present(read(body="kommunstyrelsen"), BODIES)
    assert (named.hangs, named.alternatives[0].verdict) == (True, "refer")


def test_a_reading_may_let_the_edition_reach_further(read: Read) -> None:
    """Chosen by hand for an older agreement: as chosen no edition judges it, in the other reading this one does."""
    verdict = read({"term.ends": date(2020, 5, 5), "term.review": date(2019, 8, 1)}, day=date(2019, 5, 5))
    found = present(verdict, REACH)
    assert (found.verdict, found.hangs, found.alternatives[0].verdict) == (None, True, verdict.verdict)
    assert contested(read(kind="project", day=date(2019, 5, 5)), REACH) is None
    assert contested(read(day=date(2018, 5, 5)), REACH) is None
    assert contested(read(), REACH) is None
