"""What does a clause provide, apart from where it stands?"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from nytta.engine.model.base import Model, Text
from nytta.engine.model.condition import Condition

Norm = Literal["must", "must_not", "should", "should_not", "strive", "may", "competence", "duty"]
Status = Literal["not_applicable", "satisfied", "violated", "excused", "undetermined"]
Effect = Literal["reject", "incomplete", "refer", "condition", "none"]

STATUSES: tuple[Status, ...] = ("not_applicable", "satisfied", "violated", "excused", "undetermined")


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


class Provisions(Model):
    """What a clause provides, apart from where it stands: when it applies, what it requires, what follows."""

    applies: Condition = True
    requires: Condition = True
    exceptions: tuple[str, ...] = ()
    effects: Effects = Field(default_factory=Effects)
    conditions: Conditions = Field(default_factory=Conditions)
    duty: Text | None = None
    bodies: tuple[str | Branch, ...] = ()
    yields_to: tuple[str, ...] | Literal["every_other"] = ()
    reasons: Reasons = Field(default_factory=Reasons)
