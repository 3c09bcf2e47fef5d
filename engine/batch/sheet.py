"""How is an Excel file read? The first sheet, every cell as text, under the names of the first row that is not blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring, iterparse
from zipfile import ZipFile

import polars as pl

from nytta.engine.batch.refused import check_header, refused

_AT_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00(\.0+)?$"
_PERCENT = {"9", "10"}
"""Excel's own numbers of formats that show percent."""
_LITERAL = re.compile(r'"[^"]*"|\\.')
"""What a format shows as it stands."""
_STYLES, _BOOK, _PLACES = "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHOWN = 3


def scanned(path: Path) -> tuple[str, pl.LazyFrame]:
    """The name of file and sheet, and the rows; raises InputError where it is no sheet, or one that would be misread."""
    import fastexcel

    try:
        sheet = fastexcel.read_excel(str(path)).load_sheet(0, header_row=None, dtypes="string")
    except fastexcel.FastExcelError as error:
        said = str(error).partition("\n")[0][:300]
        sv, en = "spara om filen som Excel-arbetsbok (.xlsx)", "save the file as an Excel workbook (.xlsx)"
        raise refused(path, f"går inte att läsa som xlsx; {sv} ({said})", f"cannot be read as xlsx; {en} ({said})") from None
    frame = sheet.to_polars()
    frame = frame.filter(~pl.all_horizontal(pl.all().is_null())) if frame.width else frame
    if frame.is_empty():
        raise refused(path, f"bladet «{sheet.name}» är tomt", f"the sheet «{sheet.name}» is empty")
    names = [(name or "").strip() for name in frame.row(0)]
    check_header(path, names)
    _check_percent(path)
    table = frame.slice(1).rename(dict(zip(frame.columns, names, strict=True)))
    return f"{path}[{sheet.name}]", table.lazy().with_columns(pl.all().str.replace(_AT_MIDNIGHT, "$1"))


def _check_percent(path: Path) -> None:
    """Raises InputError where numbers are shown in percent: 25 % is then stored as 0.25, and would be read as a quarter of one."""
    cells = list(islice(_in_percent(path), _SHOWN + 1))
    if cells:
        named = ", ".join(cells[:_SHOWN]) + (", …" if len(cells) > _SHOWN else "")
        sv = f"{named}: tal som visas i procent är lagrade som andelar (25 % som 0,25); formatera cellerna som tal och skriv 25"
        en = f"{named}: numbers shown in percent are stored as shares (25 % as 0.25); format the cells as numbers and write 25"
        raise refused(path, sv, en)


def _in_percent(path: Path) -> Iterator[str]:
    """The names of the cells of the first sheet with numbers shown in percent."""
    with ZipFile(path) as file:
        styles = _percent_styles(file) if _STYLES in file.namelist() else set()
        for cell in _elements(file, _first_sheet(file), "c") if styles else ():
            if cell.get("s") in styles and cell.get("t", "n") == "n" and cell.find("{*}v") is not None:
                yield cell.get("r", "?")


def _percent_styles(file: ZipFile) -> set[str]:
    """The places of the cell formats that show percent."""
    root = _root(file, _STYLES)
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")}
    shown = {number for number, code in formats.items() if "%" in _LITERAL.sub("", code)}.union(_PERCENT - formats.keys())
    cells = root.iterfind("{*}cellXfs/{*}xf")
    return {str(place) for place, one in enumerate(cells) if one.get("numFmtId") in shown}


def _first_sheet(file: ZipFile) -> str:
    """Where in the file its first sheet lies."""
    first = next(_root(file, _BOOK).iterfind("{*}sheets/{*}sheet"))
    wanted = next(value for name, value in first.items() if name.endswith("}id"))
    target = next(one.get("Target", "") for one in _root(file, _PLACES) if one.get("Id") == wanted)
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _root(file: ZipFile, name: str) -> Element:
    return fromstring(file.read(name))  # noqa: S314 - expat itself bounds what entities grow to


def _elements(file: ZipFile, name: str, tag: str) -> Iterator[Element]:
    """The elements with that tag, one at a time; what has been seen is let go."""
    with file.open(name) as content:
        for _, element in iterparse(content):  # noqa: S314 - as above
            if element.tag.endswith(f"}}{tag}"):
                yield element
            if element.tag.endswith("}row"):
                element.clear()
