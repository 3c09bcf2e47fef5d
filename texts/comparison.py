"""How is a comparison of editions told?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from nytta.engine.compare import Comparison, Judged, Parting
from nytta.engine.errors import Language
from nytta.engine.ir.wording import Wording
from nytta.engine.model.base import text
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import Finding
from nytta.texts import words
from nytta.texts.derivation_words import EFFECTS, STATUSES
from nytta.texts.formats import WIDTH, printable
from nytta.texts.outline import outline

IN_FORCE = text(sv="gäller ärendet", en="judges the case")
OTHER_STRATEGY = text(
    sv="Utgåvan hör till en annan strategi ({strategy}).", en="The edition is of another strategy ({strategy})."
)
OUTSIDE = text(
    sv="Utgåvan gällde inte den {day} (den gäller {period}).", en="The edition was not in force on {day} (it is for {period})."
)
NEEDED = text(sv="Det här saknas", en="Not stated")
PARTS = text(sv="Skiljer sig först genom", en="Parts first by")
SAME_NAME = text(
    sv="Första klausul med samma namn som bedöms annorlunda", en="First clause of the same name that is judged otherwise"
)
SAME_EFFECT = text(sv="Ingen verkan finns hos bara den ena utgåvan.", en="No effect is found in only one of the editions.")
NO_CLAUSE = text(sv="{edition}: har ingen sådan klausul.", en="{edition}: has no such clause.")
NO_OTHERS = text(sv="Ingen annan utgåva prövar ärenden av det här slaget.", en="No other edition judges cases of this kind.")


def as_json(comparison: Comparison) -> str:
    """The comparison as JSON of schema nytta/comparison/1."""
    return comparison.model_dump_json(by_alias=True, indent=2)


def as_text(comparison: Comparison, editions: dict[str, Edition], language: Language) -> str:
    """The comparison for a person at a terminal, 80 columns wide; every edition that judged is in `editions`."""
    case, own = comparison.case, comparison.own
    kind = editions[own.verdict.edition.id].vocabulary.kinds[case.kind].label[language]
    lines = [*_wrapped(case.title), f"{words.CASE[language]}: {case.id}, {kind}, {words.DATED[language]} {case.date}"]
    for one in (own, *comparison.others):
        lines += ["", *_edition(one, own, editions[one.verdict.edition.id], language)]
    if not comparison.others:
        lines += ["", NO_OTHERS[language]]
    return "\n".join([*lines, "", *_wrapped(words.DECISION_SUPPORT[language])]) + "\n"


def _edition(one: Judged, own: Judged, edition: Edition, language: Language) -> Iterator[str]:
    verdict = one.verdict
    note = f" – {IN_FORCE[language]}" if one is own and one.in_force else ""
    yield from _wrapped(f"{edition.id}: {words.VERDICTS[verdict.verdict][language].upper()}{note}")
    yield from _wrapped(edition.head.title[language], "  ")
    if not one.same_strategy:
        yield from _wrapped(OTHER_STRATEGY[language].format(strategy=edition.head.strategy), "  ")
    if not one.in_force:
        period = f"{edition.head.in_force.from_}–{edition.head.in_force.to or ''}"
        yield from _wrapped(OUTSIDE[language].format(day=verdict.case.date, period=period), "  ")
    (name, bodies), *_ = outline(verdict, edition, language).particulars
    yield from _wrapped(f"{name}: {bodies}", "  ")
    if verdict.missing:
        labels = Wording(edition).labels(tuple(missing.fact for missing in verdict.missing), language)
        yield from _wrapped(f"{NEEDED[language]}: {labels}", "  ")
    if one is not own:
        yield from _partings(one, own, language)


def _partings(one: Judged, own: Judged, language: Language) -> Iterator[str]:
    names = (own.verdict.edition.id, one.verdict.edition.id)
    if one.by_effect is None:
        yield from _wrapped(SAME_EFFECT[language], "  ")
    else:
        yield from _parting(PARTS[language], one.by_effect, names, language)
    if one.by_name is not None and one.by_name != one.by_effect:
        yield from _parting(SAME_NAME[language], one.by_name, names, language)


def _parting(heading: str, parting: Parting, editions: tuple[str, str], language: Language) -> Iterator[str]:
    name = next(one.clause for one in (parting.own, parting.other) if one is not None).partition("/")[2]
    yield from _wrapped(f"{heading} [{name}]", "  ")
    for edition, finding in zip(editions, (parting.own, parting.other), strict=True):
        yield from _wrapped(_finding(edition, finding, language), "    • ", "      ")


def _finding(edition: str, finding: Finding | None, language: Language) -> str:
    if finding is None:
        return NO_CLAUSE[language].format(edition=edition)
    return f"{edition}: {STATUSES[finding.status][language]}, {EFFECTS[finding.effect][language]}. {finding.reason[language]}"


def _wrapped(line: str, first: str = "", rest: str | None = None) -> list[str]:
    rest = first if rest is None else rest
    return textwrap.wrap(printable(line), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
