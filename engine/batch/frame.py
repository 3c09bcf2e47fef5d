"""What do the strategies say about a table that another program holds? Any frame in, a Polars frame of verdicts out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl
from polars._typing import ArrowArrayExportable, ArrowStreamExportable

from nytta.engine.batch.columns import typed
from nytta.engine.batch.table import Tables
from nytta.engine.errors import Language
from nytta.engine.load.library import library

Frame = pl.DataFrame | ArrowArrayExportable | ArrowStreamExportable


def screen_table(
    frame: Frame,
    *,
    folders: Iterable[Path] = (),
    edition: str | None = None,
    findings: bool = False,
    ignore_unknown: bool = False,
    language: Language = "sv",
) -> pl.DataFrame:
    """The verdict on each row, in the order of the rows, from raw columns: those of a case file, as text or as they are.

    Takes a Polars frame or whatever has the Arrow interface (pyarrow, pandas, DuckDB). `folders` are laid over the shipped
    rules. What is wrong with a row stands in its `error`; raises InputError where the columns will not do.
    """
    rules = library(tuple(folders))
    raw = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    cases = typed(raw, rules, ignore_unknown=ignore_unknown, language=language)
    return Tables(rules, edition, language).screen(cases, findings=findings)
