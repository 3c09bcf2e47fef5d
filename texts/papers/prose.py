"""Which sentences does a paper hold, and which of their words are its own?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import Literal

from nytta.texts.papers.blocks import Block, Heading, Listing, Paragraph, Spans, Table

OWN, GAP, CITED, TERM = "\ue000", "\ue001", "\ue002", "\ue003"
"""What covers, sign by sign, the case's own words, gaps, citations and the strategy's terms."""
_QUOTED, _GAP = re.compile("[“”][^“”]*”"), re.compile("«[^»]*»")
_BREAK = re.compile(r"\n| · ")
_END = re.compile(r"[.?!]+\)?(?=\s|$)")
_INITIAL = re.compile(r"[^\W\d_]\.")
_ORDINAL = re.compile(r"\d+\.")
_SPACE = " \n·"
_BETWEEN = _SPACE + CITED
_WORD = re.compile(rf"{TERM}+|[^\W_]+(?:[-–:’'./][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a language tells apart: abbreviations with a stop, terms, words that join a list, and how long a label may be."""

    stops: frozenset[str]
    terms: re.Pattern[str]
    joins: re.Pattern[str]
    label: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading or label as it stands (`text`) and with what is not the paper's own words covered (`own`)."""

    text: str
    own: str
    place: Literal["heading", "running", "numbered", "bullet", "cell"]
    leads: bool = False
    """Whether a list, a table or another paragraph follows at once."""
    label: bool = False

    @property
    def ours(self) -> str:
        """What the paper itself says: of an item that is no sentence only its label, for a document's title is the document's."""
        if not (self.label and self.place == "bullet"):
            return self.own
        label, colon, _ = f"{self.own} ".partition(": ")
        return label if colon else ""

    @property
    def not_quoted(self) -> str:
        """The words as they stand, citations too, without the case's own."""
        return "".join(OWN if cover == OWN else sign for sign, cover in zip(self.text, self.own, strict=True))

    @property
    def stopped(self) -> bool:
        """Whether it ends as a sentence does; a colon will do before what it leads to."""
        return self.own.rstrip(f"{_BETWEEN})").endswith((".", "?", "!", ":") if self.leads else (".", "?", "!"))


def lines(blocks: Iterable[Block], reading: Reading) -> Iterator[Sentence]:
    """Every heading, line, item and cell, in order; a paragraph all in bold is the case's title, and is none of ours."""
    for block in _lines(tuple(blocks)):
        own = _GAP.sub(lambda found: GAP * len(found[0]), _QUOTED.sub(_cover_quoted, block.own))
        own = reading.terms.sub(lambda found: TERM * len(found[0]), own)
        yield from _parts(replace(block, own=own), (found.start() for found in _BREAK.finditer(own)), _SPACE)


def sentences(lines: Iterable[Sentence], reading: Reading) -> Iterator[Sentence]:
    """The sentences and labels of lines, in order; an item or cell that is no sentence is a label as a whole."""
    for line in lines:
        whole = line.place == "heading" or (line.place in ("bullet", "cell") and not line.stopped)
        pieces = tuple(_parts(line, () if whole else _ends(line.own, reading), _BETWEEN))
        for one in pieces:
            label = whole or not count(one.own) or (len(pieces) == 1 and _is_label(one, reading))
            yield replace(one, label=label, leads=one.leads and one is pieces[-1])


def length(sentence: Sentence, reading: Reading) -> int:
    """How many words a reader has to hold at once: a list after a colon counts item by item."""
    lead, colon, rest = sentence.own.partition(": ")
    items = [item for item in reading.joins.split(rest) if item.strip()]
    if not colon or len(items) == 1:
        return count(sentence.own)
    return max(map(count, (lead, *items)))


def count(text: str) -> int:
    """The words of a text; what is covered is none, and a term is one."""
    return len(_WORD.findall(text))


def _lines(blocks: tuple[Block, ...], place: Literal["running", "numbered", "bullet"] = "running") -> Iterator[Sentence]:
    for block, following in zip_longest(blocks, blocks[1:]):
        match block:
            case Heading():
                yield _line(block.spans, "heading")
            case Paragraph() if not all(span.bold for span in block.spans):
                yield replace(_line(block.spans, place), leads=isinstance(following, Paragraph | Listing | Table))
            case Listing():
                for item in block.items:
                    yield from _lines(item, "numbered" if block.numbered else "bullet")
            case Table():
                for cell in (*block.header, *(cell for row in block.rows for cell in row)):
                    yield _line(cell, "cell")
            case _:
                pass


def _line(spans: Spans, place: Literal["heading", "running", "numbered", "bullet", "cell"]) -> Sentence:
    own = ""
    for italic, run in groupby(spans, key=lambda span: span.italic):
        words = "".join(span.text for span in run)
        own += CITED * len(words) if italic and words.startswith("(") and words.endswith(")") else words
    return Sentence("".join(span.text for span in spans), own, place)


def _cover_quoted(found: re.Match[str]) -> str:
    """Own words that end as a sentence end the sentence that they stand in."""
    stop = found[0][-2] if found[0][-2] in ".?!" else OWN
    return OWN * (len(found[0]) - 1) + stop


def _parts(line: Sentence, ends: Iterable[int], between: str) -> Iterator[Sentence]:
    """The parts of a line between these places, without what only stands between them."""
    start = 0
    for end in (*ends, len(line.own)):
        before = start + len(line.own[start:end]) - len(line.own[start:end].lstrip(between))
        own = line.own[before:end].rstrip(between)
        if own:
            yield replace(line, text=line.text[before : before + len(own)], own=own)
        start = end


def _ends(own: str, reading: Reading) -> Iterator[int]:
    """Where a sentence ends: not after an abbreviation, an initial, an ordinal or a list's number."""
    start = 0
    for found in _END.finditer(own):
        words, following = own[start : found.end()].split(), own[found.end() :].lstrip(_BETWEEN)[:1]
        last = words[-1].lstrip("(")
        number = _ORDINAL.fullmatch(last) and (len(words) == 1 or following.islower())
        if last.lower() not in reading.stops and not _INITIAL.fullmatch(last) and not number:
            yield found.end()
            start = found.end()


def _is_label(one: Sentence, reading: Reading) -> bool:
    """A name, or a name with its value (`Datum: …`) or a gap for it: a few words that are no sentence."""
    name, _, value = one.own.partition(":")
    is_short = count(name) <= reading.label or (GAP in value and not value.strip(f" {GAP}"))
    return one.place == "running" and not one.stopped and is_short
