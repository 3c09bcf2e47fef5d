"""The same case and edition give the same bytes: again, after other cases, however the file is written, in any process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.screen import Screening
from tests.conftest import EDITIONS, EXEMPELSTAD, ROOT
from tests.generate import random_case

every_edition = pytest.mark.parametrize("name", EDITIONS)
WORKED = sorted(path for path in ROOT.glob("cases/**/case.yaml") if "by_hand" not in path.with_name("expected.yaml").read_text())
"""Those whose date chooses their edition."""


@every_edition
def test_a_case_gets_the_same_bytes_again(name: str, screening: Callable[[str], Screening]) -> None:
    """Neither what was screened before nor a screening built anew changes a byte."""
    judge = screening(name)
    source = Random(f"bytes {name}")
    generated = [random_case(judge.edition, source, number) for number in range(60)]
    first = [judge(case).model_dump_json(by_alias=True) for case in generated]
    assert [judge(case).model_dump_json(by_alias=True) for case in reversed(generated)] == first[::-1]
    anew = Screening(judge.edition)
    assert [anew(case).model_dump_json(by_alias=True) for case in generated] == first


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["Oslo", "Roskilde"])
def test_the_order_of_keys_in_the_file_does_not_matter(
    name: str, seed: int, library: Library, screening: Callable[[str], Screening]
) -> None:
    """A case written with its keys, groups and facts in any order, nested or dotted, is the same case."""
    written: dict[str, Any] = {
        "id": "a",
        "title": "A",
        "strategy": "stockholm",
        "kind": "agreement",
        "date": "2010-05-05",
        "body": "kommunstyrelsen",
        "facts": {
            "counterpart": {"type": "city", "country": "NO", "city": name, "sectors": ["public", "business"]},
            "agreement": {"type": "cooperation", "action": "new", "specific_area": True},
            "benefit": {"concrete": True, "mutual": False},
        },
    }
    source = Random(seed)
    shuffled = _shuffled(written, source)
    dotted = written | {
        "facts": _shuffled(
            {f"{group}.{fact}": value for group, facts in written["facts"].items() for fact, value in facts.items()}, source
        )
    }
    verdicts = set()
    for variant in (written, shuffled, dotted):
        files = read_cases(["-"], library, stdin=json.dumps(variant).encode)
        assert not files.problems
        ((case, edition),) = files.cases
        verdicts.add(screening(edition)(case).model_dump_json(by_alias=True))
    assert len(verdicts) == 1


def _shuffled(mapping: dict[str, Any], source: Random) -> dict[str, Any]:
    keys = list(mapping)
    source.shuffle(keys)
    return {key: _shuffled(mapping[key], source) if isinstance(mapping[key], dict) else mapping[key] for key in keys}


SCREEN_ALL = f"""
import hashlib, sys
from pathlib import Path
from random import Random
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.readings import Readings
from nytta.engine.screen import Screening
from nytta.engine.still_open import StillOpen
from tests.generate import random_case
library = Library(Path({str(EXEMPELSTAD)!r}), cache=Path(sys.argv[1]))
screenings = {{head.id: Screening(library.edition(head.id)) for head in library.index.heads}}
cases = read_cases(sys.argv[2:], library).cases
for name, judge in screenings.items():
    source = Random(name)
    cases += [(random_case(judge.edition, source, number), name) for number in range(40)]
readings, still_open = Readings(library, screenings.__getitem__), StillOpen(screenings.__getitem__)
for case, name in cases:
    print(still_open(case, readings(case, screenings[name](case))).model_dump_json(by_alias=True))
"""


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    """With another hash seed and a full cache instead of an empty one, every worked case and many generated ones come out the same."""
    outputs = []
    for seed in ("0", "4711"):
        own = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", SCREEN_ALL, str(tmp_path), *map(str, WORKED)]
        done = subprocess.run(command, capture_output=True, check=False, env=own, cwd=ROOT)
        assert done.returncode == 0, done.stderr.decode()
        outputs.append(done.stdout)
    assert outputs[0].count(b"\n") >= len(WORKED) + 40 * len(EDITIONS)
    assert outputs[0] == outputs[1]
