"""What other editions say of the same case, and by which clause each parts from the one that judges it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

import pytest

from nytta.engine.compare import GRAVITY, Comparison, Judged, compare
from nytta.engine.decide import outcome
from nytta.engine.load.library import Library
from nytta.engine.model.case import FactValue
from nytta.engine.model.verdict import Finding
from nytta.engine.screen import Screening
from tests.conftest import EDITIONS
from tests.generate import made, random_case

Screenings = Callable[[str], Screening]
Compare = Callable[..., Comparison]
OSLO: dict[str, FactValue] = {"counterpart.type": "city", "counterpart.country": "NO", "counterpart.city": "Oslo"}


@pytest.fixture
def compared(library: Library, screening: Screenings) -> Compare:
    """Compares a case of an edition."""

    def call(edition: str, kind: str, day: date, body: str | None = None, facts: dict[str, FactValue] = OSLO) -> Comparison:
        case = made(library.edition(edition), kind=kind, day=day, body=body, facts=facts)
        return compare(case, edition, library, screening)

    return call


def names(comparison: Comparison) -> list[str]:
    """The other editions."""
    return [one.verdict.edition.id for one in comparison.others]


def other(comparison: Comparison, edition: str) -> Judged:
    """What one of the others says."""
    return next(one for one in comparison.others if one.verdict.edition.id == edition)


def clause(finding: Finding | None) -> str | None:
    """The clause of a finding, if there is one."""
    return finding and finding.clause


def test_the_same_strategy_comes_first_whatever_the_day(compared: Compare) -> None:
    """Then other strategies that judge the kind; what lies outside a period or a strategy is told."""
    found = compared("stockholm-2008", "agreement", date(2010, 5, 5))
    assert (found.own.same_strategy, found.own.in_force, found.own.by_effect, found.own.by_name) == (True, True, None, None)
    told = [(one.verdict.edition.id, one.same_strategy, one.in_force) for one in found.others]
    assert told == [("stockholm-2000", True, False), ("exempelstad-2020", False, False), ("linkoping-2010", False, True)]


def test_an_edition_that_does_not_judge_the_kind_is_left_out(compared: Compare) -> None:
    """The cooperation of municipalities judges nothing else, and the invented city only agreements and projects."""
    assert names(compared("linkoping-2010", "trip", date(2018, 5, 5))) == ["stockholm-2000", "stockholm-2008"]
    assert "la-linkoping-2018" in names(compared("linkoping-2010", "cooperation", date(2018, 5, 5)))


def test_clauses_of_the_same_name_are_held_against_each_other(compared: Compare) -> None:
    """Before 2008 the council decides on agreements: the executive board's own is another matter."""
    found = other(compared("stockholm-2008", "agreement", date(2010, 5, 5), "kommunstyrelsen"), "stockholm-2000")
    assert found.by_name is not None
    assert found.by_name.own is not None
    assert found.by_name.other is not None
    assert (found.by_name.own.clause, found.by_name.own.status) == ("stockholm-2008/competence-agreement", "satisfied")
    assert (found.by_name.other.clause, found.by_name.other.effect) == ("stockholm-2000/competence-agreement", "refer")


def test_the_gravest_effect_that_one_lacks_is_named(compared: Compare) -> None:
    """Twin towns are barred from 2008 on; the edition before has no such clause."""
    twin = OSLO | {"counterpart.city": "Bergen", "agreement.type": "twin_town", "agreement.action": "new"}
    found = other(compared("stockholm-2008", "agreement", date(2010, 5, 5), facts=twin), "stockholm-2000")
    assert found.by_effect is not None
    assert (clause(found.by_effect.own), found.by_effect.other) == ("stockholm-2008/avoid-twin-town-agreements", None)
    back = other(compared("stockholm-2000", "agreement", date(2005, 5, 5), facts=twin), "stockholm-2008")
    assert back.by_effect is not None
    assert (back.by_effect.own, clause(back.by_effect.other)) == (None, "stockholm-2008/avoid-twin-town-agreements")


@pytest.mark.parametrize("name", EDITIONS)
def test_partings_are_real_and_first(name: str, library: Library, screening: Screenings) -> None:
    """On generated cases: a parting differs, nothing graver does, and where verdicts differ there is one by effect."""
    edition, source = library.edition(name), Random(f"compare {name}")
    for number in range(40):
        found = compare(random_case(edition, source, number), name, library, screening)
        own = [one.effect for one in found.own.verdict.findings]
        assert names(found) == [*dict.fromkeys(names(found))]
        assert name not in names(found)
        for one in found.others:
            theirs = [finding.effect for finding in one.verdict.findings]
            apart = [effect for effect in GRAVITY if (effect in own) != (effect in theirs)]
            if one.by_effect is None:
                assert not apart
                assert outcome(own) == outcome(theirs)
            else:
                had = [finding.effect for finding in (one.by_effect.own, one.by_effect.other) if finding is not None]
                assert apart[0] in had
            if one.by_name is not None:
                assert one.by_name.own is not None
                assert one.by_name.other is not None
                assert one.by_name.own.clause.partition("/")[2] == one.by_name.other.clause.partition("/")[2]
                assert (one.by_name.own.status, one.by_name.own.effect) != (one.by_name.other.status, one.by_name.other.effect)


def test_screening_is_what_is_compared(compared: Compare, screening: Screenings) -> None:
    """Each verdict is the one that the edition's own screening gives."""
    found = compared("stockholm-2008", "agreement", date(2010, 5, 5))
    case = made(screening("stockholm-2008").edition, kind="agreement", day=date(2010, 5, 5), facts=OSLO)
    for one in (found.own, *found.others):
        assert one.verdict == screening(one.verdict.edition.id)(case)
