"""How templates become sentences in Swedish and English."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nytta.engine.ir.wording import Wording, filled, joined, number, parsed
from nytta.engine.load.library import Library
from nytta.engine.model.case import FactValue
from tests.engine.city import City


@pytest.fixture(scope="module")
def wording(library: Library) -> Wording:
    """The words of the invented edition."""
    return Wording(library.edition("exempelstad-2020"))


@pytest.mark.parametrize(
    ("words", "sv", "en"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a och b", "a and b"),
        (["a", "b", "c"], "a, b och c", "a, b and c"),
    ],
)
def test_words_are_joined_as_in_a_sentence(words: list[str], sv: str, en: str) -> None:
    """Commas, and a conjunction before the last."""
    assert (joined(words, "sv"), joined(words, "en")) == (sv, en)


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        (0, "0", "0"),
        (-1_234, "-1\N{NO-BREAK SPACE}234", "-1,234"),
        (500_000, "500\N{NO-BREAK SPACE}000", "500,000"),
        (Decimal("1234567.5"), "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,5", "1,234,567.5"),
    ],
)
def test_numbers_are_written_as_each_language_does(value: int | Decimal, sv: str, en: str) -> None:
    """Decimal comma and hard spaces in Swedish, point and commas in English."""
    assert (number(value, "sv"), number(value, "en")) == (sv, en)


@pytest.mark.parametrize(
    ("fact", "value", "sv", "en"),
    [
        ("benefit.mutual", True, "ja", "yes"),
        ("benefit.mutual", False, "nej", "no"),
        ("weighing.outcome", "favourable", "positiv", "favourable"),
        ("weighing.factors", ("benefit", "cost", "climate"), "nytta, kostnad och klimat", "benefit, cost and climate"),
        ("weighing.factors", (), "inget", "none"),
        ("weighing.assessor", "Ekonomichefen", "Ekonomichefen", "Ekonomichefen"),
        ("counterpart.country", "NO", "Norge", "Norway"),
        ("scale.bodies_affected", 2, "2", "2"),
        ("stability.score", Decimal("50.5"), "50,5", "50.5"),
        ("term.ends", date(2023, 5, 5), "2023-05-05", "2023-05-05"),
    ],
)
def test_a_value_is_put_in_words(fact: str, value: FactValue, sv: str, en: str, wording: Wording) -> None:
    """Codes by their labels, truths as yes and no, numbers and dates as they are written in each language."""
    assert (wording.value(fact, value, "sv"), wording.value(fact, value, "en")) == (sv, en)


def test_a_number_has_its_unit(wording: Wording) -> None:
    """An amount is followed by the unit that its fact has."""
    unit = wording.vocabulary.facts["funding.cost"].unit
    assert wording.value("funding.cost", 500_000, "en") == f"500,000 {unit}"


def test_a_truth_may_have_words_of_its_own(city: City) -> None:
    """A fact may say what true and false are called."""
    city.facts(ready='bool, values: {"true": {sv: "klar", en: "ready"}}')
    own = Wording(city.edition())
    assert (own.value("extra.ready", value=True, language="sv"), own.value("extra.ready", value=False, language="sv")) == (
        "klar",
        "nej",
    )


def test_bodies_and_labels_are_listed(wording: Wording) -> None:
    """Bodies are alternatives, named once each; facts are a list."""
    assert wording.bodies(("namnd", "bolagsstyrelse", "namnd"), "sv") == "ansvarig nämnd eller bolagets styrelse"
    assert wording.bodies(("kulturnamnden",), "en") == "the culture committee"
    assert wording.labels(("term.ends", "funding.cost"), "en") == "the last day of the agreement and the cost"


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        ("500000", "500\N{NO-BREAK SPACE}000", "500,000"),
        ("50.5", "50,5", "50.5"),
        ("host", "host", "host"),
        ("true", "ja", "yes"),
    ],
)
def test_a_parameter_is_put_in_words(value: str, sv: str, en: str, city: City) -> None:
    """Numbers as each language writes them, truths as yes and no, a text as it stands."""
    city.edit(city.head, "parameters:\n", f"parameters:\n  own: {{value: {value}}}\n")
    own = Wording(city.edition())
    assert (own.parameter("own", "sv"), own.parameter("own", "en")) == (sv, en)


def test_a_template_is_text_and_fields() -> None:
    """Plain text, and the field that follows it; the last text is followed by nothing."""
    assert parsed("Ingenting.") == (("Ingenting.", ""),)
    assert parsed("{a} är {b}.") == (("", "a"), (" är ", "b"), (".", ""))


def test_a_filled_template_begins_with_a_capital() -> None:
    """The first letter of a sentence is a capital even where a field puts it there; a value's braces are left alone."""
    assert filled(parsed("{a} beslutar."), lambda _field, _language: "ansvarig nämnd", "sv") == "Ansvarig nämnd beslutar."
    assert filled(parsed("Av {a}."), lambda _field, _language: "{b}", "sv") == "Av {b}."
    assert filled(parsed("inget fält"), lambda _field, _language: "", "sv") == "inget fält"
