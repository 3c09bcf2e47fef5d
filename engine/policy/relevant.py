"""Which facts can matter for a case of a kind?"""

from __future__ import annotations

from collections.abc import Iterable

from nytta.engine.ir.behind import read_behind
from nytta.engine.ir.kinds import for_kind
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.nodes import Constant, terms
from nytta.engine.model.edition import Edition


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
            for fact in read_behind(edition, [term for node in nodes for term in terms(node)])[0]:
                found.setdefault(fact, {})[name] = None
    return {fact: tuple(found[fact]) for fact in order if fact in found}
