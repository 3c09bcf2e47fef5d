"""Which facts, kinds and bodies may a case name, and what are they called?"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from nytta.engine.model.base import Model, Text
from nytta.engine.model.condition import Condition, Scalar

FactType = Literal["bool", "enum", "set", "number", "percent", "money", "date", "text", "country"]
Controller = Literal["city", "counterpart", "nobody"]
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
    described_by: str | None = None
    controlled_by: Controller | None = None
    """Who can make it otherwise by acting, not by writing: the city alone, only with the counterpart, or nobody; None is not said."""
    statements: dict[str, Text] = {}
    """What a paper says of the fact, by value; `any` for every other value, which stands in `{value}`."""


class Phrase(Model):
    """What a body does, as a verb in the present tense and in the infinitive; the case's title stands in `{title}`."""

    does: Text
    to_do: Text


class Decisions(Model):
    """How approving and rejecting is said, where `when` holds."""

    when: Condition = True
    approve: Phrase
    reject: Phrase


class Kind(Model):
    """One kind of engagement; `definite` is the form with the article. Of `decisions` the first that holds is taken."""

    label: Text
    definite: Text
    description: Text
    decisions: tuple[Decisions, ...] = ()


class Body(Model):
    """One body that may decide, in the form that stands in a sentence; `definite` where a decision names it as its subject."""

    label: Text
    definite: Text | None = None


class LawVersion(Model):
    """How a law is cited in a period."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None
    citation: Text


class Law(Model):
    """A law beside the strategies, and what the papers say of it; `{citation}` is how it is cited on the case's date."""

    says: Text
    versions: tuple[LawVersion, ...] = Field(min_length=1)

    def citation(self, day: date) -> Text | None:
        """How the law is cited on that day."""
        return next((one.citation for one in self.versions if (one.from_ or day) <= day <= (one.to or day)), None)


class Vocabulary(Model):
    """The words that cases and clauses are written with, by dotted name."""

    facts: dict[str, Fact]
    kinds: dict[str, Kind]
    bodies: dict[str, Body]
    countries: dict[str, Text]
    laws: dict[str, Law] = {}


def allowed_values(fact: Fact, vocabulary: Vocabulary) -> tuple[bool | str, ...]:
    """The values that a fact of type bool, enum, set or country may have."""
    if fact.type == "bool":
        return (True, False)
    return tuple(vocabulary.countries if fact.type == "country" else fact.values)
