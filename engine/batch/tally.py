"""What do the verdicts of a table come to? Counts by edition, clause and fact, taken batch after batch."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import astuple, dataclass, field

import polars as pl

from nytta.engine.batch.cells import MEMBERS

REASONS = ("reject", "incomplete", "conditions")
"""The columns whose clauses have an effect on the verdict."""
SHOWN = 10
"""Faulty rows that are kept to be shown."""
LETTERS = 500
"""Letters of a fault that are kept."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be screened: which case of the table, its identifier, and why."""

    number: int
    id: str | None
    error: str


@dataclass(slots=True)
class Tally:
    """The counts so far."""

    rows: int = 0
    errors: int = 0
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Rows by edition and verdict."""
    reasons: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: {one: Counter() for one in REASONS})
    """For each kind of reason, rows by edition and clause."""
    missing: Counter[str] = field(default_factory=Counter)
    """Rows by the fact that they lack."""
    faults: list[Fault] = field(default_factory=list)

    def take(self, frame: pl.DataFrame, numbers: pl.Series) -> None:
        """Counts the rows of a frame of verdicts; `numbers` are those of its rows in the table."""
        self.rows += frame.height
        faulty = frame["error"].is_not_null()
        self.errors += int(faulty.sum())
        good = frame.filter(~faulty)
        self.verdicts.update(dict(_counted(good, "edition", "verdict")))
        for name, counter in self.reasons.items():
            counter.update(dict(_members(good, "edition", name)))
        for (_, fact), count in _members(good, "edition", "missing"):
            self.missing[fact] += count
        if len(self.faults) < SHOWN:
            first = frame.with_columns(numbers.alias("number")).filter(faulty).head(SHOWN - len(self.faults))
            shown = first.select("number", "id", pl.col("error").str.slice(0, LETTERS))
            self.faults += [Fault(*row) for row in shown.iter_rows()]

    def add(self, part: Tally) -> None:
        """Counts what another part of the table came to; its rows stand after those so far."""
        self.rows += part.rows
        self.errors += part.errors
        self.verdicts += part.verdicts
        self.missing += part.missing
        for name, counter in part.reasons.items():
            self.reasons[name] += counter
        self.faults = (self.faults + part.faults)[:SHOWN]

    def to_json(self) -> str:
        """The counts as text, for another process."""
        reasons = [[name, list(counter.items())] for name, counter in self.reasons.items()]
        counters = list(self.verdicts.items()), reasons, list(self.missing.items())
        return json.dumps([self.rows, self.errors, *counters, [astuple(one) for one in self.faults]])

    @classmethod
    def from_json(cls, written: str) -> Tally:
        """The counts that were written down as text."""
        rows, errors, verdicts, reasons, missing, faults = json.loads(written)
        by_name = {name: _counter(pairs) for name, pairs in reasons}
        return cls(rows, errors, _counter(verdicts), by_name, Counter(dict(missing)), [Fault(*one) for one in faults])


def _counter(pairs: list[tuple[list[str], int]]) -> Counter[tuple[str, str]]:
    return Counter({(first, second): count for (first, second), count in pairs})


def _counted(frame: pl.DataFrame, *by: str) -> list[tuple[tuple[str, str], int]]:
    return [((first, second), count) for first, second, count in frame.group_by(by).len().iter_rows()]


def _members(frame: pl.DataFrame, by: str, joined: str) -> list[tuple[tuple[str, str], int]]:
    """The rows with each name of a joined column; each distinct combination is taken apart once."""
    distinct = frame.filter(pl.col(joined) != "").group_by(by, joined).len()
    apart = distinct.with_columns(pl.col(joined).str.split(MEMBERS)).explode(joined)
    return [((first, name), count) for first, name, count in apart.group_by(by, joined).agg(pl.col("len").sum()).iter_rows()]
