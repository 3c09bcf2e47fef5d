"""What can be changed in a case? Each fact, and the body, by the values that the rules tell from what stands there now."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from nytta.engine.completions.kind import source
from nytta.engine.completions.open import Completions
from nytta.engine.completions.places import Group, Row
from nytta.engine.completions.table import BODY, Spread, Table
from nytta.engine.completions.values import Range, Value, complete, values
from nytta.engine.ir.evaluate import meaning
from nytta.engine.ir.nodes import NO_BODY, All, Any, AtLeast, Node, Not, Stated, terms
from nytta.engine.ir.settle import SettledCase
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition


@dataclass(frozen=True, slots=True)
class Option:
    """One way to change a fact, or facts that are looked up together; `parts` are the options that change fewer of them."""

    variable: int
    facts: Row
    alike: tuple[FactValue | Range, ...]
    parts: tuple[int, ...] = ()


_Unnumbered = tuple[Row, tuple[FactValue | Range, ...], tuple[int, ...]]


class Alternatives:
    """The options of one case; `by_fact` tells which of them change a fact, `given` what is stated now."""

    def __init__(self, edition: Edition, completions: Completions, case: Case, settled: SettledCase) -> None:
        self._case = case
        self._rules = rules = completions.rules(case.kind)
        self.given = {fact: case.facts[fact] for fact in rules.facts if fact in case.facts}
        changeable = [one for one in rules.facts if self._can_change(one, settled)]
        self.complete = all(complete(rules, fact) for fact in changeable)
        self.options: list[Option] = []
        self.by_fact: dict[str, list[int]] = {}
        self._variables = 0
        self._add_bodies(tuple(edition.vocabulary.bodies))
        single = dict.fromkeys(changeable)
        for group in completions.groups(case.kind, case.date):
            if group.alone:
                self._add_places(group)
                single = dict.fromkeys(fact for fact in single if fact not in group.facts)
        for fact in single:
            self._add_values(fact, completions.groups(case.kind, case.date))

    def _can_change(self, fact: str, settled: SettledCase) -> bool:
        if fact not in self._rules.derivations or fact in self._case.facts:
            return True
        return fact not in settled.facts and settled.missing(fact) == (fact,)

    def _add(self, options: Iterable[_Unnumbered]) -> None:
        """A variable with its options."""
        for facts, alike, parts in options:
            for fact in facts:
                self.by_fact.setdefault(fact, []).append(len(self.options))
            self.options.append(Option(self._variables, facts, alike, parts))
        self._variables += 1

    def _add_bodies(self, bodies: Sequence[str]) -> None:
        """The bodies that the rules tell from the one named, one for all that are seen alike."""
        tests = [meaning(one) for one in self._rules.leaves if not isinstance(one, Stated) and one.term == BODY]
        found: dict[Hashable, list[FactValue]] = {}
        for body in bodies:
            found.setdefault(tuple(test({BODY: body}) for test in tests), []).append(body)
        found.pop(tuple(test({BODY: self._case.body or NO_BODY}) for test in tests), None)
        self._add([({BODY: some[0]}, tuple(some), ()) for some in found.values()])

    def _add_values(self, fact: str, groups: Iterable[Group]) -> None:
        """The values of a fact that the rules tell from the one stated, one for all that are seen alike."""
        group = next((one for one in groups if fact in one.facts), None)
        own = values(self._rules, fact, self._case.date) if group is None else group.every(fact)
        stated = [Value(self.given[fact], ())] if fact in self.given else []
        every = [*stated, *own]
        found: dict[Hashable, list[Value]] = {}
        for value, seen in zip(every, self._seen(fact, [one.value for one in every]), strict=True):
            found.setdefault(seen if fact not in self._rules.matched else value.value, []).append(value)
        kept = [some for some in found.values() if not stated or some[0] is not stated[0]]
        self._add([({fact: some[0].value}, tuple(one for value in some for one in value.alike), ()) for some in kept])

    def _seen(self, fact: str, own: Sequence[FactValue]) -> list[Hashable]:
        """For each value all that the rules see of it: the truth of the largest conditions that rest on the fact alone."""
        facts: dict[str, Spread] = {fact: [(value, 1 << place) for place, value in enumerate(own)]}
        table = Table(self._rules, self._case.date, len(own), facts)
        nodes = [*(node for one in self._rules.clauses for node in one.nodes), *self._rules.roots]
        told = [bits for node in nodes for part in self._wholly(node, fact) for bits in table.truths(part)]
        return [tuple(bits >> place & 1 for bits in told) for place in range(len(own))]

    def _wholly(self, node: Node, fact: str) -> Iterator[Node]:
        """The largest parts of a condition that read this fact alone."""
        read = {source(term) for term in terms(node)}
        if read == {fact}:
            yield node
        elif fact in read and isinstance(node, Not):
            yield from self._wholly(node.part, fact)
        elif fact in read and isinstance(node, All | Any | AtLeast):
            for part in node.parts:
                yield from self._wholly(part, fact)

    def _add_places(self, group: Group) -> None:
        """Facts that are looked up together: each alone, and several at once where that is not seen as fewer would be."""
        now = {fact: self.given[fact] for fact in group.facts if fact in self.given}
        options: list[_Unnumbered] = []
        places: dict[Hashable, int] = {}
        for free in (free for count in range(1, len(group.facts) + 1) for free in combinations(group.facts, count)):
            fixed = {fact: value for fact, value in now.items() if fact not in free}
            found = group.places(free, fixed, partial(_views, group, now, free))
            for row in found.rows:
                views = _views(group, now, free, row)
                if views[-1] not in views[:-1] and (free, views) not in places:
                    smaller = (places.get((part, _views(group, now, part, row))) for part in _within(free))
                    places[free, views] = len(self.options) + len(options)
                    alike = found.alike.get((free[0], row[free[0]]), (row[free[0]],)) if len(free) == 1 else ()
                    options.append((row, alike, tuple(one for one in smaller if one is not None)))
        self._add(options)


def _within(free: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The smaller sets of these facts, none of them included."""
    return (part for size in range(len(free)) for part in combinations(free, size))


def _views(group: Group, now: Row, free: Sequence[str], row: Row) -> tuple[Hashable, ...]:
    """What the rules see where some of the free facts change, or none, and at last where all do."""
    return tuple(group.seen({**now, **{fact: row[fact] for fact in part}}) for part in (*_within(free), free))
