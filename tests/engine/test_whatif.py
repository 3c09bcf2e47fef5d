"""What would have to be otherwise: the smallest sets of changes, replayed, and where the search is bounded."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest

from nytta.engine import whatif
from nytta.engine.completions.table import BODY
from nytta.engine.errors import EngineError
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.verdict import Outcome, Verdict
from nytta.engine.screen import Screening
from nytta.engine.whatif import WaysTo, WhatIf, changed
from tests.conftest import ROOT, SHIPPED_EDITIONS
from tests.engine.city import City
from tests.engine.test_screen_exempelstad import DAY, SOUND
from tests.generate import made


@pytest.fixture(scope="module")
def what_if(library: Library, screening: Callable[[str], Screening]) -> Callable[[str], WhatIf]:
    """What-if for an edition by its identifier, built once."""
    return lru_cache(maxsize=None)(lambda name: WhatIf(library.edition(name), screening(name)))


def ways(said: WaysTo) -> list[dict[str, FactValue]]:
    """The sets of changes as facts with values."""
    return [{change.fact: change.value.value for change in way} for way in said.ways]


def agreement(city: City, body: str | None = None, **changes: FactValue) -> Case:
    """An agreement that nothing speaks against but these facts; `group__name` stands for `group.name`."""
    facts = SOUND | {name.replace("__", "."): value for name, value in changes.items()}
    return made(city.edition(), kind="agreement", day=DAY, body=body, facts=facts)


@pytest.mark.parametrize("wanted", ["approve", "approve_with_conditions"])
@pytest.mark.parametrize("name", SHIPPED_EDITIONS)
def test_every_way_leads_there_and_no_part_of_it_does(
    name: str, wanted: Outcome, library: Library, what_if: Callable[[str], WhatIf], screening: Callable[[str], Screening]
) -> None:
    """Each way from a worked case has the verdict wanted by both machines, and without one of its changes it has not."""
    paths = [str(path) for path in sorted((ROOT / "cases").rglob("case.yaml"))]
    found = 0
    for case in (case for case, edition in read_cases(paths, library).cases if edition == name):
        said = what_if(name).changes(case, wanted)
        assert said.complete
        for way in said.ways:
            assert len(way) <= 3
            assert screening(name)(changed(case, way)).verdict == wanted
            for change in way:
                assert screening(name)(changed(case, [one for one in way if one != change])).verdict != wanted
            found += 1
    assert found > 0


def test_a_case_that_is_so_already_needs_no_change(city: City) -> None:
    """The only way is the one without changes."""
    assert ways(WhatIf(city.edition()).changes(agreement(city), "approve")) == [{}]


def test_a_stated_fact_can_be_changed(city: City) -> None:
    """The change says what stood before, and that it was stated."""
    said = WhatIf(city.edition()).changes(agreement(city, weighing__outcome="unfavourable"), "approve")
    assert ways(said) == [{"weighing.outcome": "favourable"}]
    assert (said.ways[0][0].before, said.ways[0][0].was) == ("unfavourable", "stated")


def test_changes_that_are_needed_together_are_found_together(city: City) -> None:
    """Two approvals of three are needed: each pair is a way, and all three are none, since a pair is enough."""
    case = agreement(city, approvals__legal=False, approvals__finance=False, approvals__security=False)
    said = WhatIf(city.edition()).changes(case, "approve")
    assert sorted(sorted(way) for way in ways(said)) == [
        ["approvals.finance", "approvals.legal"],
        ["approvals.finance", "approvals.security"],
        ["approvals.legal", "approvals.security"],
    ]
    assert WhatIf(city.edition()).changes(case, "approve", size=1).ways == ()


def test_the_body_can_be_changed(city: City) -> None:
    """Where another body decides, naming that one is a way."""
    said = WhatIf(city.edition()).changes(agreement(city, body="namnd"), "approve", size=1)
    (way,) = said.ways
    assert (way[0].fact, way[0].before) == (BODY, "namnd")
    assert set(way[0].value.alike) == {"kommunstyrelsen", "kulturnamnden"}


def test_a_presumed_fact_can_be_changed(city: City) -> None:
    """What a silent case is taken to mean can be stated otherwise, and the change says that it was presumed."""
    city.facts(calm="bool")
    city.clause("calm", "requires: {fact: extra.calm, is: true}")
    city.presume("fact: extra.calm, value: false")
    said = WhatIf(city.edition()).changes(agreement(city), "approve")
    assert ways(said) == [{"extra.calm": True}]
    assert (said.ways[0][0].before, said.ways[0][0].was) == (False, "presumed")


def test_a_derived_fact_is_not_changed_but_what_it_follows_from(city: City) -> None:
    """A country's score follows from the country: the country is changed, and not the score."""
    changes = ways(WhatIf(city.edition()).changes(agreement(city, counterpart__country="PL"), "approve"))
    assert {fact for way in changes for fact in way} == {"counterpart.country"}


def test_a_way_that_the_screening_denies_is_an_error(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found is screened, and nothing is returned where the two differ."""
    edition = city.edition()
    what_if = WhatIf(edition)
    case = agreement(city, weighing__outcome="unfavourable")
    judged = Screening(edition)(case)

    def denied(_self: Screening, _case: Case) -> Verdict:
        return judged

    monkeypatch.setattr(Screening, "__call__", denied)
    with pytest.raises(EngineError, match="the search and the screening disagree"):
        what_if.changes(case, "approve")


def test_a_bound_that_is_reached_is_said(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more sets than may be looked at the answer does not claim to be complete."""
    monkeypatch.setattr(whatif, "MOST", 1)
    case = agreement(city, approvals__legal=False, approvals__finance=False, approvals__security=False)
    assert not WhatIf(city.edition()).changes(case, "approve").complete
