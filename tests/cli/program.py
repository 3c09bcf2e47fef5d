"""How do the tests call the program? As a function in this process, or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, NamedTuple, Protocol

GOOD = """\
id: oslo-climate-2010
title: Invitation to speak at the Oslo climate conference
strategy: stockholm
kind: invitation
date: 2010-04-12
facts:
  counterpart: {name: Oslo kommune, type: city, country: NO}
  travel: {paid_by: host, role: speaker}
"""
"""A case that is screened; the host pays for the travel, and most facts are left open."""


class Result(NamedTuple):
    """What a call came to."""

    code: int
    out: str
    err: str


class Program(Protocol):
    """Calls the program in this process."""

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Result:
        """The result of one call."""


def good(identifier: str = "oslo-climate-2010") -> str:
    """The good case, under another identifier."""
    return GOOD.replace("oslo-climate-2010", identifier)


def process(*arguments: str | Path, out: int | IO[bytes] = subprocess.PIPE, **environment: str) -> subprocess.Popen[bytes]:
    """The program as a process of its own, with its streams in the caller's hands."""
    own = os.environ | environment
    own.pop("PYTHONUNBUFFERED", None)  # unbuffered, Python takes a write that was cut short for a whole one
    return subprocess.Popen(
        [sys.executable, "-c", "from nytta.cli import main; main()", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=out,
        stderr=subprocess.PIPE,
        env=own,
    )
