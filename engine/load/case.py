"""What does a case file say? Cases in, each checked against the vocabulary, with every problem at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from nytta.engine.errors import InputError, Place, Problem, listed, nearest, written
from nytta.engine.ir.dates import day
from nytta.engine.ir.lookup import SHORTEST
from nytta.engine.ir.numbers import whole
from nytta.engine.load.library import Library
from nytta.engine.load.problems import at, validate
from nytta.engine.load.yaml import Document, PathKey, parse, read
from nytta.engine.model.base import Text
from nytta.engine.model.case import Case, FactValue, Meta
from nytta.engine.model.vocabulary import NUMERIC, Body, Fact, Kind, Vocabulary, allowed_values

KEYS = ("id", "title", "strategy", "kind", "date", "body", "facts", "meta")
_REQUIRED = {
    "id": ("ett kort namn på ärendet", "a short name of the case"),
    "title": ("vad ärendet gäller, i ord", "what the case is about, in words"),
    "strategy": ("den strategi som prövar ärendet", "the strategy that judges the case"),
    "kind": ("vad för slags ärende det är", "what kind of case it is"),
    "date": (
        "ärendets datum, åååå-mm-dd, avgör vilken utgåva som gäller",
        "the case's date, yyyy-mm-dd, decides which edition is in force",
    ),
}
TEXT_LIMIT = 20_000


@dataclass(slots=True)
class CaseFiles:
    """The good cases with the edition that judges each, and the problems of the others."""

    cases: list[tuple[Case, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stated: int = 0


def read_cases(paths: list[str], library: Library, edition: str | None = None, stdin: Callable[[], bytes] = bytes) -> CaseFiles:
    """Reads case files, `-` from standard input; a file's or a case's problems do not hinder the others."""
    reading = _Reading(library, edition)
    for path in paths:
        try:
            documents = parse(stdin(), "-") if path == "-" else read(Path(path))
        except InputError as error:
            reading.files.problems.extend(error.problems)
            continue
        if not any(document.value for document in documents):
            what = "filen är tom; `nytta new SLAG` skriver en mall", "the file is empty; `nytta new KIND` writes a template"
            reading.files.problems.append(Problem(Place(path, 1, 1), "", *what))
            continue
        for document in documents:
            reading.take_document(document)
    return reading.files


def with_facts(case: Case, settings: Sequence[str], library: Library) -> Case:
    """The case with facts set as `fact=value`, or withdrawn by `fact=`; `body` is the body. Raises InputError with every fault."""
    facts, named = dict(case.facts), {"body": case.body}
    seen: set[str] = set()
    problems: list[Problem] = []
    for setting in settings:
        name, is_set, written_value = (one.strip() for one in setting.partition("="))
        reader = CaseReader(Document("--set"), (), library)
        if not name or not is_set:
            sv, en = f"«{setting}» ska vara FAKTUM=VÄRDE, till exempel travel.paid_by=city", "must be FACT=VALUE, such as"
            reader.problem((), sv, f"«{setting}» {en} travel.paid_by=city")
        elif name in seen:
            reader.problem((name,), "faktumet står två gånger", "the fact stands twice")
        elif name == "body":
            named["body"] = reader.body(written_value)
        else:
            reader.set_fact(facts, name, written_value)
        seen.add(name)
        problems += reader.problems
    if problems:
        raise InputError(*problems)
    return case.model_copy(update={"facts": facts, **named})


class _Reading:
    """Reads documents one after another; identifiers are unique over all of them."""

    def __init__(self, library: Library, edition: str | None) -> None:
        self.library = library
        self.edition = edition
        self.files = CaseFiles()
        self.places: dict[str, Place] = {}

    def take_document(self, document: Document) -> None:
        """A document is a case or a list of cases."""
        if isinstance(document.value, list):
            for index, value in enumerate(document.value):
                self.take(document, value, (index,))
        else:
            self.take(document, document.value, ())

    def take(self, document: Document, value: Any, here: PathKey) -> None:
        """One case: kept, or its problems."""
        self.files.stated += 1
        if not isinstance(value, dict):
            sv = "ett ärende ska vara en mappning (id: …, title: …); `nytta new SLAG` skriver en mall"
            en = "a case must be a mapping (id: …, title: …); `nytta new KIND` writes a template"
            self.files.problems.append(at(document, here, sv, en))
            return
        reader = CaseReader(document, here, self.library)
        made = reader.case(value, self.edition)
        identifier = str(value.get("id"))
        if identifier in self.places:
            before = self.places[identifier]
            reader.problem(("id",), f"id «{identifier}» finns redan ({before})", f"id «{identifier}» is taken ({before})")
        elif value.get("id") is not None:
            self.places[identifier] = document.place((*here, "id"))
        self.files.problems.extend(sorted(reader.problems, key=lambda one: (one.place.line, one.place.column)))
        if made is not None and not reader.problems:
            self.files.cases.append(made)


class CaseReader:
    """Reads one case and collects its problems."""

    def __init__(self, document: Document, here: PathKey, library: Library) -> None:
        self.document = document
        self.here = here
        self.library = library
        self.vocabulary: Vocabulary = library.index.vocabulary
        self.problems: list[Problem] = []

    def problem(self, path: PathKey, sv: str, en: str) -> None:
        """Adds a problem at a path of the case."""
        place = self.document.place((*self.here, *path))
        self.problems.append(Problem(place, ".".join(map(str, path)), sv, en))

    def case(self, value: dict[str, Any], edition: str | None) -> tuple[Case, str] | None:
        """The case and the edition that judges it, or None with the problems collected."""
        for key in value:
            if key not in KEYS:
                sv, en = nearest(key, KEYS)
                self.problem((key,), f"okänd nyckel{sv} (tillåtna: {listed(KEYS)})", f"unknown key{en} (allowed: {listed(KEYS)})")
        for key in _REQUIRED:
            if key not in value or value[key] is None:
                self.problem((key,), f"saknas: {_REQUIRED[key][0]}", f"is missing: {_REQUIRED[key][1]}")
        texts: dict[str, Any] = {key: self._text(value, key) for key in ("id", "title", "strategy", "kind", "body")}
        self._known("strategy", texts["strategy"], self.library.strategies)
        self._known("kind", texts["kind"], self.vocabulary.kinds, called(self.vocabulary.kinds))
        self._known("body", texts["body"], self.vocabulary.bodies, called(self.vocabulary.bodies))
        day = self._day(value.get("date"), ("date",)) if value.get("date") is not None else None
        facts = self._facts(value.get("facts"))
        meta = self._meta(value.get("meta"))
        chosen = self._edition(texts["strategy"], texts["kind"], day, edition)
        if self.problems or day is None or chosen is None:
            return None
        return Case.model_construct(**texts, date=day, facts=facts, meta=meta), chosen

    def _meta(self, given: Any) -> Meta | None:
        return None if given is None else validate(Meta, self.document, given, (*self.here, "meta"), self.problems)

    def _text(self, value: dict[str, Any], key: str) -> str | None:
        given = value.get(key)
        if given is None:
            return None
        if not isinstance(given, str) or not given.strip() or len(given) > TEXT_LIMIT:
            sv, en = f"ska vara en text med 1 till {TEXT_LIMIT} tecken", f"must be a text of 1 to {TEXT_LIMIT} characters"
            self._found(given, (key,), sv, en)
            return None
        return given

    def _known(self, key: str, value: str | None, names: Any, words: Mapping[str, str] | None = None) -> None:
        if value is not None and value not in names:
            sv, en = nearest(value, names, words)
            self.problem(
                (key,),
                f"«{value}» finns inte; tillåtna: {listed(names)}{sv}",
                f"«{value}» does not exist; allowed: {listed(names)}{en}",
            )

    def _day(self, value: Any, path: PathKey) -> date | None:
        found = day(value)
        if found is None:
            hint = _meant(str(value)[:_DAY] if day(str(value)[:_DAY]) and _TIME.match(str(value), _DAY) else None)
            sv, en = f"är inget datum som finns; skriv åååå-mm-dd{hint[0]}", f"is no date that exists; write yyyy-mm-dd{hint[1]}"
            self._found(value, path, sv, en)
        return found

    def _edition(self, strategy: str, kind: str, day: date | None, edition: str | None) -> str | None:
        if edition is not None:
            head = self.library.edition(edition).head
        elif strategy in self.library.strategies and day is not None:
            found = self.library.in_force(strategy, day)
            if found is None:
                periods, read_otherwise = self.library.periods(strategy), ", ".join(self.library.reaching(strategy, day))
                sv, en = (
                    ("", "")
                    if not read_otherwise
                    else (f"; läst på annat sätt gäller {read_otherwise}", f"; read otherwise {read_otherwise} is")
                )
                self.problem(
                    ("date",),
                    f"ingen utgåva av {strategy} gäller {day} (det finns: {periods}{sv}); välj en med --edition",
                    f"no edition of {strategy} is in force on {day} (there are: {periods}{en}); choose one with --edition",
                )
                return None
            head = found
        else:
            return None
        if head.kinds and kind in self.vocabulary.kinds and kind not in head.kinds:
            self.problem(
                ("kind",),
                f"{head.id} prövar inte slaget «{kind}»; tillåtna: {listed(head.kinds)}",
                f"{head.id} does not judge kind «{kind}»; allowed: {listed(head.kinds)}",
            )
        return head.id

    def _facts(self, given: Any) -> dict[str, FactValue]:
        if given is None:
            return {}
        if not isinstance(given, dict):
            self.problem(("facts",), "ska vara en mappning av fakta", "must be a mapping of facts")
            return {}
        facts: dict[str, FactValue] = {}
        for name, path, value in self._named(given, (), ("facts",)):
            fact = self.vocabulary.facts.get(name)
            if fact is None and value in (None, {}) and len(path) == 2:  # noqa: PLR2004 - a group left empty in a template
                self._known_group(name, path)
            elif fact is None:
                self._unknown_fact(name, path)
            elif value is not None:
                settled = self._value(value, fact, path)
                if settled is not None:
                    facts[name] = settled
        return facts

    def set_fact(self, facts: dict[str, FactValue], name: str, written_value: str) -> None:
        """Puts one fact in, its value as a file would have it or the members of a set with commas; an empty one is taken out."""
        fact = self.vocabulary.facts.get(name)
        if fact is None:
            self._unknown_fact(name, (name,))
            return
        value = self._typed(written_value, fact) if written_value else None
        settled = None if value is None else self._value(value, fact, (name,))
        facts.pop(name, None)
        if settled is not None:
            facts[name] = settled

    def _typed(self, written_value: str, fact: Fact) -> Any:
        """The value as a file would have it."""
        if fact.type == "text":
            return written_value
        listed_values = fact.type == "set" and not written_value.startswith("[")
        try:
            documents = parse(f"[{written_value}]" if listed_values else written_value, "--set")
        except InputError:  # then it is no value of any type but text, and is refused as such
            return written_value
        return documents[0].value if len(documents) == 1 else written_value

    def body(self, written_value: str) -> str | None:
        """The body named, or nothing."""
        self._known("body", written_value or None, self.vocabulary.bodies, called(self.vocabulary.bodies))
        return written_value or None

    def _named(self, given: dict[str, Any], prefix: tuple[str, ...], path: PathKey) -> list[tuple[str, PathKey, Any]]:
        """Facts may nest by group or be written dotted."""
        found: list[tuple[str, PathKey, Any]] = []
        for key, value in given.items():
            name = ".".join((*prefix, key))
            here = (*path, key)
            if value and isinstance(value, dict) and name not in self.vocabulary.facts and not prefix:
                found.extend(self._named(value, (key,), here))
            else:
                found.append((name, here, value))
        seen: set[str] = set()
        for name, here, _ in found:
            if name in seen:
                self.problem(here, "faktumet står två gånger", "the fact stands twice")
            seen.add(name)
        return found

    def _is_group(self, name: str) -> bool:
        return any(fact.startswith(f"{name}.") for fact in self.vocabulary.facts)

    def _known_group(self, name: str, path: PathKey) -> None:
        if not self._is_group(name):
            self._unknown_fact(name, path)

    def _unknown_fact(self, name: str, path: PathKey) -> None:
        if self._is_group(name):
            own = [fact for fact in self.vocabulary.facts if fact.startswith(f"{name}.")]
            self.problem(path, f"är en grupp; ange fakta i den: {listed(own)}", f"is a group; state facts in it: {listed(own)}")
            return
        sv, en = nearest(name, self.vocabulary.facts)
        self.problem(
            path,
            f"okänt faktum (`nytta facts` visar alla){sv}",
            f"unknown fact (`nytta facts` shows all){en}",
        )

    def _value(self, value: Any, fact: Fact, path: PathKey) -> FactValue | None:
        if fact.type == "date":
            return self._day(value, path)
        if fact.type in NUMERIC:
            return self._number(value, fact, path)
        if fact.type == "set":
            return self._set(value, fact, path)
        return self._choice(value, fact, path) if fact.type != "text" else self._free_text(value, fact, path)

    def _free_text(self, value: Any, fact: Fact, path: PathKey) -> FactValue | None:
        if isinstance(value, str) and len(value) <= TEXT_LIMIT:
            return value if value.strip() else None  # a blank text states nothing
        self._wrong(value, fact, path)
        return None

    def _choice(self, value: Any, fact: Fact, path: PathKey) -> FactValue | None:
        allowed = allowed_values(fact, self.vocabulary)
        if isinstance(value, bool) != (fact.type == "bool") or not isinstance(value, bool | str):
            self._wrong(value, fact, path)
        elif value not in allowed:
            self._not_allowed(value, fact, path)
        else:
            return value
        return None

    def _set(self, value: Any, fact: Fact, path: PathKey) -> FactValue | None:
        if not isinstance(value, list):
            self._wrong(value, fact, path)
            return None
        allowed = allowed_values(fact, self.vocabulary)
        wrong = [(index, one) for index, one in enumerate(value) if one not in allowed or not isinstance(one, str)]
        for index, one in wrong:
            self._not_allowed(one, fact, (*path, index))
        return None if wrong else tuple(one for one in fact.values if one in value)

    def _number(self, value: Any, fact: Fact, path: PathKey) -> FactValue | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong(value, fact, path)
            return None
        number = Decimal(str(value))
        low, high = BOUNDS[fact.type]
        if (low is not None and number < low) or (high is not None and number > high) or whole(number) is None:
            sv, en = _RANGES[fact.type]
            self.problem(path, f"{value} ska vara {sv}", f"{value} must be {en}")
            return None
        return number.normalize() if number % 1 else int(number)

    def _wrong(self, value: Any, fact: Fact, path: PathKey) -> None:
        sv, en = _TYPES[fact.type]
        if fact.type in ("enum", "set", "country"):
            allowed = allowed_values(fact, self.vocabulary)
            sv, en = f"{sv} ({listed(allowed)})", f"{en} ({listed(allowed)})"
        hint = _meant(_TRUTHS.get(str(value).casefold()) if fact.type == "bool" else number_meant(value, fact.type))
        self._found(value, path, f"är fel typ: ska vara {sv}{hint[0]}", f"has the wrong type: must be {en}{hint[1]}")

    def _not_allowed(self, value: Any, fact: Fact, path: PathKey) -> None:
        allowed = allowed_values(fact, self.vocabulary)
        labels = self.vocabulary.countries if fact.type == "country" else fact.values
        sv, en = nearest(str(value), written(allowed), called(labels))
        tail = f"är inte tillåtet; tillåtna: {listed(allowed)}{sv}", f"is not allowed; allowed: {listed(allowed)}{en}"
        self._found(value, path, *tail)

    def _found(self, value: Any, path: PathKey, sv: str, en: str) -> None:
        """A problem with what was found in the file, shown short and as it is written there."""
        text = {True: "true", False: "false", None: "null"}.get(value) if isinstance(value, bool | None) else str(value)
        words = ("en mappning", "a mapping") if isinstance(value, dict) else (text, text)
        shown = [f"«{word[:60]}…»" if len(str(word)) > 60 else f"«{word}»" for word in map(str, words)]  # noqa: PLR2004 - a line
        self.problem(path, f"{shown[0]} {sv}", f"{shown[1]} {en}")


def _meant(written: str | None) -> tuple[str, str]:
    """A closing hint in both languages for what was written in another way, or nothing."""
    return nearest("", (), {"": written}) if written else ("", "")


def number_meant(value: Any, form: str) -> str | None:
    """The number behind a Swedish writing, such as `12,5`, `50 %` or `1 000 kr`, if a fact of the type may have it."""
    found = _NUMBER.fullmatch(value) if isinstance(value, str) and form in NUMERIC else None
    if found is None or found["unit"] not in _UNITS[form]:
        return None
    number = re.sub(r"\s", "", found["number"]).replace(",", ".").replace("\N{MINUS SIGN}", "-")
    low, high = BOUNDS[form]
    fits = (low is None or Decimal(number) >= low) and (high is None or Decimal(number) <= high)
    return number if fits else None


def called(labels: Mapping[str, Text | Kind | Body]) -> dict[str, str]:
    """The name behind each Swedish and English label, and behind each longer word that only its label has: `norge` is `NO`."""
    found: dict[str, set[str]] = {}
    for name, label in labels.items():
        text = label if isinstance(label, Text) else label.label
        for words in (text.sv.casefold(), text.en.casefold()):
            for word in (words, *(one for one in words.split() if len(one) >= SHORTEST)):
                found.setdefault(word, set()).add(name)
    return {word: min(names) for word, names in found.items() if len(names) == 1}


_TRUTHS = {"ja": "true", "yes": "true", "true": "true", "nej": "false", "no": "false", "false": "false"}
_DAY = len("yyyy-mm-dd")
_TIME = re.compile(r"[Tt ]\s*(?:kl\.?\s*)?[0-9]")
_NUMBER = re.compile(
    r"\s*(?P<number>[-+\N{MINUS SIGN}]?(?:[0-9]{1,3}(?:\s[0-9]{3})+|[0-9]{1,15})(?:[.,][0-9]{1,2})?)"
    r"\s*(?P<unit>|%|procent|percent|kr|kr\.|kronor|:-|SEK)\s*"
)
_UNITS = {"percent": ("", "%", "procent", "percent"), "money": ("", "kr", "kr.", "kronor", ":-", "SEK"), "number": ("",)}
BOUNDS: dict[str, tuple[int | None, int | None]] = {"percent": (0, 100), "money": (0, None), "number": (None, None)}
_RANGES = {
    "percent": ("ett tal från 0 till 100 med högst två decimaler", "a number from 0 to 100 with at most two decimals"),
    "money": (
        "ett belopp i kronor, noll eller mer, med högst två decimaler",
        "an amount in SEK, zero or more, with at most two decimals",
    ),
    "number": ("ett tal med högst två decimaler", "a number with at most two decimals"),
}
_TYPES = {
    "bool": ("true eller false (utan citattecken)", "true or false (without quotes)"),
    "enum": ("ett av värdena", "one of the values"),
    "set": ("en lista av värden", "a list of values"),
    "country": ("en landskod som SE", "a country code such as SE"),
    "text": (f"en text med högst {TEXT_LIMIT} tecken", f"a text of at most {TEXT_LIMIT} characters"),
    **_RANGES,
}
