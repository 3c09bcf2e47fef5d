"""Every combination of values that a case leaves open, each screened: what the searches are held against."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from math import prod
from random import Random

from nytta.engine.backends.reference import Reference
from nytta.engine.completions.open import Completions
from nytta.engine.completions.places import ANOTHER
from nytta.engine.completions.table import BODY
from nytta.engine.completions.values import STATED, Range
from nytta.engine.ir.lookup import folded
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.settle import SettledCase, Settling
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition, Entry
from nytta.engine.model.verdict import Outcome
from nytta.engine.model.vocabulary import allowed_values
from nytta.engine.policy.relevant import relevant_facts
from nytta.engine.screen import Screening
from tests.generate import made
from tests.properties.small_editions import DAY

SMALL_REGISTER = 10
"""Registers with fewer entries are small."""

Row = dict[str, FactValue]


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
            small = len(register.entries) < SMALL_REGISTER
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

    def unknown(self, case: Case, stating: Collection[str] = ()) -> list[str]:
        """The relevant facts without a value: base facts, and derived ones that are stated by hand."""
        settled, given = self.settle(case), set(self.derived).difference(stating)
        return [one for one in relevant_facts([self.edition], case.kind) if one not in settled.facts and one not in given]

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

    def completions(self, case: Case, stating: Collection[str] = ()) -> Iterator[tuple[Row, Row]]:
        """Every completion: its base facts and the derived ones that all state, and the derived facts that it has to give."""
        for base in self.rows(case, self.unknown(case, stating), {}):
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


def is_in(value: FactValue, alike: Sequence[FactValue | Range]) -> bool:
    """Whether a value is one of these, or within one of the ranges."""
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
