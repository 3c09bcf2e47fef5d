"""A frame that another program holds is screened as the same table in a file is."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from nytta.engine.batch import screen_table
from nytta.engine.errors import InputError
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case
from nytta.engine.screen import Screening
from tests.conftest import ROOT

WORKED = [str(path) for path in sorted((ROOT / "cases").rglob("case.yaml"))]


def cell(value: object) -> str:
    """A value as a table of text has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "|".join(value) or "[]" if isinstance(value, tuple) else str(value)


def row(case: Case) -> dict[str, str | None]:
    """A case as a row of text."""
    head = {key: getattr(case, key) for key in ("id", "strategy", "kind", "body")}
    return {**head, "date": case.date.isoformat(), **{fact: cell(value) for fact, value in case.facts.items()}}


@pytest.fixture(scope="module")
def cases(library: Library) -> list[tuple[Case, str]]:
    """Every worked case that its date judges."""
    return read_cases(WORKED, library).cases


@pytest.fixture(scope="module")
def table(cases: list[tuple[Case, str]]) -> pl.DataFrame:
    """The same as a table of text."""
    return pl.DataFrame([row(case) for case, _ in cases], infer_schema_length=None).cast(pl.String)


def test_a_frame_gets_the_verdicts_of_its_cases(
    cases: list[tuple[Case, str]], table: pl.DataFrame, screening: Callable[[str], Screening]
) -> None:
    """One row a case, in their order, with the verdict that a screening gives."""
    verdicts = screen_table(table)
    assert verdicts["id"].to_list() == [case.id for case, _ in cases]
    assert verdicts["error"].null_count() == len(cases)
    assert verdicts["verdict"].to_list() == [screening(name)(case).verdict for case, name in cases]


def test_what_has_the_arrow_interface_is_taken(table: pl.DataFrame) -> None:
    """A table of pyarrow comes to the same."""
    assert_frame_equal(screen_table(table.to_arrow()), screen_table(table))


def test_a_column_that_is_unknown_is_named(table: pl.DataFrame) -> None:
    """With the nearest one, unless unknown ones are to be left out."""
    wrong = table.rename({"travel.paid_by": "travel.payd_by"})
    with pytest.raises(InputError, match=r"travel\.paid_by"):
        screen_table(wrong)
    assert screen_table(wrong, ignore_unknown=True).height == table.height
