"""What the tests of the searches share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case
from tests.conftest import ROOT
from tests.engine.test_screen_exempelstad import DAY as SOUND_DAY
from tests.engine.test_screen_exempelstad import SOUND
from tests.generate import made


@pytest.fixture(scope="module")
def worked(library: Library) -> Callable[[str], list[Case]]:
    """The worked cases of an edition; of the invented one, the agreement that nothing speaks against."""
    paths = [str(path) for path in sorted((ROOT / "cases").rglob("case.yaml"))]
    cases = read_cases(paths, library).cases
    sound = made(library.edition("exempelstad-2020"), kind="agreement", day=SOUND_DAY, facts=SOUND)
    return lambda name: [sound] if name == "exempelstad-2020" else [case for case, edition in cases if edition == name]
