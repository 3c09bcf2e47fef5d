"""Which day is written, and how many months lie between two days?"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: object) -> date | None:
    """The day that is written `yyyy-mm-dd`; None for any other writing, and for a day that does not exist."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and _DAY.fullmatch(text) else None
    except ValueError:
        return None


def shifted(day: date, months: int) -> date:
    """The same day of the month, that many months later (earlier if negative); the month's last day where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_before(day: date, case: date) -> int:
    """The least n such that the day is at most n months before the case's date; -1 if it comes after it."""
    if day > case:
        return -1
    months = (case.year - day.year) * 12 + case.month - day.month
    return months if shifted(case, -months) <= day else months + 1


def months_after(day: date, case: date) -> int:
    """The least n such that the day is at most n months after the case's date; -1 if it comes before it."""
    if day < case:
        return -1
    months = (day.year - case.year) * 12 + day.month - case.month
    return months if day <= shifted(case, months) else months + 1
