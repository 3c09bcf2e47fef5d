"""What does an interview say? Questions, answers so far and the closing review, as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from nytta.engine.errors import Language
from nytta.engine.interview import Presumption, Question, Review
from nytta.engine.ir.wording import Wording
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import Answer, Outcome
from nytta.texts import interview_words as said
from nytta.texts import words
from nytta.texts.answers import led_to, verdicts
from nytta.texts.formats import printable
from nytta.texts.questionnaire import TYPES
from nytta.texts.typed_answers import choices

WIDEST, NARROWEST = 80, 20


def wrapped(lines: Iterable[str], width: int) -> str:
    """The lines, broken to fit; what follows a number stays indented behind it."""
    usable = max(NARROWEST, min(width, WIDEST))
    broken: list[str] = []
    for line in lines:
        body = line.lstrip(" ")
        indent = " " * (len(line) - len(body))
        after = indent + " " * (4 if indent and body[:1].isdigit() else 0)
        broken += textwrap.wrap(
            printable(body),
            usable,
            initial_indent=indent,
            subsequent_indent=after,
            break_long_words=False,  # a file's name is to be copied whole
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(broken)


def numbered(names: Iterable[str]) -> list[str]:
    """`  1  ja`."""
    return [f"  {number:<3} {name}" for number, name in enumerate(names, 1)]


class Told:
    """Tells the interviews of one edition in one language."""

    def __init__(self, edition: Edition, language: Language, read: dict[str, tuple[str, ...]]) -> None:
        self._edition = edition
        self._facts = edition.vocabulary.facts
        self._wording = Wording(edition)
        self._language = language
        self._read = read

    def range(self, possible: Sequence[Outcome], *, complete: bool) -> str:
        """`Ännu möjligt: tillstyrks eller avstyrks.` Where the search was not complete, that there may be more."""
        language = self._language
        if not complete:
            return f"{said.POSSIBLE[language]} {verdicts(possible, language)} ({words.NOT_ALL[language]})."
        opening = said.SETTLED if len(possible) == 1 else said.POSSIBLE
        return f"{opening[language]} {verdicts(possible, language)}."

    def question(self, name: str, number: int | None, now: FactValue | None) -> list[str]:
        """The question with its help, what it is answered with now, and what may be answered."""
        fact, language = self._facts[name], self._language
        opening = f"{said.NUMBER[language].format(number=number)} " if number else ""
        lines = [opening + fact.question[language], *([f"  {fact.help[language]}"] if fact.help else [])]
        if now is not None:
            lines.append(f"  {said.NOW[language]} {self._wording.value(name, now, language)}")
        lines += numbered(self._wording.value(name, one, language) for one in choices(fact, self._edition))
        lines += [f"  {said.SEVERAL[language]}"] if fact.type == "set" else []
        return lines if choices(fact, self._edition) else [*lines, f"  ({TYPES[fact.type][language]})"]

    def explained(self, name: str, question: Question | None, answers: Sequence[Answer]) -> list[str]:
        """Which clauses read the fact, and where the answers lead."""
        language = self._language
        clauses = [self._edition.by_id[one.rpartition("/")[2]] for one in self._read.get(name, ())]
        lines = [said.NEEDED_FOR[language], *(f"  {one.title[language]} [{one.id}]" for one in clauses)] if clauses else []
        if question is not None:
            led = led_to(name, answers, question.verdicts, self._wording, language)
            lines += [f"{said.LEADS_TO[language]} {led}"] if led else [said.NO_DIFFERENCE[language]]
        return [*lines, said.HOW[language]]

    def answers(self, case: Case, names: Sequence[str], unknown: Sequence[str]) -> list[str]:
        """What is said so far, numbered: title, body, and each fact by its question."""
        language = self._language
        lines = [f"{said.TITLE[language]}: {case.title}", self._body(case)]
        for name in names:
            value = said.NOT_KNOWN[language] if name in unknown else self._wording.value(name, case.facts[name], language)
            lines.append(f"{self._facts[name].question[language]} {value}")
        return numbered(lines)

    def review(self, step: Review, case: Case, now: Outcome, lacking: int) -> list[str]:
        """The verdict or those still possible and that of the case as it stands, the body, what is not known and presumed."""
        language = self._language
        lines = [self.range(step.verdicts, complete=step.complete)]
        if (now,) != step.verdicts:
            lines.append(f"{said.AS_IT_STANDS[language]} {verdicts((now,), language)}.")
        if lacking:
            lines.append(said.LACKING[language].format(count=lacking))
        lines.append(f"{self._body(case)}{'' if case.body else said.BODY_MATTERS[language]}")
        if step.unknown:
            lines += [said.NOT_KNOWN_YET[language], *(f"  {self._facts[one].question[language]}" for one in step.unknown)]
        if step.presumed:
            lines += [said.PRESUMED[language], *numbered(map(self._presumption, step.presumed))]
        return lines

    def _body(self, case: Case) -> str:
        body = self._wording.bodies((case.body,), self._language) if case.body else words.NOT_STATED[self._language]
        return f"{said.BODY[self._language]}: {body}"

    def _presumption(self, presumed: Presumption) -> str:
        name, value = presumed
        return f"{self._facts[name].question[self._language]} {self._wording.value(name, value, self._language)}"
