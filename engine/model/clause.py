"""What is a clause of a strategy?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from nytta.engine.model.base import IDENTIFIER, Model, Text
from nytta.engine.model.condition import Condition, Value
from nytta.engine.model.provisions import Branch, Conditions, Effect, Effects, Norm, Provisions, Reasons, Status
from nytta.engine.model.reading import Difference, Reading

_DEFAULT_EFFECTS: dict[Norm, tuple[Effect, Effect]] = {
    "must": ("reject", "incomplete"),
    "must_not": ("reject", "incomplete"),
    "should": ("condition", "incomplete"),
    "should_not": ("condition", "incomplete"),
    "competence": ("refer", "incomplete"),
    "strive": ("none", "none"),
    "may": ("none", "none"),
    "duty": ("none", "none"),
}


MOST_WORDS = 6


def _few(words: str) -> str:
    """The words, unless they are more than may be quoted."""
    if len(words.split()) > MOST_WORDS:
        raise ValueError("six_words")
    return words


FirstWords = Annotated[str, Field(min_length=1), AfterValidator(_few)]
"""The first words of a passage: enough to find it, too few to copy it."""


class Source(Model):
    """Where the clause stands: document, section, item where there is one, and the first words of the passage."""

    document: str
    section: str = Field(min_length=1)
    item: int | None = None
    passage: FirstWords


class Due(Model):
    """A day: the case's date, the first or last day of the journey or event, or a fact's date, some months later or earlier."""

    of: str
    months: Value = 0


class Heading(Model):
    """What a clause is called, of what force it is, where it stands and what it says in short."""

    id: str = Field(pattern=IDENTIFIER)
    norm: Norm
    title: Text
    source: Source
    summary: Text


class Clause(Provisions, Heading):
    """One clause of an edition, as its file states it.

    For the papers: `record` names the facts that they must record where the clause applies, `due` when what it asks for is
    to be done, `laws` the laws beside it, `refers_to` where a case that it refers belongs; what is `internal` is not told
    to outsiders.
    """

    record: tuple[str, ...] = ()
    due: Due | None = None
    laws: tuple[str, ...] = ()
    refers_to: Text | None = None
    internal: bool = False
    rationale: str | None = None
    readings: tuple[Reading, ...] = ()

    @property
    def branches(self) -> tuple[tuple[Condition, tuple[str, ...]], ...]:
        """Who may decide, always as branches: a condition, and the bodies where it holds."""
        plain = tuple(body for body in self.bodies if isinstance(body, str))
        given = tuple((body.when, body.bodies) for body in self.bodies if isinstance(body, Branch))
        return ((True, plain), *given) if plain else given

    def effect(self, status: Status) -> Effect:
        """The effect that the clause has on the verdict with this status."""
        violated, undetermined = _DEFAULT_EFFECTS[self.norm]
        if status == "violated":
            return self.effects.violated or violated
        if status == "undetermined":
            return self.effects.undetermined or undetermined
        return "none"

    def read_as(self, difference: Difference) -> Clause:
        """The clause under another reading; of effects, conditions and reasons only what is stated is replaced."""
        changes = {}
        for name in difference.model_fields_set:
            own, other = getattr(self, name), getattr(difference, name)
            nested = isinstance(other, Effects | Conditions | Reasons)
            changes[name] = own.model_copy(update=dict(_stated(other))) if nested else other
        return self.model_copy(update=changes)


def _stated(model: Model) -> Iterator[tuple[str, object]]:
    return ((name, getattr(model, name)) for name in model.model_fields_set)
