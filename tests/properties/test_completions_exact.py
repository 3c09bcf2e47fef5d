"""What is said of open cases and of changes is exact: held against every combination of values, each screened."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product
from math import prod
from random import Random

import pytest

from nytta.engine.backends.reference import Reference
from nytta.engine.completions.open import Completions, Open
from nytta.engine.completions.places import ANOTHER
from nytta.engine.completions.table import BODY
from nytta.engine.completions.values import STATED, Range
from nytta.engine.ir.lookup import folded
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.settle import SettledCase, Settling
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.base import text
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.clause import Clause
from nytta.engine.model.condition import (
    AllOf,
    AnyOf,
    AtLeastOf,
    BodyTest,
    Condition,
    FactTest,
    KindTest,
    NotThat,
    RegisterTest,
    StatedTest,
)
from nytta.engine.model.edition import Edition, EditionHead, Entry, Presumption, Register
from nytta.engine.model.provisions import Branch, Effects
from nytta.engine.model.reading import Period
from nytta.engine.model.verdict import OUTCOMES, Outcome
from nytta.engine.model.vocabulary import Body, Fact, Kind, RegisterField, Vocabulary, allowed_values
from nytta.engine.policy.relevant import relevant_facts
from nytta.engine.screen import Screening
from nytta.engine.whatif import Change, WhatIf
from tests.conftest import EDITIONS, ROOT
from tests.engine.test_screen_exempelstad import DAY as SOUND_DAY
from tests.engine.test_screen_exempelstad import SOUND
from tests.generate import made

WORDS = text(sv="Ord", en="Words")
DAY = date(2020, 5, 31)
COUNTRIES = ("AA", "BB", "CC", "DD")
SMALL = 10
"""Registers with fewer entries are small."""
MOST = 60
"""The most combinations that are screened for one case."""

Row = dict[str, FactValue]


# -- small editions, made at random


def small_edition(source: Random) -> Edition:
    """An edition of a few random clauses that read facts of every type, derived facts, registers and presumptions."""
    vocabulary = Vocabulary.model_construct(
        facts=_facts(source),
        kinds={name: Kind.model_construct(label=WORDS, definite=WORDS, description=WORDS) for name in ("one", "two")},
        bodies={name: Body.model_construct(label=WORDS) for name in ("board", "council", "company")},
        countries=dict.fromkeys(COUNTRIES, WORDS),
    )
    clauses = [_clause(source, number) for number in range(source.randint(1, 5))]
    facts = source.sample(("a.other", "a.code", "a.number"), source.randint(0, 2))
    values = {"a.other": True, "a.code": "q", "a.number": 2}
    head = EditionHead.model_construct(
        id="small",
        strategy="small",
        title=WORDS,
        in_force=Period.model_construct(from_=date(2000, 1, 1)),
        presumptions=tuple(Presumption.model_construct(fact=one, value=values[one], when=_condition(source, 1)) for one in facts),
        clauses=tuple(one.id for one in clauses),
    )
    return Edition.model_construct(head=head, clauses=tuple(clauses), registers=_registers(source), vocabulary=vocabulary)


def _facts(source: Random) -> dict[str, Fact]:
    codes = {"p": WORDS, "q": WORDS, "r": WORDS}
    zones = {"north": WORDS, "south": WORDS, "none": WORDS}
    listed = RegisterTest.model_validate({"register": "places", "listed": True})
    second = [{"fact": "d.listed", "is": source.random() < 0.8}, {"fact": "place.country", "in": ("AA", "CC")}]
    plain: dict[str, dict[str, object]] = {
        "a.flag": {"type": "bool"},
        "a.other": {"type": "bool"},
        "a.code": {"type": "enum", "values": codes},
        "a.set": {"type": "set", "values": {"x": WORDS, "y": WORDS}},
        "a.number": {"type": "number"},
        "a.share": {"type": "percent"},
        "a.day": {"type": "date"},
        "note.text": {"type": "text"},
        "place.country": {"type": "country"},
        "place.city": {"type": "text"},
        "d.listed": {"type": "bool", "derived": AllOf(all=(FactTest.model_validate({"fact": "a.flag", "is": True}), listed))},
        "d.zone": {
            "type": "enum",
            "values": zones,
            "derived": RegisterField.model_validate(
                {"register": "places", "field": "zone", "otherwise": source.choice((None, "none"))}
            ),
        },
        "d.second": {"type": "bool", "derived": AllOf(all=tuple(FactTest.model_validate(one) for one in second))},
    }
    return {name: Fact.model_construct(**{"label": WORDS, "question": WORDS, **one}) for name, one in plain.items()}  # type: ignore[arg-type]


def _registers(source: Random) -> dict[str, Register]:
    def entry(name: str, **columns: object) -> Entry:
        begins = source.choice((None, None, date(2021, 1, 1)))
        return Entry.model_construct(id=name, from_=begins, to=None, columns=columns)

    rows = [
        entry("alfa", country="AA", city=("Alfaville", "Novum"), zone="north"),
        entry("borgo", country=("BB", "CC"), city="Borgo", zone="south"),
        entry("cumulus", country="CC", city="Cumulus"),
        entry("whole", country="DD", zone="north"),
        entry("novum", country="BB", city="Novum", zone="north"),
    ]
    places = Register.model_construct(
        id="places",
        title=WORDS,
        source="Invented.",
        match={"country": "place.country", "city": "place.city"},
        absent=source.choice(("not_listed", "unknown")),
        where_listed=source.choice((None, "country")),
        fields={"zone": ("north", "south")},
        entries=tuple(source.sample(rows, source.randint(2, 5))),
    )
    scores = Register.model_construct(
        id="scores",
        title=WORDS,
        source="Invented.",
        match={"country": "place.country"},
        absent="unknown",
        fields={"score": "number"},
        entries=(entry("aa", country="AA", score=1), entry("bb", country="BB", score=3)),
    )
    return {"places": places, "scores": scores}


def _clause(source: Random, number: int) -> Clause:
    norm = source.choice(("must", "must", "should", "competence"))
    effects: dict[str, object] = {}
    if norm != "competence" and source.random() < 0.4:
        effects["undetermined"] = source.choice(("condition", "none", "refer"))
    if norm != "competence" and source.random() < 0.3:
        effects["violated"] = source.choice(("condition", "refer"))
    given: dict[str, object] = {"applies": _condition(source, 1) if source.random() < 0.7 else True}
    if norm == "competence":
        given["bodies"] = source.choice(
            (("board",), (Branch.model_construct(when=_condition(source, 1), bodies=("council", "board")),))
        )
    else:
        given["requires"] = _condition(source, 2)
    effect = Effects.model_construct(**effects)  # type: ignore[arg-type]
    return Clause.model_construct(id=f"c{number}", norm=norm, title=WORDS, summary=WORDS, source=None, effects=effect, **given)  # type: ignore[arg-type]


def _condition(source: Random, depth: int) -> Condition:
    if depth == 0 or source.random() < 0.3:
        return _test(source)
    parts = tuple(_condition(source, depth - 1) for _ in range(source.randint(1, 3)))
    return source.choice(
        (
            AllOf(all=parts),
            AnyOf(any=parts),
            NotThat.model_validate({"not": parts[0]}),
            AtLeastOf(at_least=source.randint(1, len(parts)), of=parts),
        )
    )


def _test(source: Random) -> Condition:
    number = source.choice((0, 2, 2.5))
    return source.choice(
        (
            FactTest.model_validate({"fact": "a.flag", "is": source.random() < 0.5}),
            FactTest.model_validate({"fact": "a.other", "is": source.random() < 0.5}),
            FactTest.model_validate({"fact": "a.code", "in": ("p", "q"), "pending": source.choice(((), ("r",)))}),
            FactTest.model_validate({"fact": "a.code", "is": "q"}),
            FactTest.model_validate({"fact": "a.set", "includes": source.choice("xy")}),
            FactTest.model_validate({"fact": "a.set", "includes_at_least": source.randint(1, 2)}),
            FactTest.model_validate({"fact": "a.number", source.choice(("at_least", "less_than", "is", "more_than")): number}),
            FactTest.model_validate(
                {"fact": "a.share", source.choice(("at_least", "less_than", "is")): source.choice((0, 50, 100))}
            ),
            FactTest.model_validate(
                {"fact": "a.day", source.choice(("within_months_before", "within_months_after")): source.choice((1, 12))}
            ),
            FactTest.model_validate({"fact": "a.day", "at_least": "2020-01-01"}),
            FactTest.model_validate({"fact": "place.country", "in": source.choice((("AA",), ("BB", "CC")))}),
            FactTest.model_validate({"fact": "d.listed", "is": True}),
            FactTest.model_validate({"fact": "d.second", "is": source.random() < 0.5}),
            FactTest.model_validate({"fact": "d.zone", "is": source.choice(("north", "none"))}),
            RegisterTest.model_validate({"register": "places", "listed": True}),
            RegisterTest.model_validate({"register": "places", "field": "zone", "is": "south"}),
            RegisterTest.model_validate({"register": "scores", "field": "score", "at_least": 2}),
            StatedTest(stated=source.choice(("note", "place", "place.city"))),
            KindTest(kind="one"),
            BodyTest(body=source.choice(("board", "council"))),
        )
    )


# -- every combination of values


def every_value(edition: Edition, fact: str, day: date) -> Sequence[FactValue]:
    """The values of a fact between which a condition may tell, without looking at the conditions."""
    described = edition.vocabulary.facts[fact]
    match described.type:
        case "bool" | "enum":
            return allowed_values(described, edition.vocabulary)
        case "set":
            members = tuple(described.values)
            return [some for count in range(len(members) + 1) for some in combinations(members, count)]
        case "country":
            return tuple(edition.vocabulary.countries)
        case "date":
            offsets = (
                -1500,
                -732,
                -731,
                -730,
                -400,
                -367,
                -366,
                -365,
                -152,
                -151,
                -32,
                -31,
                -30,
                -1,
                0,
                1,
                29,
                30,
                31,
                364,
                365,
                366,
                1200,
            )
            return [day + timedelta(days=one) for one in offsets]
        case "text":
            return (STATED,)
        case "percent":
            return (0, Decimal("0.01"), Decimal("49.99"), 50, Decimal("50.01"), Decimal("99.99"), 100)
        case "money":
            return (0, 499_999, 500_000, 500_001)
        case _:
            return tuple(
                Decimal(one) for one in ("-0.01", "0", "0.01", "1.99", "2", "2.01", "2.49", "2.5", "2.51", "49.99", "50")
            )


def names(edition: Edition, fact: str, beside: Mapping[str, FactValue]) -> list[FactValue]:
    """The names that registers have for a text, and one that none has.

    Of large registers only those in entries that the facts beside it do not rule out.
    """
    found = []
    for register in edition.registers.values():
        columns = [column for column, one in register.match.items() if one == fact]
        for entry in register.entries if columns else ():
            small = len(register.entries) < SMALL
            if all(small or _may_be(entry, column, beside.get(one)) for column, one in register.match.items() if one != fact):
                found += _written(entry, columns[0])
    matched = any(fact in one.match.values() for one in edition.registers.values())
    return [*dict.fromkeys(found), ANOTHER] if matched else [STATED]


def _written(entry: Entry, column: str) -> list[str]:
    value = entry.columns.get(column, ())
    return [str(one) for one in value] if isinstance(value, tuple) else [str(value)]


def _may_be(entry: Entry, column: str, value: FactValue | None) -> bool:
    own = _written(entry, column)
    return value is None or not own or folded(str(value)) in map(folded, own)


class Everything:
    """An edition with every value of every fact, screened by the reference."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.settle: Callable[[Case], SettledCase] = Settling(edition, lowered(edition))
        self.screen = Screening(edition, backends=lambda clauses: (Reference(clauses),))
        self.derived = [name for name, one in edition.vocabulary.facts.items() if one.derived is not None]

    def verdict(self, case: Case, row: Mapping[str, FactValue]) -> Outcome:
        """The verdict on the case with these facts and body."""
        facts = {fact: value for fact, value in row.items() if fact != BODY}
        body = row.get(BODY, case.body)
        return self.screen(case.model_copy(update={"facts": {**case.facts, **facts}, "body": body})).verdict

    def unknown(self, case: Case) -> list[str]:
        """The relevant base facts without a value."""
        settled = self.settle(case)
        return [one for one in relevant_facts([self.edition], case.kind) if one not in settled.facts and one not in self.derived]

    def rows(self, case: Case, facts: Sequence[str], chosen: Row) -> Iterator[Row]:
        """Every combination of values of the facts; texts come last, since their names depend on the rest."""
        ordered = sorted(facts, key=lambda one: self.edition.vocabulary.facts[one].type == "text")
        if not ordered:
            yield chosen
            return
        fact = ordered[0]
        is_text = self.edition.vocabulary.facts[fact].type == "text"
        values = names(self.edition, fact, {**case.facts, **chosen}) if is_text else every_value(self.edition, fact, case.date)
        for value in values:
            yield from self.rows(case, ordered[1:], {**chosen, fact: value})

    def completions(self, case: Case) -> Iterator[tuple[Row, Row]]:
        """Every completion: its base facts, and the derived facts that it has to give."""
        for base in self.rows(case, self.unknown(case), {}):
            for given in self._derived(case, base, {}):
                yield base, given

    def _derived(self, case: Case, base: Row, given: Row) -> Iterator[Row]:
        settled = self.settle(case.model_copy(update={"facts": {**case.facts, **base, **given}}))
        relevant = relevant_facts([self.edition], case.kind)
        fact = next((one for one in self.derived if one in relevant and one not in settled.facts), None)
        if fact is None:
            yield given
            return
        for value in every_value(self.edition, fact, case.date):
            yield from self._derived(case, base, {**given, fact: value})

    def changing(self, found: Sequence[tuple[Row, Row, Outcome]]) -> set[str]:
        """The facts of which another value alone gives another verdict."""
        changing: set[str] = set()
        for fact in {one for base, _, _ in found for one in base}:
            beside: dict[Hashable, list[tuple[FactValue, Row, Outcome]]] = {}
            for base, given, verdict in found:
                rest = tuple(sorted((name, value) for name, value in base.items() if name != fact))
                beside.setdefault(str(rest), []).append((base[fact], given, verdict))
            if any(_differ(one, other) for some in beside.values() for one, other in combinations(some, 2)):
                changing.add(fact)
        for fact in {one for _, given, _ in found for one in given}:
            verdicts: dict[str, set[Outcome]] = {}
            for base, given, verdict in found:
                if fact in given:
                    rest = {name: value for name, value in given.items() if name != fact}
                    verdicts.setdefault(f"{base} {rest}", set()).add(verdict)
            if any(len(some) > 1 for some in verdicts.values()):
                changing.add(fact)
        return changing


def _differ(one: tuple[FactValue, Row, Outcome], other: tuple[FactValue, Row, Outcome]) -> bool:
    return one[2] != other[2] and one[0] != other[0] and all(other[1].get(name, value) == value for name, value in one[1].items())


# -- open


def check_open(every: Everything, completions: Completions, case: Case) -> Open:
    """What is said of the case is what all its completions come to."""
    found = [(base, given, every.verdict(case, {**base, **given})) for base, given in every.completions(case)]
    said = completions.open(case)
    assert said.complete
    assert set(said.verdicts) == {verdict for _, _, verdict in found}
    assert {one.fact for one in said.facts} == every.changing(found)
    for verdict, row in said.verdicts.items():
        assert every.verdict(case, row) == verdict
    for one in said.facts:
        is_text = every.edition.vocabulary.facts[one.fact].type == "text"
        large = is_text and any(len(register.entries) >= SMALL for register in every.edition.registers.values())
        named = {member for answer in one.answers for some in answer.value.alike if isinstance(some, tuple) for member in some}
        pairs = [({**base, **given}.get(one.fact), verdict) for base, given, verdict in found]
        stated = [(_of_members(value, named), verdict) for value, verdict in pairs if value is not None]
        for answer in one.answers:
            own = [verdict for value, verdict in stated if _is_in(value, answer.value.alike)]
            assert set(own) == set(answer.verdicts) or (large and set(own) < set(answer.verdicts))
            for verdict, row in answer.verdicts.items():
                assert row[one.fact] == answer.value.value
                assert every.verdict(case, row) == verdict
        told = [sum(_is_in(value, answer.value.alike) for answer in one.answers) for value, _ in stated]
        assert all(count == 1 or (is_text and count == 0) for count in told)
    return said


def _of_members(value: FactValue, named: set[str]) -> FactValue:
    """A set without the members that no condition names; any other value as it is."""
    return tuple(one for one in value if one in named) if isinstance(value, tuple) else value


def _is_in(value: FactValue, alike: Sequence[FactValue | Range]) -> bool:
    return any(_in_range(value, one) if isinstance(one, Range) else type(one) is type(value) and one == value for one in alike)


def _in_range(value: FactValue, given: Range) -> bool:
    low, high = given.low, given.high
    return (low is None or low <= value) and (high is None or value <= high)  # type: ignore[operator]


def small_case(edition: Edition, source: Random, most: int) -> Case:
    """A case of a small edition that leaves so few facts open that all combinations can be screened."""
    every = Everything(edition)
    case = made(edition, kind=source.choice(("one", "two")), day=DAY, body=source.choice((None, "board", "council")), facts={})
    return filled(every, case, source, most)


def filled(every: Everything, case: Case, source: Random, most: int) -> Case:
    """The case with facts stated until at most so many combinations are left."""
    left = every.unknown(case)
    source.shuffle(left)
    while left and prod(_count(every.edition, fact, case.date) for fact in every.unknown(case)) > most:
        fact = left.pop()
        country = case.facts.get("place.country", case.facts.get("counterpart.country"))
        is_text = every.edition.vocabulary.facts[fact].type == "text"
        values = names(every.edition, fact, case.facts) if is_text else every_value(every.edition, fact, case.date)
        if country is None and is_text and source.random() < 0.5:
            values = [ANOTHER]
        case = case.model_copy(update={"facts": {**case.facts, fact: source.choice(list(values))}})
    return case


def _count(edition: Edition, fact: str, day: date) -> int:
    is_text = edition.vocabulary.facts[fact].type == "text"
    return min(3, len(names(edition, fact, {}))) if is_text else len(every_value(edition, fact, day))


@pytest.mark.parametrize("seed", range(50))
def test_what_is_open_in_a_small_edition_is_what_all_completions_come_to(seed: int) -> None:
    """The verdicts, the facts that can change them and each answer's verdicts are those of all completions, screened."""
    source = Random(seed)
    edition = small_edition(source)
    every, completions = Everything(edition), Completions(edition)
    for _ in range(2):
        check_open(every, completions, small_case(edition, source, 300))


def worked_case(every: Everything, worked: Sequence[Case], source: Random, most: int) -> Case:
    """A worked case that is told all that it lacks, so that it comes to its mildest verdict, and then silent on a few facts."""
    case = source.choice(worked)
    mildest = next(iter(Completions(every.edition).open(case).verdicts.values()))
    case = filled(every, case.model_copy(update={"facts": {**case.facts, **mildest}}), source, 1)
    for fact in source.sample(sorted(case.facts), len(case.facts)):
        silent = case.model_copy(update={"facts": {name: value for name, value in case.facts.items() if name != fact}})
        if prod(_count(every.edition, one, case.date) for one in every.unknown(silent)) <= most:
            case = silent
    return case


@pytest.fixture(scope="module")
def worked(library: Library) -> Callable[[str], list[Case]]:
    """The worked cases of an edition; of the invented one, the agreement that nothing speaks against."""
    paths = [str(path) for path in sorted((ROOT / "cases").rglob("case.yaml"))]
    cases = read_cases(paths, library).cases
    sound = made(library.edition("exempelstad-2020"), kind="agreement", day=SOUND_DAY, facts=SOUND)
    return lambda name: [sound] if name == "exempelstad-2020" else [case for case, edition in cases if edition == name]


@pytest.mark.parametrize("name", EDITIONS)
def test_what_is_open_in_an_edition_is_what_all_completions_come_to(
    name: str, library: Library, worked: Callable[[str], list[Case]]
) -> None:
    """The same for worked cases of the shipped editions that are silent on a few facts."""
    edition = library.edition(name)
    every, completions = Everything(edition), Completions(edition)
    said = [check_open(every, completions, worked_case(every, worked(name), Random(seed), MOST)) for seed in range(8)]
    assert sum(len(one.verdicts) > 1 for one in said) >= 2


# -- what if


def every_way(every: Everything, case: Case, wanted: Outcome, size: int) -> list[Row]:
    """The smallest sets of changes of at most so many facts, by trying all."""
    settled = every.settle(case)
    changeable = [
        one
        for one in relevant_facts([every.edition], case.kind)
        if one not in every.derived or one in case.facts or (one not in settled.facts and settled.missing(one) == (one,))
    ]
    found: list[Row] = []
    for count in range(size + 1):
        rows = [row for facts in combinations((BODY, *changeable), count) for row in _changes(every, case, facts)]
        fewest = [row for row in rows if not any(one.items() <= row.items() for one in found)]
        found += [row for row in fewest if every.verdict(case, row) == wanted]
    return found


def _changes(every: Everything, case: Case, facts: Sequence[str]) -> Iterator[Row]:
    bodies: list[Row] = [{BODY: one} for one in every.edition.vocabulary.bodies] if BODY in facts else [{}]
    others = [fact for fact in facts if fact != BODY]
    kept = case.model_copy(update={"facts": {fact: value for fact, value in case.facts.items() if fact not in others}})
    for body, row in product(bodies, every.rows(kept, others, {})):
        yield body | row


def check_ways(every: Everything, what_if: WhatIf, case: Case, wanted: Outcome, size: int) -> int:
    """The ways found are minimal, and all that there are."""
    said = what_if.changes(case, wanted, size)
    assert said.complete
    assert len(set(map(str, said.ways))) == len(said.ways)
    for way in said.ways:
        row = {change.fact: change.value.value for change in way}
        assert every.verdict(case, row) == wanted
        smaller = (dict(part) for count in range(len(row)) for part in combinations(row.items(), count))
        assert all(every.verdict(case, part) != wanted for part in smaller)
    for row in every_way(every, case, wanted, size):
        assert any(_is_of(every.edition, row, way) for way in said.ways), row
    return len(said.ways)


def _is_of(edition: Edition, row: Row, way: Sequence[Change]) -> bool:
    """Whether the changes are of the same facts, with values that are seen alike; what is looked up may have other names."""
    matched = {fact for register in edition.registers.values() for fact in register.match.values()}
    return row.keys() == {one.fact for one in way} and all(
        one.fact in matched or isinstance(row[one.fact], tuple) or _is_in(row[one.fact], one.value.alike) for one in way
    )


@pytest.mark.parametrize("seed", range(60))
def test_ways_in_a_small_edition_are_all_there_are(seed: int) -> None:
    """The changes found in a small edition are minimal and complete, for each verdict, against trying all."""
    source = Random(1_000 + seed)
    edition = small_edition(source)
    every = Everything(edition)
    what_if = WhatIf(edition, every.screen)
    case = small_case(edition, source, source.choice((1, 100, 10_000)))
    for wanted in source.sample(OUTCOMES, 2):
        check_ways(every, what_if, case, wanted, 2)


@pytest.mark.parametrize("name", EDITIONS)
def test_ways_in_an_edition_are_all_there_are(name: str, library: Library, worked: Callable[[str], list[Case]]) -> None:
    """The changes found in the shipped editions are all there are: single ones, in the invented one up to two."""
    edition = library.edition(name)
    every = Everything(edition)
    what_if = WhatIf(edition)
    ways = 0
    for seed in range(2 if name == "exempelstad-2020" else 8):
        source = Random(seed)
        case = worked_case(every, worked(name), source, source.choice((1, 2, 10)))
        for wanted in ("approve", "approve_with_conditions"):
            ways += check_ways(every, what_if, case, wanted, 2 if name == "exempelstad-2020" else 1)  # type: ignore[arg-type]
    assert ways > 0
