"""Which clauses come out differently under another reading."""

from __future__ import annotations

from nytta.engine.ir.nodes import TRUE, OneOf
from nytta.engine.ir.variants import Variant, variants
from nytta.engine.load.library import Library
from nytta.engine.model.edition import Edition


def by_name(edition: Edition) -> dict[str, Variant]:
    """The variants of an edition by the identifiers of their alternatives."""
    return {one.of(edition)[1].id: one for one in variants(edition)}


def test_only_the_clauses_that_change_are_in_it(library: Library) -> None:
    """With their place in the edition, as the alternative has them."""
    edition = library.edition("exempelstad-2020")
    found = by_name(edition)
    (changed,) = found["bar"].clauses
    index, ir = changed
    assert edition.clauses[index].id == ir.id == "stable-country"
    assert found["bar"].when == TRUE


def test_it_says_which_cases_it_is_about(library: Library) -> None:
    """A condition on the body is a test of the body that the case names."""
    found = by_name(library.edition("exempelstad-2020"))
    assert found["all-three"].when == OneOf("case.body", frozenset({"kommunstyrelsen"}))


def test_a_reading_of_the_reach_changes_no_clause(library: Library) -> None:
    """It only says for which cases the edition would be in force."""
    found = by_name(library.edition("exempelstad-2020"))
    assert found["reaches-back"].clauses == ()
    assert found["reaches-back"].when == OneOf("case.kind", frozenset({"agreement"}))


def test_what_follows_from_a_changed_exception_changes_too(library: Library) -> None:
    """A clause that names the exception comes out differently, though the alternative does not state it."""
    found = by_name(library.edition("stockholm-2008"))
    changed = {ir.id for _, ir in found["role-as-example"].clauses}
    assert {"travel-payment-exception", "city-pays-travel", "travel-exception-granted"} <= changed
