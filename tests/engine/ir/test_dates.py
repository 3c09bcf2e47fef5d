"""Months between days."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.ir.dates import day as written_day
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


@pytest.mark.parametrize(
    ("day", "case", "months"),
    [
        (date(2023, 5, 31), date(2020, 5, 31), 36),
        (date(2023, 6, 1), date(2020, 5, 31), 37),
        (date(2020, 5, 31), date(2020, 5, 31), 0),
        (date(2020, 5, 30), date(2020, 5, 31), -1),
        (date(2021, 2, 28), date(2020, 2, 29), 12),
        (date(2020, 4, 30), date(2020, 3, 31), 1),
        (date(2020, 5, 1), date(2020, 3, 31), 2),
    ],
)
def test_months_after_counts_begun_months(day: date, case: date, months: int) -> None:
    """The least number of months that reaches forward to the day, ends of months included."""
    assert months_after(day, case) == months


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2010-04-12", date(2010, 4, 12)),
        ("2012-02-29", date(2012, 2, 29)),
        ("2010-02-29", None),
        ("0000-01-01", None),
        ("2010-4-12", None),
        ("20100412", None),
        ("2010-W15-1", None),
        ("2010-04-12T00:00", None),
        (" 2010-04-12", None),
        ("٢٠١٠-٠٤-١٢", None),
        (20100412, None),
        (None, None),
    ],
)
def test_a_day_is_written_in_one_way(text: object, expected: date | None) -> None:
    """Four digits, two and two with hyphens between, and a day that the calendar has."""
    assert written_day(text) == expected


def walked(day: date, months: int, step: int) -> date:
    """The same day of the month so many steps away, found by walking; the month's last day where it has none."""
    year, month = day.year, day.month
    for _ in range(months):
        month += step
        if month in (0, 13):
            year, month = year + step, 12 if step < 0 else 1
    for number in range(day.day, 0, -1):
        with suppress(ValueError):
            return date(year, month, number)
    raise AssertionError


@given(DAYS, DAYS)
def test_months_are_those_found_by_trying_one_after_another(day: date, case: date) -> None:
    """Both directions agree with a search from nought upwards, and are -1 in the other direction."""
    before = next(n for n in count() if walked(case, n, -1) <= day) if day <= case else -1
    after = next(n for n in count() if walked(case, n, 1) >= day) if day >= case else -1
    assert (months_before(day, case), months_after(day, case)) == (before, after)


@given(DAYS, st.integers(-100, 100))
def test_a_shifted_day_is_the_day_that_walking_finds(day: date, months: int) -> None:
    """Whole years and ends of months are passed in both directions."""
    assert shifted(day, months) == walked(day, abs(months), 1 if months > 0 else -1)
