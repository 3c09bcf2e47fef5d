"""Times whole tables beside their peers in one run and prints ratios. Nothing here passes or fails by a time.

All judge the same rows against all clauses of one edition, every kind of case among them. The kernel is what judges
settled columns in memory; its peers get the same columns as they like them best: numpy code that somebody wrote by hand
for these clauses, Python generated from them and durable-rules, a rule set a kind. That all come to the same statuses and
verdicts is checked before anything is timed. Contenders take turns, so that a noisy neighbour troubles all of them; the
figure is the median of the rounds.

    python bench/columns.py [ROWS] [LARGEST]
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

import by_hand
import numpy as np
import peers
import polars as pl
from random_table import table

from nytta.engine.backends.columnar import run
from nytta.engine.backends.durable import Durable
from nytta.engine.backends.reference import Reference
from nytta.engine.batch.table import ROWS, Tables
from nytta.engine.batch.verdicts import Verdicts
from nytta.engine.ir.evaluate import Settled, Values
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.nodes import terms
from nytta.engine.load.library import Library
from nytta.engine.model.provisions import STATUSES

EDITION = "stockholm-2008"
ROUNDS = 9
SINGLY, BY_DURABLE = 5_000, 500
"""Rows that peers judge that take one at a time: their cost per row does not hang on how many there are."""
BATCH = 1_000_000
SETS = ("purpose.goals", "purpose.orientations", "counterpart.sectors")
NUMBERS = {
    "funding.external_share": "",
    "scale.bodies_affected": "",
    "membership.last_reviewed~months_before": "months since review",
}


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
        wanted = [self.verdict, *(self.statuses if statuses else ())]
        return [run(self.programs[statuses], one).select(wanted) for one in self.slices]


def main() -> None:
    """Prints the kernel beside its peers, the parts of a screening, and the cost per row by size."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    largest = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
    library = Library()
    tables = Tables(library)
    verdicts = Verdicts(library.edition(EDITION))
    typed = table(verdicts.edition, rows)
    settled = pl.concat([verdicts.settle(one) for one in typed.iter_slices(ROWS)])
    print(
        f"{rows:,} rows of all kinds, {len(verdicts.clauses)} clauses of {EDITION}; Polars {pl.__version__} on {pl.thread_pool_size()} threads\n"
    )
    kernel(verdicts, settled, tables, typed)
    sizes(tables, verdicts, largest)


def kernel(verdicts: Verdicts, settled: pl.DataFrame, tables: Tables, typed: pl.DataFrame) -> None:
    """The kernel beside its peers, and what the rest of a screening costs."""
    rows = settled.height
    ours, hand = Kernel(verdicts, settled), columns_by_hand(verdicts, settled)
    codes = codes_by_hand(verdicts.settle.codes)
    statuses = np.empty((len(verdicts.clauses), rows), np.uint8)
    clauses = lowered(verdicts.edition)
    singly = [values(row, verdicts) for row in settled.head(SINGLY).iter_rows(named=True)]
    python, durable = peers.generated(clauses), Durable(clauses)
    _agree(
        ours,
        by_hand.judge(hand, codes, rows, statuses=statuses),
        statuses,
        singly,
        (python, durable.statuses, Reference(clauses).statuses),
    )
    contenders: dict[str, tuple[Callable[[], object], int]] = {
        "kernel: verdict": (ours, rows),
        "numpy by hand: verdict": (lambda: by_hand.judge(hand, codes, rows), rows),
        "kernel: verdict and every status": (lambda: ours(statuses=True), rows),
        "numpy by hand: verdict and every status": (lambda: by_hand.judge(hand, codes, rows, statuses=statuses), rows),
        "settling alone": (lambda: [verdicts.settle(one) for one in typed.iter_slices(ROWS)], rows),
        "screening: settled, judged, every column": (lambda: tables.screen(typed), rows),
        "screening with findings": (lambda: tables.screen(typed, findings=True), rows),
        "generated Python: every status": (lambda: [python(one) for one in singly], len(singly)),
        "durable-rules, a rule set a kind: every status": (
            lambda: [durable.statuses(one) for one in singly[:BY_DURABLE]],
            BY_DURABLE,
        ),
    }
    times = _rounds(contenders)
    print(f"{'':50}{'ns a row':>12}{'rows/s':>14}{'/ kernel':>10}")
    for name, seconds in times.items():
        base = times["kernel: verdict" if name.endswith("verdict") else "kernel: verdict and every status"]
        print(f"{name:50}{seconds * 1e9:12,.1f}{1 / seconds:14,.0f}{seconds / base:10.2f}")
    print()


def _rounds(contenders: dict[str, tuple[Callable[[], object], int]]) -> dict[str, float]:
    """The median of each contender's seconds a row."""
    seen: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, (contender, rows) in contenders.items():
            start = time.perf_counter()
            contender()
            seen[name].append((time.perf_counter() - start) / rows)
    return {name: statistics.median(times) for name, times in seen.items()}


def _agree(ours: Kernel, verdicts: Any, statuses: Any, singly: list[Values], others: tuple[peers.Judge, ...]) -> None:
    """Ends the run where anybody comes to another verdict or another status."""
    found = pl.concat(ours(statuses=True))
    if not np.array_equal(found[ours.verdict].to_numpy(), verdicts):
        sys.exit("numpy by hand comes to other verdicts: nothing is timed")
    for place, column in enumerate(ours.statuses):
        if not np.array_equal(found[column].to_numpy(), statuses[place]):
            sys.exit(f"numpy by hand disagrees on clause {place}: nothing is timed")
    for row, one in enumerate(singly):
        expected = [STATUSES[code] for code in statuses[:, row]]
        if any(list(other(one)) != expected for other in (others if row < BY_DURABLE else (others[0], others[2]))):
            sys.exit(f"somebody disagrees on row {row}: nothing is timed")


# -- what the peers get


def columns_by_hand(verdicts: Verdicts, settled: pl.DataFrame) -> dict[str, Any]:
    """The settled columns as the numpy code wants them."""
    codes = verdicts.settle.codes
    read = {term for clause in verdicts.clauses for node in clause.conditions for term in terms(node)}
    columns: dict[str, Any] = {}
    for name in sorted(read):
        column = settled[name]
        known = column.is_not_null().to_numpy()
        if name.startswith("case."):
            columns[name] = column.to_numpy()
        elif name in SETS:
            columns[name] = column.fill_null(0).to_numpy(), known
        elif name in NUMBERS:
            columns[NUMBERS[name] or name] = column.fill_null(0).to_numpy(), known
        elif column.dtype == pl.Boolean:
            true = column.fill_null(value=False).to_numpy()
            columns[name] = true, known & ~true
        elif name in codes:
            columns[name] = (column + 1).fill_null(0).to_numpy()
    columns["counterpart known"] = tuple(
        settled[name].is_not_null().to_numpy() for name in sorted(read) if name.startswith("counterpart.")
    )
    return columns


def codes_by_hand(codes: Any) -> dict[str, Any]:
    """The codes by the names that the numpy code has for them."""

    def code(term: str, value: str) -> int:
        return int(codes[term].index(value)) + (0 if term.startswith("case.") else 1)

    def bit(term: str, value: str) -> int:
        return int(codes[term].index(value))

    named = {
        "namnd": ("case.body", "namnd"),
        "bolag": ("case.body", "bolagsstyrelse"),
        "kommunstyrelsen": ("case.body", "kommunstyrelsen"),
        "beredningen": ("case.body", "internationella_beredningen"),
        "state": ("counterpart.type", "state"),
        "city": ("counterpart.type", "city"),
        "new": ("agreement.action", "new"),
        "twin_town": ("agreement.type", "twin_town"),
        "join": ("membership.action", "join"),
        "renew": ("membership.action", "renew"),
        "host": ("travel.paid_by", "host"),
        "shared": ("travel.paid_by", "shared"),
        "third_party": ("travel.paid_by", "third_party"),
        "traveller": ("travel.paid_by", "traveller"),
        "city pays": ("travel.paid_by", "city"),
        "essential_role": ("travel.role", "essential_role"),
        "speaker": ("travel.role", "speaker"),
        "responsible_body": ("travel.exception_granted_by", "responsible_body"),
        "passed": ("integrity.bribery_review", "passed"),
        "not_done": ("integrity.bribery_review", "not_done"),
        "city_wide": ("membership.scope", "city_wide"),
        "operation_specific": ("membership.scope", "operation_specific"),
    }
    return {name: code(*one) for name, one in named.items()} | {
        "grounds": tuple(code("counterpart.selection_ground", one) for one in ("benefit", "subject_matter")),
        "sectors": tuple(bit("counterpart.sectors", one) for one in ("business", "academia", "public")),
        "operations": bit("purpose.orientations", "operations_development"),
        "monitoring": bit("purpose.orientations", "monitoring_influence"),
    }


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


# -- by size


def sizes(tables: Tables, verdicts: Verdicts, largest: int) -> None:
    """The cost of a row from a thousand rows on; a table larger than a batch is screened batch by batch, as `nytta batch` does."""
    print(f"{'rows':>12}{'ns a row':>12}{'peak MB':>10}")
    rows = 1_000
    while rows <= largest:
        made = [table(verdicts.edition, min(rows, BATCH), seed) for seed in range(3 if rows < BATCH else 1)]
        took = []
        for one in made:
            start = time.perf_counter()
            tables.screen(one)
            took.append(time.perf_counter() - start)
        for seed in range(1, rows // BATCH):
            one = table(verdicts.edition, BATCH, seed)
            start = time.perf_counter()
            tables.screen(one)
            took[0] += time.perf_counter() - start
        print(
            f"{rows:12,}{statistics.median(took) / rows * 1e9:12,.0f}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:10,.0f}"
        )
        rows *= 10


if __name__ == "__main__":
    main()
