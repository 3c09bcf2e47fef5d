"""Which facts would settle what a condition does not know? `grounds` of `ir/evaluate.py` and `SettledCase.missing`, as columns.

The facts that a term may lack stand in a fixed order; whether a row lacks each is a column. A column without a name (None)
holds for every row.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from nytta.engine.backends.columnar import Layers
from nytta.engine.batch.registers import Answers
from nytta.engine.batch.settle import Settling
from nytta.engine.ir.nodes import All, Any, AtLeast, Constant, Node, Not, Stated

Lack = tuple[str, str | None]
"""A fact, and the column that tells where it is lacking."""


class Lacks:
    """What conditions lack, over the columns of settled rows."""

    def __init__(self, settling: Settling, layers: Layers) -> None:
        self._settling = settling
        self._layers = layers
        self._told = {fact: answers for answers in settling.registers.values() for fact in answers.told}
        self._kept: dict[str, list[Lack]] = {}

    def of(self, node: Node, *where: str) -> Iterator[Lack]:
        """What the condition lacks where the columns `where` hold, which they do only where the condition is unknown."""
        match node:
            case Constant():
                return
            case Not(part):
                yield from self.of(part, *where)
            case All(parts) | Any(parts) | AtLeast(_, parts):
                for part in parts:
                    if not isinstance(part, Constant):
                        yield from self.of(part, *self._all(*where, self._layers.unknown(self._layers.node(part))))
            case _:
                term = node.terms[0] if isinstance(node, Stated) else node.term
                for fact, lacking in self.term(term):
                    yield fact, next(iter(self._all(*where, *([lacking] if lacking else []))), None)

    def _all(self, *where: str) -> tuple[str, ...]:
        return (self._layers.both(*where),) if where else ()

    def term(self, term: str) -> list[Lack]:
        """The facts that would settle a term that has no value."""
        if term not in self._kept:
            self._kept[term] = list(self._term(term))
        return self._kept[term]

    def _term(self, term: str) -> Iterator[Lack]:
        if term.startswith("case."):
            return
        if term.startswith("@"):
            name = term[1:].partition("#")[0]
            answers = self._settling.registers[name]
            yield from ((fact, self._bit(Answers.lacks(name), place)) for place, fact in enumerate(answers.matched))
        elif term in self._told:
            yield from self._looked_up(term)
        elif term in self._settling.derived:
            yield from self._derived(term)
        else:
            yield term.partition("~")[0], None

    def _looked_up(self, fact: str) -> Iterator[Lack]:
        """What its register lacks that the case does not state, or the fact itself."""
        matched, lacks = self._told[fact].matched, Answers.lacks(fact)
        silent = self._layers.unknown(fact)
        for place, one in enumerate(matched):
            yield one, self._layers.both(self._bit(lacks, place), silent)
        nothing = self._bit(lacks, len(matched))
        yield fact, self._layers.put(("itself", fact), pl.col(nothing) | ~pl.col(silent), nothing, silent)

    def _bit(self, column: str, place: int) -> str:
        return self._layers.put(("bit", column, place), (pl.col(column) & (1 << place)) != 0)

    def _derived(self, fact: str) -> Iterator[Lack]:
        """What its condition lacks that the case does not state, or the fact itself."""
        unstated = [(one, self._silent(one, where)) for one, where in self.of(self._settling.derived[fact])]
        yield from unstated
        held = tuple(dict.fromkeys(where for _, where in unstated))
        if not held:
            yield fact, None
            return
        some = self._layers.either(*held)
        yield fact, self._layers.put(("not", some), ~pl.col(some), some)

    def _silent(self, fact: str, where: str | None) -> str:
        silent = self._layers.unknown(fact)
        return silent if where is None else self._layers.both(where, silent)
