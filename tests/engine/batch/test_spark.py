"""Spark gives the table that one machine gives, row by row, and never half of it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from nytta.engine.batch import cluster, spark
from nytta.engine.batch.cluster import check_spark, run_spark
from nytta.engine.batch.files import source
from nytta.engine.batch.folder import CaseRows
from nytta.engine.batch.run import Run, Wanted
from nytta.engine.batch.spark import Screener, screen_spark
from nytta.engine.batch.writers import write
from nytta.engine.errors import InputError
from nytta.engine.load.library import Library
from tests.conftest import EXEMPELSTAD
from tests.engine.batch.portfolio import QUICK, on_one_machine, portfolio

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MASTER = "local[2]"
WANTED = Wanted(findings=True, language="en")


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    """Spark in this process, which reads small pieces; skipped where it is not installed."""
    try:
        check_spark(MASTER)
    except InputError as error:
        pytest.skip(str(error))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", QUICK)
        with cluster._session(MASTER) as own:
            own.conf.set("spark.sql.files.maxPartitionBytes", "100k")
            own.conf.set("spark.sql.shuffle.partitions", "4")
            yield own


@pytest.fixture(scope="module")
def table(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portfolio as Parquet, in pieces that Spark can read apart, with the number of each row."""
    path = tmp_path_factory.mktemp("table") / "numbered.parquet"
    portfolio(library).with_row_index("row", offset=1).write_parquet(path, row_group_size=500)
    return path


@pytest.fixture(scope="module")
def expected(table: Path, library: Library) -> pl.DataFrame:
    """The verdicts on the portfolio, by one machine."""
    plain = table.with_name("plain.parquet")
    pl.read_parquet(table).drop("row").write_parquet(plain, row_group_size=500)
    return on_one_machine(plain, "parquet", library, WANTED)


def screened(frame: DataFrame, *, number: str | None = None, folder: Path = EXEMPELSTAD) -> pl.DataFrame:
    """The verdicts as they come out of Spark."""
    return pl.DataFrame(
        pl.from_arrow(screen_spark(frame, folders=(folder,), findings=True, language="en", number=number).toArrow())
    )


def test_spark_gives_the_same_table(session: SparkSession, table: Path, expected: pl.DataFrame) -> None:
    """Every column of every row is as on one machine, in the same order, from several partitions."""
    frame = session.read.parquet(str(table))
    found = screened(frame, number="row")
    assert frame.rdd.getNumPartitions() > 2
    assert found["row"].to_list() == list(range(1, len(expected) + 1))
    assert_frame_equal(found.drop("row"), expected)
    assert expected["error"].count() > len("faults")
    assert expected["edition"].n_unique() > 5


def test_the_order_holds_where_very_many_identifiers_stand_twice(
    session: SparkSession, table: Path, expected: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that are sent to where their identifiers are come back to their places."""
    monkeypatch.setattr(spark, "FEW", 0)
    assert_frame_equal(screened(session.read.parquet(str(table)), number="row").drop("row"), expected)


def test_without_numbers_no_row_is_the_first(session: SparkSession, table: Path, expected: pl.DataFrame) -> None:
    """Where nothing says which row comes first, each one whose identifier stands twice is refused, and no other."""
    found = screened(session.read.parquet(str(table)).drop("row"))
    several = (expected["id"] == "twice").fill_null(value=False)
    assert found.filter(several)["error"].str.contains("id: id «twice» stands in several rows").to_list() == [True] * 3
    assert found.filter(several)["verdict"].null_count() == 3
    assert_frame_equal(found.filter(~several), expected.filter(~several))


def test_typed_columns_are_taken_as_they_are(session: SparkSession, tmp_path: Path, library: Library) -> None:
    """Booleans, days, decimals and lists mean on a cluster what they mean on one machine."""
    text = portfolio(library).drop("error", "title").filter(pl.col("id").str.starts_with("made-"))
    sets = [name for name, fact in library.index.vocabulary.facts.items() if fact.type == "set"]
    bools = [name for name, fact in library.index.vocabulary.facts.items() if fact.type == "bool"]
    natural = text.with_columns(
        pl.col(sets).str.replace("[]", "", literal=True).str.split("|").list.filter(pl.element() != ""),
        pl.col(bools) == "true",
        pl.col("date").str.to_date(),
        pl.col("funding.external_share").cast(pl.Decimal(9, 2)),
    )
    path = tmp_path / "natural.parquet"
    natural.write_parquet(path)
    expected = on_one_machine(path, "parquet", library, WANTED)
    assert expected["error"].count() == 0
    assert_frame_equal(screened(session.read.parquet(str(path))), expected)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("wanted", [WANTED, Wanted(where=(("kind", "trip"),), limit=40, language="en")], ids=["all", "some"])
def test_a_file_becomes_the_file_that_one_machine_writes(wanted: Wanted, table: Path, library: Library, tmp_path: Path) -> None:
    """CSV in and out: the same bytes, the same summary, nothing left beside."""
    given = tmp_path / "in [1].csv"
    pl.read_parquet(table).drop("row").write_csv(given)
    run = Run(source(given, "csv", CaseRows(library, None, "en")), library, wanted)
    write(tmp_path / "expected.csv", "csv", run.schema, run.frames)
    tally = run_spark(MASTER, given, tmp_path / "out.csv", ("csv", "csv"), library, wanted)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "expected.csv").read_bytes()
    assert tally == run.tally
    assert {path.name for path in tmp_path.iterdir()} == {given.name, "expected.csv", "out.csv"}


@pytest.mark.usefixtures("session")
def test_parquet_becomes_a_folder_of_parts(table: Path, library: Library, expected: pl.DataFrame, tmp_path: Path) -> None:
    """The parts, taken by name, have the rows in their order; there are several."""
    wanted = Wanted(findings=True, ignore_unknown=True, language="en")
    run_spark(MASTER, table, tmp_path / "out.parquet", ("parquet", "parquet"), library, wanted)
    parts = sorted((tmp_path / "out.parquet").iterdir())
    assert len(parts) > 2
    assert_frame_equal(pl.concat(map(pl.read_parquet, parts)), expected)


@pytest.mark.usefixtures("session")
def test_an_empty_table_becomes_an_empty_table(library: Library, tmp_path: Path) -> None:
    """No rows, and still every column."""
    CaseRows(library, None, "en").frame([]).write_parquet(tmp_path / "in.parquet")
    tally = run_spark(MASTER, tmp_path / "in.parquet", tmp_path / "out.parquet", ("parquet", "parquet"), library, Wanted())
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert (found.height, tally.rows) == (0, 0)
    assert found.columns[:2] == ["id", "strategy"]


@pytest.mark.usefixtures("session")
def test_a_failure_on_the_workers_leaves_nothing(
    table: Path, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers with another version of the program refuse; the message says so, and no output is there."""
    monkeypatch.setattr(spark, "__version__", "0.0.0")
    with pytest.raises(InputError, match=r"Spark could not finish .*but 0\.0\.0 is needed"):
        run_spark(MASTER, table, tmp_path / "out.parquet", ("parquet", "parquet"), library, Wanted(ignore_unknown=True))
    assert list(tmp_path.iterdir()) == []


def test_a_worker_needs_no_files(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules are inside what is shipped."""
    screener = Screener.of(library, Wanted(), ("id",), numbered=False)
    monkeypatch.setattr(Library, "_from_files", None)
    monkeypatch.setattr(Library, "_kept", None)
    received, _ = spark._rules(screener.rules, None, "sv")
    assert [received.edition(head.id).id for head in received.index.heads] == [head.id for head in library.index.heads]


@pytest.mark.parametrize("name", ["pyspark", "pandas", "pyarrow"])
def test_it_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing package is named, with the extra that has it."""
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda one: None if one == name else find(one))
    with pytest.raises(InputError, match=rf"{name}.*pip install 'nytta\[spark\]'"):
        check_spark(MASTER)


def test_it_says_that_java_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Java it is named, whether it is looked for in a place of its own or among all programs."""
    monkeypatch.setattr(cluster, "_NEEDED", ())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(InputError, match="Java 17"):
        check_spark(MASTER)
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="openjdk-17-jre-headless"):
        check_spark(MASTER)


@pytest.mark.parametrize("name", ["", "x", "locals", "local[]", "spark://", "http://127.0.0.1:7077"])
def test_what_names_no_master_is_refused(name: str) -> None:
    """Nothing is started for it; the message says what would do."""
    with pytest.raises(InputError, match=r"local\[2\], spark://HOST:PORT"):
        check_spark(name)


def test_it_says_that_no_master_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing listens, that is said at once."""
    monkeypatch.setattr(cluster, "_NEEDED", ())
    monkeypatch.setattr(shutil, "which", lambda _: os.devnull)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        check_spark(f"spark://127.0.0.1:{port}")
    with pytest.raises(InputError, match="is the cluster running"):
        check_spark(f"spark://127.0.0.1:{port}")
