"""What does a paper consist of? Its Markdown as headings, paragraphs, lists and tables, the same for every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one style, line breaks included."""

    text: str
    bold: bool = False
    italic: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the paper's own is of level 1."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, numbered or not; each item is blocks of its own."""

    numbered: bool
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row."""

    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


Block = Heading | Paragraph | Listing | Table | Rule


def parser() -> MarkdownIt:
    """CommonMark with tables; raw HTML is words."""
    return MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).enable("table")


def blocks(markdown: str) -> tuple[Block, ...]:
    """The blocks of a paper, in order."""
    return tuple(_blocks(SyntaxTreeNode(parser().parse(markdown))))


def _blocks(parent: SyntaxTreeNode) -> Iterator[Block]:
    for node in parent.children:
        match node.type:
            case "heading":
                yield Heading(int(node.tag[1:]), _inline(node))
            case "paragraph":
                yield Paragraph(_inline(node))
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(_blocks(item)) for item in node.children)
                yield Listing(node.type == "ordered_list", items)
            case "table":
                header, *rows = (tuple(map(_inline, row.children)) for part in node.children for row in part.children)
                yield Table(header, tuple(rows))
            case "hr":
                yield Rule()
            case "blockquote":
                yield from _blocks(node)
            case _:  # a code block: only a template of somebody's own could hold one
                yield Paragraph((Span(node.content.rstrip("\n")),))


def _inline(node: SyntaxTreeNode) -> Spans:
    tokens = [token for child in node.children for token in (child.to_tokens()[0].children or ())]
    return tuple(_spans(tokens))


def _spans(tokens: list[Token]) -> Iterator[Span]:
    bold = italic = 0
    for token in tokens:
        bold += token.nesting if token.tag == "strong" else 0
        italic += token.nesting if token.tag == "em" else 0
        text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
        if text and token.nesting == 0:
            yield Span(text, bold > 0, italic > 0)
