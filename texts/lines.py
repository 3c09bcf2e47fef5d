"""How are lines of an answer written down, as text for a terminal and as Markdown?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from nytta.engine.errors import Language
from nytta.engine.model.base import Text
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import CaseHead, Outcome
from nytta.texts import words
from nytta.texts.formats import WIDTH, marked, printable

Kind = Literal["verdict", "line", "note", "heading", "group", "item", "part", "bullet", "footer"]
_BEFORE = ("note", "heading", "group", "footer")
"""What has an empty line before it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph by what it is; items have a number."""

    kind: Kind
    text: str
    number: int = 0


def head(case: CaseHead, verdict: Outcome, warnings: Iterable[Text], edition: Edition, language: Language) -> Iterator[Line]:
    """A verdict, and on which case by which edition."""
    first, last = edition.head.in_force.from_, edition.head.in_force.to
    period = f"{words.IN_FORCE[language]} {first}–{last}" if last else f"{words.IN_FORCE_FROM[language]} {first}"
    kind = edition.vocabulary.kinds[case.kind].label[language]
    yield Line("verdict", words.VERDICTS[verdict][language])
    yield Line("line", case.title)
    yield Line("line", f"{words.CASE[language]}: {case.id}, {kind}, {words.DATED[language]} {case.date}")
    yield Line("line", f"{words.JUDGED_BY[language]}: {edition.head.title[language]} ({period})")
    yield from (Line("line", f"{words.WARNING[language]}: {warning[language]}") for warning in warnings)


def as_text(lines: Iterable[Line]) -> str:
    """For a person at a terminal, 80 columns wide."""
    written: list[str] = []
    before: Kind = "verdict"
    for line in lines:
        if written and line.kind in _BEFORE and (line.kind, before) not in (("note", "heading"), ("note", "group")):
            written.append("")
        written += _wrapped(line)
        before = line.kind
    return "\n".join(written) + "\n"


def _wrapped(line: Line) -> list[str]:
    text = printable(line.text)
    first, rest = {"item": (f"{line.number:3}. ", "     "), "part": ("     – ", "       "), "bullet": ("  • ", "    ")}.get(
        line.kind, ("", "")
    )
    shown = text.upper() if line.kind in ("verdict", "heading") else text
    return textwrap.wrap(shown, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def as_markdown(lines: Iterable[Line]) -> str:
    """In CommonMark."""
    written: list[str] = []
    before: Kind = "verdict"
    for line in lines:
        is_next = line.kind in _LISTED and before in _LISTED
        written.append(("\n" if is_next else "\n\n") + _MARKS[line.kind].format(text=marked(line.text), number=line.number))
        before = line.kind
    return "".join(written).lstrip("\n") + "\n"


_LISTED = ("item", "part", "bullet")
_MARKS: dict[Kind, str] = {
    "verdict": "# {text}",
    "line": "{text}",
    "note": "{text}",
    "heading": "## {text}",
    "group": "### {text}",
    "item": "{number}. {text}",
    "part": "    - {text}",
    "bullet": "- {text}",
    "footer": "---\n\n{text}",
}
