"""How are editions and clauses shown to a person?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from nytta.engine.errors import Language
from nytta.engine.model.base import text
from nytta.engine.model.clause import STATUSES, Clause
from nytta.engine.model.edition import Edition

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
    "reasons": text(sv="Så låter skälen", en="How the reasons read"),
}


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
    for clause in edition.clauses:
        lines += ["", f"{clause.id} ({clause.norm})", *_wrapped(clause.summary[language], "  ")]
    return "\n".join(lines) + "\n"


def clause_page(edition: Edition, clause: Clause, language: Language) -> str:
    """A clause: summary, source, effects, exceptions, the reading chosen and how its reasons read."""
    source = clause.source
    item = f", {_WORDS['item'][language]} {source.item}" if source.item is not None else ""
    effects = f"violated → {clause.effect('violated')}, undetermined → {clause.effect('undetermined')}"
    lines = [clause.title[language], f"{edition.id}/{clause.id}", "", *_wrapped(clause.summary[language]), ""]
    place = f"{_title(edition, source.document, language)}, {source.section}{item}, «{source.passage} …»"
    lines += _wrapped(f"{_WORDS['source'][language]}: {place}")
    lines += [f"{_WORDS['norm'][language]}: {clause.norm}", f"{_WORDS['effect'][language]}: {effects}"]
    if clause.exceptions:
        lines.append(f"{_WORDS['exceptions'][language]}: {', '.join(clause.exceptions)}")
    if clause.rationale:
        lines += ["", *_wrapped(f"{_WORDS['rationale'][language]}: {clause.rationale}")]
    lines += ["", f"{_WORDS['reasons'][language]}:"]
    for status in STATUSES:
        text = getattr(clause.reasons, status)
        if text:
            lines += _wrapped(f"{status}: {text[language]}", "  ")
    return "\n".join(lines) + "\n"


def _title(edition: Edition, name: str, language: Language) -> str:
    return edition.documents[name].title[language] if name in edition.documents else name


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
