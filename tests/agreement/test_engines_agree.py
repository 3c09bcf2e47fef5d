"""durable-rules and the reference come to the same findings, on every worked case and on generated ones.

`NYTTA_AGREEMENT_CASES` sets how many cases are generated for each edition (600 where it is not set). The thorough run is

    NYTTA_AGREEMENT_CASES=5000 python -m pytest -n auto tests/agreement

Screening itself raises where the two differ; here they are asked apart, so that the difference is shown.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from nytta.engine.ir.lower import lowered
from nytta.engine.ir.settle import Settling
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import read_one
from nytta.engine.model.case import Case
from nytta.engine.model.provisions import Status
from nytta.engine.screen import Screening
from tests.conftest import EDITIONS, ROOT
from tests.generate import random_case

CASES = int(os.environ.get("NYTTA_AGREEMENT_CASES", "600"))
"""Cases an edition."""
WORKED = sorted(ROOT.glob("cases/**/case.yaml"))


def assert_agreed(judge: Screening, case: Case, settle: Settling) -> list[Status]:
    """The findings of both engines, asked apart."""
    values = settle(case).values
    durable, reference = judge.backends
    assert (durable.name, reference.name) == ("durable-rules", "reference")
    names = [clause.id for clause in judge.edition.clauses]
    found = dict(zip(names, durable.statuses(values), strict=True))
    expected = dict(zip(names, reference.statuses(values), strict=True))
    assert found == expected, case
    return list(found.values())


@pytest.mark.parametrize("name", EDITIONS)
def test_engines_agree_on_generated_cases(name: str, screening: Callable[[str], Screening]) -> None:
    """Both engines give every clause the same status, on cases of every kind with facts missing."""
    judge = screening(name)
    settle = Settling(judge.edition, lowered(judge.edition))
    source = Random(f"agreement {name}")
    for number in range(CASES):
        assert_agreed(judge, random_case(judge.edition, source, number), settle)


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.parent.relative_to(ROOT / "cases").as_posix())
def test_engines_agree_on_worked_cases(path: Path, library: Library, screening: Callable[[str], Screening]) -> None:
    """Both engines give every clause the same status on each worked case, and screening comes to a verdict."""
    expected = read_one(path.with_name("expected.yaml")).value
    files = read_cases([str(path)], library, expected["edition"] if expected.get("by_hand") else None)
    assert not files.problems
    for case, edition in files.cases:
        judge = screening(edition)
        found = assert_agreed(judge, case, Settling(judge.edition, lowered(judge.edition)))
        assert [one.status for one in judge(case).findings] == found


def test_there_are_worked_cases() -> None:
    """The test above is not empty."""
    assert len(WORKED) > 50
