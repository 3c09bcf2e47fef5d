"""durable-rules, in the way of its own documentation and as nytta's backend drives it.

The documentation shows a Host to which facts are asserted. The backend calls the same compiled engine without the Host's
bookkeeping, inside the fence that `docs/decisions/0001-durable-rules-inside-a-fence.md` tells of.
"""

from __future__ import annotations

from typing import Any

from nytta.engine.backends.durable import GUARD, HEAD, _chunks, _Encoder, _KindRules, _Rule, compiled
from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.nodes import ClauseIR
from nytta.engine.model.provisions import STATUSES
from peers.questions import PLACES, Peer


class _Ready:
    """Stands for a rule set's encoder: the facts have been made before."""

    def __init__(self, number: int) -> None:
        self.number = number

    def fact(self, facts: Any) -> dict[str, int]:
        """The rule set's own fact."""
        return facts[self.number]  # type: ignore[no-any-return]


def backend(clauses: tuple[ClauseIR, ...], kind: str) -> Peer:
    """Nytta's own backend for one kind; what it needs of a case is made before."""
    rules = _KindRules(clauses, kind)
    encoders = [one._encoder for one in rules._sets]
    for number, one in enumerate(rules._sets):
        one._encoder = _Ready(number)  # type: ignore[assignment]
    codes = {status: code for code, status in enumerate(STATUSES)}
    return Peer(
        prepare=lambda cases: [[encoder.fact(values) for encoder in encoders] for values in cases],
        judge=lambda facts: [[codes[status] for status in rules.statuses(one)] for one in facts],
    )


def public_host(clauses: tuple[ClauseIR, ...], kind: str) -> Peer:
    """A Host as documented: `assert_fact`, an action a rule, the fact retracted after."""
    from durable.engine import Host

    certain, rules, known = compiled(clauses, kind)
    fired: list[tuple[int, int]] = []
    sets: list[tuple[str, _Encoder]] = []
    host = Host()
    for number, chunk in enumerate(_chunks(rules)):
        encoder = _Encoder({atom for rule in chunk for atom in rule.tests}, known)
        name = f"public-{kind}-{number}"
        definition: dict[str, Any] = {f"r{i}": _rule(rule, encoder, fired) for i, rule in enumerate(chunk)}
        definition["primed"] = {"all": [{"m": {GUARD: 1}}], "run": lambda _: None}
        host.register_rulesets({name: definition})
        sets.append((name, encoder))

    def judge(cases: list[list[dict[str, int]]]) -> list[list[int]]:
        return [one(facts) for facts in cases]

    def one(facts: list[dict[str, int]]) -> list[int]:
        fired.clear()
        for (name, _), fact in zip(sets, facts, strict=True):
            host.assert_fact(name, fact)
            host.retract_fact(name, fact)
        first = list(certain)
        for clause, order in fired:
            first[clause] = min(first[clause], order)
        return [PLACES[order] for order in first]

    def prepare(cases: list[Values]) -> list[list[dict[str, int]]]:
        return [[HEAD | encoder.fact(values) for _, encoder in sets] for values in cases]

    return Peer(prepare, judge)


def _rule(rule: _Rule, encoder: _Encoder, fired: list[tuple[int, int]]) -> dict[str, Any]:
    tests = [{GUARD: 1}, *(encoder.test(atom) for atom in sorted(rule.tests, key=str))]

    def action(_: Any) -> None:
        fired.extend(rule.marks)

    return {"all": [{"m": {"$and": tests} if len(tests) > 1 else tests[0]}], "run": action}
