"""What does a reader see of a derivation? One page of sentences and trees, which every format then writes down."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from nytta.engine.errors import Language
from nytta.engine.explain import Explanation, Known, LookedUp, Part, Step, decisive
from nytta.engine.ir.nodes import NOT_LISTED
from nytta.engine.ir.truth import Truth
from nytta.engine.ir.wording import Wording, joined
from nytta.engine.model import condition as form
from nytta.engine.model.case import FactValue
from nytta.engine.model.provisions import Branch
from nytta.texts import derivation_words as said
from nytta.texts import words
from nytta.texts.conditions import FEW, InWords, capital, small
from nytta.texts.formats import printable

LONGEST = 100
"""Letters of a value in the case's own words that are shown."""


@dataclass(frozen=True, slots=True)
class Twig:
    """A condition in words, its truth (`""` where it is no condition), what the case says of it, and its parts."""

    words: str
    truth: Truth | str
    notes: tuple[str, ...] = ()
    parts: tuple[Twig, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One of the three questions of a clause: its heading, its answer and the tree behind it."""

    heading: str
    truth: Truth
    tree: Twig


@dataclass(frozen=True, slots=True)
class Page:
    """A derivation in words, in reading order."""

    title: str
    clause: str
    particulars: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    conclusions: tuple[str, ...]
    presumed: tuple[str, ...]
    footer: tuple[str, ...]


def page(explanation: Explanation, language: Language) -> Page:
    """The derivation in words: the finding, the three questions, why no other status, and what was presumed."""
    return _Writer(explanation, language).page()


class _Writer:
    def __init__(self, explanation: Explanation, language: Language) -> None:
        self.given = explanation
        self.language = language
        self.edition = explanation.edition
        self.wording = Wording(explanation.edition)
        self.in_words = InWords(explanation.edition, language)
        self.steps: dict[Part, Step] = {
            "applies": explanation.applies,
            "requires": explanation.requires,
            "excused": explanation.excused,
        }
        self.reasons = {one.clause.partition("/")[2]: one.reason for one in explanation.verdict.findings}
        self.told: set[str] = set()

    def page(self) -> Page:
        given, language = self.given, self.language
        return Page(
            title=given.case.title,
            clause=f"{given.clause.title[language]} [{given.finding.clause}]",
            particulars=self.particulars(),
            questions=tuple(self.question(part) for part in self.steps),
            conclusions=tuple(self.conclusions()),
            presumed=tuple(self.presumed()),
            footer=(
                words.DECISION_SUPPORT[language],
                f"{words.EDITION[language]} {given.edition.id}, {given.verdict.edition.digest}",
            ),
        )

    def particulars(self) -> tuple[tuple[str, str], ...]:
        given, language = self.given, self.language
        clause, finding, case = given.clause, given.finding, given.case
        document = self.edition.documents.get(clause.source.document)
        name = document.short[language] if document else clause.source.document
        item = f", {words.ITEM[language]} {clause.source.item}" if clause.source.item is not None else ""
        kind = self.edition.vocabulary.kinds[case.kind].label[language]
        told = {
            "clause": f"{clause.title[language]} [{finding.clause}]",
            "status": said.STATUSES[finding.status][language],
            "reason": finding.reason[language],
            "effect": said.EFFECTS[finding.effect][language],
            "norm": said.NORMS[clause.norm][language],
            "summary": clause.summary[language],
            "source": f"{name}, {clause.source.section}{item}, «{clause.source.passage} …»",
            "verdict": words.VERDICTS[given.verdict.verdict][language].lower(),
        }
        return (
            (words.CASE[language], f"{case.id}, {kind}, {words.DATED[language]} {case.date}"),
            *((said.NAMES[one][language], told[one]) for one in said.NAMES),
            *((words.WARNING[language], warning[language]) for warning in given.verdict.warnings),
        )

    # -- the three questions

    def question(self, part: Part) -> Question:
        step, language = self.steps[part], self.language
        heading = said.WHO if part == "requires" and self.given.clause.norm == "competence" else said.QUESTIONS[part]
        if part == "requires" and self.given.clause.norm == "duty":
            tree = Twig(said.DUTY[language], step.truth)
        elif isinstance(step.written, bool):
            tree = Twig(said.CONSTANTS[part, step.written][language], step.truth)
        else:
            tree = self.twig(step)
        return Question(heading[language], step.truth, tree)

    def twig(self, step: Step) -> Twig:
        """A step in words; a junction of one part is that part."""
        if isinstance(step.written, form.AllOf | form.AnyOf) and len(step.parts) == 1:
            return self.twig(step.parts[0])
        if isinstance(step.written, form.Defined):
            return _led(self.in_words(step.written), self.twig(step.parts[0]))
        parts = tuple(map(self.twig, step.parts))
        if isinstance(step.written, form.ExceptionHolds):
            leads = (said.WHEN[self.language], said.TERMS[self.language])
            parts = tuple(_led(lead, part) for lead, part in zip(leads, parts, strict=False)) + parts[2:]
        notes = tuple(self.notes(step))
        behind = tuple(twig for one in step.rests_on for twig in self.behind(one))
        return Twig(self.in_words(step.written), step.truth, notes, (*parts, *behind))

    # -- what the case says

    def notes(self, step: Step) -> Iterator[str]:
        """What the case has of a test, and why an exception does not help."""
        language, case, written = self.language, self.given.case, step.written
        match written:
            case form.KindTest():
                yield said.IN_CASE[language].format(value=self.edition.vocabulary.kinds[case.kind].label[language])
            case Branch() if case.body is None:
                yield said.NOBODY[language]
            case form.BodyTest() | Branch():
                yield capital(self.body())
            case form.ExceptionHolds(exception=name):
                yield self.reasons[name][language]
            case form.StatedTest() if not step.rests_on:
                yield said.IN_CASE[language].format(value=said.NOTHING[language])
            case _:
                pass
        for one in step.rests_on:
            if isinstance(one, Known):
                yield self.noted(one, written)

    def noted(self, one: Known, written: object) -> str:
        """What the case has of a fact; a test of one fact need not name it again."""
        if isinstance(written, form.FactTest):
            return said.IN_CASE[self.language].format(value=self.known(one) + self.measured(written, one))
        label = self.edition.vocabulary.facts[one.fact].label[self.language]
        return f"{capital(label)}: {self.known(one)}"

    def known(self, one: Known) -> str:
        """The value that the case has of a fact and how it came by it."""
        language = self.language
        if one.value is None and one.asks in ((), (one.fact,)):
            return said.UNKNOWN[language].format(name=one.fact)
        if one.value is None:
            return said.TELLS[language].format(labels=self.wording.labels(one.asks, language))
        again = f", {said.SEE_ABOVE[language]}" if one.origin == "derived" and one.fact in self.told else ""
        return f"{self.shown(one.fact, one.value)} ({said.ORIGINS[one.origin][language]}{again})"

    def shown(self, fact: str, value: FactValue) -> str:
        return textwrap.shorten(printable(self.wording.value(fact, value, self.language)), LONGEST, placeholder=" …")

    def measured(self, test: form.FactTest, one: Known) -> str:
        """How far a date lies from the case's, in the whole months that the test counts."""
        (operation,) = test.operations
        if operation not in said.MEASURED or not isinstance(one.value, date):
            return ""
        months, distance = said.MEASURED[operation]
        count = months(one.value, self.given.case.date)
        return f"; {distance[self.language].format(count=count)}" if count >= 0 else ""

    def behind(self, one: Known | LookedUp) -> Iterator[Twig]:
        """How a value was derived, told once."""
        if isinstance(one, LookedUp):
            yield self.looked_up(one)
        elif one.follows_from is not None and one.fact not in self.told:
            self.told.add(one.fact)
            follows = one.follows_from
            inner = self.looked_up(follows) if isinstance(follows, LookedUp) else self.twig(follows)
            label = self.edition.vocabulary.facts[one.fact].label[self.language]
            yield _led(said.FOLLOWS[self.language].format(label=label), inner)

    def looked_up(self, one: LookedUp) -> Twig:
        language, title = self.language, self.edition.registers[one.register].title[self.language]
        found = said.UNSURE if one.entry is None else said.ABSENT if one.entry == NOT_LISTED else said.FOUND
        entry = self.in_words.entry(one.register, one.entry) if one.entry else ""
        facts = self.edition.vocabulary.facts
        notes = tuple(f"{capital(facts[fact.fact].label[language])}: {self.known(fact)}" for fact in one.facts)
        inner = tuple(twig for fact in one.facts for twig in self.behind(fact))
        return Twig(found[language].format(title=title, entry=entry), "", notes, inner)

    # -- the conclusion

    def conclusions(self) -> Iterator[str]:
        """Why the clause has its status, with what decides it, and what stands in the way of every other."""
        finding, language = self.given.finding, self.language
        unknown = finding.status == "undetermined"
        told = [part for part in said.RESTS_ON[finding.status] if (self.steps[part].truth is None) is unknown]
        parts = told[:1] if self.given.clause.norm == "duty" else told
        because = self.because(parts, self.by)
        yield said.WHY[language].format(status=said.STATUSES[finding.status][language], why=because)
        for status, blocking in self.given.why_not.items():
            because = self.because(blocking, lambda _: "")
            yield said.WHY_NOT[language].format(status=said.STATUSES[status][language], why=because)

    def because(self, parts: Iterable[Part], by: Callable[[Part], str]) -> str:
        """The parts with their truth, and what decides each."""
        return joined(
            [said.PARTS[part][self.steps[part].truth][self.language] + by(part) for part in parts], self.language, said.AND
        )

    def by(self, part: Part) -> str:
        """What the case has of the facts that decide a part: ` (vem som betalar resekostnaden: värden)`."""
        told = tuple(dict.fromkeys(words_ for step in decisive(self.steps[part]) for words_ in self.had(step)))
        more = f"; {said.AND_MORE[self.language]}" if len(told) > FEW else ""
        return f" ({'; '.join(told[:FEW])}{more})" if told else ""

    def had(self, step: Step) -> Iterator[str]:
        """What the case has of what a test asks for."""
        language, case, vocabulary = self.language, self.given.case, self.edition.vocabulary
        match step.written:
            case form.KindTest():
                yield small(said.KIND[language].format(values=vocabulary.kinds[case.kind].label[language]))
            case form.BodyTest() | Branch():
                yield self.body()
            case _:
                for one in step.rests_on:
                    if isinstance(one, LookedUp):
                        yield small(self.looked_up(one).words)
                    else:
                        value = said.NOT_KNOWN[language] if one.value is None else self.shown(one.fact, one.value)
                        yield f"{vocabulary.facts[one.fact].label[language]}: {value}"

    def body(self) -> str:
        """The body that the case names."""
        body, language = self.given.case.body, self.language
        return said.NAMED[language].format(body=self.wording.bodies((body,), language)) if body else said.NAMED_NOBODY[language]

    def presumed(self) -> Iterator[str]:
        language = self.language
        for one in self.given.presumed:
            label = self.edition.vocabulary.facts[one.fact].label[language]
            yield f"{capital(label)}: {self.wording.value(one.fact, one.value, language)} ({words.PRESUMED_NOTE[language]})"


def _led(lead: str, twig: Twig) -> Twig:
    """The twig under a heading of its own words."""
    return replace(twig, words=f"{lead} – {small(twig.words)}")
