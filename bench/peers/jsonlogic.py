"""JsonLogic by datalogic-py: a compiled rule a kind, which gives the status of every clause.

Of the packages that evaluate JsonLogic this one was chosen because it is kept (released in October 2026), has a native core
and a conformance suite, and keeps compiled rules. jsonlogic-rs, native too, is of 2024; python-jsonlogic and
maykin-json-logic-py are kept as well, in Python. None of those was timed.
Its documentation advises to compile once, to keep a session for a hot loop and to parse data once into handles. One
rule that gives a list was faster than `evaluate_many`, and reading each answer faster than `evaluate_batch`, which gives text.
"""

from __future__ import annotations

from typing import Any

import datalogic_py

from nytta.engine.backends.durable import _Rule
from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.nodes import ClauseIR
from peers.questions import Peer, Questions

STRICT = {"==": "===", "!=": "!=="}
"""The signs that do not take null for 0."""


def jsonlogic(clauses: tuple[ClauseIR, ...], kind: str) -> Peer:
    """A session and the compiled rule of one kind."""
    asked = Questions(clauses, kind)
    engine = datalogic_py.Engine()
    rule = engine.compile([_choice(asked, tried, last) for tried, last in asked.choices()])
    evaluate = engine.session().evaluate_data

    def prepare(cases: list[Values]) -> list[datalogic_py.DataHandle]:
        return [datalogic_py.DataHandle(asked.fact(values)) for values in cases]

    def judge(handles: list[datalogic_py.DataHandle]) -> list[list[int]]:
        return [evaluate(rule, handle) for handle in handles]

    return Peer(prepare, judge)


def _choice(asked: Questions, tried: list[tuple[int, list[_Rule]]], last: int) -> Any:
    parts: list[Any] = []
    for code, rules in tried:
        parts += [_joined("or", [_joined("and", _branch(asked, rule)) for rule in rules]), code]
    return {"if": [*parts, last]} if parts else last


def _joined(operator: str, parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else {operator: parts}


def _branch(asked: Questions, rule: _Rule) -> list[Any]:
    tests: list[Any] = []
    for name, sign, number in asked.tests(rule):
        if sign != "==":
            tests.append({"!==": [{"var": name}, None]})
        tests.append({STRICT.get(sign, sign): [{"var": name}, number]})
    return tests
