"""Which facts, kinds and bodies may a case name, and what are they called?"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from nytta.engine.model.base import Model, Text
from nytta.engine.model.condition import Condition, Scalar

FactType = Literal["bool", "enum", "set", "number", "percent", "money", "date", "text", "country"]
NUMERIC: frozenset[str] = frozenset({"number", "percent", "money"})


class RegisterField(Model):
    """Derivation by look-up: the field of the matching entry, or `otherwise` where the case is not listed."""

    register_: str = Field(alias="register")
    field: str
    otherwise: Scalar | None = None


class Fact(Model):
    """One fact that a case may state."""

    type: FactType
    values: dict[str, Text] = {}
    label: Text
    question: Text
    help: Text | None = None
    unit: str | None = None
    derived: RegisterField | Condition | None = None
    unread: str | None = None


class Kind(Model):
    """One kind of engagement; `definite` is the form with the article."""

    label: Text
    definite: Text
    description: Text


class Body(Model):
    """One body that may decide, in the form that stands in a sentence."""

    label: Text


class Vocabulary(Model):
    """The words that cases and clauses are written with, by dotted name."""

    facts: dict[str, Fact]
    kinds: dict[str, Kind]
    bodies: dict[str, Body]
    countries: dict[str, Text]


def allowed_values(fact: Fact, vocabulary: Vocabulary) -> tuple[bool | str, ...]:
    """The values that a fact of type bool, enum, set or country may have."""
    if fact.type == "bool":
        return (True, False)
    return tuple(vocabulary.countries if fact.type == "country" else fact.values)
