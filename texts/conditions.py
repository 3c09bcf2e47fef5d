"""How is a condition said in plain words?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from nytta.engine.errors import Language
from nytta.engine.explain import YieldsTo
from nytta.engine.ir.wording import Wording, either
from nytta.engine.model import condition as form
from nytta.engine.model.condition import Condition, Parameter
from nytta.engine.model.edition import Edition, Entry
from nytta.engine.model.provisions import Branch
from nytta.texts import derivation_words as said

FEW = 3
"""What is named of a long list."""


class InWords:
    """The conditions of one edition in one language."""

    def __init__(self, edition: Edition, language: Language) -> None:
        self.edition = edition
        self.language = language
        self.wording = Wording(edition)

    def __call__(self, written: Condition | Branch | YieldsTo) -> str:
        """A condition as it is written, in plain words."""
        language = self.language
        match written:
            case form.AllOf():
                return said.ALL[language]
            case form.AnyOf():
                return said.ANY[language]
            case form.NotThat():
                return said.NOT[language]
            case form.AtLeastOf(at_least=count):
                return said.AT_LEAST[language].format(count=self._plain(count))
            case form.Defined(defined=name):
                return said.DEFINED[language].format(name=name)
            case form.ExceptionHolds(exception=name):
                return said.EXCEPTION[language].format(title=self.edition.by_id[name].title[language], name=name)
            case YieldsTo(clause=name):
                return said.YIELDS[language].format(title=self.edition.by_id[name].title[language], name=name)
            case Branch(bodies=bodies):
                return said.DECIDES[language].format(bodies=self.wording.bodies(bodies, language))
            case _:
                return self._test(written)

    def _test(self, written: Condition) -> str:
        """A test as it is written, in plain words."""
        language, vocabulary = self.language, self.edition.vocabulary
        match written:
            case form.KindTest(kind=kinds):
                labels = [vocabulary.kinds[one].label[language] for one in _several(kinds)]
                return said.KIND[language].format(values=either(labels, language))
            case form.BodyTest(body=bodies):
                return said.BODY[language].format(values=self.wording.bodies(_several(bodies), language))
            case form.StatedTest(stated=name):
                facts = [one for one in vocabulary.facts if one == name or one.startswith(f"{name}.")]
                labels = [vocabulary.facts[one].label[language] for one in facts[:FEW]]
                more = [said.AND_MORE[language]] if len(facts) > FEW else []
                return said.ANYTHING[language].format(labels=", ".join(labels + more))
            case form.RegisterTest():
                return self._register_test(written)
            case form.FactTest():
                return self._fact_test(written)
            case _:
                return said.ALWAYS[language] if written else said.NEVER[language]

    def _fact_test(self, test: form.FactTest) -> str:
        language, fact = self.language, self.edition.vocabulary.facts[test.fact]
        (operation,) = test.operations
        operand = test.operand(operation)
        if operation == "in":
            value = either([self._value(test.fact, one) for one in operand], language)
        elif operation == "includes_at_least":
            among = [self._value(test.fact, one) for one in (test.of or fact.values)]
            value = said.INCLUDES_AT_LEAST[language].format(count=self._plain(operand), values=", ".join(among))
        else:
            operations = said.OPERATIONS | said.OF_A_DAY if fact.type == "date" else said.OPERATIONS
            own = self._plain(operand) if operation.startswith("within") else self._value(test.fact, operand)
            value = operations[operation][language].format(value=own)
        if test.pending:
            pending = either([self._value(test.fact, one) for one in test.pending], language)
            value += f" ({said.PENDING[language].format(values=pending)})"
        return f"{capital(fact.label[language])}: {value}"

    def _register_test(self, test: form.RegisterTest) -> str:
        language, register = self.language, self.edition.registers[test.register_]
        title = register.title[language]
        if test.listed:
            return said.LISTED[language].format(title=title)
        if test.entry is not None:
            return said.ENTRY[language].format(title=title, entry=self.entry(test.register_, test.entry))
        (operation,) = test.operations
        operand = test.operand(operation)
        values = either([self._plain(one) for one in (operand if operation == "in" else (operand,))], language)
        if operation not in ("is", "in"):
            values = said.OPERATIONS[operation][language].format(value=values)
        return said.FIELD[language].format(field=test.field, title=title, values=values)

    def _value(self, fact: str, operand: Any) -> str:
        """What a test compares a fact with, in words."""
        given = self.edition.head.parameters[operand.parameter].value if isinstance(operand, Parameter) else operand
        return self.wording.value(fact, given if isinstance(given, bool | str) else Decimal(str(given)), self.language)

    def _plain(self, operand: Any) -> str:
        """A count or a code, or the parameter that gives it."""
        return self.wording.parameter(operand.parameter, self.language) if isinstance(operand, Parameter) else str(operand)

    def entry(self, register: str, identifier: str) -> str:
        """An entry by the last of the columns it is matched by, which is its own name, else by its identifier."""
        given = self.edition.registers[register]
        entry = next((one for one in given.entries if one.id == identifier), None)
        return identifier if entry is None else self._entry_name(entry, list(given.match.items())[-1])

    def _entry_name(self, entry: Entry, matched: tuple[str, str]) -> str:
        column, fact = matched
        names = entry.columns.get(column)
        if names is None or self.edition.vocabulary.facts[fact].type == "country":
            return entry.id
        return str(names[0] if isinstance(names, tuple) else names)


def _several(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


def capital(words: str) -> str:
    """The words with a first capital."""
    return words[:1].upper() + words[1:]


def small(words: str) -> str:
    """The words without a first capital, unless they begin with an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
