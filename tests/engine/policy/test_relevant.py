"""Which facts matter for a kind of case."""

from __future__ import annotations

import pytest

from nytta.engine.load.library import Library
from nytta.engine.policy.relevant import relevant_facts
from tests.engine.city import City


def test_a_fact_matters_where_some_clause_of_the_kind_reads_it(library: Library) -> None:
    """An agreement's term matters for agreements and not for projects, with the clause that reads it."""
    edition = library.edition("exempelstad-2020")
    agreement, project = relevant_facts([edition], "agreement"), relevant_facts([edition], "project")
    assert agreement["term.ends"] == ("exempelstad-2020/fixed-term",)
    assert "term.ends" not in project
    assert project["funding.cost"] == ("exempelstad-2020/competence-large-sum", "exempelstad-2020/competence-small-sum")
    assert relevant_facts([edition], None) == agreement


def test_the_facts_behind_a_derived_fact_matter_too(library: Library) -> None:
    """Whoever states country and city need not state whether it is a capital."""
    facts = relevant_facts([library.edition("stockholm-2008")], "agreement")
    assert {"counterpart.is_capital", "counterpart.type", "counterpart.country", "counterpart.city"} <= facts.keys()
    exempelstad = relevant_facts([library.edition("exempelstad-2020")], "project")
    assert exempelstad["counterpart.country"] == ("exempelstad-2020/eligible-country", "exempelstad-2020/stable-country")


@pytest.mark.parametrize("kind", ["trip", "cooperation"])
def test_an_edition_that_does_not_take_the_kind_asks_nothing(kind: str, library: Library) -> None:
    """The facts of a kind that the edition never judges do not matter to it."""
    assert relevant_facts([library.edition("exempelstad-2020")], kind) == {}


def test_facts_stand_in_the_order_of_the_vocabulary(library: Library) -> None:
    """Clauses of several editions are gathered under each fact, in the order in which an official states facts."""
    editions = [library.edition(name) for name in ("stockholm-2008", "linkoping-2010")]
    facts = relevant_facts(editions, "agreement")
    order = list(editions[0].vocabulary.facts)
    assert list(facts) == sorted(facts, key=order.index)
    assert {clause.partition("/")[0] for clause in facts["counterpart.country"]} == {"stockholm-2008", "linkoping-2010"}


def test_what_a_presumption_depends_on_matters(city: City) -> None:
    """A fact that settles whether another one is presumed changes verdicts, though no clause names it."""
    city.presume("fact: approvals.legal, value: true, when: {fact: aid.character, is: false}")
    assert "aid.character" in relevant_facts([city.edition()], "agreement")
