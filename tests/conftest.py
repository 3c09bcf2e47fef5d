"""What several tests share: the library with the invented edition laid over the shipped rules, and its screenings."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from nytta.engine.load.library import Library
from nytta.engine.screen import Screening

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT.parent / "shared" / "sources"
"""Copies of the source documents, where whoever runs the tests has them."""
FIXTURES = ROOT / "tests" / "fixtures"
EXEMPELSTAD = FIXTURES / "exempelstad"
SHIPPED_EDITIONS = ("la-linkoping-2018", "linkoping-2010", "stockholm-2000", "stockholm-2008")
EDITIONS = ("exempelstad-2020", *SHIPPED_EDITIONS)

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# A shell's background job ignores ctrl-C, and so would the programs that its tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The shipped editions and the invented one, with a cache of their own."""
    return Library(EXEMPELSTAD, cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def screening(library: Library) -> Callable[[str], Screening]:
    """The screening of an edition by its identifier, built once."""
    return lru_cache(maxsize=None)(lambda name: Screening(library.edition(name)))
