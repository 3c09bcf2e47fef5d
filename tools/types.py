"""Checks types on what ships: builds a wheel, installs it into a folder of its own and runs mypy on the package there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Returns mypy's exit status."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "--quiet"]
        subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, str(ROOT)], check=True)
        (wheel,) = Path(folder).glob("nytta-*.whl")
        target = Path(folder, "site")
        subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(wheel)], check=True)
        environment = os.environ | {"MYPYPATH": str(target)}
        command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml"), "-p", "nytta"]
        return subprocess.run(command, check=False, cwd=folder, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
