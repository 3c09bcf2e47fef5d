"""What is left of a condition or a clause for cases of one kind? Most clauses of an edition do not concern most kinds."""

from __future__ import annotations

from nytta.engine.ir.nodes import All, Any, AtLeast, ClauseIR, Constant, Node, Not, OneOf, Ruling


def clause_for_kind(clause: ClauseIR, kind: str) -> ClauseIR:
    """The clause for cases of one kind."""
    return ClauseIR(
        clause.id,
        for_kind(clause.applies, kind),
        for_kind(clause.requires, kind),
        for_kind(clause.excused, kind),
        tuple((name, for_kind(node, kind)) for name, node in clause.exceptions),
        tuple(Ruling(for_kind(ruling.when, kind), ruling.bodies) for ruling in clause.rulings),
        clause.yields_to,
    )


def for_kind(node: Node, kind: str) -> Node:
    """The condition for cases of one kind: tests of `case.kind` answered, and what follows from that simplified."""
    match node:
        case OneOf("case.kind", values):
            return Constant(kind in values)
        case Not(part):
            inner = for_kind(part, kind)
            return Constant(not inner.value) if isinstance(inner, Constant) else Not(inner)
        case All(parts):
            return _simplified([for_kind(part, kind) for part in parts], All, decisive=False)
        case Any(parts):
            return _simplified([for_kind(part, kind) for part in parts], Any, decisive=True)
        case AtLeast(count, parts):
            return AtLeast(count, tuple(for_kind(part, kind) for part in parts))
        case _:
            return node


def _simplified(parts: list[Node], junction: type[All | Any], *, decisive: bool) -> Node:
    left = tuple(part for part in parts if not isinstance(part, Constant))
    if len(left) < len(parts) and any(isinstance(part, Constant) and part.value is decisive for part in parts):
        return Constant(decisive)
    return left[0] if len(left) == 1 else junction(left) if left else Constant(not decisive)
