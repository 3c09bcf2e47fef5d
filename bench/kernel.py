"""The kernel as the benchmarks run it, the settled rows that it judges, and how contenders are timed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import numpy as np
import polars as pl
from random_table import table

from nytta.engine.backends.columnar import run
from nytta.engine.batch.table import ROWS
from nytta.engine.batch.verdicts import Verdicts
from nytta.engine.ir.evaluate import Settled
from nytta.engine.ir.nodes import terms
from nytta.engine.load.library import Library

EDITION = "stockholm-2008"
Contenders = dict[str, tuple[Callable[[], object], int]]
"""By name what is timed, and how many rows it judges."""


class Judge(Protocol):
    """What judges the settled columns of a table."""

    def __call__(self, *, statuses: bool = False) -> Any:
        """The verdicts, and the statuses where they are asked for, as the tool has them."""

    def arrays(self, found: Any) -> list[np.ndarray[Any, Any]]:
        """The verdicts, and the statuses of each clause, as codes."""


class Kernel:
    """Our own judge of settled columns: a slice at a time, the verdict alone or with the status of each clause."""

    def __init__(self, verdicts: Verdicts, settled: pl.DataFrame) -> None:
        self.slices = list(settled.iter_slices(ROWS))
        self.verdict = verdicts.verdict
        self.statuses = [verdicts.judge.status(clause) for clause in verdicts.clauses]
        self.programs = {
            False: verdicts.layers.program([self.verdict]),
            True: verdicts.layers.program([self.verdict, *self.statuses]),
        }

    def __call__(self, *, statuses: bool = False) -> list[pl.DataFrame]:
        """The codes of the verdicts, and of the statuses where they are asked for."""
        wanted = dict.fromkeys([self.verdict, *(self.statuses if statuses else ())])
        return [run(self.programs[statuses], one, wanted) for one in self.slices]

    def arrays(self, found: list[pl.DataFrame]) -> list[np.ndarray[Any, Any]]:
        """The verdicts and the statuses of each clause; clauses with equal conditions share a column."""
        whole = pl.concat(found)
        return [whole[name].to_numpy() for name in (self.verdict, *self.statuses)]


def rows(count: int) -> tuple[Verdicts, pl.DataFrame, pl.DataFrame]:
    """The judge of the edition, so many typed rows of all kinds, and the same rows settled."""
    verdicts = Verdicts(Library().edition(EDITION))
    typed = table(verdicts.edition, count)
    return verdicts, typed, pl.concat([verdicts.settle(one) for one in typed.iter_slices(ROWS)])


def read(verdicts: Verdicts) -> set[str]:
    """The terms that the clauses read."""
    return {term for clause in verdicts.clauses for node in clause.conditions for term in terms(node)}


def values(row: dict[str, Any], verdicts: Verdicts) -> dict[str, Settled]:
    """A settled row as the engines that take one case at a time want it."""
    codes, facts = verdicts.settle.codes, verdicts.settle.facts
    found: dict[str, Settled] = {}
    for term, value in row.items():
        if value is None or term.endswith(("?", "@", "case.date")):
            continue
        if term in codes and term in facts and facts[term].type == "set":
            found[term] = frozenset(one for place, one in enumerate(codes[term]) if value >> place & 1)
        elif term in codes:
            found[term] = codes[term][value]
        else:
            found[term] = True if isinstance(value, str) else value
    return found


def seconds_a_row(contenders: Contenders, rounds: int) -> dict[str, float]:
    """The median of each contender's seconds a row; they take turns, so that a noisy neighbour troubles all of them."""
    seen: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, (contender, count) in contenders.items():
            start = time.perf_counter()
            contender()
            seen[name].append((time.perf_counter() - start) / count)
    return {name: statistics.median(times) for name, times in seen.items()}


def differing(ours: Iterable[Any], theirs: Iterable[Any]) -> int | None:
    """The place of the first array that differs, 0 being the verdict; None where all are equal."""
    pairs = enumerate(zip(ours, theirs, strict=True))
    return next((place for place, (one, other) in pairs if not np.array_equal(one, other)), None)
