"""Months between days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.ir.dates import months_after, months_before, shifted

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "case", "months"),
    [
        (date(2008, 5, 31), date(2010, 5, 31), 24),
        (date(2008, 5, 30), date(2010, 5, 31), 25),
        (date(2010, 5, 31), date(2010, 5, 31), 0),
        (date(2010, 6, 1), date(2010, 5, 31), -1),
        (date(2008, 2, 29), date(2009, 2, 28), 12),
        (date(2009, 2, 28), date(2009, 3, 31), 1),
    ],
)
def test_months_before_counts_begun_months(day: date, case: date, months: int) -> None:
    """The least number of months that reaches back to the day, ends of months included."""
    assert months_before(day, case) == months


@given(DAYS, DAYS)
def test_months_are_the_least_that_reach(day: date, case: date) -> None:
    """One month fewer would not reach the day, in either direction."""
    before, after = months_before(day, case), months_after(day, case)
    assert (before == -1) is (day > case)
    assert (after == -1) is (day < case)
    if before > 0:
        assert shifted(case, -before) <= day < shifted(case, -before + 1)
    if after > 0:
        assert shifted(case, after - 1) < day <= shifted(case, after)
