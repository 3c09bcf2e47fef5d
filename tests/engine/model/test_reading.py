"""What another reading puts in the place of a clause's own."""

from __future__ import annotations

import json
from datetime import date
from typing import Any as Anything

import pytest
from pydantic import ValidationError

from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import EditionHead
from nytta.engine.model.reading import Alternative, Difference, Reading
from tests.engine.model.test_clause import WORDS, clause


def difference(**parts: Anything) -> Difference:
    """A difference that states these keys."""
    return Difference.model_validate_json(json.dumps(parts))


def alternative(**parts: Anything) -> Alternative:
    """An alternative with these differences."""
    return Alternative.model_validate_json(json.dumps({"id": "a", "reading": WORDS} | parts))


def reading(*alternatives: Alternative) -> Reading:
    """A reading with these alternatives."""
    words = dict.fromkeys(("question", "chosen", "why"), WORDS)
    made = [one.model_dump(mode="json", by_alias=True, exclude_unset=True) for one in alternatives]
    return Reading.model_validate_json(json.dumps({"id": "r", **words, "alternatives": made}))


def own() -> Clause:
    """A clause with an effect of its own and two reasons."""
    return clause(effects={"violated": "refer"}, reasons={"violated": WORDS, "satisfied": WORDS}, applies={"kind": "trip"})


def test_what_is_not_stated_stays() -> None:
    """An empty difference is the clause itself."""
    assert own().read_as(difference()) == own()


def test_what_is_stated_is_replaced() -> None:
    """Another force, another scope."""
    other = own().read_as(difference(norm="strive", applies=False))
    assert (other.norm, other.applies, other.effects) == ("strive", False, own().effects)


def test_of_effects_and_reasons_only_the_stated_statuses_are_replaced() -> None:
    """The other statuses keep theirs."""
    other = own().read_as(difference(effects={"undetermined": "none"}, reasons={"violated": {"sv": "y", "en": "y"}}))
    assert (other.effect("violated"), other.effect("undetermined")) == ("refer", "none")
    assert other.reasons.violated is not None
    assert (other.reasons.violated.sv, other.reasons.satisfied) == ("y", own().reasons.satisfied)


@pytest.mark.parametrize("parts", [{}, {"when": True}, {"clauses": {"c": {}}, "in_force": {"from": "2010-01-01"}}])
def test_an_alternative_makes_one_sort_of_difference(parts: dict[str, Anything]) -> None:
    """To clauses and definitions, or to how far the edition reaches; neither and both are refused."""
    with pytest.raises(ValidationError, match="one_difference"):
        alternative(**parts)


def test_a_reading_touches_the_clauses_that_it_changes() -> None:
    """In any of its alternatives."""
    found = reading(alternative(clauses={"a": {"norm": "must"}}), alternative(clauses={"b": {"norm": "must"}}))
    assert [found.touches(name) for name in ("a", "b", "c")] == [True, True, False]


def test_other_periods_are_those_that_reach_every_case() -> None:
    """A reading that is about some cases only says nothing of a date."""
    readings = [
        reading(alternative(in_force={"from": "2000-01-01"})),
        reading(alternative(in_force={"from": "2001-01-01"}, when={"kind": "trip"})),
        reading(alternative(clauses={"c": {"norm": "must"}})),
    ]
    made = [one.model_dump(mode="json", by_alias=True, exclude_unset=True) for one in readings]
    head = EditionHead.model_validate_json(
        json.dumps(
            {"id": "e", "strategy": "s", "title": WORDS, "in_force": {"from": "2010-01-01"}, "documents": [], "clauses": ["c"]}
            | {"readings": made}
        )
    )
    assert [one.from_ for one in head.other_periods] == [date(2000, 1, 1)]
