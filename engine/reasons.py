"""What does a clause say about a case, once its status is settled? Findings with their reasons, made once for all machines."""

from __future__ import annotations

from collections.abc import Callable

from nytta.engine.errors import Language
from nytta.engine.ir.evaluate import grounds, meaning
from nytta.engine.ir.nodes import FALSE, NO_BODY, ClauseIR, terms
from nytta.engine.ir.settle import SettledCase
from nytta.engine.ir.wording import Parts, Wording, filled, not_stated, parsed
from nytta.engine.model.base import Text
from nytta.engine.model.case import FactValue
from nytta.engine.model.clause import STATUSES, Clause, Status
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import DecidedBy, Finding, Remark

KEPT = 1_000
"""Findings that are kept for one clause and kind."""


class ClauseReasons:
    """A clause for cases of one kind, with what its findings need: on which terms each truth rests, and its templates."""

    def __init__(self, edition: Edition, clause: Clause, ir: ClauseIR, wording: Wording) -> None:
        self.id = clause.id
        self.name = f"{edition.id}/{clause.id}"
        self.clause = clause
        self._wording = wording
        self._parts = [grounds(node) for node in (ir.applies, ir.requires, ir.excused)]
        self._exceptions = [(name, meaning(node)) for name, node in ir.exceptions]
        self._rulings = [(meaning(ruling.when), ruling.bodies) for ruling in ir.rulings]
        self._templates = {status: _Template(getattr(clause.reasons, status) or DEFAULTS[status]) for status in STATUSES}
        self._terms = tuple(dict.fromkeys(["case.body", *(term for node in ir.conditions for term in terms(node))]))
        fields = (field for template in self._templates.values() for field in template.fields)
        self._named = tuple(dict.fromkeys((*(term.partition("~")[0] for term in self._terms), *fields)))
        self._kept: dict[tuple[object, ...], Finding] = {}
        self._never = self._constant("not_applicable") if ir.applies == FALSE else None

    def finding(self, status: Status, settled: SettledCase) -> Finding:
        """The finding for a status that the machines agreed on; kept, since it depends on a few values only."""
        if self._never is not None:
            return self._never
        rests_on = (*map(settled.values.get, self._terms), *map(settled.lacks.get, self._terms))
        key = (status, rests_on, *map(settled.facts.get, self._named))
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            found = self._kept[key] = self._made(status, settled)
        return found

    def _made(self, status: Status, settled: SettledCase) -> Finding:
        facts, missing = self._facts(status, settled)
        return Finding(
            clause=self.name,
            norm=self.clause.norm,
            status=status,
            effect=self.clause.effect(status),
            reason=self._templates[status].text(self._filling(settled, missing)),
            facts={fact: settled.facts[fact] for fact in facts if fact in settled.facts},
            missing=missing,
            excused_by=self._excused_by(settled) if status == "excused" else None,
            source=self.clause.source,
        )

    def _constant(self, status: Status) -> Finding | None:
        """The finding that every case gets, where the reason names nothing of the case."""
        reason = self._templates[status].fixed
        if reason is None:
            return None
        return Finding(
            clause=self.name,
            norm=self.clause.norm,
            status=status,
            effect=self.clause.effect(status),
            reason=reason,
            facts={},
            missing=(),
            excused_by=None,
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
        facts = tuple(dict.fromkeys(term.partition("~")[0] for term in used if term[0] != "@"))
        if status != "undetermined" or self.clause.norm == "duty":
            return facts, ()
        return facts, tuple(dict.fromkeys(fact for term in lacking for fact in settled.missing(term)))

    def _excused_by(self, settled: SettledCase) -> str | None:
        return next((name for name, holds in self._exceptions if holds(settled.values)), None)

    def _sure_bodies(self, settled: SettledCase) -> tuple[str, ...]:
        return tuple(body for when, bodies in self._rulings if when(settled.values) for body in bodies)

    def decided_by(self, settled: SettledCase) -> tuple[DecidedBy, ...]:
        """The bodies that this clause, where it certainly applies, says may decide."""
        if not self._rulings or not self._parts[0](settled.values)[0]:
            return ()
        return tuple(DecidedBy(body=body, clause=self.name) for body in self._sure_bodies(settled))

    def condition(self, status: Status) -> Remark | None:
        """The condition that follows from this status, if any."""
        if self.clause.effect(status) != "condition":
            return None
        return Remark(clause=self.name, text=getattr(self.clause.conditions, status) or self.clause.summary)

    def duty(self, status: Status) -> Remark | None:
        """What has to be done because the engagement goes ahead, if anything."""
        if self.clause.norm != "duty" or status != "satisfied":
            return None
        return Remark(clause=self.name, text=self.clause.duty or self.clause.summary)

    def _filling(self, settled: SettledCase, missing: tuple[str, ...]) -> Callable[[str, Language], str]:
        """What is put into the braces of a template."""
        wording = self._wording

        def fill(field: str, language: Language) -> str:
            if field == "missing":
                return wording.labels(missing, language)
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


class _Template:
    """A reason in both languages; `fixed` is the text where it names nothing of the case."""

    def __init__(self, text: Text) -> None:
        self._sv: Parts = parsed(text.sv)
        self._en: Parts = parsed(text.en)
        self.fixed = text if len(self._sv) == len(self._en) == 1 else None

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(field for _, field in (*self._sv, *self._en) if field)

    def text(self, fill: Callable[[str, Language], str]) -> Text:
        return self.fixed or Text(sv=filled(self._sv, fill, "sv"), en=filled(self._en, fill, "en"))


_COUNTS: dict[Status, tuple[bool, bool, bool]] = {
    "not_applicable": (True, False, False),
    "satisfied": (True, True, False),
    "violated": (True, True, True),
    "excused": (True, False, True),
    "undetermined": (True, True, True),
}
"""For each status: whether it rests on the truth of what applies, of what is required, of an exception."""
DEFAULTS: dict[Status, Text] = {
    "not_applicable": Text(sv="Klausulen gäller inte det här ärendet.", en="The clause does not apply to this case."),
    "satisfied": Text(sv="Kravet är uppfyllt.", en="The demand is met."),
    "violated": Text(sv="Kravet är inte uppfyllt.", en="The demand is not met."),
    "excused": Text(sv="Kravet är inte uppfyllt, men ett undantag gäller.", en="The demand is not met, but an exception holds."),
    "undetermined": Text(sv="Det här saknas i ärendet: {missing}.", en="Not stated: {missing}."),
}
"""Reasons for a clause that gives none for a status."""
