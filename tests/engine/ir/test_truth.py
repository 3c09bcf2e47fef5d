"""Kleene's tables and the table of statuses."""

from __future__ import annotations

from itertools import product

import pytest

from nytta.engine.ir.truth import Truth, all_of, any_of, status

TRUTHS: tuple[Truth, ...] = (True, None, False)


@pytest.mark.parametrize(("one", "other"), list(product(TRUTHS, repeat=2)))
def test_conjunction_is_the_least_and_disjunction_the_greatest(one: Truth, other: Truth) -> None:
    """With false < unknown < true, `all` is the minimum and `any` the maximum."""
    rank = {False: 0, None: 1, True: 2}
    assert all_of([one, other]) is min(one, other, key=rank.__getitem__)
    assert any_of([one, other]) is max(one, other, key=rank.__getitem__)


@pytest.mark.parametrize(
    ("applies", "requires", "excused", "expected"),
    [
        (False, True, True, "not_applicable"),
        (False, None, None, "not_applicable"),
        (None, True, False, "satisfied"),
        (True, True, None, "satisfied"),
        (None, False, True, "excused"),
        (True, None, True, "excused"),
        (True, False, False, "violated"),
        (True, False, None, "undetermined"),
        (True, None, False, "undetermined"),
        (None, False, False, "undetermined"),
        (None, None, None, "undetermined"),
    ],
)
def test_status_is_the_first_line_of_the_table_that_fits(applies: Truth, requires: Truth, excused: Truth, expected: str) -> None:
    """Every line of the table of statuses, with what must not matter varied."""
    assert status(applies, requires, excused) == expected


@pytest.mark.parametrize("truths", list(product(TRUTHS, repeat=3)))
def test_learning_a_fact_never_turns_one_certain_status_into_another(truths: tuple[Truth, Truth, Truth]) -> None:
    """What is decided while something is unknown stays decided, or turns out not to apply."""
    before = status(*truths)
    if before == "undetermined":
        return
    for learned in product(*[(one,) if one is not None else (True, False) for one in truths]):
        after = status(*learned)
        assert after in (before, "not_applicable") or (before == "excused" and after == "satisfied")
