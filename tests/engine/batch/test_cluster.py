"""A cluster that loses a worker in the middle loses no row."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from nytta.engine.batch.cluster import check_spark
from nytta.engine.batch.run import Wanted
from nytta.engine.errors import InputError
from nytta.engine.load.library import Library
from tests.conftest import EXEMPELSTAD
from tests.engine.batch.portfolio import QUICK, on_one_machine, portfolio

COPIES, PIECES = 4, 20
"""How often the portfolio stands in the table, and about how many tasks that is made."""
PATIENCE = 180
"""Seconds after which something has gone wrong."""
SCREEN = """\
import sys
from pathlib import Path
from nytta.engine.batch.cluster import run_spark
from nytta.engine.batch.run import Wanted
from nytta.engine.load.library import Library

master, table, output, rules, cache = sys.argv[1:]
library = Library(Path(rules), cache=Path(cache))
run_spark(master, Path(table), Path(output), ("parquet", "parquet"), library, Wanted(language="en"))
"""
SETTINGS = (
    "spark.executor.memory=512m",
    "spark.driver.memory=512m",
    "spark.sql.files.maxPartitionBytes={bytes}",
    "spark.sql.shuffle.partitions=4",
)


class Processes:
    """Processes that a test starts, each with a log of its own; all of them, and what they started, end with the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, *command: str, piece: int = 1 << 20) -> tuple[subprocess.Popen[bytes], Path]:
        """Starts one; it and where it writes."""
        log = self._folder / f"{name}.log"
        own = {
            "JAVA_TOOL_OPTIONS": QUICK,
            "SPARK_LOCAL_DIRS": str(self._folder),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
            "PYSPARK_SUBMIT_ARGS": " ".join([*(f"--conf {one.format(bytes=piece)}" for one in SETTINGS), "pyspark-shell"]),
        }
        with log.open("wb") as out:
            process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=os.environ | own)
        self._own.append(process)
        return process, log

    def kill(self, process: subprocess.Popen[bytes]) -> int:
        """Kills one and all that it started, at once; how many that were."""
        every = [process.pid, *descendants(process.pid)]
        for one in every:
            _kill(one)
        process.wait(PATIENCE)
        return len(every)

    def end(self) -> None:
        """Ends all."""
        for process in reversed(self._own):
            if process.poll() is None:
                self.kill(process)


def descendants(process: int) -> list[int]:
    """What a process has started, and what that has started."""
    try:
        children = [
            int(one) for task in Path(f"/proc/{process}/task").iterdir() for one in (task / "children").read_text().split()
        ]
    except OSError:
        return []
    return [one for child in children for one in (child, *descendants(child))]


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def awaited(found: Callable[[], str | None], what: str, logs: Path) -> str:
    """What is found once it is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = found()
        if answer:
            return answer
        time.sleep(0.01)
    said = "\n".join(f"{log.name}: {log.read_text('utf-8')[-2000:]}" for log in logs.glob("*.log"))
    raise AssertionError(f"{what}\n{said}")


def in_log(log: Path, pattern: str) -> Callable[[], str | None]:
    """Looks for what a process writes."""

    def found() -> str | None:
        match = re.search(pattern, log.read_text("utf-8"))
        return match and match.group()

    return found


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    """Processes that end with the test; skipped where Spark is not installed."""
    try:
        check_spark("local")
    except InputError as error:
        pytest.skip(str(error))
    if not Path("/proc/self/task").exists():
        pytest.skip("which processes a worker has started is known from /proc only")
    own = Processes(tmp_path)
    try:
        yield own
    finally:
        own.end()


def test_a_worker_that_is_killed_loses_no_row(processes: Processes, library: Library, tmp_path: Path) -> None:
    """A worker and its executor are killed while parts are written: the table is that of one machine."""
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    program = str(Path(spec.origin).with_name("bin") / "spark-class")
    own = ("--host", "127.0.0.1", "--webui-port", "0")
    _, log = processes.start("master", program, "org.apache.spark.deploy.master.Master", *own, "--port", "0")
    master = awaited(in_log(log, r"spark://127\.0\.0\.1:[1-9]\d*"), "no master", tmp_path)
    worker = ("org.apache.spark.deploy.worker.Worker", *own, "-c", "1", "-m", "1g", "-d")
    doomed, first = processes.start("worker-1", program, *worker, str(tmp_path / "1"), master)
    _, second = processes.start("worker-2", program, *worker, str(tmp_path / "2"), master)

    table, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    once = portfolio(library)
    every = pl.concat(once.with_columns(pl.concat_str("id", pl.lit(f" of {copy}"))) for copy in range(COPIES))
    every.write_parquet(table, row_group_size=every.height // PIECES)
    expected = on_one_machine(table, "parquet", library, Wanted(language="en"))
    for one in (first, second):
        awaited(in_log(one, "Successfully registered"), "no worker", tmp_path)

    arguments = map(str, (table, output, EXEMPELSTAD, tmp_path / "cache"))
    command = (sys.executable, "-c", SCREEN, master, *arguments)
    screening, said = processes.start("driver", *command, piece=table.stat().st_size // PIECES)
    notes = tmp_path / f".out.parquet.spark.{screening.pid}" / "notes"
    awaited(lambda: next((str(one) for one in notes.glob("[0-9]*")), None), "no part", tmp_path)
    assert processes.kill(doomed) >= len(["worker", "executor"])
    done = len(list(notes.glob("[0-9]*")))
    assert 0 < done < PIECES // 2
    assert not output.exists()

    assert screening.wait(PATIENCE) == 0, said.read_text("utf-8")
    assert "Lost executor" in said.read_text("utf-8")
    assert_frame_equal(pl.concat(map(pl.read_parquet, sorted(output.iterdir()))), expected)
    assert len(list(output.iterdir())) > done
    assert not notes.parent.exists()
