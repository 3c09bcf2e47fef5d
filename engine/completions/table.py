"""What do very many cases come to, all at once?

Cases are the columns of whole numbers: bit n of a number says that something is so in case n. A condition then costs a few
operations on whole numbers however many cases there are. Values are settled as in `ir/settle.py` and conditions mean what
they mean in `ir/evaluate.py`; that a table comes to what a screening says is held by `tests/properties/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import prod
from typing import cast

from nytta.engine.completions.kind import Judged, KindRules
from nytta.engine.completions.values import settled_values
from nytta.engine.ir.evaluate import Meaning, Settled, meaning
from nytta.engine.ir.lookup import Answer
from nytta.engine.ir.nodes import NO_BODY, All, Any, AtLeast, Constant, Leaf, Node, Not, Stated
from nytta.engine.model.case import FactValue
from nytta.engine.model.verdict import OUTCOMES
from nytta.engine.model.vocabulary import RegisterField

Bits = int
"""Cases, each of which is a bit."""
Truths = tuple[Bits, Bits]
"""The cases in which a condition is true, and those in which it is false; in the others it is unknown."""
Spread = Sequence[tuple[FactValue, Bits]]
"""The values of a fact, and the cases that have each."""
Layout = Callable[[Sequence[int]], tuple[list[list[Bits]], int]]
"""How choices of variables, so many of each, are laid out: for each choice of each variable the cases, and how many there are."""

BODY = "case.body"
"""Stands for the body where facts are named."""

_test = lru_cache(maxsize=10_000)(meaning)


class Table:
    """Cases of one kind and day, settled: what they state, the body among it, and what is asked where nothing is derived."""

    def __init__(
        self,
        rules: KindRules,
        day: date,
        cases: int,
        facts: Mapping[str, Spread],
        asked: Mapping[str, Spread] | None = None,
    ) -> None:
        self.every: Bits = (1 << cases) - 1
        self.held: dict[str, Bits] = {}
        """The cases in which each fact has a value."""
        self.asked: dict[str, Bits] = {}
        """The cases in which a derived fact had to be asked for."""
        self._rules = rules
        self._day = day
        self._facts: dict[str, list[tuple[FactValue, Bits]]] = {}
        self._values = {BODY: cast("list[tuple[Settled, Bits]]", list(facts.get(BODY, [(NO_BODY, self.every)])))}
        self._known: dict[Leaf, Truths] = {}
        self._answered: dict[str, list[tuple[Answer, Bits]]] = {}
        for fact, spread in facts.items():
            for value, bits in spread if fact != BODY else ():
                self._put(fact, value, bits)
        self._settle()
        for fact in (one for one in rules.steps if asked and one in asked):
            spread = (asked or {})[fact]
            self.asked[fact] = lacking = self.every & ~self.held.get(fact, 0)
            if lacking:
                for value, bits in spread:
                    self._put(fact, value, bits & lacking)
                self._settle()

    def values(self, fact: str) -> list[tuple[FactValue, Bits]]:
        """The values of a fact, and the cases that have each."""
        return self._facts.get(fact, [])

    # -- settling

    def _put(self, fact: str, value: FactValue, bits: Bits) -> None:
        if bits:
            self.held[fact] = self.held.get(fact, 0) | bits
            self._facts.setdefault(fact, []).append((value, bits))
            for term, settled in settled_values(self._rules, fact, value, self._day).items():
                self._values.setdefault(term, []).append((settled, bits))
            self._known.clear()
            if fact in self._rules.matched:
                self._answered.clear()

    def _settle(self) -> None:
        self._derive()
        while self._presume():
            pass

    def _derive(self) -> None:
        for step in self._rules.steps:
            if step.startswith("@"):
                self._look_up(step[1:])
            elif isinstance(derived := self._rules.derivations[step], RegisterField):
                self._derive_field(step, derived)
            else:
                left = self.every & ~self.held.get(step, 0)
                true, false = self.truths(derived)
                self._put(step, value=True, bits=true & left)
                self._put(step, value=False, bits=false & left)

    def _answers(self, register: str) -> list[tuple[Answer, Bits]]:
        """What the register answers, and in which cases."""
        if register not in self._answered:
            lookup = self._rules.lookups[register]
            rows: list[tuple[dict[str, FactValue], Bits]] = [({}, self.every)]
            for fact in lookup.register.match.values():
                rows = [
                    (row if value is None else {**row, fact: value}, bits & own)
                    for row, bits in rows
                    for value, own in self._spread(fact)
                    if bits & own
                ]
            self._answered[register] = [(lookup.answer(self._day, row), bits) for row, bits in rows]
        return self._answered[register]

    def _spread(self, fact: str) -> list[tuple[FactValue | None, Bits]]:
        silent = self.every & ~self.held.get(fact, 0)
        return [*self._facts.get(fact, ()), *([(None, silent)] if silent else [])]

    def _look_up(self, register: str) -> None:
        terms: dict[str, list[tuple[Settled, Bits]]] = {term: [] for term in self._rules.lookups[register].terms}
        for answer, bits in self._answers(register):
            for term, value in answer.terms.items():
                terms[term].append((value, bits))
        self._values |= terms
        self._known.clear()

    def _derive_field(self, fact: str, field: RegisterField) -> None:
        if field.register_ in self._rules.lookups:
            left = self.every & ~self.held.get(fact, 0)
            for answer, bits in self._answers(field.register_) if left else ():
                value = derived_value(field, answer)
                if value is not None:
                    self._put(fact, value, bits & left)

    def _presume(self) -> bool:
        """Presumes what can be presumed now, and takes the steps that build on it; whether there was anything."""
        any_presumed = False
        for fact, value, when in self._rules.presumptions:
            left = self.every & ~self.held.get(fact, 0)
            if left and (bits := self.truths(when)[0] & left):
                self._put(fact, value, bits)
                any_presumed = True
                if fact in self._rules.built_on:
                    self._derive()
        return any_presumed

    # -- judging

    def truths(self, node: Node) -> Truths:
        """The cases in which the condition is true, and in which it is false."""
        match node:
            case Constant(always):
                return (self.every, 0) if always else (0, self.every)
            case Not(part):
                true, false = self.truths(part)
                return false, true
            case All(parts):
                true, false = self.every, 0
                for part in parts:
                    one_true, one_false = self.truths(part)
                    true &= one_true
                    false |= one_false
                return true, false
            case Any(parts):
                true, false = 0, self.every
                for part in parts:
                    one_true, one_false = self.truths(part)
                    true |= one_true
                    false &= one_false
                return true, false
            case AtLeast(count, parts):
                each = [self.truths(part) for part in parts]
                true = self._at_least(count, [one for one, _ in each])
                return true, self._at_least(len(parts) - count + 1, [one for _, one in each])
            case _:
                return self._leaf(node)

    def _at_least(self, count: int, parts: Iterable[Bits]) -> Bits:
        """The cases that at least so many of the parts hold."""
        reached = [self.every, *(0 for _ in range(count))]
        for part in parts:
            for number in range(count, 0, -1):
                reached[number] |= reached[number - 1] & part
        return reached[count]

    def _leaf(self, leaf: Leaf) -> Truths:
        known = self._known.get(leaf)
        if known is None:
            known = self._known[leaf] = self._stated(leaf) if isinstance(leaf, Stated) else self._tested(leaf.term, _test(leaf))
        return known

    def _stated(self, leaf: Stated) -> Truths:
        true = 0
        for term in leaf.terms:
            true |= self.held.get(term, 0)
        return true, 0

    def _tested(self, term: str, test: Meaning) -> Truths:
        true = false = 0
        for value, bits in self._values.get(term, ()):
            truth = test({term: value})
            if truth:
                true |= bits
            elif truth is not None:
                false |= bits
        return true, false

    def levels(self, clauses: Iterable[Judged], least: int = 0) -> list[Bits]:
        """For each verdict, from the mildest to the gravest, the cases that have it; none is milder than the least."""
        reached = [0] * len(OUTCOMES)
        for one in clauses:
            (applies, never), (met, unmet), (excused, unexcused) = map(self.truths, one.nodes)
            violated = applies & unmet & unexcused
            reached[one.violated] |= violated
            reached[one.undetermined] |= self.every & ~(never | met | excused | violated)
        left = self.every
        for level in range(len(OUTCOMES) - 1, least, -1):
            reached[level] &= left
            left &= ~reached[level]
        reached[: least + 1] = [*(0 for _ in range(least)), left]
        return reached


def derived_value(field: RegisterField, answer: Answer) -> FactValue | None:
    """What follows for a fact from a register's answer, as `ir/settle.py` has it."""
    value = field.otherwise if answer.entry is None else answer.entry.columns.get(field.field)
    if not answer.known or value is None:
        return None
    return Decimal(str(value)) if isinstance(value, float) else cast("FactValue", value)


def combinations(sizes: Sequence[int]) -> tuple[list[list[Bits]], int]:
    """Every combination of choices: for each choice of each variable the combinations that have it, and how many there are.

    The choice of a variable changes after as many combinations as those before it have together.
    """
    cases = prod(sizes)
    every = (1 << cases) - 1
    found, stride = [], 1
    for size in sizes:
        bits, length = (1 << stride) - 1, stride * size
        while length < cases:
            bits |= bits << length
            length *= 2
        found.append([bits << place * stride & every for place in range(size)])
        stride *= size
    return found, cases


def beside(sizes: Sequence[int]) -> tuple[list[list[Bits]], int]:
    """The same where each case has a choice of a single variable."""
    firsts = [sum(sizes[:place]) for place in range(len(sizes))]
    return [[1 << first + choice for choice in range(size)] for first, size in zip(firsts, sizes, strict=True)], sum(sizes)
