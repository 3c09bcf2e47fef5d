"""Cedar by cedarpy: a policy set a kind, a policy a branch; the policies that permit a case are the branches that hold.

Its documentation advises to parse policies and entities once into handles and to authorize requests as a batch. A policy asks
`has` before an attribute that may be missing; a number for what is missing was no faster.
"""

from __future__ import annotations

from typing import Any

import cedarpy

from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.nodes import ClauseIR
from peers.questions import Peer, Questions

WHO = {"principal": 'Office::"city"', "action": 'Action::"judge"', "resource": 'Matter::"case"'}
POLICY = "policy"
"""Cedar names policies by their place."""


def cedar(clauses: tuple[ClauseIR, ...], kind: str) -> Peer:
    """The policy set of one kind."""
    asked = Questions(clauses, kind)
    policies = cedarpy.PolicySet.from_str(
        "\n".join(f"permit (principal, action, resource) when {{ {_branch(asked.tests(rule))} }};" for rule in asked.rules)
    )
    entities = cedarpy.Entities.from_json_str("[]")

    def prepare(cases: list[Values]) -> list[dict[str, Any]]:
        return [WHO | {"context": asked.fact(values)} for values in cases]

    def judge(requests: list[dict[str, Any]]) -> list[list[int]]:
        return [
            asked.read_off(int(reason.removeprefix(POLICY)) for reason in answer.diagnostics.reasons)
            for answer in cedarpy.is_authorized_batch(requests, policies, entities)
        ]

    return Peer(prepare, judge)


def _branch(tests: list[tuple[str, str, int]]) -> str:
    return " && ".join(f"context has {name} && context.{name} {sign} {number}" for name, sign, number in tests)
