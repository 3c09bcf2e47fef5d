"""How does a template become a paper? Jinja in its sandbox, over the fields of the case and nothing else."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nytta.engine.errors import InputError, Language, Place, Problem, nearest
from nytta.texts.papers.markdown import quoted, shown

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
SUFFIX = ".md.j2"
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")


def forms(folders: tuple[Path, ...] = ()) -> tuple[str, ...]:
    """The forms that there are templates for; those that begin with `_` are parts of others."""
    names = {path.name.partition(".")[0] for folder in (TEMPLATES, *folders) for path in folder.glob(f"*{SUFFIX}")}
    return tuple(sorted(name for name in names if not name.startswith("_")))


def rendered(form: str, language: Language, fields: Mapping[str, Any], folders: tuple[Path, ...] = ()) -> str:
    """The paper in Markdown; the first folder that has the template gives it.

    Raises InputError with the template and the line where it does not compile, names a field that there is not, or reaches
    for anything else than the fields.
    """
    environment = _environment((*folders, TEMPLATES), language)
    name = f"{form}.{language}{SUFFIX}"
    try:
        text = environment.get_template(name).render(paper=fields)
    except TemplateNotFound as error:
        raise InputError(
            _problem(str(error.name), 1, f"mallen finns inte bland {_listed(folders)}", f"no such template in {_listed(folders)}")
        ) from None
    except TemplateError as error:
        raise InputError(_of_template(error, name, fields)) from None
    except (OverflowError, RecursionError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise InputError(
            _problem(name, _line(error), f"mallen går inte att fylla i ({error})", f"the template cannot be filled in ({error})")
        ) from None
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...], language: Language) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["quoted"] = partial(quoted, language=language)
    return environment


def _of_template(error: TemplateError, name: str, fields: Mapping[str, Any]) -> Problem:
    """What is wrong with a template, where, and which field may have been meant."""
    what = str(error.message).partition("\n")[0]
    unknown = unknown_field(what, fields)
    if unknown is not None:
        field, sv, en = unknown
        return _problem(name, _line(error), f"okänt fält «{field}»{sv}", f"unknown field «{field}»{en}")
    return _problem(
        getattr(error, "name", None) or name, _line(error), f"mallen duger inte: {what}", f"the template will not do: {what}"
    )


def _line(error: BaseException) -> int:
    """The line of the template where it went wrong: the innermost that the traceback names."""
    inside = [one.lineno for one in traceback.extract_tb(error.__traceback__) if one.filename.endswith(SUFFIX)]
    return getattr(error, "lineno", None) or (inside[-1] if inside else None) or 1


def unknown_field(message: str, fields: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """The field that an undefined name was to be, with the nearest in both languages; None for another fault."""
    found = re.fullmatch(r"'([^']+)' is undefined|.* has no (?:attribute|element) '([^']+)'.*", message)
    if found is None:
        return None
    field = found[1] or found[2]
    inner = (name for one in fields.values() if isinstance(one, dict) for name in one)
    return field, *nearest(field, [*fields, *inner])


def _problem(name: str, line: int, sv: str, en: str) -> Problem:
    return Problem(Place(name, line, 1), "", sv, en)


def _listed(folders: tuple[Path, ...]) -> str:
    return ", ".join(map(str, (*folders, TEMPLATES.name)))
