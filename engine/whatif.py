"""What is the least that would have to be otherwise for this case to be approved?

A change gives another value to a fact that the case states, that is presumed or that is unknown, or names another body. A
derived fact follows from its facts and is not changed itself, unless the case states it or nothing else would tell it. As
long as a clause gives a graver effect than is wanted, every way to the verdict wanted changes something that this clause
rests on: so the search takes one such clause at a time, and nothing that is minimal escapes it. Whatever is found is screened
before it is returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import or_
from typing import Literal, cast

from nytta.engine.completions.alternatives import Alternatives
from nytta.engine.completions.kind import Judged, source
from nytta.engine.completions.open import Completions
from nytta.engine.completions.table import BODY, Bits, Table
from nytta.engine.completions.values import Value
from nytta.engine.errors import SearchError
from nytta.engine.ir.nodes import NO_BODY, terms
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import OUTCOMES, Outcome
from nytta.engine.screen import Screening

MOST = 200_000
"""The most sets of changes of one size that are looked at; above it some are left out and the answer says so."""


@dataclass(frozen=True, slots=True)
class Change:
    """Another value of a fact, or another body; `before` is None where there was none."""

    fact: str
    before: FactValue | None
    value: Value
    was: Literal["stated", "presumed", "unknown"]


@dataclass(frozen=True, slots=True)
class WaysTo:
    """The smallest sets of changes that lead to a verdict, fewest changes first; one without changes where it is so already.

    No part of a set leads there. Where it is not complete, a bound was reached, and there may be more.
    """

    verdict: Outcome
    ways: tuple[tuple[Change, ...], ...]
    complete: bool = True


class WhatIf:
    """Tells what would have to be otherwise in the cases of one edition; built once and then used for any number of cases."""

    def __init__(self, edition: Edition, screening: Screening | None = None, completions: Completions | None = None) -> None:
        self._edition = edition
        self._screening = screening or Screening(edition)
        self._completions = completions or Completions(edition)

    def changes(self, case: Case, wanted: Outcome, size: int = 3) -> WaysTo:
        """Every smallest set of at most so many changes after which the verdict is the one wanted.

        Raises SearchError where a set does not hold when it is screened.
        """
        search = _Search(self._edition, self._completions, case)
        ways = tuple(search.ways(OUTCOMES.index(wanted), size))
        for way in ways:
            verdict = self._screening(changed(case, way)).verdict
            if verdict != wanted:
                raise SearchError(case.id, verdict, wanted)
        return WaysTo(wanted, ways, search.complete)


def changed(case: Case, way: Iterable[Change]) -> Case:
    """The case with these changes."""
    facts = dict(case.facts)
    body = case.body
    for change in way:
        if change.fact == BODY:
            body = str(change.value.value)
        else:
            facts[change.fact] = change.value.value
    return case.model_copy(update={"facts": facts, "body": body})


class _Search:
    """One case."""

    def __init__(self, edition: Edition, completions: Completions, case: Case) -> None:
        self._case = case
        self._rules = rules = completions.rules(case.kind)
        self._settled = settled = completions.settle(case)
        alternatives = Alternatives(edition, completions, case, settled)
        self.complete = alternatives.complete
        self._given = alternatives.given
        self._options = alternatives.options
        self._by_fact = alternatives.by_fact
        self._clauses = [(one, self._rests_on(one)) for one in rules.clauses]
        self._clauses.sort(key=lambda one: len(one[1]))

    def _rests_on(self, clause: Judged) -> list[int]:
        """The options that can change what the clause comes to."""
        waiting = [source(term) for node in clause.nodes for term in terms(node)]
        found: dict[str, None] = {}
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                if name.startswith("@") or name in self._rules.derivations:
                    waiting += self._rules.behind(name)
                whens = (when for fact, _, when in self._rules.presumptions if fact == name)
                waiting += [source(term) for when in whens for term in terms(when)]
        return sorted({option for name in found for option in self._by_fact.get(name, ())})

    # -- the search

    def ways(self, wanted: int, size: int) -> Iterator[tuple[Change, ...]]:
        """The smallest sets of changes, fewest first.

        Where a clause is graver than is wanted, what it rests on has to change. Where none is, some clause has to become as
        grave as is wanted: that clause is chosen once, and what it rests on has to change.
        """
        found: set[frozenset[int]] = set()
        waiting: list[dict[frozenset[int], set[int | None]]] = [{} for _ in range(size + 1)]
        waiting[0][frozenset()] = {None}
        aims = [index for index, (one, _) in enumerate(self._clauses) if wanted in (one.violated, one.undetermined)]
        for count, sets in enumerate(waiting):
            chosen = [one for one in sets if found.isdisjoint(self._parts(one))]
            self.complete = self.complete and len(chosen) <= MOST
            right, others = self._judge(chosen[:MOST], wanted)
            found |= right
            yield from sorted(map(self._changes, right), key=str)
            for failing, options in others if count < size else ():
                for tag in sets[options]:
                    for aim in [tag] if failing is not None or tag is not None else aims:
                        rests_on = self._clauses[cast("int", aim) if failing is None else failing][1]
                        for more, larger in self._larger(options, rests_on):
                            if count + more <= size:
                                waiting[count + more].setdefault(larger, set()).add(aim)

    def _parts(self, options: frozenset[int]) -> Iterator[frozenset[int]]:
        """Every smaller change within a set of changes."""
        for chosen in product(*((one, None, *self._options[one].parts) for one in options)):
            part = frozenset(one for one in chosen if one is not None)
            if part != options:
                yield part

    def _judge(
        self, sets: list[frozenset[int]], wanted: int
    ) -> tuple[set[frozenset[int]], list[tuple[int | None, frozenset[int]]]]:
        """The sets that lead to the verdict wanted, and the others with a clause that is graver than that, if one is."""
        table = self._table(sets)
        right = table.levels(one for one, _ in self._clauses)[wanted]
        left = table.every & ~right
        others: list[tuple[int | None, frozenset[int]]] = []
        for index, (clause, _) in enumerate(self._clauses):
            graver = left & reduce(or_, table.levels([clause])[wanted + 1 :], 0)
            others += [(index, sets[place]) for place in _places(graver)]
            left &= ~graver
        others += [(None, sets[place]) for place in _places(left)]
        return {sets[place] for place in _places(right)}, others

    def _larger(self, options: frozenset[int], rests_on: Iterable[int]) -> Iterator[tuple[int, frozenset[int]]]:
        """The set with one option more, and how many facts that changes in addition."""
        taken = {self._options[one].variable for one in options}
        for option in rests_on:
            if self._options[option].variable not in taken:
                yield len(self._options[option].facts), options | {option}

    def _table(self, sets: Sequence[frozenset[int]]) -> Table:
        """The case with each set of changes."""
        every = (1 << len(sets)) - 1
        members: dict[int, bytearray] = {}
        for place, options in enumerate(sets):
            for option in options:
                bits = members.setdefault(option, bytearray(len(sets) // 8 + 1))
                bits[place >> 3] |= 1 << (place & 7)
        facts: dict[str, list[tuple[FactValue, Bits]]] = {}
        for option, bits in members.items():
            for fact, value in self._options[option].facts.items():
                facts.setdefault(fact, []).append((value, int.from_bytes(bits, "little")))
        for fact, value in {**self._given, BODY: self._case.body or NO_BODY}.items():
            own = facts.setdefault(fact, [])
            own.append((value, every & ~reduce(or_, (bits for _, bits in own), 0)))
        return Table(self._rules, self._case.date, len(sets), facts)

    def _changes(self, options: Iterable[int]) -> tuple[Change, ...]:
        order = {fact: number for number, fact in enumerate((BODY, *self._rules.facts))}
        pairs = (
            (fact, value, self._options[one].alike or (value,))
            for one in options
            for fact, value in self._options[one].facts.items()
        )
        return tuple(
            self._change(fact, Value(value, alike)) for fact, value, alike in sorted(pairs, key=lambda one: order[one[0]])
        )

    def _change(self, fact: str, value: Value) -> Change:
        before = self._case.body if fact == BODY else self._settled.facts.get(fact)
        is_stated = fact in self._case.facts or (fact == BODY and before is not None)
        return Change(fact, before, value, "stated" if is_stated else "presumed" if before is not None else "unknown")


def _places(bits: Bits) -> Iterator[int]:
    """The places of the ones."""
    return (place for place, one in enumerate(reversed(f"{bits:b}")) if one == "1")
