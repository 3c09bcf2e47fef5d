"""Times what can still become of a case, and what would have to be otherwise, in multiples of one warm screening of the same case.

Every worked case is asked; the median of a few rounds counts, and the worst cases are printed. Nothing passes or fails by a
time; what is aimed at is printed beside it.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from nytta.engine.completions.open import Completions
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case
from nytta.engine.screen import Screening
from nytta.engine.whatif import WhatIf

ROUNDS, WORST = 5, 3
AIMS = {"what is open": 500, "what if, approve": 5_000, "what if, approve with conditions": 5_000}


def main() -> None:
    """Prints for each question the ratios over the worked cases."""
    library = Library()
    paths = [str(path) for path in sorted((ROOT / "cases").rglob("case.yaml"))]
    screening = lru_cache(maxsize=None)(lambda name: Screening(library.edition(name)))
    completions = lru_cache(maxsize=None)(lambda name: Completions(library.edition(name)))
    what_if = lru_cache(maxsize=None)(lambda name: WhatIf(library.edition(name), screening(name), completions(name)))
    asked: dict[str, Callable[[str, Case], object]] = {
        "what is open": lambda name, case: completions(name).open(case),
        "what if, approve": lambda name, case: what_if(name).changes(case, "approve"),
        "what if, approve with conditions": lambda name, case: what_if(name).changes(case, "approve_with_conditions"),
    }
    ratios: dict[str, list[tuple[float, str]]] = {question: [] for question in asked}
    for case, name in read_cases(paths, library).cases:
        one = _seconds(lambda name=name, case=case: screening(name)(case), 50)
        for question, ask in asked.items():
            ratios[question].append((_seconds(lambda ask=ask, name=name, case=case: ask(name, case), 1) / one, case.id))
    for question, seen in ratios.items():
        seen.sort(reverse=True)
        worst = ", ".join(f"{ratio:.0f} ({case})" for ratio, case in seen[:WORST])
        median = statistics.median(ratio for ratio, _ in seen)
        print(f"{question}: {len(seen)} cases, median {median:.0f} screenings, worst {worst}; aimed at {AIMS[question]}")


def _seconds(run: Callable[[], object], times: int) -> float:
    """The median time of one run, the first not counted."""
    run()
    seen = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(times):
            run()
        seen.append((time.perf_counter() - start) / times)
    return statistics.median(seen)


if __name__ == "__main__":
    main()
