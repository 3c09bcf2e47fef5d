"""How a law is cited on a day."""

from __future__ import annotations

import json
from datetime import date

import pytest

from nytta.engine.model.vocabulary import Law

LAW = Law.model_validate_json(
    json.dumps(
        {
            "says": {"sv": "x", "en": "x"},
            "versions": [
                {"to": "2012-06-30", "citation": {"sv": "äldre", "en": "older"}},
                {"from": "2012-07-01", "to": "2020-12-31", "citation": {"sv": "nyare", "en": "newer"}},
            ],
        }
    )
)


@pytest.mark.parametrize(
    ("day", "cited"),
    [
        (date(1990, 1, 1), "older"),
        (date(2012, 6, 30), "older"),
        (date(2012, 7, 1), "newer"),
        (date(2020, 12, 31), "newer"),
        (date(2021, 1, 1), None),
    ],
)
def test_a_law_is_cited_as_it_reads_on_the_day(day: date, cited: str | None) -> None:
    """Both ends of a version are included; after the last nothing is cited."""
    found = LAW.citation(day)
    assert (None if found is None else found.en) == cited
