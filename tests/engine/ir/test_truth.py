"""Kleene's tables and the table of statuses, each against a table written by hand."""

from __future__ import annotations

from itertools import product

import pytest

from nytta.engine.ir.truth import Truth, all_of, any_of, at_least, status

LETTERS: dict[str, Truth] = {"t": True, "u": None, "f": False}
TRUTHS: tuple[Truth, ...] = (True, None, False)

JUNCTIONS = """
    t t  t t
    t u  u t
    t f  f t
    u t  u t
    u u  u u
    u f  f u
    f t  f t
    f u  f u
    f f  f f
"""
"""Two truths, their conjunction and their disjunction: Kleene's strong tables."""

STATUSES = """
    t t t  satisfied       u t t  satisfied       f t t  not_applicable
    t t u  satisfied       u t u  satisfied       f t u  not_applicable
    t t f  satisfied       u t f  satisfied       f t f  not_applicable
    t u t  excused         u u t  excused         f u t  not_applicable
    t u u  undetermined    u u u  undetermined    f u u  not_applicable
    t u f  undetermined    u u f  undetermined    f u f  not_applicable
    t f t  excused         u f t  excused         f f t  not_applicable
    t f u  undetermined    u f u  undetermined    f f u  not_applicable
    t f f  violated        u f f  undetermined    f f f  not_applicable
"""
"""Whether the clause applies, whether what it requires holds, whether an exception holds, and the status."""


def rows(table: str, width: int) -> list[tuple[str, ...]]:
    """The cells of a table, that many a row."""
    cells = table.split()
    return [tuple(cells[start : start + width]) for start in range(0, len(cells), width)]


@pytest.mark.parametrize(("one", "other", "both", "either"), rows(JUNCTIONS, 4))
def test_junctions_follow_kleene(one: str, other: str, both: str, either: str) -> None:
    """Every pair of truths has the conjunction and disjunction of Kleene's tables."""
    pair = [LETTERS[one], LETTERS[other]]
    assert all_of(pair) is LETTERS[both]
    assert any_of(pair) is LETTERS[either]


def test_nothing_is_a_true_conjunction_and_a_false_disjunction() -> None:
    """Without parts there is nothing to break `all` and nothing to fulfil `any`."""
    assert all_of([]) is True
    assert any_of([]) is False


@pytest.mark.parametrize("truths", [one for size in range(1, 5) for one in product(TRUTHS, repeat=size)])
def test_counting_is_certain_only_where_every_completion_agrees(truths: tuple[Truth, ...]) -> None:
    """At least k of up to four parts: true or false where that is so however the unknown ones turn out, else unknown."""
    completions = list(product(*[(one,) if one is not None else (True, False) for one in truths]))
    for count in range(1, len(truths) + 1):
        outcomes = {sum(map(bool, one)) >= count for one in completions}
        assert at_least(count, truths) is (outcomes.pop() if len(outcomes) == 1 else None)


@pytest.mark.parametrize(("applies", "requires", "excused", "expected"), rows(STATUSES, 4))
def test_status_follows_the_table(applies: str, requires: str, excused: str, expected: str) -> None:
    """Each of the 27 combinations has the status of the table of statuses."""
    assert status(LETTERS[applies], LETTERS[requires], LETTERS[excused]) == expected


def test_the_table_of_statuses_is_whole() -> None:
    """The table above names every combination once."""
    assert len({row[:3] for row in rows(STATUSES, 4)}) == len(rows(STATUSES, 4)) == 27


@pytest.mark.parametrize("truths", list(product(TRUTHS, repeat=3)))
def test_learning_a_fact_never_turns_one_certain_status_into_another(truths: tuple[Truth, Truth, Truth]) -> None:
    """What is decided while something is unknown stays decided, or turns out not to apply."""
    before = status(*truths)
    if before == "undetermined":
        return
    for learned in product(*[(one,) if one is not None else (True, False) for one in truths]):
        after = status(*learned)
        assert after in (before, "not_applicable") or (before == "excused" and after == "satisfied")
