"""What does a source document hold that could bind anyone, passage by passage, and where did each go?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from nytta.engine.model.base import IDENTIFIER, Model, Text
from nytta.engine.model.clause import FirstWords

PassageClass = Literal["encoded", "register", "duty", "context", "opinion", "superseded", "decision"]
CLASSES: tuple[PassageClass, ...] = ("encoded", "register", "duty", "context", "opinion", "superseded", "decision")


class Passage(Model):
    """One passage: where it stands, its first words, how its wording is recognised, and what carries it.

    `length` counts normalised characters (letters and digits); `sha256` is the digest of them, hexadecimal.
    """

    section: str = Field(min_length=1)
    item: int | None = None
    words: FirstWords
    length: int = Field(gt=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    class_: PassageClass = Field(alias="class")
    clauses: tuple[str, ...] = ()
    reason: Text | None = None


class Event(Model):
    """A date in the life of a document: a day, or the year or month that is all it says."""

    date: str = Field(pattern=r"^\d{4}(-\d\d){0,2}$")
    of: Text


class Ledger(Model):
    """A source document and its ledger: one row a normative passage, in reading order."""

    id: str = Field(pattern=IDENTIFIER)
    title: Text
    short: Text
    issuer: Text | None = None
    references: tuple[str, ...] = ()
    status: Literal["adopted", "proposed", "descriptive"] | None = None
    language: str | None = None
    dates: tuple[Event, ...] = ()
    replaces: tuple[Text, ...] = ()
    unknown: tuple[Text, ...] = ()
    passages: tuple[Passage, ...] = ()

    def count(self, classes: Iterable[PassageClass]) -> int:
        """How many passages are of these classes."""
        wanted = frozenset(classes)
        return sum(one.class_ in wanted for one in self.passages)
