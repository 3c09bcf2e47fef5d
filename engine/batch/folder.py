"""What do the case files of a folder say, as rows of a table? Each case a row; a faulty one is a row with what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from nytta.engine.batch import stop
from nytta.engine.batch.cells import BETWEEN, MEMBERS
from nytta.engine.batch.columns import ERROR, HEAD
from nytta.engine.errors import InputError, Language, Problem
from nytta.engine.load.case import CaseReader
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import Document, PathKey, read
from nytta.engine.model.case import Case, FactValue

ENDINGS = (".yaml", ".yml", ".json")
_CASE, _EXPECTED = "case.yaml", "expected.yaml"
"""A worked case, and beside it what it is to come to."""
Row = Mapping[str, str | None]


def case_files(folder: Path) -> list[Path]:
    """The case files of a folder and of those in it, by name; what a worked case is to come to is none."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.casefold() in ENDINGS and path.is_file())
    return [path for path in found if path.name != _EXPECTED or not path.with_name(_CASE).is_file()]


class CaseRows:
    """Reads case files as rows of text."""

    def __init__(self, library: Library, edition: str | None, language: Language) -> None:
        self._library = library
        self._edition = edition
        self._language: Language = language
        self.schema = pl.Schema(dict.fromkeys((*HEAD, *library.index.vocabulary.facts, ERROR), pl.String()))

    def frame(self, paths: list[Path]) -> pl.DataFrame:
        """The rows of the files, in their order."""
        return pl.DataFrame([row for path in paths for row in self._file(path)], schema=self.schema, orient="row")

    def _file(self, path: Path) -> Iterator[Row]:
        stop.check()
        try:
            documents = read(path)
        except InputError as error:
            yield self._faulty({}, error.problems)
            return
        for document in documents:
            several = isinstance(document.value, list)
            for index, value in enumerate(document.value if several else [document.value]):
                yield self._case(document, value, (index,) if several else ())

    def _case(self, document: Document, value: Any, here: PathKey) -> Row:
        if not isinstance(value, dict):
            sv, en = "ett ärende ska vara en mappning (id: …)", "a case must be a mapping (id: …)"
            return self._faulty({}, (Problem(document.place(here), "", sv, en),))
        reader = CaseReader(document, here, self._library)
        made = reader.case(value, self._edition)
        return self._faulty(value, tuple(reader.problems)) if made is None or reader.problems else _row(made[0])

    def _faulty(self, value: dict[str, Any], problems: tuple[Problem, ...]) -> Row:
        said = BETWEEN.join(problem.line(self._language) for problem in sorted(problems, key=_place))
        return {key: one for key in HEAD if isinstance(one := value.get(key), str)} | {ERROR: said}


def _place(problem: Problem) -> tuple[int, int]:
    return problem.place.line, problem.place.column


def _row(case: Case) -> Row:
    head = {"id": case.id, "title": case.title, "strategy": case.strategy, "kind": case.kind, "date": str(case.date)}
    return {**head, "body": case.body, **{name: _cell(value) for name, value in case.facts.items()}}


def _cell(value: FactValue) -> str:
    """The value as a cell of text has it."""
    if isinstance(value, tuple):
        return MEMBERS.join(value) or "[]"
    return str(value).lower() if isinstance(value, bool) else value.isoformat() if isinstance(value, date) else str(value)
