"""How does a table on file become a table of verdicts on a cluster? Read, screened and written in parts, whole or not at all.

Everything lies in a folder beside the final name until it is whole: the parts as the workers write them, and what each
came to. So the folder must be one that all machines have under the same name.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING

import polars as pl

from nytta.engine.batch.files import ROWS, Format, Source, source
from nytta.engine.batch.folder import CaseRows
from nytta.engine.batch.run import Run, Wanted
from nytta.engine.batch.spark import NUMBER, Screener, kept, screened
from nytta.engine.batch.tally import Tally
from nytta.engine.batch.writers import Written, write
from nytta.engine.errors import InputError, Place, Problem
from nytta.engine.load.library import Library

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PATIENCE = 5
"""Seconds that a master may take to answer."""
_NEEDED = ("pyspark", "pandas", "pyarrow")
_OWN = ("local", "spark://127.0.0.1:", "spark://localhost:")
"""How the name of a master begins that is on this machine."""
_MASTER = re.compile(r"local(\[.+\])?|local-cluster\[.+\]|yarn|(spark|k8s)://.+")
_PATTERN = re.compile(r"([\\\[\]{}*?,^])")
"""What Spark would take for a pattern in the name of a file."""
_LETTERS = 600


def run_spark(master: str, table: Path, output: Path, forms: tuple[Format, Written], library: Library, wanted: Wanted) -> Tally:
    """Screens a table on the cluster of a master, and says what it came to.

    Parquet is written as a folder of parts, whose order by name is that of the rows; other formats as one file. Raises
    InputError where Spark is not there, cannot be reached or fails, and where the table or its columns will not do.
    """
    check_spark(master)
    cases = source(table, forms[0], CaseRows(library, wanted.edition, wanted.language))
    schema = Run(cases, library, wanted).schema
    staging = output.with_name(f".{output.name}.spark.{os.getpid()}")
    try:
        with _stoppable(), _failing(master):
            (staging / "notes").mkdir(parents=True)
            given = _parquet(cases, table, forms[0], staging)
            screener = Screener.of(library, wanted, schema.names(), numbered=False, notes=staging / "notes")
            with _session(master) as spark:
                _screen(spark, given, staging / "parts", screener)
            tally = _sum(staging / "notes")
            parts = _parts(staging / "parts")
            _check_whole(given, parts, tally, wanted)
            _place(parts, output, forms[1], schema)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return tally


def _screen(spark: SparkSession, table: Path, parts: Path, screener: Screener) -> None:
    """Writes the verdicts on a Parquet file in parts, which are in the order of its rows."""
    from pyspark.sql import functions

    raw = spark.read.parquet(_named(table))
    numbered = raw.withColumn(NUMBER, functions.col("_metadata.row_index") + 1)
    chosen = kept(numbered, screener.wanted.where, screener.wanted.limit)
    screened(chosen, screener).write.parquet(f"file://{parts.resolve()}")


def _named(path: Path) -> str:
    return "file://" + _PATTERN.sub(r"\\\1", str(path.resolve()))


def _parquet(cases: Source, table: Path, form: Format, staging: Path) -> Path:
    """The table as Parquet: what else there is has no rows that several workers could read at once in the same way."""
    if form == "parquet":
        return table
    path = staging / "cases.parquet"
    write(path, "parquet", cases.schema, cases.batches)
    return path


def _parts(folder: Path) -> list[Path]:
    """The parts in the order of their rows."""
    return sorted(folder.glob("part-*.parquet"), key=lambda path: (int(path.name.split("-")[1]), path.name))


def _check_whole(table: Path, parts: list[Path], tally: Tally, wanted: Wanted) -> None:
    """Raises RuntimeError if a row were lost or came twice, so that nothing is put in place."""
    given, written = (pl.scan_parquet(paths).select(pl.len()).collect().item() for paths in (table, parts))
    if written != tally.rows or (written != given and not wanted.where and wanted.limit is None):
        raise RuntimeError(f"of {given} rows {written} were written and {tally.rows} counted")


def _place(parts: list[Path], output: Path, form: Written, schema: pl.Schema) -> None:
    """Puts the parts where they are wanted: as they are, or in one file."""
    if form != "parquet":
        write(output, form, schema, lambda: pl.scan_parquet(parts).collect_batches(chunk_size=ROWS, maintain_order=True))
        return
    whole = parts[0].parent.with_name("whole")
    whole.mkdir()
    for number, part in enumerate(parts):
        part.rename(whole / f"part-{number:05}.parquet")
    output.unlink(missing_ok=True)
    whole.rename(output)


def _sum(notes: Path) -> Tally:
    """What all partitions came to together."""
    total = Tally()
    for path in sorted(notes.glob("[0-9]*"), key=lambda path: int(path.name)):
        total.add(Tally.from_json(path.read_text("utf-8")))
    return total


def check_spark(master: str) -> None:
    """Raises InputError, with what to do, where that names no master, Spark or Java is not installed, or no master answers."""
    if not _MASTER.fullmatch(master):
        sv, en = "är ingen master för Spark; det finns: {}", "is no master for Spark; there are: {}"
        known = "local[2], spark://HOST:PORT, yarn, k8s://HOST:PORT"
        raise _refused(master, sv.format(known), en.format(known))
    lacking = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if lacking:
        names = ", ".join(lacking)
        sv, en = f"för kluster behövs ett tillägg ({names})", f"for clusters an extra is needed ({names})"
        raise _refused(master, f"{sv}: pip install 'nytta[spark]'", f"{en}: pip install 'nytta[spark]'")
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").exists() if home else shutil.which("java")):
        sv = "Spark behöver Java 17 eller senare, som inte hittas: installera till exempel openjdk-17-jre-headless, eller sätt JAVA_HOME"
        en = "Spark needs Java 17 or later, which is not found: install openjdk-17-jre-headless, say, or set JAVA_HOME"
        raise _refused(master, sv, en)
    if master.startswith("spark://") and not any(map(_answers, master.removeprefix("spark://").split(","))):
        sv, en = "ingen svarar där; är klustret igång?", "nobody answers there; is the cluster running?"
        raise _refused(master, sv, en)


def _answers(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), PATIENCE).close()
    except (OSError, ValueError):
        return False
    return True


@contextmanager
def _session(master: str) -> Iterator[SparkSession]:
    """The session that is there, or one of our own; what else that needs is set as for every Spark program."""
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        yield active
        return
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings: dict[str, bool | float | int | str | None] = {
        "spark.app.name": "nytta",
        "spark.ui.showConsoleProgress": sys.stderr.isatty(),
        "spark.executorEnv.POLARS_MAX_THREADS": "1",  # Spark already has a process for each core
        "spark.sql.session.timeZone": "UTC",  # as Parquet has its times
        "spark.sql.caseSensitive": True,
        "spark.sql.execution.arrow.maxRecordsPerBatch": ROWS,
    }
    if master.startswith(_OWN):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        settings |= {"spark.ui.enabled": False, "spark.log.level": "ERROR"}
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    spark = SparkSession.builder.master(master).config(map=settings).getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


@contextmanager
def _failing(master: str) -> Iterator[None]:
    """Within it, what Spark fails at becomes an InputError."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        said = _reason(str(error))
        raise _refused(master, f"Spark kunde inte slutföra ({said})", f"Spark could not finish ({said})") from error


def _reason(said: str) -> str:
    """What went wrong, out of what Spark says: the last line of Python's report if there is one, else the first of Java's."""
    lines = [line for line in said.partition("JVM stacktrace:")[0].splitlines() if line.strip()]
    raised = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b.*: ", line)]
    return (raised or lines or [said])[-1 if raised else 0].strip()[:_LETTERS]


@contextmanager
def _stoppable() -> Iterator[None]:
    """Signals that ask to stop raise KeyboardInterrupt, so that everything is put away; Spark does so itself on ctrl-C."""
    if current_thread() is not main_thread():
        yield
        return
    before = {one: signal.signal(one, _stop) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _refused(master: str, sv: str, en: str) -> InputError:
    return InputError(Problem(Place("--spark"), master, sv, en))
