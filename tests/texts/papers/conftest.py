"""What the tests of papers share: what writes the papers of each edition, built once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from nytta.engine.load.library import Library
from nytta.texts.papers.fields import Papers


@pytest.fixture(scope="session")
def papers(library: Library) -> Callable[[str], Papers]:
    """What writes the papers of an edition."""
    return cache(lambda name: Papers(library.edition(name)))
