"""The clauses of stockholm-2008 as somebody would write them by hand for numpy, with unknown kept apart from false.

A condition is a pair of Boolean arrays: where it is true and where it is false. Codes are small numbers with 0 for unknown.
Rows are taken in blocks that fit into the processor's cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from by_hand import APPROVE, CONDITION, INCOMPLETE, REFER, REJECT, Codes, named

BLOCK = 1 << 15
"""Rows at a time: what is computed stays in the processor's cache."""
Array = np.ndarray[Any, Any]
Pair = tuple[Array, Array]
Columns = Mapping[str, Any]
SETS = ("purpose.goals", "purpose.orientations", "counterpart.sectors")
NUMBERS = {
    "funding.external_share": "",
    "scale.bodies_affected": "",
    "membership.last_reviewed~months_before": "months since review",
}


class Numpy:
    """Judges the settled columns of a table."""

    def __init__(self, settled: pl.DataFrame, codes: Codes, read: set[str], clauses: int) -> None:
        self._columns, self._codes, self._rows = columns(settled, codes, read), named(codes, unknown=1), settled.height
        self._statuses = np.empty((clauses, settled.height), np.uint8)

    def __call__(self, *, statuses: bool = False) -> tuple[Array, Array | None]:
        """The verdicts, and a row of statuses a clause where they are asked for."""
        given = self._statuses if statuses else None
        return judge(self._columns, self._codes, self._rows, statuses=given), given

    def arrays(self, found: tuple[Array, Array]) -> list[Array]:
        """The verdicts and the statuses of each clause."""
        return [found[0], *found[1]]


def columns(settled: pl.DataFrame, codes: Codes, read: set[str]) -> dict[str, Any]:
    """The settled columns as the code below wants them."""
    made: dict[str, Any] = {}
    for name in sorted(read):
        column = settled[name]
        known = column.is_not_null().to_numpy()
        if name.startswith("case."):
            made[name] = column.to_numpy()
        elif name in SETS:
            made[name] = column.fill_null(0).to_numpy(), known
        elif name in NUMBERS:
            made[NUMBERS[name] or name] = column.fill_null(0).to_numpy(), known
        elif column.dtype == pl.Boolean:
            true = column.fill_null(value=False).to_numpy()
            made[name] = true, known & ~true
        elif name in codes:
            made[name] = (column + 1).fill_null(0).to_numpy()
    made["counterpart known"] = tuple(
        settled[name].is_not_null().to_numpy() for name in sorted(read) if name.startswith("counterpart.")
    )
    return made


def yes(*parts: Pair) -> Pair:
    """All hold."""
    true, false = parts[0]
    for t, f in parts[1:]:
        true, false = true & t, false | f
    return true, false


def some(*parts: Pair) -> Pair:
    """Any holds."""
    true, false = parts[0]
    for t, f in parts[1:]:
        true, false = true | t, false & f
    return true, false


def no(part: Pair) -> Pair:
    """It does not hold."""
    return part[1], part[0]


def sure(mask: Array) -> Pair:
    """What is always known."""
    return mask, ~mask


def among(codes: Array, *wanted: int) -> Pair:
    """The code is one of these."""
    true = codes == wanted[0]
    for one in wanted[1:]:
        true = true | (codes == one)
    return true, (codes != 0) & ~true


def member(bits: Array, known: Array, *wanted: int) -> Pair:
    """The set has one of these."""
    mask = np.uint8(sum(1 << one for one in wanted))
    true = (bits & mask) != 0
    return true & known, ~true & known


class Result:
    """The verdict so far, and the statuses where they are asked for."""

    def __init__(self, rows: int, statuses: Array | None) -> None:
        self.reject, self.incomplete, self.refer, self.condition = (np.zeros(rows, bool) for _ in range(4))
        self.statuses = statuses
        self.place = 0

    def clause(
        self, applies: Pair | None, requires: Pair, violated: str | None, unknown: str | None, excused: Pair | None = None
    ) -> None:
        """One clause, with the effects that it has when violated and when undetermined; None applies to every case."""
        if violated is None and self.statuses is None:
            self.place += 1
            return
        wrong, fine = requires[1], requires[0]
        if applies is not None:
            wrong, fine = applies[0] & wrong, applies[1] | fine
        if excused is not None:
            wrong, fine = wrong & excused[1], fine | excused[0]
        open_ = ~(wrong | fine) if unknown or self.statuses is not None else wrong
        if violated:
            getattr(self, violated).__ior__(wrong)
        if unknown:
            getattr(self, unknown).__ior__(open_)
        if self.statuses is not None:
            self._status(applies, requires, wrong, open_)
        self.place += 1

    def _status(self, applies: Pair | None, requires: Pair, wrong: Array, open_: Array) -> None:
        """0 never, 1 satisfied, 2 violated, 3 excused, 4 undetermined, without a branch."""
        assert self.statuses is not None  # noqa: S101 - asked for
        judged = ~applies[1] if applies is not None else np.ones(len(wrong), bool)
        excused = judged & ~requires[0] & ~wrong & ~open_
        satisfied = judged & requires[0]
        out = self.statuses[self.place]
        np.add(satisfied.view(np.uint8), wrong.view(np.uint8) << 1, out=out)
        out += open_.view(np.uint8) << 2
        out += excused.view(np.uint8) * 3

    def verdict(self) -> Array:
        """The gravest effect."""
        milder = np.where(self.refer, REFER, np.where(self.condition, CONDITION, APPROVE).astype(np.uint8)).astype(np.uint8)
        return np.where(self.reject, REJECT, np.where(self.incomplete, INCOMPLETE, milder)).astype(np.uint8)


def judge(columns: Columns, codes: Columns, rows: int, *, statuses: Array | None = None) -> Array:
    """The verdict of each row as a code, from arrays or pairs of arrays and the `codes` by name; `statuses` takes the status of each clause, a row of the array a clause."""
    verdicts = np.empty(rows, np.uint8)
    for start in range(0, rows, BLOCK):
        end = min(start + BLOCK, rows)
        block: dict[str, Any] = {name: _cut(column, start, end) for name, column in columns.items()}
        result = Result(end - start, None if statuses is None else statuses[:, start:end])
        _clauses(block | dict(codes), result, whole=statuses is not None)
        verdicts[start:end] = result.verdict()
    return verdicts


def _cut(column: Any, start: int, end: int) -> Any:
    return tuple(one[start:end] for one in column) if isinstance(column, tuple) else column[start:end]


def _clauses(c: Columns, out: Result, *, whole: bool) -> None:  # noqa: PLR0915 - as long as the strategy
    """Codes count from 1 in the order of the vocabulary; kinds and bodies from 0, with 0 for nobody."""
    kind, body = c["case.kind"], c["case.body"]
    invitation, trip, agreement, membership, eu_project, project, eu_policy, communication = (
        kind == code for code in (0, 1, 3, 4, 5, 6, 7, 8)
    )
    committee = sure((body == c["namnd"]) | (body == c["bolag"]))
    board = sure(body == c["kommunstyrelsen"])
    nobody = sure(body == 0)
    benefit = c["benefit.concrete"]
    goals, orientations = c["purpose.goals"], c["purpose.orientations"]
    major, not_major = c["scale.major_engagement"], no(c["scale.major_engagement"])
    involved = c["travel.involved"]
    paid_by = c["travel.paid_by"]
    everywhere = sure(np.ones(len(kind), bool))

    out.clause(None, benefit, "reject", "incomplete")
    out.clause(None, member(*goals, 0, 1, 2), "reject", "incomplete")
    out.clause(None, member(*orientations, 0, 1, 2), "reject", "incomplete")
    out.clause(sure(agreement | membership), among(c["counterpart.selection_ground"], *c["grounds"]), "condition", "incomplete")
    leading = c["counterpart.leading_in_field"]
    stated = (np.logical_or.reduce(c["counterpart known"]), ~everywhere[0]) if whole else everywhere
    out.clause(stated, leading, None, None)
    out.clause(member(*orientations, c["operations"]) if whole else everywhere, leading, None, None)
    out.clause(stated, _two_sectors(c) if whole else leading, None, None)
    out.clause(None, no(c["foreign_policy.own_stance"]), "reject", "incomplete")
    political = some(sure(agreement | project), among(c["counterpart.type"], c["state"]))
    out.clause(political, c["foreign_policy.consistent_with_national"], "reject", "condition")
    number, known = c["funding.external_share"]
    full = (number == 10_000) & known
    out.clause(c["aid.character"], (full, known & ~full), "reject", "incomplete")
    new = yes(sure(agreement), among(c["agreement.action"], c["new"]))
    twin, capital = among(c["agreement.type"], c["twin_town"]), c["counterpart.is_capital"]
    never = no(everywhere)
    out.clause(yes(new, twin, no(capital)), never, "reject", "incomplete")
    out.clause(yes(new, no(twin), among(c["counterpart.type"], c["city"]), no(capital)), never, "reject", "incomplete")
    aligned = yes(c["agreement.specific_area"], c["benefit.mutual"], c["agreement.aligned_with_strategy"])
    out.clause(yes(new, capital), aligned, "reject", "incomplete")
    nordic = c["counterpart.is_nordic_capital"]
    out.clause(yes(sure(agreement | membership), nordic), nordic, None, None)
    joins = yes(sure(membership), among(c["membership.action"], c["join"], c["renew"]))
    renews = yes(sure(membership), among(c["membership.action"], c["renew"]))
    out.clause(joins, benefit, "reject", "incomplete")
    months, known = c["months since review"]
    recent = (months >= 0) & (months <= 24) & known
    out.clause(renews, (recent, known & ~recent), "condition", "incomplete")
    out.clause(joins, joins, None, None)
    out.clause(joins, c["membership.active_contribution"], "condition", "incomplete")
    out.clause(sure(membership), c["membership.seeks_leadership"], None, None)
    out.clause(sure(eu_project), c["eu.link_to_planned_development"], "reject", "incomplete")
    out.clause(sure(eu_policy), member(*orientations, c["monitoring"]), None, None)
    out.clause(sure(~(communication | eu_policy)), c["funding.within_budget"], "condition", "condition")
    marketing = some(sure(communication), c["communication.international_marketing"])
    out.clause(marketing, c["communication.uses_city_brand"], "condition", "incomplete")
    out.clause(sure(invitation), benefit, "reject", "incomplete")
    out.clause(sure(invitation), c["benefit.recorded"], "condition", "condition")
    journey = yes(sure(invitation | trip), involved)
    out.clause(journey, benefit, "reject", "incomplete")
    others_pay = yes(involved, among(paid_by, c["host"], c["shared"], c["third_party"], c["traveller"]))
    reasons = yes(c["travel.special_reasons"], among(c["travel.role"], c["essential_role"], c["speaker"]))
    exception = yes(others_pay, reasons)
    out.clause(involved, among(paid_by, c["city pays"]), "reject", "incomplete", exception)
    out.clause(others_pay, reasons, None, None)
    out.clause(exception, among(c["travel.exception_granted_by"], c["responsible_body"]), "reject", "condition")
    out.clause(exception, c["travel.exception_recorded"], "condition", "condition")
    review = c["integrity.bribery_review"]
    passed = review == c["passed"]
    bribery = passed, (review != 0) & (review != c["not_done"]) & ~passed
    out.clause(yes(involved, among(paid_by, c["host"], c["shared"], c["third_party"])), bribery, "reject", "incomplete")
    out.clause(journey, journey, None, None)

    invited, allied, member_of, policy = sure(invitation), sure(agreement), sure(membership), sure(eu_policy)
    drafting = sure(committee[0] | (body == c["beredningen"]))
    out.clause(yes(invited, not_major, no(exception)), some(drafting, yes(nobody, invited)), "refer", "incomplete")
    out.clause(yes(exception, not_major), some(committee, yes(nobody, exception)), "refer", "incomplete")
    out.clause(yes(allied, not_major), some(board, yes(nobody, allied)), "refer", "incomplete")
    scope = c["membership.scope"]
    wide, narrow = among(scope, c["city_wide"]), among(scope, c["operation_specific"])
    may = some(yes(board, wide), yes(committee, narrow), yes(nobody, member_of, wide), yes(nobody, member_of, narrow))
    out.clause(yes(member_of, not_major), may, "refer", "incomplete")
    out.clause(major, some(board, yes(nobody, major)), "refer", "incomplete")
    affected, known = c["scale.bodies_affected"]
    many = (affected >= 101) & known
    wide = some(c["eu.city_wide_position"], (many, known & ~many))
    narrow = no(wide)
    may = some(yes(board, wide), yes(committee, narrow), yes(nobody, policy, wide), yes(nobody, policy, narrow))
    out.clause(yes(policy, not_major), may, "refer", "incomplete")
    elsewhere = sure(~(invitation | agreement | membership | eu_policy))
    out.clause(yes(elsewhere, no(exception), not_major), some(committee, nobody), "refer", "incomplete")


def _two_sectors(c: Columns) -> Pair:
    bits, known = c["counterpart.sectors"]
    mine = [(bits >> place) & 1 for place in c["sectors"]]
    two = (mine[0] + mine[1] + mine[2]) >= 2
    return two & known, ~two & known
