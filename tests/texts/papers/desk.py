"""What the tests of papers share: a case with some facts, screened, with its fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from nytta.engine.errors import Language
from nytta.engine.model.case import Case, FactValue, Meta
from nytta.engine.screen import Screening
from nytta.texts.papers.fields import Papers
from tests.generate import made

DAY = date(2010, 4, 12)
SOUND: dict[str, FactValue] = {
    "purpose.orientations": ("positioning",),
    "purpose.goals": ("attractive_city",),
    "benefit.concrete": True,
    "benefit.recorded": True,
    "travel.paid_by": "city",
    "foreign_policy.consistent_with_national": True,
    "funding.within_budget": True,
}
"""An invitation that nothing speaks against."""


class Desk:
    """Screens cases of Stockholm's strategy and gives the fields of their papers."""

    def __init__(self, screening: Callable[[str], Screening]) -> None:
        self.judge = screening("stockholm-2008")
        self.papers = Papers(self.judge.edition)

    def case(
        self,
        changed: dict[str, FactValue | None] | None = None,
        *,
        kind: str = "invitation",
        title: str = "Studiebesök i Oslo",
        body: str | None = "namnd",
        meta: Meta | None = None,
    ) -> Case:
        """The sound invitation with some facts stated otherwise, or with None not at all."""
        facts = {name: value for name, value in (SOUND | (changed or {})).items() if value is not None}
        case = made(self.judge.edition, kind=kind, day=DAY, body=body, facts=facts)
        return case.model_copy(update={"title": title, "meta": meta})

    def fields(self, case: Case, language: Language = "sv") -> dict[str, Any]:
        """The fields of the case's papers."""
        return self.papers.fields(case, self.judge(case), language)
