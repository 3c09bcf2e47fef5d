"""What is an edition: the encoded version of a strategy that is in force for a period?"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from nytta.engine.model.base import IDENTIFIER, Model, Text
from nytta.engine.model.clause import Clause
from nytta.engine.model.condition import Condition, Scalar
from nytta.engine.model.reading import Alternative, Period, Reading
from nytta.engine.model.vocabulary import Vocabulary


class ParameterValue(Model):
    """A value that the document leaves to the city, and why it is what it is."""

    value: Scalar
    note: Text | None = None


class Presumption(Model):
    """What a case that is silent on a fact is taken to mean, where `when` holds."""

    fact: str
    value: Scalar
    when: Condition = True


class Entry(Model):
    """One row of a register: columns that are matched, fields that are read, and when it is in force."""

    id: str
    from_: date | None = Field(None, alias="from")
    to: date | None = None
    columns: dict[str, Scalar | tuple[Scalar, ...]] = {}

    def in_force(self, day: date) -> bool:
        """Whether the entry counts on that day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class Register(Model):
    """A table that conditions and derived facts look things up in."""

    id: str = Field(pattern=IDENTIFIER)
    title: Text
    source: str
    match: dict[str, str] = Field(min_length=1)
    absent: Literal["not_listed", "unknown"]
    where_listed: str | None = None
    fields: dict[str, tuple[str, ...] | Literal["number"]] = {}
    entries: tuple[Entry, ...]


class SourceDocument(Model):
    """A document that clauses are taken from: its title, the short form that citations use, and the last day or year it names."""

    id: str = Field(pattern=IDENTIFIER)
    title: Text
    short: Text
    latest: str | None = None


class Style(Model):
    """How the city writes: decisions as sentences or as att-clauses, names of headings, order of sections by form."""

    decisions: Literal["sentences", "att_clauses"] = "sentences"
    headings: dict[str, Text] = {}
    order: dict[str, tuple[str, ...]] = {}


class EditionHead(Model):
    """What `edition.yaml` states."""

    id: str = Field(pattern=IDENTIFIER)
    strategy: str = Field(pattern=IDENTIFIER)
    title: Text
    in_force: Period
    documents: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    parameters: dict[str, ParameterValue] = {}
    presumptions: tuple[Presumption, ...] = ()
    definitions: dict[str, Condition] = {}
    readings: tuple[Reading, ...] = ()
    style: Style = Field(default_factory=Style)
    clauses: tuple[str, ...] = Field(min_length=1)

    @property
    def other_periods(self) -> tuple[Period, ...]:
        """The periods that the edition would be in force in, for every case, under other readings."""
        alternatives = (one for reading in self.readings for one in reading.alternatives)
        return tuple(one.in_force for one in alternatives if one.in_force is not None and one.when is True)


class Edition(Model):
    """An edition with everything it needs: its head, clauses in order, registers and the words they use."""

    head: EditionHead
    clauses: tuple[Clause, ...]
    registers: dict[str, Register]
    vocabulary: Vocabulary
    documents: dict[str, SourceDocument] = {}
    digest: str = ""

    @property
    def id(self) -> str:
        """The edition's identifier, such as `stockholm-2008`."""
        return self.head.id

    @cached_property
    def by_id(self) -> dict[str, Clause]:
        """The clauses by identifier."""
        return {clause.id: clause for clause in self.clauses}

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The questions that the documents leave open: those of the edition as a whole, then each clause's."""
        return (*self.head.readings, *(one for clause in self.clauses for one in clause.readings))

    def read_as(self, alternative: Alternative) -> Edition:
        """The edition under another reading of its clauses and definitions."""
        clauses = tuple(
            clause.read_as(alternative.clauses[clause.id]) if clause.id in alternative.clauses else clause
            for clause in self.clauses
        )
        head = self.head.model_copy(update={"definitions": self.head.definitions | alternative.definitions})
        own = {name: getattr(self, name) for name in Edition.model_fields}  # a copy would keep the old `by_id`
        return Edition.model_construct(**(own | {"head": head, "clauses": clauses}))
