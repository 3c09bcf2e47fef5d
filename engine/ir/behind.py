"""Which facts and registers does a condition read, through derived facts, registers and presumptions too?"""

from __future__ import annotations

from collections.abc import Iterable

from nytta.engine.ir.lower import Lowering, Report, unexpected
from nytta.engine.ir.nodes import terms
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import RegisterField


def read_behind(edition: Edition, read: Iterable[str], report: Report = unexpected) -> tuple[dict[str, None], dict[str, None]]:
    """The facts and the registers behind these terms, in the order in which they are come upon."""
    waiting = list(read)
    facts: dict[str, None] = {}
    registers: dict[str, None] = {}
    while waiting:
        term = waiting.pop(0)
        if term.startswith("@"):
            name = term[1:].partition("#")[0]
            if name in edition.registers and name not in registers:
                registers[name] = None
                waiting += edition.registers[name].match.values()
        elif (fact := term.partition("~")[0]) in edition.vocabulary.facts and fact not in facts:
            facts[fact] = None
            waiting += _behind(edition, fact, report)
    return facts, registers


def _behind(edition: Edition, fact: str, report: Report) -> list[str]:
    """The terms that a fact may follow from: its derivation, and when it is presumed."""
    lowering = Lowering(edition, report)
    whens = [one.when for one in edition.head.presumptions if one.fact == fact]
    found = [term for when in whens for term in terms(lowering.condition(when, ("when",)))]
    derived = edition.vocabulary.facts[fact].derived
    if isinstance(derived, RegisterField):
        return [*found, f"@{derived.register_}#{derived.field}"]
    return found if derived is None else [*found, *terms(lowering.condition(derived, ("derived",)))]
