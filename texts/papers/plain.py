"""How is a paper written as text that is pasted into a mail or a case system? Without markup, one line a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from nytta.texts.formats import printable
from nytta.texts.papers.blocks import Block, Heading, Listing, Paragraph, Rule, Spans, Table

_RULE = "-" * 20
_STOPS = tuple(".:;?!…")


def as_plain(blocks: tuple[Block, ...]) -> str:
    """The paper as text: headings in capitals, a line for each row of a table, paragraphs not wrapped."""
    return "\n\n".join(map(_written, blocks)) + "\n"


def _written(block: Block) -> str:
    match block:
        case Heading(spans=spans):
            return _words(spans).upper()
        case Paragraph(spans=spans):
            return _words(spans)
        case Listing():
            return "\n".join(_items(block))
        case Table():
            return "\n".join(_rows(block))
        case Rule():
            return _RULE


def _items(listing: Listing) -> Iterator[str]:
    for number, item in enumerate(listing.items, 1):
        bullet = f"{number}. " if listing.numbered else "- "
        text = "\n".join(map(_written, item))
        yield bullet + indent(text, " " * len(bullet)).lstrip(" ")


def _rows(table: Table) -> Iterator[str]:
    """Each row as sentences: `Vad: Redovisa resultatet. Vem: Kommunstyrelsen. När: 2020-05-01.`"""
    labels = [_words(cell) for cell in table.header]
    for row in table.rows:
        cells = [_words(cell).replace("\n", " ") for cell in row]
        yield " ".join(
            f"{label}: {cell}{'' if cell.endswith(_STOPS) else '.'}" for label, cell in zip(labels, cells, strict=True) if cell
        )


def _words(spans: Spans) -> str:
    return "\n".join(map(printable, "".join(span.text for span in spans).split("\n")))
