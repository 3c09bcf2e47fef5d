"""How does a column of some type become a typed one? Its regular cells at once; the others as text, to be read one by one."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import polars as pl

from nytta.engine.backends.columnar import WORD
from nytta.engine.batch.cells import UNIT
from nytta.engine.ir.numbers import LIMIT, SCALE
from nytta.engine.load.facts import TEXT_LIMIT
from nytta.engine.load.spellings import BOUNDS
from nytta.engine.model.vocabulary import FactType

_NUMBER = r"^[-+]?[0-9]{1,15}([.,][0-9]{1,2})?$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_FIRST_DAY = date(1, 1, 1)
_NESTED = "v"


class Form(NamedTuple):
    """A column as it is typed."""

    settled: pl.Expr
    """The values of regular cells; null for all others."""
    cell: pl.Expr
    """Every cell as text; null where it states nothing."""
    dtype: pl.DataType
    """The type of the values."""
    is_written: bool = True
    """Whether the text is as somebody wrote it, or JSON of something that has parts."""


def form(name: str, given: pl.DataType, wanted: FactType, values: Collection[str] = ()) -> Form:
    """The form of a column of one type that is to state a fact of another; `values` are those that it may have.

    Enumerations become their codes, sets the bits of their members.
    """
    column, dtype = pl.col(name), _dtype(wanted, values)
    if wanted == "set" and given == pl.List(pl.String):
        return Form(pl.lit(None, dtype), _members(column), dtype)
    if given.is_nested() or given in (pl.Binary, pl.Object):
        return Form(pl.lit(None, dtype), _json(column, given), dtype, is_written=False)
    return Form(_settled(column, given, wanted, values), column.cast(pl.String).str.slice(0, TEXT_LIMIT + 1), dtype)


def _dtype(wanted: FactType, values: Collection[str]) -> pl.DataType:
    match wanted:
        case "bool":
            return pl.Boolean()
        case "date":
            return pl.Date()
        case "set":
            return pl.UInt64() if len(values) <= WORD else pl.List(pl.String)
        case "text":
            return pl.String()
        case "enum" | "country":
            return pl.Enum(list(values))
        case _:
            return pl.Int64()


def _members(column: pl.Expr) -> pl.Expr:
    """A list of names as text that no written cell is like."""
    named = column.list.eval(pl.element().fill_null("null")).list.join(UNIT)
    return pl.when(column.list.len() == 0).then(pl.lit("[]")).otherwise(pl.lit(UNIT) + named)


def _json(column: pl.Expr, given: pl.DataType) -> pl.Expr:
    readable = not _holds_bytes(given)
    text = pl.struct(column.alias(_NESTED)).struct.json_encode().str.slice(len(f'{{"{_NESTED}":')).str.head(-1)
    return pl.when(column.is_not_null()).then(text if readable else pl.lit(json.dumps([str(given)])))


def _settled(column: pl.Expr, given: pl.DataType, wanted: FactType, values: Collection[str]) -> pl.Expr:
    text = column.cast(pl.String)
    match wanted:
        case "bool":
            return column if given == pl.Boolean else _code(text, ("false", "true")).to_physical().cast(pl.Boolean)
        case "enum" | "country":
            return _code(text, values)
        case "date":
            day = column if given == pl.Date else _midnight(column) if given == pl.Datetime else _day(text)
            return pl.when(day >= _FIRST_DAY).then(day)
        case "set":
            return pl.lit(None, _dtype(wanted, values))  # few spellings, each read once
        case "text":
            return pl.when(text.str.len_chars() <= TEXT_LIMIT, text.str.strip_chars() != "").then(text)
        case _:
            return _hundredths(column, wanted) if given.is_integer() else _decimals(text, wanted)


def _code(text: pl.Expr, values: Collection[str]) -> pl.Expr:
    return text.cast(pl.Enum(list(values)), strict=False)


def _midnight(column: pl.Expr) -> pl.Expr:
    """The day, where nothing but the day is said."""
    return pl.when(column == column.dt.truncate("1d")).then(column.cast(pl.Date))


def _day(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(_DAY)).then(text).str.to_date("%Y-%m-%d", strict=False)


def _hundredths(column: pl.Expr, wanted: FactType) -> pl.Expr:
    number = column.cast(pl.Int64, strict=False)
    return _bounded(pl.when(number.is_between(-LIMIT, LIMIT)).then(number), wanted) * SCALE


def _decimals(text: pl.Expr, wanted: FactType) -> pl.Expr:
    number = pl.when(text.str.contains(_NUMBER)).then(text).str.replace(",", ".", literal=True)
    return (_bounded(number.cast(pl.Decimal(20, 2), strict=False), wanted) * SCALE).cast(pl.Int64)


def _bounded(number: pl.Expr, wanted: FactType) -> pl.Expr:
    low, high = BOUNDS[wanted]
    within = ([] if low is None else [number >= low]) + ([] if high is None else [number <= high])
    return pl.when(*within).then(number) if within else number


def _holds_bytes(given: pl.DataType) -> bool:
    if isinstance(given, pl.Struct):
        return any(_holds_bytes(one.dtype) for one in given.fields)  # type: ignore[arg-type]
    if isinstance(given, pl.List | pl.Array):
        return _holds_bytes(given.inner)  # type: ignore[arg-type]
    return given in (pl.Binary, pl.Object)
