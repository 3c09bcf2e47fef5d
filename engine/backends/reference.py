"""The reference: the meaning of `ir/evaluate.py`, clause by clause."""

from __future__ import annotations

from nytta.engine.ir.evaluate import Values, meaning
from nytta.engine.ir.nodes import ClauseIR
from nytta.engine.ir.truth import status
from nytta.engine.model.provisions import Status


class Reference:
    """Judges the clauses of one edition; built once."""

    name = "reference"

    def __init__(self, clauses: tuple[ClauseIR, ...]) -> None:
        self._clauses = [(meaning(one.applies), meaning(one.requires), meaning(one.excused)) for one in clauses]

    def statuses(self, values: Values) -> list[Status]:
        """The status of each clause, in the edition's order."""
        result: list[Status] = []
        for applies, requires, excused in self._clauses:
            truth = applies(values)
            result.append("not_applicable" if truth is False else status(truth, requires(values), excused(values)))
        return result
