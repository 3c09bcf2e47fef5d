"""What text does a reader's own copy hold? One function a kind of file: txt, md, html, docx and pdf."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from nytta.engine.errors import InputError, Place, Problem
from nytta.engine.sources.copies import Copy


def read_copy(path: Path) -> Copy:
    """The copy in a file; raises InputError if it cannot be read or holds no text."""
    try:
        text = _READERS[path.suffix.lower()](path)
    except ImportError:
        sv = f"för att läsa {path.suffix} behövs ett tillägg: pip install 'nytta[sources]'"
        raise _unreadable(path, sv, f"to read {path.suffix} an extra is needed: pip install 'nytta[sources]'") from None
    except Exception as error:  # the libraries have no common type for a file that is not what its ending says
        sv, en = f"går inte att läsa som {path.suffix} ({error})", f"cannot be read as {path.suffix} ({error})"
        raise _unreadable(path, sv, en) from error
    if not text.strip():
        sv = "innehåller ingen text; en inskannad bild måste först tolkas till text"
        raise _unreadable(path, sv, "holds no text; a scanned picture has to be turned into text first")
    return Copy(text)


def find_copy(folder: Path, document: str) -> Path:
    """The file with the document's name and a known ending; raises InputError if there is none."""
    if not folder.is_dir():
        raise _unreadable(folder, "mappen finns inte", "there is no such folder")
    for ending in _READERS:
        path = folder / f"{document}{ending}"
        if path.is_file():
            return path
    endings = ", ".join(_READERS)
    sv = f"ingen kopia av {document} finns i mappen; döp filen till {document} med en av ändelserna {endings}"
    en = f"the folder has no copy of {document}; name the file {document} with one of the endings {endings}"
    raise _unreadable(folder, sv, en)


def _unreadable(path: Path, sv: str, en: str) -> InputError:
    return InputError(Problem(Place(str(path)), "", sv, en))


def _plain(path: Path) -> str:
    return path.read_text("utf-8-sig")


class _Words(HTMLParser):
    """Keeps what a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0
        self._kept = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins what is not shown, or breaks the line."""
        del attrs
        self._hidden += tag in _HIDDEN
        self._kept += tag == "pre"
        self.words.append("" if tag in _INLINE else "\n")

    def handle_endtag(self, tag: str) -> None:
        """Ends what is not shown, or breaks the line."""
        self._hidden -= tag in _HIDDEN
        self._kept -= tag == "pre"
        self.words.append("" if tag in _INLINE else "\n")

    def handle_data(self, data: str) -> None:
        """Keeps text that is shown."""
        if not self._hidden:
            self.words.append(data if self._kept else _SPACE.sub(" ", data))


_HIDDEN = ("script", "style", "title")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_INLINE = ("a", "b", "em", "font", "i", "span", "strong", "sub", "sup", "u")


def _html(path: Path) -> str:
    parser = _Words()
    parser.feed(_plain(path))
    return "".join(parser.words)


def _docx(path: Path) -> str:
    """Every paragraph in the order of the file, with its tables, boxes, controls and changes as if accepted; then the notes."""
    from docx import Document
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    document = Document(str(path))
    notes = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)
    parts = [parse_xml(one.target_part.blob) for one in document.part.rels.values() if one.reltype in notes]
    gone = {qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
    return "".join(
        "\n" if one.tag == qn("w:p") else one.text
        for part in (document.element.body, *parts)
        for one in part.iter(qn("w:p"), qn("w:r"))
        if gone.isdisjoint(above.tag for above in one.iterancestors())
    )


def _pdf(path: Path) -> str:
    from pypdf import PdfReader

    pages = [page.extract_text().strip().splitlines() for page in PdfReader(path).pages]
    footless = [page[::-1] for page in _headless([page[::-1] for page in _headless(pages)])]
    return "\n".join("\n".join(page) for page in footless)


def _headless(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the first lines that more than half of them share, whatever the numbers in them."""
    while True:
        tops = [_NUMBER.sub("", page[0]) if page else None for page in pages]
        top, count = Counter(tops).most_common(1)[0] if tops else (None, 0)
        if top is None or count == 1 or 2 * count <= len(pages):
            return pages
        pages = [page[1:] if one == top else page for page, one in zip(pages, tops, strict=True)]


_NUMBER = re.compile(r"\d+")


_READERS: dict[str, Callable[[Path], str]] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
}
