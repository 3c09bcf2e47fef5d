"""What a rule engine is asked about the cases of one kind: the clauses' branches, and the fact that they test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nytta.engine.backends.durable import _Encoder, _Rule, compiled
from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.nodes import ClauseIR
from nytta.engine.ir.questions import ORDER, Atom
from nytta.engine.model.provisions import STATUSES

PLACES = tuple(STATUSES.index(status) for status in ORDER)
"""For each place in the order of questions the code of the status."""
SIGNS = {"$neq": "!=", "$gte": ">=", "$lte": "<="}


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine made ready for one kind: `prepare` gives the cases the engine's own form, `judge` a row of status codes a case."""

    prepare: Callable[[list[Values]], Any]
    judge: Callable[[Any], Iterable[list[int]]]


class Questions:
    """The rules of one kind, the statuses that are certain without any, and the encoder of its facts."""

    def __init__(self, clauses: tuple[ClauseIR, ...], kind: str) -> None:
        self.certain, self.rules, known = compiled(clauses, kind)
        self._encoder = _Encoder({atom for rule in self.rules for atom in rule.tests}, known)
        self.names = tuple(self._encoder._attributes.values())

    def fact(self, values: Values) -> dict[str, int]:
        """The case as the engine gets it: what is unknown is left out."""
        return self._encoder.fact(values)

    def test(self, atom: Atom) -> tuple[str, str, int]:
        """An atom as attribute, sign and number. `!=`, `>=` and `<=` hold only where the fact has the attribute."""
        ((name, value),) = self._encoder.test(atom).items()
        if isinstance(value, dict):
            ((attribute, number),) = value.items()
            return attribute, SIGNS[name], number
        return name, "==", int(str(value))

    def tests(self, rule: _Rule) -> list[tuple[str, str, int]]:
        """The tests of a branch, all of which have to hold."""
        return [self.test(atom) for atom in sorted(rule.tests, key=str)]

    def choices(self) -> list[tuple[list[tuple[int, list[_Rule]]], int]]:
        """For each clause the statuses to be tried in order, each with its branches, and the status that is left."""
        found: list[dict[int, list[_Rule]]] = [{} for _ in self.certain]
        for rule in self.rules:
            for clause, order in rule.marks:
                found[clause].setdefault(order, []).append(rule)
        return [
            ([(PLACES[order], tried[order]) for order in sorted(tried)], PLACES[last])
            for tried, last in zip(found, self.certain, strict=True)
        ]

    def read_off(self, fired: Iterable[int]) -> list[int]:
        """The statuses, from the numbers of the rules that fired: the first in order counts."""
        first = list(self.certain)
        for number in fired:
            for clause, order in self.rules[number].marks:
                if order < first[clause]:  # noqa: PLR1730 - `min` costs a call
                    first[clause] = order
        return [PLACES[order] for order in first]


def as_json(value: Any) -> str:
    """JSON without spaces."""
    return json.dumps(value, separators=(",", ":"))
