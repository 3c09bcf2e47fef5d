"""durable-rules as a judge. The only file that imports it.

The engine is right inside a fence (see `docs/decisions/`, and the tests in `tests/engine/backends/`): facts only, one
fact a case, whole numbers only, no negation, a guard in every rule, one rule that always fires, a rule set a kind of case,
fewer than 64 tests side by side, one fixed session that is deleted after every case, and a lock. Each clause's statuses
are asked as rules; the status is the first, in the order of the table, that a rule has fired for, and undetermined where
none has.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nytta.engine.errors import BackendError
from nytta.engine.ir.evaluate import Settled, Values
from nytta.engine.ir.kinds import clause_for_kind
from nytta.engine.ir.nodes import ClauseIR
from nytta.engine.ir.questions import ORDER, Atom, status_questions
from nytta.engine.model.clause import Status

try:
    import durable_rules_engine as machine
except ImportError:  # built without the flag below: undefined symbol, seen on Python 3.13
    machine = None

REBUILD = (
    "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject pip install --force-reinstall --no-binary :all: --no-deps durable-rules"
)
GUARD, PRIMING, SESSION = "case", "primed", "0"
MAX_TESTS = 60
"""Different tests in one rule set: from 64 siblings on, the engine fires nothing."""
MAX_RULES = 200
"""Rules in one rule set: 256 with a condition in common crash the engine."""
MAX_BRANCHES = 200
"""Branches of one clause: more is a clause to be split."""
_NUMBERS = itertools.count(1)
_FIRST_PRIME, _OFFSET = 16777619, 2166136261


@dataclass(frozen=True, slots=True)
class _Rule:
    """One branch of one or more clauses' questions: its tests, and for which clauses it fires which status."""

    tests: frozenset[Atom]
    marks: tuple[tuple[int, int], ...]


class Durable:
    """Judges the clauses of one edition; rule sets are compiled for a kind when its first case comes."""

    name = "durable-rules"

    def __init__(self, clauses: tuple[ClauseIR, ...], kinds: tuple[str, ...]) -> None:
        if machine is None:
            raise BackendError(
                f"durable-rules går inte att ladda i den här Pythonversionen; bygg om det: {REBUILD}",
                f"durable-rules cannot be loaded by this Python; rebuild it: {REBUILD}",
            )
        self._clauses = clauses
        self._kinds = frozenset(kinds)
        self._by_kind: dict[str, _KindRules] = {}
        self._lock = threading.Lock()

    def statuses(self, values: Values) -> list[Status]:
        """The status of each clause, in the edition's order; raises BackendError where the engine fails."""
        kind = str(values["case.kind"])
        with self._lock:
            if kind not in self._by_kind:
                self._by_kind[kind] = _KindRules(self._clauses, kind)
            return self._by_kind[kind].statuses(values)


class _KindRules:
    """The rule sets for the cases of one kind."""

    def __init__(self, clauses: tuple[ClauseIR, ...], kind: str) -> None:
        self._certain, rules = _rules(clauses, kind)
        self._sets = [_RuleSet(f"{kind}{next(_NUMBERS)}", chunk) for chunk in _chunks(rules)]

    def statuses(self, values: Values) -> list[Status]:
        """Runs every rule set and reads off, for each clause, the first status that was fired."""
        first = list(self._certain)
        for rule_set in self._sets:
            for clause, order in rule_set.fired(values):
                first[clause] = min(first[clause], order)
        return [ORDER[order] for order in first]


def _rules(clauses: tuple[ClauseIR, ...], kind: str) -> tuple[list[int], list[_Rule]]:
    """The statuses that are certain for the kind, and the rules for the others; equal branches share a rule."""
    certain = [len(ORDER) - 1] * len(clauses)
    marks: dict[frozenset[Atom], list[tuple[int, int]]] = {}
    narrowed = {clause.id: clause_for_kind(clause, kind) for clause in clauses}
    for index, clause in enumerate(narrowed.values()):
        questions = status_questions(clause, [narrowed[other].applies for other in clause.yields_to])
        for order, branches in enumerate(questions):
            if len(branches) > MAX_BRANCHES:
                raise BackendError(
                    f"klausulen {clause.id} har för många grenar ({len(branches)}); dela den",
                    f"clause {clause.id} has too many branches ({len(branches)}); split it",
                )
            if frozenset() in branches:
                certain[index] = order
                break
            for branch in branches:
                marks.setdefault(branch, []).append((index, order))
    return certain, [_Rule(tests, tuple(found)) for tests, found in marks.items()]


def _chunks(rules: list[_Rule]) -> Iterable[list[_Rule]]:
    """The rules in sets that stay under the engine's limits."""
    chunk: list[_Rule] = []
    tests: frozenset[Atom] = frozenset()
    for rule in sorted(rules, key=lambda rule: sorted(map(str, rule.tests))):
        if chunk and (len(tests | rule.tests) > MAX_TESTS or len(chunk) >= MAX_RULES):
            yield chunk
            chunk, tests = [], frozenset()
        if len(rule.tests) > MAX_TESTS:
            raise BackendError(
                f"ett villkor har {len(rule.tests)} tester, fler än {MAX_TESTS}; dela klausulen",
                f"a condition has {len(rule.tests)} tests, more than {MAX_TESTS}; split the clause",
            )
        chunk.append(rule)
        tests |= rule.tests
    if chunk:
        yield chunk


class _RuleSet:
    """One compiled rule set of the engine, and how a case becomes its fact."""

    def __init__(self, name: str, rules: list[_Rule]) -> None:
        self._encoder = _Encoder({atom for rule in rules for atom in rule.tests})
        self._marks = {f"r{index}": rule.marks for index, rule in enumerate(rules)} | {PRIMING: ()}
        definition = {f"r{index}": self._definition(rule.tests) for index, rule in enumerate(rules)}
        definition[PRIMING] = self._definition(frozenset())
        self._handle = _guarded(machine.create_ruleset, name, json.dumps(definition))
        self._broken = False

    def _definition(self, tests: frozenset[Atom]) -> dict[str, object]:
        guarded = [{GUARD: 1}, *(self._encoder.test(atom) for atom in sorted(tests, key=str))]
        return {"all": [{"m": {"$and": guarded} if len(guarded) > 1 else guarded[0]}]}

    def fired(self, values: Values) -> list[tuple[int, int]]:
        """The marks of every rule that fires on the case; raises BackendError if the engine did not run through."""
        if self._broken:
            raise _failed("an earlier case left its session behind")
        fact = json.dumps({"sid": SESSION, GUARD: 1} | self._encoder.fact(values))
        marks: list[tuple[int, int]] = []
        primed = False
        try:
            code, state = _guarded(machine.assert_fact, self._handle, fact)
            if code != 0:
                raise _failed(f"assert_fact: {code}")
            started = _guarded(machine.start_action_for_state, self._handle, state)
            action = started[1] if started else None
            while action:
                name = action[2 : action.index('"', 2)]
                primed = primed or name == PRIMING
                marks.extend(self._marks[name])
                action = _guarded(machine.complete_and_start_action, self._handle, state)
        finally:
            self._broken = not primed  # deleting a session in which nothing fired would crash the process
            if primed:
                _guarded(machine.delete_state, self._handle, SESSION)
        if not primed:
            raise _failed("no rule fired")
        return marks


def _guarded(call: Callable[..., Any], *arguments: object) -> Any:  # the engine's own errors have no common type
    try:
        return call(*arguments)
    except Exception as error:
        raise _failed(str(error)) from error


def _failed(why: str) -> BackendError:
    return BackendError(
        f"durable-rules kunde inte pröva ärendet ({why}). Ärendet har inte fått något utfall. Rapportera ärendefilen som ett fel.",
        f"durable-rules could not judge the case ({why}). The case has no verdict. Report the case file as a defect.",
    )


class _Encoder:
    """Turns a settled case into the flat fact of whole numbers that a rule set's tests read."""

    def __init__(self, atoms: set[Atom]) -> None:
        ordered = sorted(atoms, key=str)
        self._codes: dict[str, dict[object, int]] = {}
        for atom in ordered:
            if atom.test in ("eq", "ne"):
                codes = self._codes.setdefault(str(atom.term), {})
                codes.setdefault(atom.value, len(codes) + 1)
        self._attributes = _attributes({_attribute_key(atom) for atom in ordered})

    def test(self, atom: Atom) -> dict[str, object]:
        """The engine's form of an atom."""
        attribute = self._attributes[_attribute_key(atom)]
        if atom.test in ("eq", "ne"):
            code = self._codes[str(atom.term)][atom.value]
            return {attribute: code} if atom.test == "eq" else {"$neq": {attribute: code}}
        if atom.test in ("ge", "le"):
            return {f"${atom.test[0]}te": {attribute: atom.value}}
        return {attribute: 0 if atom.test == "lacks" else 1}

    def fact(self, values: Values) -> dict[str, int]:
        """The attributes that the case has a value for: what is unknown is left out."""
        fact: dict[str, int] = {}
        for (form, term, value), attribute in self._attributes.items():
            if form == "stated":
                if any(one in values for one in term):
                    fact[attribute] = 1
                continue
            held = values.get(str(term))
            if held is not None:
                fact[attribute] = self._encoded(form, str(term), value, held)
        return fact

    def _encoded(self, form: str, term: str, value: object, held: Settled) -> int:
        if form == "code":
            return self._codes[term].get(held, 0)
        return int(value in held) if isinstance(held, frozenset) else int(held)


_Key = tuple[str, str | tuple[str, ...], bool | str | int]


def _attribute_key(atom: Atom) -> _Key:
    """Atoms with the same key read the same attribute."""
    if atom.test in ("eq", "ne"):
        return ("code", atom.term, "")
    if atom.test in ("ge", "le"):
        return ("number", atom.term, "")
    return ("stated", atom.term, "") if atom.test == "stated" else ("member", atom.term, atom.value)


def _attributes(keys: set[_Key]) -> dict[_Key, str]:
    """Short names whose 32-bit hashes differ: the engine tells attributes apart by their hash alone."""
    names: dict[_Key, str] = {}
    taken = {_hash(name) for name in ("sid", "id", "$s", GUARD)}
    numbers = itertools.count()
    for key in sorted(keys, key=str):
        name = next(name for number in numbers if _hash(name := f"f{number}") not in taken)
        taken.add(_hash(name))
        names[key] = name
    return names


def _hash(name: str) -> int:
    """FNV-1a with 32 bits, as the engine computes it."""
    value = _OFFSET
    for byte in name.encode():
        value = (value ^ byte) * _FIRST_PRIME & 0xFFFFFFFF
    return value
