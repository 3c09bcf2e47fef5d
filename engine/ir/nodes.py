"""What is a condition, once names, parameters and units are settled?

A *term* is a name under which a settled case holds a value: a fact (`travel.paid_by`), `case.kind`, `case.body`, a fact
measured from the case's date (`membership.last_reviewed~months_before`), or a register's answer (`@partner-cities#id`).
Numbers are whole: hundredths, öre, ordinal days, months.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Code = bool | str
NOT_LISTED = ""
"""The register term's value where the case matches no entry."""
NO_BODY = ""
"""The value of `case.body` where the case names nobody."""


@dataclass(frozen=True, slots=True)
class Constant:
    """True or false whatever the case."""

    value: bool


@dataclass(frozen=True, slots=True)
class OneOf:
    """The term has one of the values; a pending value is no answer yet."""

    term: str
    values: frozenset[Code]
    pending: frozenset[Code] = frozenset()


@dataclass(frozen=True, slots=True)
class Has:
    """The set-valued term holds the value."""

    term: str
    value: str


@dataclass(frozen=True, slots=True)
class Within:
    """The number is between the bounds, both included; None is no bound."""

    term: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Stated:
    """Some of the terms has a value; unknown otherwise, never false."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene negation."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """Kleene conjunction."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Kleene disjunction."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts hold."""

    count: int
    parts: tuple[Node, ...]


Leaf = OneOf | Has | Within | Stated
Node = Constant | Leaf | Not | All | Any | AtLeast

TRUE = Constant(value=True)
FALSE = Constant(value=False)


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who may decide where a condition holds."""

    when: Node
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseIR:
    """One clause as three conditions: it applies (A), what it requires holds (Q), an exception holds (X)."""

    id: str
    applies: Node
    requires: Node
    excused: Node = FALSE
    exceptions: tuple[tuple[str, Node], ...] = ()
    rulings: tuple[Ruling, ...] = ()
    yields_to: tuple[str, ...] = ()

    @property
    def conditions(self) -> tuple[Node, ...]:
        """Everything that the clause asks of a case."""
        return (self.applies, self.requires, self.excused, *(ruling.when for ruling in self.rulings))


def leaves(node: Node) -> tuple[Leaf, ...]:
    """The tests of a condition, in order."""
    match node:
        case Constant():
            return ()
        case Not(part):
            return leaves(part)
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case _:
            return (node,)


def terms(node: Node) -> tuple[str, ...]:
    """The terms that a condition reads, in order, with repetitions."""
    return tuple(term for leaf in leaves(node) for term in (leaf.terms if isinstance(leaf, Stated) else (leaf.term,)))


def rebuilt(node: Node, changed: Callable[[Leaf], Node]) -> Node:
    """The condition with each test changed, and simplified where a test has become a constant."""
    match node:
        case Constant():
            return node
        case Not(part):
            inner = rebuilt(part, changed)
            return Constant(not inner.value) if isinstance(inner, Constant) else Not(inner)
        case All(parts):
            return _simplified([rebuilt(part, changed) for part in parts], All, decisive=False)
        case Any(parts):
            return _simplified([rebuilt(part, changed) for part in parts], Any, decisive=True)
        case AtLeast(count, parts):
            return AtLeast(count, tuple(rebuilt(part, changed) for part in parts))
        case _:
            return changed(node)


def _simplified(parts: list[Node], junction: type[All | Any], *, decisive: bool) -> Node:
    left = tuple(part for part in parts if not isinstance(part, Constant))
    if len(left) < len(parts) and any(isinstance(part, Constant) and part.value is decisive for part in parts):
        return Constant(decisive)
    return left[0] if len(left) == 1 else junction(left) if left else Constant(not decisive)
