"""How does a paper become a PDF? By Typst, as PDF/A-2a for the archive and PDF/UA-1 for every reader, the same bytes each time."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from nytta.engine.errors import InputError, Language, Place, Problem
from nytta.texts.formats import printable
from nytta.texts.papers.blocks import Block, Paragraph, Span
from nytta.texts.papers.paper import Paper

MISSING = Problem(
    Place(""),
    "",
    'för att skriva PDF behövs ett tillägg: pip install "nytta[pdf]"',
    'to write PDF an extra is needed: pip install "nytta[pdf]"',
)

try:
    import typst
except ImportError:
    raise InputError(MISSING) from None

TEMPLATE = Path(__file__).with_name("paper.typ")
REGIONS: dict[Language, str] = {"sv": "SE", "en": "GB"}
_FONTS = typst.Fonts(include_system_fonts=False)
_ANY = Paper("nytta", "nytta", "sv", "2000-01-01", "")


def as_pdf(paper: Paper, blocks: tuple[Block, ...]) -> bytes:
    """The paper as a PDF file on A4; a sign that the fonts lack stands as its name: `[U+1F600 GRINNING FACE]`.

    Raises InputError where a template of somebody's own makes what the standards forbid, as a heading that skips a level.
    """
    try:
        return _compiled(paper, _data(blocks, _spelled))
    except typst.TypstError as error:
        sv, en = f"går inte att skriva som PDF/A: {error.message}", f"cannot be written as PDF/A: {error.message}"
        raise InputError(Problem(Place("pdf"), "", sv, en)) from error


def _compiled(paper: Paper, parts: Any) -> bytes:
    day = date.fromisoformat(paper.day)
    data = {
        "title": printable(paper.title),
        "subject": printable(paper.subject),
        "language": paper.language,
        "region": REGIONS[paper.language],
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "parts": parts,
    }
    return typst.compile(
        TEMPLATE,
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        font_paths=_FONTS,
        sys_inputs={"paper": json.dumps(data)},
    )


def _data(part: object, written: Callable[[str], str]) -> Any:
    """A block and all that it holds as JSON has it, its words written in the given way."""
    if isinstance(part, str):
        return written(part)
    if isinstance(part, tuple):
        return [_data(one, written) for one in part]
    if is_dataclass(part):
        return {"is": type(part).__name__} | {one.name: _data(getattr(part, one.name), written) for one in fields(part)}
    return part


def _spelled(text: str) -> str:
    """The text, with the name of each sign that cannot be shown in the sign's place; line breaks stay."""
    return "\n".join("".join(one if _shown(one) else _named(one) for one in printable(line)) for line in text.split("\n"))


def _named(sign: str) -> str:
    """As Unicode cites it; a name that only repeats the number is left out, as that of each Chinese sign is."""
    number, name = f"{ord(sign):04X}", unicodedata.name(sign, "")
    return f"[U+{number}]" if name.endswith(number) else f"[U+{number} {name}]".replace(" ]", "]")


@cache
def _shown(sign: str) -> bool:
    """Whether the fonts have the sign in every style. Typst is asked: it writes no PDF/A in which a sign is missing."""
    spans = tuple(Span(sign, bold, italic) for bold in (False, True) for italic in (False, True))
    try:
        return sign.isascii() or bool(_compiled(_ANY, _data((Paragraph(spans),), str)))
    except typst.TypstError:
        return False
