"""What the tests of the command line share: the program to call, in surroundings of its own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from nytta.cli import main
from tests.cli.program import GOOD, Program, Result


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of the tests' own, and no settings of the person who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        for name in ("NYTTA_LANG", "NO_COLOR", "FORCE_COLOR"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The command line, called as a function."""

    def call(*arguments: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        capsys.readouterr()
        try:
            main([str(one) for one in arguments])
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        return Result(code, *capsys.readouterr())

    return call


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A file with the good case."""
    path = tmp_path / "case.yaml"
    path.write_text(GOOD, "utf-8")
    return path
