"""Periods in force, and what an edition gives at hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from nytta.engine.load.library import Library
from nytta.engine.model.base import Text
from nytta.engine.model.edition import Edition, Entry
from nytta.engine.model.reading import Period
from nytta.engine.model.vocabulary import allowed_values

FIRST, LAST = date(2010, 1, 1), date(2015, 12, 31)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "last", "inside", "outside"),
    [
        (FIRST, LAST, (FIRST, LAST), (FIRST - DAY, LAST + DAY)),
        (FIRST, None, (FIRST, date.max), (FIRST - DAY,)),
        (FIRST, FIRST, (FIRST,), (FIRST - DAY, FIRST + DAY)),
    ],
)
def test_a_period_has_its_first_and_last_day(
    first: date, last: date | None, inside: tuple[date, ...], outside: tuple[date, ...]
) -> None:
    """Both ends are included; without a last day it is still in force. An entry of a register counts likewise."""
    period = Period(from_=first, to=last)
    entry = Entry(id="e", from_=first, to=last)
    assert all(period.covers(day) and entry.in_force(day) for day in inside)
    assert not any(period.covers(day) or entry.in_force(day) for day in outside)


def test_an_entry_without_days_always_counts() -> None:
    """No first day means from the beginning."""
    assert Entry(id="e").in_force(date.min)
    assert Entry(id="e", to=LAST).in_force(date.min)
    assert not Entry(id="e", to=LAST).in_force(LAST + DAY)


def test_an_edition_names_its_clauses(library: Library) -> None:
    """Clauses are found by identifier, in the order of the edition."""
    edition = library.edition("exempelstad-2020")
    assert edition.id == "exempelstad-2020"
    assert list(edition.by_id) == list(edition.head.clauses)
    assert edition.by_id["fixed-term"] is edition.clauses[3]


def test_an_edition_is_read_back_as_it_was_written(library: Library) -> None:
    """What is kept in the cache is the same edition, to the last value."""
    for head in library.index.heads:
        edition = library.edition(head.id)
        assert Edition.model_validate_json(edition.model_dump_json(by_alias=True)) == edition


def test_a_value_never_changes() -> None:
    """Models are frozen, strict about types and closed to unknown keys."""
    text = Text(sv="ja", en="yes")
    assert (text["sv"], text["en"]) == ("ja", "yes")
    with pytest.raises(ValidationError):
        text.sv = "nej"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Text.model_validate({"sv": 1, "en": "yes"})
    with pytest.raises(ValidationError):
        Text.model_validate({"sv": "ja", "en": "yes", "de": "ja"})


def test_allowed_values_are_those_of_the_type(library: Library) -> None:
    """True and false, the fact's own values, or the countries."""
    vocabulary = library.edition("exempelstad-2020").vocabulary
    facts = vocabulary.facts
    assert allowed_values(facts["approvals.legal"], vocabulary) == (True, False)
    assert allowed_values(facts["weighing.outcome"], vocabulary) == ("favourable", "unfavourable", "under_way")
    assert allowed_values(facts["counterpart.country"], vocabulary) == tuple(vocabulary.countries)
    assert allowed_values(facts["term.ends"], vocabulary) == ()


def test_an_edition_read_otherwise_has_its_clauses_by_name(library: Library) -> None:
    """Also where the edition's own were looked up before: a clause that names another finds it as it is read now."""
    edition = library.edition("exempelstad-2020")
    reading = next(one for one in edition.readings if one.id == "unstable-country")
    assert edition.by_id["stable-country"].effect("violated") == "condition"
    other = edition.read_as(reading.alternatives[0])
    assert other.by_id["stable-country"].effect("violated") == "reject"
    assert edition.by_id["stable-country"].effect("violated") == "condition"
