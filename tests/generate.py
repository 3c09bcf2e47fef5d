"""Cases made at random from an edition's own facts: every value that a fact may have, and often none."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from nytta.engine.load.digest import used
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import Fact

CITIES = {
    "NO": ("Oslo", "Bergen"),
    "DK": ("Köpenhamn", "Roskilde"),
    "GB": ("London",),
    "US": ("Palo Alto", "New York"),
    "CN": ("Guangzhou", "Peking"),
    "RU": ("S:t Petersburg", "Kazan"),
    "GL": ("Nuuk",),
    "PL": ("Warszawa",),
}
_NUMBERS: dict[str, tuple[int | Decimal, ...]] = {
    "percent": (0, 50, Decimal("99.99"), 100),
    "money": (0, 499_999, 500_000, 500_001, Decimal("500000.01")),
    "number": (0, 1, 2, 5),
}


def random_case(edition: Edition, source: Random, number: int = 0) -> Case:
    """A case of a kind that the edition judges, on a day when it is in force, with a share of its facts stated."""
    period = edition.head.in_force
    last = period.to or date(2026, 1, 1)
    day = period.from_ + timedelta(days=source.randrange((last - period.from_).days + 1))
    kind = source.choice(edition.head.kinds or tuple(edition.vocabulary.kinds))
    share = source.choice((0.0, 0.3, 0.7, 0.9, 1.0))
    country = source.choice(tuple(CITIES))
    facts: dict[str, FactValue] = {}
    for name in sorted(used(edition)[0]):
        if source.random() < share:
            facts[name] = _value(name, edition.vocabulary.facts[name], country, day, source)
    for name in [name for name, fact in edition.vocabulary.facts.items() if fact.derived is not None]:
        if source.random() < 0.7:  # mostly leave derivations to the engine
            facts.pop(name, None)
    body = source.choice((None, *edition.vocabulary.bodies))
    return Case(
        id=f"generated-{number}",
        title="Slumpat ärende",
        strategy=edition.head.strategy,
        kind=kind,
        date=day,
        body=body,
        facts=facts,
    )


def _value(name: str, fact: Fact, country: str, day: date, source: Random) -> FactValue:
    if name == "counterpart.city":
        return source.choice(CITIES[country])
    match fact.type:
        case "bool":
            return source.random() < 0.6
        case "enum":
            return source.choice(tuple(fact.values))
        case "set":
            return tuple(value for value in fact.values if source.random() < 0.4)
        case "country":
            return country
        case "date":
            return day + timedelta(days=source.choice((-900, -731, -730, -365, 0, 1, 365, 366, 1_096, 1_200)))
        case "text":
            return "text"
        case _:
            return source.choice(_NUMBERS[fact.type])
