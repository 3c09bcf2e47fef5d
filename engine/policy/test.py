"""Do the worked cases come out as they should, and does each clause have a case for every status that it can have?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nytta.engine.errors import EngineError, InputError, Place, Problem
from nytta.engine.ir.lower import lowered
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.load.problems import at, validate
from nytta.engine.load.yaml import Document, read_one
from nytta.engine.model.base import Model
from nytta.engine.model.clause import Status
from nytta.engine.model.verdict import Outcome, Verdict
from nytta.engine.policy.check import possible_statuses
from nytta.engine.screen import Screening


class Expected(Model):
    """What a worked case must come to, reasoned from the document: `expected.yaml`.

    `findings` names every clause that is not `not_applicable`; the lists are whole, in any order; `presumed`
    names what must be among the facts that were presumed.
    """

    edition: str
    verdict: Outcome
    decided_by: tuple[str, ...]
    findings: dict[str, Status]
    missing: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()
    because: str


@dataclass(slots=True)
class Report:
    """What the worked cases showed."""

    passed: int = 0
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, set[Status]] = field(default_factory=lambda: defaultdict(set))
    unseen: dict[str, list[Status]] = field(default_factory=dict)


def run(folder: Path, library: Library, screenings: Callable[[str], Screening]) -> Report:
    """Screens every `case.yaml` below the folder and holds it against the `expected.yaml` beside it."""
    report = Report()
    names: dict[str, Path] = {}
    for path in sorted(folder.rglob("case.yaml")):
        verdict = _screened(path, library, screenings, report)
        if verdict is None:
            continue
        if verdict.case.id in names:
            what = f"id finns redan i {names[verdict.case.id]}", f"id is taken by {names[verdict.case.id]}"
            report.problems.append(at(Document(str(path)), ("id",), *what))
        names[verdict.case.id] = path
        for finding in verdict.findings:
            report.seen[finding.clause].add(finding.status)
        before = len(report.problems)
        _compare(path.with_name("expected.yaml"), verdict, report.problems)
        report.passed += len(report.problems) == before
    if not report.passed and not report.problems:
        what = "här finns inga ärenden (case.yaml)", "there are no cases here (case.yaml)"
        report.problems.append(Problem(Place(str(folder)), "", *what))
    report.unseen = _unseen({verdict_edition(name) for name in report.seen}, library, report)
    return report


def verdict_edition(clause: str) -> str:
    """The edition of a clause's full name."""
    return clause.partition("/")[0]


def _screened(path: Path, library: Library, screenings: Callable[[str], Screening], report: Report) -> Verdict | None:
    files = read_cases([str(path)], library)
    report.problems += files.problems
    if files.problems or not files.cases:
        return None
    case, edition = files.cases[0]
    try:
        return screenings(edition)(case)
    except EngineError as error:
        report.problems.append(at(Document(str(path)), (), error.sv, error.en))
        return None


def _compare(path: Path, verdict: Verdict, problems: list[Problem]) -> None:
    try:
        document = read_one(path)
    except InputError as error:
        problems.extend(error.problems)
        return
    expected = validate(Expected, document, document.value, (), problems)
    if expected is None:
        return
    found = {one.clause.partition("/")[2]: one.status for one in verdict.findings if one.status != "not_applicable"}
    pairs: tuple[tuple[str, object, object], ...] = (
        ("edition", expected.edition, verdict.edition.id),
        ("verdict", expected.verdict, verdict.verdict),
        ("decided_by", sorted(set(expected.decided_by)), sorted({one.body for one in verdict.decided_by})),
        ("missing", sorted(expected.missing), sorted(one.fact for one in verdict.missing)),
        ("conditions", sorted(expected.conditions), _clauses(one.clause for one in verdict.conditions)),
        ("duties", sorted(expected.duties), _clauses(one.clause for one in verdict.duties)),
        ("presumed", [], sorted(set(expected.presumed) - {one.fact for one in verdict.presumed})),
    )
    for name, wanted, came in pairs:
        if wanted != came:
            problems.append(_differs(document, (name,), wanted, came))
    for clause in sorted(expected.findings.keys() | found.keys()):
        wanted, came = expected.findings.get(clause, "not_applicable"), found.get(clause, "not_applicable")
        if wanted != came:
            problems.append(_differs(document, ("findings", clause), wanted, came))


def _clauses(names: Iterable[str]) -> list[str]:
    return sorted(name.partition("/")[2] for name in names)


def _differs(document: Document, path: tuple[str, ...], wanted: object, came: object) -> Problem:
    return at(document, path, f"väntat {wanted}, blev {came}", f"expected {wanted}, came to {came}")


def _unseen(editions: set[str], library: Library, report: Report) -> dict[str, list[Status]]:
    """For each clause the statuses that it can have and that no case gives it."""
    unseen: dict[str, list[Status]] = {}
    for name in sorted(editions):
        edition = library.edition(name)
        for clause in lowered(edition):
            possible = possible_statuses(edition, clause)
            lacking = sorted(possible - report.seen[f"{name}/{clause.id}"])
            if lacking:
                unseen[f"{name}/{clause.id}"] = lacking
    return unseen
