"""Which clauses come out differently under another reading."""

from __future__ import annotations

from nytta.engine.ir.nodes import TRUE, OneOf
from nytta.engine.ir.variants import variants
from nytta.engine.load.library import Library


def test_only_the_clauses_that_change_are_in_it(library: Library) -> None:
    """With their place in the edition, as the alternative has them."""
    edition = library.edition("exempelstad-2020")
    found = {one.alternative.id: one for one in variants(edition)}
    (changed,) = found["bar"].clauses
    index, clause, _ = changed
    assert edition.clauses[index].id == clause.id == "stable-country"
    assert clause.effect("violated") == "reject"
    assert found["bar"].when == TRUE


def test_it_says_which_cases_it_is_about(library: Library) -> None:
    """A condition on the body is a test of the body that the case names."""
    found = {one.alternative.id: one for one in variants(library.edition("exempelstad-2020"))}
    assert found["all-three"].when == OneOf("case.body", frozenset({"kommunstyrelsen"}))


def test_a_reading_of_the_reach_changes_no_clause(library: Library) -> None:
    """It only says for which cases the edition would be in force."""
    found = {one.alternative.id: one for one in variants(library.edition("exempelstad-2020"))}
    assert found["reaches-back"].clauses == ()
    assert found["reaches-back"].when == OneOf("case.kind", frozenset({"agreement"}))


def test_what_follows_from_a_changed_exception_changes_too(library: Library) -> None:
    """A clause that names the exception comes out differently, though the alternative does not state it."""
    found = {one.alternative.id: one for one in variants(library.edition("stockholm-2008"))}
    changed = {clause.id for _, clause, _ in found["role-as-example"].clauses}
    assert {"travel-payment-exception", "city-pays-travel", "travel-exception-granted"} <= changed
