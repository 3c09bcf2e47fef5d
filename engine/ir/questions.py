"""Which positive tests make a condition certainly true, and which certainly false?

For machines that know two values and no unknown: every condition is asked twice, without negation, in disjunctive normal
form. Where neither question is answered by yes, the condition is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from math import comb
from typing import Literal, NamedTuple

from nytta.engine.ir.nodes import All, Any, ClauseIR, Constant, Has, Node, Not, OneOf, Stated, Within
from nytta.engine.model.provisions import Status


class Atom(NamedTuple):
    """One test that is true only where its term has a value: `eq`, `ne`, `ge`, `le`, `has`, `lacks` or `stated`."""

    test: Literal["eq", "ne", "ge", "le", "has", "lacks", "stated"]
    term: str | tuple[str, ...]
    value: bool | str | int


Branches = frozenset[frozenset[Atom]]
"""Some branch holds, each of whose atoms holds. Empty: never. With an empty branch: always."""

NEVER: Branches = frozenset()
ALWAYS: Branches = frozenset({frozenset()})


def certainly(node: Node, truth: bool) -> Branches:  # noqa: FBT001 - one return a kind of node
    """The branches in which the condition certainly has that truth."""
    match node:
        case Constant(value):
            return ALWAYS if value is truth else NEVER
        case OneOf(term, values, pending):
            if truth:
                return frozenset(frozenset({Atom("eq", term, value)}) for value in values - pending)
            return frozenset({frozenset(Atom("ne", term, value) for value in values | pending)})
        case Has(term, value):
            return frozenset({frozenset({Atom("has" if truth else "lacks", term, value)})})
        case Within(term, low, high):
            return _bounds(term, low, high, truth=truth)
        case Stated(terms):
            return frozenset({frozenset({Atom("stated", terms, value=True)})}) if truth else NEVER
        case Not(part):
            return certainly(part, not truth)
        case All(parts) | Any(parts):
            branches = [certainly(part, truth) for part in parts]
            return every(branches) if isinstance(node, All) is truth else some(branches)
        case _:
            needed = node.count if truth else len(node.parts) - node.count + 1
            branches = [certainly(part, truth) for part in node.parts]
            _bound(comb(len(branches), needed))
            return some(every(chosen) for chosen in combinations(branches, needed))


def _bounds(term: str, low: int | None, high: int | None, *, truth: bool) -> Branches:
    if truth:
        from_low = [Atom("ge", term, low)] if low is not None else []
        to_high = [Atom("le", term, high)] if high is not None else []
        return frozenset({frozenset(from_low + to_high)})
    below = [Atom("le", term, low - 1)] if low is not None else []
    above = [Atom("ge", term, high + 1)] if high is not None else []
    return frozenset(frozenset({atom}) for atom in below + above)


MOST = 2_000
"""Branches that are looked at on the way; a condition with more takes minutes to write out."""


class TooWideError(Exception):
    """A condition has more branches than can be looked at."""

    def __init__(self, branches: int) -> None:
        super().__init__(f"{branches} branches")
        self.branches = branches


def _bound(branches: int) -> None:
    if branches > MOST:
        raise TooWideError(branches)


def some(questions: Iterable[Branches]) -> Branches:
    """One of the questions is answered by yes."""
    return _minimal(branch for question in questions for branch in question)


def every(questions: Iterable[Branches]) -> Branches:
    """All of the questions are answered by yes."""
    result = ALWAYS
    for question in questions:
        _bound(len(result) * len(question))
        result = _minimal(one | other for one in result for other in question if _possible(one | other))
    return result


def _possible(branch: frozenset[Atom]) -> bool:
    """Whether no two atoms contradict each other."""
    equal = {atom.term: atom.value for atom in branch if atom.test == "eq"}
    least = {atom.term: int(atom.value) for atom in sorted(branch, key=_value) if atom.test == "ge"}
    return all(
        (atom.test != "eq" or equal[atom.term] == atom.value)
        and (atom.test != "ne" or equal.get(atom.term) != atom.value)
        and (atom.test != "lacks" or atom._replace(test="has") not in branch)
        and (atom.test != "le" or least.get(atom.term, int(atom.value)) <= int(atom.value))
        for atom in branch
    )


def _value(atom: Atom) -> int:
    return int(atom.value) if atom.test == "ge" else 0


def _minimal(branches: Iterable[frozenset[Atom]]) -> Branches:
    """Without branches that another one covers."""
    kept: list[frozenset[Atom]] = []
    for branch in sorted(set(branches), key=len):
        if not any(other <= branch for other in kept):
            kept.append(branch)
    return frozenset(kept)


ORDER: tuple[Status, ...] = ("not_applicable", "satisfied", "excused", "violated", "undetermined")
"""The first status whose question is answered by yes is the clause's; the last one has no question."""


def status_questions(clause: ClauseIR) -> tuple[Branches, Branches, Branches, Branches]:
    """The questions for a clause's statuses in `ORDER`: the table of statuses as branches."""
    return (
        certainly(clause.applies, truth=False),
        certainly(clause.requires, truth=True),
        certainly(clause.excused, truth=True),
        every(
            [
                certainly(clause.applies, truth=True),
                certainly(clause.requires, truth=False),
                certainly(clause.excused, truth=False),
            ]
        ),
    )
