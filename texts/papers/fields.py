"""What may a template name? Everything that a paper can say of a case, in words, with a visible gap for what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from nytta.engine.errors import Language
from nytta.engine.ir.dates import shifted
from nytta.engine.ir.evaluate import meaning
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.settle import Settling
from nytta.engine.model.base import Text, text
from nytta.engine.model.case import Case, Meta, Stay
from nytta.engine.model.clause import Clause
from nytta.engine.model.condition import Parameter
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import Finding, Outcome, Remark, Verdict
from nytta.texts import words as fixed
from nytta.texts.outline import speaks_for, worth_knowing
from nytta.texts.papers.facts import Facts
from nytta.texts.papers.grounds import Ground, Grounds
from nytta.texts.papers.markdown import quoted, words
from nytta.texts.papers.sentences import Deciding, capitalised, gap

APPROVED = ("approve", "approve_with_conditions")
_YOUNGER = text(sv="yngre än ärendet: kontrollera underlaget", en="later than the case: check the basis")
_BOUND_TO_BE: dict[tuple[Outcome, ...], Text] = {
    ("refer",): text(sv="överlämnas", en="handed over"),
    ("reject",): text(sv="avstyrkas", en="rejected"),
}
"""What is said of a case that no answer saves; that one is bound to be approved is no part of a paper before it is."""
_TO_BE_SET = text(sv="datum bestäms", en="date to be set")
_FROM, _TO = text(sv="från", en="from"), text(sv="till", en="to")
_META: dict[str, Text] = {
    "diarienummer": text(sv="diarienummer saknas", en="registry number missing"),
    "handlaggare": text(sv="handläggare saknas", en="officer missing"),
    "adressat": text(sv="adressat saknas", en="addressee missing"),
    "place": text(sv="plats saknas", en="place missing"),
    "period": text(sv="tid saknas", en="period missing"),
}


class Papers:
    """Writes the papers of cases that one edition judged; built once for any number of cases."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.clauses = lowered(edition)
        self.settle = Settling(edition, self.clauses)

    def fields(self, case: Case, verdict: Verdict, language: Language) -> dict[str, Any]:
        """The fields of a case's papers, by name; every text is Markdown that reads as its words."""
        return _Fields(self, case, verdict, language).all()


class _Fields:
    def __init__(self, papers: Papers, case: Case, verdict: Verdict, language: Language) -> None:
        self.case = case
        self.verdict = verdict
        self.edition = edition = papers.edition
        self.language = language
        self.meta = case.meta or Meta()
        self.clauses = papers.clauses
        self.settled = papers.settle(case)
        self.facts = Facts(edition, self.settled, language)
        self.deciding = Deciding(case, verdict, edition, self.settled, language)
        self.grounds = Grounds(edition, papers.clauses, self.facts, language)
        self._unsettled = {one.clause for one in verdict.findings if one.status == "undetermined"}

    def all(self) -> dict[str, Any]:
        """Every field."""
        verdict, language = self.verdict, self.language
        approved = verdict.verdict in APPROVED
        return {
            "verdict": verdict.verdict,
            "verdict_word": fixed.VERDICTS[verdict.verdict][language],
            "meaning": fixed.MEANINGS[verdict.verdict][language],
            "title": words(self.case.title),
            "quoted_title": quoted(self.case.title, language),
            "case": {
                "id": self.case.id,
                "date": self.case.date.isoformat(),
                "kind": self.case.kind,
                "the_kind": self._kind("definite"),
            },
            "body": capitalised(self.deciding.subject()),
            "decision": self.deciding.sentence(),
            "to_do": self.deciding.filled(self.deciding.phrase().to_do),
            "handed_to": self.deciding.handed_to(),
            "conditions": list(map(self._remark, verdict.conditions)) if approved else [],
            "duties": list(map(self._remark, verdict.duties)) if approved else [],
            "requests": list(self._requests()),
            "bound_to_be": self._bound_to_be(),
            "against": self._grounds(self._against),
            "conditional": self._grounds(lambda one: one.effect == "condition"),
            "open": self._grounds(lambda one: one.effect == "incomplete"),
            "unanswered": self._grounds(self._unanswered) if approved else [],
            "supporting": self._grounds(lambda one: speaks_for(one, verdict)),
            "worth_knowing": self._grounds(worth_knowing, own_words=False),
            "competence": [] if self.deciding.unsettled() else self._grounds(_says_who_decides, own_words=False),
            "outward": list(self._outward()),
            "record": list(self._record()) if approved else [],
            "laws": list(self._laws()),
            "statements": list(self._statements()),
            "presumed": list(self._presumed()),
            "hanging": list(self._hanging()),
            "warnings": [one[language] for one in verdict.warnings],
            "meta": self._meta(),
            "basis": [*self._documents(), *self.meta.attachments],
            "edition": self._edition(),
            "fact": self.facts,
            "order": self.edition.head.style.order,
            "heading": self._heading,
        }

    # -- what findings say

    def _against(self, one: Finding) -> bool:
        """What bars the case; in a rejected one the exception that cannot be used too, and not who else would have decided."""
        if self.verdict.verdict == "reject":
            return (
                one.status == "violated" and (one.effect in ("reject", "refer") or one.norm == "may") and one.norm != "competence"
            )
        return one.status == "violated" and one.effect in ("reject", "refer")

    def _unanswered(self, one: Finding) -> bool:
        """What is not known, may yet change an approval, and no condition waits for."""
        if one.status != "undetermined" or one.effect != "none" or one.norm in ("strive", "may"):
            return False
        still_open = self.verdict.open
        return still_open is None or not {fact.fact for fact in still_open.facts}.isdisjoint(one.missing)

    def _grounds(self, wanted: Callable[[Finding], bool], *, own_words: bool = True) -> list[Ground]:
        return self.grounds.paragraphs(filter(wanted, self.verdict.findings), own_words=own_words)

    def _clause(self, name: str) -> Clause:
        return self.edition.by_id[name.partition("/")[2]]

    def _remark(self, remark: Remark) -> dict[str, Any]:
        clause = self._clause(remark.clause)
        day = self._due(clause)
        return {
            "text": remark.text[self.language],
            "unsettled": remark.clause in self._unsettled,
            "due": day.isoformat() if day else None,
            "when": words(day.isoformat()) if day else gap(_TO_BE_SET[self.language]),
            "citations": self.grounds.citations([clause.source]),
        }

    def _due(self, clause: Clause) -> date | None:
        """The day by which the clause's condition or duty is to be met, where one follows."""
        if clause.due is None:
            return None
        months = clause.due.months
        count = self.edition.head.parameters[months.parameter].value if isinstance(months, Parameter) else months
        period = self.meta.period
        known: dict[str, object] = {"date": self.case.date, "start": period and period.from_, "end": period and period.to}
        day = known.get(clause.due.of, self.settled.facts.get(clause.due.of))
        return shifted(day, int(count)) if isinstance(day, date) else None

    def _requests(self) -> Iterator[dict[str, Any]]:
        """What the case has to be completed with, what its clauses lack before what could change the verdict beside it."""
        asked = self.verdict.asked if self.verdict.verdict == "incomplete" else ()
        lacking = {one.fact for one in self.verdict.missing}
        for name in sorted(asked, key=lambda one: one not in lacking):
            fact = self.edition.vocabulary.facts[name]
            help_ = fact.help[self.language] if fact.help else None
            yield {"question": fact.question[self.language], "help": help_, "lacking": name in lacking}

    def _bound_to_be(self) -> str | None:
        """What becomes of an incomplete case whatever the answers are."""
        still_open = self.verdict.open
        bound = _BOUND_TO_BE.get(still_open.verdicts) if self.verdict.verdict == "incomplete" and still_open else None
        return bound[self.language] if bound else None

    def _outward(self) -> Iterator[str]:
        """What an outsider is told: the rule that decides, without how the case was assessed."""
        decisive = [one for one in self.verdict.findings if one.effect == "reject"]
        clauses = (self._clause(one.clause) for one in decisive)
        yield from dict.fromkeys(one.summary[self.language] for one in clauses if not one.internal)

    def _applying(self) -> Iterator[Clause]:
        for clause, ir in zip(self.edition.clauses, self.clauses, strict=True):
            if meaning(ir.applies)(self.settled.values) is True:
                yield clause

    def _record(self) -> Iterator[dict[str, Any]]:
        """What the strategy wants recorded in this case."""
        for name in dict.fromkeys(name for clause in self._applying() for name in clause.record):
            label = capitalised(words(self.facts.label(name)))
            yield {"fact": name, "label": label, "value": self.facts[name], "text": self.facts.stated(name)}

    def _laws(self) -> Iterator[str]:
        laws = self.edition.vocabulary.laws
        examined = {one.clause.partition("/")[2] for one in self.verdict.findings if _asks_for_law(one, self.verdict)}
        for name in dict.fromkeys(name for clause in self._applying() if clause.id in examined for name in clause.laws):
            citation = laws[name].citation(self.case.date)
            if citation is not None:
                yield laws[name].says[self.language].format(citation=citation[self.language])

    def _statements(self) -> Iterator[dict[str, Any]]:
        """Each stated fact as a sentence: which group of facts it is of, and whether some finding rests on it already."""
        facts = self.edition.vocabulary.facts
        used = {name for one in self.verdict.findings if one.status != "not_applicable" for name in one.facts}
        used |= {facts[name].described_by or name for name in used if name in facts}
        for name in self.case.facts:
            sentence = self.facts.stated(name)
            label = capitalised(words(self.facts.label(name)))
            yield {
                "fact": name,
                "group": name.partition(".")[0],
                "used": name in used,
                "whole": sentence is not None,
                "text": sentence or label + ": " + self.facts[name] + ".",
            }

    def _presumed(self) -> Iterator[dict[str, Any]]:
        """What the case does not say and the edition takes for granted."""
        for one in self.verdict.presumed:
            yield {"label": self.facts.label(one.fact), "value": self.facts[one.fact], "text": self.facts.stated(one.fact)}

    def _hanging(self) -> Iterator[dict[str, str]]:
        """The readings that the verdict hangs on; what it would be under the others is no part of a paper."""
        for one in self.verdict.readings or ():
            if one.hangs:
                yield {name: getattr(one, name)[self.language] for name in ("question", "chosen", "why")}

    # -- the rest

    def _kind(self, form: str) -> str:
        kind = self.edition.vocabulary.kinds[self.case.kind]
        return str(getattr(kind, form)[self.language])

    def _meta(self) -> dict[str, Any]:
        period = self.meta.period
        known: dict[str, Any] = {name: getattr(self.meta, name) for name in _META}
        known["period"] = _days(period, self.language) if period else None
        given = {name: words(str(value)) if value else gap(_META[name][self.language]) for name, value in known.items()}
        return {**given, "attachments": list(self.meta.attachments)}

    def _documents(self) -> Iterator[str]:
        for name, document in self.edition.documents.items():
            if any(one.source.document == name and one.status != "not_applicable" for one in self.verdict.findings):
                younger = document.latest is not None and self.case.date.isoformat() < document.latest
                note = f", {gap(_YOUNGER[self.language])}" if younger else ""
                yield f"{document.title[self.language]} ({document.short[self.language]}){note}"

    def _edition(self) -> dict[str, Any]:
        head = self.edition.head
        return {
            "id": head.id,
            "title": head.title[self.language],
            "from": head.in_force.from_.isoformat(),
            "to": head.in_force.to.isoformat() if head.in_force.to else None,
            "digest": self.edition.digest,
        }

    def _heading(self, name: str, usual: str) -> str:
        """A heading as the edition's style names it, else as usual."""
        own = self.edition.head.style.headings.get(name)
        return own[self.language] if own else usual


def _says_who_decides(finding: Finding) -> bool:
    return finding.norm == "competence" and finding.status == "satisfied"


def _asks_for_law(finding: Finding, verdict: Verdict) -> bool:
    """Whether a paper has to say by which law something is examined: it is approved on it, fails by it, or waits for it."""
    return finding.status in ("violated", "undetermined") or verdict.verdict in APPROVED


def _days(period: Stay, language: Language) -> str | None:
    """`2011-05-09 till 2011-05-11`; one day alone says whether it is the first or the last."""
    first, last = period.from_, period.to
    if first and last:
        return str(first) if first == last else f"{first} {_TO[language]} {last}"
    return f"{_FROM[language]} {first}" if first else f"{_TO[language]} {last}" if last else None
