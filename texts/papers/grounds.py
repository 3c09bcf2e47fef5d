"""Why, as a secretary would write it? Findings that rest on the same facts become one paragraph with all their citations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from nytta.engine.errors import Language
from nytta.engine.ir.nodes import ClauseIR, terms
from nytta.engine.model.clause import Clause, Source
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import Effect, Norm
from nytta.engine.model.verdict import Finding
from nytta.texts import words as fixed
from nytta.texts.papers.facts import Facts
from nytta.texts.papers.markdown import words

_GRAVITY: tuple[Effect, ...] = ("reject", "incomplete", "refer", "condition", "none")
_FORCE: tuple[Norm, ...] = ("must_not", "must", "should_not", "should", "may", "strive", "competence", "duty")


@dataclass(frozen=True, slots=True)
class Ground:
    """One paragraph: what is so, the rules it is held against, what it cites, and the clauses (`edition/clause`) that it speaks of."""

    text: Markup
    rule: Markup
    citations: tuple[str, ...]
    clauses: tuple[str, ...]


class Grounds:
    """Writes the grounds of one case's verdict, in one language."""

    def __init__(self, edition: Edition, clauses: tuple[ClauseIR, ...], facts: Facts, language: Language) -> None:
        self.edition = edition
        self.language = language
        self._facts = facts
        self._clauses = {clause.id: clause for clause in clauses}

    def paragraphs(self, findings: Iterable[Finding], *, own_words: bool = True) -> list[Ground]:
        """The findings as paragraphs, the decisive first; the case's own words, if any, once, where they first belong."""
        ordered = sorted(findings, key=lambda one: (_GRAVITY.index(one.effect), _FORCE.index(one.norm)))
        groups: dict[object, list[Finding]] = {}
        for one in ordered:
            groups.setdefault(self._same(one), []).append(one)
        said: set[str] = set()
        return [self._paragraph(group, said if own_words else None) for group in groups.values()]

    def _same(self, finding: Finding) -> object:
        """What findings of one paragraph have in common: the exception that is used, what is missing, or the facts that they rest on."""
        clause = self._clause(finding)
        if finding.excused_by or finding.norm == "may":
            return finding.excused_by or clause.id
        if finding.status == "undetermined" and finding.missing:
            return (finding.effect, finding.missing)
        facts = frozenset(term.partition("~")[0] for term in terms(self._clauses[clause.id].requires))
        return (finding.status, finding.effect, facts) if facts else finding.reason[self.language]

    def _paragraph(self, group: list[Finding], said: set[str] | None) -> Ground:
        facts = dict.fromkeys(fact for one in group for fact in one.facts)
        own = [] if said is None else [one for one in self._facts.own_words(facts) if one not in said]
        if said is not None:
            said.update(own)
        sentences = [words(group[0].reason[self.language]), *own]
        return Ground(
            Markup(" ").join(sentences),
            Markup(" ").join(dict.fromkeys(words(self._clause(one).summary[self.language]) for one in group)),
            self.citations(one.source for one in group),
            tuple(one.clause for one in group),
        )

    def _clause(self, finding: Finding) -> Clause:
        return self.edition.by_id[finding.clause.partition("/")[2]]

    def citations(self, sources: Iterable[Source]) -> tuple[str, ...]:
        """Each place once, the document named with its first: `utl. 2008:204, Bilaga 2, Positionering, punkt 2`."""
        places: dict[str, dict[str, None]] = {}
        for source in sources:
            item = f", {fixed.ITEM[self.language]} {source.item}" if source.item is not None else ""
            places.setdefault(source.document, {})[f"{source.section}{item}"] = None
        return tuple(f"{self._short(document)}, {'; '.join(cited)}" for document, cited in places.items())

    def _short(self, document: str) -> str:
        known = self.edition.documents.get(document)
        return known.short[self.language] if known else document
