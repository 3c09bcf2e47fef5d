"""How are verdicts written to a file? Batch after batch, beside the final name, which the file gets once it is whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import polars as pl
from polars.io.plugins import register_io_source

from nytta.engine.batch import stop
from nytta.engine.errors import InputError, Place, Problem, system_words

Written = Literal["csv", "parquet", "jsonl", "xlsx"]
Frames = Iterator[pl.DataFrame]
XLSX_ROWS = 1_048_575
"""Rows that fit on a sheet below its header."""
XLSX_LETTERS = 32_767
"""Letters that fit in a cell."""
_STEERING = r"^[=+\-@\t\r]"
"""What a spreadsheet would take for a formula, or what hides one."""


def write(path: Path, form: Written, schema: pl.Schema, frames: Callable[[], Frames]) -> None:
    """Writes the frames to the file, whole or not at all; raises InputError where it cannot be written.

    What the frames raise is raised here too, and leaves nothing behind.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    failed: list[BaseException] = []
    try:
        stop.attended(lambda: _WRITERS[form](temporary, schema, lambda: _watched(frames(), failed)))
        stop.check()
        temporary.replace(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        if failed:
            raise failed[0] from None
        raise _unwritable(path, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def _watched(frames: Frames, failed: list[BaseException]) -> Frames:
    """The frames, with a note of what they raise: the writer may wrap it, or only stop."""
    try:
        for frame in frames:
            stop.check()
            yield frame
    except GeneratorExit:  # the writer has stopped first
        raise
    except BaseException as error:
        failed.append(error)
        raise


def _unwritable(path: Path, error: Exception) -> InputError:
    sv, en = system_words(error) if isinstance(error, OSError) and error.errno else _system_words(str(error))
    return InputError(Problem(Place(str(path)), "", f"går inte att skriva ({sv})", f"cannot be written ({en})"))


def _system_words(said: str) -> tuple[str, str]:
    """Why the system refused, out of what Polars says of it."""
    number = said.rpartition("(os error ")[2].partition(")")[0]
    words = said.strip().partition("\n")[0][:300]
    return system_words(OSError(int(number), os.strerror(int(number)))) if number.isdigit() else (words, words)


def _lazy(schema: pl.Schema, frames: Callable[[], Frames]) -> pl.LazyFrame:
    return register_io_source(lambda *_: frames(), schema=schema)


def _parquet(path: Path, schema: pl.Schema, frames: Callable[[], Frames]) -> None:
    _lazy(schema, frames).sink_parquet(path, maintain_order=True)


def _csv(path: Path, schema: pl.Schema, frames: Callable[[], Frames]) -> None:
    _lazy(schema, lambda: map(harmless, frames())).sink_csv(path, maintain_order=True)


def _jsonl(path: Path, schema: pl.Schema, frames: Callable[[], Frames]) -> None:
    _lazy(schema, frames).sink_ndjson(path, maintain_order=True)


def _xlsx(path: Path, schema: pl.Schema, frames: Callable[[], Frames]) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.") as place:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": place}
        book = xlsxwriter.Workbook(str(path), options)
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        with closing(sheet.row_data_fh):  # it is not closed where a row could not be written
            sheet.write_row(0, 0, list(schema), book.add_format({"bold": True}))
            row = 1
            for frame in frames():
                row = _rows(sheet, harmless(frame), row)
            try:
                book.close()
            except FileCreateError as error:
                raise OSError(*error.args[0].args) from None


def _rows(sheet: Any, frame: pl.DataFrame, row: int) -> int:
    """Writes the rows of a frame from this row on; where the next would stand. Raises InputError where the sheet is full."""
    if row + frame.height > XLSX_ROWS + 1:
        sv = f"fler än {XLSX_ROWS} rader ryms inte på ett kalkylblad; skriv till .csv eller .parquet, eller dela upp med --where"
        en = f"more than {XLSX_ROWS} rows do not fit on a sheet; write to .csv or .parquet, or divide the table with --where"
        raise InputError(Problem(Place("OUT"), "", sv, en))
    cut = frame.with_columns(pl.col(pl.String).str.slice(0, XLSX_LETTERS))
    for cells in cut.iter_rows():
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(row, column, cell)
        row += 1
    return row


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would take for a formula."""
    text = pl.col(pl.String)
    return frame.with_columns(pl.when(text.str.contains(_STEERING)).then(pl.lit("'") + text).otherwise(text).name.keep())


_WRITERS: dict[Written, Callable[[Path, pl.Schema, Callable[[], Frames]], None]] = {
    "parquet": _parquet,
    "csv": _csv,
    "jsonl": _jsonl,
    "xlsx": _xlsx,
}
