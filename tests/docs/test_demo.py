"""The demo shows real cases and what the program says of them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest

from nytta.engine.model.verdict import OUTCOMES
from nytta.texts.words import VERDICTS
from tests.cli.program import process
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `make demo` prints in each language."""

    def run(lang: str) -> str:
        command = [sys.executable, "bench/demo.py"]
        own = os.environ | {"NYTTA_LANG": lang, "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache"))}
        return subprocess.run(command, cwd=ROOT, env=own, capture_output=True, encoding="utf-8", check=True).stdout

    return {lang: run(lang) for lang in ("sv", "en")}


def _shown(demo: str) -> dict[str, list[str]]:
    """The lines that stand below each command, up to where the answer is cut."""
    parts = re.split(r"^\$ ", demo, flags=re.MULTILINE)[1:]
    return {one.partition("\n")[0]: one.partition("\n")[2].partition("\n  […]")[0].split("\n") for one in parts}


def test_the_demo_shows_what_the_program_prints(demos: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the command of each of at least five cases stand the program's own lines, in their order, verdict first."""
    shown = _shown(demos["sv"])
    assert len(shown) >= 5
    monkeypatch.setenv("NYTTA_LANG", "sv")
    monkeypatch.chdir(ROOT)
    for command, lines in shown.items():
        running = process(*shlex.split(command)[1:])
        printed = iter(running.communicate(timeout=60)[0].decode().splitlines())
        said = [line for line in lines if line]
        assert said[0] == next(printed)
        assert all(line in printed for line in said[1:]), command
        assert len(said) > 4


def test_the_demo_shows_every_verdict(demos: dict[str, str]) -> None:
    """The cases are chosen so that a stranger sees each of the five verdicts."""
    assert {lines[1] for lines in _shown(demos["sv"]).values()} == {VERDICTS[one]["sv"].upper() for one in OUTCOMES}


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_demo_suits_a_terminal(lang: str, demos: dict[str, str]) -> None:
    """It keeps to the width and a few screens of a terminal, has no colours in a pipe, and speaks the language asked for."""
    demo = demos[lang]
    lines = demo.splitlines()
    assert len(lines) <= 140
    assert max(map(len, lines)) <= 110
    assert "\N{ESCAPE}" not in demo
    assert ("What speaks against it" in demo) is (lang == "en")
    assert ("(In English: " in demo) is (lang == "sv")
