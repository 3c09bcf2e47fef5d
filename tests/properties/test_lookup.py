"""What holds of every register: a known answer stays known, however little or much is stated, and however it is spelt."""

from __future__ import annotations

from datetime import date
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.ir.lookup import Answer, Lookup, folded
from nytta.engine.model.base import Text
from nytta.engine.model.edition import Entry, Register

COUNTRIES = ("AA", "BB", "CC")
CITIES = ("Alfå", "Alfa stad", "Alfb", "Beta", "Gammaköping", "Delta")
FIRST, LAST = date(2010, 1, 1), date(2010, 12, 31)
DAYS = st.sampled_from([date(2009, 12, 31), FIRST, date(2010, 6, 1), LAST, date(2011, 1, 1)])
NAMES = st.lists(st.sampled_from(CITIES), min_size=1, max_size=2, unique=True).map(tuple)
COUNTRY = st.sampled_from(COUNTRIES[:2])
COLUMNS = st.fixed_dictionaries({}, optional={"country": COUNTRY, "city": NAMES, "kind": st.sampled_from(["x", "y"])})


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Registers of places by country and city, some entries for certain days, some without a column."""
    rows = draw(st.lists(st.tuples(COLUMNS, st.none() | st.just(FIRST), st.none() | st.just(LAST)), max_size=5))
    entries = [{"id": f"e{n}", "columns": columns, "from": first, "to": last} for n, (columns, first, last) in enumerate(rows)]
    absent: Literal["not_listed", "unknown"] = draw(st.sampled_from(["not_listed", "unknown"]))
    return Register(
        id="places",
        title=Text(sv="Orter", en="Places"),
        source="drawn",
        match={"country": "counterpart.country", "city": "counterpart.city"},
        absent=absent,
        where_listed=draw(st.none() | st.just("country")),
        fields={"kind": ("x", "y")},
        entries=tuple(Entry.model_validate(entry) for entry in entries),
    )


STATED = st.fixed_dictionaries(
    {}, optional={"counterpart.country": st.sampled_from(COUNTRIES), "counterpart.city": st.sampled_from(CITIES)}
)


def _said(answer: Answer) -> str | None:
    return answer.entry.id if answer.entry else None


@given(registers(), DAYS, STATED, STATED)
def test_stating_more_never_changes_a_known_answer(
    register: Register, day: date, stated: dict[str, str], more: dict[str, str]
) -> None:
    """What a register says of a case that states little, it says of the same case with more."""
    lookup = Lookup(register)
    before = lookup.answer(day, dict(stated))
    if before.known:
        after = lookup.answer(day, dict(more | stated))
        assert (after.known, _said(after), after.terms) == (True, _said(before), before.terms)


@given(registers(), DAYS, STATED)
def test_a_look_up_is_a_reading_of_the_file_from_the_top(register: Register, day: date, stated: dict[str, str]) -> None:
    """Where country and city are stated, the answer is the first entry in force whose columns both match, if there is one."""
    if len(stated) == len(register.match):
        found = next((entry.id for entry in register.entries if entry.in_force(day) and _matches(entry, stated)), None)
        answer = Lookup(register).answer(day, dict(stated))
        assert _said(answer) == found
        assert answer.known or found is None


def _matches(entry: Entry, stated: dict[str, str]) -> bool:
    country, cities = entry.columns.get("country"), entry.columns.get("city")
    near = country is None or country == stated["counterpart.country"]
    return near and (cities is None or (isinstance(cities, tuple) and stated["counterpart.city"] in cities))


@given(registers(), DAYS, STATED)
def test_spelling_does_not_matter(register: Register, day: date, stated: dict[str, str]) -> None:
    """Case and accents change no answer, and neither does asking again."""
    lookup = Lookup(register)
    plain = lookup.answer(day, dict(stated))
    assert lookup.answer(day, dict(stated)) == plain
    respelt = {fact: name.upper().replace("Å", "A").replace("Ö", "O") for fact, name in stated.items()}
    assert lookup.answer(day, dict(respelt)) == plain


@given(registers(), DAYS, STATED)
def test_an_answer_is_whole(register: Register, day: date, stated: dict[str, str]) -> None:
    """A known answer tells which entry, or that there is none; an unknown one tells nothing but what to state."""
    answer = Lookup(register).answer(day, dict(stated))
    if answer.known:
        assert answer.terms["@places#id"] == (_said(answer) or "")
        assert answer.lacks == ()
    else:
        assert (answer.entry, answer.terms) == (None, {})
        assert set(answer.lacks) <= set(register.match.values())


@given(st.text())
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    """A folded name is small letters, digits and single spaces, and folds to itself."""
    once = folded(name)
    assert folded(once) == once
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789 " for letter in once)
    assert once == " ".join(once.split())


@given(st.text())
def test_folding_ignores_case(name: str) -> None:
    """Small and capital letters of a name that has both forms are alike."""
    if name.upper().lower() == name.lower():
        assert folded(name.upper()) == folded(name.lower())
