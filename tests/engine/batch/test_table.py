"""What a table of cases comes to: every row keeps its place, whatever is wrong with it or beside it."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from nytta.engine.batch.table import Tables
from nytta.engine.load.library import Library

DAY = date(2010, 4, 12)
NAMED = ["decided_by", "reject", "incomplete", "conditions", "duties", "missing"]
HEAD = {"id": "a", "strategy": "stockholm", "kind": "invitation", "date": DAY}


@pytest.fixture(scope="module", name="tables")
def of_all_editions(library: Library) -> Tables:
    """Tables of the shipped editions and the invented one, with errors in English."""
    return Tables(library, language="en")


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    """Rows with what `HEAD` has, except as stated."""
    return pl.DataFrame([HEAD | row for row in rows], infer_schema_length=None)


def test_rows_keep_their_place_whatever_edition_judges_them(tables: Tables) -> None:
    """Editions mixed with faulty rows: as many rows as before, in the same order, each judged by its own edition."""
    found = tables.screen(
        frame(
            {"id": "new"},
            {"id": "neither", "date": date(1990, 1, 1)},
            {"id": "old", "date": date(2004, 1, 1)},
            {"id": "elsewhere", "strategy": "linkoping", "kind": "agreement"},
            {"id": "new again"},
        )
    )
    assert found["id"].to_list() == ["new", "neither", "old", "elsewhere", "new again"]
    assert found["edition"].to_list() == ["stockholm-2008", None, "stockholm-2000", "linkoping-2010", "stockholm-2008"]
    assert found["verdict"].is_null().to_list() == found["error"].is_not_null().to_list() == [False, True, False, False, False]
    assert found.row(0)[1:] == found.row(4)[1:]


def test_columns_stand_in_the_order_of_the_contract(tables: Tables) -> None:
    """Names first, then the verdict and what it rests on, then findings where they are asked for, the error last."""
    head = ["id", "strategy", "edition", "kind", "verdict", *NAMED]
    assert tables.screen(frame({})).columns == [*head, "error"]
    found = tables.screen(frame({}), findings=True).columns
    assert found[: len(head)] == head
    assert found[-1] == "error"
    assert found[len(head)] == "finding.concrete-benefit"


@pytest.mark.parametrize("findings", [False, True])
def test_a_table_without_rows_has_its_columns(tables: Tables, *, findings: bool) -> None:
    """No rows in, no rows out, with the same columns as a row would have but those of findings."""
    found = tables.screen(frame({}).clear(), findings=findings)
    assert found.height == 0
    assert found.schema == tables.screen(frame({})).schema


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"strategy": "stokholm"}, ("strategy: «stokholm» does not exist", "stockholm")),
        ({"kind": "invitaton"}, ("kind: «invitaton» does not exist", "invitation")),
        ({"body": "nobody"}, ("body: «nobody» does not exist",)),
        ({"date": date(1990, 1, 1)}, ("date: no edition of stockholm is in force on 1990-01-01",)),
        ({"date": None}, ("date: is missing",)),
        ({"id": None}, ("id: is missing",)),
        ({"strategy": None}, ("strategy: is missing",)),
        ({"kind": None}, ("kind: is missing",)),
        ({"strategy": "exempelstad", "date": date(2022, 1, 1)}, ("kind: exempelstad-2020 does not judge kind «invitation»",)),
        ({"kind": "x", "body": "y"}, ("kind: «x» does not exist", " | body: «y» does not exist")),
    ],
)
def test_a_row_that_nothing_judges_says_why(row: dict[str, object], words: tuple[str, ...], tables: Tables) -> None:
    """The words of the case file's reader stand in `error`; nothing else of the row's verdict does."""
    found = tables.screen(pl.concat([frame({}), frame(row)], how="diagonal_relaxed"))
    good, bad = found.to_dicts()
    assert all(one in bad["error"] for one in words)
    assert bad["kind"] == (HEAD | row)["kind"]
    assert {bad[name] for name in ("edition", "verdict", *NAMED)} == {None}
    assert good["error"] is None
    assert good["verdict"] == "incomplete"


def test_an_error_of_before_is_kept(tables: Tables) -> None:
    """A row that could not be typed is not screened, and its error stays as it is."""
    found = tables.screen(frame({"error": "travel.paid_by: wrong"}, {"error": None}))
    assert found["error"].to_list() == ["travel.paid_by: wrong", None]
    assert found["verdict"].is_null().to_list() == [True, False]


def test_one_edition_judges_all_where_it_is_chosen(library: Library) -> None:
    """A chosen edition judges every day, in Swedish words where it does not judge the kind or the strategy is unknown."""
    tables = Tables(library, "la-linkoping-2018")
    found = tables.screen(frame({"kind": "cooperation", "date": date(1990, 1, 1)}, {}, {"strategy": "x", "kind": "cooperation"}))
    assert found["edition"].to_list() == ["la-linkoping-2018", None, None]
    assert "prövar inte slaget «invitation»" in found["error"][1]
    assert "strategy: «x» finns inte" in found["error"][2]


def test_what_is_no_fact_is_let_alone(tables: Tables) -> None:
    """A column that no edition knows changes nothing, and a missing one is unknown."""
    found = tables.screen(frame({"note": "x", "benefit.concrete": True}))
    assert found.row(0, named=True)["missing"] == tables.screen(frame({"benefit.concrete": True}))["missing"][0]
    assert "benefit.concrete" in tables.screen(frame({}))["missing"][0]
    assert "benefit.concrete" not in found["missing"][0]


@pytest.mark.parametrize("column", ["travel.paid_by", "purpose.goals"])
def test_a_value_outside_the_list_is_never_taken_for_unknown(column: str, tables: Tables) -> None:
    """A typed frame has only values of the vocabulary; any other raises."""
    value: object = ["no_goal"] if column == "purpose.goals" else "nobody"
    with pytest.raises(pl.exceptions.PolarsError):
        tables.screen(frame({column: value}))


@pytest.mark.parametrize(
    ("city", "country", "capital"),
    [
        ("Oslo", "NO", True),
        ("OSLO", "NO", True),
        ("Bergen", "NO", False),
        ("Oslo kommune", "NO", None),
        ("Osloo", "NO", None),
        ("北京", "CN", True),
        ("广州", "CN", None),
    ],
)
def test_a_doubtful_name_is_asked_for(city: str, country: str, capital: bool | None, tables: Tables) -> None:  # noqa: FBT001 - a parameter
    """A city nearly listed, or in letters that we can only guess, is neither a capital nor none."""
    facts = {"counterpart.type": "city", "counterpart.country": country, "counterpart.city": city}
    row = {"kind": "agreement", "agreement.action": "new", "agreement.type": "twin_town"}
    found = tables.screen(frame(row | facts), findings=True).row(0, named=True)
    statuses = {True: "not_applicable", False: "violated", None: "undetermined"}
    assert found["finding.avoid-twin-town-agreements"] == statuses[capital]
    assert ("counterpart.is_capital" in found["missing"].split("|")) == (capital is None)


def test_more_rows_than_are_judged_at_a_time(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many rows are judged at a time changes nothing."""
    rows = [{"id": str(number), "benefit.concrete": (True, False, None)[number % 3]} for number in range(50)]
    whole = Tables(library).screen(frame(*rows))
    monkeypatch.setattr("nytta.engine.batch.table.ROWS", 7)
    assert Tables(library).screen(frame(*rows)).equals(whole)
