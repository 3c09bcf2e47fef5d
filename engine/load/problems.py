"""How do a model's faults become problems that a person can mend?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from nytta.engine.errors import Place, Problem, listed, nearest
from nytta.engine.load.yaml import Document, PathKey

M = TypeVar("M", bound=BaseModel)


def reporting(document: Document, problems: list[Problem], prefix: PathKey = ()) -> Callable[[PathKey, str, str], None]:
    """Adds a problem at a path of the document, below the prefix."""
    return lambda path, sv, en: problems.append(at(document, (*prefix, *path), sv, en))


def validate(model: type[M], document: Document, value: Any, at: PathKey, problems: list[Problem]) -> M | None:
    """The model of a part of a document, or None with each fault added to the problems at its place."""
    try:
        return model.model_validate_json(json.dumps(value))
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            path = at + _path(value, fault["loc"])
            problems.append(_problem(document, path, fault, model))
        return None


def _path(value: Any, loc: tuple[int | str, ...]) -> PathKey:
    """The part of a fault's location that exists in the file: pydantic also names union members."""
    path: list[int | str] = []
    for step in loc:
        steps = dict(enumerate(value)) if isinstance(value, list) else value
        if isinstance(steps, dict) and step in steps:
            value = steps[step]
            path.append(step)
    return tuple(path)


def _problem(document: Document, path: PathKey, fault: Any, model: type[BaseModel]) -> Problem:
    name = ".".join(map(str, path))
    if fault["type"] == "missing":
        name = ".".join(map(str, (*path, fault["loc"][-1])))
    sv, en = _words(fault, model)
    return Problem(document.place(path), name, sv, en)


def _words(fault: Any, model: type[BaseModel]) -> tuple[str, str]:
    found = fault.get("input")
    make = _WORDS.get(fault["type"]) or _WORDS.get(str(fault.get("ctx", {}).get("error", "")))
    if make:
        return make(fault, found, model)
    wanted = _WANTED.get(fault["type"])
    if wanted:
        return f"{found!r} är fel typ: ska vara {wanted[0]}", f"{found!r} has the wrong type: must be {wanted[1]}"
    return f"{found!r} duger inte: {fault['msg']}", f"{found!r} will not do: {fault['msg']}"


def _extra(fault: Any, _found: Any, model: type[BaseModel]) -> tuple[str, str]:
    key = str(fault["loc"][-1])
    allowed = [info.alias or name for name, info in model.model_fields.items()] if len(fault["loc"]) == 1 else []
    sv, en = nearest(key, allowed)
    tail = f" (tillåtna: {listed(allowed)})" if allowed else "", f" (allowed: {listed(allowed)})" if allowed else ""
    return f"okänd nyckel{tail[0]}{sv}", f"unknown key{tail[1]}{en}"


def _expected(fault: Any, found: Any, _model: type[BaseModel]) -> tuple[str, str]:
    allowed = str(fault["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
    sv, en = nearest(str(found), allowed)
    return (
        f"{found!r} är inte tillåtet; tillåtna: {listed(allowed)}{sv}",
        f"{found!r} is not allowed; allowed: {listed(allowed)}{en}",
    )


def _form(_fault: Any, found: Any, _model: type[BaseModel]) -> tuple[str, str]:
    forms = "all, any, not, at_least … of, kind, fact, stated, register, exception, defined, true, false"
    return (
        f"{found!r} är inget villkor; formerna är: {forms}",
        f"{found!r} is no condition; the forms are: {forms}",
    )


def _fixed(sv: str, en: str) -> Callable[[Any, Any, type[BaseModel]], tuple[str, str]]:
    return lambda *_: (sv, en)


_WORDS: dict[str, Callable[[Any, Any, type[BaseModel]], tuple[str, str]]] = {
    "extra_forbidden": _extra,
    "literal_error": _expected,
    "missing": _fixed("saknas", "is missing"),
    "union_tag_not_found": _form,
    "union_tag_invalid": _form,
    "one_operation": _fixed(
        "ett faktatest ska ha precis en jämförelse (is, in, includes, includes_at_least, at_least, at_most, more_than, less_than, within_months_before, within_months_after)",
        "a test of a fact has exactly one comparison (is, in, includes, includes_at_least, at_least, at_most, more_than, less_than, within_months_before, within_months_after)",
    ),
    "one_difference": _fixed(
        "en läsning ska ändra klausuler eller definitioner, eller utgåvans giltighet (in_force), och inte båda",
        "a reading changes clauses or definitions, or how far the edition reaches (in_force), and not both",
    ),
    "no_name": _fixed(
        "ska vara ett namn: högst 60 tecken på en rad, utan skiljetecken",
        "must be a name: at most 60 characters on one line, without punctuation",
    ),
    "six_words": _fixed("högst sex ord: mer får inte citeras", "six words at most: no more may be quoted"),
    "of_alone": _fixed("of hör till includes_at_least", "of belongs to includes_at_least"),
    "one_question": _fixed(
        "ett registertest ska ha ett av entry, listed eller field; field ska ha precis en jämförelse",
        "a test of a register has one of entry, listed or field; field has exactly one comparison",
    ),
    "string_pattern_mismatch": _fixed(
        "ska vara gemena bokstäver a–z, siffror och bindestreck", "must be lower-case letters a–z, digits and hyphens"
    ),
    "too_short": _fixed("får inte vara tom", "may not be empty"),
    "string_too_short": _fixed("får inte vara tom", "may not be empty"),
}
_WANTED = {
    "string_type": ("en text", "a text"),
    "bool_type": ("true eller false", "true or false"),
    "int_type": ("ett heltal", "a whole number"),
    "int_parsing": ("ett heltal", "a whole number"),
    "float_type": ("ett tal", "a number"),
    "tuple_type": ("en lista", "a list"),
    "dict_type": ("en mappning", "a mapping"),
    "model_type": ("en mappning", "a mapping"),
    "model_attributes_type": ("en mappning", "a mapping"),
    "date_type": ("ett datum, åååå-mm-dd", "a date, yyyy-mm-dd"),
    "date_parsing": ("ett datum som finns, åååå-mm-dd", "a date that exists, yyyy-mm-dd"),
    "date_from_datetime_parsing": ("ett datum som finns, åååå-mm-dd", "a date that exists, yyyy-mm-dd"),
}


def at(document: Document, path: PathKey, sv: str, en: str) -> Problem:
    """A problem at a path of a document, named by its dotted path."""
    return Problem(document.place(path), ".".join(map(str, path)), sv, en)


def call(name: str, sv: str, en: str) -> Problem:
    """A problem of the call itself, which has no place in a file."""
    return Problem(Place(name), "", sv, en)
