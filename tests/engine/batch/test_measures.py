"""Months between days, by columns as case by case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nytta.engine.batch.coding import DATE
from nytta.engine.batch.settle import MEASURES
from nytta.engine.ir.settle import MEASURES as BY_CASE

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31)) | st.sampled_from(
    [
        date(2012, 2, 29),
        date(2011, 2, 28),
        date(2012, 1, 31),
        date(2012, 3, 31),
        date(2012, 4, 30),
        date(1, 1, 1),
        date(9999, 12, 31),
    ]
)


def test_every_measure_has_its_columns() -> None:
    """What can be measured case by case can be by columns."""
    assert list(MEASURES) == list(BY_CASE)


@pytest.mark.parametrize("measure", list(BY_CASE))
def test_months_are_the_same_by_columns(measure: str) -> None:
    """Month ends, leap days, days before and after, and none at all."""

    @given(st.lists(st.tuples(st.none() | DAYS, DAYS), min_size=1, max_size=40))
    @example(
        [(date(2012, 2, 29), date(2013, 3, 31)), (date(2012, 1, 31), date(2012, 2, 29)), (date(2012, 2, 29), date(2012, 1, 31))]
    )
    def same(days: list[tuple[date | None, date]]) -> None:
        ordinals = [None if day is None else day.toordinal() for day, _ in days]
        frame = pl.DataFrame({"day": pl.Series(ordinals, dtype=pl.Int64), DATE: [case for _, case in days]})
        expected = [None if day is None else _by_case(BY_CASE[measure], day, case) for day, case in days]
        assert frame.select(MEASURES[measure]("day")).to_series().to_list() == expected

    same()


def _by_case(measured: Callable[[date, date], int], day: date, case: date) -> int:
    return measured(day, case)
