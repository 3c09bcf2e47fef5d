"""Which statuses can a clause have at all? Found by trying every combination of the values that its conditions tell apart."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice, product
from math import prod
from typing import cast

from nytta.engine.ir.evaluate import Settled, meaning
from nytta.engine.ir.nodes import NO_BODY, Has, Leaf, Node, OneOf, Stated, Within, leaves
from nytta.engine.ir.settle import presumptions
from nytta.engine.model.edition import Edition

LIMIT = 40_000
"""Combinations that are tried for one clause; above it, that many are drawn at random from a fixed seed."""

Choice = tuple[Settled | None, ...]


def situations(edition: Edition, conditions: Sequence[Node], *, unknown: bool = True) -> Iterator[dict[str, Settled]]:
    """Settled cases that between them take each condition's tests to every value; with `unknown`, to no value too.

    What the edition presumes of a silent case is presumed here too.
    """
    choices = _choices(edition, [leaf for node in conditions for leaf in leaves(node)], unknown=unknown)
    names, values = list(choices), list(choices.values())
    if prod(map(len, values)) <= LIMIT:
        drawn: Iterator[Choice] = product(*values)
    else:
        source = random.Random(0)  # noqa: S311 - no secret; the same draw each time
        drawn = islice((tuple(source.choice(one) for one in values) for _ in iter(int, 1)), LIMIT)
    presumed = [(fact, value, meaning(when)) for fact, value, when in presumptions(edition)]
    for combination in drawn:
        values_by_name = {name: value for name, value in zip(names, combination, strict=True) if value is not None}
        for fact, value, when in presumed:
            if fact in choices and fact not in values_by_name and when(values_by_name):
                values_by_name[fact] = cast("Settled", value)
        yield values_by_name


def _choices(edition: Edition, tests: list[Leaf], *, unknown: bool) -> dict[str, list[Settled | None]]:
    """For each term the values that matter: one for each side of each test that reads it."""
    choices: dict[str, list[Settled | None]] = {"case.kind": list(_kinds(edition)), "case.body": [NO_BODY]}
    members: dict[str, set[str]] = {}
    for test in tests:
        match test:
            case OneOf(term, values, pending):
                named = values | pending
                _add(choices, term, [*sorted(named, key=str), _other(edition, term, named)])
            case Has(term, value):
                members.setdefault(term, set()).add(value)
            case Within(term, low, high):
                bounds = [bound for bound in (low, high) if bound is not None]
                _add(choices, term, [near for bound in bounds for near in (bound - 1, bound, bound + 1)])
            case Stated(terms):
                _add(choices, terms[0], [True])
    for term, held in members.items():
        subsets = product((False, True), repeat=len(held))
        names = sorted(held)
        _add(choices, term, [frozenset(n for n, into in zip(names, one, strict=True) if into) for one in subsets])
    if unknown:
        for term in choices.keys() - {"case.kind", "case.body"}:
            choices[term].append(None)
    return choices


def _kinds(edition: Edition) -> tuple[str, ...]:
    return edition.head.kinds or tuple(edition.vocabulary.kinds)


def _add(choices: dict[str, list[Settled | None]], term: str, values: list[Settled | None]) -> None:
    if term == "case.kind":
        return
    known = choices.setdefault(term, [])
    known.extend(value for value in values if value is not None and value not in known)


def _other(edition: Edition, term: str, values: frozenset[bool | str]) -> Settled | None:
    """A value that no test names, where there is one."""
    if term.startswith("@"):
        return "another" if "" in values else ""
    if term == "case.body":
        return next((body for body in edition.vocabulary.bodies if body not in values), None)
    if term == "case.kind":
        return None
    fact = edition.vocabulary.facts[term]
    if fact.type == "bool":
        return next((one for one in (True, False) if one not in values), None)
    names = edition.vocabulary.countries if fact.type == "country" else fact.values
    return next((name for name in names if name not in values), None)
