"""Which effect a clause has, and who it says may decide."""

from __future__ import annotations

import json
from typing import Any as Anything
from typing import get_args

import pytest
from pydantic import ValidationError

from nytta.engine.model.clause import Clause
from nytta.engine.model.provisions import STATUSES, Effect, Norm, Status

WORDS = {"sv": "x", "en": "x"}

EFFECTS = """
    must         reject     incomplete
    must_not     reject     incomplete
    should       condition  incomplete
    should_not   condition  incomplete
    competence   refer      incomplete
    strive       none       none
    may          none       none
    duty         none       none
"""
"""Norm, effect where it is violated, effect where it is undetermined."""
TABLE = [row.split() for row in EFFECTS.split("\n") if row.strip()]


def clause(**parts: Anything) -> Clause:
    """A clause with these parts."""
    common = {
        "id": "c",
        "norm": "must",
        "title": WORDS,
        "summary": WORDS,
        "source": {"document": "d", "section": "s", "passage": "p"},
    }
    return Clause.model_validate_json(json.dumps(common | parts))


@pytest.mark.parametrize(("norm", "violated", "undetermined"), TABLE)
def test_the_norm_settles_the_effect_of_each_status(norm: Norm, violated: Effect, undetermined: Effect) -> None:
    """A clause that is not applicable, satisfied or excused has no effect; the others have that of the table."""
    effects: dict[Status, Effect] = {status: clause(norm=norm).effect(status) for status in STATUSES}
    assert effects == dict.fromkeys(STATUSES, "none") | {"violated": violated, "undetermined": undetermined}


def test_the_table_names_every_norm() -> None:
    """There is no norm without default effects."""
    assert sorted(row[0] for row in TABLE) == sorted(get_args(Norm))


def test_a_clause_may_have_effects_of_its_own() -> None:
    """An effect that is written replaces the default for that status alone."""
    own = clause(norm="should", effects={"violated": "reject"})
    assert (own.effect("violated"), own.effect("undetermined")) == ("reject", "incomplete")
    silent = clause(norm="must", effects={"undetermined": "none"})
    assert (silent.effect("violated"), silent.effect("undetermined")) == ("reject", "none")


def test_who_may_decide_is_always_branches() -> None:
    """Plain names are a branch that always holds; branches stand as they are written."""
    assert clause().branches == ()
    assert clause(bodies=["a", "b"]).branches == ((True, ("a", "b")),)
    assert clause(bodies=["a", {"when": False, "bodies": ["b"]}]).branches == ((True, ("a",)), (False, ("b",)))
    assert clause(bodies=[{"bodies": ["b"]}]).branches == ((True, ("b",)),)


@pytest.mark.parametrize("identifier", ["", "A", "1a", "a_b", "a-", "-a", "å", "a b"])
def test_an_identifier_is_words_with_hyphens(identifier: str) -> None:
    """Lower-case letters and digits, a letter first."""
    with pytest.raises(ValidationError):
        clause(id=identifier)
