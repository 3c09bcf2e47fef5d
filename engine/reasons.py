"""What does a clause say about a case, once its status is settled? Findings with their reasons, made once for all machines."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from nytta.engine.errors import Language
from nytta.engine.ir.evaluate import grounds, meaning
from nytta.engine.ir.nodes import FALSE, NO_BODY, ClauseIR, terms
from nytta.engine.ir.settle import SettledCase
from nytta.engine.ir.wording import Parts, Wording, filled, joined, not_stated, parsed
from nytta.engine.model.base import Text, text
from nytta.engine.model.case import FactValue
from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import STATUSES, Status
from nytta.engine.model.verdict import DecidedBy, Finding, Remark

KEPT = 1_000
"""What is kept of one clause and kind."""


class Said(NamedTuple):
    """What one clause says about a case: its finding, and what follows from it."""

    finding: Finding
    decided_by: tuple[DecidedBy, ...] = ()
    condition: Remark | None = None
    duty: Remark | None = None
    asks: tuple[str, ...] = ()
    """The facts without which the verdict is incomplete."""
    presumable: tuple[str, ...] = ()
    """The facts it rests on that the edition presumes of a silent case."""


class ClauseReasons:
    """A clause for cases of one kind, with what its findings need: on which terms each truth rests, and its templates."""

    def __init__(self, edition: Edition, clause: Clause, ir: ClauseIR, wording: Wording) -> None:
        self.clause = clause
        self._name = f"{edition.id}/{clause.id}"
        self._wording = wording
        self._parts = [grounds(node) for node in (ir.applies, ir.requires, ir.excused)]
        self._exceptions = [(name, meaning(node)) for name, node in ir.exceptions]
        self._rulings = [(meaning(ruling.when), ruling.bodies) for ruling in ir.rulings]
        self._templates = {status: _Template(getattr(clause.reasons, status) or DEFAULTS[status]) for status in STATUSES}
        self._matched = {name: tuple(register.match.values()) for name, register in edition.registers.items()}
        self.terms = tuple(dict.fromkeys(["case.body", *(term for node in ir.conditions for term in terms(node))]))
        named = [
            *(fact for term in self.terms for fact in self._facts_of(term)),
            *(fact for fields in self._matched.values() for fact in fields if self._looks_up(edition)),
            *(one for t in self._templates.values() for one in t.fields),
        ]
        texts = {name for name, fact in edition.vocabulary.facts.items() if fact.type == "text"}
        self.worded = tuple(dict.fromkeys(one for one in named if one not in self.terms or one in texts))
        self._presumable = frozenset(one.fact for one in edition.head.presumptions)
        self._kept: dict[tuple[Status, object], Said] = {}
        fixed = self._templates["not_applicable"].fixed
        self.never = Said(self._finding("not_applicable", fixed)) if ir.applies == FALSE and fixed else None
        """What is said of every case of the kind, where the clause cannot apply and the reason names nothing of the case."""

    def said(self, status: Status, rests_on: object, settled: SettledCase) -> Said:
        """What follows from a status that the machines agreed on.

        Kept under what it rests on: the values of `terms`, what they lack, and the facts in `worded`.
        """
        key = (status, rests_on)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            found = self._kept[key] = self.afresh(status, settled)
        return found

    def afresh(self, status: Status, settled: SettledCase) -> Said:
        """What follows from a status, not kept."""
        facts, missing = self._facts(status, settled)
        finding = self._finding(
            status,
            self._templates[status].text(self._filling(settled, missing)),
            facts={fact: settled.facts[fact] for fact in facts if fact in settled.facts},
            missing=missing,
            excused_by=self._excused_by(settled) if status == "excused" else None,
        )
        bodies = self._sure_bodies(settled) if status in ("satisfied", "violated") else ()
        decided_by = tuple(DecidedBy.model_construct(body=body, clause=self._name) for body in bodies)
        return Said(
            finding,
            decided_by,
            self._condition(status),
            self._duty(status),
            asks=missing if finding.effect == "incomplete" else (),
            presumable=tuple(fact for fact in finding.facts if fact in self._presumable),
        )

    def _finding(
        self,
        status: Status,
        reason: Text,
        *,
        facts: dict[str, FactValue] | None = None,
        missing: tuple[str, ...] = (),
        excused_by: str | None = None,
    ) -> Finding:
        return Finding.model_construct(
            clause=self._name,
            norm=self.clause.norm,
            status=status,
            effect=self.clause.effect(status),
            reason=reason,
            facts=facts or {},
            missing=missing,
            excused_by=excused_by,
            source=self.clause.source,
        )

    def _facts(self, status: Status, settled: SettledCase) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The facts that the status rests on, and the facts that it lacks."""
        used: list[str] = []
        lacking: list[str] = []
        for part, counts in zip(self._parts, _COUNTS[status], strict=True):
            if counts:
                truth, rests_on = part(settled.values)
                (lacking if truth is None else used).extend(rests_on)
        facts = tuple(dict.fromkeys(fact for term in used for fact in self._facts_of(term)))
        if status != "undetermined" or self.clause.norm == "duty":
            return facts, ()
        return facts, tuple(dict.fromkeys(fact for term in lacking for fact in settled.missing(term)))

    def _facts_of(self, term: str) -> tuple[str, ...]:
        """The fact itself, or the facts that a register is matched with."""
        return self._matched[term[1:].partition("#")[0]] if term[0] == "@" else (term.partition("~")[0],)

    def _looks_up(self, edition: Edition) -> bool:
        """Whether a register may be behind a term: then a fact that it is matched with may be what is lacking, stated or not."""
        facts = edition.vocabulary.facts
        return any(term[0] == "@" or (term in facts and facts[term].derived is not None) for term in self.terms)

    def _excused_by(self, settled: SettledCase) -> str | None:
        return next((name for name, holds in self._exceptions if holds(settled.values)), None)

    def _sure_bodies(self, settled: SettledCase) -> tuple[str, ...]:
        return tuple(body for when, bodies in self._rulings if when(settled.values) for body in bodies)

    def _condition(self, status: Status) -> Remark | None:
        """The condition that follows from the status, if any."""
        if self.clause.effect(status) != "condition":
            return None
        return Remark.model_construct(clause=self._name, text=getattr(self.clause.conditions, status) or self.clause.summary)

    def _duty(self, status: Status) -> Remark | None:
        """What has to be done because the engagement goes ahead, if anything."""
        if self.clause.norm != "duty" or status != "satisfied":
            return None
        return Remark.model_construct(clause=self._name, text=self.clause.duty or self.clause.summary)

    def _filling(self, settled: SettledCase, missing: tuple[str, ...]) -> Callable[[str, Language], str]:
        """What is put into the braces of a template."""
        wording = self._wording

        def fill(field: str, language: Language) -> str:
            if field == "missing":
                return joined([self._lacking(fact, settled, language) for fact in missing], language)
            if field == "bodies":
                every = tuple(body for _, bodies in self._rulings for body in bodies)
                return wording.bodies(self._sure_bodies(settled) or every, language)
            if field == "body":
                body = str(settled.values["case.body"])
                return not_stated(language) if body == NO_BODY else wording.bodies((body,), language)
            if field.startswith("parameter."):
                return wording.parameter(field.removeprefix("parameter."), language)
            value: FactValue | None = settled.facts.get(field)
            return not_stated(language) if value is None else wording.value(field, value, language)

        return fill

    def _lacking(self, fact: str, settled: SettledCase, language: Language) -> str:
        """What a fact is called that is lacking; what the case states of it, where that does not tell."""
        label = self._wording.labels((fact,), language)
        stated = settled.facts.get(fact)
        return label if stated is None else f"{label} ({_STATED[language]} {self._wording.value(fact, stated, language)})"


_STATED = {"sv": "angivet:", "en": "stated:"}


class _Template:
    """A reason in both languages; `fixed` is the text where it names nothing of the case."""

    def __init__(self, text: Text) -> None:
        self._sv: Parts = parsed(text.sv)
        self._en: Parts = parsed(text.en)
        self.fixed = text if len(self._sv) == len(self._en) == 1 else None

    @property
    def fields(self) -> tuple[str, ...]:
        """What stands in braces."""
        return tuple(field for _, field in (*self._sv, *self._en) if field)

    def text(self, fill: Callable[[str, Language], str]) -> Text:
        return self.fixed or text(sv=filled(self._sv, fill, "sv"), en=filled(self._en, fill, "en"))


_COUNTS: dict[Status, tuple[bool, bool, bool]] = {
    "not_applicable": (True, False, False),
    "satisfied": (True, True, False),
    "violated": (True, True, True),
    "excused": (True, False, True),
    "undetermined": (True, True, True),
}
"""For each status: whether it rests on the truth of what applies, of what is required, of an exception."""
DEFAULTS: dict[Status, Text] = {
    "not_applicable": text(sv="Klausulen gäller inte det här ärendet.", en="The clause does not apply to this case."),
    "satisfied": text(sv="Kravet är uppfyllt.", en="The demand is met."),
    "violated": text(sv="Kravet är inte uppfyllt.", en="The demand is not met."),
    "excused": text(sv="Kravet är inte uppfyllt, men ett undantag gäller.", en="The demand is not met, but an exception holds."),
    "undetermined": text(sv="Det här saknas i ärendet: {missing}.", en="Not stated: {missing}."),
}
"""Reasons for a clause that gives none for a status."""
