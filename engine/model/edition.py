"""What is an edition: the encoded version of a strategy that is in force for a period?"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from nytta.engine.model.base import Model, Text
from nytta.engine.model.clause import IDENTIFIER, Clause
from nytta.engine.model.condition import Condition, Scalar
from nytta.engine.model.vocabulary import Vocabulary


class Period(Model):
    """First and last day in force, both included; no last day means still in force."""

    from_: date = Field(alias="from")
    to: date | None = None
    note: Text | None = None

    def covers(self, day: date) -> bool:
        """Whether the day is in the period."""
        return self.from_ <= day and (self.to is None or day <= self.to)

    def overlaps(self, other: Period) -> bool:
        """Whether some day is in both periods."""
        return self.covers(other.from_) or other.covers(self.from_)


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
    """A document that clauses are taken from: its title, and the short form that citations use."""

    id: str = Field(pattern=IDENTIFIER)
    title: Text
    short: Text


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
    clauses: tuple[str, ...] = Field(min_length=1)


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
