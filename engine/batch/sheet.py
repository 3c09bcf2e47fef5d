"""How is an Excel file read? The first sheet, every cell as text, under the names of the first row that is not blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

import polars as pl

from nytta.engine.batch.refused import check_header, refused

_AT_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00(\.0+)?$"
_PERCENT = (b"9", b"10")
"""Excel's own numbers of formats that show percent."""
_LITERAL = re.compile(rb"&quot;.*?&quot;|\\.")
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
    cells = [cell.decode() for cell in islice(_in_percent(path), _SHOWN + 1)]
    if cells:
        named = ", ".join(cells[:_SHOWN]) + (", …" if len(cells) > _SHOWN else "")
        sv = f"{named}: tal som visas i procent är lagrade som andelar (25 % som 0,25); formatera cellerna som tal och skriv 25"
        en = f"{named}: numbers shown in percent are stored as shares (25 % as 0.25); format the cells as numbers and write 25"
        raise refused(path, sv, en)


def _in_percent(path: Path) -> Iterator[bytes]:
    """The names of the cells of the first sheet with numbers shown in percent."""
    with ZipFile(path) as file:
        styles = _percent_styles(file.read(_STYLES)) if _STYLES in file.namelist() else set()
        content = file.read(_first_sheet(file)) if styles else b""
    for cell in _elements(content, b"c"):
        if cell.get(b"s") in styles and cell.get(b"t", b"n") == b"n" and b"/" not in cell:
            yield cell[b"r"]


def _percent_styles(content: bytes) -> set[bytes]:
    own = {one[b"numFmtId"] for one in _elements(content, b"numFmt") if b"%" in _LITERAL.sub(b"", one.get(b"formatCode", b""))}
    cells = content.partition(b"cellXfs")[2].partition(b"cellXfs>")[0]
    formats = [one.get(b"numFmtId") for one in _elements(cells, b"xf")]
    return {str(place).encode() for place, one in enumerate(formats) if one in own or one in _PERCENT}


def _first_sheet(file: ZipFile) -> str:
    """Where in the file its first sheet lies."""
    first = next(_elements(file.read(_BOOK), b"sheet"))
    wanted = next(value for name, value in first.items() if name.endswith(b":id"))
    target = next(one[b"Target"] for one in _elements(file.read(_PLACES), b"Relationship") if one[b"Id"] == wanted).decode()
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _elements(content: bytes, name: bytes) -> Iterator[dict[bytes, bytes]]:
    """The attributes of each element of that name; one that is closed at once has `/` too."""
    for found in re.finditer(rb"<(?:\w+:)?%s\b([^>]*?)(/?)>" % name, content):
        attributes = dict(re.findall(rb'([\w:]+)\s*=\s*"([^"]*)"', found[1]))
        yield attributes | ({b"/": b""} if found[2] else {})
