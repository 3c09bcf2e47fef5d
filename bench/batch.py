"""Times a table from file to file, reasons included, beside what Polars needs to read and write the same two tables.

The table has rows of all kinds of one edition, every fact that it reads, and a share of them stated. Contenders take turns,
so that a noisy neighbour troubles both; the figure is the median of the rounds. The peak of memory is that of a process of
its own. Nothing here passes or fails by a time; what is aimed at is printed beside it.

    python bench/batch.py [ROWS] [LARGEST]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

import polars as pl
from random_table import table

from nytta.engine.batch.cells import MEMBERS
from nytta.engine.batch.files import Format, source
from nytta.engine.batch.folder import CaseRows
from nytta.engine.batch.run import Run, Wanted
from nytta.engine.batch.writers import Written, write
from nytta.engine.ir.numbers import SCALE
from nytta.engine.load.library import Library
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import NUMERIC, Fact

EDITION = "stockholm-2008"
ROUNDS = 5
PART = 1_000_000
"""Rows that are made at a time."""
AIMS: dict[Written, int] = {"parquet": 6, "csv": 3}
MEMORY = 2_000
"""Megabytes that a screening may take at its peak, whatever the table."""
PROGRAM = "from nytta.commands.batch import batch; batch()"
MEASURED = """import os, subprocess, sys
running = subprocess.Popen([sys.executable, "-c", *sys.argv[1:]], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(running.pid, 0)
print(used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))"""
"""Starts a program and prints its peak. A process of its own, since a child's peak counts that of the one that starts it."""


def main() -> None:
    """Prints the ratios, and the peak of memory."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    largest = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
    library = Library()
    edition = library.edition(EDITION)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{rows:,} rows of all kinds, {len(edition.clauses)} clauses of {EDITION}; {pl.thread_pool_size()} threads\n")
        for form in AIMS:
            end_to_end(form, _made(folder, form, edition, rows), library)
        for form in AIMS:
            memory(_made(folder, form, edition, largest), largest)


def end_to_end(form: Written, given: Path, library: Library) -> None:
    """One format in and out, with and without a screening between."""
    screened, copied = given.with_name(f"screened.{form}"), given.with_name(f"copied.{form}")

    def ours() -> None:
        run = Run(source(given, form, CaseRows(library, None, "sv")), library, Wanted())
        write(screened, form, run.schema, run.frames)

    ours()
    verdicts = pl.read_parquet(screened) if form == "parquet" else pl.read_csv(screened, infer_schema=False)

    def polars() -> None:
        if form == "parquet":
            pl.read_parquet(given)
            verdicts.write_parquet(copied)
        else:
            pl.read_csv(given, infer_schema=False)
            verdicts.write_csv(copied)

    seen = _rounds({"screened": ours, "read and written": polars})
    ratio = seen["screened"] / seen["read and written"]
    size = given.stat().st_size / 1e6
    print(
        f"{form} to {form}, {size:,.0f} MB: screened in {seen['screened']:.2f} s, {verdicts.height / seen['screened']:,.0f} rows/s;"
        f" read and written alone {seen['read and written']:.2f} s; {ratio:.1f} times, aimed at {AIMS[form]}"
    )


def _rounds(contenders: dict[str, Callable[[], None]]) -> dict[str, float]:
    """The median time of each, in turns."""
    seen: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            start = time.perf_counter()
            run()
            seen[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in seen.items()}


def memory(given: Path, rows: int) -> None:
    """The peak of memory of the command on a large table."""
    out = given.with_name(f"large{given.suffix}")
    start = time.perf_counter()
    call = [sys.executable, "-c", MEASURED, PROGRAM, given, out, "--force"]
    used = subprocess.run(call, stdout=subprocess.PIPE, check=True).stdout
    seconds, peak = time.perf_counter() - start, int(used) / 1024
    print(
        f"{given.suffix[1:]}, {rows:,} rows, {given.stat().st_size / 1e6:,.0f} MB: {seconds:.0f} s, {rows / seconds:,.0f} rows/s,"
        f" {peak:,.0f} MB at the peak, aimed at {MEMORY:,}"
    )


def _made(folder: Path, form: Format, edition: Edition, rows: int) -> Path:
    """A file with that many cases, made part by part."""
    path = folder / f"cases-{rows}.{form}"
    parts = []
    for number in range(-(-rows // PART)):
        size = min(PART, rows - number * PART)
        part = folder / f"part-{number}-{size}.parquet"
        if not part.exists():
            typed = table(edition, size, number)
            natural(typed.with_columns(id=pl.lit(f"{number}-") + pl.col("id")), edition).write_parquet(part)
        parts.append(part)
    cases = pl.scan_parquet(parts)
    if form == "parquet":
        cases.sink_parquet(path)
    else:
        cases.with_columns(pl.col(pl.List(pl.String)).list.join(MEMBERS)).sink_csv(path)
    return path


def natural(typed: pl.DataFrame, edition: Edition) -> pl.DataFrame:
    """The table with names as texts, sets as lists and numbers as they are said."""
    facts = edition.vocabulary.facts
    hundred = pl.repeat(
        float(SCALE), typed.height, eager=True
    )  # by one number Polars multiplies with its inverse, which is not exact
    columns = (
        _sets(typed[name], facts[name])
        if name in facts and facts[name].type == "set"
        else typed[name] / hundred
        if name in facts and facts[name].type in NUMERIC
        else typed[name].cast(pl.String)
        if typed.schema[name] == pl.Enum
        else typed[name]
        for name in typed.columns
    )
    return pl.DataFrame(columns)


def _sets(masks: pl.Series, fact: Fact) -> pl.Series:
    """The members behind the bits; a set without any has one, since CSV joins them and an empty cell states nothing."""
    names = list(fact.values)
    taken = product((False, True), repeat=len(names))
    subsets = [[name for name, is_in in zip(names, reversed(one), strict=True) if is_in] or names[:1] for one in taken]
    return pl.Series(masks.name, subsets).gather(masks)


if __name__ == "__main__":
    main()
