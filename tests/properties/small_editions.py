"""Editions of a few clauses, made at random: facts of every type, derived facts, registers, presumptions."""

from __future__ import annotations

from datetime import date
from random import Random

from nytta.engine.model.base import text
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
from nytta.engine.model.vocabulary import Body, Fact, Kind, RegisterField, Vocabulary

WORDS = text(sv="Ord", en="Words")
DAY = date(2020, 5, 31)
COUNTRIES = ("AA", "BB", "CC", "DD")


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
