"""Do the worked cases come out as they should, and does each clause have a case for every status that it can have?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nytta.engine.errors import EngineError, InputError, Place, Problem
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.truth import Truth
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.load.problems import at, validate
from nytta.engine.load.yaml import Document, read_one
from nytta.engine.model.base import Model
from nytta.engine.model.case import Case
from nytta.engine.model.provisions import Status
from nytta.engine.model.verdict import Outcome, Verdict
from nytta.engine.policy.check import possible_statuses
from nytta.engine.readings import Readings
from nytta.engine.screen import Screening

Judge = Callable[[Case, str], Verdict]


class Expected(Model):
    """What a worked case must come to, reasoned from the document: `expected.yaml`.

    `findings` names every clause that is not `not_applicable`; the lists are whole, in any order; `presumed`
    names what must be among the facts that were presumed. `hangs_on` names the readings on which the verdict hangs, as
    `edition/reading` or, of the judging edition, `reading`. `by_hand`: the edition is chosen by hand, not by the date.
    """

    edition: str
    verdict: Outcome
    decided_by: tuple[str, ...]
    findings: dict[str, Status]
    missing: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()
    hangs_on: tuple[str, ...] = ()
    by_hand: bool = False
    because: str


@dataclass(slots=True)
class Report:
    """What the worked cases showed."""

    passed: int = 0
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, set[Status]] = field(default_factory=lambda: defaultdict(set))
    unseen: dict[str, list[Status]] = field(default_factory=dict)
    read: dict[str, set[Truth]] = field(default_factory=lambda: defaultdict(set))
    """For each reading that concerned some case: whether the verdict hung on it."""
    unread: list[str] = field(default_factory=list)
    """The readings that no case shows at work as they say: by a verdict that hangs on them, or by something else that changes."""


def run(folder: Path, library: Library, screenings: Callable[[str], Screening]) -> Report:
    """Screens every `case.yaml` below the folder and holds it against the `expected.yaml` beside it."""
    report = Report()
    names: dict[str, Path] = {}
    readings = Readings(library, screenings)

    def judge(case: Case, edition: str) -> Verdict:
        return readings(case, screenings(edition)(case))

    for path in sorted(folder.rglob("case.yaml")):
        before = len(report.problems)
        document, expected = _expected(path.with_name("expected.yaml"), report.problems)
        by_hand = expected.edition if expected and expected.by_hand else None
        verdict = _screened(path, by_hand, library, judge, report.problems)
        if verdict is None:
            continue
        if verdict.case.id in names:
            what = f"id finns redan i {names[verdict.case.id]}", f"id is taken by {names[verdict.case.id]}"
            report.problems.append(at(Document(str(path)), ("id",), *what))
        names[verdict.case.id] = path
        for finding in verdict.findings:
            report.seen[finding.clause].add(finding.status)
        for one in verdict.readings or ():
            report.read[one.reading].add(one.hangs)
        if document is not None and expected is not None:
            _compare(document, expected, verdict, report.problems)
        report.passed += len(report.problems) == before
    if not report.passed and not report.problems:
        what = "här finns inga ärenden (case.yaml)", "there are no cases here (case.yaml)"
        report.problems.append(Problem(Place(str(folder)), "", *what))
    editions = sorted({verdict_edition(name) for name in report.seen})
    report.unseen = _unseen(editions, library, report)
    report.unread = [name for edition in editions for name in _unread(edition, library, report)]
    return report


def verdict_edition(clause: str) -> str:
    """The edition of a clause's full name."""
    return clause.partition("/")[0]


def _expected(path: Path, problems: list[Problem]) -> tuple[Document | None, Expected | None]:
    try:
        document = read_one(path)
    except InputError as error:
        problems.extend(error.problems)
        return None, None
    return document, validate(Expected, document, document.value, (), problems)


def _screened(path: Path, edition: str | None, library: Library, judge: Judge, problems: list[Problem]) -> Verdict | None:
    files = read_cases([str(path)], library, edition)
    problems += files.problems
    if files.problems or not files.cases:
        return None
    try:
        return judge(*files.cases[0])
    except EngineError as error:
        problems.append(at(Document(str(path)), (), error.sv, error.en))
        return None


def _compare(document: Document, expected: Expected, verdict: Verdict, problems: list[Problem]) -> None:
    found = {one.clause.partition("/")[2]: one.status for one in verdict.findings if one.status != "not_applicable"}
    pairs: tuple[tuple[str, object, object], ...] = (
        ("edition", expected.edition, verdict.edition.id),
        ("verdict", expected.verdict, verdict.verdict),
        ("decided_by", sorted(set(expected.decided_by)), sorted({one.body for one in verdict.decided_by})),
        ("missing", sorted(expected.missing), sorted(one.fact for one in verdict.missing)),
        ("conditions", sorted(expected.conditions), _clauses(one.clause for one in verdict.conditions)),
        ("duties", sorted(expected.duties), _clauses(one.clause for one in verdict.duties)),
        (
            "hangs_on",
            sorted(_full(verdict, expected.hangs_on)),
            sorted(one.reading for one in verdict.readings or () if one.hangs),
        ),
        ("presumed", [], sorted(set(expected.presumed) - {one.fact for one in verdict.presumed})),
    )
    for name, wanted, came in pairs:
        if wanted != came:
            problems.append(_differs(document, (name,), wanted, came))
    for clause in sorted(expected.findings.keys() | found.keys()):
        wanted, came = expected.findings.get(clause, "not_applicable"), found.get(clause, "not_applicable")
        if wanted != came:
            problems.append(_differs(document, ("findings", clause), wanted, came))


def _full(verdict: Verdict, readings: Iterable[str]) -> list[str]:
    return [name if "/" in name else f"{verdict.edition.id}/{name}" for name in readings]


def _clauses(names: Iterable[str]) -> list[str]:
    return sorted(name.partition("/")[2] for name in names)


def _differs(document: Document, path: tuple[str, ...], wanted: object, came: object) -> Problem:
    return at(document, path, f"väntat {wanted}, blev {came}", f"expected {wanted}, came to {came}")


def _unseen(editions: list[str], library: Library, report: Report) -> dict[str, list[Status]]:
    """For each clause the statuses that it can have and that no case gives it."""
    unseen: dict[str, list[Status]] = {}
    for name in editions:
        edition = library.edition(name)
        for clause in lowered(edition):
            possible = possible_statuses(edition, clause)
            lacking = sorted(possible - report.seen[f"{name}/{clause.id}"])
            if lacking:
                unseen[f"{name}/{clause.id}"] = lacking
    return unseen


def _unread(name: str, library: Library, report: Report) -> list[str]:
    """The edition's readings that no worked case shows at work, and those that change a verdict but say that they do not."""
    found = []
    for reading in library.edition(name).readings:
        shown = report.read[f"{name}/{reading.id}"]
        if not shown or reading.changes_verdict != (True in shown):
            found.append(f"{name}/{reading.id}")
    return found
