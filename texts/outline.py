"""What does a reader see of a verdict, and in which order? One outline, which every format then writes down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from nytta.engine.errors import Language
from nytta.engine.ir.wording import Wording
from nytta.engine.model.base import Text
from nytta.engine.model.clause import Source
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import Contested, Finding, Otherwise, Outcome, Remark, Verdict
from nytta.texts import words
from nytta.texts.answers import led_to, verdicts


class Item(NamedTuple):
    """One line and where it comes from."""

    text: str
    citations: tuple[str, ...] = ()


class Section(NamedTuple):
    """A heading with its lines; conditions are numbered, since a decision refers to them."""

    name: str
    heading: str
    items: tuple[Item, ...]
    numbered: bool = False


class Outline(NamedTuple):
    """A verdict in words, in reading order."""

    verdict: str
    outcome: str
    meaning: str
    title: str
    particulars: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: tuple[str, ...]


def outline(verdict: Verdict, edition: Edition, language: Language, *, readings: bool = False) -> Outline:
    """The verdict in words: first the verdict and who decides, then against, missing, conditions, duties, for, presumed.

    A reading that the verdict hangs on is a warning; with `readings` every one that concerns the case has an item too.
    """
    return _Writer(verdict, edition, language).outline(readings=readings)


class _Writer:
    def __init__(self, verdict: Verdict, edition: Edition, language: Language) -> None:
        self.verdict = verdict
        self.edition = edition
        self.language = language
        self.wording = Wording(edition)
        self.sources = {finding.clause: finding.source for finding in verdict.findings}

    def outline(self, *, readings: bool) -> Outline:
        verdict, language = self.verdict, self.language
        sections = (*self.sections(), *((self.readings(),) if readings else ()))
        return Outline(
            verdict=words.VERDICTS[verdict.verdict][language],
            outcome=verdict.verdict,
            meaning=(words.BOUND if self.is_bound() else words.MEANINGS[verdict.verdict])[language],
            title=verdict.case.title,
            particulars=self.particulars(),
            warnings=(*(warning[language] for warning in verdict.warnings), *self.hanging()),
            sections=tuple(section for section in sections if section.items),
            footer=(
                words.DECISION_SUPPORT[language],
                f"{words.EDITION[language]} {verdict.edition.id}, {verdict.edition.digest}",
            ),
        )

    def particulars(self) -> tuple[tuple[str, str], ...]:
        verdict, language = self.verdict, self.language
        kind = self.edition.vocabulary.kinds[verdict.case.kind].label[language]
        first, last = verdict.edition.in_force.from_, verdict.edition.in_force.to
        period = f"{words.IN_FORCE[language]} {first}–{last}" if last else f"{words.IN_FORCE_FROM[language]} {first}"
        title = verdict.edition.title[language]
        elsewhere = any(one.effect == "refer" and one.norm != "competence" for one in verdict.findings)
        decided_by = words.DECIDED_IF_KEPT if verdict.verdict == "refer" and elsewhere else words.DECIDED_BY
        return (
            *self.can_become(),
            (decided_by[language], self.decided_by()),
            (words.CASE[language], f"{verdict.case.id}, {kind}, {words.DATED[language]} {verdict.case.date}"),
            (words.JUDGED_BY[language], f"{title} ({period})"),
        )

    def is_bound(self) -> bool:
        """Whether the case is incomplete and no answer can change what it becomes."""
        still_open = self.verdict.open
        return still_open is not None and len(still_open.verdicts) == 1 and still_open.verdicts[0] != self.verdict.verdict

    def can_become(self) -> Iterator[tuple[str, str]]:
        """The verdicts that the answers can still lead to, or the one that they all lead to."""
        verdict, language = self.verdict, self.language
        if verdict.open is not None and verdict.open.verdicts != (verdict.verdict,):
            possible = verdicts(verdict.open.verdicts, language)
            name = words.CAN_BECOME if len(verdict.open.verdicts) > 1 else words.IN_ANY_CASE
            yield name[language], possible if verdict.open.complete else f"{possible} ({words.NOT_ALL[language]})"

    def decided_by(self) -> str:
        language = self.language
        bodies = tuple(dict.fromkeys(one.body for one in self.verdict.decided_by))
        unsettled = any(one.norm == "competence" and one.status == "undetermined" for one in self.verdict.findings)
        if bodies:
            named = self.wording.bodies(bodies, language)
            return f"{named} ({words.MAY_CHANGE[language]})" if unsettled else named
        return (words.NOT_SETTLED if unsettled else words.NOT_SAID)[language]

    def sections(self) -> tuple[Section, ...]:
        findings = self.verdict.findings
        rejected = self.verdict.verdict == "reject"
        conditions = words.CONDITIONS_IF_REJECTED if rejected else words.CONDITIONS
        duties = words.DUTIES_IF_REJECTED if rejected else words.DUTIES
        asked = words.MISSING if self.verdict.verdict == "incomplete" else words.MAY_CHANGE_IT
        return (
            self._findings("against", words.AGAINST, lambda one: one.status == "violated" and one.effect != "none"),
            Section("missing", asked[self.language], self.questions()),
            Section("conditions", conditions[self.language], self._remarks(self.verdict.conditions), numbered=True),
            Section("duties", duties[self.language], self._remarks(self.verdict.duties)),
            self._findings("for", words.FOR, lambda one: speaks_for(one, self.verdict)),
            self._findings("notes", words.NOTES, lambda one: worth_knowing(one) or _unused_permission(one, self.verdict)),
            Section("presumed", words.PRESUMED[self.language], self.presumed() if findings else ()),
        )

    def _findings(self, name: str, heading: Text, wanted: Callable[[Finding], bool]) -> Section:
        chosen = sorted(filter(wanted, self.verdict.findings), key=lambda one: _GRAVITY.index(one.effect))
        items: dict[str, list[str]] = {}
        for one in chosen:
            items.setdefault(one.reason[self.language], []).append(self.citation(one.clause, one.source))
        lines = (Item(text, tuple(citations)) for text, citations in items.items())
        return Section(name, heading[self.language], tuple(lines))

    def questions(self) -> tuple[Item, ...]:
        """What is asked, how it is stated, which clauses lack it, and which answers lead to which verdicts."""
        facts, language = self.edition.vocabulary.facts, self.language
        needed = {one.fact: one.clauses for one in self.verdict.missing}
        still_open = {one.fact: one for one in self.verdict.open.facts} if self.verdict.open else {}
        found = []
        for fact in self.verdict.asked:
            question, help_ = facts[fact].question[language], facts[fact].help
            stated_as = f"{words.STATE_AS[language]} {fact}"
            if fact in needed:
                stated_as += f"; {words.NEEDED_FOR[language]} {', '.join(map(_own_name, needed[fact]))}"
            notes = [stated_as]
            if self.verdict.open and fact in still_open:
                one = still_open[fact]
                notes += [words.ONLY_IF_UNKNOWN[language]] if one.only_if_unknown else []
                notes += filter(None, [led_to(fact, one.answers, self.verdict.open.verdicts, self.wording, language)])
            found.append(Item(f"{question} {help_[language]}" if help_ else question, tuple(notes)))
        return tuple(found)

    def _remarks(self, remarks: tuple[Remark, ...]) -> tuple[Item, ...]:
        return tuple(Item(one.text[self.language], (self.citation(one.clause, self.sources[one.clause]),)) for one in remarks)

    def presumed(self) -> tuple[Item, ...]:
        language = self.language
        return tuple(
            Item(
                f"{self.edition.vocabulary.facts[one.fact].question[language]} "
                f"{_sentence(self.wording.value(one.fact, one.value, language))} ({words.PRESUMED_NOTE[language]}).",
                (f"{words.STATE_AS[language]} {one.fact}",),
            )
            for one in self.verdict.presumed
        )

    def hanging(self) -> Iterator[str]:
        """The readings that the verdict hangs on, each with the verdicts that it would have under the others."""
        language = self.language
        for one in self.verdict.readings or ():
            if one.hangs:
                yield f"{words.HANGS[language]} {one.question[language]} {self.otherwise(one)} [{_own_name(one.reading)}]."

    def otherwise(self, contested: Contested) -> str:
        """The verdicts under the other readings, or that only another reading gives the verdict."""
        language = self.language
        if contested.verdict is None:
            return words.ONLY_OTHERWISE[language]
        verdicts = dict.fromkeys(one.verdict for one in contested.alternatives if one.verdict != contested.verdict)
        return f"{words.READ_OTHERWISE[language]} {words.OR[language].join(map(self.then, verdicts))}"

    def readings(self) -> Section:
        """Every contested reading that concerns the case, with what the others would change."""
        language = self.language
        contested = self.verdict.readings or ()
        items = [
            Item(
                f"{one.question[language]} {words.CHOSEN[language]} {one.chosen[language]} {one.why[language]}",
                (*(self.alternative(one, other) for other in one.alternatives), f"[{_own_name(one.reading)}]"),
            )
            for one in contested
        ]
        return Section("readings", words.READINGS[language], tuple(items) or (Item(words.NO_READINGS[language]),))

    def alternative(self, contested: Contested, other: Otherwise) -> str:
        """How a passage may be read instead, and what then follows."""
        language = self.language
        if other.verdict == contested.verdict:
            then = words.SAME_VERDICT[language].format(verdict=self.then(other.verdict))
        elif other.verdict == "incomplete" and other.missing:
            asked = self.wording.labels(other.missing, language)
            then = words.NOT_KNOWN[language].format(missing=asked)
        else:
            then = words.OTHER_VERDICT[language].format(verdict=self.then(other.verdict))
        bodies = tuple(dict.fromkeys(one.body for one in other.decided_by))
        if bodies and set(bodies) != {one.body for one in self.verdict.decided_by}:
            then += f" {words.DECIDED_BY[language]} {self.wording.bodies(bodies, language)}."
        changed = [f"{one.reason[language]} [{_own_name(one.clause)}]" for one in other.findings if one.effect != "none"]
        return " ".join([f"{words.INSTEAD[language]} {other.reading[language]} {then}", *changed])

    def then(self, outcome: Outcome | None) -> str:
        """A verdict within a sentence."""
        name = words.NOT_JUDGED if outcome is None else words.VERDICTS[outcome]
        return name[self.language].lower()

    def citation(self, clause: str, source: Source) -> str:
        """`utl. 2008:204, Bilaga 2, …, punkt 1 «Det internationella arbetet» [concrete-benefit]`."""
        document = self.edition.documents.get(source.document)
        name = document.short[self.language] if document else source.document
        item = f", {words.ITEM[self.language]} {source.item}" if source.item is not None else ""
        return f"{name}, {source.section}{item}, «{source.passage} …» [{clause.partition('/')[2]}]"


def _own_name(name: str) -> str:
    """A clause or a reading without its edition."""
    return name.partition("/")[2]


_GRAVITY = ("reject", "incomplete", "refer", "condition", "none")


def speaks_for(finding: Finding, verdict: Verdict) -> bool:
    """What is met or excused by what the case states; what was presumed, who decides and duties stand elsewhere."""
    presumed = {one.fact for one in verdict.presumed}
    if (finding.facts and presumed.issuperset(finding.facts)) or _unused_permission(finding, verdict):
        return False
    return finding.status == "excused" or (finding.status == "satisfied" and finding.norm not in ("competence", "duty"))


def worth_knowing(finding: Finding) -> bool:
    """What is not met, and is no obstacle."""
    return finding.status == "violated" and finding.effect == "none" and finding.norm in ("strive", "may")


def _unused_permission(finding: Finding, verdict: Verdict) -> bool:
    """A permission that is there but that nothing in the case needs."""
    used = {one.excused_by for one in verdict.findings}
    return finding.norm == "may" and finding.status == "satisfied" and finding.clause.partition("/")[2] not in used


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
