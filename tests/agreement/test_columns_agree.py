"""Columns and the reference come to the same verdict in every column, on every worked case and on generated ones.

`NYTTA_COLUMNS_CASES` sets how many cases are generated for each edition (4,000 where it is not set). The thorough run is

    NYTTA_COLUMNS_CASES=40000 python -m pytest tests/agreement/test_columns_agree.py
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, cast

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.backends.columnar import Columnar, run, truth
from nytta.engine.backends.reference import Reference
from nytta.engine.batch import table
from nytta.engine.batch.table import Tables
from nytta.engine.ir.evaluate import Settled, meaning
from nytta.engine.ir.nodes import ClauseIR, Node
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import read_one
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import STATUSES
from nytta.engine.screen import Screening
from tests.conftest import EDITIONS, ROOT
from tests.engine.city import City
from tests.generate import made, random_case
from tests.strategies import NODES, SETTLED
from tests.typed import typed_frame, verdict_frame

CASES = int(os.environ.get("NYTTA_COLUMNS_CASES", "1000"))
"""Cases an edition."""
AT_ONCE = 10_000
"""Cases whose verdicts are held at a time."""
WORKED = sorted(ROOT.glob("cases/**/case.yaml"))
Judge = Callable[[str], Screening]


def by_reference(library: Library) -> Judge:
    """The screening of an edition by the reference alone, built once."""
    return lru_cache(maxsize=None)(lambda name: Screening(library.edition(name), lambda clauses: (Reference(clauses),)))


@pytest.fixture(scope="module", name="reference")
def the_reference(library: Library) -> Judge:
    """The reference on the shipped editions and the invented one."""
    return by_reference(library)


def assert_same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    """The same columns with the same values; the first row that differs is shown."""
    assert found.schema == expected.schema
    assert found.height == expected.height
    for name in found.columns:
        apart = found[name].ne_missing(expected[name]).arg_true()
        assert apart.is_empty(), (name, found.row(apart[0], named=True), expected.row(apart[0], named=True))


def assert_agreed(tables: Tables, judge: Screening, cases: Iterable[Case]) -> pl.DataFrame:
    """The table's verdicts and the reference's, as strings and as codes; gives them back."""
    own = list(cases)
    expected = verdict_frame(map(judge, own), [clause.id for clause in judge.edition.clauses])
    for codes in (False, True):
        assert_same(tables.screen(typed_frame(own, judge.edition.vocabulary, codes=codes), findings=True), expected)
    return expected


@pytest.mark.parametrize("name", EDITIONS)
def test_columns_agree_on_generated_cases(name: str, library: Library, reference: Judge) -> None:
    """Every column is as the reference's verdict has it, on cases of every kind with facts missing."""
    judge, tables, source = reference(name), Tables(library, name), Random(f"columns {name}")
    for first in range(0, CASES, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, CASES))
        found = assert_agreed(tables, judge, (random_case(judge.edition, source, number) for number in numbers))
        assert found["verdict"].n_unique() > 1


@pytest.mark.parametrize("rows", [60_000, table.ROWS])
def test_rows_keep_their_order(rows: int, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is judged in several parts, by several threads, has each row's verdict in its place."""
    monkeypatch.setattr(table, "ROWS", rows)
    tables, source, copies = Tables(library), Random("order"), 600
    cases = [random_case(library.edition(name), source, number) for number in range(200) for name in EDITIONS[:2]]
    few = typed_frame(cases, library.index.vocabulary, codes=False)
    expected = tables.screen(few, findings=True)
    found = tables.screen(pl.concat([few] * copies), findings=True)
    assert_same(found, pl.concat([expected] * copies))
    assert expected.drop("id").n_unique() > len(cases) // 2


def turning(edition: Edition) -> Iterator[Case]:
    """Agreements with what the dated entries of the registers name, on the days before, on and after each turning day."""
    entries = [(register, entry) for register in edition.registers.values() for entry in register.entries]
    for register, entry in entries:
        named = {fact: entry.columns[column] for column, fact in register.match.items() if column in entry.columns}
        facts = {fact: name[0] if isinstance(name, tuple) else name for fact, name in named.items()}
        for day in filter(None, (entry.from_, entry.to)):
            for days in (-1, 0, 1):
                twin = {"counterpart.type": "city", "agreement.action": "new", "agreement.type": "twin_town"}
                yield made(
                    edition, kind="agreement", day=day + timedelta(days=days), facts=cast("dict[str, FactValue]", facts | twin)
                )


@pytest.mark.parametrize("name", ["exempelstad-2020", "stockholm-2008"])
def test_columns_agree_when_registers_change(name: str, library: Library, reference: Judge) -> None:
    """An entry counts from its first day to its last."""
    judge = reference(name)
    cases = list(turning(judge.edition))
    assert len(cases) > 5
    assert_agreed(Tables(library, name), judge, cases)


HARD = (
    "norm: should",
    "effects: {violated: reject, undetermined: refer}",
    "requires: {at_least: 2, of: [{fact: extra.number, at_least: 2}, {fact: extra.day, within_months_before: 12}, {stated: extra}]}",
)
"""A clause whose unknown does not ask for facts."""


def hard(city: City) -> None:
    """Makes of the invented city one in which every form of settling stands behind another, and names come again."""
    values = ", ".join(f"{one}: {{sv: {one}, en: {one}}}" for one in ("low", "high", "none"))
    city.facts(
        number="number",
        flag="bool",
        day="date",
        word="text",
        rank=f"enum, values: {{{values}}}, derived: {{register: ranks, field: rank, otherwise: none}}",
        grade=f"enum, values: {{{values}}}, derived: {{register: words, field: grade, otherwise: low}}",
        stated=f"enum, values: {{{values}}}",
        worth="number, derived: {register: ranks, field: worth}",
        near='bool, derived: {fact: counterpart.country, in: [DK, "NO"]}',
        nearer="bool, derived: {any: [{fact: extra.near, is: true}, {fact: extra.rank, is: high}, {register: eligible-countries, listed: true}]}",
    )
    city.register(
        "ranks",
        "match: {number: extra.number, near: extra.near, flag: extra.flag, word: extra.word}",
        "absent: not_listed",
        "fields: {rank: [low, high], worth: number}",
        "entries:",
        "  - {id: half, number: -0.5, rank: low, worth: 1.5}",
        "  - {id: two, number: 2, near: true, flag: true, to: 2021-06-30, rank: high}",
        "  - {id: two-later, number: 2, near: true, from: 2021-07-01, rank: low, worth: 2}",
        "  - {id: many, number: 49, word: [text, prose], worth: 49}",
        "  - {id: any, number: 50, near: false, word: text, rank: high, worth: 50}",
    )
    city.register(
        "words",
        "match: {word: extra.word}",
        "absent: not_listed",
        "fields: {grade: [low, high, none]}",
        "entries:",
        "  - {id: text, word: text, grade: none}",
    )
    city.presume(
        "fact: extra.stated, value: low, when: {fact: extra.nearer, is: false}",
        "fact: extra.flag, value: true, when: {fact: benefit.mutual, is: true}",
        "fact: benefit.mutual, value: true, when: {register: eligible-countries, listed: true}",
        "fact: counterpart.country, value: DK, when: {stated: extra.word}",
    )
    city.clause("ranked", "requires: {fact: extra.rank, is: high, pending: [none]}")
    city.clause("graded", "requires: {fact: extra.grade, is: high, pending: [none]}")
    city.clause(
        "ranked-as-stated", "requires: {fact: extra.stated, in: [low, high], pending: [none]}", "applies: {stated: extra}"
    )
    city.clause("worthy", "requires: {fact: extra.worth, more_than: 1}", "exceptions: [unless-near]")
    city.clause(
        "unless-near", "norm: may", "requires: {fact: extra.nearer, is: true}", "applies: {register: words, listed: true}"
    )
    city.clause("listed", "requires: {any: [{register: ranks, entry: half}, {register: ranks, field: worth, at_most: 49}]}")
    city.clause("weighed", "requires: {stated: weighing}")
    city.clause("hard", *HARD)
    city.clause(
        "hard-again",
        "norm: should_not",
        "effects: {violated: condition, undetermined: condition}",
        'conditions: {violated: {sv: "Villkor.", en: "Condition."}, undetermined: {sv: "Villkor.", en: "Condition."}}',
        "requires: {not: {fact: extra.nearer, is: true}}",
    )
    city.clause("reported", "norm: duty", 'duty: {sv: "Rapportera.", en: "Report."}', "applies: {fact: extra.nearer, is: true}")


def test_columns_agree_where_settling_is_hard(tmp_path: Path) -> None:
    """Presumptions that build on each other, registers matched by what was derived or presumed, pending and unusual effects."""
    city = City(tmp_path)
    hard(city)
    edition = city.edition()
    library = Library(city.folder, cache=tmp_path / "cache")
    judge, source = by_reference(library)(edition.id), Random("hard")
    found = assert_agreed(Tables(library, edition.id), judge, (random_case(judge.edition, source, n) for n in range(CASES)))
    assert found["verdict"].n_unique() > 1
    assert found["missing"].n_unique() > 100


def test_columns_agree_on_worked_cases(library: Library, reference: Judge) -> None:
    """Every worked case has the verdict that the reference gives it, in one table of all editions."""
    chosen = {path: expected["edition"] if expected.get("by_hand") else None for path, expected in _expected().items()}
    for edition in dict.fromkeys(chosen.values()):
        files = read_cases([str(path) for path, own in chosen.items() if own == edition], library, edition)
        assert not files.problems
        cases, names = [case for case, _ in files.cases], [name for _, name in files.cases]
        clauses = [clause.id for head in library.index.heads if head.id in names for clause in library.edition(head.id).clauses]
        expected = verdict_frame((reference(name)(case) for case, name in files.cases), dict.fromkeys(clauses))
        typed = typed_frame(cases, library.index.vocabulary)
        assert_same(Tables(library, edition).screen(typed, findings=True), expected)


def _expected() -> dict[Path, dict[str, Any]]:
    return {path: read_one(path.with_name("expected.yaml")).value for path in WORKED}


def test_there_are_worked_cases() -> None:
    """The test above is not empty."""
    assert len(WORKED) > 50


# -- conditions that no edition has

CODES = {"code": ("c", "a", "b"), "set": ("y", "x"), "case.kind": ("k2", "k1")}
TYPES = {"flag": pl.Boolean, "code": pl.UInt8, "set": pl.UInt8, "number": pl.Int64, "case.kind": pl.UInt8}
CLAUSES = st.lists(st.builds(ClauseIR, st.just("clause"), NODES, NODES, NODES), min_size=1, max_size=6).map(tuple)
CASES_OF_TERMS = st.lists(SETTLED, min_size=1, max_size=8)


def settled_frame(cases: list[dict[str, Settled]]) -> pl.DataFrame:
    """Settled cases as columns of codes."""
    rows = [{term: _code(term, case.get(term)) for term in TYPES} for case in cases]
    return pl.DataFrame(rows, schema=TYPES)


def _code(term: str, value: Settled | None) -> Settled | None:
    if value is None or term not in CODES:
        return value
    values = CODES[term]
    return sum(1 << values.index(one) for one in value) if isinstance(value, frozenset) else values.index(str(value))


@given(NODES, CASES_OF_TERMS)
def test_an_expression_has_the_meaning_of_the_condition(node: Node, cases: list[dict[str, Settled]]) -> None:
    """Whatever the condition, its expression is true, false and null where the condition is true, false and unknown."""
    frame = settled_frame(cases)
    expected = [meaning(node)(case) for case in cases]
    assert frame.with_columns(truth(node, CODES).alias("truth"))["truth"].to_list() == expected


@given(CLAUSES, CASES_OF_TERMS)
def test_a_program_gives_each_clause_the_status_that_the_reference_gives(
    clauses: tuple[ClauseIR, ...], cases: list[dict[str, Settled]]
) -> None:
    """Statuses, computed layer by layer with equal parts shared, are the reference's."""
    judge = Columnar(CODES)
    columns = [judge.status(clause) for clause in clauses]  # equal clauses share one
    judged = run(judge.layers.program(columns), settled_frame(cases), dict.fromkeys(columns))
    found = [[STATUSES[judged[column][row]] for column in columns] for row in range(len(cases))]
    assert found == [Reference(clauses).statuses(case) for case in cases]
