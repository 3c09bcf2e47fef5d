"""A case as a case file: what is stated, in the order of the vocabulary, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from nytta.engine.load.yaml import quoted
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.vocabulary import Vocabulary

_PLAIN = re.compile(r"(?!true$|false$|null$)[a-z][a-z_-]*[a-z]")


def case_yaml(case: Case, vocabulary: Vocabulary) -> str:
    """The case as YAML that reads back as the same case."""
    head = {key: getattr(case, key) for key in ("id", "title", "strategy", "kind", "date", "body")}
    groups: dict[str, dict[str, FactValue]] = {}
    for fact in (one for one in vocabulary.facts if one in case.facts):
        group, _, name = fact.partition(".")
        groups.setdefault(group, {})[name] = case.facts[fact]
    meta = case.meta.model_dump(by_alias=True, exclude_none=True) if case.meta else {}
    parts = {
        **{key: value for key, value in head.items() if value is not None},
        "facts": groups,
        **({"meta": meta} if meta else {}),
    }
    return "\n".join(_lines(parts, "")) + "\n"


def _lines(parts: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in parts.items():
        if isinstance(value, Mapping) and value:
            yield f"{indent}{key}:"
            yield from _lines(value, f"{indent}  ")
        else:
            yield f"{indent}{key}: {_scalar(value)}"


def _scalar(value: object) -> str:
    """A value on one line; a text stands in quotes unless it is a plain word, so that no reader takes it for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal | date):
        return str(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_scalar, value))}]"
    if isinstance(value, Mapping):
        return "{}"
    text = str(value)
    if _PLAIN.fullmatch(text):
        return text
    return quoted(text)
