"""rule-engine: a compiled rule a clause, which gives the clause's status.

Descriptions of its API make a `Rule` once and give a `Context` with the resolver that the data needs; no advice on speed was
found. The value of one rule a clause, with the statuses as alternatives, was faster than `matches` and `filter` of one rule a
branch, and than one rule with a list.
"""

from __future__ import annotations

import rule_engine

from nytta.engine.backends.durable import _Rule
from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.nodes import ClauseIR
from peers.questions import Peer, Questions


def rules(clauses: tuple[ClauseIR, ...], kind: str) -> Peer:
    """The rules of one kind; a clause whose status is certain has none."""
    asked = Questions(clauses, kind)
    context = rule_engine.Context(resolver=rule_engine.resolve_item, default_value=None)
    certain: list[int] = []
    compiled: list[tuple[int, rule_engine.Rule]] = []
    for clause, (tried, last) in enumerate(asked.choices()):
        certain.append(last)
        if tried:
            compiled.append((clause, rule_engine.Rule(_choice(asked, tried, last), context=context)))

    def one(fact: dict[str, int]) -> list[int]:
        statuses = list(certain)
        for clause, rule in compiled:
            statuses[clause] = int(rule.evaluate(fact))
        return statuses

    def prepare(cases: list[Values]) -> list[dict[str, int]]:
        return [asked.fact(values) for values in cases]

    return Peer(prepare, lambda facts: [one(fact) for fact in facts])


def _choice(asked: Questions, tried: list[tuple[int, list[_Rule]]], last: int) -> str:
    choice = str(last)
    for code, branches in reversed(tried):
        choice = f"({' or '.join(f'({_branch(asked, rule)})' for rule in branches)}) ? {code} : ({choice})"
    return choice


def _branch(asked: Questions, rule: _Rule) -> str:
    return " and ".join(
        f"{name} {sign} {number}" if sign == "==" else f"{name} != null and {name} {sign} {number}"
        for name, sign, number in asked.tests(rule)
    )
