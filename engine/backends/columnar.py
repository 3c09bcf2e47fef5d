"""Polars as a judge of whole columns: a condition becomes an expression, and unknown is null.

Polars' `&`, `|` and `~` are Kleene's where a value is null. Columns hold what `ir/nodes.py` calls terms: Boolean, Int64,
or codes and sets of codes as small numbers, in an order that `Codes` gives. Equal parts of conditions are computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

import polars as pl

from nytta.engine.ir.nodes import FALSE, All, Any, AtLeast, ClauseIR, Constant, Has, Node, Not, OneOf, Stated, Within
from nytta.engine.model.provisions import STATUSES, Status

Codes = Mapping[str, Sequence[str]]
"""For each term with codes its values: the n-th has code n, or, where the term is a set, bit n. Other terms are Boolean or Int64."""
WORD = 64
"""The most values that a set's column holds as bits; a longer set stays a list."""


def truth(node: Node, codes: Codes, part: Callable[[Node], pl.Expr] | None = None) -> pl.Expr:
    """The condition as an expression over columns named by its terms; `part` tells where its parts have been computed."""
    inner = part or (lambda one: truth(one, codes))
    match node:
        case Constant(value):
            return pl.lit(value)
        case Not(one):
            return ~inner(one)
        case All(parts):
            return reduce(and_, map(inner, parts)) if parts else pl.lit(value=True)
        case Any(parts):
            return reduce(or_, map(inner, parts)) if parts else pl.lit(value=False)
        case AtLeast(count, parts):
            return _at_least(count, [inner(one) for one in parts])
        case Stated(terms):
            return pl.when(pl.any_horizontal(pl.col(term).is_not_null() for term in terms)).then(pl.lit(value=True))
        case Has(term, value):
            return _has(term, value, codes[term])
        case Within(term, low, high):
            return _within(pl.col(term), low, high)
        case _:
            return _one_of(node, codes)


def _at_least(count: int, parts: list[pl.Expr]) -> pl.Expr:
    """Sums leave out what is null."""
    true, false = pl.sum_horizontal(parts), pl.sum_horizontal(~one for one in parts)
    return pl.when(true >= count).then(pl.lit(value=True)).when(len(parts) - false < count).then(pl.lit(value=False))


def _has(term: str, value: str, values: Sequence[str]) -> pl.Expr:
    if len(values) > WORD:
        return pl.col(term).list.contains(value)
    return (pl.col(term) & (1 << values.index(value))) != 0


def _within(number: pl.Expr, low: int | None, high: int | None) -> pl.Expr:
    if low is not None and high is not None:
        return number == low if low == high else number.is_between(low, high)
    if low is None and high is None:
        return number == number  # noqa: PLR0124 - true where there is a number
    return number >= low if high is None else number <= high


def _one_of(node: OneOf, codes: Codes) -> pl.Expr:
    column = pl.col(node.term)
    if node.term not in codes:
        return column if node.values == {True} else ~column if node.values == {False} else column | ~column
    holds = _among(column, node.values, codes[node.term])
    if not node.pending:
        return holds
    return pl.when(~_among(column, node.pending, codes[node.term])).then(holds)


def _among(column: pl.Expr, values: frozenset[bool | str], known: Sequence[str]) -> pl.Expr:
    numbers = sorted(known.index(str(value)) for value in values)
    return column == numbers[0] if len(numbers) == 1 else column.is_in(numbers)


@dataclass(slots=True)
class Layers:
    """Expressions that are computed layer by layer, each over the columns of those before; an equal one is not computed again."""

    codes: Codes
    _known: dict[Hashable, str] = field(default_factory=dict)
    _made: dict[str, tuple[int, pl.Expr, tuple[str, ...]]] = field(default_factory=dict)

    def put(self, key: Hashable, expression: pl.Expr, *over: str) -> str:
        """The column that holds the expression, which reads the columns `over` of earlier layers; equal keys share it."""
        if key not in self._known:
            depth = 1 + max((self._made[one][0] for one in over if one in self._made), default=-1)
            name = self._known[key] = f"#{len(self._known)}"
            self._made[name] = depth, expression.alias(name), over
        return self._known[key]

    def program(self, columns: Iterable[str]) -> list[list[pl.Expr]]:
        """The layers that these columns need, and nothing else."""
        waiting, needed = list(columns), dict[str, None]()
        while waiting:
            name = waiting.pop()
            if name in self._made and name not in needed:
                needed[name] = None
                waiting += self._made[name][2]
        made = [self._made[name] for name in self._made if name in needed]
        return [[one for at, one, _ in made if at == depth] for depth in range(1 + max((at for at, *_ in made), default=-1))]

    def node(self, node: Node) -> str:
        """The column of a condition's truth."""
        over: list[str] = []

        def part(one: Node) -> pl.Expr:
            over.append(self.node(one))
            return pl.col(over[-1])

        return self._known.get(node) or self.put(node, truth(node, self.codes, part), *over)

    def unknown(self, column: str) -> str:
        """The column that tells where another is null."""
        return self.put(("unknown", column), pl.col(column).is_null(), column)

    def both(self, *columns: str) -> str:
        """The column that tells where all of these hold."""
        held = tuple(dict.fromkeys(columns))
        return held[0] if len(held) == 1 else self.put(("both", *held), reduce(and_, map(pl.col, held)), *held)

    def either(self, *columns: str) -> str:
        """The column that tells where any of these holds."""
        held = tuple(dict.fromkeys(columns))
        return held[0] if len(held) == 1 else self.put(("either", *held), reduce(or_, map(pl.col, held)), *held)


def run(program: list[list[pl.Expr]], frame: pl.DataFrame, wanted: Iterable[str | pl.Expr]) -> pl.DataFrame:
    """What is wanted of the frame and the columns of every layer, row by row; the streaming engine drops the rest as it goes."""
    return reduce(pl.LazyFrame.with_columns, program, frame.lazy()).select(*wanted).collect(engine="streaming")


class Columnar:
    """What the clauses of an edition come to, as columns of a program; built once."""

    def __init__(self, codes: Codes) -> None:
        self.layers = Layers(codes)

    def wrong(self, clause: ClauseIR) -> str:
        """The column that is true where the clause is violated and null where it is undetermined.

        It is A and not Q and not X: false where the first lines of the status table fit, and unknown where none does.
        """
        parts: tuple[Node, ...] = (clause.applies, Not(clause.requires), Not(clause.excused))
        return self.layers.node(All(parts[:2] if clause.excused == FALSE else parts))

    def satisfied(self, clause: ClauseIR) -> str:
        """The column that tells where the clause is satisfied."""
        applies, requires = self.layers.node(clause.applies), self.layers.node(clause.requires)
        holds = pl.col(requires).fill_null(value=False) & pl.col(applies).fill_null(value=True)
        return self.layers.put(("satisfied", applies, requires), holds, applies, requires)

    def status(self, clause: ClauseIR) -> str:
        """The column of the clause's status, as its place in `STATUSES`."""
        over = self.wrong(clause), self.layers.node(clause.applies), self.layers.node(clause.requires)
        wrong, applies, requires = map(pl.col, over)
        judged = pl.when(wrong).then(_place("violated")).when(wrong.is_null()).then(_place("undetermined"))
        allowed = pl.when(requires).then(_place("satisfied")).otherwise(_place("excused"))
        status = judged.otherwise(pl.when(~applies).then(_place("not_applicable")).otherwise(allowed))
        return self.layers.put(("status", *over), status, *over)


def _place(status: Status) -> pl.Expr:
    return pl.lit(STATUSES.index(status), pl.UInt8)
