"""What is a clause of a strategy?"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from nytta.engine.model.base import Model, Text
from nytta.engine.model.condition import Condition

Norm = Literal["must", "must_not", "should", "should_not", "strive", "may", "competence", "duty"]
Status = Literal["not_applicable", "satisfied", "violated", "excused", "undetermined"]
Effect = Literal["reject", "incomplete", "refer", "condition", "none"]

STATUSES: tuple[Status, ...] = ("not_applicable", "satisfied", "violated", "excused", "undetermined")
IDENTIFIER = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

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


class Effects(Model):
    """Effects that differ from the norm's default."""

    violated: Effect | None = None
    undetermined: Effect | None = None


class Conditions(Model):
    """What a condition says, for each status that leads to one."""

    violated: Text | None = None
    undetermined: Text | None = None


class Reasons(Model):
    """Why the clause has its status, for each status that it can have."""

    not_applicable: Text | None = None
    satisfied: Text | None = None
    violated: Text | None = None
    excused: Text | None = None
    undetermined: Text | None = None


class Branch(Model):
    """The bodies that may decide where a condition holds."""

    when: Condition = True
    bodies: tuple[str, ...] = Field(min_length=1)


class Clause(Model):
    """One clause of an edition, as its file states it."""

    id: str = Field(pattern=IDENTIFIER)
    norm: Norm
    title: Text
    source: Source
    summary: Text
    applies: Condition = True
    requires: Condition = True
    exceptions: tuple[str, ...] = ()
    effects: Effects = Field(default_factory=Effects)
    conditions: Conditions = Field(default_factory=Conditions)
    duty: Text | None = None
    bodies: tuple[str | Branch, ...] = ()
    yields_to: tuple[str, ...] | Literal["every_other"] = ()
    reasons: Reasons = Field(default_factory=Reasons)
    rationale: str | None = None

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
