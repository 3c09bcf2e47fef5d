"""What does a condition mean? THE REFERENCE: every other machine must come to the same truth on every case.

`meaning` gives a condition's truth as a function of a settled case; `basis` gives the terms that this truth rests on.
Both are built once an edition, so that a case costs only the calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nytta.engine.ir.nodes import All, Any, AtLeast, Constant, Has, Node, Not, OneOf, Stated, Within
from nytta.engine.ir.truth import Truth

Settled = bool | str | int | frozenset[str]
Values = Mapping[str, Settled]
Meaning = Callable[[Values], Truth]
Basis = Callable[[Values], tuple[str, ...]]


def meaning(node: Node) -> Meaning:
    """The condition's truth on a settled case: True, False, or None where terms have no value."""
    match node:
        case Constant(always):
            return lambda _: always
        case OneOf(term, values, pending):
            return _one_of(term, values, pending)
        case Has(term, value):
            return lambda case: None if (held := case.get(term)) is None else value in held  # type: ignore[operator]
        case Within(term, low, high):
            return _within(term, low, high)
        case Stated(terms):
            return lambda case: True if any(term in case for term in terms) else None
        case Not(part):
            inner = meaning(part)
            return lambda case: None if (truth := inner(case)) is None else not truth
        case All(parts):
            return _junction(tuple(map(meaning, parts)), decisive=False)
        case Any(parts):
            return _junction(tuple(map(meaning, parts)), decisive=True)
        case AtLeast(count, parts):
            return _at_least(count, tuple(map(meaning, parts)))


def _one_of(term: str, values: frozenset[bool | str], pending: frozenset[bool | str]) -> Meaning:
    if pending:
        return lambda case: None if (value := case.get(term)) is None or value in pending else value in values
    if len(values) == 1:
        (only,) = values
        return lambda case: None if (value := case.get(term)) is None else value == only
    return lambda case: None if (value := case.get(term)) is None else value in values


def _within(term: str, low: int | None, high: int | None) -> Meaning:
    def truth(case: Values) -> Truth:
        number = case.get(term)
        if number is None:
            return None
        return (low is None or number >= low) and (high is None or number <= high)  # type: ignore[operator]

    return truth


def _junction(parts: tuple[Meaning, ...], *, decisive: bool) -> Meaning:
    """`all` is decided by one false part, `any` by one true part; otherwise an unknown part leaves it unknown."""

    def truth(case: Values) -> Truth:
        result: Truth = not decisive
        for part in parts:
            one = part(case)
            if one is decisive:
                return decisive
            if one is None:
                result = None
        return result

    return truth


def _at_least(count: int, parts: tuple[Meaning, ...]) -> Meaning:
    def truth(case: Values) -> Truth:
        truths = [part(case) for part in parts]
        if truths.count(True) >= count:
            return True
        return False if len(truths) - truths.count(False) < count else None

    return truth


def basis(node: Node) -> Basis:
    """The terms that the condition's truth rests on: those that decide it, or, where it is unknown, those it lacks."""
    match node:
        case Constant():
            return lambda _: ()
        case OneOf(term) | Has(term) | Within(term):
            only = (term,)
            return lambda _: only
        case Stated(terms):
            return lambda case: tuple(term for term in terms if term in case) or terms[:1]
        case Not(part):
            return basis(part)
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return _basis_of_parts(meaning(node), [(meaning(part), basis(part)) for part in parts])


def _basis_of_parts(whole: Meaning, parts: list[tuple[Meaning, Basis]]) -> Basis:
    """The parts that have the truth of the whole: the false ones of a false `all`, the unknown ones of an unknown."""

    def terms(case: Values) -> tuple[str, ...]:
        truth = whole(case)
        return tuple(term for part, rests_on in parts if part(case) is truth for term in rests_on(case))

    return terms
