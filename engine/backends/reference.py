"""The reference: the meaning of `ir/evaluate.py`, clause by clause."""

from __future__ import annotations

from nytta.engine.ir.evaluate import Values, meaning
from nytta.engine.ir.nodes import ClauseIR
from nytta.engine.ir.truth import status
from nytta.engine.model.clause import Status


class Reference:
    """Judges the clauses of one edition; built once."""

    name = "reference"

    def __init__(self, clauses: tuple[ClauseIR, ...]) -> None:
        places = {clause.id: index for index, clause in enumerate(clauses)}
        self._applies = [meaning(clause.applies) for clause in clauses]
        self._rest = [(meaning(clause.requires), meaning(clause.excused)) for clause in clauses]
        self._yields = [tuple(places[other] for other in clause.yields_to) for clause in clauses]

    def statuses(self, values: Values) -> list[Status]:
        """The status of each clause, in the edition's order."""
        applies = [truth(values) for truth in self._applies]
        result: list[Status] = []
        for truth, (requires, excused), yields in zip(applies, self._rest, self._yields, strict=True):
            if truth is False or (yields and any(applies[other] for other in yields)):
                result.append("not_applicable")
            else:
                result.append(status(truth, requires(values), excused(values)))
        return result
