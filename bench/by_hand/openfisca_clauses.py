"""The formulas of the clauses of stockholm-2008 for OpenFisca: numpy on whole vectors, as its documentation has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from by_hand.numpy import Array, Pair, among, member, no, some, sure, yes

TRUE, FALSE = "_true", "_false"
"""What the names of a condition's two variables end in."""


class View:
    """What a formula reads of the cases."""

    def __init__(self, case: Any, when: Any) -> None:
        self._case, self._when = case, when

    def code(self, name: str) -> Array:
        """A variable's numbers."""
        return self._case(name, self._when)  # type: ignore[no-any-return]

    def pair(self, name: str) -> Pair:
        """Where a condition is true and where it is false."""
        return self._case(name + TRUE, self._when), self._case(name + FALSE, self._when)

    def kind(self, *codes: int) -> Pair:
        """The case is of one of these kinds."""
        return sure(np.isin(self.code("case_kind"), codes) if len(codes) > 1 else self.code("case_kind") == codes[0])

    def number(self, name: str, low: int, high: int) -> Pair:
        """The number is known, and between the bounds."""
        number, known = self.pair(name)
        inside = (number >= low) & (number <= high) & known
        return inside, known & ~inside


Formula = Callable[[View], Pair]
Clause = Callable[[View], tuple[Pair | None, Pair, Pair | None]]


INVITATION, TRIP, _, AGREEMENT, MEMBERSHIP, EU_PROJECT, PROJECT, EU_POLICY, COMMUNICATION = range(9)


def shared(c: dict[str, Any]) -> dict[str, Formula]:
    """The conditions that several formulas read."""
    return {
        "others_pay": lambda v: yes(
            v.pair("travel_involved"), among(v.code("travel_paid_by"), c["host"], c["shared"], c["third_party"], c["traveller"])
        ),
        "reasons": lambda v: yes(
            v.pair("travel_special_reasons"), among(v.code("travel_role"), c["essential_role"], c["speaker"])
        ),
        "exception": lambda v: yes(v.pair("others_pay"), v.pair("reasons")),
        "journey": lambda v: yes(v.kind(INVITATION, TRIP), v.pair("travel_involved")),
        "new_agreement": lambda v: yes(v.kind(AGREEMENT), among(v.code("agreement_action"), c["new"])),
        "joins": lambda v: yes(v.kind(MEMBERSHIP), among(v.code("membership_action"), c["join"], c["renew"])),
        "nordic": lambda v: yes(v.kind(AGREEMENT, MEMBERSHIP), v.pair("counterpart_is_nordic_capital")),
        "city_wide": lambda v: some(v.pair("eu_city_wide_position"), v.number("scale_bodies_affected", 101, 1 << 62)),
        "committee": lambda v: sure(np.isin(v.code("case_body"), (c["namnd"], c["bolag"]))),
        "board": lambda v: sure(v.code("case_body") == c["kommunstyrelsen"]),
        "nobody": lambda v: sure(v.code("case_body") == 0),
        "not_major": lambda v: no(v.pair("scale_major_engagement")),
    }


def clauses(c: dict[str, Any]) -> list[Clause]:
    """When each clause applies, what it requires, what excuses it; None applies always and is never excused."""

    def goals(v: View) -> Pair:
        return member(*v.pair("purpose_goals"), 0, 1, 2)

    def sectors(v: View) -> Pair:
        bits, known = v.pair("counterpart_sectors")
        two = np.bitwise_count(bits & sum(1 << bit for bit in c["sectors"])) >= 2
        return two & known, ~two & known

    def stated(v: View) -> Pair:
        known = v.code("counterpart_stated")
        return known, np.zeros(len(known), bool)

    def never(v: View) -> Pair:
        return no(sure(np.ones(len(v.code("case_kind")), bool)))

    def aligned(v: View) -> Pair:
        return yes(v.pair("agreement_specific_area"), v.pair("benefit_mutual"), v.pair("agreement_aligned_with_strategy"))

    def review(v: View) -> Pair:
        found = v.code("integrity_bribery_review")
        passed = found == c["passed"]
        return passed, (found != 0) & (found != c["not_done"]) & ~passed

    def may(v: View, nobody: Pair, wide: Pair, narrow: Pair) -> Pair:
        board, committee = v.pair("board"), v.pair("committee")
        return some(yes(board, wide), yes(committee, narrow), yes(nobody, wide), yes(nobody, narrow))

    def invited(v: View) -> tuple[Pair, Pair, None]:
        mine = v.kind(INVITATION)
        drafting = some(v.pair("committee"), sure(v.code("case_body") == c["beredningen"]))
        return yes(mine, v.pair("not_major"), no(v.pair("exception"))), some(drafting, yes(v.pair("nobody"), mine)), None

    def member_of(v: View) -> tuple[Pair, Pair, None]:
        mine, scope = v.kind(MEMBERSHIP), v.code("membership_scope")
        wide, narrow = among(scope, c["city_wide"]), among(scope, c["operation_specific"])
        return yes(mine, v.pair("not_major")), may(v, yes(v.pair("nobody"), mine), wide, narrow), None

    def policy(v: View) -> tuple[Pair, Pair, None]:
        mine, wide = v.kind(EU_POLICY), v.pair("city_wide")
        return yes(mine, v.pair("not_major")), may(v, yes(v.pair("nobody"), mine), wide, no(wide)), None

    def elsewhere(v: View) -> tuple[Pair, Pair, None]:
        others = no(v.kind(INVITATION, AGREEMENT, MEMBERSHIP, EU_POLICY))
        return yes(others, no(v.pair("exception")), v.pair("not_major")), some(v.pair("committee"), v.pair("nobody")), None

    def simple(applies: Formula | None, requires: Formula) -> Clause:
        return lambda v: (applies(v) if applies else None, requires(v), None)

    def kind(*codes: int) -> Formula:
        return lambda v: v.kind(*codes)

    def pair(name: str) -> Formula:
        return lambda v: v.pair(name)

    def code(name: str, *wanted: int) -> Formula:
        return lambda v: among(v.code(name), *wanted)

    def orientation(*bits: int) -> Formula:
        return lambda v: member(*v.pair("purpose_orientations"), *bits)

    def own(mine: str, whose: str) -> Clause:
        return lambda v: (yes(v.pair(mine), v.pair("not_major")), some(v.pair(whose), yes(v.pair("nobody"), v.pair(mine))), None)

    def political(v: View) -> Pair:
        return some(v.kind(AGREEMENT, PROJECT), among(v.code("counterpart_type"), c["state"]))

    def with_twin(v: View) -> Pair:
        return yes(v.pair("new_agreement"), twin(v), no(capital(v)))

    def with_city(v: View) -> Pair:
        return yes(v.pair("new_agreement"), no(twin(v)), city(v), no(capital(v)))

    def with_capital(v: View) -> Pair:
        return yes(v.pair("new_agreement"), capital(v))

    def renews(v: View) -> Pair:
        return yes(v.kind(MEMBERSHIP), among(v.code("membership_action"), c["renew"]))

    def marketing(v: View) -> Pair:
        return some(v.kind(COMMUNICATION), v.pair("communication_international_marketing"))

    benefit, leading = pair("benefit_concrete"), pair("counterpart_leading_in_field")
    capital = pair("counterpart_is_capital")
    twin, city = code("agreement_type", c["twin_town"]), code("counterpart_type", c["city"])
    paid = code("travel_paid_by", c["host"], c["shared"], c["third_party"])
    return [
        simple(None, benefit),
        simple(None, goals),
        simple(None, orientation(0, 1, 2)),
        simple(kind(AGREEMENT, MEMBERSHIP), code("counterpart_selection_ground", *c["grounds"])),
        simple(stated, leading),
        simple(orientation(c["operations"]), leading),
        simple(stated, sectors),
        simple(None, lambda v: no(v.pair("foreign_policy_own_stance"))),
        simple(political, pair("foreign_policy_consistent_with_national")),
        simple(pair("aid_character"), lambda v: v.number("funding_external_share", 10_000, 10_000)),
        simple(with_twin, never),
        simple(with_city, never),
        simple(with_capital, aligned),
        simple(pair("nordic"), pair("nordic")),
        simple(pair("joins"), benefit),
        simple(renews, lambda v: v.number("months_since_review", 0, 24)),
        simple(pair("joins"), pair("joins")),
        simple(pair("joins"), pair("membership_active_contribution")),
        simple(kind(MEMBERSHIP), pair("membership_seeks_leadership")),
        simple(kind(EU_PROJECT), pair("eu_link_to_planned_development")),
        simple(kind(EU_POLICY), orientation(c["monitoring"])),
        simple(lambda v: no(v.kind(COMMUNICATION, EU_POLICY)), pair("funding_within_budget")),
        simple(marketing, pair("communication_uses_city_brand")),
        simple(kind(INVITATION), benefit),
        simple(kind(INVITATION), pair("benefit_recorded")),
        simple(pair("journey"), benefit),
        lambda v: (v.pair("travel_involved"), among(v.code("travel_paid_by"), c["city pays"]), v.pair("exception")),
        simple(pair("others_pay"), pair("reasons")),
        simple(pair("exception"), code("travel_exception_granted_by", c["responsible_body"])),
        simple(pair("exception"), pair("travel_exception_recorded")),
        simple(lambda v: yes(v.pair("travel_involved"), paid(v)), review),
        simple(pair("journey"), pair("journey")),
        invited,
        own("exception", "committee"),
        lambda v: (
            yes(v.kind(AGREEMENT), v.pair("not_major")),
            some(v.pair("board"), yes(v.pair("nobody"), v.kind(AGREEMENT))),
            None,
        ),
        member_of,
        simple(
            pair("scale_major_engagement"),
            lambda v: some(v.pair("board"), yes(v.pair("nobody"), v.pair("scale_major_engagement"))),
        ),
        policy,
        elsewhere,
    ]
