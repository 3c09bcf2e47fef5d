"""Which tables of cases are there to be read? A file of one of the formats, or a folder of case files, as raw columns.

A table is looked at twice: once for the fingerprints of its identifiers, and once row by row, batch after batch.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import polars as pl

from nytta.engine.batch import delimited, lines, sheet
from nytta.engine.batch.duplicates import fingerprint
from nytta.engine.batch.folder import ENDINGS as CASES
from nytta.engine.batch.folder import CaseRows, case_files
from nytta.engine.batch.refused import refused
from nytta.engine.errors import listed, system_words

Format = Literal["csv", "parquet", "jsonl", "xlsx", "cases"]
FORMATS: tuple[Format, ...] = get_args(Format)
ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
}
ROWS = 1 << 18
"""Rows that are read at a time."""
FILES = 1_000
"""Case files that are read at a time."""
_DIGITS = 38
"""Digits of a decimal number that Polars can hold."""
_BLANK_ROWS = ("csv", "xlsx")
"""Formats in which a row of empty cells is no row."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table of cases: its columns, the fingerprints of its identifiers, and its rows, which are read when they are asked for."""

    name: str
    """The file or folder, for messages."""
    schema: pl.Schema
    fingerprints: Callable[[], pl.Series]
    """One a row, blank rows included."""
    batches: Callable[[], Iterator[pl.DataFrame]]
    lazy: pl.LazyFrame

    def distinct(self, *columns: str) -> pl.DataFrame:
        """The different rows of some columns."""
        return self.lazy.select(columns).unique().collect(engine="streaming")


def format_of(path: Path, where: str) -> Format:
    """The format that the name of a file ends with, or that of a folder; raises InputError, which names the option `where`."""
    if path.is_dir():
        return "cases"
    found = ENDINGS.get(path.suffix.casefold())
    if found is None:
        known = listed(ENDINGS)
        sv, en = "okänd filändelse; använd någon av:", "unknown ending; use one of:"
        raise refused(path, f"{sv} {known}, eller ange formatet med {where}", f"{en} {known}, or give the format with {where}")
    return found


def source(path: Path, form: Format, cases: CaseRows) -> Source:
    """The table that a file or folder holds; raises InputError if it cannot be read as that."""
    _check_readable(path, form)
    if form == "cases":
        return _folder(path, cases)
    with readable(path, form):
        name, lazy = sheet.scanned(path) if form == "xlsx" else (str(path), _LAZY[form](path))
        return _scanned(name, path, form, lazy)


class readable:  # noqa: N801 - a context, as a word of the language
    """Within it, what Polars cannot read becomes an InputError about the file."""

    def __init__(self, path: Path, form: Format) -> None:
        self._path = path
        self._form = form

    def __enter__(self) -> None:
        """Nothing is prepared."""

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        """Raises InputError."""
        if isinstance(error, pl.exceptions.NoDataError):
            raise refused(self._path, "filen är tom", "the file is empty") from None
        if isinstance(error, pl.exceptions.PolarsError):
            if self._form == "csv" and (words := delimited.fault(self._path)):
                raise refused(self._path, *words) from None
            said = str(error).strip().partition("\n")[0][:300]
            sv, en = "filen kan vara skadad, eller i ett annat format", "the file may be damaged, or in another format"
            sv = f"går inte att läsa som {self._form}; {sv} ({said})"
            raise refused(self._path, sv, f"cannot be read as {self._form}; {en} ({said})") from None
        if isinstance(error, OSError):
            words = system_words(error)
            raise refused(self._path, f"går inte att läsa ({words[0]})", f"cannot be read ({words[1]})") from None


def _check_readable(path: Path, form: Format) -> None:
    if not path.exists():
        raise refused(path, "filen finns inte; kontrollera namnet", "there is no such file; check the name")
    if path.is_dir() != (form == "cases"):
        sv, en = ("är en mapp; ange en fil", "is a folder; name a file")
        if form == "cases":
            sv, en = "är ingen mapp; ange mappen som ärendefilerna ligger i", "is no folder; name the folder of the case files"
        raise refused(path, sv, en)
    if not (path.is_file() or path.is_dir()):
        sv = "är ingen vanlig fil; en tabell läses två gånger, så spara den som en fil först"
        raise refused(path, sv, "is no regular file; a table is read twice, so save it as a file first")
    if not os.access(path, os.R_OK):
        sv, en = "filen får inte läsas; kontrollera rättigheterna", "the file may not be read; check its permissions"
        raise refused(path, sv, en)
    if path.is_file() and path.stat().st_size == 0:
        raise refused(path, "filen är tom", "the file is empty")


def _scanned(name: str, path: Path, form: Format, lazy: pl.LazyFrame) -> Source:
    schema = lazy.collect_schema()

    def fingerprints() -> pl.Series:
        with readable(path, form):
            return lazy.select(fingerprint(pl.col("id"))).collect(engine="streaming").to_series()

    def batches() -> Iterator[pl.DataFrame]:
        with readable(path, form):
            for batch in lazy.collect_batches(chunk_size=ROWS, maintain_order=True):
                yield batch.filter(~pl.all_horizontal(pl.all().is_null())) if form in _BLANK_ROWS else batch

    return Source(name, schema, fingerprints, batches, lazy)


def _folder(path: Path, cases: CaseRows) -> Source:
    paths = case_files(path)
    if not paths:
        raise refused(
            path, f"mappen har inga filer som slutar på {listed(CASES)}", f"the folder has no files ending in {listed(CASES)}"
        )
    frame = pl.concat(cases.frame(paths[start : start + FILES]) for start in range(0, len(paths), FILES))
    return Source(
        str(path),
        frame.schema,
        lambda: frame.select(fingerprint(pl.col("id"))).to_series(),
        lambda: frame.iter_slices(ROWS),
        frame.lazy(),
    )


def _parquet(path: Path) -> pl.LazyFrame:
    """Raises InputError where a column has more digits than Polars can hold."""
    lazy = pl.scan_parquet(path, glob=False)
    wide = [name for name, kind in lazy.collect_schema().items() if isinstance(kind, pl.Decimal) and kind.precision > _DIGITS]
    if wide:
        sv, en = (
            f"tal med fler än {_DIGITS} siffror; spara dem med färre",
            f"numbers of more than {_DIGITS} digits; save them with fewer",
        )
        raise refused(path, f"{listed(wide)}: {sv}", f"{listed(wide)}: {en}")
    return lazy


_LAZY: dict[Format, Callable[[Path], pl.LazyFrame]] = {"parquet": _parquet, "csv": delimited.scanned, "jsonl": lines.scanned}
