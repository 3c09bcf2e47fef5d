"""A case that is written as a file reads back as the same case."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.load.begun import completed
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import parse
from nytta.engine.model.case import Case
from nytta.texts.written_case import case_yaml
from tests.conftest import ROOT, SHIPPED_EDITIONS
from tests.generate import random_case

WORKED = [str(path) for path in sorted((ROOT / "cases").rglob("case.yaml"))]
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip) | st.sampled_from(
    ["on", "no", "null", "~", "1e3", "0x1", "2010-01-01", "a: b", "- a", "# a", '"\\', "a\u2028b", "\U0001f600", "'", "true", ""]
).filter(bool)


def again(case: Case, edition: str, library: Library) -> Case:
    """The case, written and read."""
    (document,) = parse(case_yaml(case, library.index.vocabulary).encode(), "case.yaml")
    return completed(document, {}, library, edition)[0]


def test_every_worked_case_reads_back(library: Library) -> None:
    """Facts of every type, bodies, and what the papers need."""
    files = read_cases(WORKED, library)
    assert len(files.cases) > 100
    for case, edition in files.cases:
        assert again(case, edition, library) == case


@pytest.mark.parametrize("name", SHIPPED_EDITIONS)
def test_generated_cases_read_back(name: str, library: Library) -> None:
    """With any values of any facts."""
    source = Random(name)
    for number in range(200):
        case = random_case(library.edition(name), source, number)
        assert again(case, name, library) == case


@given(title=NAMES, description=NAMES)
def test_any_words_read_back(title: str, description: str, library: Library) -> None:
    """Nothing in a text is taken for markup, a number or a date."""
    (case, edition) = read_cases(WORKED[:1], library).cases[0]
    own = case.model_copy(update={"title": title, "facts": {**case.facts, "benefit.description": description}})
    assert again(own, edition, library) == own
