"""Which papers are kept, and where? One of each form and verdict in both languages, and the minutes of the real matters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import cast, get_args

from nytta.engine.errors import Language
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import read_one
from nytta.engine.readings import Readings
from nytta.engine.screen import Screening
from nytta.engine.still_open import StillOpen
from nytta.texts.papers.fields import Papers
from nytta.texts.papers.render import rendered

ROOT = Path(__file__).resolve().parents[3]
KEPT = ROOT / "tests" / "fixtures" / "papers"
LANGUAGES: tuple[Language, ...] = get_args(Language)
MINUTES, OF_A_MATTER = "protokollsutdrag", "protocol.md"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

Write = Callable[[str, Language, Path], str]


def shown() -> dict[str, dict[str, str]]:
    """The case that shows each form under each verdict, by its folder in `cases/`."""
    return cast("dict[str, dict[str, str]]", read_one(KEPT / "papers.yaml").value)


def matters() -> list[Path]:
    """The folders of the real matters: those that keep their minutes."""
    return sorted(path.parent for path in ROOT.glob(f"cases/*/*/{OF_A_MATTER}"))


def papers(write: Write) -> Iterator[tuple[Path, str]]:
    """Every paper that is kept: its file, and what it says now."""
    for form, by_verdict in shown().items():
        for verdict, case in by_verdict.items():
            for language in LANGUAGES:
                yield KEPT / f"{form}-{verdict}.{language}.md", write(form, language, ROOT / "cases" / case)
    for folder in matters():
        yield folder / OF_A_MATTER, write(MINUTES, "sv", folder)


def writer(library: Library) -> Write:
    """Writes the paper of a worked case; the edition's digest, which any change of the rules changes, is left open."""
    screening = cache(lambda name: Screening(library.edition(name)))
    readings, still_open = Readings(library, screening), StillOpen(screening)
    papers_of = cache(lambda name: Papers(library.edition(name)))

    def write(form: str, language: Language, folder: Path) -> str:
        expected = read_one(folder / "expected.yaml").value
        chosen = expected["edition"] if expected.get("by_hand") else None
        ((case, name),) = read_cases([str(folder / "case.yaml")], library, chosen).cases
        verdict = still_open(case, readings(case, screening(name)(case)))
        text = rendered(form, language, papers_of(name).fields(case, verdict, language))
        return _DIGEST.sub("sha256:…", text)

    return write
