"""Which values of a term need to be told apart? Values that no test separates may share a code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nytta.engine.ir.nodes import ClauseIR, Code, Leaf, Node, OneOf, leaves, rebuilt

Classes = dict[str, dict[Code, Code]]
"""For each term and each value that some test names: the value that stands for its class."""


def classes(nodes: Iterable[Node]) -> Classes:
    """The classes of values that the conditions tell apart; every value that no test names is in one more class."""
    sets: dict[str, list[frozenset[Code]]] = {}
    for leaf in (leaf for node in nodes for leaf in leaves(node)):
        if isinstance(leaf, OneOf):
            sets.setdefault(leaf.term, []).extend((leaf.values, leaf.pending))
    return {term: _representatives(named) for term, named in sets.items()}


def _representatives(sets: list[frozenset[Code]]) -> dict[Code, Code]:
    first: dict[tuple[bool, ...], Code] = {}
    values = sorted(frozenset().union(*sets), key=str)
    return {value: first.setdefault(tuple(value in one for one in sets), value) for value in values}


def clause_of_classes(clause: ClauseIR, known: Classes) -> ClauseIR:
    """The clause with every value replaced by the one that stands for its class."""

    def of_classes(leaf: Leaf) -> Node:
        if not isinstance(leaf, OneOf):
            return leaf
        stands_for = known[leaf.term].__getitem__
        return OneOf(leaf.term, frozenset(map(stands_for, leaf.values)), frozenset(map(stands_for, leaf.pending)))

    applies, requires, excused = (rebuilt(node, of_classes) for node in (clause.applies, clause.requires, clause.excused))
    return replace(clause, applies=applies, requires=requires, excused=excused)
