"""What does a condition mean? THE REFERENCE: every other machine must come to the same truth on every case.

`meaning` gives a condition's truth as a function of a settled case; `grounds` gives the terms that this truth rests on too.
Both are built once an edition, so that a case costs only the calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nytta.engine.ir.nodes import All, Any, AtLeast, Constant, Has, Node, Not, OneOf, Stated, Within
from nytta.engine.ir.truth import Truth, all_of, any_of, at_least

Settled = bool | str | int | frozenset[str]
Values = Mapping[str, Settled]
Meaning = Callable[[Values], Truth]
Grounds = Callable[[Values], tuple[Truth, tuple[str, ...]]]


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
        case _:
            count, inners = node.count, tuple(map(meaning, node.parts))
            return lambda case: at_least(count, [inner(case) for inner in inners])


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


def grounds(node: Node) -> Grounds:
    """The condition's truth and the terms it rests on: those that decide it, or, where it is unknown, those it lacks."""
    match node:
        case Constant(always):
            return lambda _: (always, ())
        case Stated(terms):
            return lambda case: (True, held) if (held := tuple(term for term in terms if term in case)) else (None, terms[:1])
        case Not(part):
            inner = grounds(part)
            return lambda case: ((None if (found := inner(case))[0] is None else not found[0]), found[1])
        case All(parts):
            return _grounds_of_parts(all_of, tuple(map(grounds, parts)))
        case Any(parts):
            return _grounds_of_parts(any_of, tuple(map(grounds, parts)))
        case AtLeast(count, parts):
            return _grounds_of_parts(lambda truths: at_least(count, truths), tuple(map(grounds, parts)))
        case _:
            truth, only = meaning(node), (node.term,)
            return lambda case: (truth(case), only)


def _grounds_of_parts(junction: Callable[[list[Truth]], Truth], parts: tuple[Grounds, ...]) -> Grounds:
    """The parts that have the truth of the whole: the false ones of a false `all`, the unknown ones of an unknown."""

    def found(case: Values) -> tuple[Truth, tuple[str, ...]]:
        each = [part(case) for part in parts]
        whole = junction([truth for truth, _ in each])
        return whole, tuple(term for truth, terms in each if truth is whole for term in terms)

    return found
