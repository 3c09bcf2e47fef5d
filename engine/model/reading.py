"""Where does a document leave a choice, which reading was chosen, and what would the others change?"""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from nytta.engine.model.base import IDENTIFIER, Model, Text
from nytta.engine.model.condition import Condition
from nytta.engine.model.provisions import Norm, Provisions


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


class Difference(Provisions):
    """What another reading puts in the place of a clause's own provisions; what it does not state stays."""

    norm: Norm | None = None


class Alternative(Model):
    """Another reading that the document allows, as the difference it makes for the cases where `when` holds.

    It puts other provisions in clauses and other conditions in definitions, or it gives the edition another period.
    """

    id: str = Field(pattern=IDENTIFIER)
    reading: Text
    when: Condition = True
    clauses: dict[str, Difference] = {}
    definitions: dict[str, Condition] = {}
    in_force: Period | None = None

    @model_validator(mode="after")
    def _one_difference(self) -> Alternative:
        if bool(self.clauses or self.definitions) == (self.in_force is not None):
            raise ValueError("one_difference")
        return self


class Reading(Model):
    """A question that the document leaves open, the reading that the edition takes and why, and the other readings.

    Where it `changes_verdict` some case's verdict hangs on it; else it only changes who decides, findings or duties.
    """

    id: str = Field(pattern=IDENTIFIER)
    question: Text
    chosen: Text
    why: Text
    changes_verdict: bool = True
    alternatives: tuple[Alternative, ...] = Field(min_length=1)

    def touches(self, clause: str) -> bool:
        """Whether some alternative puts other provisions in the clause."""
        return any(clause in one.clauses for one in self.alternatives)
