"""The table of the peers as Markdown, and its place in the page. Two digits count: a noisy machine can tell no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

BEGIN, END = "<!-- written by bench/peers_table.py -->", "<!-- to here -->"


class Line(NamedTuple):
    """A contender in the table, with its seconds a row."""

    name: str
    package: str
    whole: bool
    statuses: float
    verdict: float | None = None


def table(lines: list[Line], kernel: str) -> str:
    """The contenders as a table in Markdown: rows a second, and how many times the kernel's time a row takes."""
    base = next(line for line in lines if line.name == kernel)
    head = (
        "| | package | every status: rows a second | times the kernel's time | verdict alone: rows a second | times |",
        "|---|---|--:|--:|--:|--:|",
    )
    return "\n".join((*head, *_cells(lines, base)))


def _cells(lines: list[Line], base: Line) -> Iterator[str]:
    for line in lines:
        alone = f"{rate(line.verdict)} | {ratio(line.verdict / base.verdict)}" if line.verdict and base.verdict else " | "
        yield f"| {line.name} | {line.package} | {rate(line.statuses)} | {ratio(line.statuses / base.statuses)} | {alone} |"


def rate(seconds: float) -> str:
    """Rows a second."""
    return f"{two_digits(1 / seconds):,.0f}"


def ratio(times: float) -> str:
    """A ratio to one."""
    return f"{times:.1f}" if times < 10 else f"{two_digits(times):,.0f}"


def between(page: str, text: str) -> str:
    """The page with the text between its marks; raises ValueError where they are not there."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}"


def two_digits(number: float) -> float:
    """The number with the digits that count."""
    return float(f"{number:.2g}")
