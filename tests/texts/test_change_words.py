"""A change is said by its values in words: many as what they are not, sets by how many are needed, days as stretches."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest

from nytta.engine.changes import ChangeTo
from nytta.engine.errors import Language
from nytta.engine.load.library import Library
from nytta.texts.change_words import ChangeWords

GOALS = ("attractive_city", "quality_and_choice", "cost_effective")


def subsets(*members: str, fewest: int = 0) -> tuple[tuple[str, ...], ...]:
    """Every set with at least so many of the members."""
    return tuple(one for size in range(fewest, len(members) + 1) for one in combinations(members, size))


def change(fact: str, *values: Any, was: str = "unknown", before: Any = None, **more: Any) -> ChangeTo:
    """A change to any of the values."""
    given = {"ranges": (), "any_other": False, "controlled_by": "city", "value": values[0] if values else None} | more
    return ChangeTo(fact=fact, was=was, before=before, values=values, **given)  # type: ignore[arg-type]


CITY = change("counterpart.city", "Oslo")
LENGTH = 100


@pytest.mark.parametrize(
    ("given", "lang", "expected"),
    [
        (change("travel.paid_by", "city", was="stated", before="host"), "sv", "staden i stället för värden"),
        (change("travel.paid_by", "city", "traveller", was="stated", before="host"), "en", "the city or the traveller instead"),
        (change("travel.involved", *(False,), was="presumed", before=True), "sv", "nej i stället för ja, som nu förutsätts"),
        (change("travel.involved", *(True,)), "sv", "ja (nu inte angivet)"),
        (change("body", "namnd", "bolagsstyrelse"), "en", "the responsible committee or the company's board (not stated now)"),
        (change("benefit.description", any_other=True), "sv", "anges (nu inte angivet)"),
        (
            change("counterpart.city", any_other=True, was="stated", before="Oslo"),
            "sv",
            "ett annat namn, som inte finns i registren [",
        ),
        (
            change("counterpart.city", "Oslo", any_other=True),
            "en",
            "for example «Oslo» or another name, which no register lists (",
        ),
        (change("counterpart.name", "x", was="stated", before="å" * LENGTH), "en", f"instead of «{'å' * 60}…»"),
        (change("purpose.goals", *subsets(*GOALS, fewest=1)), "sv", "minst något av en attraktiv, trygg"),
        (change("purpose.goals", *subsets(*GOALS, fewest=2)), "en", "at least 2 of an attractive"),
        (change("purpose.goals", ()), "sv", "inget som reglerna frågar efter"),
        (change("purpose.goals", ("cost_effective",)), "en", ": cost-effective operations ("),
        (
            change("purpose.goals", ("cost_effective",), ("attractive_city", "quality_and_choice")),
            "en",
            ": cost-effective operations or an attractive, safe and growing city as well as quality and choice (",
        ),
        (change("purpose.goals", *subsets(*GOALS)[:-1]), "sv", "till exempel inget (7 värden går lika bra)"),
        (
            change("counterpart.type", *["region", "state", "network", "company", "university", "association"]),
            "en",
            "anything but a city, an organisation or an EU institution (",
        ),
        (
            change("membership.last_reviewed", ranges=((None, date(2009, 1, 1)), (date(2009, 1, 2), date(2009, 1, 3)))),
            "en",
            ": 2009-01-03 at the latest (",
        ),
        (
            change("membership.last_reviewed", ranges=((None, date(2009, 1, 1)), (date(2009, 1, 3), None))),
            "sv",
            ": senast 2009-01-01 eller tidigast 2009-01-03 (",
        ),
        (change("funding.external_share", ranges=((0, 49),), was="stated", before=50), "sv", ": 0 %–49 % i stället för 50 %"),
    ],
)
def test_values_in_words(given: ChangeTo, lang: Language, expected: str, library: Library) -> None:
    """Each form in words, with what stood before, and the name to state it by at the end."""
    said = ChangeWords(library.edition("stockholm-2008"), lang).change(given)
    assert expected in said
    assert said.endswith(f" [{given.fact}]")


def test_countries(library: Library) -> None:
    """All but a few are said by those; a few by name; many by an example; and beside a city that changes too as an example."""
    edition = library.edition("stockholm-2008")
    every = tuple(edition.vocabulary.countries)
    words = ChangeWords(edition, "sv")
    but = change("counterpart.country", *(one for one in every if one not in ("NO", "DK")), was="stated", before="NO")
    assert "ett annat land än Danmark eller Norge [" in words.change(but)
    assert "Danmark eller Norge i stället för Sverige" in words.change(
        change("counterpart.country", "DK", "NO", was="stated", before="SE")
    )
    assert "till exempel Andorra (100 värden går lika bra)" in words.change(change("counterpart.country", *every[:LENGTH]))
    assert "till exempel Norge (nu inte angivet)" in words.change(change("counterpart.country", "NO"), [CITY])
