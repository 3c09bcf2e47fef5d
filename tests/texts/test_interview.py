"""What is typed in an interview is understood, in either language; lines fit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.errors import Language
from nytta.engine.ir.wording import Wording
from nytta.engine.load.case import with_facts
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import allowed_values
from nytta.texts.interview import wrapped
from nytta.texts.typed_answers import choices, is_none_of, meant

CASE = Case(id="a", title="A", strategy="stockholm", kind="trip", date=date(2010, 1, 1))


@pytest.fixture(scope="module")
def edition(library: Library) -> Edition:
    """An edition, for its vocabulary."""
    return library.edition("stockholm-2008")


def _spellings(edition: Edition) -> Iterator[tuple[str, str, FactValue]]:
    """Every value that may be chosen of every fact, as it may be typed: number, code, label in both languages."""
    wording = Wording(edition)
    for name, fact in edition.vocabulary.facts.items():
        allowed = allowed_values(fact, edition.vocabulary)
        offered = choices(fact, edition)
        for value in allowed:
            one: FactValue = (str(value),) if fact.type == "set" else value
            for language in ("sv", "en"):
                label = wording.value(name, one, language)
                yield from ((name, typed, one) for typed in (label, label.upper()))
            yield name, str(value).lower() if isinstance(value, bool) else value, one
            if offered:
                yield name, str(offered.index(value) + 1), one


def test_every_value_is_understood_however_it_is_spelt(edition: Edition, library: Library) -> None:
    """Number, code, or label in either language, in whatever case."""
    tried = 0
    for name, typed, value in _spellings(edition):
        written = meant(typed, edition.vocabulary.facts[name], edition)
        assert with_facts(CASE, [f"{name}={written}"], library).facts[name] == value, (name, typed)
        assert not is_none_of(written, edition.vocabulary.facts[name], edition)
        tried += 1
    assert tried > len(edition.vocabulary.facts)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("benefit.concrete", "J", True),
        ("benefit.concrete", "n", False),
        ("purpose.goals", "0", ()),
        ("purpose.goals", "inget", ()),
        ("purpose.goals", "3, 1", ("attractive_city", "cost_effective")),
        ("counterpart.country", "norge", "NO"),
        ("counterpart.country", "Norway", "NO"),
        ("counterpart.country", "no", "NO"),
        ("counterpart.city", "Oslo = norr", "Oslo = norr"),
        ("funding.external_share", "99.5", Decimal("99.5")),
        ("funding.external_share", "99,5 %", Decimal("99.5")),
        ("funding.external_share", "100%", 100),
        ("membership.last_reviewed", "2009-05-01", date(2009, 5, 1)),
    ],
)
def test_an_answer_is_understood(name: str, typed: str, value: FactValue, edition: Edition, library: Library) -> None:
    """Short words, several at once, names of countries, and what is written as a file has it."""
    written = meant(typed, edition.vocabulary.facts[name], edition)
    assert with_facts(CASE, [f"{name}={written}"], library).facts[name] == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("benefit.concrete", "3"),
        ("travel.paid_by", "0"),
        ("travel.paid_by", "stad"),
        ("purpose.goals", "1, 9"),
        ("counterpart.country", "Sverigex"),
    ],
)
def test_what_is_no_value_is_none(name: str, typed: str, edition: Edition) -> None:
    """A number that is not offered, or another word."""
    fact = edition.vocabulary.facts[name]
    assert is_none_of(meant(typed, fact, edition), fact, edition)


@given(
    st.lists(st.text(st.characters(categories=("L", "N", "P", "Zs", "Cc", "Cf")), max_size=200), max_size=5), st.integers(1, 200)
)
def test_lines_fit_and_steer_nothing(lines: list[str], width: int) -> None:
    """No line is wider than asked for, a single word apart, and nothing steers the terminal."""
    for line in wrapped(lines, width).split("\n"):
        assert len(line) <= max(20, min(width, 80)) or len(line.split()) <= 2
        assert line.isprintable()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_fact_can_be_asked_for(language: Language, edition: Edition) -> None:
    """Each question says what may be answered: values by number, or the form of what is typed."""
    from nytta.texts.interview import Told

    told = Told(edition, language, {})
    for name, fact in edition.vocabulary.facts.items():
        lines = told.question(name, 1, None)
        assert fact.question[language] in lines[0]
        assert len(lines) > 1
