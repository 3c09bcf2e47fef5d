"""CLIPS by clipspy: an environment a kind, the case as one templated fact, a rule a branch.

No advice on speed was found; the API offers templated facts from Python and functions that rules call back. Tried were: a
call back a rule, one case and many cases a run; facts loaded as text; and, the fastest, one case a run where each rule notes
its number in a global variable that is read once. Retracting the fact instead of a reset was not tried.
"""

from __future__ import annotations

from collections.abc import Mapping

import clips as clipspy

from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.nodes import ClauseIR
from peers.questions import Peer, Questions

FIRED = "?*fired*"


def clips(clauses: tuple[ClauseIR, ...], kind: str) -> Peer:
    """The environment of one kind."""
    asked = Questions(clauses, kind)
    environment = clipspy.Environment()
    environment.build(f"(defglobal {FIRED} = (create$))")
    slots = " ".join(f"(slot {name} (default nil))" for name in asked.names)
    environment.build(f"(deftemplate facts {slots})")
    for number, rule in enumerate(asked.rules):
        pattern = _pattern(asked.tests(rule))
        environment.build(f"(defrule r{number} (facts {pattern}) => (bind {FIRED} (create$ {FIRED} {number})))")
    template = environment.find_template("facts")

    def one(fact: Mapping[str, int]) -> list[int]:
        environment.reset()
        template.assert_fact(**fact)
        environment.run()
        return asked.read_off(environment.eval(FIRED))

    def prepare(cases: list[Values]) -> list[dict[str, int]]:
        return [asked.fact(values) for values in cases]

    return Peer(prepare, lambda facts: [one(fact) for fact in facts])


def _pattern(tests: list[tuple[str, str, int]]) -> str:
    slots: dict[str, list[str]] = {}
    for name, sign, number in tests:
        bound = f":(and (integerp ?{name}) ({sign} ?{name} {number}))"
        slots.setdefault(name, []).append({"==": f"{number}", "!=": f"~nil&~{number}"}.get(sign, bound))
    return " ".join(f"({name} {_slot(name, constraints)})" for name, constraints in slots.items())


def _slot(name: str, constraints: list[str]) -> str:
    """The constraints on one slot; the variable is bound before the first bound on it."""
    bound = any(one.startswith(":") for one in constraints)
    return "&".join([f"?{name}", *constraints] if bound else constraints)
