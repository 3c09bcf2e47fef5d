"""What can still become of a case: verdicts, the facts that can change them, and where the search is bounded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache

import pytest

from nytta.engine.completions import open as search
from nytta.engine.completions.open import Completions, Open
from nytta.engine.completions.places import ANOTHER
from nytta.engine.completions.values import Range
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case, FactValue
from nytta.engine.screen import Screening
from tests.conftest import ROOT, SHIPPED_EDITIONS
from tests.engine.city import City
from tests.engine.test_screen_exempelstad import DAY, SOUND
from tests.generate import made


@pytest.fixture(scope="module")
def completions(library: Library) -> Callable[[str], Completions]:
    """The completions of an edition by its identifier, built once."""
    return lru_cache(maxsize=None)(lambda name: Completions(library.edition(name)))


def sound(city: City, *without: str) -> Case:
    """An agreement that nothing speaks against, silent on some facts."""
    return made(
        city.edition(), kind="agreement", day=DAY, facts={fact: one for fact, one in SOUND.items() if fact not in without}
    )


def opened(city: City, *without: str) -> Open:
    """What can still become of it."""
    return Completions(city.edition()).open(sound(city, *without))


@pytest.mark.parametrize("name", SHIPPED_EDITIONS)
def test_every_completion_shown_is_screened_to_its_verdict(
    name: str, library: Library, completions: Callable[[str], Completions], screening: Callable[[str], Screening]
) -> None:
    """Each completion of a worked case, for a verdict or for an answer, has that verdict by both machines."""
    paths = [str(path) for path in sorted((ROOT / "cases").rglob("case.yaml"))]
    shown = 0
    for case in (case for case, edition in read_cases(paths, library).cases if edition == name):
        said = completions(name).open(case)
        assert said.complete
        answers = [answer for fact in said.facts for answer in fact.answers]
        for verdict, facts in [pair for one in (said, *answers) for pair in one.verdicts.items()]:
            assert screening(name)(case.model_copy(update={"facts": {**case.facts, **facts}})).verdict == verdict
            assert facts.keys().isdisjoint(case.facts)
            shown += 1
    assert shown > 0


def test_a_complete_case_has_one_verdict_and_nothing_open(city: City) -> None:
    """A case that lacks nothing has the verdict of its screening, and no fact can change it."""
    said = opened(city)
    assert (list(said.verdicts), said.facts) == (["approve"], ())


def test_a_fact_that_can_change_the_verdict_is_open_with_what_each_answer_leads_to(city: City) -> None:
    """Each value is told with the verdict that it leads to."""
    said = opened(city, "weighing.outcome")
    (fact,) = said.facts
    assert fact.fact == "weighing.outcome"
    told = {answer.value.alike: list(answer.verdicts) for answer in fact.answers}
    assert told == {("favourable",): ["approve"], ("unfavourable",): ["reject"], ("under_way",): ["incomplete"]}


def test_two_values_of_three_are_enough(city: City) -> None:
    """A fact that cannot change the verdict any more is not open: two of three approvals are there already."""
    assert opened(city, "approvals.legal").facts == ()
    assert [one.fact for one in opened(city, "approvals.legal", "approvals.finance").facts] == [
        "approvals.legal",
        "approvals.finance",
    ]


def test_what_another_part_makes_no_milder_is_not_open(city: City) -> None:
    """A fact that can bring no more than a condition is not open where another open fact brings one whatever its value."""
    city.facts(one="bool", other="bool")
    condition = "conditions: {violated: {sv: Mot villkor., en: On a condition.}}"
    city.clause("yes", "norm: should", "applies: {fact: extra.one, is: true}", "requires: false", condition)
    city.clause("no", "applies: {fact: extra.one, is: false}", "requires: false", "effects: {violated: refer}")
    city.clause("other", "norm: should", "requires: {fact: extra.other, is: true}", condition)
    said = opened(city)
    assert list(said.verdicts) == ["approve_with_conditions", "refer"]
    assert [one.fact for one in said.facts] == ["extra.one"]


def test_the_most_decisive_fact_comes_first(city: City) -> None:
    """Facts come by how few verdicts their answers leave on average, and those that are asked only if need be at the end."""
    said = opened(city, "approvals.legal", "approvals.finance", "weighing.outcome", "weighing.factors", "counterpart.country")
    assert len(said.facts) > 2
    order = [(one.only_if_unknown, one.remaining) for one in said.facts]
    assert order == sorted(order)
    assert len(set(order)) > 2


def test_numbers_are_told_apart_at_their_bounds(city: City) -> None:
    """A number stands for all on its side of a bound, to the hundredth."""
    city.facts(sum="money")
    city.clause("small-sum", "requires: {fact: extra.sum, less_than: 100}", "reasons: {undetermined: {sv: Saknas, en: Missing}}")
    (fact,) = opened(city).facts
    told = {answer.value.alike: list(answer.verdicts) for answer in fact.answers}
    assert told == {(Range(0, Decimal("99.99")),): ["approve"], (Range(100, None),): ["reject"]}


def test_a_name_is_one_that_a_register_has_or_another(city: City) -> None:
    """A city without a value is one that a register lists for the country, or another."""
    city.register(
        "towns",
        "match: {country: counterpart.country, city: counterpart.city}",
        "absent: not_listed",
        'entries: [{id: a, country: "NO", city: Bergen}, {id: b, country: DK, city: Roskilde}]',
    )
    city.clause("listed-town", "requires: {register: towns, listed: true}")
    (fact,) = opened(city).facts
    assert {answer.value.value: list(answer.verdicts) for answer in fact.answers} == {"Bergen": ["approve"], ANOTHER: ["reject"]}


def test_a_derived_fact_is_open_only_where_its_derivation_does_not_tell(city: City) -> None:
    """Where the register does not know the country, the fact itself is open; where it does, it is not."""
    said = opened(city, "counterpart.country")
    assert [one.fact for one in said.facts if one.only_if_unknown] == ["stability.score"]
    silent = made(city.edition(), kind="agreement", day=DAY, facts={**SOUND, "counterpart.country": "FI"})
    assert [one.fact for one in Completions(city.edition()).open(silent).facts] == ["stability.score"]


def test_what_is_presumed_stays_presumed(city: City) -> None:
    """A fact that the edition presumes is not open, and no completion states it."""
    city.facts(calm="bool")
    city.clause("calm", "requires: {fact: extra.calm, is: true}")
    assert [one.fact for one in opened(city).facts] == ["extra.calm"]
    city.presume("fact: extra.calm, value: true")
    said = opened(city)
    assert (list(said.verdicts), said.facts) == (["approve"], ())
    assert "extra.calm" not in said.verdicts["approve"]


def test_a_bound_that_is_reached_is_said(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more combinations than may be looked at the answer does not claim to be complete, and what it says still holds."""
    without = ("approvals.legal", "approvals.finance", "approvals.security", "weighing.factors", "weighing.outcome")
    whole = opened(city, *without)
    monkeypatch.setattr(search, "MOST", 4)
    bounded = opened(city, *without)
    assert whole.complete
    assert not bounded.complete
    assert bounded.verdicts.keys() <= whole.verdicts.keys()


def test_a_derived_fact_that_is_stated_is_open_beside_one_that_is_asked(
    library: Library, completions: Callable[[str], Completions], screening: Callable[[str], Screening]
) -> None:
    """Where both stand in one part, each keeps its answers, and every completion of them is screened to its verdict."""
    facts: dict[str, FactValue] = {"purpose.subject_area": "business", "counterpart.selection_ground": "subject_matter"}
    edition = library.edition("stockholm-2000")
    tried = 0
    for country in ("RU", "AM", None):
        own = {**facts, **({"counterpart.country": country} if country else {})}
        case = made(edition, kind="agreement", day=date(2005, 1, 1), facts=own)
        for stating in (["counterpart.is_capital"], ["counterpart.region"], ["counterpart.is_capital", "counterpart.region"]):
            for fact in completions(edition.id).open(case, stating).facts:
                assert fact.answers
                for answer in fact.answers:
                    assert answer.verdicts
                    for verdict, completion in answer.verdicts.items():
                        done = case.model_copy(update={"facts": {**case.facts, **completion}})
                        assert screening(edition.id)(done).verdict == verdict
                        assert completion[fact.fact] == answer.value.value
                        tried += 1
    assert tried > 20
