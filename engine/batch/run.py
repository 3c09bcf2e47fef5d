"""How does a table of cases become a table of verdicts? Read, typed, screened and counted, batch after batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from nytta.engine.batch.cells import MEMBERS
from nytta.engine.batch.columns import ERROR, REQUIRED, Columns, check_names
from nytta.engine.batch.duplicates import Identifiers
from nytta.engine.batch.files import Source
from nytta.engine.batch.table import Tables
from nytta.engine.batch.tally import Tally
from nytta.engine.batch.verdicts import FINDING
from nytta.engine.errors import InputError, Language, Place, Problem, listed, nearest
from nytta.engine.load.library import Library


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a table, judged by which edition, and how the answer is given."""

    edition: str | None = None
    findings: bool = False
    ignore_unknown: bool = False
    where: tuple[tuple[str, str], ...] = ()
    """Columns with the text that their cells must have; no text where they must be empty."""
    limit: int | None = None
    language: Language = "sv"


class Run:
    """The screening of one table. Raises InputError where its columns will not do.

    `schema` has the columns of the frames; `tally` grows as the frames are taken.
    """

    def __init__(self, source: Source, library: Library, wanted: Wanted, seen: Callable[[int, int], None] | None = None) -> None:
        check_names(source.schema, library, ignore_unknown=wanted.ignore_unknown, table=source.name)
        self._source = source
        self._library = library
        self._wanted = wanted
        self._seen = seen or (lambda _done, _all: None)
        self._tables = Tables(library, wanted.edition, wanted.language)
        self.tally = Tally()
        for name, _ in wanted.where:
            _check_known(name, source.schema)
        nothing = self._tables.screen(self._columns(Identifiers(pl.Series(dtype=pl.UInt64)))(pl.DataFrame(schema=source.schema)))
        self.schema = pl.Schema(dict.fromkeys([*nothing.columns[:-1], *self._findings(), ERROR], pl.String()))

    def frames(self) -> Iterator[pl.DataFrame]:
        """The verdicts, in the order of the rows."""
        fingerprints = self._source.fingerprints()
        columns, every = self._columns(Identifiers(fingerprints)), len(fingerprints)
        del fingerprints
        read = 0
        for batch in self._source.batches():
            numbers = pl.arange(read + 1, read + batch.height + 1, dtype=pl.Int64, eager=True)
            read += batch.height
            kept = self._kept(batch)
            raw, numbers = batch.filter(kept), numbers.filter(kept)
            if self._wanted.limit is not None:
                left = self._wanted.limit - self.tally.rows
                raw, numbers = raw.head(left), numbers.head(left)
            verdicts = whole(self._tables.screen(columns(raw, numbers), findings=self._wanted.findings), list(self.schema))
            self.tally.take(verdicts, numbers)
            self._seen(read, every)
            yield verdicts
            if self._wanted.limit is not None and self.tally.rows >= self._wanted.limit:
                return

    def _columns(self, identifiers: Identifiers) -> Columns:
        wanted = self._wanted
        return Columns(
            self._source.schema,
            self._library,
            ignore_unknown=wanted.ignore_unknown,
            language=wanted.language,
            identifiers=identifiers,
        )

    def _kept(self, batch: pl.DataFrame) -> pl.Series:
        """Which rows are asked for."""
        wanted = [is_written(name, batch.schema[name], text) for name, text in self._wanted.where]
        return batch.select(pl.repeat(value=True, n=pl.len()).and_(*wanted).alias("kept"))["kept"]

    def _findings(self) -> list[str]:
        """The clauses of the editions that judge rows of the table, as columns."""
        if not self._wanted.findings:
            return []
        heads = [self._wanted.edition] if self._wanted.edition is not None else self._editions()
        clauses = (clause.id for head in heads for clause in self._library.edition(head).clauses)
        return list(dict.fromkeys(f"{FINDING}{clause}" for clause in clauses))

    def _editions(self) -> list[str]:
        """The editions of the strategies and days that the table has, in the library's order."""
        pairs = self._source.distinct("strategy", "date").with_row_index("id").with_columns(kind=pl.lit(""))
        settled = Columns(pairs.schema, self._library)(pairs.select(REQUIRED)).drop_nulls("date")
        heads = [self._library.in_force(*pair) for pair in settled.select("strategy", "date").iter_rows()]
        found = {head.id for head in heads if head is not None}
        return [head.id for head in self._library.index.heads if head.id in found]


def _check_known(name: str, columns: Iterable[str]) -> None:
    names = list(columns)
    if name not in names:
        sv, en = nearest(name, names)
        allowed = listed(names)
        sv, en = (
            f"det finns ingen kolumn «{name}»; det finns: {allowed}{sv}",
            f"there is no column «{name}»; there are: {allowed}{en}",
        )
        raise InputError(Problem(Place("--where"), "", sv, en))


def whole(verdicts: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The verdicts as text with every column, also those of clauses that no row of this batch meets."""
    none = pl.when(pl.col("verdict").is_not_null()).then(pl.lit(""))
    return verdicts.select((pl.col(name) if name in verdicts.columns else none.alias(name)).cast(pl.String) for name in names)


def is_written(name: str, kind: pl.DataType, text: str) -> pl.Expr:
    """Whether a cell has that text; of a set, its members with `|` between them."""
    column = pl.col(name)
    cell = column.list.join(MEMBERS) if kind == pl.List(pl.String) else column.cast(pl.String)
    return (cell.is_null() | (cell == "")) if not text else (cell == text).fill_null(value=False)
