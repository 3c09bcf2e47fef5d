"""Does a copy hold each passage of the ledger, and does the ledger hold each passage of the copy that could bind?"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from nytta.engine.model.ledger import Ledger, Passage
from nytta.engine.sources.copies import Copy, normalised, sentence_spans

State = Literal["found", "moved", "altered", "missing"]
BINDING = (
    "ska|skall|bör|får|måste|endast|enbart|undvikas|åligger|ansvarar|ansvar|beslutar|beslut|åtar|uppdrag|förbinder"
    "|rekommenderar|föreslår|krävs|alltid|aldrig|vägledande|prioriterar|inriktas"
)
"""Words that bind, permit, forbid, assign, decide, recommend or report a wish, as the documents show them."""
_HYPHEN = re.compile(r"-[ \t]*\n\s*|\N{SOFT HYPHEN}")
ENOUGH = 0.75
"""How much of a passage's first words a sentence holds before it is shown as the nearest."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A passage of the ledger in a copy: where it stands (normalised characters), or the text that is nearest to it."""

    passage: Passage
    state: State
    span: tuple[int, int] | None = None
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A sentence of the copy with a binding word that no passage covers."""

    word: str
    sentence: str


def verify(ledger: Ledger, copy: Copy) -> tuple[list[Verified], list[Uncovered]]:
    """Every passage with its state, in the ledger's order, and every binding sentence that no passage covers."""
    places = [copy.occurrences(one.words, one.length, one.sha256) for one in ledger.passages]
    run = _longest_run(places)
    taken = set(run.values())
    held = {start for every in places for start in every}
    found: list[Verified] = []
    last = -1
    for row, (passage, every) in enumerate(zip(ledger.passages, places, strict=True)):
        if row in run:
            last = run[row]
            verified = Verified(passage, "found", (last, last + passage.length))
        elif starts := [start for start in every if start not in taken]:
            verified = Verified(passage, "moved", (starts[0], starts[0] + passage.length))
        else:
            verified = _lost(passage, copy, held | taken, last)
        if verified.span:
            taken.add(verified.span[0])
        found.append(verified)
    covered = [(start, start + one.length) for one, starts in zip(ledger.passages, places, strict=True) for start in starts]
    covered += [one.span for one in found if one.state == "altered" and one.span]
    return found, list(_uncovered(copy, covered))


def _longest_run(places: list[list[int]]) -> dict[int, int]:
    """The most rows that stand one after another as the ledger has them, each with its place: the rest have moved or are lost."""
    ends: list[int] = []
    chains: list[dict[int, int]] = []
    for row, starts in enumerate(places):
        for start in reversed(starts):
            size = bisect.bisect_left(ends, start)
            if size == len(ends) or start < ends[size]:
                ends[size : size + 1] = [start]
                chains[size : size + 1] = [(chains[size - 1] if size else {}) | {row: start}]
    return chains[-1] if chains else {}


def _lost(passage: Passage, copy: Copy, taken: set[int], last: int) -> Verified:
    """A passage whose wording is not there (again): altered where its first words are, best after `last`, else missing."""
    starts = [start for start in copy.beginnings(passage.words) if start not in taken]
    if not starts:
        return Verified(passage, "missing", nearest=_nearest(passage, copy))
    start = next((one for one in starts if one > last), starts[0])
    end = min(start + passage.length, len(copy.letters))
    return Verified(passage, "altered", (start, end), copy.words(start, end))


def _nearest(passage: Passage, copy: Copy) -> str:
    """The sentence whose beginning holds most of the passage's first words; nothing where none holds enough."""
    words = normalised(passage.words)
    likeness = {sentence: _held(words, normalised(sentence)[: 2 * len(words)]) for sentence in copy.sentences}
    best = max(likeness, key=likeness.__getitem__, default="")
    return " ".join(best.split()) if likeness.get(best, 0) >= ENOUGH else ""


def _held(words: str, text: str) -> float:
    """The share of the words that stands in the text, in their order, in pieces of two letters or more."""
    blocks = SequenceMatcher(None, words, text, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 1) / len(words)


def _uncovered(copy: Copy, covered: list[tuple[int, int]]) -> Iterator[Uncovered]:
    sentences = list(sentence_spans(copy.text))
    starts = [start for start, _ in sentences]
    seen: set[int] = set()
    for place, word in _binding_words(copy.text):
        here = copy.place(place)
        sentence = bisect.bisect_right(starts, place) - 1
        if sentence not in seen and not any(start <= here < end for start, end in covered):
            seen.add(sentence)
            start, end = sentences[sentence]
            yield Uncovered(word, " ".join(copy.text[start:end].split()))


def _binding_words(text: str) -> Iterator[tuple[int, str]]:
    """Each binding word and its place, also where a line break hyphenates it."""
    joined, places = _unhyphenated(text)
    for match in re.finditer(rf"(?<!\w)(?:{BINDING})(?!\w)", joined, re.IGNORECASE):
        yield places[match.start()], match.group()


def _unhyphenated(text: str) -> tuple[str, list[int]]:
    """The text with line-end hyphens undone, and for each character its place."""
    kept = [place for start, end in _between(text) for place in range(start, end)]
    return "".join(text[place] for place in kept), kept


def _between(text: str) -> Iterator[tuple[int, int]]:
    last = 0
    for match in _HYPHEN.finditer(text):
        yield last, match.start()
        last = match.end()
    yield last, len(text)
