"""What do the clauses come to in each row? The verdict, and the names of what it rests on: `reasons.py` and `decide.py` by columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from nytta.engine.backends.columnar import Columnar, run
from nytta.engine.batch.lacks import Lacks
from nytta.engine.batch.names import Names
from nytta.engine.batch.settle import Settling
from nytta.engine.decide import PRECEDENCE
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.nodes import ClauseIR, Constant, Leaf, Node, Ruling, rebuilt
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import STATUSES, Effect
from nytta.engine.model.verdict import Outcome

OUTCOMES: tuple[Outcome, ...] = (*(outcome for _, outcome in PRECEDENCE), "approve")
"""The verdicts, by the code that the gravest effect gives."""
NAMED = ("decided_by", "reject", "incomplete", "conditions", "duties", "missing")
"""The columns of names, in their order."""
FINDING = "finding."
STATUS = pl.Enum(["", *STATUSES])
"""What a column of findings holds: nothing where the row's edition lacks the clause."""
_VERDICTS, _STATUSES = pl.Series(OUTCOMES, dtype=pl.String), pl.Series(STATUSES, dtype=STATUS)


class Verdicts:
    """The verdict columns of one edition, for typed rows; built once."""

    def __init__(self, edition: Edition, *, findings: bool = False) -> None:
        self.edition = edition
        self.clauses = tuple(_simplified(clause) for clause in lowered(edition))
        self.settle = Settling(edition, self.clauses)
        self.judge = Columnar(self.settle.codes)
        self.layers = self.judge.layers
        self._pairs = list(zip(edition.clauses, self.clauses, strict=True))
        self._effects = {effect: list(self._with_effect(effect)) for effect, _ in PRECEDENCE}
        self.verdict = self._outcome()
        lacks = Lacks(self.settle, self.layers)
        self._names = [
            Names("decided_by", self._decided_by(), self.layers),
            Names("reject", self._effects["reject"], self.layers),
            Names("incomplete", self._effects["incomplete"], self.layers),
            Names("conditions", self._effects["condition"], self.layers),
            Names("duties", self._duties(), self.layers),
            Names("missing", self._missing(lacks), self.layers),
        ]
        self._findings = {f"{FINDING}{ir.id}": self.judge.status(ir) for ir in self.clauses} if findings else {}
        named = [column for names in self._names for column in names.columns]
        self._program = self.layers.program([self.verdict, *named, *self._findings.values()])
        masks = [mask for names in self._names for mask in names.masks]
        self._wanted: list[str | pl.Expr] = [*dict.fromkeys((self.verdict, *self._findings.values())), *masks]

    def __call__(self, typed: pl.DataFrame) -> pl.DataFrame:
        """Verdict, names and, where asked for, the status of each clause."""
        judged = run(self._program, self.settle(typed), self._wanted)
        columns = [_VERDICTS.gather(judged[self.verdict]).alias("verdict")]
        columns += [names(judged) for names in self._names]
        columns += [_STATUSES.gather(judged[column]).alias(name) for name, column in self._findings.items()]
        return pl.DataFrame(columns)

    def _with_effect(self, effect: Effect) -> Iterator[tuple[str, str]]:
        """The clauses that may have the effect, each with the column that tells where it has it."""
        for own, ir in self._pairs:
            violated, undetermined = own.effect("violated") == effect, own.effect("undetermined") == effect
            if violated or undetermined:
                yield own.id, self._where(ir, violated=violated, undetermined=undetermined)

    def _where(self, clause: ClauseIR, *, violated: bool, undetermined: bool) -> str:
        wrong = self.judge.wrong(clause)
        if not violated:
            return self.layers.unknown(wrong)
        return self.layers.put(("wrong", wrong, undetermined), pl.col(wrong).fill_null(undetermined), wrong)

    def _outcome(self) -> str:
        """The column of the verdict's code: that of the gravest effect that any clause has."""
        column, over = pl.lit(len(PRECEDENCE), pl.UInt8), []
        for code, (effect, _) in reversed(list(enumerate(PRECEDENCE))):
            if where := [one for _, one in self._effects[effect]]:
                over.append(self.layers.either(*where))
                column = pl.when(pl.col(over[-1])).then(pl.lit(code, pl.UInt8)).otherwise(column)
        return self.layers.put("verdict", column, *over)

    def _decided_by(self) -> Iterator[tuple[str, str]]:
        """The bodies of each clause that is satisfied or violated, where their condition holds."""
        for _, ir in self._pairs:
            for ruling in ir.rulings:
                where = self._settled(ir)
                if not isinstance(ruling.when, Constant):
                    holds = self.layers.node(ruling.when)
                    sure = self.layers.put(("sure", holds), pl.col(holds).fill_null(value=False), holds)
                    where = self.layers.both(where, sure)
                yield from ((body, where) for body in ruling.bodies if ruling.when != Constant(value=False))

    def _settled(self, clause: ClauseIR) -> str:
        """The column that tells where the clause is satisfied or violated."""
        satisfied, violated = self.judge.satisfied(clause), self._where(clause, violated=True, undetermined=False)
        return self.layers.either(satisfied, violated)

    def _duties(self) -> Iterator[tuple[str, str]]:
        """What has to be done where the engagement goes ahead."""
        yield from ((own.id, self.judge.satisfied(ir)) for own, ir in self._pairs if own.norm == "duty")

    def _missing(self, lacks: Lacks) -> Iterator[tuple[str, str]]:
        """The facts that each clause lacks whose unknown makes the verdict incomplete."""
        for own, ir in self._pairs:
            if own.norm == "duty" or own.effect("undetermined") != "incomplete":
                continue
            where = self.layers.unknown(self.judge.wrong(ir))
            for node in (ir.applies, ir.requires, ir.excused):
                if not isinstance(node, Constant):
                    unknown = self.layers.both(where, self.layers.unknown(self.layers.node(node)))
                    yield from ((fact, column or unknown) for fact, column in lacks.of(node, unknown))


def _simplified(clause: ClauseIR) -> ClauseIR:
    """The clause without parts that are always true or always false."""

    def plain(node: Node) -> Node:
        return rebuilt(node, _itself)

    rulings = tuple(Ruling(plain(ruling.when), ruling.bodies) for ruling in clause.rulings)
    applies, requires, excused = map(plain, (clause.applies, clause.requires, clause.excused))
    return replace(clause, applies=applies, requires=requires, excused=excused, rulings=rulings)


def _itself(leaf: Leaf) -> Node:
    return leaf
