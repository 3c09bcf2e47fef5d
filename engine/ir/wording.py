"""How do templates become sentences? A template names facts in braces; their values are put in as words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from nytta.engine.errors import Language
from nytta.engine.model.base import text
from nytta.engine.model.case import FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import Vocabulary

FIELD = re.compile(r"\{([^{}]*)\}")
SPECIAL = ("missing", "body", "bodies")
_BOOLEANS = {True: text(sv="ja", en="yes"), False: text(sv="nej", en="no")}
_AND = {"sv": " och ", "en": " and "}
_AS_WELL_AS = {"sv": " samt ", "en": " as well as "}
_OR = {"sv": " eller ", "en": " or "}
_NONE = {"sv": "inget", "en": "none"}
_NOT_STATED = {"sv": "(uppgift saknas)", "en": "(not stated)"}
_DECIMAL = {"sv": ",", "en": "."}
_THOUSANDS = {"sv": "\N{NO-BREAK SPACE}", "en": ","}

Fill = Callable[[str, Language], str]


def joined(words: list[str], language: Language, last: Mapping[str, str] = _AND) -> str:
    """`a, b och c`; `a och b samt c` where a conjunction stands within a word of the list already."""
    if len(words) < 2:  # noqa: PLR2004 - one word needs no conjunction
        return "".join(words)
    within = last is _AND and any(_AND[language] in word for word in words)
    return ", ".join(words[:-1]) + (_AS_WELL_AS if within else last)[language] + words[-1]


def either(words: list[str], language: Language) -> str:
    """`a, b eller c`."""
    return joined(words, language, _OR)


class Wording:
    """The words of one edition: labels of facts, values and bodies, and its parameters."""

    def __init__(self, edition: Edition) -> None:
        self.vocabulary: Vocabulary = edition.vocabulary
        self._parameters = {name: one.value for name, one in edition.head.parameters.items()}

    def value(self, fact: str, value: FactValue, language: Language) -> str:
        """A fact's value in words: the label of a code, a number with its unit, a date as ISO."""
        given = self.vocabulary.facts[fact]
        if isinstance(value, bool):
            return given.values.get("true" if value else "false", _BOOLEANS[value])[language]
        if value == ():
            return _NONE[language]
        if isinstance(value, tuple):
            return joined([given.values[one][language] for one in value], language)
        if isinstance(value, int | Decimal):
            return f"{number(value, language)} {given.unit}" if given.unit else number(value, language)
        if isinstance(value, date):
            return value.isoformat()
        label = self.vocabulary.countries.get(value) if given.type == "country" else given.values.get(value)
        return value if label is None else label[language]

    def bodies(self, names: tuple[str, ...], language: Language) -> str:
        """`nämnden eller bolagets styrelse`."""
        known = self.vocabulary.bodies
        return either([known[name].label[language] for name in dict.fromkeys(names)], language)

    def labels(self, facts: tuple[str, ...], language: Language) -> str:
        """The facts by what they are called, as a list in a sentence."""
        return joined([self.vocabulary.facts[fact].label[language] for fact in facts], language)

    def parameter(self, name: str, language: Language) -> str:
        """A parameter's value in words."""
        value = self._parameters[name]
        if isinstance(value, bool):
            return _BOOLEANS[value][language]
        return number(Decimal(str(value)), language) if isinstance(value, int | float) else str(value)


def number(value: int | Decimal, language: Language) -> str:
    """`1 234,5` in Swedish, `1,234.5` in English."""
    text = f"{value:,}"
    return text.replace(",", "\0").replace(".", _DECIMAL[language]).replace("\0", _THOUSANDS[language])


Parts = tuple[tuple[str, str], ...]


def parsed(template: str) -> Parts:
    """A template as pairs of plain text and the field that follows it; the last field is empty."""
    pieces = FIELD.split(template)
    return tuple(zip(pieces[::2], [*pieces[1::2], ""], strict=True))


def filled(parts: Parts, fill: Fill, language: Language) -> str:
    """The template with its fields filled; the first letter is a capital, since a reason is a sentence."""
    if len(parts) == 1:
        return parts[0][0]
    text = "".join(plain + (fill(field, language) if field else "") for plain, field in parts)
    return text[:1].upper() + text[1:]


def not_stated(language: Language) -> str:
    """What stands in a sentence for a fact that the case does not state."""
    return _NOT_STATED[language]
