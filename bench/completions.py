"""Times what can still become of a case, and what would have to be otherwise, in multiples of one warm screening of the same case.

Every worked case is asked; the median of a few rounds counts, and the worst cases are printed. The next question is asked in
every state of an interview from no facts, with one who knows what the case says, and the worst of these counts. Nothing passes or fails by a
time; what is aimed at is printed beside it.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from nytta.engine.completions.open import Completions, Open
from nytta.engine.completions.parts import Completion
from nytta.engine.interview import Interview, Interviewing, Question
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case, FactValue
from nytta.engine.screen import Screening
from nytta.engine.whatif import WhatIf

ROUNDS, WORST = 5, 3
AIMS = {"next question": 100, "what is open": 500, "what if, approve": 5_000, "what if, approve with conditions": 5_000}


def main() -> None:
    """Prints for each question the ratios over the worked cases."""
    library = Library()
    paths = [str(path) for path in sorted((ROOT / "cases").rglob("case.yaml"))]
    screening = lru_cache(maxsize=None)(lambda name: Screening(library.edition(name)))
    completions = lru_cache(maxsize=None)(lambda name: Completions(library.edition(name)))
    what_if = lru_cache(maxsize=None)(lambda name: WhatIf(library.edition(name), screening(name), completions(name)))
    interviewing = lru_cache(maxsize=None)(lambda name: Interviewing(library.edition(name), screening(name), completions(name)))
    asked: dict[str, Callable[[str, Case], object]] = {
        "what is open": lambda name, case: _completions(completions(name).open(case)),
        "what if, approve": lambda name, case: what_if(name).changes(case, "approve"),
        "what if, approve with conditions": lambda name, case: what_if(name).changes(case, "approve_with_conditions"),
    }
    ratios: dict[str, list[tuple[float, str]]] = {question: [] for question in AIMS}
    for case, name in read_cases(paths, library).cases:
        one = _seconds(lambda name=name, case=case: screening(name)(case), 50)
        states = _states(interviewing(name), case, completions(name).settle(case).facts)
        slowest = max(_seconds(lambda state=state, name=name: interviewing(name)(state), 1) for state in states)
        ratios["next question"].append((slowest / one, case.id))
        for question, ask in asked.items():
            ratios[question].append((_seconds(lambda ask=ask, name=name, case=case: ask(name, case), 1) / one, case.id))
    for question, seen in ratios.items():
        seen.sort(reverse=True)
        worst = ", ".join(f"{ratio:.0f} ({case})" for ratio, case in seen[:WORST])
        median = statistics.median(ratio for ratio, _ in seen)
        print(f"{question}: {len(seen)} cases, median {median:.0f} screenings, worst {worst}; aimed at {AIMS[question]}")


def _completions(said: Open) -> list[Completion]:
    """Every completion of an answer: they are worked out when they are looked at."""
    answers = (answer for fact in said.facts for answer in fact.answers)
    return [completion for one in (said, *answers) for completion in one.verdicts.values()]


def _states(interviewing: Interviewing, case: Case, known: Mapping[str, FactValue]) -> Iterator[Interview]:
    """The states of an interview with one who knows this and nothing else, and the case as it is."""
    yield Interview(case)
    state = Interview(case.model_copy(update={"facts": {}}))
    while True:
        yield state
        said = interviewing(state)
        if isinstance(said, Question):
            state = state.answered(said.fact, known.get(said.fact))
        elif said.presumed:
            state = state.confirming(said.presumed)
        else:
            return


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
