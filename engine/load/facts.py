"""What does a case state of each fact? Values checked against the vocabulary, with every problem at its place."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from nytta.engine.errors import InputError, Problem, listed, nearest, written
from nytta.engine.ir.dates import day as as_day
from nytta.engine.ir.numbers import whole
from nytta.engine.load.library import Library
from nytta.engine.load.spellings import BOUNDS, called, number_meant
from nytta.engine.load.yaml import Document, PathKey, parse
from nytta.engine.model.case import FactValue
from nytta.engine.model.vocabulary import NUMERIC, Fact, Vocabulary, allowed_values

TEXT_LIMIT = 20_000
_TRUTHS = {"ja": "true", "yes": "true", "true": "true", "nej": "false", "no": "false", "false": "false"}
_DAY = len("yyyy-mm-dd")
_TIME = re.compile(r"[Tt ]\s*(?:kl\.?\s*)?[0-9]")
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


class FactReader:
    """Reads the facts of one case and collects their problems."""

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

    def facts(self, given: Any) -> dict[str, FactValue]:
        """The facts that are stated; without those that have problems."""
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
            return self.day(value, path)
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
        self.found(value, path, f"är fel typ: ska vara {sv}{hint[0]}", f"has the wrong type: must be {en}{hint[1]}")

    def _not_allowed(self, value: Any, fact: Fact, path: PathKey) -> None:
        allowed = allowed_values(fact, self.vocabulary)
        labels = self.vocabulary.countries if fact.type == "country" else fact.values
        sv, en = nearest(str(value), written(allowed), called(labels))
        tail = f"är inte tillåtet; tillåtna: {listed(allowed)}{sv}", f"is not allowed; allowed: {listed(allowed)}{en}"
        self.found(value, path, *tail)

    def day(self, value: Any, path: PathKey) -> date | None:
        """The day written, or None with its problem."""
        found = as_day(value)
        if found is None:
            hint = _meant(str(value)[:_DAY] if as_day(str(value)[:_DAY]) and _TIME.match(str(value), _DAY) else None)
            sv, en = f"är inget datum som finns; skriv åååå-mm-dd{hint[0]}", f"is no date that exists; write yyyy-mm-dd{hint[1]}"
            self.found(value, path, sv, en)
        return found

    def found(self, value: Any, path: PathKey, sv: str, en: str) -> None:
        """A problem with what was found in the file, shown short and as it is written there."""
        text = {True: "true", False: "false", None: "null"}.get(value) if isinstance(value, bool | None) else str(value)
        words = ("en mappning", "a mapping") if isinstance(value, dict) else (text, text)
        shown = [f"«{word[:60]}…»" if len(str(word)) > 60 else f"«{word}»" for word in map(str, words)]  # noqa: PLR2004 - a line
        self.problem(path, f"{shown[0]} {sv}", f"{shown[1]} {en}")


def _meant(written: str | None) -> tuple[str, str]:
    """A closing hint in both languages for what was written in another way, or nothing."""
    return nearest("", (), {"": written}) if written else ("", "")
