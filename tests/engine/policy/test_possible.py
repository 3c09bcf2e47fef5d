"""Which statuses a clause can have: all that cases show, and none that its conditions rule out."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from nytta.engine.ir.lower import lowered
from nytta.engine.ir.nodes import FALSE, TRUE, All, Any, AtLeast, ClauseIR, Has, Node, Not, OneOf, Stated, Within
from nytta.engine.load.library import Library
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import Status
from nytta.engine.policy.check import possible_statuses
from nytta.engine.policy.possible import LIMIT, situations
from nytta.engine.screen import Screening
from tests.conftest import EDITIONS
from tests.engine.city import City
from tests.generate import random_case

MUTUAL = OneOf("benefit.mutual", frozenset({True}))
ONE_SIDED = OneOf("benefit.mutual", frozenset({False}))
FAVOURABLE = OneOf("weighing.outcome", frozenset({"favourable"}), frozenset({"under_way"}))
AGREEMENT = OneOf("case.kind", frozenset({"agreement"}))
TRIP = OneOf("case.kind", frozenset({"trip"}))
COUNTRY = OneOf("counterpart.country", frozenset({"NO", "SE"}))
LISTED = Not(OneOf("@eligible-countries#id", frozenset({""})))
COST = Within("funding.cost", 100, 200)
EVERY: set[Status] = {"not_applicable", "satisfied", "violated", "excused", "undetermined"}


@pytest.fixture(scope="module")
def exempelstad(library: Library) -> Edition:
    """The invented edition, which takes agreements and projects."""
    return library.edition("exempelstad-2020")


@pytest.mark.parametrize(
    ("applies", "requires", "excused", "statuses"),
    [
        (TRUE, TRUE, FALSE, {"satisfied"}),
        (TRUE, FALSE, FALSE, {"violated"}),
        (FALSE, FALSE, FALSE, {"not_applicable"}),
        (TRUE, MUTUAL, FALSE, {"satisfied", "violated", "undetermined"}),
        (AGREEMENT, FALSE, FALSE, {"not_applicable", "violated"}),
        (TRIP, MUTUAL, FALSE, {"not_applicable"}),
        (COUNTRY, MUTUAL, COST, EVERY),
        (MUTUAL, MUTUAL, FALSE, {"not_applicable", "satisfied", "undetermined"}),
        (TRUE, All((MUTUAL, ONE_SIDED)), FALSE, {"violated", "undetermined"}),
        (TRUE, Any((MUTUAL, ONE_SIDED)), FALSE, {"satisfied", "undetermined"}),
        (TRUE, FAVOURABLE, FALSE, {"satisfied", "violated", "undetermined"}),
        (TRUE, Stated(("weighing.assessor",)), FALSE, {"satisfied", "undetermined"}),
        (TRUE, LISTED, FALSE, {"satisfied", "violated", "undetermined"}),
        (TRUE, All((COST, Not(COST))), FALSE, {"violated", "undetermined"}),
        (
            TRUE,
            AtLeast(2, (Has("counterpart.sectors", "public"), Has("counterpart.sectors", "business"))),
            FALSE,
            {"satisfied", "violated", "undetermined"},
        ),
        (OneOf("case.body", frozenset({"namnd"})), FALSE, FALSE, {"not_applicable", "violated"}),
    ],
)
def test_a_clause_has_the_statuses_that_its_conditions_allow(
    applies: Node, requires: Node, excused: Node, statuses: set[Status], exempelstad: Edition
) -> None:
    """Every combination of what its tests tell apart is tried, for the kinds that the edition takes, a body named or not."""
    assert possible_statuses(exempelstad, ClauseIR("c", applies, requires, excused)) == statuses


@pytest.mark.parametrize("name", EDITIONS)
def test_what_is_possible_is_what_cases_show(name: str, screening: Callable[[str], Screening]) -> None:
    """Generated cases show no status that is taken for impossible, and nearly every one that is taken for possible."""
    judge = screening(name)
    possible = {f"{name}/{clause.id}": possible_statuses(judge.edition, clause) for clause in lowered(judge.edition)}
    seen: dict[str, set[Status]] = {clause: set() for clause in possible}
    source = Random(f"possible {name}")
    for number in range(600):
        for finding in judge(random_case(judge.edition, source, number)).findings:
            seen[finding.clause].add(finding.status)
    assert {clause: statuses - possible[clause] for clause, statuses in seen.items() if statuses - possible[clause]} == {}
    unseen = {clause: statuses - seen[clause] for clause, statuses in possible.items() if statuses - seen[clause]}
    assert sum(map(len, unseen.values())) <= sum(map(len, possible.values())) // 20, f"the cases show too little: {unseen}"


def test_what_is_presumed_is_presumed_here_too(city: City) -> None:
    """A clause on a fact that is always presumed is never undetermined."""
    city.presume("fact: benefit.mutual, value: true")
    city.clause("mutual", "requires: {fact: benefit.mutual, is: true}")
    edition = city.edition()
    clause = next(one for one in lowered(edition) if one.id == "mutual")
    assert possible_statuses(edition, clause) == {"satisfied", "violated"}


def test_without_the_unknown_every_term_has_a_value(exempelstad: Edition) -> None:
    """Situations may be asked for with everything stated, or with every term left out in turn."""
    conditions: list[Node] = [MUTUAL, COST, FAVOURABLE]
    terms = {"benefit.mutual", "funding.cost", "weighing.outcome"}
    assert all(terms <= values.keys() for values in situations(exempelstad, conditions, unknown=False))
    silent = [terms - values.keys() for values in situations(exempelstad, conditions)]
    assert all(any(term in one for one in silent) for term in terms)
    assert {values["case.kind"] for values in situations(exempelstad, conditions)} == {"agreement", "project"}


def test_very_many_situations_are_drawn_the_same_each_time(exempelstad: Edition) -> None:
    """Above the limit that many are drawn, from a fixed seed, so that a check never differs from the one before."""
    many = [Within("funding.cost", bound, bound) for bound in range(0, 400, 10)]
    many += [Within("scale.bodies_affected", bound, bound) for bound in range(0, 400, 10)]
    many += [Within("stability.score", bound, bound) for bound in range(0, 400, 10)]
    first = list(situations(exempelstad, many))
    assert len(first) == LIMIT
    assert first == list(situations(exempelstad, many))
