"""Names joined by row: each row's names as bits, and each distinct combination of bits written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, reduce
from operator import or_

import polars as pl

from nytta.engine.backends.columnar import Layers
from nytta.engine.batch.once import Once

BYTE, WORD, SMALL = 8, 64, 10
"""Bits that are put together at a time, in a column, and in a column that a table of all combinations fits."""


class Names:
    """Names in a fixed order, each with the column that tells in which rows it stands; of equal names the first in a row counts."""

    def __init__(self, title: str, slots: Iterable[tuple[str, str]], layers: Layers) -> None:
        self._title = title
        distinct = list(dict.fromkeys(slots))
        self._names = [name for name, _ in distinct]
        self.columns = list(_firsts(distinct, layers))
        self._size = SMALL if len(distinct) <= SMALL else WORD
        self._once = Once(self._texts)

    def __call__(self, frame: pl.DataFrame) -> pl.Series:
        """The names of each row, joined with `|`, of a frame that has the `masks`."""
        if not self._names:
            return pl.repeat("", frame.height, dtype=pl.String, eager=True).alias(self._title)
        masks = frame.select(map(self._word, range(0, len(self.columns), self._size)))
        texts = self._table.gather(masks.to_series()) if self._size == SMALL else self._once(masks).to_series()
        return texts.alias(self._title)

    @cached_property
    def masks(self) -> list[pl.Expr]:
        """The numbers whose bits tell which names each row has, from the `columns`."""
        kind = pl.UInt16() if self._size == SMALL else pl.UInt64()
        starts = range(0, len(self.columns), self._size)
        return [_word(self.columns[start : start + self._size], kind).alias(self._word(start)) for start in starts]

    @cached_property
    def _table(self) -> pl.Series:
        """The text of each combination."""
        return self._texts(
            pl.DataFrame({self._word(0): pl.arange(1 << len(self._names), dtype=pl.UInt16, eager=True)})
        ).to_series()

    def _texts(self, masks: pl.DataFrame) -> pl.DataFrame:
        parts = [pl.when(self._bit(place)).then(pl.lit(name)) for place, name in enumerate(self._names)]
        return masks.select(pl.concat_str(parts, separator="|", ignore_nulls=True).alias("text"))

    def _bit(self, place: int) -> pl.Expr:
        bit = place % self._size
        return (pl.col(self._word(place - bit)) & (1 << bit)) != 0

    def _word(self, start: int) -> str:
        """The column with the bits of the names from this one on."""
        return f"{self._title} {start}"


def _firsts(slots: Sequence[tuple[str, str]], layers: Layers) -> Iterator[str]:
    """For each slot the column that tells where it is the first with its name."""
    seen: dict[str, str] = {}
    for name, column in slots:
        if name not in seen:
            yield column
            seen[name] = column
        else:
            before = seen[name]
            yield layers.put(("new", column, before), pl.col(column) & ~pl.col(before), column, before)
            seen[name] = layers.either(before, column)


def _word(columns: Sequence[str], kind: pl.DataType) -> pl.Expr:
    """The columns as the bits of a number; by bytes, since small numbers are fast."""
    parts = [(start, _byte(columns[start : start + BYTE])) for start in range(0, len(columns), BYTE)]
    return reduce(or_, (part.cast(kind) * pl.lit(1 << start, kind) for start, part in parts))


def _byte(columns: Sequence[str]) -> pl.Expr:
    none = pl.lit(0, pl.UInt8)
    return reduce(or_, (pl.when(pl.col(one)).then(pl.lit(1 << bit, pl.UInt8)).otherwise(none) for bit, one in enumerate(columns)))
