"""One paper of a case: its Markdown, from which every format is written, and what a file says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from nytta.engine.errors import Language
from nytta.engine.model.case import Case
from nytta.engine.model.edition import Edition


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper; `subject` names the case and the edition that judged it, `day` is the case's date (ISO)."""

    title: str
    subject: str
    language: Language
    day: str
    markdown: str


def paper_of(case: Case, edition: Edition, language: Language, markdown: str) -> Paper:
    """The paper of a case, once its text is written."""
    return Paper(case.title, f"{case.id}, {edition.id}, {edition.digest}", language, case.date.isoformat(), markdown)
