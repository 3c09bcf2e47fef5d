"""What text does a reader's own copy hold? One function a kind of file: txt, md, html, docx and pdf."""

from __future__ import annotations

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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins what is not shown, or breaks the line."""
        del attrs
        self._hidden += tag in _HIDDEN
        self.words.append("" if tag in _INLINE else "\n")

    def handle_endtag(self, tag: str) -> None:
        """Ends what is not shown, or breaks the line."""
        self._hidden -= tag in _HIDDEN
        self.words.append("" if tag in _INLINE else "\n")

    def handle_data(self, data: str) -> None:
        """Keeps text that is shown."""
        if not self._hidden:
            self.words.append(data)


_HIDDEN = ("script", "style", "title")
_INLINE = ("a", "b", "em", "font", "i", "span", "strong", "sub", "sup", "u")


def _html(path: Path) -> str:
    parser = _Words()
    parser.feed(_plain(path))
    return "".join(parser.words)


def _docx(path: Path) -> str:
    from docx import Document
    from docx.table import Table

    blocks = Document(str(path)).iter_inner_content()
    return "\n".join(
        "\n".join(cell.text for row in one.rows for cell in row.cells) if isinstance(one, Table) else one.text for one in blocks
    )


def _pdf(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


_READERS: dict[str, Callable[[Path], str]] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
}
