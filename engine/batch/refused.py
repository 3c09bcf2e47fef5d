"""How is a file refused that cannot be read as a table? With its name, why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nytta.engine.errors import InputError, Place, Problem


def refused(path: Path, sv: str, en: str) -> InputError:
    """The error about a file."""
    return InputError(Problem(Place(str(path)), "", sv, en))


def check_header(path: Path, names: Sequence[str]) -> None:
    """Raises InputError where a column of the first row has no name, or one that another has too."""
    nameless = [str(place) for place, name in enumerate(names, 1) if not name]
    if nameless:
        listed = ", ".join(nameless)
        sv = f"kolumn {listed} har inget namn; den första raden ska ha ett namn för varje kolumn: ge kolumnen ett, eller ta bort den"
        en = f"column {listed} has no name; the first row must have one for each column: give it one, or remove the column"
        raise refused(path, sv, en)
    twice = list(dict.fromkeys(name for name in names if names.count(name) > 1))
    if twice:
        sv, en = "kolumnen står två gånger; ta bort eller döp om den ena", "the column stands twice; remove or rename one of them"
        raise InputError(*(Problem(Place(str(path)), name, sv, en) for name in twice))
