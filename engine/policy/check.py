"""Are the rules themselves in order? Everything that reading them finds, and what only trying them out can find."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from nytta.engine.backends.durable import compiled
from nytta.engine.backends.reference import Reference
from nytta.engine.errors import BackendError, Problem
from nytta.engine.ir.evaluate import meaning
from nytta.engine.ir.kinds import for_kind
from nytta.engine.ir.lower import lowered, unsaid
from nytta.engine.ir.nodes import TRUE, All, ClauseIR, Constant
from nytta.engine.ir.questions import certainly
from nytta.engine.load.consistency import check_consistency
from nytta.engine.load.digest import used
from nytta.engine.load.folders import SHIPPED
from nytta.engine.load.problems import at
from nytta.engine.load.rules import EditionSource, RuleFiles, read_rules
from nytta.engine.model.clause import Clause, Status
from nytta.engine.model.edition import Edition
from nytta.engine.policy.possible import situations


def check(folders: Iterable[Path] = ()) -> list[Problem]:
    """Every problem of the shipped rules and the folders laid over them, in the order of files and lines."""
    rules = read_rules((SHIPPED, *folders))
    understood = check_consistency(rules)
    problems = list(rules.problems)
    for source in rules.sources:
        problems += _tried(source, {clause for edition, clause in understood if edition == source.edition.id})
    if len(understood) == sum(len(source.edition.head.clauses) for source in rules.sources):
        problems += _unused_facts(rules)
    return sorted(problems, key=lambda one: (one.place.file, one.place.line, one.place.column))


def possible_statuses(edition: Edition, clause: ClauseIR) -> frozenset[Status]:
    """The statuses that the clause takes in some case of the edition."""
    judge = Reference((clause,))
    conditions = (clause.applies, clause.requires, clause.excused)
    return frozenset(judge.statuses(values)[0] for values in situations(edition, conditions))


def _tried(source: EditionSource, understood: set[str]) -> list[Problem]:
    """What only trying out shows of the clauses that are understood, together with those they yield to."""
    edition = source.edition
    clauses = lowered(edition, unsaid)
    pairs = [
        (clause, ir) for clause, ir in zip(edition.clauses, clauses, strict=True) if {clause.id, *ir.yields_to} <= understood
    ]
    problems: list[Problem] = []
    for clause, ir in pairs:
        document = source.clauses[clause.id]
        too_wide = _not_expressible(edition, ir)
        if too_wide is not None:
            problems.append(at(document, ("requires",), too_wide.sv, too_wide.en))
            continue
        if not _can_apply(edition, ir):
            sv, en = "klausulen kan aldrig gälla något ärende", "the clause can never apply to any case"
            problems.append(at(document, ("applies",), sv, en))
            continue
        problems += [
            at(
                document,
                ("reasons", status),
                "saknas: klausulen kan få den statusen",
                "is missing: the clause can have that status",
            )
            for status in sorted(possible_statuses(edition, ir))
            if getattr(clause.reasons, status) is None
        ]
    return problems + _opposites(source, pairs)


def _not_expressible(edition: Edition, clause: ClauseIR) -> BackendError | None:
    """Why durable-rules cannot judge the clause, if it cannot."""
    try:
        for kind in edition.head.kinds or edition.vocabulary.kinds:
            compiled((clause,), kind)
    except BackendError as error:
        return error
    return None


def _can_apply(edition: Edition, clause: ClauseIR) -> bool:
    """Whether some case of a kind that the edition takes makes the clause apply."""
    kinds = edition.head.kinds or tuple(edition.vocabulary.kinds)
    return any(certainly(for_kind(clause.applies, kind), truth=True) for kind in kinds)


def _opposites(source: EditionSource, pairs: list[tuple[Clause, ClauseIR]]) -> list[Problem]:
    """Two clauses that apply to every case and that no case can satisfy together."""
    always = [(clause, ir) for clause, ir in pairs if ir.applies == TRUE and clause.effect("violated") == "reject"]
    found = []
    for (one, first), (other, second) in combinations(always, 2):
        if isinstance(first.requires, Constant) or isinstance(second.requires, Constant):
            continue
        together = meaning(All((first.requires, second.requires)))
        conditions = [first.requires, second.requires]
        if not any(together(values) for values in situations(source.edition, conditions, unknown=False)):
            sv = f"kan aldrig uppfyllas tillsammans med {other.id}, och båda gäller alltid"
            en = f"can never be met together with {other.id}, and both always apply"
            found.append(at(source.clauses[one.id], ("requires",), sv, en))
    return found


def _unused_facts(rules: RuleFiles) -> list[Problem]:
    """Facts that no edition reads; texts are for the minutes and need no reader, nor do facts marked `unread`."""
    read = {fact for source in rules.sources for fact in used(source.edition, unsaid)[0]}
    found = []
    for name, fact in rules.vocabulary.facts.items():
        if name not in read and fact.type != "text" and not fact.unread:
            document, path = rules.facts[name]
            sv = "ingen utgåva läser faktumet; ta bort det eller skriv varför under unread"
            found.append(at(document, path, sv, "no edition reads this fact; remove it or say why under unread"))
    return found
