"""Which verdicts are still possible for a case, and which facts can still change it?

A completion gives a value to every base fact without one that some clause reads, and to a derived fact only where its
derivation gives none. What is stated, derived or presumed stays. Clauses that share no such fact, directly or through derived
facts and registers, are looked at apart: all combinations of the values that the conditions tell apart, in one table. The
gravest part decides, so what the parts can come to gives what the case can come to.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod

from nytta.engine.completions.kind import Judged, KindRules, source
from nytta.engine.completions.places import Group, Row, groups
from nytta.engine.completions.table import BODY, Bits, Spread, Table, combinations
from nytta.engine.completions.values import Value, complete, values
from nytta.engine.completions.variable import Variable, of_fact, of_places
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.nodes import FALSE, NO_BODY, TRUE, All, Any, AtLeast, Constant, Leaf, Node, Not, Stated, rebuilt, terms
from nytta.engine.ir.settle import Settling
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import OUTCOMES, Outcome
from nytta.engine.model.vocabulary import RegisterField

MOST = 1 << 20
"""The most combinations of one part that are looked at; above it some values are left out and the answer says so."""

Completion = Mapping[str, FactValue]
"""Facts that complete a case; each value stands for all that the conditions see alike."""
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
        self._kept: dict[object, Variable] = {}

    def open(self, case: Case) -> Open:
        """The verdicts still possible, exactly, and the facts that can still change the verdict."""
        settled = self.settle(case)
        rules, facts = self.rules(case.kind), settled.facts
        stays = [one for one in rules.facts if one in case.facts or one in settled.presumed or one not in rules.derivations]
        given = {one: facts[one] for one in stays if one in facts}
        unknown = [one for one in rules.facts if one not in facts and one not in rules.derivations]
        return _Search(rules, case, given, self._variables(rules, case, given, unknown)).open()

    def _variables(self, rules: KindRules, case: Case, given: Completion, unknown: Sequence[str]) -> Iterator[Variable]:
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
            yield of_fact(fact, values(rules, fact, case.date))


def _looked_up(group: Group, free: Sequence[str], fixed: Completion) -> Variable:
    def see(row: Row) -> Hashable:
        return group.seen({**fixed, **row})

    return of_places(free, group.places(free, fixed, see), see)


@dataclass(frozen=True, slots=True)
class _Part:
    """Clauses that share variables, and what all combinations of those come to."""

    variables: tuple[Variable, ...]
    choices: list[list[Bits]]
    table: Table
    levels: list[Bits]

    def reached(self, among: Bits = -1) -> list[int]:
        """The levels that some of these combinations reach."""
        return [level for level, bits in enumerate(self.levels) if bits & among]

    def facts(self, level: int, among: Bits = -1, chosen: Mapping[int, Mapping[int, Row]] | None = None) -> Completion:
        """The facts of one of these combinations that reaches the level; `chosen` has the rows of a variable's options."""
        bits = self.levels[level] & among
        one = bits & -bits
        found: dict[str, FactValue] = {}
        for place, (variable, choices) in enumerate(zip(self.variables, self.choices, strict=True)):
            option = next(option for option, own in enumerate(choices) if own & one)
            row = (chosen or {}).get(place, {}).get(option, variable.options[option])
            found |= {fact: value for fact, value in row.items() if self.table.asked.get(fact, one) & one}
        return found

    def changes(self, place: int, fact: str, above: int) -> bool:
        """Whether another value of the fact alone leads from one level to another, the graver of them above this one."""
        choices = self.choices[place]
        stride = prod(len(one.options) for one in self.variables[:place])
        for options in self.variables[place].alone[fact]:
            met = [0] * len(self.levels)
            for option in options:
                for level, bits in enumerate(self.levels):
                    met[level] |= (bits & choices[option]) >> option * stride
            graver = 0
            for level in range(len(met) - 1, -1, -1):
                if met[level] & graver:
                    return True
                if level > above:
                    graver |= met[level]
        return False


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
        self._roots: list[Node] = []
        for fact in rules.steps:
            if not fact.startswith("@") and fact not in given:
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
        variables = [self._variables[name] for name in sorted(scope)]
        if prod(len(one.options) for one in variables) <= MOST:
            table, _ = self._table(variables)
            if table.held.get(fact, 0) == table.every:
                return scope
        own = values(self._rules, fact, self._case.date)
        self._variables[fact] = of_fact(fact, own, mergeable=not scope and fact not in self._rules.matched)
        return scope | {fact}

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

    def _table(self, variables: Sequence[Variable]) -> tuple[Table, list[list[Bits]]]:
        """Every combination of the variables' options, and for each variable the combinations with each option."""
        choices, cases = combinations([len(one.options) for one in variables])
        every = (1 << cases) - 1
        facts: dict[str, Spread] = {fact: ((value, every),) for fact, value in self._given.items()}
        asked: dict[str, Spread] = {}
        for variable, own in zip(variables, choices, strict=True):
            for fact in variable.facts:
                into = asked if fact in self._derived else facts
                into[fact] = [(row[fact], bits) for row, bits in zip(variable.options, own, strict=True)]
        facts[BODY] = ((self._case.body or NO_BODY, every),)
        return Table(self._rules, self._case.date, cases, facts, asked), choices

    def _merge(self) -> None:
        """Makes one of options that no condition left tells apart."""
        whole: dict[str, list[Node]] = {name: [] for name in self._variables}
        for node in [*(node for one in self._clauses for node in one.nodes), *self._roots]:
            for name, part in self._wholly(node):
                whole[name].append(part)
        for name, variable in self._variables.items():
            if variable.mergeable:
                table, _ = self._table([variable])
                told = [bits for node in whole[name] for bits in table.truths(node)]
                beside = [fact for fact, scope in self._derived.items() if name in scope and len(scope) > 1]
                told += [bits for fact in beside for _, bits in table.values(fact)]
                seen = [tuple(bits >> place & 1 for bits in told) for place in range(len(variable.options))]
                self._variables[name] = variable.merged(seen)

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

    def _parts(self) -> Iterator[_Part]:
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
            yield _Part(tuple(variables), choices, table, table.levels(together, self._least))

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
        parts = list(self._parts())
        mildest = [part.reached()[0] for part in parts]
        facts = []
        for index, part in enumerate(parts):
            others = max([self._least, *mildest[:index], *mildest[index + 1 :]])
            for place, variable in enumerate(part.variables):
                changing = (fact for fact in variable.facts if part.changes(place, fact, others))
                facts += [self._open_fact(parts, index, place, fact) for fact in changing]
        order = {fact: number for number, fact in enumerate(self._rules.facts)}
        facts.sort(key=lambda one: (one.only_if_unknown, one.remaining, len(one.answers), order[one.fact]))
        return Open(self._verdicts(parts), tuple(facts), self._complete)

    def _open_fact(self, parts: list[_Part], index: int, place: int, fact: str) -> OpenFact:
        answers = []
        for choice in parts[index].variables[place].choices[fact]:
            among = parts[index].table.asked.get(fact, -1)
            among &= sum(parts[index].choices[place][option] for option in choice.rows)  # no two options share a combination
            answers.append(AnswerTo(choice.value, self._verdicts(parts, index, among, {place: choice.rows})))
        return OpenFact(fact, tuple(answers), fact in self._derived)

    def _verdicts(
        self, parts: list[_Part], index: int = -1, among: Bits = -1, rows: Mapping[int, Mapping[int, Row]] | None = None
    ) -> dict[Outcome, Completion]:
        """The verdicts that are possible where one part is among some combinations, each with a completion."""
        limits = [among if index == number else -1 for number in range(len(parts))]
        reached = [part.reached(limit) for part, limit in zip(parts, limits, strict=True)]
        floor = max([self._least, *(levels[0] for levels in reached)])
        found: dict[Outcome, Completion] = {}
        for level in sorted({floor, *(one for levels in reached for one in levels if one > floor)}):
            at = next((number for number, levels in enumerate(reached) if level in levels), -1)
            completion = dict(self._filled)
            for number, part in enumerate(parts):
                wanted = level if number == at else reached[number][0]
                completion |= part.facts(wanted, limits[number], rows if number == index else None)
            found[OUTCOMES[level]] = completion
        return found


def _union(scopes: Iterable[Scope]) -> Scope:
    return frozenset().union(*scopes)
