"""How are source documents, their ledgers and what a copy holds of them shown to a person?"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping
from html import escape

from nytta.engine.errors import Language
from nytta.engine.model.base import Text, text
from nytta.engine.model.clause import MOST_WORDS
from nytta.engine.model.edition import Edition
from nytta.engine.model.ledger import CLASSES, Ledger, Passage, PassageClass
from nytta.engine.sources.copies import Copy, fingerprint
from nytta.engine.sources.verify import State, Uncovered, Verified
from nytta.texts.formats import WIDTH, printable

_CLASSES: dict[PassageClass, Text] = {
    "encoded": text(sv="klausul", en="clause"),
    "register": text(sv="årlig redovisning", en="yearly account"),
    "duty": text(sv="att göra", en="duty"),
    "context": text(sv="sammanhang", en="context"),
    "opinion": text(sv="åsikt", en="opinion"),
    "superseded": text(sv="ersatt", en="superseded"),
    "decision": text(sv="beslut i ärendet", en="decision on the matter"),
}
_STATES: dict[State, Text] = {
    "found": text(sv="finns", en="found"),
    "moved": text(sv="flyttad", en="moved"),
    "altered": text(sv="ändrad", en="altered"),
    "missing": text(sv="saknas", en="missing"),
}
_STATUSES = {
    "adopted": text(sv="antaget", en="adopted"),
    "proposed": text(sv="föreslaget", en="proposed"),
    "descriptive": text(sv="beskrivande", en="descriptive"),
}
_PASSAGES = {"sv": ("ställe", "ställen"), "en": ("passage", "passages")}
_NEAREST = text(sv="Närmast i kopian", en="Nearest in the copy")
_NO_NEAR = text(sv="Inget liknande finns i kopian.", en="The copy has nothing like it.")
_UNCOVERED = text(sv="Ingen rad täcker den här meningen", en="No row covers this sentence")
_ITEM = text(sv="punkt", en="item")


def documents(ledgers: Iterable[Ledger], language: Language) -> str:
    """Each document: title, status, how many passages, and the share of each class."""
    return "\n\n".join("\n".join(_document(one, language)) for one in ledgers) + "\n"


def _document(ledger: Ledger, language: Language) -> list[str]:
    status = f", {_STATUSES[ledger.status][language]}" if ledger.status else ""
    total = len(ledger.passages)
    lines = [f"{ledger.id}{status}", *_wrapped(ledger.title[language], "  ")]
    shares = [f"{_CLASSES[one][language]} {ledger.count([one]) * 100 / total:.0f} %" for one in CLASSES if ledger.count([one])]
    lines += _wrapped(f"{_number(total, language)}: {', '.join(shares)}" if total else _number(0, language), "  ")
    for one in ledger.unknown:
        lines += _wrapped(one[language], "  ")
    return lines


def _number(count: int, language: Language) -> str:
    return f"{count} {_PASSAGES[language][count != 1]}"


def verification(ledger: Ledger, verified: Iterable[Verified], uncovered: Iterable[Uncovered], language: Language) -> str:
    """What is not in order in a copy, and a last line that sums up."""
    verified, uncovered = list(verified), list(uncovered)
    lines: list[str] = []
    for one in verified:
        if one.state != "found":
            lines += _wrapped(f"{_STATES[one.state][language].upper()} {_place(one.passage, language)}")
            if one.state in ("altered", "missing"):
                near = f"{_NEAREST[language]}: «{printable(one.nearest)}»" if one.nearest else _NO_NEAR[language]
                lines += _wrapped(near, "  ")
    for sentence in uncovered:
        lines += _wrapped(f"{_UNCOVERED[language]} ({sentence.word}): «{printable(sentence.sentence)}»")
    counts = ", ".join(f"{sum(one.state == state for one in verified)} {words[language]}" for state, words in _STATES.items())
    bare = {"sv": "meningar utan rad", "en": "sentences without a row"}[language]
    lines.append(f"{ledger.id}: {_number(len(verified), language)}: {counts}; {len(uncovered)} {bare}")
    return "\n".join(lines) + "\n"


def _place(passage: Passage, language: Language) -> str:
    item = f", {_ITEM[language]} {passage.item}" if passage.item is not None else ""
    return f"{passage.section}{item}, «{passage.words} …»"


def reading(verified: Iterable[Verified], copy: Copy, editions: Mapping[str, Edition], language: Language) -> str:
    """Each passage in full from the copy, in reading order, above what carries it."""
    lines: list[str] = []
    for one in sorted(verified, key=lambda one: one.span or (0, 0)):
        label = _CLASSES[one.passage.class_][language]
        lines += ["", *_wrapped(f"{_place(one.passage, language)} [{label}]")]
        words = copy.words(*one.span) if one.span else _NO_NEAR[language]
        lines += _wrapped(printable(words), "  | ")
        lines += [line for carried in _carried(one.passage, editions, language) for line in _wrapped(carried, "  → ")]
    return "\n".join(lines[1:]) + "\n"


def _carried(passage: Passage, editions: Mapping[str, Edition], language: Language) -> list[str]:
    """The clauses that carry a passage, with their summaries, or why none does."""
    found = []
    for name in passage.clauses:
        edition, _, clause = name.partition("/")
        carried = editions[edition].by_id.get(clause) if edition in editions else None
        found.append(f"{name}: {carried.summary[language]}" if carried else name)
    return [*found, passage.reason[language]] if passage.reason else found


def page(ledger: Ledger, verified: Iterable[Verified], copy: Copy, editions: Mapping[str, Edition], language: Language) -> str:
    """The whole document as one page: each passage coloured by class, with what carries it beside it."""
    body: list[str] = []
    last = 0
    for one in sorted((one for one in verified if one.span), key=lambda one: one.span or (0, 0)):
        start, end = one.span or (0, 0)
        if start < last:
            continue
        body.append(_prose(copy, last, start))
        notes = "".join(f"<li>{escape(carried)}</li>" for carried in _carried(one.passage, editions, language))
        words = escape(printable(copy.words(start, end)))
        label = escape(_CLASSES[one.passage.class_][language])
        body.append(f'<p class="{one.passage.class_}"><mark>{words}</mark></p><aside><b>{label}</b><ul>{notes}</ul></aside>')
        last = end
    body.append(_prose(copy, last, len(copy.letters)))
    legend = "".join(f'<li class="{name}"><mark>{escape(words[language])}</mark></li>' for name, words in _CLASSES.items())
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(ledger.title[language])}</title>\n'
        f'<style>{_STYLE}</style>\n</head>\n<body>\n<main lang="{ledger.language or "sv"}">\n<h1>{escape(ledger.title[language])}</h1>\n'
        f'<ul class="legend">{legend}</ul>\n' + "\n".join(filter(None, body)) + "\n</main>\n</body>\n</html>\n"
    )


def _prose(copy: Copy, start: int, end: int) -> str:
    """What no row covers, as a paragraph of its own."""
    words = printable(copy.words(start, end)) if start < end else ""
    return f"<p>{escape(words)}</p>" if words else ""


def row(passage: str, section: str, item: int | None, first: str) -> str:
    """A row of a ledger, as it stands in the file; the class and what carries it are for a person to fill in."""
    length, digest = fingerprint(passage)
    lines = [
        f"  - section: {json.dumps(section, ensure_ascii=False)}",
        *([f"    item: {item}"] if item is not None else []),
        f"    words: {json.dumps(' '.join(first.split()[:MOST_WORDS]), ensure_ascii=False)}",
        f"    length: {length}",
        f"    sha256: {digest}",
        f"    class:  # {' | '.join(CLASSES)}",
    ]
    return "\n".join(lines) + "\n"


def _wrapped(words: str, indent: str = "") -> list[str]:
    rest = " " * len(indent) if "→" in indent else indent
    return textwrap.wrap(words, WIDTH, initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False)


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0}"
    "main{display:grid;grid-template-columns:minmax(0,40rem) minmax(0,22rem);gap:.3rem 1.5rem;max-width:66rem;margin:0 auto;padding:1.5rem}"
    "h1,.legend{grid-column:1/-1}h1{font-size:1.4rem;line-height:1.3}main>p{grid-column:1;margin:0}"
    "aside{grid-column:2;font-size:.875rem;color:#333;border-left:.2rem solid #767676;padding-left:.6rem}"
    "aside ul{margin:0;padding-left:1rem}.legend{display:flex;flex-wrap:wrap;gap:.4rem 1rem;list-style:none;padding:0}"
    "mark{color:inherit;background:#eee}.encoded mark{background:#cfe8cf}.duty mark{background:#cfe0f5}.register mark{background:#d8d4f2}"
    ".decision mark{background:#f5e3b8}.opinion mark{background:#f3d3d3}.superseded mark{background:#ddd}"
    "@media(max-width:50rem){main{display:block}}@media print{mark{-webkit-print-color-adjust:exact;print-color-adjust:exact}}"
)
