"""Is a paper written in plain language? What a demanding secretary would strike, and what to write instead.

What the words are is data: `texts/plain_language.<language>.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from statistics import median

from pydantic import Field

from nytta.engine.errors import InputError, Language, Problem
from nytta.engine.load.problems import validate
from nytta.engine.load.yaml import read_one
from nytta.engine.model.base import Model, Text, text
from nytta.engine.model.vocabulary import Body
from nytta.texts.papers.blocks import Block
from nytta.texts.papers.prose import OWN, Reading, Sentence, length, lines, sentences

_NEVER = r"(?!)"
_SPACING = re.compile(rf"[^\S\n]{{2,}}|\s[.,;:?!](?=\s|$)|[\w){OWN}][.?!,;:](?=[A-ZÅÄÖ][a-zåäö])|[a-zåäö)][?!,;:](?=[^\W\d_])")
_UNFILLED = re.compile(r"[{}]|\[\s*\]|\b(?:None|True|False|Undefined)\b(?! of\b)|<[^>]*>")
_SHORTENED = re.compile(r"\b[A-ZÅÄÖ]{2,}\b(?!\s*\d)|\b[^\W\d_]{1,4}\.(?:[^\W\d_]{1,4}\.)+")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a paper: what is wrong, in which sentence, and what to write instead."""

    what: Text
    sentence: str
    instead: Text

    def line(self, language: Language) -> str:
        """One line for a person: what is wrong, the sentence, what to write instead."""
        return f"{self.what[language]}: {self.sentence} – {self.instead[language]}"


class Limits(Model):
    """The most words of the median sentence, of any sentence, and of a line that is a label and no sentence."""

    median: int
    longest: int
    label: int


class Avoided(Model):
    """Words of officialese (`*` is any ending) and what to write instead."""

    avoid: tuple[str, ...] = Field(min_length=1)
    write: str


class Counted(Model):
    """A noun that is counted: after one, after more, and its article where the language has several."""

    one: str
    many: str
    article: str | None = None


class Numbers(Model):
    """The numerals that stand before one and before several."""

    one: tuple[str, ...]
    many: tuple[str, ...]


class Words(Model):
    """What plain language is in one language."""

    limits: Limits
    joins: tuple[str, ...]
    officialese: tuple[Avoided, ...]
    terms: tuple[str, ...]
    abbreviations: dict[str, str]
    known: tuple[str, ...]
    numbers: Numbers
    counted: tuple[Counted, ...]
    bodies: dict[str, str]
    articles: tuple[str, ...]

    def subjects(self, bodies: Iterable[Body], language: Language) -> dict[str, str]:
        """The forms of bodies that are no subject of a sentence, with the definite ones that are."""
        known = {one.label[language]: one.definite[language] for one in bodies if one.definite is not None}
        forms = self.bodies | known
        return {short: long for short, long in forms.items() if short != long and not short.startswith(self.articles)}

    @cached_property
    def nouns(self) -> dict[str, Counted]:
        """The counted nouns by each of their forms."""
        return {form: one for one in self.counted for form in (one.one, one.many)}

    @cached_property
    def reading(self) -> Reading:
        """What sentences are told apart by."""
        stops = frozenset(one.lower() for one in (*self.abbreviations, *self.known) if one.endswith("."))
        joins = re.compile(rf"[,;]\s|\s(?:{_either(self.joins)})\s")
        return Reading(stops, _pattern(self.terms), joins, self.limits.label)

    @cached_property
    def avoided(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Each pattern of officialese with what to write instead."""
        return tuple((_pattern(one.avoid), one.write) for one in self.officialese)

    @cached_property
    def number(self) -> re.Pattern[str]:
        """A numeral and the noun that it counts."""
        numerals = _either((*self.numbers.one, *self.numbers.many))
        return re.compile(rf"(?<![\w.,:/–-])(\d+|{numerals})\s+({_either(self.nouns)})(?!\w)", re.IGNORECASE)


@cache
def words_of(language: Language) -> Words:
    """The words of a language; raises InputError where the file is wrong."""
    document = read_one(Path(__file__).resolve().parents[1] / f"plain_language.{language}.yaml")
    problems: list[Problem] = []
    found = validate(Words, document, document.value, (), problems)
    if found is None:
        raise InputError(*problems)
    return found


def faults(blocks: Iterable[Block], language: Language, bodies: Iterable[Body] = ()) -> tuple[Fault, ...]:
    """Every fault of a paper; `bodies` are those that may decide, with their definite forms."""
    words = words_of(language)
    whole = tuple(lines(blocks, words.reading))
    read = tuple(sentences(whole, words.reading))
    subjects = words.subjects(bodies, language)
    return (
        *(fault for line in whole for fault in _signs(line)),
        *(fault for one in read for fault in _of_sentence(one, words, subjects)),
        *_abbreviations(whole, read, words),
        *_median(read, words),
    )


def _signs(line: Sentence) -> Iterator[Fault]:
    for pattern, what, instead in _SIGNS:
        found = pattern.search(line.own)
        if found:
            yield Fault(what, line.text[max(0, found.start() - 40) : found.end() + 40], instead)


def _of_sentence(one: Sentence, words: Words, subjects: dict[str, str]) -> Iterator[Fault]:
    yield from _officialese(one, words)
    yield from _numbers(one, words)
    if not one.label:
        yield from _form(one)
        yield from _subject(one, subjects)
        yield from _too_long(one, words)


def _officialese(one: Sentence, words: Words) -> Iterator[Fault]:
    for pattern, write in words.avoided:
        for found in pattern.finditer(one.ours):
            yield _fault(one, f"kanslispråk, ”{found[0]}”", f"officialese, ”{found[0]}”", f"Skriv {write}.", f"Write {write}.")


def _numbers(one: Sentence, words: Words) -> Iterator[Fault]:
    for found in words.number.finditer(one.own):
        numeral, noun = found[1].lower(), words.nouns[found[2].lower()]
        single = numeral == "1" or numeral in words.numbers.one
        article = noun.article if single and noun.article and not numeral.isdigit() else numeral
        right = f"{article} {noun.one if single else noun.many}"
        if right != " ".join(found[0].lower().split()):
            yield _fault(
                one,
                f"talet stämmer inte, ”{found[0]}”",
                f"the number does not agree, ”{found[0]}”",
                f"Skriv ”{right}”.",
                f"Write ”{right}”.",
            )


def _form(one: Sentence) -> Iterator[Fault]:
    if one.text[0].isalpha() and not one.text[0].isupper():
        yield _fault(
            one,
            "meningen börjar inte med stor bokstav",
            "the sentence does not begin with a capital",
            "Börja med stor bokstav.",
            "Begin with a capital.",
        )
    if not one.stopped:
        yield _fault(
            one,
            "meningen slutar inte med skiljetecken",
            "the sentence does not end with a stop",
            "Sätt punkt.",
            "Put a full stop.",
        )


def _subject(one: Sentence, subjects: dict[str, str]) -> Iterator[Fault]:
    for indefinite, definite in subjects.items():
        if re.match(rf"{re.escape(indefinite)}(?!\w)", one.own, re.IGNORECASE):
            yield _fault(
                one,
                f"”{indefinite}” står inte i bestämd form",
                f"”{indefinite}” lacks its article",
                f"Skriv ”{definite}”.",
                f"Write ”{definite}”.",
            )


def _too_long(one: Sentence, words: Words) -> Iterator[Fault]:
    found, most = length(one, words.reading), words.limits.longest
    if found > most:
        yield _fault(
            one,
            f"{found} ord i en mening",
            f"{found} words in a sentence",
            f"Dela den: högst {most} ord.",
            f"Divide it: at most {most} words.",
        )


def _median(read: tuple[Sentence, ...], words: Words) -> Iterator[Fault]:
    lengths = [(length(one, words.reading), index) for index, one in enumerate(read) if not one.label]
    middle, most = median(found for found, _ in lengths) if lengths else 0, words.limits.median
    if middle > most:
        yield _fault(
            read[max(lengths)[1]],
            f"meningarna är långa: hälften har minst {middle:g} ord, och den här har flest",
            f"the sentences are long: half of them have at least {middle:g} words, and this one the most",
            f"Skriv kortare: högst {most} ord i hälften av meningarna.",
            f"Write shorter ones: at most {most} words in half of them.",
        )


def _abbreviations(whole: tuple[Sentence, ...], read: tuple[Sentence, ...], words: Words) -> Iterator[Fault]:
    """Each abbreviation is spelled out where the text first uses it; one that only citations use, anywhere."""
    for short, long in words.abbreviations.items():
        used = re.compile(rf"(?<![\w.]){re.escape(short)}(?!\w)")
        first = next((index for index, one in enumerate(read) if used.search(one.ours)), None)
        shown = whole if first is None else read[: first + 1]
        said = " ".join(one.not_quoted for one in shown)
        if used.search(said) and long.lower() not in said.lower():
            yield _not_spelled_out(next(one for one in shown if used.search(one.not_quoted)), short, f": {long}")
    known = {*words.abbreviations, *words.known}
    for one in read:
        for short in _SHORTENED.findall(one.ours):
            if short not in known:
                yield _not_spelled_out(one, short, "")


def _not_spelled_out(one: Sentence, short: str, long: str) -> Fault:
    return _fault(
        one,
        f"förkortningen ”{short}” är inte utskriven",
        f"the abbreviation ”{short}” is not spelled out",
        f"Skriv ut den första gången{long}.",
        f"Spell it out the first time{long}.",
    )


def _fault(one: Sentence, sv: str, en: str, instead_sv: str, instead_en: str) -> Fault:
    return Fault(text(sv=sv, en=en), one.text, text(sv=instead_sv, en=instead_en))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words; `*` is any ending, and a space any white space."""
    return re.compile(rf"(?<!\w)(?:{_either(words)})(?!\w)", re.IGNORECASE)


def _either(words: Iterable[str]) -> str:
    escaped = (re.escape(one).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for one in words)
    return "|".join(sorted(escaped, key=len, reverse=True)) or _NEVER


_SIGNS = (
    (
        _SPACING,
        text(sv="fel mellanrum", en="wrong spacing"),
        text(sv="Skriv ett blanksteg efter skiljetecken och mellan ord.", en="Write one space after a stop and between words."),
    ),
    (
        _UNFILLED,
        text(sv="ett fält är inte ifyllt", en="a field is not filled in"),
        text(sv="Fyll i det, eller lämna en synlig lucka: «…».", en="Fill it in, or leave a visible gap: «…»."),
    ),
)
