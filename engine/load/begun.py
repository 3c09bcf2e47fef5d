"""What is already said of a case that is only begun? A case file whose head may lack what is still to be asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nytta.engine.errors import InputError, Place, Problem
from nytta.engine.load.case import CaseReader
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import Document, parse, read
from nytta.engine.model.case import Case


def begun(path: str, stdin: Callable[[], bytes]) -> Document:
    """The file with the one case that is begun, `-` for standard input; an empty one says nothing. Raises InputError."""
    documents = parse(stdin(), "-") if path == "-" else read(Path(path))
    if not documents:
        return Document(path, {})
    if len(documents) != 1 or not isinstance(documents[0].value or {}, dict):
        sv, en = "ska vara ett enda ärende, skrivet som en mappning", "must be a single case, written as a mapping"
        raise InputError(Problem(Place(path), "", sv, en))
    return documents[0]


def completed(document: Document, head: Mapping[str, Any], library: Library, edition: str | None = None) -> tuple[Case, str]:
    """The case with what the file lacks put in, and the edition that judges it; raises InputError with every problem."""
    reader = CaseReader(document, (), library)
    stated = {key: value for key, value in (document.value or {}).items() if value is not None}
    made = reader.case({**head, **stated}, edition)
    if made is None or reader.problems:
        raise InputError(*reader.problems)
    return made
