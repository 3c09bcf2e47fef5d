"""Which values of a fact do an edition's conditions tell apart? One stands for all that they see alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product

from nytta.engine.completions.kind import KindRules
from nytta.engine.ir.dates import shifted
from nytta.engine.ir.evaluate import Settled, meaning
from nytta.engine.ir.nodes import Has, Leaf, Stated, Within
from nytta.engine.ir.numbers import SCALE
from nytta.engine.ir.settle import MEASURES, SETTLED
from nytta.engine.load.spellings import BOUNDS
from nytta.engine.model.case import FactValue
from nytta.engine.model.vocabulary import NUMERIC, allowed_values

STATED = "…"
"""Stands for a text, of which it only matters that it is stated."""
LISTED = ("bool", "enum", "country")
"""The types whose values are all known."""
MOST_MEMBERS = 12
"""The most members of a set that are told apart."""


@dataclass(frozen=True, slots=True)
class Range:
    """Every number or day from `low` to `high`, both included; None is no bound."""

    low: FactValue | None
    high: FactValue | None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a fact that stands for all that are seen alike: values, or ranges of numbers or days.

    Of a set only the members count that some condition names; of a text only that it is stated.
    """

    value: FactValue
    alike: tuple[FactValue | Range, ...]


def values(rules: KindRules, fact: str, day: date) -> list[Value]:
    """The values of a fact that some test of it tells apart; each one by itself where a register is matched with the fact."""
    tests = [one for one in rules.leaves if not isinstance(one, Stated) and one.term.partition("~")[0] == fact]
    seen = [meaning(one) for one in tests]
    found: dict[tuple[object, ...], Value] = {}
    for value, shown in _candidates(rules, fact, tests, day):
        settled = settled_values(rules, fact, value, day)
        key = (value if fact in rules.matched else None, *(truth(settled) for truth in seen))
        before = found.get(key)
        found[key] = Value(value, (shown,)) if before is None else Value(before.value, (*before.alike, shown))
    return list(found.values())


def settled_values(rules: KindRules, fact: str, value: FactValue, day: date) -> dict[str, Settled]:
    """A fact's value and what is measured from it, as conditions read them."""
    settled = {fact: SETTLED[rules.vocabulary.facts[fact].type](value)}
    for term in rules.measured.get(fact, ()) if isinstance(value, date) else ():
        settled[term] = MEASURES[term.partition("~")[2]](value, day)  # type: ignore[arg-type]
    return settled


def complete(rules: KindRules, fact: str) -> bool:
    """Whether every value that a condition or a register tells apart is among those that are looked at."""
    described = rules.vocabulary.facts[fact]
    if described.type == "set":
        return len({test.value for test in rules.leaves if isinstance(test, Has) and test.term == fact}) <= MOST_MEMBERS
    return described.type in (*LISTED, "text") or fact not in rules.matched


def _candidates(rules: KindRules, fact: str, tests: Sequence[Leaf], day: date) -> Iterator[tuple[FactValue, FactValue | Range]]:
    described = rules.vocabulary.facts[fact]
    if described.type == "text":
        yield STATED, STATED
    elif described.type == "set":
        named = {test.value for test in tests if isinstance(test, Has)}
        members = [one for one in described.values if one in named][:MOST_MEMBERS]
        for chosen in sorted(product((False, True), repeat=len(members)), key=sum):
            subset = tuple(one for one, into in zip(members, chosen, strict=True) if into)
            yield subset, subset
    elif described.type in NUMERIC:
        bounds = (None if one is None else one * SCALE for one in BOUNDS[described.type])
        for low, high in _intervals(_cuts(tests), *bounds):
            yield _number(_plain(low, high)), Range(*(None if one is None else _number(one) for one in (low, high)))
    elif described.type == "date":
        for low, high in _intervals(_day_cuts(tests, day), None, None):
            first, last = (None if one is None else date.fromordinal(one) for one in (low, high))
            yield first or last or day, Range(first, last)
    else:
        for value in allowed_values(described, rules.vocabulary):
            yield value, value


def _cuts(tests: Iterable[Leaf]) -> set[int]:
    """The numbers at which some test may begin to come out otherwise."""
    bounds = [test for test in tests if isinstance(test, Within)]
    return {test.low for test in bounds if test.low is not None} | {test.high + 1 for test in bounds if test.high is not None}


def _day_cuts(tests: Iterable[Leaf], day: date) -> set[int]:
    """The days at which some test may begin to come out otherwise, as ordinals: bounds, and so many months before or after."""
    found: set[int] = set()
    for test in tests:
        if isinstance(test, Within) and "~" not in test.term:
            found |= _cuts([test])
        elif isinstance(test, Within):
            sign = -1 if test.term.endswith("before") else 1
            months = {0, *(abs(one) for one in (test.low, test.high) if one is not None)}
            found |= {shifted(day, sign * one).toordinal() + after for one in months for after in (0, 1)}
    return found


def _intervals(cuts: Iterable[int], low: int | None, high: int | None) -> Iterator[tuple[int | None, int | None]]:
    """The stretches between the cuts, both ends included, within the bounds that the type has."""
    starts = sorted(one for one in cuts if (low is None or one > low) and (high is None or one <= high))
    yield from zip([low, *starts], [*(one - 1 for one in starts), high], strict=True)


def _plain(low: int | None, high: int | None) -> int:
    """A number of the stretch, whole and near its end where it can be."""
    if low is None:
        return 0 if high is None else high - high % SCALE
    whole = low + -low % SCALE
    return whole if high is None or whole <= high else low


def _number(hundredths: int) -> int | Decimal:
    return hundredths // SCALE if hundredths % SCALE == 0 else (Decimal(hundredths) / SCALE).normalize()
