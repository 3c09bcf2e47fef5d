"""The clauses of stockholm-2008 as somebody would write them by hand for Polars, where null is unknown.

Polars' guide advises a lazy frame, all expressions in one context, where they run side by side and equal parts are
computed once, and the streaming engine for large tables.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import Any

import polars as pl

from by_hand import (
    APPROVE,
    CONDITION,
    EXCUSED,
    INCOMPLETE,
    NEVER,
    REFER,
    REJECT,
    SATISFIED,
    UNDETERMINED,
    VIOLATED,
    Codes,
    named,
)

Expr = pl.Expr
ALWAYS = pl.lit(value=True)
FALSE = pl.lit(value=False)


class Polars:
    """Judges the settled columns of a table."""

    def __init__(self, settled: pl.DataFrame, codes: Codes) -> None:
        clauses = Clauses()
        counterpart = [name for name in settled.columns if name.startswith("counterpart.") and name[-1] not in "?@"]
        _clauses(named(codes), counterpart, clauses)
        verdict = clauses.verdict().alias("verdict")
        self._queries = {
            False: settled.lazy().select(verdict),
            True: settled.lazy().select(verdict, *clauses.statuses),
        }

    def __call__(self, *, statuses: bool = False) -> pl.DataFrame:
        """The verdicts, and a column of statuses a clause where they are asked for."""
        return self._queries[statuses].collect(engine="streaming")

    def arrays(self, found: pl.DataFrame) -> list[Any]:
        """The verdicts and the statuses of each clause."""
        return [column.to_numpy() for column in found.iter_columns()]


class Clauses:
    """The statuses so far, and where each effect is."""

    def __init__(self) -> None:
        self.statuses: list[Expr] = []
        self.effects: dict[str, list[Expr]] = {"reject": [], "incomplete": [], "refer": [], "condition": []}

    def add(self, applies: Expr, requires: Expr, violated: str = "", unknown: str = "", excused: Expr | None = None) -> None:
        """One clause, with the effects that it has when violated and when undetermined."""
        wrong = applies & ~requires
        if excused is not None:
            wrong = wrong & ~excused
        status = pl.when(~applies).then(_code(NEVER)).when(requires).then(_code(SATISFIED))
        if excused is not None:
            status = status.when(excused).then(_code(EXCUSED))
        status = status.when(wrong).then(_code(VIOLATED))
        self.statuses.append(status.otherwise(_code(UNDETERMINED)).alias(f"s{len(self.statuses)}"))
        if violated and violated == unknown:
            self.effects[violated].append(wrong.fill_null(value=True))
        elif violated:
            self.effects[violated].append(wrong.fill_null(value=False))
            self.effects[unknown].append(wrong.is_null())

    def verdict(self) -> Expr:
        """The gravest effect."""
        reject, incomplete, refer, condition = (pl.any_horizontal(where) for where in self.effects.values())
        return (
            pl.when(reject)
            .then(_code(REJECT))
            .when(incomplete)
            .then(_code(INCOMPLETE))
            .when(refer)
            .then(_code(REFER))
            .when(condition)
            .then(_code(CONDITION))
            .otherwise(_code(APPROVE))
        )


def _code(code: int) -> Expr:
    return pl.lit(code, pl.UInt8)


def _is(term: str, *wanted: int) -> Expr:
    return pl.col(term) == wanted[0] if len(wanted) == 1 else pl.col(term).is_in(wanted)


def _has(term: str, *bits: int) -> Expr:
    return (pl.col(term) & pl.lit(sum(1 << bit for bit in bits), pl.UInt8)) != 0


def _clauses(c: dict[str, Any], counterpart: list[str], out: Clauses) -> None:  # noqa: PLR0915 - as long as the strategy
    invitation, trip, agreement, membership, eu_project, project, eu_policy, communication = (
        pl.col("case.kind") == code for code in (0, 1, 3, 4, 5, 6, 7, 8)
    )
    committee = _is("case.body", c["namnd"], c["bolag"])
    board, nobody = _is("case.body", c["kommunstyrelsen"]), pl.col("case.body") == 0
    benefit = pl.col("benefit.concrete")
    major = pl.col("scale.major_engagement")
    involved = pl.col("travel.involved")

    out.add(ALWAYS, benefit, "reject", "incomplete")
    out.add(ALWAYS, _has("purpose.goals", 0, 1, 2), "reject", "incomplete")
    out.add(ALWAYS, _has("purpose.orientations", 0, 1, 2), "reject", "incomplete")
    out.add(agreement | membership, _is("counterpart.selection_ground", *c["grounds"]), "condition", "incomplete")
    leading = pl.col("counterpart.leading_in_field")
    stated = pl.when(pl.any_horizontal(pl.col(name).is_not_null() for name in counterpart)).then(ALWAYS)
    out.add(stated, leading)
    out.add(_has("purpose.orientations", c["operations"]), leading)
    sectors = pl.col("counterpart.sectors") & sum(1 << bit for bit in c["sectors"])
    out.add(stated, sectors.bitwise_count_ones() >= 2)
    out.add(ALWAYS, ~pl.col("foreign_policy.own_stance"), "reject", "incomplete")
    state = _is("counterpart.type", c["state"])
    out.add(agreement | project | state, pl.col("foreign_policy.consistent_with_national"), "reject", "condition")
    out.add(pl.col("aid.character"), pl.col("funding.external_share") == 10_000, "reject", "incomplete")
    new = agreement & _is("agreement.action", c["new"])
    twin, capital = _is("agreement.type", c["twin_town"]), pl.col("counterpart.is_capital")
    out.add(new & twin & ~capital, FALSE, "reject", "incomplete")
    out.add(new & ~twin & _is("counterpart.type", c["city"]) & ~capital, FALSE, "reject", "incomplete")
    aligned = pl.col("agreement.specific_area") & pl.col("benefit.mutual") & pl.col("agreement.aligned_with_strategy")
    out.add(new & capital, aligned, "reject", "incomplete")
    nordic = pl.col("counterpart.is_nordic_capital")
    out.add((agreement | membership) & nordic, nordic)
    joins = membership & _is("membership.action", c["join"], c["renew"])
    out.add(joins, benefit, "reject", "incomplete")
    recent = pl.col("membership.last_reviewed~months_before").is_between(0, 24)
    out.add(membership & _is("membership.action", c["renew"]), recent, "condition", "incomplete")
    out.add(joins, joins)
    out.add(joins, pl.col("membership.active_contribution"), "condition", "incomplete")
    out.add(membership, pl.col("membership.seeks_leadership"))
    out.add(eu_project, pl.col("eu.link_to_planned_development"), "reject", "incomplete")
    out.add(eu_policy, _has("purpose.orientations", c["monitoring"]))
    out.add(~(communication | eu_policy), pl.col("funding.within_budget"), "condition", "condition")
    marketing = communication | pl.col("communication.international_marketing")
    out.add(marketing, pl.col("communication.uses_city_brand"), "condition", "incomplete")
    out.add(invitation, benefit, "reject", "incomplete")
    out.add(invitation, pl.col("benefit.recorded"), "condition", "condition")
    journey = (invitation | trip) & involved
    out.add(journey, benefit, "reject", "incomplete")
    others_pay = involved & _is("travel.paid_by", c["host"], c["shared"], c["third_party"], c["traveller"])
    reasons = pl.col("travel.special_reasons") & _is("travel.role", c["essential_role"], c["speaker"])
    exception = others_pay & reasons
    out.add(involved, _is("travel.paid_by", c["city pays"]), "reject", "incomplete", exception)
    out.add(others_pay, reasons)
    out.add(exception, _is("travel.exception_granted_by", c["responsible_body"]), "reject", "condition")
    out.add(exception, pl.col("travel.exception_recorded"), "condition", "condition")
    review = pl.when(~_is("integrity.bribery_review", c["not_done"])).then(_is("integrity.bribery_review", c["passed"]))
    paid = _is("travel.paid_by", c["host"], c["shared"], c["third_party"])
    out.add(involved & paid, review, "reject", "incomplete")
    out.add(journey, journey)

    drafting = committee | _is("case.body", c["beredningen"])
    out.add(invitation & ~major & ~exception, drafting | (nobody & invitation), "refer", "incomplete")
    out.add(exception & ~major, committee | (nobody & exception), "refer", "incomplete")
    out.add(agreement & ~major, board | (nobody & agreement), "refer", "incomplete")
    wide, narrow = _is("membership.scope", c["city_wide"]), _is("membership.scope", c["operation_specific"])
    out.add(membership & ~major, _may(board, committee, nobody & membership, wide, narrow), "refer", "incomplete")
    out.add(major, board | (nobody & major), "refer", "incomplete")
    wide = pl.col("eu.city_wide_position") | (pl.col("scale.bodies_affected") >= 101)
    out.add(eu_policy & ~major, _may(board, committee, nobody & eu_policy, wide, ~wide), "refer", "incomplete")
    elsewhere = ~(invitation | agreement | membership | eu_policy)
    out.add(elsewhere & ~exception & ~major, committee | nobody, "refer", "incomplete")


def _may(board: Expr, committee: Expr, nobody: Expr, wide: Expr, narrow: Expr) -> Expr:
    """The board in what concerns the whole city, a committee in its own; where nobody is named, that it is known which."""
    return reduce(or_, (reduce(and_, pair) for pair in ((board, wide), (committee, narrow), (nobody, wide), (nobody, narrow))))
