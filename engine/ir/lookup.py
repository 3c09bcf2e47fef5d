"""What does a register say about a case? An entry, «not listed», or unknown."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

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
    letters = (name if name.isascii() else _ascii(name)).casefold()
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"[.:'’]", "", letters)).strip()


def _ascii(name: str) -> str:
    from anyascii import anyascii  # imported where it is needed: most cases never are

    return anyascii(name)


@dataclass(frozen=True, slots=True)
class Answer:
    """The entry that matches, or none; where it is not known, the facts that would tell."""

    known: bool
    entry: Entry | None = None
    lacks: tuple[str, ...] = ()
    terms: Mapping[str, Settled] = field(default_factory=dict)


class _Row:
    """An entry as it is matched."""

    def __init__(self, entry: Entry, columns: Iterable[str]) -> None:
        self.entry = entry
        self._columns = columns

    @cached_property
    def names(self) -> tuple[frozenset[str], ...]:
        """The entry's names, folded, for each column that is matched; an empty set matches everything."""
        return tuple(_names(self.entry, column) for column in self._columns)

    def matches(self, given: tuple[str | None, ...]) -> Truth:
        """Whether the entry is the one that the names mean; unknown while a name is not stated."""
        return all_of(
            True if not names else None if one is None else one in names for names, one in zip(self.names, given, strict=True)
        )

    def near(self, given: tuple[str | None, ...]) -> list[bool]:
        """For each column whether the name is so close to one of the entry's that it may be meant."""
        pairs = zip(self.names, given, strict=True)
        return [one is not None and any(_alike(one, name) for name in names) for names, one in pairs]


class Lookup:
    """Looks cases up in one register; built once. Answers are kept, since cases name the same places again and again."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.terms = tuple(f"@{register.id}#{field}" for field in ("id", *register.fields))
        self._facts = tuple(register.match.values())
        self._rows = [_Row(entry, register.match) for entry in register.entries]
        first = next(iter(register.match))
        self._by_name: dict[str, list[_Row]] = defaultdict(list)
        for row in self._rows:
            for name in _names(row.entry, first) or ("",):
                self._by_name[name].append(row)
        self._anywhere = "" in self._by_name
        self._dated = any(entry.from_ or entry.to for entry in register.entries)
        self._found = lru_cache(maxsize=10_000)(self._answer)

    def answer(self, day: date, facts: Mapping[str, FactValue]) -> Answer:
        """What the register says of a case with these facts on that day."""
        given = tuple(None if (value := facts.get(fact)) is None else str(value) for fact in self._facts)
        return self._found(day if self._dated else None, given)

    def _answer(self, day: date | None, stated: tuple[str | None, ...]) -> Answer:
        given = tuple(None if one is None else folded(one) for one in stated)
        rows = [row for row in self._candidates(given[0]) if day is None or row.entry.in_force(day)]
        first = next((row for row in rows if row.matches(given) is not False), None)
        if first is None:
            return self._absent(stated, given, rows)
        if first.matches(given):
            return self._entry(first.entry)
        return Answer(known=False, lacks=tuple(fact for fact, one in zip(self._facts, given, strict=True) if one is None))

    def _candidates(self, name: str | None) -> list[_Row]:
        """The rows that the first column does not rule out, in the order of the file: the first that matches is the answer."""
        return self._rows if name is None or self._anywhere else self._by_name.get(name, [])

    def _absent(self, stated: tuple[str | None, ...], given: tuple[str | None, ...], rows: list[_Row]) -> Answer:
        near = [row.near(given) for row in rows]
        doubtful = [any(row[column] for row in near) or not _latin(name) for column, name in enumerate(stated)]
        doubtful[0] = doubtful[0] or (self.register.where_listed is not None and given[0] is None)
        covered = self.register.where_listed is None or bool(rows)
        if self.register.absent == "unknown" or not covered or any(doubtful):
            asked = (fact for fact, doubt in zip(self._facts, doubtful, strict=True) if doubt)
            return Answer(known=False, lacks=tuple(asked))
        return Answer(known=True, terms={self.terms[0]: NOT_LISTED})

    def _entry(self, entry: Entry) -> Answer:
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


def _names(entry: Entry, column: str) -> frozenset[str]:
    value = entry.columns.get(column)
    if value is None:
        return frozenset()
    return frozenset(folded(str(one)) for one in (value if isinstance(value, tuple) else (value,)))


def _alike(one: str, other: str) -> bool:
    """Whether one name may be meant for the other: a misspelling, or one within the other («Oslo kommun»)."""
    if one == other:
        return False
    from difflib import SequenceMatcher  # imported where it is needed: most cases never are

    within = min(len(one), len(other)) >= SHORTEST and (one in other or other in one)
    words = [word for word in one.split() if len(word) >= SHORTEST]
    return within or any(SequenceMatcher(None, part, other).ratio() >= NEAR for part in (one, *words))


def _latin(name: str | None) -> bool:
    """Whether the letters are Latin ones; what anyascii makes of others is a guess."""
    return name is None or all(not one.isalpha() or unicodedata.name(one, "").startswith("LATIN") for one in name)
