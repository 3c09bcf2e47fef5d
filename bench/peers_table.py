"""Times the kernel beside its peers, and writes the table and the plot of `docs/peers.md`: `make peers`.

All judge the same settled cases, every kind among them, against all clauses of one edition. Whatever takes whole columns
gets them all, in the form that it likes best; what takes one case at a time gets the first of them, parted by kind, since its
cost a row does not hang on how many there are. That all come to the same statuses and verdicts is checked before anything
is timed: whoever differs ends the run. Contenders take turns; the figure is the median of the rounds.

    python bench/peers_table.py [ROWS]
"""

from __future__ import annotations

import platform
import sys
from collections import defaultdict
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

import kernel
import polars as pl
from by_hand.numpy import Numpy
from by_hand.openfisca import OpenFisca
from by_hand.polars import Polars
from by_hand.sql import DuckDB
from peers.cedar import cedar
from peers.clips import clips
from peers.durable import backend
from peers.jsonlogic import jsonlogic
from peers.python import generated
from peers.questions import Peer
from peers.rules import rules
from peers.zen import zen
from peers_page import Line, between, table
from peers_plot import plot

from nytta.engine.backends.reference import Reference
from nytta.engine.batch.verdicts import Verdicts
from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.nodes import ClauseIR
from nytta.engine.model.provisions import STATUSES

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, PLOT = DOCS / "peers.md", DOCS / "peers.svg"
ROUNDS = 9
SINGLY, SLOWLY = 5_000, 500
"""Cases for what takes one at a time; fewer for what needs more than a millisecond for each."""
KERNEL = "nytta's kernel"
ENGINES: dict[str, tuple[Callable[[tuple[ClauseIR, ...], str], Peer], str, int]] = {
    "JsonLogic": (jsonlogic, "datalogic-py", SINGLY),
    "zen-engine": (zen, "zen-engine", SINGLY),
    "durable-rules, nytta's backend": (backend, "durable-rules", SINGLY),
    "CLIPS": (clips, "clipspy", SINGLY),
    "Cedar": (cedar, "cedarpy", SINGLY),
    "rule-engine": (rules, "rule-engine", SLOWLY),
}


def main() -> None:
    """Checks that all agree, times them, and writes the table and the plot."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    verdicts, _, settled = kernel.rows(count)
    tables = whole(verdicts, settled)
    agree_whole(tables)
    contenders: kernel.Contenders = {}
    for name, judge in tables.items():
        contenders[f"{name}: verdict"] = judge, count
        contenders[name] = _with_statuses(judge), count
    singly = [kernel.values(row, verdicts) for row in settled.head(SINGLY).iter_rows(named=True)]
    contenders |= one_at_a_time(lowered(verdicts.edition), singly)
    times = kernel.seconds_a_row(contenders, ROUNDS)
    lines = [
        Line(name, _package(name), name in tables, times[name], times.get(f"{name}: verdict"))
        for name in contenders
        if ":" not in name
    ]
    lines.sort(key=lambda line: (not line.whole, line.statuses))
    written = table(lines, KERNEL)
    PAGE.write_text(between(PAGE.read_text("utf-8"), f"{described(count, len(verdicts.clauses))}\n\n{written}"), "utf-8")
    plot([(line.name, line.statuses, line.whole) for line in lines], KERNEL, PLOT)
    print(written)


def _package(name: str) -> str:
    """The package that does the work, with its version."""
    package = PACKAGES.get(name)
    return f"{package} {version(package)}" if package else ""


PACKAGES = {
    "numpy by hand": "numpy",
    "Polars by hand": "polars",
    "DuckDB by hand": "duckdb",
    "OpenFisca by hand": "openfisca-core",
    KERNEL: "polars",
    **{name: package for name, (_, package, _) in ENGINES.items()},
}
"""Whose versions stand in the table."""


def whole(verdicts: Verdicts, settled: pl.DataFrame) -> dict[str, kernel.Judge]:
    """What judges whole columns."""
    codes, read, clauses = verdicts.settle.codes, kernel.read(verdicts), len(verdicts.clauses)
    return {
        KERNEL: kernel.Kernel(verdicts, settled),
        "numpy by hand": Numpy(settled, codes, read, clauses),
        "Polars by hand": Polars(settled, codes),
        "DuckDB by hand": DuckDB(settled, codes, read, clauses),
        "OpenFisca by hand": OpenFisca(settled, codes, read),
    }


def agree_whole(tables: dict[str, kernel.Judge]) -> None:
    """Ends the run where one comes to another verdict, or another status of a clause, than the kernel."""
    ours = tables[KERNEL].arrays(tables[KERNEL](statuses=True))
    for name, judge in tables.items():
        place = kernel.differing(ours, judge.arrays(judge(statuses=True)))
        if place is not None:
            sys.exit(f"{name} differs in {f'clause {place - 1}' if place else 'the verdict'}: nothing is timed")


def one_at_a_time(clauses: tuple[ClauseIR, ...], cases: list[Values]) -> kernel.Contenders:
    """What judges one case at a time, its cases ready; ends the run where one differs from the reference."""
    python, reference = generated(clauses), Reference(clauses)
    expected = [[STATUSES.index(status) for status in reference.statuses(one)] for one in cases]
    if any(list(python(one)) != [STATUSES[code] for code in codes] for one, codes in zip(cases, expected, strict=True)):
        sys.exit("generated Python differs from the reference: nothing is timed")
    contenders: kernel.Contenders = {"Python generated from the rules": (lambda: [python(one) for one in cases], len(cases))}
    for name, (make, _, count) in ENGINES.items():
        made = [(make(clauses, kind), places) for kind, places in by_kind(cases[:count]).items()]
        ready = [(peer, peer.prepare([cases[place] for place in places]), places) for peer, places in made]
        for peer, given, places in ready:
            if list(map(list, peer.judge(given))) != [expected[place] for place in places]:
                sys.exit(f"{name} differs from the reference: nothing is timed")
        contenders[name] = _all_kinds([(peer, given) for peer, given, _ in ready]), min(count, len(cases))
    return contenders


def by_kind(cases: list[Values]) -> dict[str, list[int]]:
    """The places of the cases of each kind."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, values in enumerate(cases):
        found[str(values["case.kind"])].append(place)
    return found


def _all_kinds(ready: list[tuple[Peer, object]]) -> Callable[[], object]:
    return lambda: [peer.judge(given) for peer, given in ready]


def _with_statuses(judge: kernel.Judge) -> Callable[[], object]:
    return lambda: judge(statuses=True)


def described(rows: int, clauses: int) -> str:
    """What was measured on what."""
    return (
        f"{rows:,} settled rows of all kinds, {clauses} clauses of {kernel.EDITION}; {SINGLY:,} of the rows for what takes one at a"
        f" time, {SLOWLY} for rule-engine. Python {platform.python_version()}, {pl.thread_pool_size()} threads for Polars and DuckDB."
        f" Median of {ROUNDS} rounds."
    )


if __name__ == "__main__":
    main()
