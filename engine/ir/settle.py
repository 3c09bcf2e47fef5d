"""Which values does an edition see in a case? Stated facts first, then derived, then presumed.

Types are settled here and only here: what comes out is booleans, short codes, whole numbers and sets of codes, under the
terms of `ir/nodes.py`. A term that is not there is unknown, and `lacks` tells which facts would settle it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from graphlib import TopologicalSorter
from typing import cast

from nytta.engine.ir.dates import months_after, months_before
from nytta.engine.ir.evaluate import Grounds, Meaning, Settled, grounds, meaning
from nytta.engine.ir.lookup import Lookup
from nytta.engine.ir.lower import Lowering
from nytta.engine.ir.nodes import NO_BODY, ClauseIR, terms
from nytta.engine.ir.numbers import whole
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.condition import Condition
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import FactType, RegisterField

_MEASURES: dict[str, Callable[[date, date], int]] = {"months_before": months_before, "months_after": months_after}


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


@dataclass(frozen=True, slots=True)
class _Derivation:
    """A fact that follows from a condition or from a register's field."""

    fact: str
    grounds: Grounds | None = None
    terms: tuple[str, ...] = ()
    field: RegisterField | None = None


def presumptions(edition: Edition) -> list[tuple[str, FactValue, Meaning]]:
    """What the edition takes a silent case to mean: fact, value, and when."""
    lowering = Lowering(edition)
    return [
        (one.fact, cast("FactValue", one.value), meaning(lowering.condition(one.when, ("when",))))
        for one in edition.head.presumptions
    ]


class Settling:
    """Settles the cases of one edition; built once."""

    def __init__(self, edition: Edition, clauses: tuple[ClauseIR, ...]) -> None:
        vocabulary = edition.vocabulary
        lowering = Lowering(edition)
        self._settled = {name: _SETTLED[fact.type] for name, fact in vocabulary.facts.items()}
        self._presumptions = presumptions(edition)
        derived = {
            name: _derivation(name, fact.derived, lowering) for name, fact in vocabulary.facts.items() if fact.derived is not None
        }
        behind = {name: self._behind(one, edition) for name, one in derived.items()}
        self._derivations = [derived[name] for name in TopologicalSorter(behind).static_order() if name in derived]
        used = {term for clause in clauses for node in clause.conditions for term in terms(node)}
        used |= {term for one in self._derivations for term in one.terms}
        self._measured = [(term, *term.split("~")) for term in sorted(used) if "~" in term]
        looked_up = {term[1:].partition("#")[0] for term in used if term.startswith("@")}
        looked_up |= {one.field.register_ for one in self._derivations if one.field}
        self._lookups = {name: Lookup(edition.registers[name]) for name in looked_up if name in edition.registers}
        settled_late = {one.fact for one in self._derivations} | {fact for fact, *_ in self._presumptions}
        self._late = [name for name, one in self._lookups.items() if settled_late & set(one.register.match.values())]

    @staticmethod
    def _behind(derivation: _Derivation, edition: Edition) -> list[str]:
        """The facts that have to be settled before this one."""
        looked_up = [derivation.field.register_] if derivation.field else []
        looked_up += [term[1:].partition("#")[0] for term in derivation.terms if term.startswith("@")]
        matched = {fact for name in looked_up if name in edition.registers for fact in edition.registers[name].match.values()}
        return sorted(matched | {term.partition("~")[0] for term in derivation.terms if not term.startswith("@")})

    def __call__(self, case: Case) -> SettledCase:
        """The case as the edition sees it."""
        settled = SettledCase({"case.kind": case.kind, "case.body": case.body or NO_BODY}, dict(case.facts), {}, {})
        for fact, value in case.facts.items():
            self._put(settled, fact, value)
        for name in self._lookups:
            self._look_up(name, case, settled)
        for derivation in self._derivations:
            if derivation.fact not in settled.facts:
                self._derive(derivation, case, settled)
        self._presume(settled)
        for name in self._late:
            self._look_up(name, case, settled)
        for term, fact, measure in self._measured:
            if fact in settled.facts:
                settled.values[term] = _MEASURES[measure](cast("date", settled.facts[fact]), case.date)
        return settled

    def _put(self, settled: SettledCase, fact: str, value: FactValue) -> None:
        settled.facts[fact] = value
        settled.values[fact] = self._settled[fact](value)

    def _presume(self, settled: SettledCase) -> None:
        for fact, value, when in self._presumptions:
            if fact not in settled.facts and when(settled.values):
                settled.presumed[fact] = value
                self._put(settled, fact, value)

    def _derive(self, derivation: _Derivation, case: Case, settled: SettledCase) -> None:
        if derivation.field is not None:
            self._derive_field(derivation.fact, derivation.field, case, settled)
        elif derivation.grounds is not None:
            truth, terms = derivation.grounds(settled.values)
            if truth is not None:
                self._put(settled, derivation.fact, truth)
                return
            lacking = [fact for term in terms for fact in settled.missing(term)]
            settled.lacks[derivation.fact] = _unless_stated(lacking, derivation.fact, settled)

    def _derive_field(self, fact: str, field: RegisterField, case: Case, settled: SettledCase) -> None:
        lookup = self._lookups.get(field.register_)
        if lookup is None:
            return
        answer = lookup.answer(case.date, settled.facts)
        value = field.otherwise if answer.entry is None else answer.entry.columns.get(field.field)
        if answer.known and value is not None:
            self._put(settled, fact, cast("FactValue", value))
        else:
            settled.lacks[fact] = _unless_stated(list(answer.lacks), fact, settled)

    def _look_up(self, name: str, case: Case, settled: SettledCase) -> None:
        answer = self._lookups[name].answer(case.date, settled.facts)
        settled.values.update(answer.terms)
        if not answer.known:
            for term in self._lookups[name].terms:
                settled.lacks[term] = answer.lacks


def _derivation(name: str, derived: Condition | RegisterField, lowering: Lowering) -> _Derivation:
    if isinstance(derived, RegisterField):
        return _Derivation(name, field=derived)
    node = lowering.condition(derived, ("derived",))
    return _Derivation(name, grounds(node), terms(node))


def _unless_stated(lacking: list[str], fact: str, settled: SettledCase) -> tuple[str, ...]:
    """What to ask for: the facts that the derivation lacks, or the derived fact itself where none of them would help."""
    return tuple(dict.fromkeys(one for one in lacking if one not in settled.facts)) or (fact,)


def _same(value: FactValue) -> Settled:
    return cast("Settled", value)


def _number(value: FactValue) -> Settled:
    return cast("int", whole(cast("Decimal", value)))


_SETTLED: dict[FactType, Callable[[FactValue], Settled]] = {
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
