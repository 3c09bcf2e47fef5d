"""What is chosen together: values of one fact, or of facts that one register is matched with."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nytta.engine.completions.places import Places, Row, See
from nytta.engine.completions.values import Value
from nytta.engine.model.case import FactValue


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a fact, and for each option of its variable that it may go with the values of all facts together."""

    value: Value
    rows: Mapping[int, Row]


@dataclass(frozen=True, slots=True)
class Variable:
    """Facts with the options that they have together.

    `choices` are the values of each fact; `alone` holds the sets of options between which one fact alone chooses.
    """

    facts: tuple[str, ...]
    options: tuple[Row, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    alone: Mapping[str, tuple[frozenset[int], ...]]
    mergeable: bool = True
    """Whether options that no condition tells apart may be one; not where a register looks them up beside other variables."""

    def merged(self, seen: Sequence[Hashable]) -> Variable:
        """The same where options that are seen alike are one."""
        places: dict[Hashable, int] = {}
        into = [places.setdefault(one, len(places)) for one in seen]
        if len(places) == len(self.options):
            return self
        first = {place: row for row, place in zip(reversed(self.options), reversed(into), strict=True)}
        return Variable(
            self.facts,
            tuple(first[place] for place in range(len(places))),
            {
                fact: _joined(Choice(one.value, {into[option]: row for option, row in one.rows.items()}) for one in own)
                for fact, own in self.choices.items()
            },
            {fact: _several(frozenset(into[option] for option in one) for one in own) for fact, own in self.alone.items()},
            self.mergeable,
        )

    def first(self, count: int) -> Variable:
        """The same with the first options only."""
        choices = {
            fact: tuple(
                Choice(one.value, rows)
                for one in own
                if (rows := {option: one.rows[option] for option in one.rows if option < count})
            )
            for fact, own in self.choices.items()
        }
        kept = frozenset(range(count))
        return Variable(
            self.facts,
            self.options[:count],
            choices,
            {fact: _several(one & kept for one in own) for fact, own in self.alone.items()},
            self.mergeable,
        )


def of_fact(fact: str, values: Sequence[Value], *, mergeable: bool = True) -> Variable:
    """A fact that is chosen by itself."""
    rows = tuple({fact: one.value} for one in values)
    choices = tuple(Choice(value, {place: rows[place]}) for place, value in enumerate(values))
    return Variable((fact,), rows, {fact: choices}, {fact: _several([frozenset(range(len(values)))])}, mergeable)


def of_places(facts: Sequence[str], places: Places, see: See) -> Variable:
    """Facts that are looked up together."""
    options: dict[Hashable, int] = {}
    first: list[Row] = []
    by_value: dict[str, dict[FactValue, dict[int, Row]]] = {fact: {} for fact in facts}
    by_rest: dict[str, dict[tuple[FactValue, ...], set[int]]] = {fact: {} for fact in facts}
    for row in places.rows:
        place = options.setdefault(see(row), len(options))
        if place == len(first):
            first.append(row)
        for fact in facts:
            by_value[fact].setdefault(row[fact], {}).setdefault(place, row)
            by_rest[fact].setdefault(tuple(row[other] for other in facts if other != fact), set()).add(place)
    choices = {
        fact: _joined(Choice(Value(one, places.alike.get((fact, one), (one,))), rows) for one, rows in by_value[fact].items())
        for fact in facts
    }
    return Variable(
        tuple(facts), tuple(first), choices, {fact: _several(map(frozenset, by_rest[fact].values())) for fact in facts}
    )


def _joined(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """One choice for all that go with the same options."""
    found: dict[frozenset[int], Choice] = {}
    for one in choices:
        key = frozenset(one.rows)
        before = found.get(key, one)
        alike = tuple(dict.fromkeys((*before.value.alike, *one.value.alike)))
        found[key] = Choice(Value(before.value.value, alike), before.rows)
    return tuple(found.values())


def _several(sets: Iterable[frozenset[int]]) -> tuple[frozenset[int], ...]:
    return tuple(dict.fromkeys(one for one in sets if len(one) > 1))
