"""What does a case file say? Cases in, each checked against the vocabulary, with every problem at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from nytta.engine.errors import InputError, Place, Problem, listed, nearest
from nytta.engine.load.facts import TEXT_LIMIT, FactReader
from nytta.engine.load.library import Library
from nytta.engine.load.problems import at, validate
from nytta.engine.load.spellings import called
from nytta.engine.load.yaml import Document, PathKey, parse, read
from nytta.engine.model.case import Case, Meta

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


class CaseReader(FactReader):
    """Reads one case and collects its problems."""

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
        day = self.day(value.get("date"), ("date",)) if value.get("date") is not None else None
        facts = self.facts(value.get("facts"))
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
            self.found(given, (key,), sv, en)
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

    def body(self, written_value: str) -> str | None:
        """The body named, or nothing."""
        self._known("body", written_value or None, self.vocabulary.bodies, called(self.vocabulary.bodies))
        return written_value or None
