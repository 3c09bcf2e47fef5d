"""What does a copy of a document say, letter by letter? Text in, normalised text out, with the way back to the original."""

from __future__ import annotations

import bisect
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

_PAGE_NUMBER = re.compile(r"^[ \t\f]*[-–]?[ \t]*\d{1,3}[ \t]*[-–]?(\(\d{1,3}\))?[ \t\f]*$", re.MULTILINE)


def normalised(text: str) -> str:
    """Letters and digits only, composed (NFC) and case folded: breaks, hyphenation, bullets and spaces make no difference."""
    return "".join(one for one in unicodedata.normalize("NFC", text).casefold() if one.isalnum())


def fingerprint(text: str) -> tuple[int, str]:
    """The length of a passage in normalised characters, and the SHA-256 of them (UTF-8, hexadecimal)."""
    letters = normalised(text)
    return len(letters), hashlib.sha256(letters.encode()).hexdigest()


@dataclass(frozen=True)
class Copy:
    """A reader's own copy of a document, as plain text."""

    text: str

    @cached_property
    def _mapped(self) -> tuple[str, list[int]]:
        """The normalised text without page numbers, and for each of its characters the place in `text` it came from."""
        letters: list[str] = []
        places: list[int] = []
        dropped = {place for match in _PAGE_NUMBER.finditer(self.text) for place in range(*match.span())}
        for start, end in _clusters(self.text):
            if start not in dropped:
                for one in normalised(self.text[start:end]):
                    letters.append(one)
                    places.append(start)
        return "".join(letters), places

    @property
    def letters(self) -> str:
        """The normalised text."""
        return self._mapped[0]

    def original(self, start: int, end: int) -> str:
        """The text behind a span of normalised characters."""
        places = self._mapped[1]
        return self.text[places[start] : places[end - 1] + 1]

    def place(self, start: int) -> int:
        """The first normalised character that comes from `text[start]` or after it."""
        return bisect.bisect_left(self._mapped[1], start)

    def words(self, start: int, end: int) -> str:
        """The same as a reader would type it: on one line, hyphenation undone, to the end of the word and its stop."""
        closing = _CLOSING.match(self.text, self._mapped[1][end - 1] + 1)
        return " ".join(_HYPHENATED.sub("", self.original(start, end) + (closing.group() if closing else "")).split())

    @property
    def sentences(self) -> list[str]:
        """The sentences and bullets, as they stand in the text."""
        return [self.text[start:end] for start, end in sentence_spans(self.text)]

    def beginnings(self, words: str) -> list[int]:
        """Where these words stand, in normalised characters."""
        found = []
        start = self.letters.find(normalised(words))
        while start >= 0:
            found.append(start)
            start = self.letters.find(normalised(words), start + 1)
        return found

    def occurrences(self, words: str, length: int, digest: str) -> list[int]:
        """Where a passage with these first words, length and fingerprint begins, in normalised characters."""
        return [start for start in self.beginnings(words) if self._digest(start, length) == digest]

    def _digest(self, start: int, length: int) -> str:
        return hashlib.sha256(self.letters[start : start + length].encode()).hexdigest()

    def passage(self, first: str, last: str) -> str:
        """The text from the first words to the last words, both included; raises ValueError where either is not there."""
        start = self.letters.index(normalised(first))
        end = self.letters.index(normalised(last), start) + len(normalised(last))
        return self.original(start, end)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Each character with the combining marks that follow it, since NFC may join them."""
    starts = [place for place, one in enumerate(text) if not unicodedata.combining(one)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


_CLOSING = re.compile(r"\w*[.,;:!?)\]”»\"]*")
_HYPHENATED = re.compile(r"(?<=[a-zåäöé])-[ \t]*\n\s*(?=[a-zåäöé])|\N{SOFT HYPHEN}")
_SENTENCE_END = re.compile(r"[.!?:]\s+(?=[A-ZÅÄÖ])|\n\s*(?=[•\uf0b7–-]\s)")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence or bullet begins and ends."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))
