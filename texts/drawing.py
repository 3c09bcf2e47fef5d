"""How is a derivation drawn? As a tree from left to right, in one SVG file that needs nothing from outside."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from nytta.engine.errors import Language
from nytta.engine.ir.truth import Truth
from nytta.texts.derivation import Page, Question, Twig
from nytta.texts.derivation_formats import answer, heading, lists
from nytta.texts.formats import printable

LETTERS = 37
"""Letters on a line of a box."""
BOX = 280
"""Width of a box: that of its longest line in the widest of the fonts."""
LINE = 18
PADDING = 10
GAP = 12
ACROSS = 34
MARGIN = 24
ABOVE = 34
"""Space over a question."""
LETTER = 7
"""Width of a letter in the text around the tree, on the safe side."""
LEAST = 3
"""Columns that the text around the tree takes."""

_STYLE = (
    "text{font:13px 'Liberation Sans',Arial,Helvetica,sans-serif;fill:#1a1a1a}"
    ".title{font-size:20px;font-weight:700}.answer,.heading{font-weight:700}.note{fill:#4d4d4d}"
    "rect{fill:#fff;stroke:#767676}path{fill:none;stroke:#767676}"
    ".true rect{fill:#e8f2f9;stroke:#17597d;stroke-width:2}"
    ".false rect{fill:#f6f1e9;stroke:#7a4a00;stroke-width:2;stroke-dasharray:8 3}"
    ".unknown rect{stroke:#4d4d4d;stroke-width:2;stroke-dasharray:2 3}"
)
_CLASSES: dict[Truth, str] = {True: "true", False: "false", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Box:
    """A twig's box: its lines with their classes, and the boxes that it leads to."""

    sort: str
    lines: tuple[tuple[str, str], ...]
    parts: tuple[Box, ...]

    @property
    def own(self) -> int:
        """Its height."""
        return len(self.lines) * LINE + 2 * PADDING

    @property
    def height(self) -> int:
        """The height that it takes together with the boxes after it."""
        return max(self.own, sum(part.height for part in self.parts) + GAP * (len(self.parts) - 1))

    @property
    def columns(self) -> int:
        """The number of boxes from left to right."""
        return 1 + max((part.columns for part in self.parts), default=0)


def as_svg(page: Page, language: Language) -> str:
    """The derivation drawn: what it is about, a tree for each question, and the conclusion."""
    trees = [_question_box(one, language) for one in page.questions]
    width = 2 * MARGIN + max(LEAST, *(tree.columns for tree in trees)) * (BOX + ACROSS) - ACROSS
    letters = (width - 2 * MARGIN) // LETTER
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "lang": language, "role": "group"})
    svg.set("aria-labelledby", "title desc")
    SubElement(svg, "title", {"id": "title"}).text = printable(f"{page.clause}. {page.title}")
    SubElement(svg, "desc", {"id": "desc"}).text = printable(" ".join(page.conclusions))
    SubElement(svg, "style").text = _STYLE
    back = SubElement(svg, "rect", {"width": str(width), "style": "stroke:none"})
    y = _paragraph(svg, [("title", line) for line in _lines(page.title, letters * 2 // 3)], MARGIN + 8)
    y = _paragraph(svg, _about(page, letters), y + 4)
    for tree in trees:
        _draw(svg, tree, MARGIN, y + ABOVE)
        y += ABOVE + tree.height
    y = _paragraph(svg, _after(page, language, letters), y + ABOVE)
    for name, value in (("width", width), ("height", y + MARGIN)):
        svg.set(name, str(value))
    back.set("height", str(y + MARGIN))
    svg.set("viewBox", f"0 0 {width} {y + MARGIN}")
    indent(svg, "")
    return tostring(svg, "unicode") + "\n"


def _about(page: Page, letters: int) -> list[tuple[str, str]]:
    return [("", line) for name, value in page.particulars for line in _lines(f"{name}: {value}", letters)]


def _after(page: Page, language: Language, letters: int) -> Iterator[tuple[str, str]]:
    for title, items in lists(page, language):
        yield "heading", title
        yield from (("", line) for one in items for line in _lines(f"• {one}", letters))
        yield "", ""
    yield from (("note", line) for one in page.footer for line in _lines(one, letters))


def _question_box(question: Question, language: Language) -> Box:
    tree = question.tree
    lines = [("answer", line) for line in _lines(heading(question, language))]
    return Box(_CLASSES[question.truth], (*lines, *_said(tree)), tuple(_box(part, language) for part in tree.parts))


def _box(twig: Twig, language: Language) -> Box:
    parts = tuple(_box(part, language) for part in twig.parts)
    if isinstance(twig.truth, str):
        return Box("", tuple(_said(replace(twig, words=f"{answer(twig.truth, language)} {twig.words}"))), parts)
    return Box(_CLASSES[twig.truth], (("answer", answer(twig.truth, language)), *_said(twig)), parts)


def _said(twig: Twig) -> Iterator[tuple[str, str]]:
    yield from (("", line) for line in _lines(twig.words))
    yield from (("note", line) for note in twig.notes for line in _lines(note))


def _draw(svg: Element, box: Box, x: int, y: int) -> int:
    """Draws a box beside the middle of those after it, these below each other; the height of its middle."""
    top = y + (box.height - box.own) // 2
    middle = top + box.own // 2
    group = SubElement(svg, "g", {"class": box.sort} if box.sort else {})
    SubElement(group, "rect", {"x": str(x), "y": str(top), "width": str(BOX), "height": str(box.own), "rx": "4"})
    _paragraph(group, box.lines, top + PADDING - LINE // 4, x + PADDING)
    below = y + (box.height - sum(part.height for part in box.parts) - GAP * (len(box.parts) - 1)) // 2
    for part in box.parts:
        theirs = _draw(svg, part, x + BOX + ACROSS, below)
        SubElement(svg, "path", {"d": f"M{x + BOX} {middle}h{ACROSS // 2}V{theirs}h{ACROSS // 2}"})
        below += part.height + GAP
    return middle


def _paragraph(parent: Element, lines: Iterable[tuple[str, str]], y: int, x: int = MARGIN) -> int:
    """Writes lines below each other; where the next would begin."""
    for sort, line in lines:
        y += LINE + (LINE // 2 if sort == "title" else 0)
        if line:
            SubElement(parent, "text", {"x": str(x), "y": str(y), **({"class": sort} if sort else {})}).text = line
    return y


def _lines(words: str, letters: int = LETTERS) -> list[str]:
    return textwrap.wrap(printable(words), letters, break_on_hyphens=False)
