"""Which values an edition sees in a case: stated before derived before presumed, in the engine's own units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from nytta.engine.ir.lower import lowered
from nytta.engine.ir.settle import SettledCase, Settling
from nytta.engine.load.library import Library
from nytta.engine.model.case import FactValue
from nytta.engine.model.edition import Edition
from tests.engine.city import City
from tests.generate import made

DAY = date(2022, 5, 5)
Facts = dict[str, FactValue]


def settle(edition: Edition, facts: Facts, *, kind: str = "agreement", day: date = DAY, body: str | None = None) -> SettledCase:
    """A case with these facts, as the edition sees it."""
    return Settling(edition, lowered(edition))(made(edition, kind=kind, day=day, body=body, facts=facts))


@pytest.fixture(scope="module")
def exempelstad(library: Library) -> Edition:
    """The invented edition."""
    return library.edition("exempelstad-2020")


@pytest.mark.parametrize(
    ("fact", "value", "settled"),
    [
        ("benefit.mutual", False, False),
        ("travel.paid_by", "host", "host"),
        ("counterpart.country", "NO", "NO"),
        ("counterpart.sectors", ("public", "business"), frozenset({"public", "business"})),
        ("counterpart.sectors", (), frozenset()),
        ("scale.bodies_affected", 2, 200),
        ("funding.external_share", Decimal("99.99"), 9_999),
        ("funding.cost", 500_000, 50_000_000),
        ("term.ends", date(1, 1, 2), 2),
        ("weighing.assessor", "Ekonomichefen", True),
    ],
)
def test_a_stated_fact_is_settled_by_its_type(fact: str, value: FactValue, settled: object, exempelstad: Edition) -> None:
    """Codes as they stand, sets without order, numbers in hundredths, days by ordinal, a text as stated."""
    case = settle(exempelstad, {fact: value})
    assert case.values[fact] == settled
    assert case.facts[fact] == value


def test_kind_and_body_are_terms(exempelstad: Edition) -> None:
    """The kind always has a value; nobody named is a value of its own, so that neither is ever asked for."""
    named = settle(exempelstad, {}, body="namnd")
    assert (named.values["case.kind"], named.values["case.body"]) == ("agreement", "namnd")
    assert settle(exempelstad, {}).values["case.body"] == ""
    assert named.missing("case.body") == ()


@pytest.mark.parametrize(
    ("days", "months"), [(date(2022, 5, 5), 0), (date(2023, 5, 5), 12), (date(2023, 5, 6), 13), (date(2022, 5, 4), -1)]
)
def test_a_date_is_measured_from_the_case(days: date, months: int, exempelstad: Edition) -> None:
    """Months from the case's date, under a term of its own; where the date is not stated it is the date that is lacking."""
    assert settle(exempelstad, {"term.review": days}).values["term.review~months_after"] == months
    silent = settle(exempelstad, {})
    assert "term.review~months_after" not in silent.values
    assert silent.missing("term.review~months_after") == ("term.review",)


def test_dates_before_the_case_are_measured_too(library: Library) -> None:
    """Stockholm's review of a membership is measured backwards."""
    edition = library.edition("stockholm-2008")
    case = settle(edition, {"membership.last_reviewed": date(2008, 5, 6)}, kind="membership", day=date(2010, 5, 5))
    assert case.values["membership.last_reviewed~months_before"] == 24


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        ({"counterpart.country": "NO"}, 51),
        ({"counterpart.country": "NO", "stability.score": 12}, 12),
        ({"stability.score": 12}, 12),
        ({"counterpart.country": "FI"}, None),
        ({}, None),
    ],
)
def test_a_stated_fact_wins_over_a_derived_one(facts: Facts, score: int | None, exempelstad: Edition) -> None:
    """The register's field where nothing is stated; neither where the register does not say."""
    assert settle(exempelstad, facts).facts.get("stability.score") == score


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, ("counterpart.country",)),
        ({"counterpart.country": "FI"}, ("stability.score",)),
    ],
)
def test_a_derived_fact_is_asked_by_what_it_follows_from(facts: Facts, asked: tuple[str, ...], exempelstad: Edition) -> None:
    """What the derivation lacks; the fact itself where everything behind it is stated and does not help."""
    assert settle(exempelstad, facts).missing("stability.score") == asked


def test_a_look_up_that_lacks_a_fact_asks_for_it(exempelstad: Edition) -> None:
    """A register that is matched by country asks for the country."""
    assert settle(exempelstad, {}).missing("@eligible-countries#id") == ("counterpart.country",)


def test_a_condition_derives_a_truth_or_says_what_it_lacks(library: Library) -> None:
    """A capital is derived from type, country and city; what is not stated of these is asked for."""
    edition = library.edition("stockholm-2008")
    oslo: Facts = {"counterpart.type": "city", "counterpart.country": "NO", "counterpart.city": "Oslo"}
    assert settle(edition, oslo).facts["counterpart.is_capital"] is True
    assert settle(edition, oslo | {"counterpart.city": "Bergen"}).facts["counterpart.is_capital"] is False
    assert settle(edition, {"counterpart.type": "network"}).facts["counterpart.is_capital"] is False
    assert settle(edition, {"counterpart.country": "NO"}).missing("counterpart.is_capital") == (
        "counterpart.type",
        "counterpart.city",
    )


def test_a_register_may_say_what_the_unlisted_have(library: Library) -> None:
    """A city outside Linköping's register has the category that the fact gives to those not listed."""
    edition = library.edition("linkoping-2010")
    place: Facts = {"counterpart.type": "city", "counterpart.country": "NO", "counterpart.city": "Bergen"}
    assert settle(edition, place).facts["counterpart.partner_category"] == "none"
    tonsberg = settle(edition, place | {"counterpart.city": "Tønsberg"})
    assert tonsberg.facts["counterpart.partner_category"] == "friend"


def test_an_edition_without_the_register_leaves_the_fact_to_be_stated(exempelstad: Edition) -> None:
    """A fact derived from a register that the edition does not have is asked for itself."""
    case = settle(exempelstad, {"counterpart.country": "US", "counterpart.city": "Palo Alto"})
    assert "counterpart.partner_category" not in case.facts
    assert case.missing("counterpart.partner_category") == ("counterpart.partner_category",)


def test_derived_facts_may_be_written_in_any_order(city: City) -> None:
    """A fact may follow from one that stands further down in the file."""
    city.facts(
        nearer="bool, derived: {fact: extra.near, is: true}",
        near='bool, derived: {fact: counterpart.country, in: [DK, "NO"]}',
    )
    assert settle(city.edition(), {"counterpart.country": "DK"}).facts["extra.nearer"] is True


def test_a_number_with_decimals_may_be_derived(city: City) -> None:
    """A register's number is exactly what is written there, whatever its decimals, and can be shown."""
    city.register(
        "stability-index",
        "match: {country: counterpart.country}",
        "absent: unknown",
        "fields: {score: number}",
        "entries:",
        "  - {id: dk, country: DK, score: 50.5}",
        "  - {id: pl, country: PL, score: 50.4}",
        "  - {id: se, country: SE, score: 91}",
    )
    edition = city.edition()
    for country, score in (("DK", Decimal("50.5")), ("PL", Decimal("50.4")), ("SE", 91)):
        case = settle(edition, {"counterpart.country": country})
        assert case.values["stability.score"] == score * 100
        assert case.facts["stability.score"] == score
        assert isinstance(case.facts["stability.score"], int | Decimal)


def test_a_register_may_be_matched_by_a_derived_fact(city: City) -> None:
    """What is derived is looked up, and what follows from that look-up is derived in turn."""
    city.register(
        "near", "match: {region: counterpart.region}", "absent: not_listed", "entries:", "  - {id: north, region: nordic}"
    )
    city.facts(near="bool, derived: {register: near, listed: true}")
    city.clause("close", "requires: {all: [{register: near, entry: north}, {fact: extra.near, is: true}]}")
    edition = city.edition()
    for country, near in (("NO", True), ("PL", False)):
        case = settle(edition, {"counterpart.country": country})
        assert case.values["@near#id"] == ("north" if near else "")
        assert case.facts["extra.near"] is near


def test_a_stated_fact_wins_over_what_would_be_derived(city: City) -> None:
    """Neither a condition nor a register changes what the case itself says."""
    city.facts(near="bool, derived: {fact: counterpart.country, is: DK}")
    edition = city.edition()
    stated: Facts = {"counterpart.country": "DK", "counterpart.region": "asia", "extra.near": False}
    case = settle(edition, stated)
    assert {name: case.facts[name] for name in stated} == stated


def presuming(city: City, *presumptions: str) -> Callable[[Facts], SettledCase]:
    """Settles agreements of the invented city with these presumptions."""
    city.presume(*presumptions)
    edition = city.edition()
    return lambda facts: settle(edition, facts)


def test_what_is_not_stated_may_be_presumed(city: City) -> None:
    """A presumption speaks for a silent case only, where its condition certainly holds; a stated fact wins."""
    case = presuming(
        city,
        "fact: benefit.mutual, value: true, when: {kind: agreement}",
        "fact: benefit.concrete, value: true, when: {kind: project}",
        "fact: benefit.long_term, value: false, when: {fact: benefit.recorded, is: true}",
    )
    assert case({}).presumed == {"benefit.mutual": True}
    assert case({"benefit.mutual": False}).presumed == {}
    assert case({"benefit.mutual": False}).values["benefit.mutual"] is False
    assert case({"benefit.recorded": True}).presumed == {"benefit.mutual": True, "benefit.long_term": False}
    assert case({"benefit.recorded": False}).presumed == {"benefit.mutual": True}


def test_presumptions_may_be_written_in_any_order(city: City) -> None:
    """One may depend on what another presumes, on what is derived from that, and on what is looked up by it."""
    city.facts(near="bool, derived: {fact: counterpart.country, is: DK}")
    case = presuming(
        city,
        "fact: benefit.recorded, value: true, when: {fact: benefit.mutual, is: true}",
        "fact: benefit.mutual, value: true, when: {all: [{fact: extra.near, is: true}, {register: eligible-countries, listed: true}]}",
        "fact: counterpart.country, value: DK",
    )
    assert list(case({}).presumed) == ["counterpart.country", "benefit.mutual", "benefit.recorded"]
    assert case({"counterpart.country": "PL"}).presumed == {}
    assert list(case({"benefit.mutual": False}).presumed) == ["counterpart.country"]


def test_a_derived_fact_is_presumed_only_where_it_does_not_follow(city: City) -> None:
    """Derivation comes before presumption."""
    city.facts(near="bool, derived: {fact: counterpart.country, is: DK}")
    case = presuming(city, "fact: extra.near, value: true")
    assert case({"counterpart.country": "PL"}).facts["extra.near"] is False
    assert case({}).presumed == {"extra.near": True}


def test_a_presumed_fact_is_looked_up(city: City) -> None:
    """A register answers for a presumed country as for a stated one."""
    case = presuming(city, "fact: counterpart.country, value: PL")
    assert case({}).values["@eligible-countries#id"] == "poland"
    assert case({"counterpart.country": "DK"}).values["@eligible-countries#id"] == "nordic"


def test_what_follows_from_a_presumed_fact_is_derived(city: City) -> None:
    """A presumed country has a score, as a stated one has."""
    case = presuming(city, "fact: counterpart.country, value: PL")
    assert case({}).facts.get("stability.score") == 49


def test_a_presumption_may_depend_on_a_register_that_no_clause_reads(city: City) -> None:
    """The condition of a presumption is looked up like any other."""
    city.register(
        "friends", "match: {country: counterpart.country}", "absent: not_listed", "entries:", "  - {id: dk, country: DK}"
    )
    case = presuming(city, "fact: benefit.mutual, value: true, when: {register: friends, listed: true}")
    assert case({"counterpart.country": "DK"}).presumed == {"benefit.mutual": True}
    assert case({"counterpart.country": "PL"}).presumed == {}


def test_a_presumption_may_depend_on_a_date_that_no_clause_reads(city: City) -> None:
    """The condition of a presumption is measured from the case's date like any other."""
    case = presuming(city, "fact: benefit.mutual, value: true, when: {fact: membership.last_reviewed, within_months_before: 12}")
    assert case({"membership.last_reviewed": date(2022, 1, 1)}).presumed == {"benefit.mutual": True}
    assert case({"membership.last_reviewed": date(2020, 1, 1)}).presumed == {}
