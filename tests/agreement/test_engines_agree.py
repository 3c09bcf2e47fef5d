"""durable-rules and the reference come to the same findings."""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random

import pytest

from nytta.engine.screen import Screening
from tests.conftest import EDITIONS
from tests.generate import random_case

CASES = int(os.environ.get("NYTTA_AGREEMENT_CASES", "600"))
"""Cases an edition; CI's thorough run sets it higher."""


@pytest.mark.parametrize("name", EDITIONS)
def test_engines_agree_on_generated_cases(name: str, screening: Callable[[str], Screening]) -> None:
    """Both engines give every clause the same status, on cases of every kind with facts missing."""
    judge = screening(name)
    source = Random(f"agreement {name}")
    outcomes = {judge(random_case(judge.edition, source, number)).verdict for number in range(CASES)}
    assert len(outcomes) >= 2, "the generated cases all came to the same verdict, so they show little"
