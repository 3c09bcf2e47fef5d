"""zen-engine: a decision a kind, whose expression node gives the status of every clause.

Its documentation advises compiled decisions, a loader that holds them, expression nodes or tables rather than functions,
and `evaluate_batch` for many cases; a static loader is compiled once. One expression that gives a list was faster
than one a clause, and a dictionary faster than JSON text.
"""

from __future__ import annotations

from typing import Any

import zen as zen_engine

from nytta.engine.backends.durable import _Rule
from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.nodes import ClauseIR
from peers.questions import Peer, Questions


def zen(clauses: tuple[ClauseIR, ...], kind: str) -> Peer:
    """An engine that holds the decision of one kind."""
    asked = Questions(clauses, kind)
    statuses = ", ".join(_choice(asked, tried, last) for tried, last in asked.choices())
    engine = zen_engine.ZenEngine({"loader": {"type": "static", "content": {kind: _graph(f"[{statuses}]")}}})

    def prepare(cases: list[Values]) -> list[dict[str, Any]]:
        return [{"key": kind, "context": asked.fact(values)} for values in cases]

    def judge(requests: list[dict[str, Any]]) -> list[list[int]]:
        return [answer["data"]["result"]["statuses"] for answer in engine.evaluate_batch(requests)]

    return Peer(prepare, judge)


def _graph(expression: str) -> dict[str, Any]:
    nodes = (("in", "inputNode", {}), ("judge", "expressionNode", _content(expression)), ("out", "outputNode", {}))
    return {
        "nodes": [
            {"id": name, "type": form, "name": name, "position": {"x": place, "y": 0}} | content
            for place, (name, form, content) in enumerate(nodes)
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "judge", "type": "edge"},
            {"id": "2", "sourceId": "judge", "targetId": "out", "type": "edge"},
        ],
    }


def _content(expression: str) -> dict[str, Any]:
    return {"content": {"expressions": [{"id": "statuses", "key": "statuses", "value": expression}]}}


def _choice(asked: Questions, tried: list[tuple[int, list[_Rule]]], last: int) -> str:
    parts = [f"{' or '.join(f'({_branch(asked, rule)})' for rule in rules)} ? {code} : " for code, rules in tried]
    return "".join(parts) + str(last)


def _branch(asked: Questions, rule: _Rule) -> str:
    return " and ".join(
        f"{name} {sign} {number}" if sign == "==" else f"{name} != null and {name} {sign} {number}"
        for name, sign, number in asked.tests(rule)
    )
