"""Times nytta beside its peers in one run and prints ratios: `make bench`. Nothing here passes or fails by a time.

Every rule engine gets the same cases and the same clauses, a rule set a kind as nytta has. Since none of them can look up
registers, presume or count months, nytta settles each case for them, within the time. They give statuses; nytta gives
findings with reasons as well. That all come to the same statuses is checked before anything is timed. The reference and
the generated Python are timed on settled cases. Each round times every contender once, in turn, so that a noisy neighbour
troubles all of them; the figure is the median of the rounds.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

from peers.clips import clips
from peers.durable import public_host
from peers.python import generated
from peers.questions import Peer
from peers.zen import zen

from nytta.engine.backends.durable import Durable
from nytta.engine.backends.reference import Reference
from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.nodes import ClauseIR
from nytta.engine.ir.settle import SettledCase, Settling
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case
from nytta.engine.model.provisions import STATUSES, Status
from nytta.engine.screen import Screening
from tests.generate import random_case

ROOT = Path(__file__).resolve().parents[1]
EDITION = "stockholm-2008"
ROUNDS, GENERATED = 15, 150
Contender = Callable[[Case, SettledCase], object]


def main() -> None:
    """Prints the three tables: one case warm, the whole process, memory."""
    library = Library()
    edition = library.edition(EDITION)
    cases = [*_worked(library), *(random_case(edition, Random(number), number) for number in range(GENERATED))]
    warm(library, cases)
    process()
    memory(library, cases)


def _worked(library: Library) -> list[Case]:
    paths = [str(path) for path in sorted((ROOT / "cases/stockholm").rglob("case.yaml"))]
    return [case for case, name in read_cases(paths, library).cases if name == EDITION]


def warm(library: Library, cases: list[Case]) -> None:
    """One case in a process that has compiled the edition."""
    edition = library.edition(EDITION)
    clauses, settle = lowered(edition), Settling(edition, lowered(edition))
    settled = [(case, settle(case)) for case in cases]
    contenders = _contenders(Screening(edition), Reference(clauses), Durable(clauses))
    contenders |= _peers(clauses, settle, sorted({case.kind for case in cases}))
    _agree(contenders, settled)
    medians = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, contender in contenders.items():
            medians[name].append(_seconds(contender, settled) / len(settled))
    times = {name: statistics.median(seen) for name, seen in medians.items()}
    print(f"One case, warm: {len(cases)} cases against the {len(clauses)} clauses of {EDITION}, {len(_kinds(cases))} kinds\n")
    print(f"{'':46}{'µs':>8}{'nytta / it':>12}")
    whole = times["nytta: both engines, findings, reasons"]
    for name, seconds in times.items():
        print(f"{name:46}{seconds * 1e6:8.1f}{whole / seconds:12.2f}")
    print(f"\nreference / generated Python: {times['reference alone'] / times['generated Python']:.2f}\n")


def _kinds(cases: list[Case]) -> set[str]:
    return {case.kind for case in cases}


def _contenders(screening: Screening, reference: Reference, durable: Durable) -> dict[str, Contender]:
    return {
        "nytta: both engines, findings, reasons": lambda case, _: screening(case),
        "nytta's durable-rules backend alone": lambda _, settled: durable.statuses(settled.values),
        "reference alone": lambda _, settled: reference.statuses(settled.values),
    }


def _peers(clauses: tuple[ClauseIR, ...], settle: Settling, kinds: list[str]) -> dict[str, Contender]:
    def by_kind(make: Callable[[tuple[ClauseIR, ...], str], Peer]) -> Contender:
        made = {kind: make(clauses, kind) for kind in kinds}
        return lambda case, _: _statuses(made[case.kind], settle(case).values)

    python = generated(clauses)
    return {
        "durable-rules, public Host": by_kind(public_host),
        "zen-engine": by_kind(zen),
        "clipspy": by_kind(clips),
        "generated Python": lambda _, settled: python(settled.values),
    }


def _statuses(peer: Peer, values: Values) -> list[Status]:
    """What a peer makes of one case."""
    (found,) = peer.judge(peer.prepare([values]))
    return [STATUSES[code] for code in found]


def _agree(contenders: dict[str, Contender], settled: list[tuple[Case, SettledCase]]) -> None:
    reference = contenders["reference alone"]
    for name, contender in list(contenders.items())[1:]:
        for case, values in settled:
            if contender(case, values) != reference(case, values):
                sys.exit(f"{name} disagrees with the reference on {case.id}: nothing is timed")


def _seconds(contender: Contender, settled: list[tuple[Case, SettledCase]]) -> float:
    start = time.perf_counter()
    for case, values in settled:
        contender(case, values)
    return time.perf_counter() - start


def process() -> None:
    """The whole of `nytta screen`, beside the imports that it cannot do without; both with compiled modules, as installed."""
    case = str(ROOT / "cases/stockholm/oslo-climate-speaker-2010/case.yaml")
    commands = {
        "import click, yaml, pydantic, durable.engine": [sys.executable, "-c", "import click, yaml, pydantic, durable.engine"],
        "nytta screen, one case": [str(Path(sys.executable).with_name("nytta")), "screen", case],
    }
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    seen: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
            seen[name].append(time.perf_counter() - start)
    imports, screen = (statistics.median(times) for times in seen.values())
    print(f"Whole process: imports {imports * 1e3:.0f} ms, screen {screen * 1e3:.0f} ms, ratio {screen / imports:.2f}\n")


def memory(library: Library, cases: list[Case]) -> None:
    """Peak memory over 10,000 cases in one process, by thousands."""
    screening = Screening(library.edition(EDITION))
    peaks = []
    for number in range(10_000):
        screening(cases[number % len(cases)])
        if number % 1_000 == 999:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print("Peak memory in MB after each 1,000 of 10,000 cases:", " ".join(f"{peak:.1f}" for peak in peaks))


if __name__ == "__main__":
    main()
