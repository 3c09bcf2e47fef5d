"""Which countries, cities and other looked-up values do an edition's registers tell apart?

Facts that share a register are looked at together. A name is one that a register has for what stands beside it, or another
that is not near to any; a name that is only near to one («Oslo kommun») is no answer. Where there are very many, those that
are seen alike whatever stands beside them are stood for by two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

from nytta.engine.completions.kind import KindRules
from nytta.engine.completions.table import derived_value
from nytta.engine.completions.values import LISTED, Value, settled_values, values
from nytta.engine.ir.evaluate import Settled, meaning
from nytta.engine.ir.lookup import folded
from nytta.engine.ir.nodes import Stated
from nytta.engine.model.case import FactValue
from nytta.engine.model.edition import Entry
from nytta.engine.model.vocabulary import RegisterField, allowed_values

ANOTHER = "Qqqqqqqq"
"""Stands for a name that no register has, nor any name near it."""
KEPT = 50_000
"""Combinations of values of which it is kept what is seen of them."""
PLACES = 2_000
"""The most combinations that are all looked up."""

Row = dict[str, FactValue]
See = Callable[[Row], Hashable]


@dataclass(frozen=True, slots=True)
class Places:
    """Values of some facts together, and for single facts the values that are seen alike whatever stands beside them."""

    rows: list[Row]
    alike: Mapping[tuple[str, FactValue], tuple[FactValue, ...]]


class Group:
    """Base facts that registers are matched with, those together that share a register."""

    def __init__(self, rules: KindRules, facts: tuple[str, ...], day: date) -> None:
        self.facts = facts
        self._rules = rules
        self._day = day
        self._lookups = {name: one for name, one in rules.lookups.items() if set(one.register.match.values()) & set(facts)}
        presumed = {fact for fact, _, _ in rules.presumptions}
        self.alone = presumed.isdisjoint(facts) and all(
            set(one.register.match.values()) <= set(facts) for one in self._lookups.values()
        )
        """Whether what the registers answer rests on these facts only, and on what the case states of them."""
        own = tuple(f"@{name}#" for name in self._lookups)
        tests = [one for one in rules.leaves if not isinstance(one, Stated)]
        self._tests = [meaning(one) for one in tests if one.term in facts or one.term.startswith(own)]
        self._stated = [fact for fact in facts if any(isinstance(one, Stated) and fact in one.terms for one in rules.leaves)]
        self._fields = [(one.register_, one) for one in rules.derivations.values() if isinstance(one, RegisterField)]
        self._seen: dict[tuple[FactValue | None, ...], Hashable] = {}

    def seen(self, row: Mapping[str, FactValue]) -> Hashable:
        """All that the rules see of these facts: the truth of each test, and what is derived by looking them up."""
        key = tuple(row.get(fact) for fact in self.facts)
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) >= KEPT:
                self._seen.clear()
            found = self._seen[key] = self._look(row)
        return found

    def _look(self, row: Mapping[str, FactValue]) -> Hashable:
        settled: dict[str, Settled] = {}
        answers = {name: lookup.answer(self._day, row) for name, lookup in self._lookups.items()}
        for answer in answers.values():
            settled |= answer.terms
        for fact in self.facts:
            if fact in row:
                settled |= settled_values(self._rules, fact, row[fact], self._day)
        stated = tuple(fact in row for fact in self._stated)
        derived = tuple(derived_value(field, answers[name]) for name, field in self._fields if name in answers)
        return (tuple(test(settled) for test in self._tests), derived, stated)

    def places(self, free: Sequence[str], fixed: Mapping[str, FactValue], see: See) -> Places:
        """The values of the free facts beside the fixed ones; `see` tells all that matters of a row of free facts."""
        texts = [one for one in free if self._rules.vocabulary.facts[one].type == "text"]
        keys = [one for one in free if one not in texts]
        every = [dict(zip(keys, one, strict=True)) for one in product(*map(self._all, keys))]
        if not texts:
            return _alike_keys(keys, every, see)
        other: Row = dict.fromkeys(texts, ANOTHER)
        own = [self._own(texts, {**fixed, **key}) for key in every]
        names = list({tuple(one.values()): one for some in own for one in some}.values())
        alike: Mapping[tuple[str, FactValue], tuple[FactValue, ...]] = {}
        chosen: Sequence[int] = range(len(every))
        if len(every) * len(names) > PLACES:
            classes = [
                (see(key | other), frozenset(see(key | one) for one in some)) for key, some in zip(every, own, strict=True)
            ]
            chosen, names = _chosen(every, own, classes, see)
            alike = _members(keys, every, classes)
        rows = [row for place in chosen for row in self._beside(every[place], own[place], names, fixed, see)]
        return Places(rows, alike)

    def _beside(self, key: Row, own: list[Row], names: list[Row], fixed: Mapping[str, FactValue], see: See) -> Iterator[Row]:
        """The names that are tried beside a key: one for all of its own that are seen alike, and others that are not near."""
        first = {see(key | one): one for one in reversed(own)}
        tried = {tuple(one.values()): one for one in (*first.values(), *names)}
        listed = {tuple(one.values()) for one in own}
        unlisted = self._registers({**fixed, **key, **own[-1]})
        for written, one in tried.items():
            if written in listed or self._registers({**fixed, **key, **one}) == unlisted:
                yield key | one

    def _registers(self, row: Mapping[str, FactValue]) -> Hashable:
        answers = (one.answer(self._day, row) for one in self._lookups.values())
        return tuple((one.known, None if one.entry is None else one.entry.id) for one in answers)

    def every(self, fact: str) -> list[Value]:
        """Every value of one of the facts, however few of them the tests tell apart."""
        is_text = self._rules.vocabulary.facts[fact].type == "text"
        return [Value(one, (one,)) for one in (self._names(fact, {}) if is_text else self._all(fact))]

    def _all(self, fact: str) -> list[FactValue]:
        described = self._rules.vocabulary.facts[fact]
        if described.type in LISTED:
            return list(allowed_values(described, self._rules.vocabulary))
        return [one.value for one in values(self._rules, fact, self._day)]

    def _own(self, texts: Sequence[str], beside: Mapping[str, FactValue]) -> list[Row]:
        """The names that registers have beside these values; the last row is another throughout."""
        names = (self._names(text, beside) for text in texts)
        return [dict(zip(texts, one, strict=True)) for one in product(*names)]

    def _names(self, text: str, beside: Mapping[str, FactValue]) -> list[str]:
        found: dict[str, str] = {}
        for name, lookup in self._lookups.items():
            for column in (column for column, one in lookup.register.match.items() if one == text):
                for entry in self._entries(name, beside):
                    for written in _written(entry, column):
                        found.setdefault(folded(written), written)
        return [*found.values(), ANOTHER]

    def _entries(self, register: str, beside: Mapping[str, FactValue]) -> Iterator[Entry]:
        """The entries in force that these values do not rule out."""
        match = self._lookups[register].register.match
        keys = [(column, folded(str(beside[one]))) for column, one in match.items() if one in beside]
        index = self._index[register]
        column, value = keys[0] if keys else ("", "")
        for entry in (*index.get((column, value), ()), *index.get((column, ""), ())):
            if all(not (own := _written(entry, one)) or wanted in map(folded, own) for one, wanted in keys[1:]):
                yield entry

    @cached_property
    def _index(self) -> dict[str, dict[tuple[str, str], list[Entry]]]:
        """The entries of each register by column and name; under the empty name where a column has none."""
        found: dict[str, dict[tuple[str, str], list[Entry]]] = {}
        for name, lookup in self._lookups.items():
            index = found[name] = defaultdict(list)
            for entry in lookup.register.entries:
                if entry.in_force(self._day):
                    index["", ""].append(entry)
                    for column in lookup.register.match:
                        for value in {folded(one) for one in _written(entry, column)} or {""}:
                            index[column, value].append(entry)
        return found


def _written(entry: Entry, column: str) -> list[str]:
    value = entry.columns.get(column)
    return [] if value is None else [str(one) for one in (value if isinstance(value, tuple) else (value,))]


def _alike_keys(keys: Sequence[str], every: list[Row], see: See) -> Places:
    """One row for all that are seen alike."""
    found: dict[Hashable, list[Row]] = {}
    for row in every:
        found.setdefault(see(row), []).append(row)
    if len(keys) > 1:
        return Places(every, {})
    alike = {(keys[0], some[0][keys[0]]): tuple(one[keys[0]] for one in some) for some in found.values()}
    return Places([some[0] for some in found.values()], alike)


def _chosen(every: list[Row], own: list[list[Row]], classes: Sequence[Hashable], see: See) -> tuple[list[int], list[Row]]:
    """Keys and names that stand for all: two keys of each class, and a name for each way in which keys have names."""
    members: dict[Hashable, list[int]] = defaultdict(list)
    for place, seen in enumerate(classes):
        members[seen].append(place)
    listing: dict[tuple[FactValue, ...], list[tuple[int, Row]]] = defaultdict(list)
    for place, some in enumerate(own):
        for one in some:
            if ANOTHER not in one.values():
                listing[tuple(one.values())].append((place, one))
    ways: dict[Hashable, list[tuple[int, Row]]] = {}
    for where in listing.values():
        ways.setdefault(frozenset((classes[place], see(every[place] | one)) for place, one in where), where)
    chosen = {place for some in members.values() for place in some[:2]}
    chosen |= {place for where in ways.values() for place, _ in where}
    return sorted(chosen), [where[0][1] for where in ways.values()]


def _members(
    keys: Sequence[str], every: list[Row], classes: Sequence[Hashable]
) -> dict[tuple[str, FactValue], tuple[FactValue, ...]]:
    """For a single key, the values of the same class."""
    if len(keys) != 1:
        return {}
    found: dict[Hashable, list[FactValue]] = defaultdict(list)
    for row, one in zip(every, classes, strict=True):
        found[one].append(row[keys[0]])
    return {(keys[0], row[keys[0]]): tuple(found[one]) for row, one in zip(every, classes, strict=True)}


def groups(rules: KindRules, day: date) -> list[Group]:
    """The groups of base facts that registers are matched with."""
    found: list[dict[str, None]] = []
    for lookup in rules.lookups.values():
        joined = dict.fromkeys(fact for fact in lookup.register.match.values() if fact not in rules.derivations)
        for other in [one for one in found if one.keys() & joined.keys()]:
            found.remove(other)
            joined = other | joined
        found.append(joined)
    return [Group(rules, tuple(one), day) for one in found if one]
