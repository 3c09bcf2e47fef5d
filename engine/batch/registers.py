"""What do registers say of each row? Each distinct combination of what they are matched with is looked up once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

import polars as pl

from nytta.engine.backends.columnar import WORD, Codes
from nytta.engine.batch.coding import DATE, code_type, mask_type
from nytta.engine.batch.once import Once
from nytta.engine.ir.lookup import Answer, Lookup
from nytta.engine.ir.numbers import SCALE
from nytta.engine.ir.settle import SETTLED
from nytta.engine.model.case import FactValue
from nytta.engine.model.edition import Register
from nytta.engine.model.vocabulary import Fact, RegisterField

PERIOD = "period"


class Answers:
    """The answers of all registers that are matched with the same facts, as columns joined to the rows.

    A term that the answer gives no value is null. `lacks(name)` and `lacks(fact)` are columns with a bit for each matched
    fact that would settle a register's term or a fact that the register tells; the last bit is for the fact itself.
    """

    def __init__(
        self,
        registers: Sequence[Register],
        matched: Mapping[str, Fact],
        told: Mapping[str, RegisterField],
        facts: Mapping[str, Fact],
        codes: Codes,
    ) -> None:
        self.name = "@" + "+".join(matched)
        self.matched = tuple(matched)
        self.told = dict(told)
        self._types = [fact.type for fact in matched.values()]
        self._codes = codes
        self._facts = facts
        self._lookups = {register.id: Lookup(register) for register in registers}
        self._days = _turning_days(registers)
        self._schema = self._columns()
        self._once = Once(self._answered)

    @staticmethod
    def value(fact: str) -> str:
        """The column of what a register tells of a fact."""
        return f"{fact}@"

    @staticmethod
    def lacks(name: str) -> str:
        """The column of what would settle the terms of a register, or a fact."""
        return f"{name}?"

    def _columns(self) -> dict[str, pl.DataType]:
        bits = mask_type(len(self.matched) + 1)
        schema: dict[str, pl.DataType] = {}
        for name, lookup in self._lookups.items():
            schema |= {term: self._type(term) for term in lookup.terms} | {self.lacks(name): bits}
        for fact in self.told:
            schema |= {self.value(fact): self._fact_type(fact), self.lacks(fact): bits}
        return schema

    def _type(self, term: str) -> pl.DataType:
        return code_type(len(self._codes[term])) if term in self._codes else pl.Int64()

    def _fact_type(self, fact: str) -> pl.DataType:
        kind = self._facts[fact].type
        return pl.Boolean() if kind == "bool" else pl.String() if kind == "text" else self._type(fact)

    def __call__(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the answers; an answer of before stays where there is none now."""
        new = self._once(frame.select(*self.matched, *([self._period()] if self._days else [])))
        kept = [name for name in self._schema if not name.endswith("?") and name in frame.columns]
        if not kept:
            return frame.hstack(new)
        return frame.with_columns(new).with_columns(pl.coalesce(new[name], frame[name]).alias(name) for name in kept)

    def _period(self) -> pl.Expr:
        """Between which turning days the case's day lies."""
        return pl.sum_horizontal(pl.col(DATE) >= day for day in self._days).alias(PERIOD)

    def _answered(self, distinct: pl.DataFrame) -> pl.DataFrame:
        return pl.DataFrame([self._asked(key) for key in distinct.iter_rows()], schema=self._schema, orient="row")

    def _asked(self, key: tuple[object, ...]) -> tuple[object, ...]:
        """The row of columns for one combination."""
        day = self._day(cast("int", key[-1])) if self._days else date.min
        given = zip(self.matched, self._types, key, strict=False)
        facts = {fact: self._read(fact, kind, value) for fact, kind, value in given if value is not None}
        answers = {name: lookup.answer(day, facts) for name, lookup in self._lookups.items()}
        row: list[object] = []
        for name, lookup in self._lookups.items():
            answer = answers[name]
            row += [self._coded(term, answer.terms.get(term)) for term in lookup.terms]
            row.append(self._bits(answer.lacks or self.matched))
        for fact, field in self.told.items():
            answer = answers[field.register_]
            row += [self._told(fact, field, answer), self._bits([one for one in answer.lacks if one not in facts])]
        return tuple(row)

    def _day(self, period: int) -> date:
        """A day of the period."""
        return self._days[period - 1] if period else self._days[0] - timedelta(days=1)

    def _read(self, fact: str, kind: str, value: object) -> FactValue:
        """The value as a case states it."""
        if fact in self._codes:
            values = self._codes[fact]
            if kind != "set":
                return values[cast("int", value)]
            return tuple(one for place, one in enumerate(values) if _holds(value, place, one, len(values)))
        if kind == "date":
            return date.fromordinal(cast("int", value))
        if kind in ("number", "percent", "money"):
            return Decimal(cast("int", value)) / SCALE
        return cast("FactValue", value)

    def _coded(self, term: str, settled: object) -> object:
        if settled is None:
            return None
        return self._codes[term].index(str(settled)) if term in self._codes else settled

    def _told(self, fact: str, field: RegisterField, answer: Answer) -> object:
        """What the answer tells of a fact: the entry's field, or what is so where the case is not listed."""
        value = field.otherwise if answer.entry is None else answer.entry.columns.get(field.field)
        if not answer.known or value is None:
            return None
        kind = self._facts[fact].type
        exact = Decimal(str(value)) if isinstance(value, float) else cast("FactValue", value)
        return value if kind == "text" else self._coded(fact, SETTLED[kind](exact))

    def _bits(self, lacking: Sequence[str]) -> int:
        return sum(1 << self.matched.index(fact) for fact in lacking) or 1 << len(self.matched)


def _holds(value: object, place: int, one: str, count: int) -> bool:
    return one in cast("list[str]", value) if count > WORD else bool(cast("int", value) >> place & 1)


def _turning_days(registers: Sequence[Register]) -> list[date]:
    """The days on which some entry comes into force or is no longer in force."""
    entries = [entry for register in registers for entry in register.entries]
    first = {entry.from_ for entry in entries if entry.from_ is not None}
    after = {entry.to + timedelta(days=1) for entry in entries if entry.to is not None and entry.to < date.max}
    return sorted(first | after)
