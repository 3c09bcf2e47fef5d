"""What is meant by an answer that somebody types? Numbers of what is offered, words in either language, or values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nytta.engine.load.spellings import number_meant
from nytta.engine.model.base import Text
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import NUMERIC, Fact, allowed_values

_NONE = "[]"
_NOTHING = ("0", "inget", "ingen", "inga", "none", "nothing", "[]")
_TRUTHS = dict.fromkeys(("ja", "j", "yes", "y", "true"), "true") | dict.fromkeys(("nej", "n", "no", "false"), "false")


def choices(fact: Fact, edition: Edition) -> tuple[bool | str, ...]:
    """The values that are offered by number; none where they are too many to list."""
    return allowed_values(fact, edition.vocabulary) if fact.type != "country" else ()


def meant(typed: str, fact: Fact, edition: Edition) -> str:
    """A typed answer as a case file has it: numbers and words in either language become codes, the rest stays as it is."""
    offered = choices(fact, edition)
    if fact.type == "country":
        return _code(typed, edition.vocabulary.countries)
    if fact.type == "set":
        if typed.casefold() in _NOTHING:
            return _NONE
        if (whole := _code(typed, fact.values)) in fact.values:
            return whole
        return ", ".join(_one_of(one.strip(), offered, fact) for one in typed.split(",") if one.strip())
    if fact.type in NUMERIC:
        return number_meant(typed, fact.type) or typed
    return _one_of(typed, offered, fact) if offered else typed


def is_none_of(written: str, fact: Fact, edition: Edition) -> bool:
    """Whether there are values to choose from, and something that was written is none of them."""
    allowed = [_written(one) for one in allowed_values(fact, edition.vocabulary)]
    given = [one.strip() for one in written.split(",")] if fact.type == "set" and written != _NONE else [written]
    return bool(allowed) and written != _NONE and any(one not in allowed for one in given)


def place(typed: str, count: int) -> int | None:
    """Which of so many is meant by a number, from 0; None if it is none of theirs."""
    if not typed.isdecimal() or len(typed) > len(str(count)):
        return None
    return int(typed) - 1 if 0 < int(typed) <= count else None


def _written(value: bool | str) -> str:  # noqa: FBT001 - a value
    return value if isinstance(value, str) else str(value).lower()


def _one_of(typed: str, offered: Sequence[bool | str], fact: Fact) -> str:
    if (chosen := place(typed, len(offered))) is not None:
        return _written(offered[chosen])
    if fact.type == "bool":
        return _TRUTHS.get(typed.casefold()) or _code(typed, fact.values)
    return _code(typed, fact.values)


def _code(typed: str, labels: dict[str, Text]) -> str:
    """The code whose label was typed, else what was typed."""
    wanted = typed.casefold()
    return next((code for code, label in labels.items() if wanted in _spellings(code, label)), typed)


def _spellings(code: str, label: Text) -> Iterator[str]:
    return (one.casefold() for one in (code, label.sv, label.en))
