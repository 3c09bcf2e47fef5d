"""Cases made at random from an edition's own facts: every value that a fact may have, and often none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random

from nytta.engine.load.digest import used
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import Fact, allowed_values

CITIES = {
    "NO": ("Oslo", "Bergen", "Oslo kommune"),
    "DK": ("Köpenhamn", "Roskilde"),
    "GB": ("London",),
    "US": ("Palo Alto", "Paolo Alto", "New York"),
    "CN": ("Guangzhou", "Peking", "北京"),
    "RU": ("S:t Petersburg", "Kazan"),
    "GL": ("Nuuk",),
    "IL": ("Jerusalem",),
    "PL": ("Warszawa",),
}
"""Cities that the registers tell apart: listed, not listed, nearly listed, and of countries that no register answers for."""
_NUMBERS: dict[str, tuple[int | Decimal, ...]] = {
    "percent": (0, 50, Decimal("99.99"), 100),
    "money": (0, 499_999, 500_000, 500_001, Decimal("500000.01"), Decimal("999999999999999.99"), 10**15),
    "number": (0, 1, 2, 49, 50, Decimal("-0.5"), -(10**15)),
}
_OFTEN = {"counterpart.type": ["city"] * 8}
"""Values that much depends on, drawn more often than others."""
_DAYS = (-900, -731, -730, -365, 0, 1, 365, 366, 1_096, 1_200)


_USED: dict[int, tuple[Edition, list[str]]] = {}
"""The facts that an edition uses, by the edition's identity: to find them takes longer than to make a case."""


def _used(edition: Edition) -> list[str]:
    if id(edition) not in _USED:
        _USED[id(edition)] = (edition, sorted(used(edition)[0]))
    return _USED[id(edition)][1]


def random_case(edition: Edition, source: Random, number: int = 0) -> Case:
    """A case of a kind that the edition judges, on a day when it is in force, with a share of its facts stated."""
    first, last = period(edition)
    day = first + timedelta(days=source.randrange((last - first).days + 1))
    share = source.choice((0.0, 0.3, 0.7, 0.9, 1.0))
    country = source.choice(tuple(CITIES))
    stated = [name for name in _used(edition) if source.random() < share]
    stated = [name for name in stated if edition.vocabulary.facts[name].derived is None or source.random() < 0.3]
    case = made(
        edition,
        kind=source.choice(kinds(edition)),
        day=day,
        body=source.choice((None, *edition.vocabulary.bodies)),
        facts={name: source.choice(choices(name, edition, country, day)) for name in stated},
    )
    return case.model_copy(update={"id": f"generated-{number}"})


def made(edition: Edition, *, kind: str, day: date, facts: dict[str, FactValue], body: str | None = None) -> Case:
    """A case of the edition's strategy."""
    return Case(
        id="made",
        title="Slumpat ärende",
        strategy=edition.head.strategy,
        kind=kind,
        date=day,
        body=body,
        facts=facts,
    )


def kinds(edition: Edition) -> tuple[str, ...]:
    """The kinds that the edition judges."""
    return edition.head.kinds or tuple(edition.vocabulary.kinds)


def period(edition: Edition) -> tuple[date, date]:
    """The first and last day on which the edition judges; one still in force is tried until 2026."""
    return edition.head.in_force.from_, edition.head.in_force.to or date(2026, 1, 1)


def choices(name: str, edition: Edition, country: str, day: date) -> Sequence[FactValue]:
    """The values of a fact between which conditions may tell; a city lies in the country."""
    if name == "counterpart.city":
        return CITIES[country]
    fact = edition.vocabulary.facts[name]
    match fact.type:
        case "bool":
            return (True, True, False)
        case "enum":
            return [str(value) for value in allowed_values(fact, edition.vocabulary)] + _OFTEN.get(name, [])
        case "set":
            return _subsets(fact)
        case "country":
            return (country,)
        case "date":
            return [day + timedelta(days=days) for days in _DAYS]
        case "text":
            return ("text", "{missing} åäö")
        case _:
            return _NUMBERS[fact.type]


def _subsets(fact: Fact) -> list[tuple[str, ...]]:
    chosen = product((False, True), repeat=len(fact.values))
    return [tuple(value for value, taken in zip(fact.values, one, strict=True) if taken) for one in chosen]
