"""Python generated from the conditions themselves, all kinds in one function: what no engine costs.

Straight-line code that reads each term once; it takes the settled case as the reference does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.nodes import All, AtLeast, ClauseIR, Constant, Has, Node, Not, OneOf, Stated, Within, terms
from nytta.engine.ir.nodes import Any as AnyOf
from nytta.engine.model.provisions import Status


def generated(clauses: tuple[ClauseIR, ...]) -> Callable[[Values], list[Status]]:
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
