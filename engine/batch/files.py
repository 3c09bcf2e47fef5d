"""Which tables of cases are there to be read? A file of one of the formats, or a folder of case files, as raw columns.

A table is looked at twice: once for the fingerprints of its identifiers, and once row by row, batch after batch.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import polars as pl

from nytta.engine.batch.duplicates import fingerprint
from nytta.engine.batch.folder import ENDINGS as CASES
from nytta.engine.batch.folder import CaseRows, case_files
from nytta.engine.errors import InputError, Place, Problem, listed, system_words

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
ROWS = 1 << 17
"""Rows that are read at a time."""
FILES = 1_000
"""Case files that are read at a time."""
_BLANK_ROWS = ("csv", "xlsx")
"""Formats in which a row of empty cells is no row."""
DELIMITERS = ",;\t|"
_HEADER = 1 << 20
"""Bytes within which a header ends."""
_KEYS = r'"(?:[^"\\]|\\.)*"\s*:'
_AT_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00(\.0+)?$"


@dataclass(frozen=True, slots=True)
class Source:
    """A table of cases: its columns, the fingerprints of its identifiers, and its rows, which are read when they are asked for."""

    path: str
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
        sv, en = f"okänd filändelse; tillåtna: {known}, eller ange formatet med", "unknown ending; allowed:"
        raise _refused(path, f"{sv} {where}", f"{en} {known}, or give the format with {where}")
    return found


def source(path: Path, form: Format, cases: CaseRows) -> Source:
    """The table that a file or folder holds; raises InputError if it cannot be read as that."""
    _check_readable(path, form)
    if form == "cases":
        return _folder(path, cases)
    with readable(path, form):
        return _scanned(path, form, _LAZY[form](path))


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
            raise _refused(self._path, "filen är tom", "the file is empty") from None
        if isinstance(error, pl.exceptions.PolarsError):
            said = str(error).strip().partition("\n")[0][:300]
            sv = f"går inte att läsa som {self._form} ({said})"
            raise _refused(self._path, sv, f"cannot be read as {self._form} ({said})") from None
        if isinstance(error, OSError):
            words = system_words(error)
            raise _refused(self._path, f"går inte att läsa ({words[0]})", f"cannot be read ({words[1]})") from None


def _check_readable(path: Path, form: Format) -> None:
    if not path.exists():
        raise _refused(path, "filen finns inte; kontrollera namnet", "there is no such file; check the name")
    if path.is_dir() != (form == "cases"):
        sv, en = ("är en mapp", "is a folder") if path.is_dir() else ("är ingen mapp", "is no folder")
        raise _refused(path, f"{sv}; {form} läses inte så", f"{en}; {form} is not read from that")
    if not os.access(path, os.R_OK):
        sv, en = "filen får inte läsas; kontrollera rättigheterna", "the file may not be read; check its permissions"
        raise _refused(path, sv, en)
    if path.is_file() and path.stat().st_size == 0:
        raise _refused(path, "filen är tom", "the file is empty")


def _scanned(path: Path, form: Format, lazy: pl.LazyFrame) -> Source:
    schema = lazy.collect_schema()

    def fingerprints() -> pl.Series:
        with readable(path, form):
            return lazy.select(fingerprint(pl.col("id"))).collect(engine="streaming").to_series()

    def batches() -> Iterator[pl.DataFrame]:
        with readable(path, form):
            for batch in lazy.collect_batches(chunk_size=ROWS, maintain_order=True):
                yield batch.filter(~pl.all_horizontal(pl.all().is_null())) if form in _BLANK_ROWS else batch

    return Source(str(path), schema, fingerprints, batches, lazy)


def _folder(path: Path, cases: CaseRows) -> Source:
    paths = case_files(path)
    if not paths:
        raise _refused(
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
    return pl.scan_parquet(path, glob=False)


def _csv(path: Path) -> pl.LazyFrame:
    """Every cell as text; rows may be shorter than the header, not longer."""
    delimiter = _header(path)
    return pl.scan_csv(path, separator=delimiter, infer_schema=False, glob=False, empty_string_is_null=True)


def _header(path: Path) -> str:
    """The delimiter that the header has most of; raises InputError where a name stands twice, or where it is not UTF-8."""
    with path.open("rb") as file:
        first = file.readline(_HEADER)
    try:
        line = first.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        sv, en = "filen är inte UTF-8; spara om den som CSV UTF-8", "the file is not UTF-8; save it as CSV UTF-8"
        raise _refused(path, sv, en) from None
    outside = "".join(line.split('"')[::2])
    delimiter = max(DELIMITERS, key=outside.count)
    _check_distinct(path, next(csv.reader([line], delimiter=delimiter), []))
    return delimiter


def _check_distinct(path: Path, names: list[str]) -> None:
    twice = list(dict.fromkeys(name for name in names if names.count(name) > 1))
    if twice:
        raise InputError(
            *(Problem(Place(str(path)), name, "kolumnen står två gånger", "the column stands twice") for name in twice)
        )


def _jsonl(path: Path) -> pl.LazyFrame:
    """Every value as text, under each name that some line has."""
    found = (
        pl.scan_lines(path, glob=False)
        .select(pl.col("line").str.extract_all(_KEYS).explode())
        .unique()
        .collect(engine="streaming")
    )
    names = sorted({str(one).rstrip(": \t")[1:-1] for one in found.to_series().drop_nulls()})
    if not names:
        raise _refused(path, "filen har inga ärenden", "the file has no cases")
    return pl.scan_ndjson(path, schema=dict.fromkeys(names, pl.String()))


def _xlsx(path: Path) -> pl.LazyFrame:
    """The first sheet, every cell as text."""
    import fastexcel

    try:
        sheet = fastexcel.read_excel(str(path)).load_sheet(0, dtypes="string")
    except fastexcel.FastExcelError as error:
        said = str(error).partition("\n")[0][:300]
        raise _refused(path, f"går inte att läsa som xlsx ({said})", f"cannot be read as xlsx ({said})") from None
    frame = sheet.to_polars()
    return frame.lazy().with_columns(pl.all().str.replace(_AT_MIDNIGHT, "$1"))


_LAZY: dict[Format, Callable[[Path], pl.LazyFrame]] = {"parquet": _parquet, "csv": _csv, "jsonl": _jsonl, "xlsx": _xlsx}


def _refused(path: Path, sv: str, en: str) -> InputError:
    return InputError(Problem(Place(str(path)), "", sv, en))
