"""How is a value of a fact's type written as a whole number, so that every machine compares it alike?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

SCALE = 100
LIMIT = 10**15


def whole(value: float | Decimal | date) -> int | None:
    """Hundredths of a number (öre, hundredths of a percent), or a day's ordinal.

    None if the number has more than two decimals or is out of range.
    """
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, int):
        return value * SCALE if abs(value) <= LIMIT else None
    scaled = Decimal(str(value)) * SCALE
    if scaled != scaled.to_integral_value() or abs(scaled) > LIMIT * SCALE:
        return None
    return int(scaled)
