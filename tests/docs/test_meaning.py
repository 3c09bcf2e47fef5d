"""The tables that say what the rules mean are those that the engine follows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from itertools import combinations, product
from typing import get_args

import pytest

from nytta.engine.decide import PRECEDENCE, outcome
from nytta.engine.ir.truth import Truth, all_of, any_of, status
from nytta.engine.load.library import Library
from nytta.engine.model.provisions import STATUSES, Effect, Effects, Norm
from nytta.engine.model.verdict import OUTCOMES
from nytta.texts.words import VERDICTS
from tests.conftest import ROOT, SHIPPED_EDITIONS
from tests.docs.pages import Row, blocks, code, read, table

HOW = read("docs/how-it-works.md")
TRUTHS: dict[str, Truth] = {"true": True, "unknown": None, "false": False}
EFFECTS: tuple[Effect, ...] = get_args(Effect)
NORMS: tuple[Norm, ...] = get_args(Norm)


def _first(rows: Iterable[Row], given: Row) -> Row:
    """The first row that fits; an empty cell fits every value."""
    return next(row for row in rows if all(row[column] in ("", value) for column, value in given.items()))


@pytest.mark.parametrize(("applies", "requires", "excused"), list(product(TRUTHS, repeat=3)))
def test_the_table_of_statuses_is_the_engines(applies: str, requires: str, excused: str) -> None:
    """For all that a clause's three conditions can be, the table and the engine give the same status."""
    row = _first(table(HOW, "applies", "requires"), {"applies": applies, "requires": requires, "excused": excused})
    assert code(row["status"]) == [status(TRUTHS[applies], TRUTHS[requires], TRUTHS[excused])]


@pytest.mark.parametrize("effects", [chosen for size in range(6) for chosen in combinations(EFFECTS, size)], ids=" ".join)
def test_the_table_of_verdicts_is_the_engines(effects: tuple[Effect, ...]) -> None:
    """For all effects that findings can have together, the table and the engine give the same verdict, in both languages."""
    row = next(row for row in table(HOW, "effect", "verdict") if row["effect"] == "" or code(row["effect"])[0] in effects)
    (verdict,) = code(row["verdict"])
    assert verdict == outcome(effects)
    assert row["Swedish"] == VERDICTS[outcome(effects)]["sv"].lower()


def test_the_table_of_verdicts_has_no_row_too_many() -> None:
    """Every effect that leads to a verdict stands once, and the last row is for none of them."""
    named = [row["effect"] for row in table(HOW, "effect", "verdict")]
    assert named == [*(f"`{effect}`" for effect, _ in PRECEDENCE), ""]


def test_the_table_of_three_values_is_kleenes() -> None:
    """All pairs stand there, each with what the engine makes of them."""
    rows = table(HOW, "a", "b", "all", "any")
    assert [(row["a"], row["b"]) for row in rows] == list(product(TRUTHS, repeat=2))
    for row in rows:
        one, other = TRUTHS[row["a"]], TRUTHS[row["b"]]
        assert TRUTHS[row["all"]] is all_of([one, other])
        assert TRUTHS[row["any"]] is any_of([one, other])
        assert TRUTHS[row["not a"]] is (None if one is None else not one)


def test_the_default_effects_of_norms_are_the_engines(library: Library) -> None:
    """The table in `rules/README.md` has every norm, with the effects that a clause of it has unless it says otherwise."""
    seen: dict[str, tuple[str, str]] = {}
    for row in table(read("rules/README.md"), "norm", "violated"):
        seen |= dict.fromkeys(row["norm"].split(", "), (row["violated"], row["undetermined"]))
    clauses = {one.norm: one for name in SHIPPED_EDITIONS for one in library.edition(name).clauses}
    plain = {norm: one.model_copy(update={"effects": Effects()}) for norm, one in clauses.items()}
    assert seen == {norm: (one.effect("violated"), one.effect("undetermined")) for norm, one in plain.items()}
    assert set(seen) == set(NORMS)


def test_the_drawing_names_what_there_is() -> None:
    """Each name in the left margin of the drawing is a folder or a module of the project."""
    margin = re.findall(r"^([a-z]+/[a-z]*)", blocks(HOW, "")[0], re.MULTILINE)
    assert {"engine/load", "engine/ir", "engine/backends", "texts/"} <= set(margin)
    for name in margin:
        assert (ROOT / name).exists() or (ROOT / f"{name}.py").exists(), name


def test_the_layers_are_those_that_are_checked() -> None:
    """The order of imports that the page tells is the one that `make lint` holds the program to."""
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    outer, inner = ([part for layer in one["layers"] for part in re.split(r" [|:] ", layer)] for one in contracts[:2])
    (sentence,) = re.findall(r"A layer imports only from those after it: (.*?)\)", HOW, re.DOTALL)
    assert code(sentence) == [*outer[: outer.index("engine") + 1], *inner]


def test_the_glossary_has_every_word_of_the_model() -> None:
    """Norms, statuses, effects and verdicts all stand in the glossary, the verdicts with the words that officials read."""
    glossary = read("docs/glossary.md")
    assert [code(row["Norm"])[0] for row in table(glossary, "Norm")] == list(NORMS)
    for name in (*STATUSES, *EFFECTS):
        assert f"`{name}`" in glossary
    for verdict in OUTCOMES:
        assert f"`{verdict}` {VERDICTS[verdict]['sv'].lower()}" in " ".join(glossary.split())
