"""How is a change of one fact said? `vem som betalar resekostnaden: staden i stället för värden`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from nytta.engine.changes import BODY_NAME, ChangeTo
from nytta.engine.errors import Language
from nytta.engine.ir.wording import Wording, either
from nytta.engine.model.base import text
from nytta.engine.model.case import FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import allowed_values
from nytta.texts import words
from nytta.texts.answers import MOST_NAMED, between

MOST_EXCEPTED = 12
"""The most values that are named as those it may not be."""
LONGEST = 60
"""The most characters of a case's own words that are repeated."""
BODY = text(sv="organet som beslutar", en="the body that decides")
INSTEAD = text(sv="{value} i stället för {before}", en="{value} instead of {before}")
PRESUMED = text(sv="{value} i stället för {before}, som nu förutsätts", en="{value} instead of {before}, which is now presumed")
UNKNOWN = text(sv="{value} (nu inte angivet)", en="{value} (not stated now)")
STATED = text(sv="anges", en="stated")
UNLISTED = text(sv="ett annat namn, som inte finns i registren", en="another name, which no register lists")
EXAMPLE = text(sv="till exempel {value}", en="for example {value}")
AND_OTHERS = text(sv="till exempel {value} ({count} värden går lika bra)", en="for example {value} ({count} values do as well)")
ANYTHING_BUT = text(sv="något annat än {values}", en="anything but {values}")
COUNTRY_BUT = text(sv="ett annat land än {values}", en="another country than {values}")
AT_LEAST = text(sv="minst {count} av {values}", en="at least {count} of {values}")
ANY_OF = text(sv="minst något av {values}", en="at least one of {values}")
NONE_OF = text(sv="inget som reglerna frågar efter", en="none that the rules ask for")


class ChangeWords:
    """The words of changes under one edition, in one language."""

    def __init__(self, edition: Edition, language: Language) -> None:
        self._vocabulary = edition.vocabulary
        self._wording = Wording(edition)
        self._language = language
        self._matched = {fact for one in edition.registers.values() for fact in one.match.values()}

    def change(self, change: ChangeTo, beside: Sequence[ChangeTo] = ()) -> str:
        """The fact, its value and what stood before; `beside` are the other changes of the same set."""
        value, is_exception = self._values(change, beside)
        return f"{self.label(change.fact)}: {self._instead(change, value, is_exception=is_exception)} [{change.fact}]"

    def label(self, fact: str) -> str:
        """What a fact is called."""
        return (BODY if fact == BODY_NAME else self._vocabulary.facts[fact].label)[self._language]

    def value(self, fact: str, value: FactValue | None) -> str:
        """One value, or that there is none; a case's own words are cut."""
        if value is None:
            return words.NOT_STATED[self._language]
        if fact == BODY_NAME:
            return self._wording.bodies((str(value),), self._language)
        said = self._wording.value(fact, value, self._language)
        is_own = self._vocabulary.facts[fact].type == "text"
        return f"«{said[:LONGEST]}{'…' if len(said) > LONGEST else ''}»" if is_own else said

    def _instead(self, change: ChangeTo, value: str, *, is_exception: bool) -> str:
        before = None if change.before is None else self.value(change.fact, change.before)
        if before is None:
            return UNKNOWN[self._language].format(value=value)
        if is_exception and change.was == "stated":
            return value
        form = PRESUMED if change.was == "presumed" else INSTEAD
        return form[self._language].format(value=value, before=before)

    # -- all values that do as well

    def _values(self, change: ChangeTo, beside: Sequence[ChangeTo]) -> tuple[str, bool]:
        """The values in words, and whether they are said by what they are not."""
        fact = change.fact
        if fact == BODY_NAME:
            return self._wording.bodies(tuple(map(str, change.values)), self._language), False
        kind = self._vocabulary.facts[fact].type
        if kind == "set":
            return self._subsets(fact, [one for one in change.values if isinstance(one, tuple)]), False
        if change.ranges:
            said = [between(fact, low, high, self._wording, self._language) for low, high in _joined(change.ranges)]
            return either(said, self._language), False
        if fact in self._matched and (kind == "text" or any(one.fact in self._matched for one in beside)):
            return self._examples(change), not change.values
        if change.any_other:
            return STATED[self._language], False
        return self._listed(fact, change.values)

    def _examples(self, change: ChangeTo) -> str:
        """Names of what is looked up: what stands beside it tells which others do as well."""
        said = either([self.value(change.fact, one) for one in change.values[:MOST_NAMED]], self._language)
        example = [EXAMPLE[self._language].format(value=said)] if said else []
        return either([*example, *([UNLISTED[self._language]] if change.any_other else ())], self._language)

    def _listed(self, fact: str, values: Sequence[FactValue]) -> tuple[str, bool]:
        """Each value, or where they are many what they are not."""
        described = self._vocabulary.facts[fact]
        others = [one for one in allowed_values(described, self._vocabulary) if one not in values]
        if not others:
            return STATED[self._language], False
        named = [self.value(fact, one) for one in values]
        if len(values) <= MOST_NAMED:
            return either(named, self._language), False
        if len(others) <= MOST_EXCEPTED:
            form = COUNTRY_BUT if described.type == "country" else ANYTHING_BUT
            return form[self._language].format(values=either([self.value(fact, one) for one in others], self._language)), True
        return AND_OTHERS[self._language].format(value=named[0], count=len(values)), False

    def _subsets(self, fact: str, sets: Sequence[tuple[str, ...]]) -> str:
        """Sets by how many of their members are needed, or by the least ones; only members that the rules ask for stand here."""
        if sets == [()]:
            return NONE_OF[self._language]
        every = dict.fromkeys(one for some in sets for one in some)
        members = [one for one in self._vocabulary.facts[fact].values if one in every]
        fewest = min(map(len, sets))
        if 0 < fewest < len(members) and len(sets) == _at_least(fewest, len(members)):
            form = ANY_OF if fewest == 1 else AT_LEAST
            said = either([self.value(fact, (one,)) for one in members], self._language)
            return form[self._language].format(count=fewest, values=said)
        named = [self.value(fact, one) for one in sorted(sets, key=len)]
        if len(named) <= MOST_NAMED:
            return either(named, self._language)
        return AND_OTHERS[self._language].format(value=named[0], count=len(named))


def capital(line: str) -> str:
    """The line with a capital first."""
    return line[:1].upper() + line[1:]


def _at_least(fewest: int, members: int) -> int:
    """How many sets there are with at least so many of these members."""
    return sum(one.bit_count() >= fewest for one in range(1 << members))


def _joined(ranges: Iterable[tuple[FactValue | None, FactValue | None]]) -> list[tuple[FactValue | None, FactValue | None]]:
    """Stretches of days that follow one another as one."""
    stretches = list(ranges)
    starts = [0, *(place for place, (one, other) in enumerate(pairwise(stretches), 1) if not _follows(one[1], other[0]))]
    return [
        (stretches[first][0], stretches[last - 1][1]) for first, last in zip(starts, [*starts[1:], len(stretches)], strict=True)
    ]


def _follows(high: FactValue | None, low: FactValue | None) -> bool:
    return isinstance(high, date) and isinstance(low, date) and low - high == timedelta(days=1)
