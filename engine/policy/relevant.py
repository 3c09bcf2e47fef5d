"""Which facts can matter for a case of a kind?"""

from __future__ import annotations

from collections.abc import Iterable

from nytta.engine.ir.kinds import for_kind
from nytta.engine.ir.lower import Lowering, lowered
from nytta.engine.ir.nodes import Constant, Node, terms
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import RegisterField


def relevant_facts(editions: Iterable[Edition], kind: str | None) -> dict[str, tuple[str, ...]]:
    """Each fact that some clause reads for the kind, in the vocabulary's order, with those clauses (`edition/clause`)."""
    found: dict[str, dict[str, None]] = {}
    order: dict[str, None] = {}
    for edition in editions:
        order |= dict.fromkeys(edition.vocabulary.facts)
        if kind is not None and edition.head.kinds and kind not in edition.head.kinds:
            continue
        for clause in lowered(edition):
            name = f"{edition.id}/{clause.id}"
            nodes = [node if kind is None else for_kind(node, kind) for node in clause.conditions]
            if isinstance(nodes[0], Constant) and not nodes[0].value:
                continue
            for node in nodes:
                for fact in _facts(edition, node):
                    found.setdefault(fact, {})[name] = None
    return {fact: tuple(found[fact]) for fact in order if fact in found}


def _facts(edition: Edition, node: Node) -> list[str]:
    """The facts behind a condition's terms; a derived fact also brings those it follows from."""
    waiting, found = list(terms(node)), dict[str, None]()
    while waiting:
        term = waiting.pop(0)
        if term.startswith("@"):
            waiting += edition.registers[term[1:].partition("#")[0]].match.values()
            continue
        name = term.partition("~")[0]
        if name in found or name not in edition.vocabulary.facts:
            continue
        found[name] = None
        derived = edition.vocabulary.facts[name].derived
        if isinstance(derived, RegisterField) and derived.register_ in edition.registers:
            waiting += edition.registers[derived.register_].match.values()
        elif derived is not None and not isinstance(derived, RegisterField):
            waiting += terms(Lowering(edition).condition(derived, ("derived",)))
    return list(found)
