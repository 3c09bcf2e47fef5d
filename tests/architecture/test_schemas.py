"""The JSON Schemas in `rules/schema` are fresh, and every shipped file is valid by its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from nytta.engine.load.library import Library
from nytta.engine.load.yaml import read
from nytta.engine.policy.schema import schemas, written
from tests.conftest import EXEMPELSTAD, ROOT

RULES = ROOT / "rules"
SCHEMAS = RULES / "schema"
COMMENT = re.compile(r"^# yaml-language-server: \$schema=(\S+)$", re.MULTILINE)
KINDS = {
    "*.yaml": None,
    "documents/*.yaml": "document",
    "registers/*.yaml": "register",
    "*/registers/*.yaml": "register",
    "*/edition.yaml": "edition",
    "*/clauses/*.yaml": "clause",
}
"""Where in a rule folder which kind of file lies; a file at the top is called as its schema."""
FILES = {
    path: kind or path.stem
    for folder in (RULES, EXEMPELSTAD)
    for pattern, kind in KINDS.items()
    for path in sorted(folder.glob(pattern))
    if path.stem != "countries"
} | {path: name for name in ("case", "expected") for path in sorted((ROOT / "cases").glob(f"**/{name}.yaml"))}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every schema as the models give it now, for the shipped rules alone."""
    return schemas(Library(cache=tmp_path_factory.mktemp("cache")))


def test_the_schemas_are_those_that_the_models_give(generated: dict[str, Any]) -> None:
    """`make schemas` writes them; each file is there, and is what would be written now, and there is no other."""
    fresh = {f"{name}.schema.json": written(schema) for name, schema in generated.items()}
    found = {path.name: path.read_text("utf-8") for path in SCHEMAS.glob("*")}
    stale = sorted(name for name in fresh.keys() | found.keys() if fresh.get(name) != found.get(name))
    assert stale == [], "run `make schemas`"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_shipped_file_is_valid_by_its_schema(path: Path, generated: dict[str, Any]) -> None:
    """An editor finds nothing wrong with what the program reads."""
    validator = Draft202012Validator(generated[FILES[path]])
    for document in read(path):
        assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document.value)] == []


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.is_relative_to(RULES)], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_rule_file_names_its_schema(path: Path) -> None:
    """The comment that editors read points from the file to the schema of its kind."""
    named = COMMENT.findall(path.read_text("utf-8"))
    assert [(path.parent / one).resolve() for one in named] == [SCHEMAS / f"{FILES[path]}.schema.json"]
