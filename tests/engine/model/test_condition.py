"""How a condition may be written: every form is read as its own, and what would mean nothing is refused."""

from __future__ import annotations

import json
from typing import Any as Anything

import pytest
from pydantic import TypeAdapter, ValidationError

from nytta.engine.model.condition import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Condition,
    Defined,
    ExceptionHolds,
    FactTest,
    KindTest,
    NotThat,
    Parameter,
    RegisterTest,
    StatedTest,
)

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


def read(given: Anything) -> Anything:
    """A condition as it is read from a file."""
    return CONDITION.validate_json(json.dumps(given))


FORMS: list[tuple[Anything, type]] = [
    (True, bool),
    (False, bool),
    ({"all": [True]}, AllOf),
    ({"any": [True]}, AnyOf),
    ({"not": False}, NotThat),
    ({"at_least": 1, "of": [True]}, AtLeastOf),
    ({"fact": "a.b", "is": True}, FactTest),
    ({"fact": "a.b", "in": ["x"]}, FactTest),
    ({"fact": "a.b", "includes": "x"}, FactTest),
    ({"fact": "a.b", "includes_at_least": 2, "of": ["x", "y"]}, FactTest),
    ({"fact": "a.b", "within_months_before": 2}, FactTest),
    ({"fact": "a.b", "is": "x", "pending": ["y"]}, FactTest),
    ({"register": "r", "listed": True}, RegisterTest),
    ({"register": "r", "entry": "e"}, RegisterTest),
    ({"register": "r", "field": "f", "at_least": 2}, RegisterTest),
    ({"kind": "trip"}, KindTest),
    ({"kind": ["trip"]}, KindTest),
    ({"stated": "a"}, StatedTest),
    ({"exception": "c"}, ExceptionHolds),
    ({"defined": "d"}, Defined),
]


@pytest.mark.parametrize(("given", "form"), FORMS)
def test_each_form_is_read_as_its_own(given: Anything, form: type) -> None:
    """The key that a condition has tells its form, and writing it out again gives what was read."""
    condition: Condition = read(given)
    assert type(condition) is form
    assert CONDITION.validate_json(CONDITION.dump_json(condition, by_alias=True)) == condition


def test_a_value_may_be_a_parameter() -> None:
    """Wherever a value or a bound stands, a parameter may stand."""
    assert read({"fact": "a.b", "at_least": {"parameter": "p"}}).operand("at_least") == Parameter(parameter="p")
    assert read({"at_least": {"parameter": "p"}, "of": [True]}).at_least == Parameter(parameter="p")
    assert read({"fact": "a.b", "in": ["x", {"parameter": "p"}]}).operand("in") == ("x", Parameter(parameter="p"))


def test_operations_have_the_names_of_the_file() -> None:
    """The comparison that is written, and what stands beside it."""
    test = read({"fact": "a.b", "is": False})
    assert (test.operations, test.operand("is")) == (("is",), False)
    assert read({"fact": "a.b", "within_months_after": 3}).operations == ("within_months_after",)


@pytest.mark.parametrize(
    "given",
    [
        None,
        "true",
        1,
        [],
        {},
        {"fakt": "a.b"},
        {"all": []},
        {"any": []},
        {"at_least": 1, "of": []},
        {"all": [True], "any": [True]},
        {"fact": "a.b"},
        {"fact": "a.b", "is": None},
        {"fact": "a.b", "is": True, "in": [True]},
        {"fact": "a.b", "is": True, "of": ["x"]},
        {"fact": "a.b", "includes": "x", "of": ["x"]},
        {"fact": "a.b", "in": []},
        {"fact": "a.b", "is": {"parametr": "p"}},
        {"register": "r"},
        {"register": "r", "listed": False},
        {"register": "r", "listed": True, "entry": "e"},
        {"register": "r", "entry": "e", "is": 1},
        {"register": "r", "field": "f"},
        {"register": "r", "field": "f", "is": 1, "at_least": 1},
        {"register": "r", "field": "f", "is": "x", "pending": ["y"]},
        {"register": "r", "entry": "e", "pending": ["y"]},
        {"kind": []},
        {"kind": True},
        {"not": {"not": "x"}},
    ],
)
def test_what_means_nothing_is_refused(given: Anything) -> None:
    """No form, no comparison or two, an empty list, a word that this form does not take."""
    with pytest.raises(ValidationError):
        read(given)
