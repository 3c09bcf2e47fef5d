"""What may an editor complete and check? JSON Schema for every kind of file, generated from the models.

`python -m nytta.engine.policy.schema DIR` writes them; `make schemas` does so for `rules/schema/`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from nytta.engine.load.folders import SHIPPED
from nytta.engine.load.library import Library
from nytta.engine.model.case import Meta
from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import EditionHead, Register
from nytta.engine.model.ledger import Ledger
from nytta.engine.model.vocabulary import Body, Fact, Kind, Law, Vocabulary, allowed_values
from nytta.engine.policy.test import Expected

Schema = dict[str, Any]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def schemas(library: Library) -> dict[str, Schema]:
    """Each schema by the name of its file, without `.schema.json`."""
    index = library.index
    return {
        "clause": _of_model(Clause),
        "edition": _of_model(EditionHead),
        "document": _of_model(Ledger),
        "register": _register(),
        "facts": _mapping(_mapping_of(Fact)),
        "kinds": _mapping_of(Kind),
        "bodies": _mapping_of(Body),
        "laws": _mapping_of(Law),
        "expected": _of_model(Expected),
        "case": _case(index.vocabulary, sorted(library.strategies)),
    }


def _of_model(model: Any) -> Schema:
    return {"$schema": _DIALECT, **model.model_json_schema(by_alias=True)}


def _mapping_of(model: Any) -> Schema:
    """A mapping whose values are of the model."""
    schema = _of_model(model)
    definitions = schema.pop("$defs", {})
    dialect = schema.pop("$schema")
    return {"$schema": dialect, "type": "object", "additionalProperties": schema, "$defs": definitions}


def _mapping(inner: Schema) -> Schema:
    """A mapping of such mappings: facts by group."""
    definitions = inner.pop("$defs")
    dialect = inner.pop("$schema")
    return {"$schema": dialect, "type": "object", "additionalProperties": inner, "$defs": definitions}


def _register() -> Schema:
    """A register as it is written: the columns of an entry stand beside its id."""
    schema = _of_model(Register)
    entry = schema["$defs"]["Entry"]
    entry["additionalProperties"] = entry["properties"].pop("columns")["additionalProperties"]
    return schema


def _case(vocabulary: Vocabulary, strategies: list[str]) -> Schema:
    text: Schema = {"type": "string", "minLength": 1}
    one: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "title", "strategy", "kind", "date"],
        "properties": {
            "id": text,
            "title": text,
            "strategy": {"type": "string", "examples": strategies},
            "kind": {"enum": list(vocabulary.kinds)},
            "date": _DATE,
            "body": {"enum": [*vocabulary.bodies, None]},
            "facts": _facts(vocabulary),
            "meta": {"anyOf": [{"$ref": "#/$defs/Meta"}, {"type": "null"}]},
        },
    }
    meta = Meta.model_json_schema(by_alias=True)
    definitions = {**meta.pop("$defs"), "Meta": meta}
    return {"$schema": _DIALECT, "title": "Case", "oneOf": [one, {"type": "array", "items": one}], "$defs": definitions}


def _facts(vocabulary: Vocabulary) -> Schema:
    groups: dict[str, dict[str, Schema]] = {}
    for name, fact in vocabulary.facts.items():
        group, _, short = name.partition(".")
        groups.setdefault(group, {})[short] = _fact(fact, vocabulary)
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            group: {"type": ["object", "null"], "additionalProperties": False, "properties": facts}
            for group, facts in groups.items()
        },
    }


def _fact(fact: Fact, vocabulary: Vocabulary) -> Schema:
    about: Schema = {"title": fact.label.sv, "description": f"{fact.question.sv} / {fact.question.en}"}
    allowed = list(allowed_values(fact, vocabulary))
    match fact.type:
        case "bool":
            return about | {"type": ["boolean", "null"]}
        case "enum" | "country":
            return about | {"enum": [*allowed, None]}
        case "set":
            return about | {"type": ["array", "null"], "items": {"enum": allowed}, "uniqueItems": True}
        case "percent":
            return about | {"type": ["number", "null"], "minimum": 0, "maximum": 100}
        case "money":
            return about | {"type": ["number", "null"], "minimum": 0}
        case "number":
            return about | {"type": ["number", "null"]}
        case "date":
            return about | _DATE | {"type": ["string", "null"]}
        case "text":
            return about | {"type": ["string", "null"]}


def written(schema: Schema) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main(folder: Path) -> None:
    """Writes every schema into the folder."""
    for name, schema in schemas(Library()).items():
        (folder / f"{name}.schema.json").write_text(written(schema), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED / "schema")
