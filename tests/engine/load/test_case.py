"""What a case file comes to: types by the facts, nested or dotted, several cases in one file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nytta.engine.load.case import CaseFiles, read_cases
from nytta.engine.load.library import Library

HEAD = "id: a\ntitle: A\nstrategy: stockholm\nkind: trip\ndate: 2010-04-12\n"
Read = Callable[..., CaseFiles]


@pytest.fixture
def read(library: Library) -> Read:
    """Reads the text of a file, as from standard input."""
    return lambda text, edition=None: read_cases(["-"], library, edition, text.encode)


def facts(read: Read, written: Any) -> dict[str, Any]:
    """The facts of a case that states them so."""
    files = read(HEAD + "facts: " + json.dumps(written))
    assert not files.problems, [problem.line("en") for problem in files.problems]
    return dict(files.cases[0][0].facts)


@pytest.mark.parametrize(
    ("fact", "written", "value"),
    [
        ("counterpart.country", "NO", "NO"),
        ("travel.paid_by", "host", "host"),
        ("benefit.mutual", False, False),
        ("counterpart.sectors", ["public", "business", "public"], ("business", "public")),
        ("counterpart.sectors", [], ()),
        ("membership.last_reviewed", "2009-02-28", date(2009, 2, 28)),
        ("funding.external_share", 99.5, Decimal("99.5")),
        ("funding.external_share", 100.0, 100),
        ("funding.cost", 1e6, 1_000_000),
        ("scale.bodies_affected", 2, 2),
        ("benefit.description", "  Nytta: 3 × 2 ", "  Nytta: 3 × 2 "),
    ],
)
def test_the_type_of_the_fact_makes_the_value(fact: str, written: object, value: object, read: Read) -> None:
    """Dates, exact numbers and sets in the fact's own order; a text stays as it is."""
    found = facts(read, {fact: written})
    assert found == {fact: value}
    assert type(found[fact]) is type(value)


def test_facts_nest_by_group_or_are_dotted(read: Read) -> None:
    """Both ways give the same case; a group left empty and a fact left null state nothing."""
    nested = facts(read, {"counterpart": {"country": "NO", "city": None}, "travel": None, "benefit": {"mutual": True}})
    assert nested == facts(read, {"counterpart.country": "NO", "benefit.mutual": True})


@pytest.mark.parametrize("blank", ["", "   "])
def test_a_blank_text_states_nothing(blank: str, read: Read) -> None:
    """A name left blank names nobody: the fact is refused or taken as not stated."""
    files = read(HEAD + "facts: " + json.dumps({"weighing": {"assessor": blank}}))
    assert files.problems or "weighing.assessor" not in files.cases[0][0].facts


def test_a_file_may_hold_several_cases(read: Read) -> None:
    """A list, or documents one after another; each has its edition by its own date."""
    later = HEAD.replace("id: a", "id: b").replace("2010-04-12", "2005-01-01")
    stream = read(f"{HEAD}---\n{later}")
    assert [(case.id, edition) for case, edition in stream.cases] == [("a", "stockholm-2008"), ("b", "stockholm-2000")]
    listed = read("".join("- " + text.replace("\n", "\n  ").rstrip(" ") for text in (HEAD, later)))
    assert listed.cases == stream.cases


def test_a_faulty_case_does_not_hinder_the_others(read: Read) -> None:
    """The good ones are kept, the problems of the bad ones are told, and all are counted."""
    files = read(f"{HEAD}---\n{HEAD.replace('id: a', 'id: b').replace('trip', 'tripp')}---\n{HEAD.replace('id: a', 'id: c')}")
    assert [case.id for case, _ in files.cases] == ["a", "c"]
    assert [problem.name for problem in files.problems] == ["kind"]
    assert files.stated == 3


def test_an_edition_may_be_chosen_by_hand(read: Read) -> None:
    """The edition named judges, whatever the date."""
    assert read(HEAD, "stockholm-2000").cases[0][1] == "stockholm-2000"
    assert read(HEAD.replace("2010", "1990"), "stockholm-2008").cases[0][1] == "stockholm-2008"


def test_nobody_named_is_no_body(read: Read) -> None:
    """A body left out or null is none; one that is named is kept."""
    assert read(HEAD).cases[0][0].body is None
    assert read(HEAD + "body: null\n").cases[0][0].body is None
    assert read(HEAD + "body: namnd\n").cases[0][0].body == "namnd"
