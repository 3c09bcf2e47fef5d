"""What the tests of the engine share: rules that a test may change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.city import City


@pytest.fixture
def city(tmp_path: Path) -> City:
    """The invented city's rules in a folder of the test's own."""
    return City(tmp_path)
