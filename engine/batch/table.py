"""What do the strategies say about a table of cases? A typed frame in, a frame of verdicts out, row by row."""

from __future__ import annotations

import polars as pl

from nytta.engine.batch.cells import BETWEEN
from nytta.engine.batch.verdicts import NAMED, Verdicts
from nytta.engine.errors import Language
from nytta.engine.load.case import CaseReader
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import Document

ROWS = 1 << 20
"""Rows that are judged at a time: enough for few calls, few enough for memory."""
_ABOUT = ("strategy", "kind", "date", "body")
"""What tells which edition judges a row, if any."""
_ROW, _EDITION = "row", "edition"


class Tables:
    """Screens tables against the editions of a library, or against one; what an edition needs is built when its first row comes."""

    def __init__(self, library: Library, edition: str | None = None, language: Language = "sv") -> None:
        self._library = library
        self._edition = edition
        self._language = language
        self._heads = library.index.heads if edition is None else (library.edition(edition).head,)
        vocabulary = library.index.vocabulary
        self._words = {"kind": pl.Enum(list(vocabulary.kinds)), "body": pl.Enum(list(vocabulary.bodies))}
        self._verdicts: dict[tuple[str, bool], Verdicts] = {}

    def screen(self, typed: pl.DataFrame, *, findings: bool = False) -> pl.DataFrame:
        """The verdict on each row, in the order of the rows.

        A row that already has an `error`, or that no edition judges, has no verdict; the error says why. With findings the
        status of each clause that some edition of the frame has is a column too, empty where the row's edition lacks it.
        """
        given = pl.DataFrame([_text(typed, name) for name in ("id", "strategy", "kind", "body", "error")]).with_columns(
            typed["date"]
        )
        typed = typed.with_columns(_known(typed, given, name, words) for name, words in self._words.items())
        place = typed.select(self._place(given)).to_series()
        judged = self._judged(typed, place, findings=findings)
        edition = pl.Series([head.id for head in self._heads], dtype=pl.String).gather(place).alias(_EDITION)
        error = self._errors(given, place)
        return given.select("id", "strategy", edition, "kind").hstack(judged).with_columns(error)

    def _place(self, given: pl.DataFrame) -> pl.Expr:
        """For each row the place of the edition that judges it; null where none does, or where the row is faulty."""
        place = pl.lit(None, pl.UInt16)
        for number, head in reversed(list(enumerate(self._heads))):
            kinds = list(head.kinds or self._words["kind"].categories)
            judges = pl.col("kind").is_in(pl.Series(kinds, dtype=self._words["kind"]).implode()) & pl.col("date").is_not_null()
            if self._edition is None:
                first, last = head.in_force.from_, head.in_force.to
                in_force = pl.col("date") >= first if last is None else pl.col("date").is_between(first, last)
                here = in_force & (given["strategy"] == head.strategy)
                place = pl.when(here).then(pl.when(judges).then(pl.lit(number, pl.UInt16))).otherwise(place)
            else:
                known = given["strategy"].is_in(self._library.strategies)
                place = pl.when(judges & known).then(pl.lit(number, pl.UInt16))
        faultless = given["error"].is_null() & given["id"].is_not_null()
        return pl.when(faultless & (pl.col("body").is_not_null() | given["body"].is_null())).then(place)

    def _judged(self, typed: pl.DataFrame, place: pl.Series, *, findings: bool) -> pl.DataFrame:
        """The verdict columns of every row, null where no edition judges it."""
        parts = [self._part(number, typed, place, findings=findings) for number in place.unique().sort().drop_nulls().to_list()]
        if len(parts) == 1 and parts[0].height == typed.height:
            return parts[0].drop(_ROW)
        schema = {_ROW: pl.UInt32, **dict.fromkeys(("verdict", *NAMED), pl.String)}
        every = pl.concat([pl.DataFrame(schema=schema), *parts], how="diagonal")
        every = every.with_columns(pl.exclude(_ROW).fill_null(""))  # a clause that the row's edition lacks
        rows = pl.DataFrame({_ROW: pl.arange(typed.height, dtype=pl.UInt32, eager=True)})
        return rows.join(every, on=_ROW, how="left", maintain_order="left").drop(_ROW)

    def _part(self, number: int, typed: pl.DataFrame, place: pl.Series, *, findings: bool) -> pl.DataFrame:
        """The verdict columns of the rows that one edition judges, and which rows they are."""
        verdicts = self._of(self._heads[number].id, findings=findings)
        rows = (place == number).fill_null(value=False).arg_true().cast(pl.UInt32).alias(_ROW)
        needed = typed.select(name for name in ("kind", "body", "date", *verdicts.settle.facts) if name in typed.columns)
        own = needed if len(rows) == typed.height else needed[rows]
        slices = [verdicts(one) for one in own.iter_slices(ROWS)]
        return pl.concat(slices).with_columns(rows)

    def _of(self, edition: str, *, findings: bool) -> Verdicts:
        if (edition, findings) not in self._verdicts:
            self._verdicts[edition, findings] = Verdicts(self._library.edition(edition), findings=findings)
        return self._verdicts[edition, findings]

    def _errors(self, given: pl.DataFrame, place: pl.Series) -> pl.Series:
        """What is wrong with each row that has no edition; said once for each combination of what is wrong."""
        faulty = given.filter(place.is_null() & given["error"].is_null())
        if faulty.is_empty():
            return given["error"]
        distinct = faulty.select("id", *_ABOUT).with_columns(pl.col("id").is_null()).unique()
        said = distinct.with_columns(error=pl.Series([self._said(*row) for row in distinct.iter_rows()], dtype=pl.String))
        asked = given.with_columns(pl.col("id").is_null(), none=place.is_null())
        found = asked.join(said, on=["id", *_ABOUT], how="left", nulls_equal=True, maintain_order="left")
        return found.select(pl.coalesce("error", pl.when("none").then("error_right"))).to_series().alias("error")

    def _said(self, nameless: bool, *about: object) -> str:  # noqa: FBT001 - a row of the frame
        reader = CaseReader(Document(""), (), self._library)
        head = {"id": None if nameless else "id", "title": "title"}
        reader.case(
            head | {name: None if one is None else str(one) for name, one in zip(_ABOUT, about, strict=True)}, self._edition
        )
        return BETWEEN.join(problem.line(self._language) for problem in reader.problems)


def _text(frame: pl.DataFrame, name: str) -> pl.Series:
    """The column as strings; nulls where there is none."""
    if name not in frame.columns:
        return pl.repeat(None, frame.height, dtype=pl.String, eager=True).alias(name)
    column = frame[name]
    if isinstance(column.dtype, pl.Enum):
        return pl.Series(name, column.dtype.categories).gather(column.to_physical())
    return column.cast(pl.String)


def _known(frame: pl.DataFrame, given: pl.DataFrame, name: str, words: pl.Enum) -> pl.Series:
    """The column as codes of these words, null where it has another."""
    if name in frame.columns and frame[name].dtype == words:
        return frame[name]
    return given[name].cast(words, strict=False)
