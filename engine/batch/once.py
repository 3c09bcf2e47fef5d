"""Work that is done once for each distinct combination of values, and joined to all rows that have it."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

KEPT = 1 << 16
"""Combinations that are kept from frame to frame."""
_KNOWN = "known"


class Once:
    """Gives each row of keys the columns that `work` makes of distinct keys; what it made is kept for the next frame."""

    def __init__(self, work: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
        self._work = work
        self._kept: pl.DataFrame | None = None

    def __call__(self, keys: pl.DataFrame) -> pl.DataFrame:
        """The columns that `work` adds, for each row."""
        kept = self._worked(keys.unique()) if self._kept is None else self._kept
        found = _joined(keys, kept)
        absent = found[_KNOWN].is_null()
        if absent.any():
            new = self._worked(keys.filter(absent).unique())
            kept = pl.concat([kept, new]) if kept.height + new.height <= KEPT else self._worked(keys.unique())
            found = _joined(keys, kept)
        self._kept = kept if kept.height <= KEPT else None
        return found.drop(_KNOWN)

    def _worked(self, distinct: pl.DataFrame) -> pl.DataFrame:
        return pl.concat([distinct, self._work(distinct)], how="horizontal").with_columns(pl.lit(value=True).alias(_KNOWN))


def _joined(keys: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    return keys.join(kept, on=keys.columns, how="left", nulls_equal=True, maintain_order="left").drop(keys.columns)
