"""What do the columns of a table state? Raw columns in, typed columns out, and each row's problems in words.

What a case file refuses is refused here, in the same words; beside that a cell of text states what it would state in a
case file without quotes, decimals may have a comma, and the members of a set stand with `|` between them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import polars as pl

from nytta.engine.batch.cells import BETWEEN, Cells, Spellings
from nytta.engine.batch.duplicates import Identifiers
from nytta.engine.batch.forms import Form, form
from nytta.engine.errors import InputError, Language, Place, Problem, nearest
from nytta.engine.load.case import CaseReader
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import Document
from nytta.engine.model.vocabulary import FactType, allowed_values

REQUIRED = ("id", "strategy", "kind", "date")
HEAD = (*REQUIRED, "body", "title")
"""What a case may state beside its facts; the title is looked at and left out."""
ERROR = "error"
_KEPT = ("strategy", "kind")
"""What stays as it stands where it is refused, so that the row is known by it."""
_NOWHERE = Document("")


def typed(raw: pl.DataFrame, library: Library, *, ignore_unknown: bool = False, language: Language = "sv") -> pl.DataFrame:
    """The typed frame of a raw one, row by row, with what is wrong with a row in `error`.

    A row whose `error` is already said keeps it. Raises InputError where a column is unknown, unless those are ignored, or
    where a column is missing that every case needs.
    """
    return Columns(raw.schema, library, ignore_unknown=ignore_unknown, language=language)(raw)


class Columns:
    """Types batch after batch of one table; raises InputError, with every fault, where its columns will not do."""

    def __init__(
        self,
        schema: pl.Schema,
        library: Library,
        *,
        ignore_unknown: bool = False,
        language: Language = "sv",
        identifiers: Identifiers | None = None,
    ) -> None:
        check_names(schema, library, ignore_unknown=ignore_unknown)
        facts = library.index.vocabulary.facts
        stating = {name: kind for name, kind in schema.items() if name in HEAD or (name in facts and kind != pl.Null)}
        cells = Cells(library, language)
        self._columns = [_column(name, kind, library, cells) for name, kind in stating.items()]
        self._identifiers = identifiers
        self._language: Language = language

    def __call__(self, raw: pl.DataFrame, numbers: pl.Series | None = None) -> pl.DataFrame:
        """The typed frame of the next rows; `numbers` says which rows of the table they are, if not all from the first."""
        settled = raw.select(column.form.settled.alias(column.name) for column in self._columns)
        columns = {column.name: column(raw, settled[column.name]) for column in self._columns}
        values = [value.alias(name) for name, (value, _) in columns.items() if name != "title"]
        problems = [problem for _, problem in columns.values() if problem is not None]
        identifiers = self._identifiers or Identifiers.of(columns["id"][0])
        rows = pl.arange(1, raw.height + 1, eager=True) if numbers is None else numbers
        taken = identifiers.taken(columns["id"][0], rows, self._language)
        return pl.DataFrame([*values, _errors(raw, problems if taken is None else [*problems, taken])])


def _errors(raw: pl.DataFrame, problems: list[pl.Series]) -> pl.Series:
    """The problems of each row in one text; null where there are none."""
    said = raw[ERROR].cast(pl.String) if ERROR in raw.columns else pl.repeat(None, raw.height, dtype=pl.String, eager=True)
    if problems:
        each = pl.DataFrame([one.alias(str(place)) for place, one in enumerate(problems)])
        joined = pl.concat_str(pl.all(), separator=BETWEEN, ignore_nulls=True)
        said = said.fill_null(each.select(pl.when(pl.any_horizontal(pl.all().is_not_null())).then(joined)).to_series())
    return said.alias(ERROR)


@dataclass(frozen=True, slots=True)
class _Column:
    """How one column is typed: at once where a cell is regular, by its spelling where it is not."""

    name: str
    form: Form
    spellings: Spellings

    def __call__(self, raw: pl.DataFrame, settled: pl.Series) -> tuple[pl.Series, pl.Series | None]:
        """The values, and the problems if there are any."""
        stated = raw.height if self.name in REQUIRED else raw.height - raw[self.name].null_count()
        if len(settled) - settled.null_count() == stated:
            return settled, None
        cell = self.form.cell.fill_null("") if self.name in REQUIRED else self.form.cell
        cells = raw.select(settled, cell=cell).select(pl.when(pl.first().is_null()).then(pl.col("cell"))).to_series()
        values, problems = self.spellings(cells)
        if self.name in _KEPT:
            values = values.fill_null(pl.select(pl.when(cells != "").then(cells)).to_series())
        return values if settled.null_count() == len(settled) else _either(settled, values), problems


def _either(settled: pl.Series, values: pl.Series) -> pl.Series:
    return pl.select(pl.coalesce(settled, values.alias("else"))).to_series()


def _column(name: str, kind: pl.DataType, library: Library, cells: Cells) -> _Column:
    vocabulary = library.index.vocabulary
    if name not in HEAD:
        fact = vocabulary.facts[name]
        values = map(str, allowed_values(fact, vocabulary)) if fact.type in ("enum", "country", "set") else ()
        made = form(name, kind, fact.type, tuple(values))
        read = cells.fact(name) if made.is_written or fact.type != "text" else cells.no_text(name)
        return _Column(name, made, Spellings(read, made.dtype))
    wanted: dict[str, tuple[FactType, Collection[str]]] = {
        "strategy": ("enum", library.strategies),
        "kind": ("enum", vocabulary.kinds),
        "body": ("enum", vocabulary.bodies),
        "date": ("date", ()),
    }
    made = form(name, kind, *wanted.get(name, ("text", ())))
    if name in _KEPT:
        made = made._replace(settled=made.settled.cast(pl.String), dtype=pl.String())
    return _Column(name, made, Spellings(cells.head(name, is_written=made.is_written), made.dtype))


def check_names(names: Iterable[str], library: Library, *, ignore_unknown: bool, table: str = "") -> None:
    """Raises InputError with every column that no case has, and every missing one that each case needs."""
    given = list(names)
    facts = library.index.vocabulary.facts
    unknown = [] if ignore_unknown else [name for name in given if name not in (*HEAD, *facts, ERROR)]
    problems = [_unknown(name, (*HEAD, *facts), library) for name in unknown]
    reader = CaseReader(_NOWHERE, (), library)
    reader.case({name: name for name in given if name in REQUIRED}, None)
    problems += [
        Problem(one.place, one.name, f"kolumnen {one.sv}", f"the column {one.en}")
        for one in reader.problems
        if one.name in REQUIRED and one.name not in given
    ]
    if problems:
        raise InputError(*(replace(one, place=Place(table)) for one in problems))


def _unknown(name: str, known: Iterable[str], library: Library) -> Problem:
    """A group of facts is told apart from what is unknown altogether."""
    reader = CaseReader(_NOWHERE, (), library)
    reader.set_fact({}, name, "")
    if any(one.startswith(f"{name}.") for one in known):
        return reader.problems[0]
    sv, en = nearest(name, known)
    return Problem(
        Place(""),
        name,
        f"okänd kolumn (`nytta facts` visar alla fakta; --ignore-unknown hoppar över den){sv}",
        f"unknown column (`nytta facts` shows all facts; --ignore-unknown leaves it out){en}",
    )
