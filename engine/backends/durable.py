"""durable-rules as a judge. The only file that imports it.

The engine is right inside a fence (see `docs/decisions/`, and the tests in `tests/engine/backends/`): facts only, one
fact a case, whole numbers only, no negation, a guard in every rule, one rule that always fires, a rule set a kind of case,
fewer than 64 tests true at once, one fixed session from which every case is retracted, and a lock. Each clause's statuses
are asked as rules; the status is the first, in the order of the table, that a rule has fired for, and undetermined where
none has.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from nytta.engine.errors import BackendError
from nytta.engine.ir.classes import Classes, classes, clause_of_classes
from nytta.engine.ir.evaluate import Settled, Values
from nytta.engine.ir.kinds import clause_for_kind
from nytta.engine.ir.nodes import ClauseIR, Code
from nytta.engine.ir.questions import ORDER, Atom, Branches, TooWideError, status_questions
from nytta.engine.model.provisions import Status

try:
    import durable_rules_engine as machine
except ImportError:  # built without the flag below: undefined symbol, seen on Python 3.13
    machine = None

REBUILD = (
    "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject pip install --force-reinstall --no-deps "
    "--no-cache-dir --no-binary durable-rules durable-rules==2.0.28"
)
GUARD, PRIMING = "case", "primed"
HEAD = {"sid": "0", "id": "0", GUARD: 1}
MAX_TRUE = 60
"""Tests of one rule set that one case can make true: from 65 siblings on, the engine fires nothing."""
MAX_TESTS = 400
"""Different tests in one rule set: from 512 siblings on, the engine fires nothing or does not end."""
MAX_RULES = 200
"""Rules in one rule set: 256 with a condition in common crash the engine."""
MAX_BRANCHES = 200
"""Branches of one clause: more is a clause to be split."""
_NUMBERS = itertools.count(1)
_FIRST_PRIME, _OFFSET = 16777619, 2166136261


class _Rule(NamedTuple):
    """One branch of one or more clauses' questions: its tests, and for which clauses it fires which status."""

    tests: frozenset[Atom]
    marks: tuple[tuple[int, int], ...]


class Durable:
    """Judges the clauses of one edition; rule sets are compiled for a kind when its first case comes."""

    name = "durable-rules"

    def __init__(self, clauses: tuple[ClauseIR, ...]) -> None:
        if machine is None:
            raise BackendError(
                f"durable-rules går inte att ladda i den här Pythonversionen; bygg om det: {REBUILD}",
                f"durable-rules cannot be loaded by this Python; rebuild it: {REBUILD}",
            )
        self._clauses = clauses
        self._by_kind: dict[str, _KindRules] = {}
        self._lock = threading.Lock()

    def statuses(self, values: Values) -> list[Status]:
        """The status of each clause, in the edition's order; raises BackendError where the engine fails."""
        kind = str(values["case.kind"])
        with self._lock:
            rules = self._by_kind.pop(kind, None) or _KindRules(self._clauses, kind)
            statuses = rules.statuses(values)
            self._by_kind[kind] = rules  # only where the case went through: a session with a case left in it is not used again
            return statuses


class _KindRules:
    """The rule sets for the cases of one kind."""

    def __init__(self, clauses: tuple[ClauseIR, ...], kind: str) -> None:
        self._certain, rules, known = compiled(clauses, kind)
        self._sets = [_RuleSet(f"{kind}{next(_NUMBERS)}", chunk, known) for chunk in _chunks(rules)]

    def statuses(self, values: Values) -> list[Status]:
        """Runs every rule set and reads off, for each clause, the first status that was fired."""
        first = list(self._certain)
        for rule_set in self._sets:
            for clause, order in rule_set.fired(values):
                if order < first[clause]:  # noqa: PLR1730 - `min` costs a call for each of some twenty marks
                    first[clause] = order
        return [ORDER[order] for order in first]


def compiled(clauses: tuple[ClauseIR, ...], kind: str) -> tuple[list[int], list[_Rule], Classes]:
    """The statuses that are certain for the kind, the rules for the others, and the classes of values that they tell apart."""
    narrowed = [clause_for_kind(clause, kind) for clause in clauses]
    known = classes(node for clause in narrowed for node in (clause.applies, clause.requires, clause.excused))
    return (*_rules([clause_of_classes(clause, known) for clause in narrowed]), known)


def _rules(clauses: list[ClauseIR]) -> tuple[list[int], list[_Rule]]:
    """For each clause the place in `ORDER` of its certain status, and the rules; equal branches share a rule."""
    certain = [len(ORDER) - 1] * len(clauses)
    marks: dict[frozenset[Atom], list[tuple[int, int]]] = {}
    for index, clause in enumerate(clauses):
        for order, branches in enumerate(_questions(clause)):
            if frozenset() in branches:
                certain[index] = order
                break
            for branch in branches:
                marks.setdefault(branch, []).append((index, order))
    return certain, [_Rule(tests, tuple(found)) for tests, found in marks.items()]


def _questions(clause: ClauseIR) -> tuple[Branches, ...]:
    """The clause's questions; raises BackendError where they have too many branches."""
    try:
        questions = status_questions(clause)
    except TooWideError as error:
        raise _too_wide(clause.id, error.branches) from error
    most = max(map(len, questions))
    if most > MAX_BRANCHES:
        raise _too_wide(clause.id, most)
    return questions


def _too_wide(clause: str, branches: int) -> BackendError:
    return BackendError(
        f"klausulen {clause} har för många grenar ({branches}); dela den",
        f"clause {clause} has too many branches ({branches}); split it",
    )


def _chunks(rules: list[_Rule]) -> Iterable[list[_Rule]]:
    """The rules in sets that stay under the engine's limits."""
    chunk: list[_Rule] = []
    tests: frozenset[Atom] = frozenset()
    for rule in sorted(rules, key=lambda rule: list(map(_place, _ordered(rule.tests)))):
        if chunk and (len(chunk) >= MAX_RULES or not _fits(tests | rule.tests)):
            yield chunk
            chunk, tests = [], frozenset()
        if not _fits(rule.tests):
            raise BackendError(
                f"ett villkor har {len(rule.tests)} tester, fler än {MAX_TRUE}; dela klausulen",
                f"a condition has {len(rule.tests)} tests, more than {MAX_TRUE}; split the clause",
            )
        chunk.append(rule)
        tests |= rule.tests
    if chunk:
        yield chunk


def _ordered(tests: Iterable[Atom]) -> list[Atom]:
    """The tests in the order of the attributes that they read.

    The engine takes up last what it matched last. Where a rule's tests stand in the order of the fact's attributes, what
    waits while it follows a test and what follows from that test are different tests, so all that is true at once is enough room.
    """
    return sorted(tests, key=_place)


def _place(atom: Atom) -> tuple[str, str]:
    return str(_attribute_key(atom)), str(atom)


def _fits(tests: frozenset[Atom]) -> bool:
    return len(tests) <= MAX_TRUE or (len(tests) <= MAX_TESTS and _true_at_once(tests) <= MAX_TRUE)


def _true_at_once(tests: frozenset[Atom]) -> int:
    """How many of the tests one case can make true at most: of `equal` and `unequal`, `has` and `lacks`, only one is."""
    groups: dict[tuple[str, object], Counter[str]] = defaultdict(Counter)
    for atom in tests:
        own = atom.value if atom.test in ("has", "lacks") else ""
        groups[(str(atom.term), own)][atom.test] += 1
    return sum(_most_of(count) for count in groups.values())


def _most_of(count: Counter[str]) -> int:
    """For one value: of the tests for equality one holds, of those for inequality at most all, of `has` and `lacks` one."""
    equality = count["ne"] + (1 if count["eq"] else 0)
    return max(equality, count["has"], count["lacks"]) + count["ge"] + count["le"] + count["stated"]


class _RuleSet:
    """One compiled rule set of the engine, and how a case becomes its fact."""

    def __init__(self, name: str, rules: list[_Rule], known: Classes) -> None:
        self._encoder = _Encoder({atom for rule in rules for atom in rule.tests}, known)
        self._marks = {f"r{index}": rule.marks for index, rule in enumerate(rules)} | {PRIMING: ()}
        definition = {f"r{index}": self._definition(rule.tests) for index, rule in enumerate(rules)}
        definition[PRIMING] = self._definition(frozenset())
        try:
            self._handle = machine.create_ruleset(name, json.dumps(definition))
        except Exception as error:  # the engine's own errors have no common type
            raise _failed(str(error)) from error

    def _definition(self, tests: frozenset[Atom]) -> dict[str, object]:
        guarded = [{GUARD: 1}, *(self._encoder.test(atom) for atom in _ordered(tests))]
        return {"all": [{"m": {"$and": guarded} if len(guarded) > 1 else guarded[0]}]}

    def fired(self, values: Values) -> list[tuple[int, int]]:
        """The marks of every rule that fires on the case; raises BackendError if the engine did not run through."""
        fact = json.dumps(HEAD | self._encoder.fact(values))
        names: list[str] = []
        try:
            code, state = machine.assert_fact(self._handle, fact)
            started = machine.start_action_for_state(self._handle, state) if code == 0 else None
            action = started[1] if started else None
            while action:
                names.append(action[2 : action.index('"', 2)])
                action = machine.complete_and_start_action(self._handle, state)
            retracted, _ = machine.retract_fact(self._handle, fact)
            marks = [mark for name in names for mark in self._marks[name]]
        except Exception as error:  # as above
            raise _failed(str(error)) from error
        if code != 0 or retracted != 0 or PRIMING not in names:
            raise _failed(f"{code}, {retracted}, {len(names)}")
        return marks


def _failed(why: str) -> BackendError:
    return BackendError(
        f"durable-rules kunde inte pröva ärendet ({why}). Ärendet har inte fått något utfall. Rapportera ärendefilen som ett fel.",
        f"durable-rules could not judge the case ({why}). The case has no verdict. Report the case file as a defect.",
    )


class _Encoder:
    """Turns a settled case into the flat fact of whole numbers that a rule set's tests read."""

    def __init__(self, atoms: set[Atom], known: Classes) -> None:
        ordered = sorted(atoms, key=str)
        self._codes = {term: _codes(stands_for) for term, stands_for in known.items()}
        self._attributes = _attributes({_attribute_key(atom) for atom in ordered})
        named = [(name, key) for key, name in self._attributes.items()]
        self._encodings = [(name, str(key[1]), self._encoding(key)) for name, key in named if key[0] != "stated"]
        self._stated = [(name, key[1]) for name, key in named if key[0] == "stated"]

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
        for name, term, encoded in self._encodings:
            held = values.get(term)
            if held is not None:
                fact[name] = encoded(held)
        for name, terms in self._stated:
            if any(term in values for term in terms):
                fact[name] = 1
        return fact

    def _encoding(self, key: _Key) -> Callable[[Settled], int]:
        """How the value of a term becomes the attribute's number."""
        form, term, value = key
        if form == "code":
            codes = self._codes[str(term)]
            return lambda held: codes.get(held, 0)
        if form == "number":
            return int  # type: ignore[return-value]
        return lambda held: 1 if value in held else 0  # type: ignore[operator]


def _codes(stands_for: dict[Code, Code]) -> dict[object, int]:
    """A small number for each class of values, by every value in it."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(stands_for.values()), 1)}
    return {value: numbers[one] for value, one in stands_for.items()}


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
