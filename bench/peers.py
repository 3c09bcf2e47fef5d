"""The same clauses on other engines: one judge each, from a settled case to the status of every clause.

Every rule engine gets what durable-rules gets: the questions of `engine/ir/questions.py`, one set a kind of case, and the
same encoded fact. Generated Python gets the conditions themselves and all kinds, as the reference does.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from nytta.engine.backends.durable import GUARD, HEAD, _attribute_key, _chunks, _Encoder, _Rule, compiled
from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.nodes import All, AtLeast, ClauseIR, Constant, Has, Node, Not, OneOf, Stated, Within, terms
from nytta.engine.ir.nodes import Any as AnyOf
from nytta.engine.ir.questions import ORDER, Atom
from nytta.engine.model.provisions import Status

Judge = Callable[[Values], list[Status]]


def _read_off(certain: list[int], marks: list[tuple[int, int]]) -> list[Status]:
    first = list(certain)
    for clause, order in marks:
        first[clause] = min(first[clause], order)
    return [ORDER[order] for order in first]


# -- durable-rules through its public Host


def public_host(clauses: tuple[ClauseIR, ...], kind: str) -> Judge:
    """durable-rules as its documentation shows it: a Host, `assert_fact`, an action a rule, the fact retracted after."""
    from durable.engine import Host

    certain, rules, known = compiled(clauses, kind)
    fired: list[tuple[int, int]] = []
    sets: list[tuple[str, _Encoder]] = []
    host = Host()
    for number, chunk in enumerate(_chunks(rules)):
        encoder = _Encoder({atom for rule in chunk for atom in rule.tests}, known)
        name = f"public-{kind}-{number}"
        definition: dict[str, Any] = {f"r{i}": _durable_rule(rule, encoder, fired) for i, rule in enumerate(chunk)}
        definition["primed"] = {"all": [{"m": {GUARD: 1}}], "run": lambda _: None}
        host.register_rulesets({name: definition})
        sets.append((name, encoder))

    def judge(values: Values) -> list[Status]:
        fired.clear()
        for name, encoder in sets:
            fact = HEAD | encoder.fact(values)
            host.assert_fact(name, fact)
            host.retract_fact(name, fact)
        return _read_off(certain, fired)

    return judge


def _durable_rule(rule: _Rule, encoder: _Encoder, fired: list[tuple[int, int]]) -> dict[str, Any]:
    tests = [{GUARD: 1}, *(encoder.test(atom) for atom in sorted(rule.tests, key=str))]

    def action(_: Any) -> None:
        fired.extend(rule.marks)

    return {"all": [{"m": {"$and": tests} if len(tests) > 1 else tests[0]}], "run": action}


# -- zen-engine


def zen(clauses: tuple[ClauseIR, ...], kind: str) -> Judge:
    """zen-engine: one decision a kind with an expression node that gives each branch's truth."""
    import zen as zen_engine

    certain, rules, known = compiled(clauses, kind)
    encoder = _Encoder({atom for rule in rules for atom in rule.tests}, known)
    expressions = [
        {"id": f"e{i}", "key": f"r{i}", "value": " and ".join(_zen_test(atom, encoder) for atom in sorted(rule.tests, key=str))}
        for i, rule in enumerate(rules)
    ]
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {
                "id": "x",
                "type": "expressionNode",
                "name": "x",
                "position": {"x": 1, "y": 0},
                "content": {"expressions": expressions},
            },
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "x", "type": "edge"},
            {"id": "2", "sourceId": "x", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen_engine.ZenEngine().create_decision(json.dumps(graph))
    keyed = [(f"r{i}", rule.marks) for i, rule in enumerate(rules)]

    def judge(values: Values) -> list[Status]:
        result = decision.evaluate(encoder.fact(values))["result"]
        return _read_off(certain, [mark for key, marks in keyed if result[key] for mark in marks])

    return judge


def _zen_test(atom: Atom, encoder: _Encoder) -> str:
    ((name, value),) = encoder.test(atom).items() if atom.test in ("eq", "has", "lacks", "stated") else [("", None)]
    if name:
        return f"{name} == {value}"
    ((operator, inner),) = encoder.test(atom).items()
    ((name, value),) = inner.items()  # type: ignore[attr-defined]
    sign = {"$neq": "!=", "$gte": ">=", "$lte": "<="}[operator]
    return f"({name} != null and {name} {sign} {value})"


# -- CLIPS


def clips(clauses: tuple[ClauseIR, ...], kind: str) -> Judge:
    """CLIPS through clipspy: one environment a kind, the case as one templated fact, a rule a branch."""
    import clips as clipspy

    certain, rules, known = compiled(clauses, kind)
    encoder = _Encoder({atom for rule in rules for atom in rule.tests}, known)
    environment = clipspy.Environment()
    slots = " ".join(f"(slot {name} (default nil))" for name in encoder._attributes.values())
    environment.build(f"(deftemplate facts {slots})")
    fired: list[int] = []
    environment.define_function(fired.append, name="fired")
    for number, rule in enumerate(rules):
        environment.build(f"(defrule r{number} (facts {_clips_pattern(rule, encoder)}) => (fired {number}))")
    template = environment.find_template("facts")

    def judge(values: Values) -> list[Status]:
        fired.clear()
        environment.reset()
        template.assert_fact(**encoder.fact(values))
        environment.run()
        return _read_off(certain, [mark for number in fired for mark in rules[number].marks])

    return judge


def _clips_pattern(rule: _Rule, encoder: _Encoder) -> str:
    slots: dict[str, list[str]] = {}
    for atom in sorted(rule.tests, key=str):
        name = encoder._attributes[_attribute_key(atom)]
        test = encoder.test(atom)
        value = next(iter(test.values()))
        if isinstance(value, dict):
            value = value[name]
        sign = {"ge": ">=", "le": "<="}.get(atom.test)
        bound = f":(and (integerp ?{name}) ({sign} ?{name} {value}))"
        slots.setdefault(name, []).append(bound if sign else f"~nil&~{value}" if atom.test == "ne" else str(value))
    return " ".join(f"({name} {_clips_slot(name, tests)})" for name, tests in slots.items())


def _clips_slot(name: str, tests: list[str]) -> str:
    """The constraints on one slot; the variable is bound before the first bound on it."""
    return "&".join([f"?{name}", *tests] if any(test.startswith(":") for test in tests) else tests)


# -- Python generated from the conditions


def generated(clauses: tuple[ClauseIR, ...]) -> Judge:
    """One Python function for all clauses: straight-line code, each term read once."""
    names = sorted({term for clause in clauses for node in clause.conditions for term in terms(node)})
    local = {term: f"t{number}" for number, term in enumerate(names)}
    lines = [f"    {local[term]} = get({term!r})" for term in names]
    for number, clause in enumerate(clauses):
        lines += [
            *_emit(clause.applies, "a", local, "    "),
            "    if a is False:",
            f"        s{number} = 'not_applicable'",
            "    else:",
        ]
        lines += [
            *_emit(clause.requires, "q", local, "        "),
            "        if q:",
            f"            s{number} = 'satisfied'",
            "        else:",
        ]
        lines += [*_emit(clause.excused, "x", local, "            ")]
        lines += [
            f"            s{number} = 'excused' if x else 'violated' if a and q is False and x is False else 'undetermined'"
        ]
    returned = ", ".join(f"s{number}" for number in range(len(clauses)))
    source = "def judge(values):\n    get = values.get\n" + "\n".join(lines) + f"\n    return [{returned}]\n"
    space: dict[str, Any] = {"frozenset": frozenset}
    exec(compile(source, "<generated>", "exec"), space)  # noqa: S102 - our own source
    return space["judge"]  # type: ignore[no-any-return]


def _emit(node: Node, into: str, local: dict[str, str], indent: str) -> list[str]:
    match node:
        case Constant(value):
            return [f"{indent}{into} = {value}"]
        case OneOf(term, values, pending):
            name = local[term]
            test = f"{name} == {next(iter(values))!r}" if len(values) == 1 else f"{name} in {set(values)!r}"
            unknown = f"{name} is None or {name} in {set(pending)!r}" if pending else f"{name} is None"
            return [f"{indent}{into} = None if {unknown} else {test}"]
        case Has(term, value):
            return [f"{indent}{into} = None if {local[term]} is None else {value!r} in {local[term]}"]
        case Within(term, low, high):
            name = local[term]
            bounds = [f"{low} <= {name}" if low is not None else "", f"{name} <= {high}" if high is not None else ""]
            return [f"{indent}{into} = None if {name} is None else {' and '.join(filter(None, bounds))}"]
        case Stated(names):
            return [f"{indent}{into} = True if {' or '.join(f'{local[n]} is not None' for n in names)} else None"]
        case Not(part):
            return [*_emit(part, into, local, indent), f"{indent}{into} = None if {into} is None else not {into}"]
        case All(parts) | AnyOf(parts):
            return _emit_junction(parts, into, local, indent, decisive=isinstance(node, AnyOf))
        case AtLeast(count, parts):
            lines = [line for i, part in enumerate(parts) for line in _emit(part, f"{into}_{i}", local, indent)]
            tuple_ = f"({', '.join(f'{into}_{i}' for i in range(len(parts)))},)"
            return [
                *lines,
                f"{indent}{into} = True if {tuple_}.count(True) >= {count} else None",
                f"{indent}if {len(parts)} - {tuple_}.count(False) < {count}: {into} = False",
            ]


def _emit_junction(parts: tuple[Node, ...], into: str, local: dict[str, str], indent: str, *, decisive: bool) -> list[str]:
    lines = [f"{indent}{into} = {not decisive}"]
    for number, part in enumerate(parts):
        lines += [
            *_emit(part, f"{into}_{number}", local, indent),
            f"{indent}if {into}_{number} is {decisive}:",
            f"{indent}    {into} = {decisive}",
        ]
        if number + 1 < len(parts):
            lines.append(f"{indent}else:")
            indent += "    "
            lines.append(f"{indent}if {into}_{number} is None: {into} = None")
        else:
            lines.append(f"{indent}elif {into}_{number} is None: {into} = None")
    return lines
