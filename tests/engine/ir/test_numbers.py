"""Values of every type as whole numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nytta.engine.ir.numbers import LIMIT, whole


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0, 0),
        (500_000, 50_000_000),
        (Decimal("99.99"), 9_999),
        (0.1, 10),
        (50.4, 5_040),
        (-1.25, -125),
        (LIMIT, LIMIT * 100),
        (-LIMIT, -LIMIT * 100),
        (Decimal(LIMIT), LIMIT * 100),
        (Decimal("99999999999999.99"), 9_999_999_999_999_999),
        (date(1, 1, 1), 1),
        (date(2010, 4, 12), 733_874),
    ],
)
def test_a_number_is_hundredths_and_a_day_its_ordinal(value: float | Decimal | date, number: int) -> None:
    """Numbers are counted in hundredths, exactly as they are written; days from the first of the calendar."""
    assert whole(value) == number


@pytest.mark.parametrize(
    "value", [0.001, Decimal("1.005"), LIMIT + 1, Decimal(-LIMIT) - Decimal("0.01"), float("inf"), float("nan")]
)
def test_what_cannot_be_held_exactly_is_refused(value: float | Decimal) -> None:
    """A third decimal, a number out of range and what is no number have no whole number."""
    assert whole(value) is None
