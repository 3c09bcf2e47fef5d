"""How is a file of JSON Lines read? Every value as text, under each name that some line has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from nytta.engine.batch.refused import refused

_KEYS = r'"(?:[^"\\]|\\.)*"\s*:'
_NESTED = r"[:\[,]\s*\{"
_MARK = b"\xef\xbb\xbf"
_ROWS = 1 << 17


def scanned(path: Path) -> pl.LazyFrame:
    """Raises InputError where there are no lines of objects, or where a name stands twice in one."""
    _check_begin(path)
    lines = pl.scan_lines(path, glob=False).with_row_index("row", 1)
    keyed = lines.with_columns(pl.col("line").str.extract_all(_KEYS).alias("keys"))
    distinct = keyed.select(pl.col("keys").explode()).unique()
    suspects = keyed.filter(pl.col("keys").list.len() != pl.col("keys").list.n_unique()).select("row", "line")
    found, doubtful = pl.collect_all([distinct, suspects.select(pl.len())], engine="streaming")
    keys = found.to_series().drop_nulls()
    if keys.is_empty():
        raise refused(path, "filen har inga ärenden", "the file has no cases")
    if doubtful.item():
        _check_distinct(path, suspects)
    names = sorted({_name(one.rstrip(": \t")) for one in keys})
    scan = pl.scan_ndjson(path, schema=dict.fromkeys(names, pl.String()))
    if not lines.select(pl.col("line").str.contains(_NESTED).any()).collect(engine="streaming").item():
        return scan
    stated = scan.select(pl.all().is_not_null().any()).collect(engine="streaming").row(0, named=True)
    return scan.select(name for name, is_stated in stated.items() if is_stated)  # the others stand inside objects


def _name(key: str) -> str:
    """The name that a key stands for; one that is written wrongly is said where the line is read."""
    try:
        name = str(json.loads(key, strict=False))
        name.encode()
    except ValueError:
        return key[1:-1]
    return name


def _check_begin(path: Path) -> None:
    with path.open("rb") as file:
        begin = file.read(1 << 10)
    if begin.startswith(_MARK):
        sv, en = (
            "filen börjar med ett UTF-8-märke; spara den utan (UTF-8 utan BOM)",
            "the file begins with a UTF-8 mark; save it without",
        )
        raise refused(path, sv, en)
    if begin.lstrip().startswith(b"["):
        sv, en = (
            "filen är en lista; skriv ett ärende på varje rad, { … }, utan [ ]",
            "the file is a list; write a case a line, { … }, without [ ]",
        )
        raise refused(path, sv, en)


def _check_distinct(path: Path, suspects: pl.LazyFrame) -> None:
    """Raises InputError where an object has the same name twice; two objects of a line may."""
    for row, line in _rows(suspects):
        try:
            json.loads(line, object_pairs_hook=_distinct)
        except _TwiceError as error:
            sv, en = (
                f"rad {row}: «{error}» står två gånger; ta bort den ena",
                f"row {row}: «{error}» stands twice; remove one of them",
            )
            raise refused(path, sv, en) from None
        except ValueError:  # said where the line is read
            return


def _rows(frame: pl.LazyFrame) -> Iterator[tuple[int, str]]:
    for batch in frame.collect_batches(chunk_size=_ROWS, maintain_order=True):
        yield from batch.iter_rows()


class _TwiceError(Exception):
    """A name stands twice in an object."""


def _distinct(pairs: list[tuple[str, object]]) -> None:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise _TwiceError(name)
