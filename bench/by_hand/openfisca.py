"""The clauses of stockholm-2008 as somebody would write them by hand for OpenFisca-Core: a variable a clause, a formula each.

Its documentation asks for formulas that work on whole vectors with numpy, without branches. What several formulas share is
a variable, since each is computed once. OpenFisca has no unknown: a condition is two Boolean variables, where it is
true and where it is false. The simulation is built and its inputs are set before; computed variables are forgotten
before each run, so that nothing is remembered from the last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit, period
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from by_hand import APPROVE, CONDITION, INCOMPLETE, REFER, REJECT, UNDETERMINED, VIOLATED, Codes, named
from by_hand.numpy import Array, columns
from by_hand.openfisca_clauses import FALSE, TRUE, Clause, Formula, View, clauses, shared

MONTH = period("2010-01")
"""Formulas need a date; the settled columns hang on none."""
SMALL = -(1 << 31), (1 << 31) - 1
"""What an integer of OpenFisca's can be: beyond every bound of the clauses."""
CASE = build_entity(key="matter", plural="matters", label="A case", is_person=True)
Status = Enum("Status", ["never", "satisfied", "violated", "excused", "undetermined"])
Verdict = Enum("Verdict", ["reject", "incomplete", "refer", "condition", "approve"])
EFFECTS = (
    (REJECT, VIOLATED, (0, 1, 2, 7, 8, 9, 10, 11, 12, 14, 19, 23, 25, 26, 28, 30)),
    (INCOMPLETE, UNDETERMINED, (0, 1, 2, 3, 7, 9, 10, 11, 12, 14, 15, 17, 19, 22, 23, 25, 26, 30, 32, 33, 34, 35, 36, 37, 38)),
    (REFER, VIOLATED, (32, 33, 34, 35, 36, 37, 38)),
    (CONDITION, VIOLATED, (3, 15, 17, 21, 22, 24, 29)),
    (CONDITION, UNDETERMINED, (8, 21, 24, 28, 29)),
)
"""Which effect a status of which clauses has."""


class OpenFisca:
    """Judges the settled columns of a table."""

    def __init__(self, settled: pl.DataFrame, codes: Codes, read: set[str]) -> None:
        inputs = _inputs(columns(settled, codes, read))
        formulas = clauses(named(codes, unknown=1))
        system = TaxBenefitSystem([CASE])
        for name, column in inputs.items():
            system.add_variable(_variable(name, bool if column.dtype == bool else int))
        conditions = [variable for name, formula in shared(named(codes, unknown=1)).items() for variable in _both(name, formula)]
        statuses = [_variable(f"clause_{number}", Enum, _status(clause), Status) for number, clause in enumerate(formulas)]
        computed = [*conditions, *statuses, _variable("verdict", Enum, _verdict, Verdict)]
        for variable in computed:
            system.add_variable(variable)
        self._statuses = [variable.__name__ for variable in statuses]
        self._computed = [variable.__name__ for variable in computed]
        self._simulation = SimulationBuilder().build_default_simulation(system, settled.height)
        for name, column in inputs.items():
            self._simulation.set_input(name, MONTH, column if column.dtype == bool else column.clip(*SMALL))

    def __call__(self, *, statuses: bool = False) -> list[Array]:
        """The verdicts, and the statuses of each clause where they are asked for."""
        for name in self._computed:
            self._simulation.delete_arrays(name)
        wanted = ("verdict", *(self._statuses if statuses else ()))
        return [self._simulation.calculate(name, MONTH) for name in wanted]

    def arrays(self, found: list[Array]) -> list[Array]:
        """The verdicts and the statuses of each clause."""
        return [one.view(np.ndarray) for one in found]


def _inputs(given: dict[str, Any]) -> dict[str, Array]:
    """The columns under names that OpenFisca allows, pairs as two variables."""
    counterpart = np.logical_or.reduce(given.pop("counterpart known"))
    found: dict[str, Array] = {"counterpart_stated": counterpart}
    for name, column in given.items():
        plain = name.replace(".", "_").replace(" ", "_")
        found |= {plain + TRUE: column[0], plain + FALSE: column[1]} if isinstance(column, tuple) else {plain: column}
    return found


def _variable(name: str, form: type, formula: Callable[..., Any] | None = None, values: Any = None) -> type[Variable]:
    body: dict[str, Any] = {"value_type": form, "entity": CASE, "definition_period": DateUnit.MONTH, "label": name}
    if values:
        body |= {"possible_values": values, "default_value": next(iter(values))}
    if formula:
        body["formula"] = formula
    return type(name, (Variable,), body)


def _both(name: str, formula: Formula) -> list[type[Variable]]:
    """A condition's two variables."""

    def half(place: int) -> Callable[[Any, Any], Array]:
        return lambda case, when: formula(View(case, when))[place]

    return [_variable(name + TRUE, bool, half(0)), _variable(name + FALSE, bool, half(1))]


def _status(clause: Clause) -> Callable[..., Any]:
    """The formula of a clause: 0 never, 1 satisfied, 2 violated, 3 excused, 4 undetermined, without a branch."""

    def formula(case: Any, when: Any) -> Any:
        applies, requires, excused = clause(View(case, when))
        wrong, fine = requires[1], requires[0]
        if excused is not None:
            wrong, fine = wrong & excused[1], fine | excused[0]
        judged = None
        if applies is not None:
            wrong, fine, judged = applies[0] & wrong, applies[1] | fine, ~applies[1]
        codes = (~(wrong | fine)).view(np.uint8) << 2
        codes += wrong.view(np.uint8) << 1
        satisfied = requires[0] if judged is None else judged & requires[0]
        codes += satisfied.view(np.uint8)
        if excused is not None and judged is not None:
            codes += (judged & excused[0] & ~requires[0]).view(np.uint8) * np.uint8(3)
        return EnumArray(codes, Status)

    return formula


def _verdict(case: Any, when: Any) -> Any:
    """The gravest effect."""
    verdict = np.full(case.count, APPROVE, np.uint8)
    for effect, status, places in reversed(EFFECTS):
        holds = np.zeros(case.count, bool)
        for clause in places:
            holds |= case(f"clause_{clause}", when).view(np.ndarray) == status
        verdict[holds] = effect
    return EnumArray(verdict, Verdict)
