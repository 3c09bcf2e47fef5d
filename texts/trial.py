"""How is it told what changes come to? The verdict before and after, and what moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nytta.engine.changes import Move, Setting, Trial
from nytta.engine.errors import Language
from nytta.engine.ir.wording import Wording
from nytta.engine.model.base import Text, text
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import Finding, Verdict
from nytta.texts import words
from nytta.texts.change_words import ChangeWords, capital
from nytta.texts.derivation_words import EFFECTS, STATUSES
from nytta.texts.lines import Line, head

CHANGED = text(sv="Ändrat", en="Changed")
NOTHING_CHANGED = text(sv="Inget: så står det redan i ärendet.", en="Nothing: the case says so already.")
FROM_TO = text(sv="{label}: {after}, tidigare {before} [{fact}]", en="{label}: {after}, before {before} [{fact}]")
BEFORE = text(sv="Utfallet före", en="Verdict before")
AFTER = text(sv="Utfallet efter", en="Verdict after")
SAME = text(sv="Utfallet är detsamma", en="The verdict is the same")
DECIDED_BY = text(sv="Beslutas nu av", en="Now decided by")
MOVED = text(sv="Det här bedöms annorlunda", en="What is judged otherwise")
NOTHING_MOVED = text(sv="Ingen klausul bedöms annorlunda.", en="No clause is judged otherwise.")
BECOMES = text(sv="{clause}: {before} → {after}", en="{clause}: {before} → {after}")
LISTS: tuple[tuple[str, Text, Text], ...] = (
    (
        "conditions",
        text(sv="Villkor som tillkommer", en="Conditions that are added"),
        text(sv="Villkor som faller bort", en="Conditions that fall away"),
    ),
    (
        "duties",
        text(sv="Att göra som tillkommer", en="Things to do that are added"),
        text(sv="Att göra som faller bort", en="Things to do that fall away"),
    ),
    (
        "missing",
        text(sv="Det här behöver ni dessutom ta reda på", en="What you also need to find out"),
        text(sv="Det här behöver ni inte längre ta reda på", en="What you no longer need to find out"),
    ),
)


def page(trial: Trial, edition: Edition, language: Language) -> Iterator[Line]:
    """What was changed, what came of it, and what moved, line by line."""
    before, after = trial.before, trial.after
    yield from head(after.case, after.verdict, after.warnings, edition, language)
    yield from _outcome(before, after, edition, language)
    yield Line("group", CHANGED[language])
    said = ChangeWords(edition, language)
    yield from (Line("bullet", capital(_setting(one, said, language))) for one in trial.changes)
    if not trial.changes:
        yield Line("bullet", NOTHING_CHANGED[language])
    yield Line("group", MOVED[language])
    for move in trial.moved:
        yield Line("bullet", _move(move, language))
    if not trial.moved:
        yield Line("bullet", NOTHING_MOVED[language])
    for name, added, gone in LISTS:
        yield from _list(added, _beside(name, after, before, language), language)
        yield from _list(gone, _beside(name, before, after, language), language)
    yield Line("footer", words.DECISION_SUPPORT[language])


def _outcome(before: Verdict, after: Verdict, edition: Edition, language: Language) -> Iterator[Line]:
    then, now = (words.VERDICTS[one.verdict][language].lower() for one in (before, after))
    if then == now:
        yield Line("note", f"{SAME[language]}: {now}.")
    else:
        yield Line("note", f"{BEFORE[language]}: {then}. {AFTER[language]}: {now}.")
    bodies = [tuple(dict.fromkeys(one.body for one in verdict.decided_by)) for verdict in (before, after)]
    if bodies[0] != bodies[1] and bodies[1]:
        yield Line("line", f"{DECIDED_BY[language]}: {Wording(edition).bodies(bodies[1], language)}")


def _setting(given: Setting, said: ChangeWords, language: Language) -> str:
    return FROM_TO[language].format(
        label=said.label(given.fact),
        after=said.value(given.fact, given.after),
        before=said.value(given.fact, given.before),
        fact=given.fact,
    )


def _move(move: Move, language: Language) -> str:
    clause = move.clause.partition("/")[2]
    told = BECOMES[language].format(clause=clause, before=_status(move.before, language), after=_status(move.after, language))
    return f"{told}. {move.after.reason[language]}"


def _status(finding: Finding, language: Language) -> str:
    status = STATUSES[finding.status][language]
    return status if finding.effect == "none" else f"{status}, {EFFECTS[finding.effect][language]}"


def _beside(name: str, verdict: Verdict, other: Verdict, language: Language) -> list[str]:
    """What the first has in this list and the other has not."""
    if name == "missing":
        lacking = {one.fact for one in other.missing}
        return [f"{one.question[language]} [{one.fact}]" for one in verdict.missing if one.fact not in lacking]
    remarks = set(getattr(other, name))
    return [f"{one.text[language]} [{one.clause.partition('/')[2]}]" for one in getattr(verdict, name) if one not in remarks]


def _list(heading: Text, items: Iterable[str], language: Language) -> Iterator[Line]:
    for place, item in enumerate(items):
        if place == 0:
            yield Line("group", heading[language])
        yield Line("bullet", item)
