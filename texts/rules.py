"""How are editions and clauses shown to a person?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from nytta.engine.errors import Language
from nytta.engine.model.base import text
from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import STATUSES, Effect, Norm, Status
from nytta.engine.model.reading import Reading
from nytta.texts import words

_WIDTH = 80
_WORDS = {
    "clause": text(sv="klausul", en="clause"),
    "clauses": text(sv="klausuler", en="clauses"),
    "in_force": text(sv="Gäller", en="In force"),
    "documents": text(sv="Dokument", en="Documents"),
    "parameters": text(sv="Parametrar", en="Parameters"),
    "presumptions": text(sv="Förutsätts när ärendet inte säger något", en="Presumed when the case is silent"),
    "source": text(sv="Källa", en="Source"),
    "norm": text(sv="Norm", en="Norm"),
    "effect": text(sv="Verkan", en="Effect"),
    "exceptions": text(sv="Undantag", en="Exceptions"),
    "rationale": text(sv="Varför så (på engelska)", en="Why this reading"),
    "item": text(sv="punkt", en="item"),
    "reading": text(sv="Omstridd läsning", en="Contested reading"),
    "reasons": text(sv="Så låter skälen", en="How the reasons read"),
}

NORMS: dict[Norm, str] = {
    "must": "ska",
    "must_not": "ska inte",
    "should": "bör",
    "should_not": "bör inte",
    "strive": "strävan",
    "may": "får",
    "competence": "beslutanderätt",
    "duty": "åtgärd",
}
STATUS_WORDS: dict[Status, str] = {
    "not_applicable": "inte tillämplig",
    "satisfied": "uppfylld",
    "violated": "överträdd",
    "excused": "ursäktad",
    "undetermined": "obestämd",
}
EFFECTS: dict[Effect, str] = {
    "reject": "avstyrks",
    "incomplete": "kompletteras",
    "refer": "överlämnas",
    "condition": "villkor",
    "none": "ingen",
}
"""The Swedish words for what rule files call by identifier, which stands beside them."""


def edition_list(editions: Iterable[Edition], language: Language) -> str:
    """One line an edition: identifier, period, number of clauses, title."""
    lines = []
    for edition in editions:
        period = f"{edition.head.in_force.from_}–{edition.head.in_force.to or ''}"
        number = len(edition.clauses)
        count = f"{number} {_WORDS['clause' if number == 1 else 'clauses'][language]}"
        lines.append(f"{edition.id:20} {period:22} {count:12} {edition.head.title[language]}")
    return "\n".join(lines) + "\n"


def edition_page(edition: Edition, language: Language) -> str:
    """An edition: period, documents, parameters, presumptions, and each clause with its summary."""
    head = edition.head
    lines = [head.title[language], f"{head.id}, {edition.digest}", ""]
    lines += _wrapped(f"{_WORDS['in_force'][language]}: {head.in_force.from_}–{head.in_force.to or ''}")
    if head.in_force.note:
        lines += _wrapped(head.in_force.note[language])
    lines += [
        line
        for name in head.documents
        for line in _wrapped(f"{_WORDS['documents'][language]}: {_title(edition, name, language)}")
    ]
    for name, parameter in head.parameters.items():
        note = f" ({parameter.note[language]})" if parameter.note else ""
        lines += _wrapped(f"{_WORDS['parameters'][language]}: {name} = {parameter.value}{note}")
    presumed = ", ".join(f"{one.fact} = {str(one.value).lower()}" for one in head.presumptions)
    if presumed:
        lines += _wrapped(f"{_WORDS['presumptions'][language]}: {presumed}")
    lines += _readings(head.readings, language)
    for clause in edition.clauses:
        lines += ["", f"{clause.id}: {_word(clause.norm, NORMS, language)}", *_wrapped(clause.summary[language], "  ")]
    return "\n".join(lines) + "\n"


def clause_page(edition: Edition, clause: Clause, language: Language) -> str:
    """A clause: summary, source, effects, exceptions, the reading chosen and how its reasons read."""
    source = clause.source
    item = f", {_WORDS['item'][language]} {source.item}" if source.item is not None else ""
    lines = [clause.title[language], f"{edition.id}/{clause.id}", "", *_wrapped(clause.summary[language]), ""]
    place = f"{_title(edition, source.document, language)}, {source.section}{item}, «{source.passage} …»"
    lines += _wrapped(f"{_WORDS['source'][language]}: {place}")
    lines += [f"{_WORDS['norm'][language]}: {_word(clause.norm, NORMS, language)}"]
    told: tuple[Status, ...] = ("violated", "undetermined")
    for status in told:
        effect = _word(clause.effect(status), EFFECTS, language)
        lines.append(f"{_WORDS['effect'][language]}: {_word(status, STATUS_WORDS, language)} → {effect}")
    if clause.exceptions:
        lines.append(f"{_WORDS['exceptions'][language]}: {', '.join(clause.exceptions)}")
    if clause.rationale:
        lines += ["", *_wrapped(f"{_WORDS['rationale'][language]}: {clause.rationale}")]
    lines += _readings([one for one in edition.readings if one in clause.readings or one.touches(clause.id)], language)
    lines += ["", f"{_WORDS['reasons'][language]}:"]
    for status in STATUSES:
        text = getattr(clause.reasons, status)
        if text:
            lines += _wrapped(f"{_word(status, STATUS_WORDS, language)}: {text[language]}", "  ")
    return "\n".join(lines) + "\n"


def _readings(readings: Iterable[Reading], language: Language) -> list[str]:
    """Each question that the documents leave open, the reading chosen and why, and the others."""
    lines = []
    for one in readings:
        lines += ["", *_wrapped(f"{_WORDS['reading'][language]} {one.id}: {one.question[language]}")]
        lines += _wrapped(f"{words.CHOSEN[language]} {one.chosen[language]} {one.why[language]}", "  ")
        for other in one.alternatives:
            lines += _wrapped(f"{words.INSTEAD[language]} {other.reading[language]} [{other.id}]", "  ")
    return lines


def _word(name: str, known: Mapping[Any, str], language: Language) -> str:
    return f"{known[name]} ({name})" if language == "sv" else name


def _title(edition: Edition, name: str, language: Language) -> str:
    return edition.documents[name].title[language] if name in edition.documents else name


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
