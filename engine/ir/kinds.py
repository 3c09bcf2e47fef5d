"""What is left of a condition or a clause for cases of one kind? Most clauses of an edition do not concern most kinds."""

from __future__ import annotations

from dataclasses import replace

from nytta.engine.ir.nodes import ClauseIR, Constant, Leaf, Node, OneOf, Ruling, rebuilt


def clause_for_kind(clause: ClauseIR, kind: str) -> ClauseIR:
    """The clause for cases of one kind."""
    return replace(
        clause,
        applies=for_kind(clause.applies, kind),
        requires=for_kind(clause.requires, kind),
        excused=for_kind(clause.excused, kind),
        exceptions=tuple((name, for_kind(node, kind)) for name, node in clause.exceptions),
        rulings=tuple(Ruling(for_kind(ruling.when, kind), ruling.bodies) for ruling in clause.rulings),
    )


def for_kind(node: Node, kind: str) -> Node:
    """The condition for cases of one kind: tests of `case.kind` answered, and what follows from that simplified."""

    def answered(leaf: Leaf) -> Node:
        return Constant(kind in leaf.values) if isinstance(leaf, OneOf) and leaf.term == "case.kind" else leaf

    return rebuilt(node, answered)
