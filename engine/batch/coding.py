"""How does a typed column become small numbers that expressions compare fast?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from nytta.engine.backends.columnar import WORD, Codes
from nytta.engine.model.vocabulary import Fact, FactType

DATE = "case.date"
WHOLE_DAYS = 719_163
"""The ordinal of the day that Polars counts from, 1970-01-01."""
_PLAIN: dict[FactType, pl.DataType] = {
    "bool": pl.Boolean(),
    "text": pl.String(),
    "number": pl.Int64(),
    "percent": pl.Int64(),
    "money": pl.Int64(),
}


def code_type(count: int) -> pl.DataType:
    """The smallest type for so many codes, as Polars has it for an enumeration."""
    return pl.UInt8() if count < 1 << 8 else pl.UInt16() if count < 1 << 16 else pl.UInt32()


def mask_type(count: int) -> pl.DataType:
    """The smallest type for so many bits."""
    types = ((8, pl.UInt8()), (16, pl.UInt16()), (32, pl.UInt32()))
    return next((kind for bits, kind in types if count <= bits), pl.UInt64())


def coded(typed: pl.DataFrame, facts: Mapping[str, Fact], codes: Codes) -> pl.DataFrame:
    """The facts of a typed frame as terms, with nulls for those that it has no column of; kind, body and day of the case."""
    body, bodies = typed.schema.get("body", pl.Null()), codes["case.body"]
    columns = [
        _code(pl.col("kind"), typed.schema["kind"], codes["case.kind"]).alias("case.kind"),
        (_code(pl.col("body"), body, bodies[1:]) + 1).fill_null(0).alias("case.body"),
        pl.col("date").alias(DATE),
    ]
    columns += [
        _fact(name, fact, typed.schema.get(name, pl.Null()), codes.get(name, ())).alias(name) for name, fact in facts.items()
    ]
    return typed.select(columns)


def _fact(name: str, fact: Fact, given: pl.DataType, values: Sequence[str]) -> pl.Expr:
    column = pl.col(name)
    if fact.type in _PLAIN:
        return pl.lit(None, _PLAIN[fact.type]) if given == pl.Null else column.cast(_PLAIN[fact.type])
    if fact.type == "date":
        return pl.lit(None, pl.Int64) if given == pl.Null else column.cast(pl.Date).to_physical().cast(pl.Int64) + WHOLE_DAYS
    return _mask(column, given, values) if fact.type == "set" else _code(column, given, values)


def _code(column: pl.Expr, given: pl.DataType, values: Sequence[str]) -> pl.Expr:
    """Each value's place among the values; raises where one is not among them."""
    wanted = pl.Enum(list(values))
    if given == pl.Null:
        return pl.lit(None, code_type(len(values)))
    if given != wanted:
        column = (column if given == pl.String else column.cast(pl.String)).cast(wanted)
    return column.to_physical()


def _mask(column: pl.Expr, given: pl.DataType, values: Sequence[str]) -> pl.Expr:
    """The members of each set as bits; raises where one is not among the values."""
    if len(values) > WORD:
        return pl.lit(None, pl.List(pl.String)) if given == pl.Null else column.cast(pl.List(pl.String))
    kind = mask_type(len(values))
    if given == pl.Null:
        return pl.lit(None, kind)
    if given.is_integer():
        return column.cast(kind)
    bits = {value: 1 << place for place, value in enumerate(values)}
    bit = pl.element().cast(pl.String).replace_strict(bits, return_dtype=pl.UInt64)
    return column.list.eval(bit).list.sum().cast(kind)
