"""Which verdicts are still possible for a case, and which facts can still change it?

A completion gives a value to every base fact without one that some clause reads, and to a derived fact only where its
derivation gives none. What is stated, derived or presumed stays. Clauses that share no such fact, directly or through derived
facts and registers, are looked at apart: all combinations of the values that the conditions tell apart, in one table. The
gravest part decides, so what the parts can come to gives what the case can come to.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import prod

from nytta.engine.completions.kind import Judged, KindRules, source
from nytta.engine.completions.parts import Completion, Part, Parts
from nytta.engine.completions.places import Group, Row, groups
from nytta.engine.completions.table import BODY, Bits, Layout, Spread, Table, beside, combinations
from nytta.engine.completions.values import Value, complete, values
from nytta.engine.completions.variable import Variable, of_fact, of_places
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.nodes import FALSE, NO_BODY, TRUE, All, Any, AtLeast, Constant, Leaf, Node, Not, Stated, rebuilt, terms
from nytta.engine.ir.settle import Settling
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import Outcome
from nytta.engine.model.vocabulary import RegisterField

MOST = 1 << 20
"""The most combinations of one part that are looked at; above it some values are left out and the answer says so."""

Scope = frozenset[str]
"""The variables that a condition rests on, each by its first fact."""


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """A value that a fact may have, those seen alike, and for each verdict that is then possible a completion with it."""

    value: Value
    verdicts: Mapping[Outcome, Completion]


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact that can still change the verdict; a derived one `only_if` its derivation gives nothing."""

    fact: str
    answers: tuple[AnswerTo, ...]
    only_if_unknown: bool = False

    @property
    def remaining(self) -> float:
        """How many verdicts are possible after an answer, on average."""
        return sum(len(one.verdicts) for one in self.answers) / len(self.answers)


@dataclass(frozen=True, slots=True)
class Open:
    """What can still become of a case: the verdicts, from the mildest, each with a completion; the facts, most decisive first.

    The most decisive fact leaves the fewest verdicts on average; among equals the one that has the fewest answers, since it
    costs the least, then the one that comes first in the vocabulary. A derived fact comes after all base facts: it is asked
    for only where they do not tell. Where it is not complete, a bound was reached: what it says is so, but there may be more.
    """

    verdicts: Mapping[Outcome, Completion]
    facts: tuple[OpenFact, ...]
    complete: bool = True


class Completions:
    """Tells what can still become of the cases of one edition; built once and then used for any number of cases."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._clauses = lowered(edition)
        self.settle = Settling(edition, self._clauses)
        self.rules = lru_cache(maxsize=None)(lambda kind: KindRules(edition, self._clauses, kind))
        self.groups = lru_cache(maxsize=64)(lambda kind, day: groups(self.rules(kind), day))
        self._alone = lru_cache(maxsize=1_000)(self._by_itself)
        self._kept: dict[object, Variable] = {}

    def open(self, case: Case, stating: Collection[str] = ()) -> Open:
        """The verdicts still possible, exactly, and the facts that can still change the verdict.

        `stating` are derived facts that every completion states, whatever they would follow from.
        """
        settled = self.settle(case)
        rules, facts = self.rules(case.kind), settled.facts
        stays = [one for one in rules.facts if one in case.facts or one in settled.presumed or one not in rules.derivations]
        given = {one: facts[one] for one in stays if one in facts}
        unknown = [one for one in rules.facts if one not in facts and (one not in rules.derivations or one in stating)]
        return _Search(rules, case, given, self._variables(case, given, unknown)).open()

    def _by_itself(self, kind: str, fact: str, day: date) -> Variable:
        rules = self.rules(kind)
        return of_fact(fact, values(rules, fact, day), mergeable=fact not in rules.matched)

    def _variables(self, case: Case, given: Completion, unknown: Sequence[str]) -> Iterator[Variable]:
        """The facts without a value, those together that a register is matched with."""
        left = dict.fromkeys(unknown)
        for group in self.groups(case.kind, case.date):
            free = tuple(fact for fact in group.facts if fact in left)
            fixed = {fact: given[fact] for fact in group.facts if fact in given}
            if free and group.alone:
                key = (case.kind, case.date, free, *fixed.items())
                if key not in self._kept:
                    if len(self._kept) >= 1_000:  # noqa: PLR2004 - what is kept
                        self._kept.clear()

                    self._kept[key] = _looked_up(group, free, fixed)
                yield self._kept[key]
            elif free:
                yield from (of_fact(fact, group.every(fact), mergeable=False) for fact in free)
            left = dict.fromkeys(fact for fact in left if fact not in free)
        for fact in left:
            yield self._alone(case.kind, fact, case.date)


def _looked_up(group: Group, free: Sequence[str], fixed: Completion) -> Variable:
    def see(row: Row) -> Hashable:
        return group.seen({**fixed, **row})

    return of_places(free, group.places(free, fixed, see), see)


class _Search:
    """One case."""

    def __init__(self, rules: KindRules, case: Case, given: Completion, variables: Iterable[Variable]) -> None:
        self._rules = rules
        self._case = case
        self._given = dict(given)
        self._variables = {one.facts[0]: one for one in variables}
        self._names = {fact: name for name, one in self._variables.items() for fact in one.facts}
        self._filled = {fact: value for fact, value in given.items() if fact in rules.derivations and fact not in case.facts}
        self._filled |= {fact: value for one in self._variables.values() for fact, value in one.options[0].items()}
        self._complete = all(complete(rules, fact) for fact in self._names)
        self._now, _ = self._table([])
        self._derived: dict[str, Scope] = {}
        self._tables: dict[Scope, Table | None] = {}
        self._roots: list[Node] = []
        for fact in rules.steps:
            if not fact.startswith("@") and fact not in given and fact not in self._names:
                self._derived[fact] = self._scope_of_derived(fact)
        clauses = [self._partial_clause(one) for one in rules.clauses]
        settled = self._now.levels(one for one in clauses if not self._scope_of(one))
        self._least = next(level for level, bits in enumerate(settled) if bits)
        self._clauses = [one for one in clauses if one.gravest > self._least and self._scope_of(one)]
        self._merge()

    # -- what conditions rest on

    def _scope_of_derived(self, fact: str) -> Scope:
        """The variables that a derived fact follows from, and itself where they may not tell."""
        if self._now.held.get(fact):
            return frozenset()
        derived = self._rules.derivations[fact]
        roots = [when for one, _, when in self._rules.presumptions if one == fact]
        roots += [] if isinstance(derived, RegisterField) else [derived]
        partial = list(map(self._partial, roots))
        self._roots += partial
        scope = _union(map(self._scope, partial))
        if isinstance(derived, RegisterField):
            scope |= self._scope_of_source(f"@{derived.register_}")
        if self._told_by(scope, fact):
            return scope
        own = values(self._rules, fact, self._case.date)
        self._variables[fact] = of_fact(fact, own, mergeable=not scope and fact not in self._rules.matched)
        return scope | {fact}

    def _told_by(self, scope: Scope, fact: str) -> bool:
        """Whether every combination of these variables tells the fact, as far as they can be looked at."""
        if scope not in self._tables:
            variables = [self._variables[name] for name in sorted(scope)]
            few = prod(len(one.options) for one in variables) <= MOST
            self._tables[scope] = self._table(variables)[0] if few else None
        table = self._tables[scope]
        return table is not None and table.held.get(fact, 0) == table.every

    def _scope_of_source(self, name: str) -> Scope:
        if name.startswith("@"):
            return _union(map(self._scope_of_source, self._rules.behind(name)))
        if name in self._derived:
            return self._derived[name]
        return frozenset([self._names[name]]) if name in self._names else frozenset()

    def _scope(self, node: Node) -> Scope:
        return _union(self._scope_of_source(source(term)) for term in terms(node))

    def _scope_of(self, clause: Judged) -> Scope:
        return _union(map(self._scope, clause.nodes))

    def _partial(self, node: Node) -> Node:
        """What is left of a condition, given what is known: what is known stays known in every completion."""

        def told(leaf: Leaf) -> Node:
            if isinstance(leaf, Stated) and not self._names.keys().isdisjoint(leaf.terms):
                return TRUE
            true, false = self._now.truths(leaf)
            return Constant(bool(true)) if true or false else leaf

        return rebuilt(node, told)

    def _partial_clause(self, clause: Judged) -> Judged:
        applies, requires, excused = map(self._partial, clause.nodes)
        if applies == FALSE or TRUE in (requires, excused):
            applies, requires, excused = FALSE, TRUE, TRUE
        return replace(clause, applies=applies, requires=requires, excused=excused)

    # -- tables

    def _table(self, variables: Sequence[Variable], layout: Layout = combinations) -> tuple[Table, list[list[Bits]]]:
        """Every combination of the variables' options, and for each variable the combinations with each option."""
        choices, cases = layout([len(one.options) for one in variables])
        every = (1 << cases) - 1
        facts: dict[str, Spread] = {fact: ((value, every),) for fact, value in self._given.items()}
        asked: dict[str, Spread] = {}
        for variable, own in zip(variables, choices, strict=True):
            for fact in variable.facts:
                spread: dict[FactValue, Bits] = {}
                for row, bits in zip(variable.options, own, strict=True):
                    spread[row[fact]] = spread.get(row[fact], 0) | bits
                (asked if fact in self._derived else facts)[fact] = tuple(spread.items())
        facts[BODY] = ((self._case.body or NO_BODY, every),)
        return Table(self._rules, self._case.date, cases, facts, asked), choices

    def _merge(self) -> None:
        """Makes one of options that no condition left tells apart."""
        whole: dict[str, list[Node]] = {name: [] for name in self._variables}
        for node in [*(node for one in self._clauses for node in one.nodes), *self._roots]:
            for name, part in self._wholly(node):
                whole[name].append(part)
        mergeable = [name for name, one in self._variables.items() if one.mergeable]
        table, choices = self._table([self._variables[name] for name in mergeable], beside)
        for name, cases in zip(mergeable, choices, strict=True):
            told = [bits for node in whole[name] for bits in table.truths(node)]
            together = [fact for fact, scope in self._derived.items() if name in scope and len(scope) > 1]
            told += [bits for fact in together for _, bits in table.values(fact)]
            seen = [tuple(bool(bits & case) for bits in told) for case in cases]
            self._variables[name] = self._variables[name].merged(seen)

    def _wholly(self, node: Node) -> Iterator[tuple[str, Node]]:
        """The largest parts of a condition that rest on a single variable, with its name."""
        scope = self._scope(node)
        if len(scope) == 1:
            yield next(iter(scope)), node
        elif scope and isinstance(node, Not):
            yield from self._wholly(node.part)
        elif scope and isinstance(node, All | Any | AtLeast):
            for part in node.parts:
                yield from self._wholly(part)

    def _parts(self) -> Iterator[Part]:
        """The clauses in parts that share no variable with one another."""
        groups: list[tuple[Scope, list[Judged]]] = []
        for clause in self._clauses:
            scope, together = self._scope_of(clause), [clause]
            for group in [one for one in groups if one[0] & scope]:
                groups.remove(group)
                scope, together = scope | group[0], group[1] + together
            groups.append((scope, together))
        for scope, together in groups:
            variables = self._bounded([self._variables[name] for name in self._variables if name in scope])
            table, choices = self._table(variables)
            yield Part(tuple(variables), choices, table, table.levels(together, self._least))

    def _bounded(self, variables: list[Variable]) -> list[Variable]:
        """The variables with so few options that their combinations can all be looked at."""
        while prod(len(one.options) for one in variables) > MOST:
            self._complete = False
            place = max(range(len(variables)), key=lambda one: len(variables[one].options))
            variables[place] = variables[place].first(len(variables[place].options) - 1)
        return variables

    # -- answers

    def open(self) -> Open:
        """What can still become of the case."""
        parts = Parts(self._least, self._filled, tuple(self._parts()))
        order = {fact: number for number, fact in enumerate(self._rules.facts)}
        facts = [
            OpenFact(choice.fact, tuple(AnswerTo(*one) for one in parts.answers(choice)), choice.fact in self._derived)
            for choice in parts.changing()
        ]
        facts.sort(key=lambda one: (one.only_if_unknown, one.remaining, len(one.answers), order[one.fact]))
        return Open(parts.verdicts(), tuple(facts), self._complete)


def _union(scopes: Iterable[Scope]) -> Scope:
    return frozenset().union(*scopes)
