"""How is a CSV file read? Every cell as text, under the names of its first row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import polars as pl

from nytta.engine.batch import stop
from nytta.engine.batch.refused import check_header, refused

DELIMITERS = ",;\t|"
_HEADER = 1 << 20
"""Letters within which a header ends."""
_NOT_UTF8 = ("filen är inte UTF-8; spara om den som CSV UTF-8", "the file is not UTF-8; save it as CSV UTF-8")
_QUOTES = (
    "ett citattecken slutar inte, eller står mitt i en cell; skriv två där ett hör till texten",
    "a quote does not end, or stands inside a cell; write two where one belongs to the text",
)
Words = tuple[str, str]


def scanned(path: Path) -> pl.LazyFrame:
    """Every cell as text; rows may be shorter than the header, not longer. Raises InputError where the header will not do."""
    delimiter, names = _header(path)
    return pl.scan_csv(path, separator=delimiter, infer_schema=False, glob=False, empty_string_is_null=True, new_columns=names)


def _header(path: Path) -> tuple[str, list[str]]:
    """The delimiter that the header has most of, and the names between; blanks around a name do not count."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.read(_HEADER).lstrip("\r\n")
    except UnicodeDecodeError:
        raise refused(path, *_NOT_UTF8) from None
    if "\r" in head and "\n" not in head:
        sv, en = "raderna slutar som på äldre Mac; spara om den som CSV UTF-8", "lines end as on an old Mac; save it as CSV UTF-8"
        raise refused(path, sv, en)
    outside = "".join(head.partition("\n")[0].split('"')[::2])
    delimiter = max(DELIMITERS, key=outside.count)
    try:
        names = [name.strip() for name in next(csv.reader(StringIO(head, newline=""), delimiter=delimiter, strict=True), [])]
    except csv.Error:
        sv, en = "ska ha kolumnernas namn: ett namn är för långt, eller", "must have the columns' names: a name is too long, or"
        raise refused(path, f"rad 1 {sv} {_QUOTES[0]}", f"row 1 {en} {_QUOTES[1]}") from None
    check_header(path, names)
    return delimiter, names


def fault(path: Path) -> Words | None:
    """What is wrong with the first row that cannot be read, in both languages; None where that is not found out."""
    delimiter, names = _header(path)
    reader = csv.reader(_decoded(path), delimiter=delimiter, strict=True)
    first = 1
    try:
        for row in reader:
            if len(row) > len(names):
                sv, en = "fler celler än den första raden har namn", "more cells than the first row has names"
                return _at(first, (f"{sv} ({len(row)} mot {len(names)})", f"{en} ({len(row)} and {len(names)})"))
            first = reader.line_num + 1
    except UnicodeDecodeError:
        return _at(reader.line_num + 1, _NOT_UTF8)
    except csv.Error as error:
        return None if "limit" in str(error) else _at(first, _QUOTES)
    return None


def _decoded(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for line in file:
            stop.check()
            yield line.decode("utf-8")


def _at(number: int, words: Words) -> Words:
    return f"rad {number}: {words[0]}", f"row {number}: {words[1]}"
