"""What does our backend do in a process of its own? Where it would crash, never end, start a thread or take memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

from nytta.engine.backends.durable import Durable
from nytta.engine.backends.reference import Reference
from nytta.engine.errors import BackendError
from nytta.engine.ir.evaluate import Settled
from nytta.engine.ir.nodes import TRUE, All, Any, ClauseIR, OneOf
from nytta.engine.load.library import Library
from nytta.engine.screen import Screening
from tests.engine.backends.engine_probe import ROOT, bounded, resident, threads
from tests.generate import random_case


def wide_condition() -> None:
    """A clause whose condition has 65,536 branches is refused."""
    flags = [[OneOf(f"f{row}{column}", frozenset({True})) for column in range(4)] for row in range(8)]
    clause = ClauseIR("wide", TRUE, All(tuple(Any(tuple(row)) for row in flags)))
    try:
        Durable((clause,)).statuses({"case.kind": "any"})
    except BackendError as error:
        if "clause wide" in str(error):
            return
        raise
    raise AssertionError("the clause was compiled")


def random_cases() -> None:
    """Random cases of every edition are judged alike by both backends, in memory full of rubbish, and no thread starts."""
    bounded(60)
    with tempfile.TemporaryDirectory() as cache:
        library = Library(ROOT / "tests" / "fixtures" / "exempelstad", cache=Path(cache))
        for head in library.index.heads:
            judge = Screening(library.edition(head.id))
            for number in range(60):
                judge(random_case(judge.edition, Random(number), number))
    assert threads() == 1


def thousands_of_cases() -> None:
    """After a warm-up, 3,000 different cases take no memory and start no thread."""
    bounded(60)
    clauses = tuple(ClauseIR(f"c{number}", TRUE, OneOf(f"f{number}", frozenset({True}))) for number in range(30))
    backend, reference = Durable(clauses), Reference(clauses)

    def judge(numbers: range) -> None:
        for number in numbers:
            case: dict[str, Settled] = {f"f{place}": bool(number >> place & 1) for place in range(13)}
            case["case.kind"] = "any"
            assert backend.statuses(case) == reference.statuses(case)

    judge(range(1_000))
    before = resident()
    judge(range(1_000, 4_000))
    assert resident() - before < 1_000_000, f"{resident() - before} bytes more"
    assert threads() == 1
