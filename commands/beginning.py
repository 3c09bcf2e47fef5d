"""Which case does an interview start from? What the call and a file say of it, and the rest asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nytta.commands.dialogue import Dialogue
from nytta.engine.ir.dates import day as as_day
from nytta.engine.load.begun import completed
from nytta.engine.load.library import Library
from nytta.engine.load.spellings import called
from nytta.engine.load.yaml import Document
from nytta.engine.model.case import Case
from nytta.options import known, wrong_call
from nytta.texts import interview_words as words


@dataclass(frozen=True, slots=True)
class Head:
    """What the call says of the case beside its facts."""

    kind: str | None = None
    strategy: str | None = None
    date: str | None = None
    edition: str | None = None


class Beginning:
    """Asks for what neither the call nor the file says of a case."""

    def __init__(self, library: Library, dialogue: Dialogue) -> None:
        self._library = library
        self._dialogue = dialogue

    def __call__(self, document: Document, head: Head, output: Path | None) -> tuple[Case, str]:
        """The case that the interview starts from, and the edition that judges it; raises InputError, or LeavingError."""
        stated = {key: value for key, value in (document.value or {}).items() if value is not None}
        given = {key: value for key, value in asdict(head).items() if value is not None and key != "edition"}
        if head.kind is not None:
            given["kind"] = called(self._library.index.vocabulary.kinds).get(head.kind.casefold(), head.kind)
        for key in given.keys() & stated.keys():
            if str(stated[key]) != given[key]:
                sv = f"filen säger {key}: {stated[key]}, anropet {given[key]}"
                raise wrong_call(document.file, sv, f"the file says {key}: {stated[key]}, the call {given[key]}")
        if head.edition is not None:
            given.setdefault("strategy", self._library.edition(head.edition).head.strategy)
        every = {**given, **stated}
        self._known(every)
        every["kind"] = every.get("kind") or self._kind()
        every["strategy"] = every.get("strategy") or self._strategy(every["kind"])
        every["date"] = every.get("date") or self._date(every["strategy"], head.edition)
        label = self._library.index.vocabulary.kinds[every["kind"]].label[self._dialogue.language]
        stem = output.stem if output is not None and str(output) != "-" else f"{every['kind']}-{every['date']}"
        return completed(document, {"id": stem, "title": label[:1].upper() + label[1:], **every}, self._library, head.edition)

    def _known(self, head: dict[str, Any]) -> None:
        kinds = self._library.index.vocabulary.kinds
        if head.get("kind") is not None:
            known(str(head["kind"]), kinds, "KIND", ("okänt slag", "unknown kind"), called(kinds))
        if head.get("strategy") is not None:
            known(str(head["strategy"]), self._library.strategies, "--strategy", ("okänd strategi", "unknown strategy"))

    def _kind(self) -> str:
        kinds = self._library.index.vocabulary.kinds
        return str(self._dialogue.chosen(words.KIND, {name: kind.label for name, kind in kinds.items()}))

    def _strategy(self, kind: str) -> str:
        heads = [one for one in self._library.index.heads if not one.kinds or kind in one.kinds]
        latest = {one.strategy: one.title for one in sorted(heads, key=lambda one: one.in_force.from_)}
        return next(iter(latest)) if len(latest) == 1 else str(self._dialogue.chosen(words.STRATEGY, latest))

    def _date(self, strategy: str, edition: str | None) -> str:
        today = date.today()  # noqa: DTZ011 - the day where the official is
        while True:
            self._dialogue.tell("", words.DATE[self._dialogue.language].format(today=today))
            found = as_day(self._dialogue.read(words.ANSWER[self._dialogue.language]) or today.isoformat())
            if found is None:
                self._dialogue.tell(words.NO_DAY[self._dialogue.language])
            elif edition is None and self._library.in_force(strategy, found) is None:
                periods = self._library.periods(strategy)
                self._dialogue.tell(
                    words.NONE_IN_FORCE[self._dialogue.language].format(strategy=strategy, day=found, periods=periods)
                )
            else:
                return found.isoformat()
