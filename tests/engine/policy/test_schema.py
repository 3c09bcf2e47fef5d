"""The JSON Schemas that editors use say what the reader says."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.policy.schema import main, schemas, written
from tests.conftest import EDITIONS
from tests.generate import random_case

GOOD: dict[str, Any] = {"id": "a", "title": "A", "strategy": "stockholm", "kind": "trip", "date": "2010-04-12"}


@pytest.fixture(scope="module")
def made(library: Library) -> dict[str, Any]:
    """Every schema by name."""
    return schemas(library)


@pytest.fixture(scope="module")
def case(made: dict[str, Any]) -> Draft202012Validator:
    """The schema of a case."""
    return Draft202012Validator(made["case"])


def test_every_schema_is_a_schema(made: dict[str, Any]) -> None:
    """Each is valid in the dialect that it names, and is written with its Swedish letters as they are."""
    for schema in made.values():
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)
    assert "åtgärd" in written({"title": "åtgärd"})


@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({}, True),
        ({"body": "namnd"}, True),
        ({"body": None}, True),
        ({"facts": None}, True),
        ({"facts": {"travel": None}}, True),
        ({"facts": {"travel": {"paid_by": None, "involved": True}}}, True),
        ({"facts": {"counterpart": {"country": "NO", "sectors": ["public"]}}}, True),
        ({"facts": {"funding": {"external_share": 99.5, "cost": 0}, "membership": {"last_reviewed": "2009-02-28"}}}, True),
        ({"kind": "tripp"}, False),
        ({"body": "namd"}, False),
        ({"id": ""}, False),
        ({"date": "2010-4-12"}, False),
        ({"date": 20100412}, False),
        ({"titel": "A"}, False),
        ({"facts": {"travel": {"paid_by": "hosts"}}}, False),
        ({"facts": {"travel": {"involved": "true"}}}, False),
        ({"facts": {"travel": {"payed_by": "host"}}}, False),
        ({"facts": {"travels": {}}}, False),
        ({"facts": {"counterpart": {"country": "NOR"}}}, False),
        ({"facts": {"counterpart": {"sectors": "public"}}}, False),
        ({"facts": {"counterpart": {"sectors": ["church"]}}}, False),
        ({"facts": {"funding": {"external_share": 101}}}, False),
        ({"facts": {"funding": {"cost": -1}}}, False),
        ({"facts": {"benefit": {"description": 3}}}, False),
        ({"facts": []}, False),
    ],
)
def test_a_case_is_good_to_the_editor_where_it_is_good_to_the_reader(
    change: dict[str, Any], case: Draft202012Validator, library: Library, *, good: bool
) -> None:
    """What the schema accepts the program reads, and what it refuses the program refuses."""
    stated = GOOD | change
    assert case.is_valid(stated) is good
    assert case.is_valid([stated]) is good
    assert (not read_cases(["-"], library, stdin=json.dumps(stated).encode).problems) is good


@pytest.mark.parametrize("key", ["id", "title", "strategy", "kind", "date"])
def test_what_a_case_must_state_is_required(key: str, case: Draft202012Validator) -> None:
    """Without identifier, title, strategy, kind or date a case is not complete."""
    assert not case.is_valid({name: value for name, value in GOOD.items() if name != key})


@pytest.mark.parametrize("name", EDITIONS)
def test_every_value_that_a_fact_may_have_is_in_the_schema(name: str, library: Library, case: Draft202012Validator) -> None:
    """Generated cases, written as files, are valid."""
    source = Random(f"schema {name}")
    for number in range(30):
        one = random_case(library.edition(name), source, number)
        facts: dict[str, dict[str, Any]] = {}
        for fact, value in json.loads(one.model_dump_json())["facts"].items():
            group, _, short = fact.partition(".")
            exact = library.index.vocabulary.facts[fact].type in ("number", "money", "percent")
            facts.setdefault(group, {})[short] = float(value) if exact else value
        stated = {key: value for key, value in json.loads(one.model_dump_json()).items() if key != "facts"}
        assert [error.message for error in case.iter_errors(stated | {"facts": facts})] == []


def test_all_schemas_are_written_into_a_folder(tmp_path: Path, library: Library) -> None:
    """One file a schema, as text that ends with a line break."""
    main(tmp_path)
    names = {path.name.removesuffix(".schema.json") for path in tmp_path.iterdir()}
    assert names == set(schemas(library))
    assert all(path.read_text("utf-8").endswith("}\n") for path in tmp_path.iterdir())
