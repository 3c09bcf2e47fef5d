"""Fails unless the tests take every branch of the modules that carry the meaning: `ir`, `decide` and `model`.

Only the tests that are about those modules are run, since measuring makes them three times as slow.
"""

from __future__ import annotations

import subprocess
import sys

MEANING = "*/engine/ir/*,*/engine/decide.py,*/engine/model/*"
TESTS = (
    "tests/engine/ir",
    "tests/engine/model",
    "tests/engine/test_decide.py",
    "tests/engine/test_screen.py",
    "tests/engine/test_readings.py",
)


def main() -> int:
    """Returns the exit status of the first command that fails, else 0."""
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--cov", "--cov-report=", *TESTS]
    report = [sys.executable, "-m", "coverage", "report", f"--include={MEANING}", "--fail-under=100", "--show-missing"]
    return next((code for command in (pytest, report) if (code := subprocess.run(command, check=False).returncode)), 0)


if __name__ == "__main__":
    sys.exit(main())
