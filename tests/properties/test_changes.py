"""What is said of changes holds for every worked case: who can make them, that they lead there, and that nothing else is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import prod
from random import Random
from typing import Any

import pytest

from nytta.engine.changes import CONTROLLERS, TARGETS, Changes, ChangeTo, Target, Way, changes, trial
from nytta.engine.completions.places import ANOTHER
from nytta.engine.completions.values import STATED
from nytta.engine.errors import Language
from nytta.engine.load.case import read_cases, with_facts
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case
from nytta.engine.screen import Screening
from nytta.engine.whatif import WhatIf
from nytta.texts.lines import as_markdown, as_text
from nytta.texts.what_if import _additions, _pairs, joined, merged, page
from tests.conftest import ROOT
from tests.properties.every_combination import Everything, small_case
from tests.properties.small_editions import small_edition
from tests.properties.test_ways_exact import check_ways

CASES = ROOT / "cases"
HOST_PAYS = CASES / "stockholm/oslo-climate-host-pays-2010/case.yaml"
NO_SUCH_NAME = "Zzzzzzzzzz"
"""A name that no register has, nor any near it; not the one that the search itself uses."""
SETTINGS = (
    ("travel.paid_by=city",),
    ("benefit.concrete=", "body=kommunstyrelsen"),
    ("funding.external_share=100", "purpose.goals=", "counterpart.country=NO"),
    ("membership.last_reviewed=2009-06-30", "purpose.orientations=positioning, monitoring_influence", "counterpart.city=Oslo"),
)

Worked = list[tuple[Case, str, Changes]]


@pytest.fixture(scope="module")
def worked(library: Library, screening: Callable[[str], Screening]) -> Worked:
    """Every worked case with its edition and the ways to approval."""
    what_if = lru_cache(maxsize=None)(lambda name: WhatIf(library.edition(name), screening(name)))
    cases = read_cases([str(path) for path in sorted(CASES.rglob("case.yaml"))], library).cases
    return [(case, name, changes(case, screening(name)(case), what_if(name), library.edition(name), 3)) for case, name in cases]


def test_every_shipped_fact_says_who_controls_it(library: Library) -> None:
    """None is left out, and all three are in use."""
    assert {fact.controlled_by for fact in library.index.vocabulary.facts.values()} == {"city", "counterpart", "nobody"}


def test_a_set_is_in_the_hands_of_who_has_its_hardest_change(worked: Worked, library: Library) -> None:
    """The group of a set follows from the facts in it, and the sets are in the order of their groups."""
    found = set()
    for _, name, told in worked:
        facts = library.edition(name).vocabulary.facts
        for target in told.targets:
            for way in target.ways:
                own = [CONTROLLERS.index("city" if one.fact == "body" else facts[one.fact].controlled_by) for one in way.changes]
                assert CONTROLLERS.index(way.controlled_by) == max(own, default=0)
                found.add((way.controlled_by, len(set(own)) > 1))
            places = [(way.part_approves, CONTROLLERS.index(way.controlled_by), len(way.changes)) for way in target.ways]
            assert places == sorted(places)
    assert {("city", False), ("counterpart", True), ("nobody", True)} <= found


def _alternatives(change: dict[str, Any]) -> Iterator[Any]:
    """Values of a change that are said to do as well: the one given, the first and the last, and the ends of stretches."""
    ends = [one for stretch in change["ranges"] for one in stretch if one is not None]
    yield NO_SUCH_NAME if change["value"] is None else change["value"]
    yield from [*change["values"][:1], *change["values"][-1:], *ends]
    if change["any_other"]:
        yield NO_SUCH_NAME


def _setting(fact: str, value: Any) -> str:
    written = f"[{', '.join(value)}]" if isinstance(value, list) else json.dumps(value) if isinstance(value, bool) else value
    return f"{fact}={written}"


def test_the_values_in_the_json_lead_to_the_verdict(
    worked: Worked, library: Library, screening: Callable[[str], Screening]
) -> None:
    """Read back from the JSON and set as on the command line, each way has the verdict claimed, by any value that it names."""
    tried = 0
    for case, name, told in worked:
        for target in json.loads(told.model_dump_json(by_alias=True))["targets"]:
            for way in target["ways"]:
                first = {change["fact"]: next(_alternatives(change)) for change in way["changes"]}
                others = [{**first, change["fact"]: value} for change in way["changes"] for value in _alternatives(change)]
                for row in [first, *others]:
                    edited = with_facts(case, [_setting(fact, value) for fact, value in row.items()], library)
                    assert screening(name)(edited).verdict == target["verdict"], (case.id, row)
                    tried += 1
    assert tried > 2_000


def test_json_survives_being_read(worked: Worked) -> None:
    """What was written is read as the same model, and written again as the same bytes."""
    for _, _, told in worked:
        written = told.model_dump_json(by_alias=True, indent=2)
        assert Changes.model_validate_json(written).model_dump_json(by_alias=True, indent=2) == written


@pytest.mark.parametrize("seed", range(3_000, 3_012))
def test_sets_of_three_are_all_there_are(seed: int) -> None:
    """In a small edition the ways up to the size that the command takes are minimal and complete, against trying all."""
    source = Random(seed)
    edition = small_edition(source)
    every = Everything(edition)
    case = small_case(edition, source, source.choice((1, 100)))
    for wanted in TARGETS:
        check_ways(every, WhatIf(edition, every.screen), case, wanted, 3)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_stand_in_is_shown(lang: Language, worked: Worked, library: Library) -> None:
    """What the search puts for a name or a text of which it only matters that it is another, or is there, is never printed."""
    for case, name, told in worked:
        given = {value for value in case.facts.values() if isinstance(value, str)}
        lines = list(page(told, library.edition(name), lang))
        for out in (as_text(lines), as_markdown(lines), told.model_dump_json(by_alias=True)):
            assert ANOTHER not in out
            assert f"«{STATED}»" not in out
            assert f'"{STATED}"' not in out or STATED in given
        assert max(map(len, as_text(lines).splitlines())) <= 80


def test_ways_that_are_told_together_are_exactly_those_there_are(worked: Worked) -> None:
    """Every combination of the values of a line is a way of its own, and every way is in one line."""
    for _, _, told in worked:
        for target in told.targets:
            for groups in (merged(target.ways), merged(target.ways, lambda one: one.controlled_by)):
                assert sorted(map(str, (one for group in groups for one in group))) == sorted(map(str, target.ways))
                for group in groups:
                    own = [{str((one.values, one.ranges, one.any_other)) for one in same} for same in _columns(group)]
                    assert len(joined(group)) == len(own)
                    assert prod(map(len, own)) == len(group)


def _columns(group: tuple[Way, ...]) -> list[tuple[ChangeTo, ...]]:
    return list(zip(*(one.changes for one in group), strict=True))


def test_additions_are_exactly_the_ways_of_which_a_part_approves(worked: Worked) -> None:
    """A way to approval and one of its additions is a way to conditions, and each such way is told once."""
    found = 0
    for _, _, told in worked:
        beyond = [_pairs(one) for one in _target(told, "approve_with_conditions").ways if one.part_approves]
        made = [base | _pairs(rest) for base, rests in _additions(told).items() for rest in rests]
        assert sorted(map(sorted, map(_strings, made))) == sorted(map(sorted, map(_strings, beyond)))
        assert set(_additions(told)) <= {_pairs(one) for one in _target(told, "approve").ways}
        found += len(made)
    assert found > 100


def _target(told: Changes, verdict: str) -> Target:
    return told.targets[TARGETS.index(verdict)]  # type: ignore[arg-type]


def _strings(pairs: frozenset[tuple[str, object]]) -> list[str]:
    return [str(one) for one in pairs]


def test_a_trial_is_a_screening_before_and_after(worked: Worked, library: Library, screening: Callable[[str], Screening]) -> None:
    """For every worked case and several changes: both verdicts, and exactly the findings that differ, in their order."""
    moved = 0
    for case, name, _ in worked:
        for settings in SETTINGS:
            edited = with_facts(case, settings, library)
            told = trial(case, edited, screening(name))
            verdicts = screening(name)(case), screening(name)(edited)
            assert (told.before, told.after) == verdicts
            kept = {one.clause: (one.status, one.effect) for one in verdicts[0].findings}
            assert [one.after for one in told.moved] == [
                one for one in verdicts[1].findings if (one.status, one.effect) != kept[one.clause]
            ]
            moved += len(told.moved)
    assert moved > 500


def test_values_are_read_as_in_a_file(library: Library) -> None:
    """By the fact's type: a set with commas or brackets, a number, a day, a country, a text as it stands, and nothing."""
    ((case, _),) = read_cases([str(HOST_PAYS)], library).cases
    settings = (
        "purpose.goals=cost_effective,attractive_city",
        "purpose.orientations=[]",
        "funding.external_share=12.5",
        "membership.last_reviewed=2009-01-31",
        "counterpart.country=NO",
        "counterpart.name=Oslo: «2010» = år",
        "travel.special_reasons=true",
        "travel.role=",
        "body=namnd",
    )
    facts = (edited := with_facts(case, settings, library)).facts
    assert facts["purpose.goals"] == ("attractive_city", "cost_effective")
    assert facts["purpose.orientations"] == ()
    assert (str(facts["funding.external_share"]), str(facts["membership.last_reviewed"])) == ("12.5", "2009-01-31")
    assert (facts["counterpart.country"], facts["counterpart.name"]) == ("NO", "Oslo: «2010» = år")
    assert (facts["travel.special_reasons"], edited.body) == (True, "namnd")
    assert "travel.role" not in facts
    assert with_facts(edited, ["body="], library).body is None
    assert case.facts["travel.role"] == "attendee"
