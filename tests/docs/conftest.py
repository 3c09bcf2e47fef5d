"""What the tests of the documentation share: a folder from which the commands of a page can be run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that has the worked cases as the project has them and a table of one, where new files may be written."""
    (tmp_path / "cases").symlink_to(ROOT / "cases", target_is_directory=True)
    (tmp_path / "cases.csv").write_text("id,strategy,kind,date\na,stockholm,trip,2010-04-12\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("NYTTA_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path
