"""What do the strategies say about a table that a cluster holds? The same function as on one machine, batch after batch.

Spark decides which rows lie in which batch and where each is screened; what becomes of a row does not depend on it. The
rules are shipped with the function: a worker needs the program, and no files.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from nytta import __version__
from nytta.engine.batch.columns import Columns
from nytta.engine.batch.duplicates import Identifiers, taken_words
from nytta.engine.batch.files import Source
from nytta.engine.batch.run import Run, Wanted, is_written, whole
from nytta.engine.batch.table import Tables
from nytta.engine.batch.tally import Tally
from nytta.engine.errors import InputError, Language, Place, Problem
from nytta.engine.load.library import Library
from nytta.engine.load.library import library as load

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

    Batches = Iterator[pa.RecordBatch]
    Function = Callable[[Batches], Batches]

ROWS, BYTES = 1 << 16, 1 << 28
"""Rows, and about how many bytes of them, that are screened at a time, however small the batches that Spark makes."""
FEW = 1_000_000
"""Repeated identifiers that are sent to every worker; if there are more, the rows are sent to where the identifiers are."""
_ID, _TIMES = "nytta id", "nytta times"
NUMBER, FIRST = "nytta number", "nytta first"
"""Columns beside those of the table: which row it is, and which one has the same identifier before all others."""


def screen_spark(
    df: DataFrame,
    *,
    folders: Iterable[Path] = (),
    edition: str | None = None,
    findings: bool = False,
    ignore_unknown: bool = False,
    language: Language = "sv",
    number: str | None = None,
) -> DataFrame:
    """The verdict on each row, from raw columns; `number` names a column with the number of each row, which is kept.

    Partitions and the rows in them keep their order, unless more than FEW identifiers stand twice: then the order is that
    of the numbers. Of rows with the same identifier the first by number is screened; none where there are no numbers.
    Looks for repeated identifiers, and with findings for the editions that are met, when it is called; the rest is lazy.
    Raises InputError where the columns will not do.
    """
    rules, wanted = load(tuple(folders)), Wanted(edition, findings, ignore_unknown, language=language)
    numbered = _numbered(df, number)
    schema = Run(_source(numbered.drop(NUMBER), whole=findings and edition is None), rules, wanted).schema
    verdicts = screened(numbered, Screener.of(rules, wanted, schema.names(), numbered=number is not None))
    return verdicts if number is None else verdicts.withColumnRenamed(NUMBER, number)


def _numbered(df: DataFrame, number: str | None) -> DataFrame:
    from pyspark.sql import functions

    if number is None:
        return df.withColumn(NUMBER, functions.lit(None).cast("long"))
    return df.withColumn(NUMBER, df[f"`{number}`"].cast("long")).drop(number)


def _source(df: DataFrame, *, whole: bool) -> Source:
    """The table's columns and, if asked for, its strategies with their days, to find out which editions judge it."""
    about = ("strategy", "date")
    schema = _frame(df.limit(0).toArrow()).schema
    pairs = _frame(df.select(*about).distinct().toArrow()) if whole and set(about) <= set(schema) else pl.DataFrame(schema=schema)
    return Source("", schema, lambda: pl.Series(dtype=pl.UInt64), lambda: iter(()), pairs.lazy())


def kept(numbered: DataFrame, where: tuple[tuple[str, str], ...], limit: int | None) -> DataFrame:
    """The rows that are asked for, as `Wanted` has it."""
    chosen = _mapped(numbered, _Filter(where), numbered.schema) if where else numbered
    if limit is None:
        return chosen
    return chosen.orderBy(NUMBER).limit(limit) if where else chosen.where(chosen[NUMBER] <= limit)


def screened(numbered: DataFrame, screener: Screener) -> DataFrame:
    """The verdict on each row, with the numbers if there are any."""
    from pyspark.sql.types import LongType, StringType, StructField, StructType

    fields = [StructField(name, StringType()) for name in screener.names]
    numbers = [StructField(NUMBER, LongType())] if screener.numbered else []
    return _mapped(_with_first(numbered), screener, StructType(numbers + fields))


def _mapped(df: DataFrame, function: Function, schema: StructType) -> DataFrame:
    """What the function makes of the rows; Spark cannot hand over columns with dots in their names, so they go by number."""
    return df.toDF(*(f"c{place}" for place in range(len(df.columns)))).mapInArrow(_Named(tuple(df.columns), function), schema)


def _with_first(numbered: DataFrame) -> DataFrame:
    """The rows with the number of the first one that has their identifier, where that stands twice; 0 without numbers."""
    from pyspark.sql import functions as sql

    identifier, first = sql.col("id").cast("string"), sql.coalesce(sql.min(NUMBER), sql.lit(0)).cast("long")
    ids = numbered.select(identifier.alias(_ID), NUMBER).where(sql.col(_ID).isNotNull())
    counted = ids.groupBy(_ID).agg(first.alias(FIRST), sql.count(sql.lit(1)).alias(_TIMES))
    repeated = counted.where(sql.col(_TIMES) > 1).drop(_TIMES)
    count = repeated.limit(FEW + 1).count()
    if not count:
        return numbered.withColumn(FIRST, sql.lit(None).cast("long"))
    if count <= FEW:
        return numbered.join(sql.broadcast(repeated), identifier == sql.col(_ID), "left").drop(_ID)
    return numbered.join(repeated, identifier == sql.col(_ID), "left").drop(_ID).orderBy(NUMBER)


@dataclass(frozen=True, slots=True)
class Screener:
    """Screens the batches of a partition on a worker. Raises InputError there if the worker has another version."""

    version: str
    rules: bytes
    wanted: Wanted
    names: tuple[str, ...]
    """The columns of the verdicts."""
    numbered: bool
    notes: str | None = None
    """The folder where each partition's tally is put."""

    @classmethod
    def of(cls, library: Library, wanted: Wanted, names: Iterable[str], *, numbered: bool, notes: Path | None = None) -> Screener:
        """The screener with the library's editions inside it."""
        for head in library.index.heads:
            library.edition(head.id)
        rules = pickle.dumps(library, pickle.HIGHEST_PROTOCOL)
        return cls(__version__, rules, wanted, tuple(names), numbered, None if notes is None else str(notes))

    def __call__(self, batches: Batches) -> Batches:
        """The verdicts on the rows of the batches, in their order."""
        self._check_version()
        (library, tables), tally = _rules(self.rules, self.wanted.edition, self.wanted.language), Tally()
        repeated, columns = _Repeated(), None
        for batch in _gathered(batches):
            raw, numbers = batch.drop(NUMBER, FIRST), batch[NUMBER]
            columns = columns or Columns(
                raw.schema,
                library,
                ignore_unknown=self.wanted.ignore_unknown,
                language=self.wanted.language,
                identifiers=repeated,
            )
            repeated.first = batch[FIRST]
            verdicts = whole(tables.screen(columns(raw, numbers), findings=self.wanted.findings), self.names)
            if self.notes is not None:
                tally.take(verdicts, numbers)
            yield from _batches(verdicts.insert_column(0, numbers) if self.numbered else verdicts)
        if self.notes is not None:
            _note(Path(self.notes), tally)

    def _check_version(self) -> None:
        if self.version != __version__:
            sv = f"arbetaren har nytta {__version__}, men {self.version} behövs; installera samma version överallt"
            en = f"the worker has nytta {__version__}, but {self.version} is needed; install the same version everywhere"
            raise InputError(Problem(Place("Spark"), "", sv, en))


class _Repeated(Identifiers):
    """What Spark found of repeated identifiers, for the rows at hand."""

    def __init__(self) -> None:
        self.first = pl.Series(dtype=pl.Int64)

    def taken(self, identifiers: pl.Series, numbers: pl.Series, language: Language) -> pl.Series | None:
        """What is wrong with each row whose identifier another one has taken."""
        if self.first.null_count() == len(self.first):
            return None
        rows = pl.DataFrame([identifiers.alias("id"), numbers.alias("number"), self.first.alias("first")])
        several = "id: id «{}» står på flera rader" if language == "sv" else "id: id «{}» stands in several rows"
        unnumbered = pl.when(pl.col("first").is_not_null()).then(pl.format(several, pl.col("id")))
        earlier = pl.when(pl.col("first") < pl.col("number")).then(taken_words(language))
        return rows.select(pl.when(pl.col("number").is_null()).then(unnumbered).otherwise(earlier)).to_series()


@dataclass(frozen=True, slots=True)
class _Named:
    """A function that gets the columns under their own names."""

    names: tuple[str, ...]
    function: Function

    def __call__(self, batches: Batches) -> Batches:
        """What the function makes of the batches."""
        return self.function(batch.rename_columns(list(self.names)) for batch in batches)


@dataclass(frozen=True, slots=True)
class _Filter:
    """Keeps the rows that are asked for."""

    where: tuple[tuple[str, str], ...]

    def __call__(self, batches: Batches) -> Batches:
        """The same batches with fewer rows."""
        for batch in batches:
            frame = _frame(batch)
            mask = frame.select(
                pl.all_horizontal(is_written(name, frame.schema[name], text) for name, text in self.where)
            ).to_series()
            yield batch.filter(mask.to_arrow())


@lru_cache(maxsize=4)
def _rules(content: bytes, edition: str | None, language: Language) -> tuple[Library, Tables]:
    """The rules and what is built from them, once for all partitions that a worker screens."""
    library: Library = pickle.loads(content)  # noqa: S301 - our own: Spark carries it as it carries the function
    return library, Tables(library, edition, language)


def _gathered(batches: Batches) -> Iterator[pl.DataFrame]:
    """The rows of several batches at a time."""
    import pyarrow as pa

    some: list[pa.RecordBatch] = []
    for batch in batches:
        some.append(batch)
        if sum(one.num_rows for one in some) >= ROWS or sum(one.nbytes for one in some) >= BYTES:
            yield _frame(pa.Table.from_batches(some))
            some = []
    if some:
        yield _frame(pa.Table.from_batches(some))


def _frame(table: pa.Table | pa.RecordBatch) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(table))


def _batches(frame: pl.DataFrame) -> Batches:
    """The rows as Spark takes them: with plain strings."""
    import pyarrow as pa

    fields = [(name, pa.int64() if kind == pl.Int64 else pa.string()) for name, kind in frame.schema.items()]
    yield from frame.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.schema(fields)).to_batches()


def _note(folder: Path, tally: Tally) -> None:
    """Puts down what a partition came to; a second attempt at the partition puts down the same."""
    from pyspark import TaskContext

    context = TaskContext.get()
    if context is not None:
        path = folder / f"{context.partitionId()}"
        temporary = path.with_name(f".{path.name}.{context.taskAttemptId()}")
        temporary.write_text(tally.to_json(), "utf-8")
        temporary.replace(path)
