"""What is promised to those who write case files and read verdicts: names that never disappear."""

from __future__ import annotations

from typing import Any

import pytest

from nytta.engine.load.library import Library
from nytta.engine.load.yaml import read_one
from tests.conftest import ROOT

CONTRACT: dict[str, Any] = read_one(ROOT / "tests" / "architecture" / "contract.yaml").value


@pytest.mark.parametrize("edition", CONTRACT["clauses"])
def test_every_promised_clause_exists(edition: str, library: Library) -> None:
    """Under its identifier and with its norm; an edition may hold more."""
    norms = {clause.id: clause.norm for clause in library.edition(edition).clauses}
    promised = CONTRACT["clauses"][edition]
    assert {name: norms.get(name) for name in promised} == promised


@pytest.mark.parametrize("name", CONTRACT["facts"])
def test_every_promised_fact_exists(name: str, library: Library) -> None:
    """With its type, and with every value that it may have."""
    promised, fact = CONTRACT["facts"][name], library.index.vocabulary.facts[name]
    assert fact.type == promised["type"]
    assert set(promised.get("values", ())) <= set(fact.values)


def test_every_promised_body_and_kind_exists(library: Library) -> None:
    """Who may decide, and what a case may be."""
    assert set(CONTRACT["bodies"]) <= library.index.vocabulary.bodies.keys()
    assert set(CONTRACT["kinds"]) <= library.index.vocabulary.kinds.keys()
