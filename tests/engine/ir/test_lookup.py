"""What a register says of a case: an entry, not listed, or unknown."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from nytta.engine.ir.lookup import Answer, Lookup, folded
from nytta.engine.model.base import Text
from nytta.engine.model.edition import Entry, Register

DAY = date(2010, 5, 5)
Columns = str | float | tuple[str, ...]


def entry(identifier: str, *, first: date | None = None, last: date | None = None, **columns: Columns) -> Entry:
    """An entry with these columns, counting on these days."""
    return Entry.model_validate({"id": identifier, "from": first, "to": last, "columns": columns})


def lookup(*entries: Entry, absent: Literal["not_listed", "unknown"] = "not_listed", where_listed: str | None = None) -> Lookup:
    """A register of places by country and city, with a category and a number."""
    return Lookup(
        Register(
            id="places",
            title=Text(sv="Orter", en="Places"),
            source="invented",
            match={"country": "counterpart.country", "city": "counterpart.city"},
            absent=absent,
            where_listed=where_listed,
            fields={"category": ("friend", "sister"), "score": "number"},
            entries=entries,
        )
    )


def asked(places: Lookup, country: str | None = None, city: str | None = None, day: date = DAY) -> Answer:
    """What the register says of a case that states this much."""
    stated = {"counterpart.country": country, "counterpart.city": city}
    return places.answer(day, {fact: value for fact, value in stated.items() if value is not None})


ROSKILDE = entry("roskilde", country="DK", city=("Roskilde", "Roeskilde"), category="friend", score=1.5)
ESTELI = entry("esteli", country="NI", city="Estelí", category="sister")
UNKNOWN = "unknown"


def said(answer: Answer) -> str | None:
    """The entry's identifier, None where the case is not listed, or `unknown`."""
    if not answer.known:
        return UNKNOWN
    return None if answer.entry is None else answer.entry.id


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("S:t Petersburg", "St. Petersburg"),
        ("S:t Petersburg", "st petersburg"),
        ("Estelí", "ESTELI"),
        ("Tórshavn", "Torshavn"),
        ("Göteborg", "goteborg"),
        ("Saint-Étienne", "Saint Etienne"),
        ("  Palo   Alto ", "palo alto"),
        ("L’Aquila", "L'Aquila"),
        ("Łódź", "Lodz"),
        ("Zürich", "Zurich"),
    ],
)
def test_names_are_alike_without_case_accents_and_punctuation(name: str, same: str) -> None:
    """Swedish and local spellings of the same letters match."""
    assert folded(name) == folded(same)


@pytest.mark.parametrize(("one", "other"), [("Bergen", "Bremen"), ("New York", "York"), ("Åbo", "Oban")])
def test_different_names_stay_different(one: str, other: str) -> None:
    """Folding does not make one name of two."""
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("country", "city", "expected"),
    [
        ("DK", "Roskilde", "roskilde"),
        ("DK", "ROESKILDE", "roskilde"),
        ("NI", "Esteli", "esteli"),
        ("DK", "Köpenhamn", None),
        ("SE", "Roskilde", None),
        ("SE", None, None),
        (None, "Köpenhamn", None),
        ("DK", None, UNKNOWN),
        (None, "Roskilde", UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_a_case_is_listed_not_listed_or_not_known(country: str | None, city: str | None, expected: str | None) -> None:
    """All columns match; one does not; or one that would tell is not stated."""
    assert said(asked(lookup(ROSKILDE, ESTELI), country, city)) == expected


@pytest.mark.parametrize(("country", "city", "lacks"), [("DK", None, ["city"]), (None, "Roskilde", ["country"])])
def test_the_facts_that_are_not_stated_are_named(country: str | None, city: str | None, lacks: list[str]) -> None:
    """An unknown answer says which facts would tell."""
    assert asked(lookup(ROSKILDE, ESTELI), country, city).lacks == tuple(f"counterpart.{one}" for one in lacks)


@pytest.mark.parametrize("city", ["Roskild", "Roskilde kommune", "Rosskilde", "Roskilde, Danmark"])
def test_a_name_that_may_be_a_misspelling_is_not_taken_for_unlisted(city: str) -> None:
    """A name near an entry's leaves the answer unknown."""
    assert said(asked(lookup(ROSKILDE, ESTELI), "DK", city)) == UNKNOWN


@pytest.mark.parametrize("city", ["Ros", "Odense", "Kil", "Rok"])
def test_a_short_or_different_name_is_not_near(city: str) -> None:
    """Names of three letters are not sought inside longer ones."""
    assert said(asked(lookup(ROSKILDE, ESTELI), "DK", city)) is None


def test_a_register_that_does_not_say_who_is_missing_leaves_it_unknown() -> None:
    """With `absent: unknown` a case that no entry matches is not known to be outside."""
    places = lookup(ROSKILDE, absent="unknown")
    assert said(asked(places, "SE", "Gävle")) == UNKNOWN
    assert said(asked(places, "DK", "Roskilde")) == "roskilde"


def test_a_register_may_speak_only_of_the_countries_it_lists() -> None:
    """With `where_listed`, a country without entries is one the register says nothing of."""
    places = lookup(ROSKILDE, where_listed="country")
    assert said(asked(places, "DK", "Odense")) is None
    assert said(asked(places, "IL", "Jerusalem")) == UNKNOWN


def test_a_country_not_stated_may_be_one_that_the_register_says_nothing_of() -> None:
    """With `where_listed`, a city alone is never known to be unlisted: its country may have no entries."""
    assert said(asked(lookup(ROSKILDE, where_listed="country"), None, "Jerusalem")) == UNKNOWN


def test_an_entry_counts_only_on_its_days() -> None:
    """The day of the case chooses between entries of different periods; first and last day are included."""
    bonn = entry("bonn", country="DE", city="Bonn", last=date(1990, 10, 2))
    berlin = entry("berlin", country="DE", city="Berlin", first=date(1990, 10, 3))
    places = lookup(bonn, berlin)
    assert said(asked(places, "DE", "Bonn", date(1990, 10, 2))) == "bonn"
    assert said(asked(places, "DE", "Bonn", date(1990, 10, 3))) is None
    assert said(asked(places, "DE", "Berlin", date(1990, 10, 2))) is None
    assert said(asked(places, "DE", "Berlin", date(1990, 10, 3))) == "berlin"


def test_a_column_that_an_entry_leaves_out_matches_everything() -> None:
    """An entry for a whole country needs no city."""
    places = lookup(entry("denmark", country="DK"), ESTELI)
    assert said(asked(places, "DK")) == "denmark"
    assert said(asked(places, "DK", "Odense")) == "denmark"
    assert said(asked(lookup(entry("roskilde", city="Roskilde")), None, "Roskilde")) == "roskilde"


def test_the_first_entry_that_matches_is_the_answer() -> None:
    """A city before its country is found first; without the city it is not known which of them is meant."""
    places = lookup(ROSKILDE, entry("denmark", country="DK"))
    assert said(asked(places, "DK", "Roskilde")) == "roskilde"
    assert said(asked(places, "DK", "Odense")) == "denmark"
    assert said(asked(places, "DK")) == UNKNOWN


def test_an_entry_without_the_first_column_keeps_its_place_in_the_order() -> None:
    """The first in the file is the first to match, whichever columns it has."""
    places = lookup(entry("any-roskilde", city="Roskilde"), ROSKILDE)
    assert said(asked(places, "DK", "Roskilde")) == "any-roskilde"


def test_the_answer_carries_the_entry_and_its_fields() -> None:
    """Identity and fields as terms: a code as it stands, a number in hundredths; a field left out has no term."""
    places = lookup(ROSKILDE, ESTELI)
    assert asked(places, "DK", "Roskilde").terms == {
        "@places#id": "roskilde",
        "@places#category": "friend",
        "@places#score": 150,
    }
    assert asked(places, "NI", "Esteli").terms == {"@places#id": "esteli", "@places#category": "sister"}
    assert asked(places, "SE").terms == {"@places#id": ""}
    assert places.terms == ("@places#id", "@places#category", "@places#score")
