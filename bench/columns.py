"""Times the parts of screening a whole table, and the cost per row by size. Nothing here passes or fails by a time.

The kernel is what judges settled columns in memory; `bench/peers_table.py` has its peers. Contenders take turns; the figure is
the median of the rounds.

    python bench/columns.py [ROWS] [LARGEST]
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

import kernel
import polars as pl
from random_table import table

from nytta.engine.batch.table import ROWS, Tables
from nytta.engine.batch.verdicts import Verdicts
from nytta.engine.load.library import Library

ROUNDS = 9
BATCH = 1_000_000


def main() -> None:
    """Prints the parts of a screening, and the cost per row by size."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    largest = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
    tables = Tables(Library())
    verdicts, typed, settled = kernel.rows(rows)
    print(
        f"{rows:,} rows of all kinds, {len(verdicts.clauses)} clauses of {kernel.EDITION}; Polars {pl.__version__} on {pl.thread_pool_size()} threads\n"
    )
    parts(verdicts, settled, tables, typed)
    sizes(tables, verdicts, largest)


def parts(verdicts: Verdicts, settled: pl.DataFrame, tables: Tables, typed: pl.DataFrame) -> None:
    """The kernel, and what the rest of a screening costs."""
    ours, rows = kernel.Kernel(verdicts, settled), settled.height
    contenders: kernel.Contenders = {
        "kernel: verdict": (ours, rows),
        "kernel: verdict and every status": (lambda: ours(statuses=True), rows),
        "settling alone": (lambda: [verdicts.settle(one) for one in typed.iter_slices(ROWS)], rows),
        "screening: settled, judged, every column": (lambda: tables.screen(typed), rows),
        "screening with findings": (lambda: tables.screen(typed, findings=True), rows),
    }
    times = kernel.seconds_a_row(contenders, ROUNDS)
    print(f"{'':50}{'ns a row':>12}{'rows/s':>14}{'/ kernel':>10}")
    for name, seconds in times.items():
        print(f"{name:50}{seconds * 1e9:12,.1f}{1 / seconds:14,.0f}{seconds / times['kernel: verdict']:10.2f}")
    print()


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
