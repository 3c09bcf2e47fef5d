"""What is said of open cases is exact: held against every completion, each screened."""

from __future__ import annotations

from collections.abc import Callable, Collection
from random import Random

import pytest

from nytta.engine.completions.open import Completions, Open
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case, FactValue
from tests.conftest import EDITIONS
from tests.properties.every_combination import SMALL_REGISTER, Everything, every_value, is_in, small_case, worked_case
from tests.properties.small_editions import DAY, small_edition

MOST = 60
"""The most combinations that are screened for one case."""


def check_open(every: Everything, completions: Completions, case: Case, stating: Collection[str] = ()) -> Open:
    """What is said of the case is what all its completions come to, those that state these derived facts."""
    found = [(base, given, every.verdict(case, {**base, **given})) for base, given in every.completions(case, stating)]
    said = completions.open(case, stating)
    assert said.complete
    assert set(said.verdicts) == {verdict for _, _, verdict in found}
    assert {one.fact for one in said.facts} == every.changing(found)
    for verdict, row in said.verdicts.items():
        assert every.verdict(case, row) == verdict
    for one in said.facts:
        assert one.only_if_unknown == (one.fact in every.derived and one.fact not in stating)
        is_text = every.edition.vocabulary.facts[one.fact].type == "text"
        large = is_text and any(len(register.entries) >= SMALL_REGISTER for register in every.edition.registers.values())
        named = {member for answer in one.answers for some in answer.value.alike if isinstance(some, tuple) for member in some}
        pairs = [({**base, **given}.get(one.fact), verdict) for base, given, verdict in found]
        stated = [(_of_members(value, named), verdict) for value, verdict in pairs if value is not None]
        for answer in one.answers:
            own = [verdict for value, verdict in stated if is_in(value, answer.value.alike)]
            assert set(own) == set(answer.verdicts) or (large and set(own) < set(answer.verdicts))
            for verdict, row in answer.verdicts.items():
                assert row[one.fact] == answer.value.value
                assert every.verdict(case, row) == verdict
        told = [sum(is_in(value, answer.value.alike) for answer in one.answers) for value, _ in stated]
        assert all(count == 1 or (is_text and count == 0) for count in told)
    return said


def _of_members(value: FactValue, named: set[str]) -> FactValue:
    """A set without the members that no condition names; any other value as it is."""
    return tuple(one for one in value if one in named) if isinstance(value, tuple) else value


@pytest.mark.parametrize("seed", range(50))
def test_what_is_open_in_a_small_edition_is_what_all_completions_come_to(seed: int) -> None:
    """The verdicts, the facts that can change them and each answer's verdicts are those of all completions, screened."""
    source = Random(seed)
    edition = small_edition(source)
    every, completions = Everything(edition), Completions(edition)
    for _ in range(2):
        check_open(every, completions, small_case(edition, source, 300))


@pytest.mark.parametrize("seed", range(60))
def test_what_is_open_where_derived_facts_are_stated_is_what_those_completions_come_to(seed: int) -> None:
    """The same where the case states derived facts by hand, and where every completion states others, as an interview asks for."""
    source = Random(50_000 + seed)
    edition = small_edition(source)
    every = Everything(edition)
    case = small_case(edition, source, 100)
    by_hand = [one for one in every.derived if source.random() < 0.25]
    stated = {one: source.choice(list(every_value(edition, one, DAY))) for one in by_hand}
    case = case.model_copy(update={"facts": {**case.facts, **stated}})
    check_open(every, Completions(edition), case, [one for one in every.derived if source.random() < 0.6])


@pytest.mark.parametrize("name", EDITIONS)
def test_what_is_open_in_an_edition_is_what_all_completions_come_to(
    name: str, library: Library, worked: Callable[[str], list[Case]]
) -> None:
    """The same for worked cases of the shipped editions that are silent on a few facts."""
    edition = library.edition(name)
    every, completions = Everything(edition), Completions(edition)
    said = [check_open(every, completions, worked_case(every, worked(name), Random(seed), MOST)) for seed in range(8)]
    assert sum(len(one.verdicts) > 1 for one in said) >= 2
