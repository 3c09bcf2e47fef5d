"""Are the rules themselves in order? Everything that reading them finds, and what only trying them out can find."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from nytta.engine.backends.durable import compiled
from nytta.engine.backends.reference import Reference
from nytta.engine.errors import BackendError, Problem
from nytta.engine.ir.evaluate import meaning
from nytta.engine.ir.kinds import for_kind
from nytta.engine.ir.lower import lowered, unsaid
from nytta.engine.ir.nodes import FALSE, TRUE, All, ClauseIR, Constant
from nytta.engine.ir.questions import certainly
from nytta.engine.ir.variants import variants
from nytta.engine.load.consistency import check_consistency, readings_of
from nytta.engine.load.digest import used
from nytta.engine.load.folders import SHIPPED
from nytta.engine.load.problems import at
from nytta.engine.load.rules import EditionSource, RuleFiles, read_rules
from nytta.engine.load.yaml import PathKey
from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import STATUSES, Status
from nytta.engine.policy.possible import situations


def check(folders: Iterable[Path] = ()) -> list[Problem]:
    """Every problem of the shipped rules and the folders laid over them, in the order of files and lines."""
    rules = read_rules((SHIPPED, *folders))
    understood = check_consistency(rules)
    problems = list(rules.problems)
    for source in rules.sources:
        problems += _tried(source, {clause for edition, clause in understood if edition == source.edition.id})
    for source in rules.sources if not problems else ():
        problems += _tried_readings(source)
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
        faults = _faults(edition, clause, ir)
        if not faults and not _can_apply(edition, ir):
            faults = [(("applies",), "klausulen kan aldrig gälla något ärende", "the clause can never apply to any case")]
        problems += [at(document, path, sv, en) for path, sv, en in faults]
    return problems + _opposites(source, pairs)


def _faults(edition: Edition, clause: Clause, ir: ClauseIR) -> list[tuple[PathKey, str, str]]:
    """That durable-rules cannot judge the clause, or the statuses that it can have and gives no reason for."""
    too_wide = _not_expressible(ir, tuple(edition.head.kinds or edition.vocabulary.kinds))
    if too_wide is not None:
        return [(("requires",), too_wide.sv, too_wide.en)]
    lacking = {status for status in STATUSES if getattr(clause.reasons, status) is None}
    if ir.excused == FALSE:
        lacking.discard("excused")
    return [
        (("reasons", status), "saknas: klausulen kan få den statusen", "is missing: the clause can have that status")
        for status in sorted(lacking & possible_statuses(edition, ir) if lacking else ())
    ]


def _tried_readings(source: EditionSource) -> list[Problem]:
    """What only trying out shows of the alternative readings: that they change nothing, or what `_faults` finds of them."""
    by_name = {
        (reading.id, alternative.id): (document, ("readings", index, "alternatives", place))
        for document, _, index, reading in readings_of(source)
        for place, alternative in enumerate(reading.alternatives)
    }
    problems: list[Problem] = []
    for variant in variants(source.edition):
        reading, alternative = variant.of(source.edition)
        document, path = by_name[reading.id, alternative.id]
        if not variant.clauses and alternative.in_force is None:
            problems.append(at(document, path, "läsningen ändrar ingenting", "the reading changes nothing"))
        other = source.edition.read_as(alternative)
        for index, ir in variant.clauses:
            clause = other.clauses[index]
            problems += [
                at(document, (*path, "clauses", clause.id, *where), sv, en) for where, sv, en in _faults(other, clause, ir)
            ]
    return problems


@lru_cache(maxsize=1_000)
def _not_expressible(clause: ClauseIR, kinds: tuple[str, ...]) -> BackendError | None:
    """Why durable-rules cannot judge the clause, if it cannot; kept, since most clauses are as they were at the last check."""
    try:
        for kind in kinds:
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
