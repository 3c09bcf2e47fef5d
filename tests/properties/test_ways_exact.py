"""The ways to a verdict are minimal and all there are: held against every combination of changes, each screened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product
from random import Random

import pytest

from nytta.engine.completions.table import BODY
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import OUTCOMES, Outcome
from nytta.engine.policy.relevant import relevant_facts
from nytta.engine.whatif import Change, WhatIf
from tests.conftest import EDITIONS
from tests.properties.every_combination import Everything, Row, is_in, small_case, worked_case
from tests.properties.small_editions import small_edition


def every_way(every: Everything, case: Case, wanted: Outcome, size: int) -> list[Row]:
    """The smallest sets of changes of at most so many facts, by trying all."""
    settled = every.settle(case)
    changeable = [
        one
        for one in relevant_facts([every.edition], case.kind)
        if one not in every.derived or one in case.facts or (one not in settled.facts and settled.missing(one) == (one,))
    ]
    found: list[Row] = []
    for count in range(size + 1):
        rows = [row for facts in combinations((BODY, *changeable), count) for row in _changes(every, case, facts)]
        fewest = [row for row in rows if not any(one.items() <= row.items() for one in found)]
        found += [row for row in fewest if every.verdict(case, row) == wanted]
    return found


def _changes(every: Everything, case: Case, facts: Sequence[str]) -> Iterator[Row]:
    bodies: list[Row] = [{BODY: one} for one in every.edition.vocabulary.bodies] if BODY in facts else [{}]
    others = [fact for fact in facts if fact != BODY]
    kept = case.model_copy(update={"facts": {fact: value for fact, value in case.facts.items() if fact not in others}})
    for body, row in product(bodies, every.rows(kept, others, {})):
        yield body | row


def check_ways(every: Everything, what_if: WhatIf, case: Case, wanted: Outcome, size: int) -> int:
    """The ways found are minimal, and all that there are."""
    said = what_if.changes(case, wanted, size)
    assert said.complete
    assert len(set(map(str, said.ways))) == len(said.ways)
    for way in said.ways:
        row = {change.fact: change.value.value for change in way}
        assert every.verdict(case, row) == wanted
        smaller = (dict(part) for count in range(len(row)) for part in combinations(row.items(), count))
        assert all(every.verdict(case, part) != wanted for part in smaller)
    for row in every_way(every, case, wanted, size):
        assert any(_is_of(every.edition, row, way) for way in said.ways), row
    return len(said.ways)


def _is_of(edition: Edition, row: Row, way: Sequence[Change]) -> bool:
    """Whether the changes are of the same facts, with values that are seen alike; what is looked up may have other names."""
    matched = {fact for register in edition.registers.values() for fact in register.match.values()}
    return row.keys() == {one.fact for one in way} and all(
        one.fact in matched or isinstance(row[one.fact], tuple) or is_in(row[one.fact], one.value.alike) for one in way
    )


@pytest.mark.parametrize("seed", range(60))
def test_ways_in_a_small_edition_are_all_there_are(seed: int) -> None:
    """The changes found in a small edition are minimal and complete, for each verdict, against trying all."""
    source = Random(1_000 + seed)
    edition = small_edition(source)
    every = Everything(edition)
    what_if = WhatIf(edition, every.screen)
    case = small_case(edition, source, source.choice((1, 100, 10_000)))
    for wanted in source.sample(OUTCOMES, 2):
        check_ways(every, what_if, case, wanted, 2)


@pytest.mark.parametrize("name", EDITIONS)
def test_ways_in_an_edition_are_all_there_are(name: str, library: Library, worked: Callable[[str], list[Case]]) -> None:
    """The changes found in the shipped editions are all there are: single ones, in the invented one up to two."""
    edition = library.edition(name)
    every = Everything(edition)
    what_if = WhatIf(edition)
    ways = 0
    for seed in range(2 if name == "exempelstad-2020" else 8):
        source = Random(seed)
        case = worked_case(every, worked(name), source, source.choice((1, 2, 10)))
        for wanted in ("approve", "approve_with_conditions"):
            ways += check_ways(every, what_if, case, wanted, 2 if name == "exempelstad-2020" else 1)  # type: ignore[arg-type]
    assert ways > 0
