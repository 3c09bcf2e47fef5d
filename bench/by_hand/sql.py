"""The clauses of stockholm-2008 as somebody would write them by hand in SQL, for DuckDB.

DuckDB's documentation advises to query an Arrow table where it lies, which all threads scan, and to take the answer as a
Polars frame; a table of DuckDB's own was no faster. It gets as many threads as Polars has.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from by_hand import EXCUSED, NEVER, SATISFIED, UNDETERMINED, VIOLATED, Codes, named

QUERY = Path(__file__).with_name("stockholm_2008.sql")
STATUS = f"""
CREATE TEMP MACRO status(applies, requires) AS CASE WHEN NOT applies THEN {NEVER} WHEN requires THEN {SATISFIED}
  WHEN applies AND NOT requires THEN {VIOLATED} ELSE {UNDETERMINED} END::UTINYINT;
CREATE TEMP MACRO status_unless(applies, requires, excused) AS CASE WHEN NOT applies THEN {NEVER} WHEN requires THEN {SATISFIED}
  WHEN excused THEN {EXCUSED} WHEN applies AND NOT requires AND NOT excused THEN {VIOLATED} ELSE {UNDETERMINED} END::UTINYINT;
"""


class DuckDB:
    """Judges the settled columns of a table."""

    def __init__(self, settled: pl.DataFrame, codes: Codes, read: set[str], clauses: int) -> None:
        counterpart = " OR ".join(f'"{name}" IS NOT NULL' for name in sorted(read) if name.startswith("counterpart."))
        verdict = _filled(QUERY.read_text(), _codes(codes) | {"counterpart_stated": counterpart})
        statuses = ", ".join(f"s{number}" for number in range(clauses))
        self._queries = {False: verdict, True: verdict.replace(" AS verdict\n", f" AS verdict, {statuses}\n")}
        self._connection = duckdb.connect()
        self._connection.execute(f"SET threads = {pl.thread_pool_size()}")
        self._connection.execute(STATUS)
        self._connection.register("cases", settled.select(sorted(read)).to_arrow())

    def __call__(self, *, statuses: bool = False) -> pl.DataFrame:
        """The verdicts, and a column of statuses a clause where they are asked for."""
        return self._connection.sql(self._queries[statuses]).pl()

    def arrays(self, found: pl.DataFrame) -> list[Any]:
        """The verdicts and the statuses of each clause."""
        return [column.to_numpy() for column in found.iter_columns()]


def _codes(codes: Codes) -> dict[str, Any]:
    """The numbers by the names that the query has for them."""
    given = named(codes)
    benefit, subject_matter = given["grounds"]
    return {name.replace(" ", "_"): value for name, value in given.items()} | {
        "benefit": benefit,
        "subject_matter": subject_matter,
        "sectors": sum(1 << bit for bit in given["sectors"]),
        "operations": 1 << given["operations"],
        "monitoring": 1 << given["monitoring"],
    }


def _filled(query: str, values: dict[str, Any]) -> str:
    """The query with its names filled in."""
    return re.sub(r"\$(\w+)", lambda name: str(values[name[1]]), query)
