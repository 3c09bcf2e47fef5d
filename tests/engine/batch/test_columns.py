"""Typed columns state what case files state, whatever the types that they came with."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.batch.columns import ERROR, typed
from nytta.engine.errors import InputError
from nytta.engine.ir.numbers import LIMIT
from nytta.engine.load.case import CaseReader
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import Document, parse
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.vocabulary import NUMERIC, allowed_values
from tests.conftest import SHIPPED_EDITIONS
from tests.generate import random_case
from tests.typed import typed_frame

HEAD = {"strategy": "stockholm", "kind": "trip", "date": date(2010, 4, 12)}
WRITTEN = (
    *(
        "true",
        "True",
        "TRUE",
        "false",
        "False",
        "yes",
        "ja",
        "on",
        "0",
        "1",
        "-1",
        "007",
        "12.5",
        "12.55",
        "12.555",
        "+3",
        ".5",
        "5.",
    ),
    *("1e3", "0x10", "0o17", "100", "100.01", "-0.5", "1000000000000000", "1000000000000001", "9999999999999.99", "null", "~"),
    *(
        "2010-04-12",
        "2010-02-30",
        "2010-4-2",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "2010-04-12 10:00",
        "SE",
        "se",
        "Sverige",
    ),
    *("city", "City", "host", "[]", "[city]", "x", "åäö", "text", "12 kr", "50 %"),
)
"""Cells of text, each a YAML scalar or list of the same meaning."""


def table(name: str, cells: pl.Series) -> pl.DataFrame:
    """A raw table with one column of a fact."""
    ids = pl.int_range(len(cells), eager=True).cast(pl.String)
    return pl.DataFrame({"id": ids}).with_columns(*(pl.lit(value).alias(key) for key, value in HEAD.items()), cells.alias(name))


def stated(name: str, value: object, library: Library) -> tuple[FactValue | None, list[str]]:
    """What a case file with this value says, and what is wrong with it."""
    reader = CaseReader(Document(""), (), library)
    made = reader.case({"id": "a", "title": "a", **HEAD, "date": str(HEAD["date"]), "facts": {name: value}}, None)
    problems = [one.sv for one in reader.problems]
    return (made[0].facts.get(name) if made else None), problems


def expected(name: str, values: list[object], library: Library) -> pl.DataFrame:
    """The typed column and the errors that these values come to in case files."""
    said = [stated(name, value, library) for value in values]
    cases = [Case.model_construct(id="a", facts={name: value} if value is not None else {}, **HEAD) for value, _ in said]
    column = typed_frame(cases, library.index.vocabulary, codes=True)[name]
    errors = [" | ".join(f"{name}: {one}" for one in problems) or None for _, problems in said]
    return pl.DataFrame([column, pl.Series(ERROR, errors, pl.String)])


def same(found: pl.DataFrame, wanted: pl.DataFrame) -> bool:
    """Whether two frames have the same cells, where the bits of a set may be stored in more or fewer bytes."""
    return found.cast({pl.UInt64: pl.UInt8}).equals(wanted, null_equal=True)


def test_a_cell_of_text_states_what_a_case_file_states(library: Library) -> None:
    """Of every fact, a cell has the value, or the problem in the same words, that the same writing has in a case file."""
    for name, fact in library.index.vocabulary.facts.items():
        if fact.type in ("text", "set"):
            continue
        cells = [*WRITTEN, *(str(one) for one in allowed_values(fact, library.index.vocabulary) if isinstance(one, str))]
        values = [parse(cell, "")[0].value for cell in cells]
        found = typed(table(name, pl.Series(cells)), library).select(name, ERROR)
        assert same(found, expected(name, values, library)), name


def test_members_of_a_set_stand_apart(library: Library) -> None:
    """A set has its members with `|` between, `[]` states that there are none, and an empty cell states nothing."""
    fact = next(name for name, fact in library.index.vocabulary.facts.items() if fact.type == "set")
    first, second, *_ = library.index.vocabulary.facts[fact].values
    cells = [
        f"{second}|{first}",
        f" {first} ",
        "[]",
        "",
        None,
        f'["{first}", "{second}"]',
        f"{first}|{first}",
        f"{first}|x",
        f"{first},{second}",
        "|",
    ]
    values: list[object] = [
        [second, first],
        [first],
        [],
        None,
        None,
        [first, second],
        [first, first],
        [first, "x"],
        [f"{first},{second}"],
        ["", ""],
    ]
    assert same(typed(table(fact, pl.Series(cells)), library).select(fact, ERROR), expected(fact, values, library))
    lists = pl.Series(
        [[second, first], [first], [], None, [first, first], [first, "x"], [f"{first}|{second}"]], dtype=pl.List(pl.String)
    )
    values = [[second, first], [first], [], None, [first, first], [first, "x"], [f"{first}|{second}"]]
    assert same(typed(table(fact, lists), library).select(fact, ERROR), expected(fact, values, library))


def test_texts_are_kept_as_they_stand(library: Library) -> None:
    """A text may look like anything; a blank one states nothing, and a long one is refused."""
    cells = ["12,5", "true", "null", "[]", " a ", "=x", " ", "", None, "x" * 20_000]
    found = typed(table("benefit.description", pl.Series(cells)), library)
    assert found["benefit.description"].to_list() == [*cells[:6], None, None, None, cells[-1]]
    assert found[ERROR].null_count() == len(cells)
    long = typed(table("benefit.description", pl.Series(["x" * 20_001])), library)
    assert "ska vara en text med högst 20000 tecken" in str(long[ERROR][0])


@pytest.mark.parametrize(
    ("cells", "hundredths"),
    [
        (pl.Series(["12,5", "0,05", "100,00", "12.5"]), [1250, 5, 10000, 1250]),
        (pl.Series([12.5, 0.29, 99.99, None]), [1250, 29, 9999, None]),
        (pl.Series([12.3, 0.1], dtype=pl.Float32), [1230, 10]),
        (pl.Series([Decimal("12.50"), Decimal("0.29")]), [1250, 29]),
        (pl.Series([0, 100], dtype=pl.UInt8), [0, 10000]),
        (pl.Series([7], dtype=pl.UInt64), [700]),
    ],
)
def test_numbers_are_exact_whatever_they_are_stored_in(cells: pl.Series, hundredths: list[int | None], library: Library) -> None:
    """Hundredths are those of the decimal number that was meant; text may have a decimal comma."""
    found = typed(table("funding.external_share", cells), library)
    assert (found["funding.external_share"].to_list(), found[ERROR].null_count()) == (hundredths, len(cells))


@given(numbers=st.lists(st.one_of(st.integers(-(2**63), 2**63 - 1), st.integers(-LIMIT - 2, LIMIT + 2)), min_size=1))
def test_whole_numbers_are_those_of_case_files(numbers: list[int], library: Library) -> None:
    """Of every numeric fact, a column of whole numbers is typed as the same numbers in case files."""
    for name in (name for name, fact in library.index.vocabulary.facts.items() if fact.type in NUMERIC):
        found = typed(table(name, pl.Series(numbers, dtype=pl.Int64)), library).select(name, ERROR)
        assert same(found, expected(name, list(numbers), library))


@given(
    numbers=st.lists(
        st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**8), 10**8).map(lambda n: n / 100)),
        min_size=1,
    )
)
def test_floats_are_those_of_case_files(numbers: list[float], library: Library) -> None:
    """Of every numeric fact, a column of floats has the values that the same numbers have in case files, and faults where they do."""
    for name in (name for name, fact in library.index.vocabulary.facts.items() if fact.type in NUMERIC):
        found = typed(table(name, pl.Series(numbers, dtype=pl.Float64)), library)
        wanted = expected(name, list(numbers), library)
        assert found[name].equals(wanted[name], null_equal=True)
        assert found[ERROR].is_null().equals(wanted[ERROR].is_null())


@pytest.mark.parametrize("edition", SHIPPED_EDITIONS)
def test_generated_cases_survive_the_table(edition: str, library: Library) -> None:
    """Cases put into a raw table, as text and in natural types, come out as the typed frame that they are."""
    source = Random(edition)
    cases = [random_case(library.edition(edition), source, number) for number in range(300)]
    vocabulary = library.index.vocabulary
    wanted = typed_frame(cases, vocabulary, codes=True)
    plain = typed_frame(cases, vocabulary)
    numbers = [name for name, fact in vocabulary.facts.items() if fact.type in NUMERIC]
    sets = [name for name, fact in vocabulary.facts.items() if fact.type == "set"]
    said = [[case.facts.get(name) for case in cases] for name in numbers]
    natural = plain.with_columns(
        pl.Series(name, [None if one is None else Decimal(str(one)) for one in values], pl.Decimal(20, 2))
        for name, values in zip(numbers, said, strict=True)
    )
    text = natural.with_columns(
        pl.when(pl.col(name).list.len() == 0).then(pl.lit("[]")).otherwise(pl.col(name).list.join("|")).alias(name)
        for name in sets
    ).cast(pl.String)
    for raw in (natural, text):
        found = typed(raw, library)
        assert found[ERROR].null_count() == len(cases)
        for name in wanted.columns:
            column = found[name].cast(pl.String) if name in ("strategy", "kind", "body") else found[name]
            assert column.cast(wanted.schema[name]).equals(wanted[name], null_equal=True), name


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (pl.Series([1]), "«1» är fel typ: ska vara true eller false (utan citattecken)"),
        (pl.Series([[True]]), "«[True]» är fel typ"),
        (pl.Series([{"a": 1}]), "«en mappning» är fel typ"),
        (pl.Series([b"true"]), "«['Binary']» är fel typ"),
        (pl.Series([date(2010, 1, 1)]), "«2010-01-01» är fel typ"),
        (pl.Series([float("nan")]), "«NaN» är fel typ"),
    ],
)
def test_a_column_of_another_type_is_refused_row_by_row(cells: pl.Series, said: str, library: Library) -> None:
    """Nothing is taken for a truth value but a truth value."""
    found = typed(table("benefit.concrete", cells), library)
    assert str(found[ERROR][0]).startswith(f"benefit.concrete: {said}")
    assert found["benefit.concrete"][0] is None


def test_a_day_may_be_a_moment_at_midnight(library: Library) -> None:
    """Programs that know no days write midnight; any other time of day is no day."""
    raw = table("benefit.concrete", pl.Series([True, True]))
    raw = raw.with_columns(pl.Series("date", [datetime(2010, 4, 12), datetime(2010, 4, 12, 1)]))  # noqa: DTZ001 - as stored
    found = typed(raw, library)
    assert found["date"].to_list() == [date(2010, 4, 12), None]
    assert "menade du «2010-04-12»?" in str(found[ERROR][1])


def test_every_problem_of_a_row_is_said(library: Library) -> None:
    """The problems of a row stand after one another, in the order of its columns, in the reader's language."""
    raw = pl.DataFrame({"id": ["a"], "strategy": ["stokholm"], "kind": [None], "date": [""], "travel.paid_by": ["hosst"]})
    for language, words in (
        ("sv", ("finns inte", "saknas", "saknas", "är inte tillåtet")),
        ("en", ("does not exist", "is missing", "is missing", "is not allowed")),
    ):
        said = str(typed(raw, library, language="en" if language == "en" else "sv")[ERROR][0]).split(" | ")
        assert [one.split(":")[0] for one in said] == ["strategy", "kind", "date", "travel.paid_by"]
        assert all(word in one for word, one in zip(words, said, strict=True))


def test_a_row_that_is_refused_already_stays_so(library: Library) -> None:
    """What stands in `error` is kept, and nothing is added to it."""
    raw = table("travel.paid_by", pl.Series(["hosst", "hosst"])).with_columns(pl.Series(ERROR, ["torn", None]))
    assert typed(raw, library)[ERROR].str.slice(0, 14).to_list() == ["torn", "travel.paid_by"]


def test_identifiers_may_be_numbers(library: Library) -> None:
    """A column of whole numbers names cases as the same digits in text do."""
    raw = table("benefit.concrete", pl.Series([True, True, True])).with_columns(id=pl.Series([7, 8, 7]))
    found = typed(raw, library)
    assert found["id"].to_list() == ["7", "8", "7"]
    assert found[ERROR].to_list() == [None, None, "id: id «7» finns redan (ärende 1)"]


def test_wrong_columns_are_refused_all_at_once(library: Library) -> None:
    """Each unknown column and each missing one that every case needs is a problem of its own."""
    with pytest.raises(InputError) as refused:
        typed(pl.DataFrame({"id": ["a"], "knd": ["trip"], "travel": ["x"], "date": ["2010-01-01"]}), library)
    assert [problem.name for problem in refused.value.problems] == ["knd", "travel", "strategy", "kind"]
    assert refused.value.problems[0].sv.endswith("; menade du «kind»?")
