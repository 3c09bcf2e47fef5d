"""The digest of an edition: another one for everything that can change a verdict or a reason, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nytta.engine.load.digest import used
from nytta.engine.load.library import Library
from tests.engine.city import City

CHANGES: dict[str, Callable[[City], None]] = {
    "a condition": lambda city: city.edit(
        "clauses/fixed-term.yaml", "term.ends, within_months_after", "term.review, within_months_after"
    ),
    "a norm": lambda city: city.edit("clauses/fixed-term.yaml", "norm: must", "norm: must_not"),
    "an effect": lambda city: city.edit(
        "clauses/term-review.yaml", "effects: {violated: condition}", "effects: {violated: none}"
    ),
    "a reason": lambda city: city.edit(
        "clauses/fixed-term.yaml", "It is not stated when the agreement ends.", "No end is stated."
    ),
    "a source": lambda city: city.edit("clauses/fixed-term.yaml", "item: 2", "item: 4"),
    "a parameter": lambda city: city.edit(city.head, "least_score: {value: 50}", "least_score: {value: 51}"),
    "a definition": lambda city: city.edit(city.head, "{register: eligible-countries, listed: true}", "true"),
    "a presumption": lambda city: city.presume("fact: benefit.mutual, value: true"),
    "the order of clauses": lambda city: city.edit(
        city.head, "  - fixed-term\n  - term-review\n", "  - term-review\n  - fixed-term\n"
    ),
    "an entry": lambda city: city.edit("registers/eligible-countries.yaml", "to: 2023-12-31", "to: 2024-12-31"),
    "an entry behind a derived fact": lambda city: city.edit("registers/stability-index.yaml", "score: 51", "score: 52"),
    "a question": lambda city: city.edit("../facts.yaml", "When does the agreement end?", "When is the end?"),
    "a body": lambda city: city.edit("../bodies.yaml", "the culture committee", "the arts committee"),
    "a document": lambda city: city.edit("../documents/exempelstad-2020.yaml", "Exempelstad's policy", "The policy"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_can_change_a_verdict_or_a_reason_changes_the_digest(what: str, city: City, library: Library) -> None:
    """A change in any part of the edition gives another digest."""
    CHANGES[what](city)
    digest = city.edition().digest
    assert digest.startswith("sha256:")
    assert len(digest) == len("sha256:") + 64
    assert digest != library.edition(city.name).digest


IDLE: dict[str, Callable[[City], None]] = {
    "nothing": lambda _: None,
    "a fact that no clause reads": lambda city: city.facts(idle="bool"),
    "a register that nothing reads": lambda city: city.register(
        "idle", "match: {country: counterpart.country}", "absent: unknown", "entries: []"
    ),
    "a comment": lambda city: city.edit("clauses/fixed-term.yaml", "norm: must", "# a comment\nnorm: must"),
    "how a file is laid out": lambda city: city.edit(
        "clauses/fixed-term.yaml", "applies: {kind: agreement}", "applies:\n  kind: agreement"
    ),
}


@pytest.mark.parametrize("what", IDLE)
def test_what_changes_no_verdict_keeps_the_digest(what: str, city: City, library: Library) -> None:
    """What the edition never reads, and how its files are laid out, is not in the digest."""
    IDLE[what](city)
    assert city.edition().digest == library.edition(city.name).digest


def test_the_facts_behind_a_presumption_are_used(city: City) -> None:
    """What a presumption speaks of, and what its condition reads, belongs to the edition."""
    city.register("friends", "match: {city: counterpart.city}", "absent: not_listed", "entries:", "  - {id: a, city: A}")
    city.presume(
        "fact: benefit.mutual, value: true, when: {any: [{fact: aid.character, is: true}, {register: friends, listed: true}]}"
    )
    facts, registers = used(city.edition())
    assert {"benefit.mutual", "aid.character", "counterpart.city"} <= facts
    assert "friends" in registers


def test_the_facts_behind_a_derived_fact_are_used(library: Library) -> None:
    """A capital is derived from a register, and the register is matched by country and city."""
    facts, registers = used(library.edition("stockholm-2008"))
    assert {"counterpart.is_capital", "counterpart.type", "counterpart.country", "counterpart.city"} <= facts
    assert "capitals" in registers
    assert "cooperation.level" not in facts


def test_the_facts_that_reasons_name_are_used(library: Library) -> None:
    """A fact that only a reason names is read too: its words are in the verdict."""
    facts, _ = used(library.edition("exempelstad-2020"))
    assert "weighing.assessor" in facts
