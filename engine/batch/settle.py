"""Which values does an edition see in each row? The steps of `ir/settle.py`, taken for all rows at once.

A typed frame becomes a *settled* one with a column for each term that the clauses read or that is behind one. A register
is asked once for each combination of what it is matched with; its answers are joined to the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from graphlib import TopologicalSorter

import polars as pl

from nytta.engine.backends.columnar import Codes, truth
from nytta.engine.batch.coding import DATE, WHOLE_DAYS, code_type, coded
from nytta.engine.batch.registers import Answers
from nytta.engine.ir.behind import read_behind
from nytta.engine.ir.lower import Lowering
from nytta.engine.ir.nodes import NO_BODY, NOT_LISTED, ClauseIR, Node, terms
from nytta.engine.ir.settle import presumptions
from nytta.engine.model.case import FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import Fact, RegisterField, allowed_values

Step = Callable[[pl.DataFrame], pl.DataFrame]
CODED = ("enum", "country", "set")


class Settling:
    """Settles the rows of one edition; built once.

    `facts` are those behind the clauses, `derived` the conditions that some follow from, and `registers` the answers
    that tell the others.
    """

    def __init__(self, edition: Edition, clauses: tuple[ClauseIR, ...]) -> None:
        read = [term for clause in clauses for node in clause.conditions for term in terms(node)]
        names, registers = read_behind(edition, read)
        self.facts = {name: edition.vocabulary.facts[name] for name in names}
        self.codes = _codes(edition, self.facts, registers)
        lowering = Lowering(edition)
        self.derived: dict[str, Node] = {
            name: lowering.condition(fact.derived, ("derived",))
            for name, fact in self.facts.items()
            if fact.derived is not None and not isinstance(fact.derived, RegisterField)
        }
        self._presumptions = [one for one in presumptions(edition) if one[0] in self.facts]
        whens = [node for _, _, node in self._presumptions]
        read += [term for node in (*self.derived.values(), *whens) for term in terms(node)]
        self.registers = _answers(edition, registers, self.facts, self.codes)
        self._behind = self._graph(read)
        order = [node for node in TopologicalSorter(self._behind).static_order() if node in self._behind]
        self._steps = {node: self._step(node) for node in order}
        self._after = {fact: self._reached(fact) for fact, *_ in self._presumptions}
        told = {node for fact, nodes in self._after.items() for node in (fact, *nodes)}
        self._chained = any(self._node(term) in told for node in whens for term in terms(node))

    def __call__(self, typed: pl.DataFrame) -> pl.DataFrame:
        """The rows as the edition sees them; `typed` has `kind`, `body` and `date` and any of the facts."""
        frame = coded(typed, self.facts, self.codes)
        for step in self._steps.values():
            frame = step(frame)
        silent = self._silent(frame)
        while True:
            frame = self._presume(frame)
            before, silent = silent, self._silent(frame)
            if silent == before or not self._chained:
                return frame

    def _silent(self, frame: pl.DataFrame) -> int:
        """How many values are lacking among the facts that may be presumed."""
        return sum(frame[fact].null_count() for fact in self._after)

    def _presume(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Presumes what can be presumed now, and takes the steps that build on it."""
        for fact, value, when in self._presumptions:
            column = pl.col(fact)
            presumed = pl.when(column.is_null() & truth(when, self.codes)).then(self._literal(fact, value))
            frame = frame.with_columns(presumed.otherwise(column).alias(fact))
            for node in self._after[fact]:
                frame = self._steps[node](frame)
        return frame

    def _literal(self, fact: str, value: FactValue) -> pl.Expr:
        """A value that is presumed: a truth or a code."""
        if fact not in self.codes:
            return pl.lit(value)
        return pl.lit(self.codes[fact].index(str(value)), code_type(len(self.codes[fact])))

    # -- steps, and what each builds on

    def _node(self, term: str) -> str:
        """The step or the fact that gives a term its value."""
        return self.registers[term[1:].partition("#")[0]].name if term.startswith("@") else term

    def _graph(self, read: Iterable[str]) -> dict[str, list[str]]:
        behind = {name: [self._node(term) for term in terms(node)] for name, node in self.derived.items()}
        behind |= {one.name: list(one.matched) for one in self.registers.values()}
        behind |= {fact: [one.name] for one in self.registers.values() for fact in one.told}
        return behind | {term: [term.partition("~")[0]] for term in read if "~" in term}

    def _reached(self, fact: str) -> list[str]:
        """The steps that build on a fact, directly or not, in their order."""
        reached: list[str] = []
        for node in self._steps:
            if any(one == fact or one in reached for one in self._behind[node]):
                reached.append(node)
        return reached

    def _step(self, node: str) -> Step:
        if node.startswith("@"):
            return next(one for one in self.registers.values() if one.name == node)
        if "~" in node:
            fact, _, measure = node.partition("~")
            return partial(_with, MEASURES[measure](fact).alias(node))
        follows = truth(self.derived[node], self.codes) if node in self.derived else pl.col(Answers.value(node))
        return partial(_with, pl.coalesce(pl.col(node), follows).alias(node))


def _with(expression: pl.Expr, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(expression)


def _codes(edition: Edition, facts: dict[str, Fact], registers: Iterable[str]) -> Codes:
    """The values of each term that has codes, in their order."""
    vocabulary = edition.vocabulary
    codes = {name: tuple(map(str, allowed_values(fact, vocabulary))) for name, fact in facts.items() if fact.type in CODED}
    codes |= {"case.kind": tuple(vocabulary.kinds), "case.body": (NO_BODY, *vocabulary.bodies)}
    for name in registers:
        register = edition.registers[name]
        codes[f"@{name}#id"] = (NOT_LISTED, *dict.fromkeys(entry.id for entry in register.entries))
        codes |= {f"@{name}#{field}": kind for field, kind in register.fields.items() if kind != "number"}
    return codes


def _answers(edition: Edition, registers: Iterable[str], facts: dict[str, Fact], codes: Codes) -> dict[str, Answers]:
    """For each register the answers of all that are matched with the same facts."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in registers:
        groups.setdefault(tuple(edition.registers[name].match.values()), []).append(name)
    found: dict[str, Answers] = {}
    for matched, names in groups.items():
        told = {
            name: fact.derived
            for name, fact in facts.items()
            if isinstance(fact.derived, RegisterField) and fact.derived.register_ in names
        }
        answers = Answers([edition.registers[name] for name in names], {one: facts[one] for one in matched}, told, facts, codes)
        found |= dict.fromkeys(names, answers)
    return found


def _months(fact: str) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """The fact's day, the case's, and the months from the first to the second, days left aside."""
    day, case = (pl.col(fact) - WHOLE_DAYS).cast(pl.Int32).cast(pl.Date), pl.col(DATE)
    years = case.dt.year().cast(pl.Int64) - day.dt.year().cast(pl.Int64)
    return day, case, years * 12 + case.dt.month().cast(pl.Int64) - day.dt.month().cast(pl.Int64)


def _months_before(fact: str) -> pl.Expr:
    """As `ir/dates.py` has it: one more where the case's day of the month, or the last there is, is later."""
    day, case, months = _months(fact)
    due = pl.min_horizontal(case.dt.day(), day.dt.days_in_month())
    return _counted(day, day > case, months + (due > day.dt.day()).cast(pl.Int64))


def _months_after(fact: str) -> pl.Expr:
    day, case, months = _months(fact)
    return _counted(day, day < case, (day.dt.day() > case.dt.day()).cast(pl.Int64) - months)


def _counted(day: pl.Expr, never: pl.Expr, months: pl.Expr) -> pl.Expr:
    return pl.when(day.is_not_null()).then(pl.when(never).then(pl.lit(-1, pl.Int64)).otherwise(months))


MEASURES: dict[str, Callable[[str], pl.Expr]] = {"months_before": _months_before, "months_after": _months_after}
