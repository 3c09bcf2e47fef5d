"""What does a cell of a table say? Read as a case file would have it, each distinct cell once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple, cast

import polars as pl

from nytta.engine.backends.columnar import WORD
from nytta.engine.errors import Language, Problem
from nytta.engine.ir.dates import day
from nytta.engine.ir.numbers import whole
from nytta.engine.load.case import CaseReader
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import Document
from nytta.engine.model.case import FactValue
from nytta.engine.model.vocabulary import NUMERIC, Fact

MEMBERS = "|"
"""What stands between the members of a set in a cell of text."""
UNIT = "\x1f"
"""What stands before each of them once a list has become a cell of text."""
BETWEEN = " | "
"""What stands between several problems of one row."""
KEPT = 50_000
"""Cells of one column that are remembered."""
_SWEDISH_TRUTH = {"sant": "true", "falskt": "false"}
"""What a Swedish spreadsheet writes for a truth value."""
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
_TABLE = Document("table")


class Reading(NamedTuple):
    """What a cell states, in the column's type, or what is wrong with it."""

    value: object = None
    problem: str | None = None


class Cells:
    """Reads single cells by the rules, and with the messages, of case files."""

    def __init__(self, library: Library, language: Language) -> None:
        self._library = library
        self._language = language
        self._facts = library.index.vocabulary.facts

    def fact(self, name: str) -> Callable[[str], Reading]:
        """Reads cells of a fact: `true`, `12,5` and `a|b` as they stand."""
        fact = self._facts[name]

        def read(cell: str) -> Reading:
            facts: dict[str, FactValue] = {}
            reader = CaseReader(_TABLE, (), self._library)
            reader.set_fact(facts, name, cell if fact.type == "text" else _as_in_a_file(cell, fact))
            return self._reading(name, _settled(facts.get(name), fact), reader.problems)

        return read

    def no_text(self, name: str) -> Callable[[str], Reading]:
        """Reads what has parts, where a text is asked for: says why it will not do."""
        return lambda cell: self._reading(name, None, self._problems({"facts": {name: json.loads(cell)}}, f"facts.{name}"))

    def head(self, key: str, *, is_written: bool) -> Callable[[str], Reading]:
        """Reads what every case states beside its facts."""

        def read(cell: str) -> Reading:
            value = (cell.strip() or None) if is_written or not cell else json.loads(cell)
            problems = self._problems({key: value}, key)
            good = None if problems else day(value) if key == "date" else value
            return self._reading(key, good, problems)

        return read

    def _problems(self, case: dict[str, object], name: str) -> list[Problem]:
        reader = CaseReader(_TABLE, (), self._library)
        reader.case(case, None)
        return [one for one in reader.problems if f"{one.name}.".startswith(f"{name}.")]

    def _reading(self, name: str, value: object, problems: Iterable[Problem]) -> Reading:
        said = [f"{name}: {one.sv if self._language == 'sv' else one.en}" for one in problems]
        return Reading(problem=BETWEEN.join(said)) if said else Reading(value)


def _as_in_a_file(cell: str, fact: Fact) -> str:
    """The cell as `--set` would have it."""
    cell = cell.strip(" \t\r\n")
    if fact.type == "set" and cell and not cell.startswith("["):
        members = cell[1:].split(UNIT) if cell[0] == UNIT else [one.strip() for one in cell.split(MEMBERS)]
        return json.dumps(members, ensure_ascii=False)
    if fact.type == "bool":
        return _SWEDISH_TRUTH.get(cell.lower(), cell)
    if fact.type in NUMERIC and _DECIMAL_COMMA.fullmatch(cell):
        return cell.replace(",", ".")
    return cell


def _settled(value: FactValue | None, fact: Fact) -> object:
    """The value in the column's type: hundredths, bits, or as it is."""
    if fact.type in NUMERIC and value is not None:
        return whole(cast("int | Decimal", value))
    if not isinstance(value, tuple):
        return value
    values = list(fact.values)
    return list(value) if len(values) > WORD else sum(1 << values.index(one) for one in value)


class Spellings:
    """What the cells of one column mean; kept from batch to batch."""

    def __init__(self, read: Callable[[str], Reading], dtype: pl.DataType) -> None:
        self._read = read
        self._dtype = dtype
        self._known: dict[str, Reading] = {}

    def __call__(self, cells: pl.Series) -> tuple[pl.Series, pl.Series | None]:
        """The value and the problem of each cell; no problems at all where every cell is well."""
        found = [str(one) for one in cells.unique().drop_nulls()]
        if len(self._known) > KEPT:
            self._known.clear()
        for one in found:
            if one not in self._known:
                self._known[one] = self._read(one)
        readings = [self._known[one] for one in found]
        codes = cells.cast(pl.Enum(found)).to_physical()
        values = pl.Series([one.value for one in readings], dtype=self._dtype).gather(codes)
        problems = [one.problem for one in readings]
        return values, pl.Series(problems, dtype=pl.String).gather(codes) if any(problems) else None
