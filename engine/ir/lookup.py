"""What does a register say about a case? An entry, «not listed», or unknown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from anyascii import anyascii

from nytta.engine.ir.evaluate import Settled
from nytta.engine.ir.nodes import NOT_LISTED
from nytta.engine.ir.numbers import whole
from nytta.engine.ir.truth import Truth, all_of
from nytta.engine.model.case import FactValue
from nytta.engine.model.edition import Entry, Register

NEAR = 0.75
"""How alike two names are (difflib's ratio) before one is taken for a possible misspelling of the other."""
SHORTEST = 4
"""A name of fewer letters is not sought inside a longer one."""


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name without case, accents and punctuation: `S:t Petersburg` and `St. Petersburg` are alike."""
    letters = anyascii(name).casefold()
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"[.:'’]", "", letters)).strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """The entry that matches, or none; where it is not known, the facts that would tell."""

    known: bool
    entry: Entry | None = None
    lacks: tuple[str, ...] = ()
    terms: Mapping[str, Settled] = field(default_factory=dict)


class Lookup:
    """Looks cases up in one register; built once."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.terms = tuple(f"@{register.id}#{field}" for field in ("id", *register.fields))
        self._first = next(iter(register.match))
        self._entries: dict[str, list[Entry]] = defaultdict(list)
        for entry in register.entries:
            for name in _names(entry, self._first) or ("",):
                self._entries[name].append(entry)
        self._answers = {entry.id: self._found(entry) for entry in register.entries}

    def answer(self, day: date, facts: Mapping[str, FactValue]) -> Answer:
        """What the register says of a case with these facts on that day."""
        given = {column: facts.get(fact) for column, fact in self.register.match.items()}
        entries = [entry for entry in self._candidates(given[self._first]) if entry.in_force(day)]
        unknown = False
        for entry in entries:
            matches = all_of(_matches(entry, column, value) for column, value in given.items())
            if matches:
                return self._answers[entry.id]
            unknown = unknown or matches is None
        if unknown:
            lacking = (fact for fact in self.register.match.values() if fact not in facts)
            return Answer(known=False, lacks=tuple(lacking))
        return self._absent(given, entries)

    def _candidates(self, value: FactValue | None) -> list[Entry]:
        if value is None:
            return list(self.register.entries)
        return self._entries.get(folded(str(value)), []) + self._entries.get("", [])

    def _absent(self, given: Mapping[str, FactValue | None], entries: list[Entry]) -> Answer:
        where = self.register.where_listed
        covered = where is None or bool(entries)
        if self.register.absent == "unknown" or not covered or any(_near(entry, given) for entry in entries):
            return Answer(known=False)
        return Answer(known=True, terms={self.terms[0]: NOT_LISTED})

    def _found(self, entry: Entry) -> Answer:
        terms: dict[str, Settled] = {self.terms[0]: entry.id}
        for name, kind in self.register.fields.items():
            value = entry.columns.get(name)
            if value is not None:
                terms[f"@{self.register.id}#{name}"] = _field(value, kind)
        return Answer(known=True, entry=entry, terms=terms)


def _field(value: object, kind: object) -> Settled:
    if kind == "number" and isinstance(value, int | float):
        return whole(value) or 0
    return str(value)


def _names(entry: Entry, column: str) -> tuple[str, ...]:
    value = entry.columns.get(column)
    if value is None:
        return ()
    return tuple(folded(str(one)) for one in (value if isinstance(value, tuple) else (value,)))


def _matches(entry: Entry, column: str, value: FactValue | None) -> Truth:
    names = _names(entry, column)
    if not names:
        return True
    return None if value is None else folded(str(value)) in names


def _near(entry: Entry, given: Mapping[str, FactValue | None]) -> bool:
    """Whether a name is so close to one of the entry's that it may be meant: a misspelling, or one within the other."""
    for column, value in given.items():
        name = "" if value is None else folded(str(value))
        for other in _names(entry, column):
            if name != other and min(len(name), len(other)) >= SHORTEST and _alike(name, other):
                return True
    return False


def _alike(one: str, other: str) -> bool:
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= NEAR
