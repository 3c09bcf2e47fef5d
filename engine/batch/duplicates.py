"""Which rows of a table have an identifier that an earlier row has taken?

Two looks at a table: the first takes a number of 64 bits from each identifier, so that the second has to keep, and compare
by letters, only those whose number stands twice. So a table without repeats costs eight bytes a row, whatever its size.
"""

from __future__ import annotations

import polars as pl

from nytta.engine.errors import Language

_NUMBER = "number"


def fingerprint(identifier: pl.Expr) -> pl.Expr:
    """The number of each identifier."""
    return identifier.cast(pl.String).hash()


class Identifiers:
    """The identifiers so far; rows are counted from 1 over all batches, as they are asked about."""

    def __init__(self, fingerprints: pl.Series) -> None:
        ordered = fingerprints.drop_nulls().sort()
        self._suspects = ordered.filter(ordered == ordered.shift()).unique()
        self._first = pl.DataFrame(schema={"id": pl.String, _NUMBER: pl.Int64})

    @classmethod
    def of(cls, identifiers: pl.Series) -> Identifiers:
        """Those of one frame."""
        return cls(identifiers.to_frame("id").select(fingerprint(pl.col("id"))).to_series())

    def taken(self, identifiers: pl.Series, numbers: pl.Series, language: Language) -> pl.Series | None:
        """What is wrong with each row whose identifier stands in an earlier one; None if there is no such row."""
        if self._suspects.is_empty():
            return None
        rows = pl.DataFrame([identifiers.alias("id"), numbers.alias(_NUMBER)])
        suspects = rows.filter(fingerprint(pl.col("id")).is_in(self._suspects.implode()))
        first = pl.concat([self._first, suspects.drop_nulls("id")]).unique("id", keep="first", maintain_order=True)
        self._first = first
        found = rows.join(first.rename({_NUMBER: "first"}), on="id", how="left", maintain_order="left")
        return found.select(pl.when(pl.col("first") < pl.col(_NUMBER)).then(taken_words(language))).to_series()


def taken_words(language: Language) -> pl.Expr:
    """What is said of a row whose `id` the row numbered `first` has."""
    words = "id: id «{}» finns redan (ärende {})" if language == "sv" else "id: id «{}» is taken (case {})"
    return pl.format(words, pl.col("id"), pl.col("first"))
