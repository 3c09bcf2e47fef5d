"""A typed table of cases made at random, column by column: what `tests/generate.py` does case by case."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from nytta.engine.ir.numbers import whole
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import allowed_values
from tests.generate import _DAYS, _NUMBERS, _OFTEN, CITIES, _used, kinds, period

SHARES = (0.0, 0.3, 0.7, 0.9, 1.0)
_FIRST = date(1970, 1, 1)
Source = np.random.Generator


def table(edition: Edition, rows: int, seed: int = 0) -> pl.DataFrame:
    """Rows of all kinds, with a share of their facts stated that differs from row to row; the same seed, the same table."""
    source, vocabulary = np.random.default_rng(seed), edition.vocabulary
    first, last = ((day - _FIRST).days for day in period(edition))
    days = source.integers(first, last + 1, rows, dtype=np.int32)
    share = source.choice(np.array(SHARES, np.float32), rows)
    country = source.integers(0, len(CITIES), rows, dtype=np.uint8)
    columns = [
        pl.Series("id", np.arange(rows, dtype=np.uint32)).cast(pl.String),
        pl.repeat(edition.head.strategy, rows, dtype=pl.String, eager=True).alias("strategy"),
        _picked(kinds(edition), tuple(vocabulary.kinds), source, rows).alias("kind"),
        _picked((None, *vocabulary.bodies), tuple(vocabulary.bodies), source, rows).alias("body"),
        pl.Series("date", days).cast(pl.Date),
    ]
    for name in _used(edition):
        fact = vocabulary.facts[name]
        stated = pl.Series(source.random(rows, np.float32) < share * (1.0 if fact.derived is None else 0.3))
        values = _values(name, edition, country, days, source)
        columns.append(pl.select(pl.when(stated).then(values).alias(name)).to_series())
    return pl.DataFrame(columns)


def _values(name: str, edition: Edition, country: Any, days: Any, source: Source) -> pl.Series:
    fact, rows = edition.vocabulary.facts[name], len(days)
    if name == "counterpart.city":
        return _cities(country, source)
    if fact.type == "country":
        values = [str(one) for one in allowed_values(fact, edition.vocabulary)]
        return pl.Series(list(CITIES), dtype=pl.Enum(values)).gather(country)
    if fact.type == "bool":
        return pl.Series(source.random(rows, np.float32) < 2 / 3)
    if fact.type == "enum":
        known = tuple(str(one) for one in allowed_values(fact, edition.vocabulary))
        return _picked((*known, *_OFTEN.get(name, ())), known, source, rows)
    if fact.type == "set":
        return pl.Series(source.integers(0, 1 << len(fact.values), rows, dtype=np.uint8))
    if fact.type == "date":
        return pl.Series(days + source.choice(np.array(_DAYS, np.int32), rows)).cast(pl.Date)
    if fact.type == "text":
        return pl.Series(("text", "åäö")).gather(source.integers(0, 2, rows, dtype=np.uint8))
    numbers = [whole(one) for one in _NUMBERS[fact.type]]
    return pl.Series(numbers, dtype=pl.Int64).gather(source.integers(0, len(numbers), rows, dtype=np.uint8))


def _picked(values: tuple[str | None, ...], known: tuple[str, ...], source: Source, rows: int) -> pl.Series:
    return pl.Series(values, dtype=pl.Enum(known)).gather(source.integers(0, len(values), rows, dtype=np.uint8))


def _cities(country: Any, source: Source) -> pl.Series:
    """A city of the row's country."""
    names = [name for cities in CITIES.values() for name in cities]
    counts = np.array([len(cities) for cities in CITIES.values()])
    first = np.cumsum(counts) - counts
    return pl.Series(names).gather(
        (first[country] + (source.random(len(country)) * counts[country]).astype(np.int64)).astype(np.uint32)
    )
