"""What is true when not everything is known? Kleene's three values: True, False and None for unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nytta.engine.model.provisions import Status

Truth = bool | None


def all_of(truths: Iterable[Truth]) -> Truth:
    """False if one is false, else unknown if one is unknown, else true."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if one is true, else unknown if one is unknown, else false."""
    result: Truth = False
    for truth in truths:
        if truth:
            return True
        if truth is None:
            result = None
    return result


def at_least(count: int, truths: Sequence[Truth]) -> Truth:
    """True if so many are true, false if so many cannot be, else unknown."""
    if truths.count(True) >= count:
        return True
    return False if len(truths) - truths.count(False) < count else None


def status(applies: Truth, requires: Truth, excused: Truth) -> Status:
    """The status of a clause: the first line of the table in `docs/how-it-works.md` that fits."""
    if applies is False:
        return "not_applicable"
    if requires:
        return "satisfied"
    if excused:
        return "excused"
    if applies and requires is False and excused is False:
        return "violated"
    return "undetermined"
