"""How do the tests read a page of Markdown? Code blocks, tables, links and headings, as this project writes them."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import ROOT

Row = dict[str, str]


def every_page() -> list[Path]:
    """All pages of the project."""
    folders = ("docs", "rules", "cases", "tests", "engine", "bench")
    return sorted([*ROOT.glob("*.md"), *(path for folder in folders for path in (ROOT / folder).rglob("*.md"))])


def read(name: str) -> str:
    """The text of a page, by its path in the project."""
    return (ROOT / name).read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """What stands in the fenced code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def tables(text: str) -> list[list[Row]]:
    """The tables, each as rows by column."""
    found = []
    for block in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        heads, _, *rows = (_cells(line) for line in block.splitlines())
        found.append([dict(zip(heads, row, strict=True)) for row in rows])
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def table(text: str, *columns: str) -> list[Row]:
    """The one table that begins with these columns."""
    (found,) = (rows for rows in tables(text) if tuple(rows[0])[: len(columns)] == columns)
    return found


def code(cell: str) -> list[str]:
    """What a cell has in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def prose(text: str) -> str:
    """The text without its code blocks."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def links(text: str) -> list[str]:
    """Where the page's links lead."""
    return re.findall(r"\[[^\]]+\]\(([^)\s]+)\)", prose(text))


def anchors(text: str) -> set[str]:
    """The names by which headings can be linked to."""
    headings = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
