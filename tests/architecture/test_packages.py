"""What is installed is what there is, and what it is called."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest

from nytta.engine.load.library import Library
from tests.conftest import ROOT

SETUPTOOLS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
FOLDERS = {"nytta": "."} | {
    f"nytta.{'.'.join(path.parent.relative_to(ROOT).parts)}": path.parent.relative_to(ROOT).as_posix()
    for top in ("commands", "engine", "rules", "texts")
    for path in ROOT.glob(f"{top}/**/__init__.py")
}
MODULES = sorted(path for top in ("commands", "engine", "texts") for path in ROOT.glob(f"{top}/**/*.py"))


def test_every_folder_of_the_package_is_installed() -> None:
    """A package that is forgotten in `packages` or `package-dir` would be missing at a user's, and only there."""
    assert sorted(SETUPTOOLS["packages"]) == sorted(FOLDERS)
    assert SETUPTOOLS["package-dir"] == FOLDERS


def test_every_module_lies_in_a_package() -> None:
    """A folder with modules and no `__init__.py` would not be installed either."""
    folders = {path.parent.relative_to(ROOT).as_posix() for path in MODULES}
    assert folders <= set(FOLDERS.values())


def test_every_rule_file_is_installed() -> None:
    """Whatever lies in `rules/` is data that the package takes along, by one of its patterns."""
    patterns = SETUPTOOLS["package-data"]["nytta.rules"]
    shipped = {path for pattern in patterns for path in (ROOT / "rules").glob(pattern)} | {ROOT / "rules" / "__init__.py"}
    files = {path for path in (ROOT / "rules").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert files - shipped == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """Each module of the commands, the engine and the texts opens with a sentence."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring
    assert docstring.splitlines()[0][-1] in ".?:"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_python_names_what_is_in_the_rules(path: Path, library: Library) -> None:
    """No clause, edition, strategy, fact, kind or body is a special case in code: what they mean is data."""
    vocabulary = library.index.vocabulary
    editions = [library.edition(head.id) for head in library.index.heads]
    named = {*vocabulary.facts, *vocabulary.kinds, *vocabulary.bodies, *library.strategies}
    named |= {edition.id for edition in editions} | {clause.id for edition in editions for clause in edition.clauses}
    constants = {node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)}
    assert {value for value in constants if isinstance(value, str)} & named == set()
