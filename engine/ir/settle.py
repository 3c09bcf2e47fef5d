"""Which values does an edition see in a case? Stated facts first, then derived, then presumed.

Types are settled here and only here: what comes out is booleans, short codes, whole numbers and sets of codes, under the
terms of `ir/nodes.py`. A term that is not there is unknown, and `lacks` tells which facts would settle it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from graphlib import TopologicalSorter
from typing import NamedTuple, cast

from nytta.engine.ir.behind import read_behind
from nytta.engine.ir.dates import months_after, months_before
from nytta.engine.ir.evaluate import Grounds, Settled, grounds, meaning
from nytta.engine.ir.lookup import Lookup
from nytta.engine.ir.lower import Lowering
from nytta.engine.ir.nodes import NO_BODY, ClauseIR, Node, terms
from nytta.engine.ir.numbers import whole
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.condition import Condition
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import FactType, RegisterField

_Step = Callable[[Case, "SettledCase"], None]
MEASURES: dict[str, Callable[[date, date], int]] = {"months_before": months_before, "months_after": months_after}


@dataclass(slots=True)
class SettledCase:
    """A case as an edition sees it: values by term, how each fact came by its value, and what would settle the rest."""

    values: dict[str, Settled]
    facts: dict[str, FactValue]
    presumed: dict[str, FactValue]
    lacks: dict[str, tuple[str, ...]]

    def missing(self, term: str) -> tuple[str, ...]:
        """The facts that would settle a term that has no value."""
        if term.startswith("case."):
            return ()
        return self.lacks.get(term, (term.partition("~")[0],))


class _Derivation(NamedTuple):
    """A fact that follows from a condition or from a register's field."""

    fact: str
    terms: tuple[str, ...]
    grounds: Grounds | None = None
    field: RegisterField | None = None


def presumptions(edition: Edition) -> list[tuple[str, FactValue, Node]]:
    """What the edition takes a silent case to mean: fact, value, and when."""
    lowering = Lowering(edition)
    return [
        (one.fact, cast("FactValue", one.value), lowering.condition(one.when, ("when",))) for one in edition.head.presumptions
    ]


class Settling:
    """Settles the cases of one edition; built once.

    A step looks a register up, measures a date or derives a fact; each comes after those that it builds on, and again
    after a presumption that it builds on.
    """

    def __init__(self, edition: Edition, clauses: tuple[ClauseIR, ...]) -> None:
        facts = edition.vocabulary.facts
        lowering = Lowering(edition)
        self._settled = {name: SETTLED[fact.type] for name, fact in facts.items()}
        presumed = presumptions(edition)
        self._presumptions = [(fact, value, meaning(when)) for fact, value, when in presumed]
        derived = [_derivation(name, one.derived, lowering) for name, one in facts.items() if one.derived is not None]
        read = [term for clause in clauses for node in clause.conditions for term in terms(node)]
        read += [term for one in derived for term in one.terms]
        read += [term for _, _, when in presumed for term in terms(when)]
        self._lookups = _lookups(edition, read)
        behind = {one.fact: [_node(term) for term in one.terms] for one in derived}
        behind |= {f"@{name}": list(lookup.register.match.values()) for name, lookup in self._lookups.items()}
        behind |= {term: [term.partition("~")[0]] for term in read if "~" in term}
        steps = {node: self._step(node, {one.fact: one for one in derived}) for node in behind}
        order = [node for node in TopologicalSorter(behind).static_order() if node in behind]
        self._steps = [steps[node] for node in order]
        reached = {fact: _reached(fact, order, behind) for fact, *_ in presumed}
        self._after = {fact: [steps[node] for node in nodes] for fact, nodes in reached.items()}
        told = {node for fact, nodes in reached.items() for node in (fact, *nodes)}
        self._chained = any(_node(term) in told for _, _, when in presumed for term in terms(when))

    def __call__(self, case: Case) -> SettledCase:
        """The case as the edition sees it."""
        settled = SettledCase({"case.kind": case.kind, "case.body": case.body or NO_BODY}, dict(case.facts), {}, {})
        for fact, value in case.facts.items():
            self._put(settled, fact, value)
        for step in self._steps:
            step(case, settled)
        while self._presume(case, settled) and self._chained:
            pass
        return settled

    def _put(self, settled: SettledCase, fact: str, value: FactValue) -> None:
        settled.facts[fact] = value
        settled.values[fact] = self._settled[fact](value)
        settled.lacks.pop(fact, None)  # it may have been unknown before something was presumed

    def _presume(self, case: Case, settled: SettledCase) -> bool:
        """Presumes what can be presumed now, and takes the steps that build on it; whether there was anything."""
        before = len(settled.presumed)
        for fact, value, when in self._presumptions:
            if fact not in settled.facts and when(settled.values):
                settled.presumed[fact] = value
                self._put(settled, fact, value)
                for step in self._after[fact]:
                    step(case, settled)
        return len(settled.presumed) > before

    def _step(self, node: str, derived: Mapping[str, _Derivation]) -> _Step:
        if node.startswith("@"):
            return partial(self._look_up, self._lookups[node[1:]])
        if "~" in node:
            fact, _, measure = node.partition("~")
            return partial(_measure, node, fact, MEASURES[measure])
        one = derived[node]
        if one.field is not None:
            return partial(self._derive_field, node, one.field)
        return partial(self._derive, node, cast("Grounds", one.grounds))

    def _derive(self, fact: str, follows: Grounds, _case: Case, settled: SettledCase) -> None:
        if fact in settled.facts:
            return
        truth, rests_on = follows(settled.values)
        if truth is not None:
            self._put(settled, fact, truth)
            return
        lacking = [one for term in rests_on for one in settled.missing(term)]
        settled.lacks[fact] = _unless_stated(lacking, fact, settled)

    def _derive_field(self, fact: str, field: RegisterField, case: Case, settled: SettledCase) -> None:
        lookup = self._lookups.get(field.register_)
        if lookup is None or fact in settled.facts:
            return
        answer = lookup.answer(case.date, settled.facts)
        value = field.otherwise if answer.entry is None else answer.entry.columns.get(field.field)
        if answer.known and value is not None:
            self._put(settled, fact, Decimal(str(value)) if isinstance(value, float) else cast("FactValue", value))
        else:
            settled.lacks[fact] = _unless_stated(list(answer.lacks), fact, settled)

    @staticmethod
    def _look_up(lookup: Lookup, case: Case, settled: SettledCase) -> None:
        answer = lookup.answer(case.date, settled.facts)
        settled.values.update(answer.terms)
        for term in answer.terms:
            settled.lacks.pop(term, None)
        if len(answer.terms) < len(lookup.terms):
            lacks = answer.lacks or tuple(lookup.register.match.values())
            settled.lacks.update((term, lacks) for term in lookup.terms if term not in answer.terms)


def _measure(term: str, fact: str, months: Callable[[date, date], int], case: Case, settled: SettledCase) -> None:
    if fact in settled.facts:
        settled.values[term] = months(cast("date", settled.facts[fact]), case.date)


def _node(term: str) -> str:
    """The step or the fact that gives a term its value."""
    return term.partition("#")[0]


def _lookups(edition: Edition, read: Iterable[str]) -> dict[str, Lookup]:
    """The registers behind these terms, derivations that nobody reads included."""
    _, registers = read_behind(edition, [*read, *(name for name, one in edition.vocabulary.facts.items() if one.derived)])
    return {name: Lookup(edition.registers[name]) for name in registers}


def _reached(fact: str, order: Iterable[str], behind: Mapping[str, list[str]]) -> list[str]:
    """The steps that build on a fact, directly or not, in their order."""
    reached: list[str] = []
    for node in order:
        if any(one == fact or one in reached for one in behind[node]):
            reached.append(node)
    return reached


def _derivation(name: str, derived: Condition | RegisterField, lowering: Lowering) -> _Derivation:
    if isinstance(derived, RegisterField):
        return _Derivation(name, (f"@{derived.register_}#{derived.field}",), field=derived)
    node = lowering.condition(derived, ("derived",))
    return _Derivation(name, terms(node), grounds(node))


def _unless_stated(lacking: list[str], fact: str, settled: SettledCase) -> tuple[str, ...]:
    """What to ask for: the facts that the derivation lacks, or the derived fact itself where none of them would help."""
    return tuple(dict.fromkeys(one for one in lacking if one not in settled.facts)) or (fact,)


def _same(value: FactValue) -> Settled:
    return cast("Settled", value)


def _number(value: FactValue) -> Settled:
    return cast("int", whole(cast("Decimal", value)))


SETTLED: dict[FactType, Callable[[FactValue], Settled]] = {
    "bool": _same,
    "enum": _same,
    "country": _same,
    "set": lambda value: frozenset(cast("tuple[str, ...]", value)),
    "number": _number,
    "percent": _number,
    "money": _number,
    "date": _number,
    "text": lambda _: True,
}
"""How a value of each type is compared; of a text only that it is stated."""
