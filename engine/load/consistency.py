"""Do the files of the rules fit together? Every name means something, and every wording that is needed is there."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from pathlib import Path
from typing import get_args

from nytta.engine.errors import listed, nearest
from nytta.engine.ir.lower import Lowering, Report
from nytta.engine.ir.nodes import terms
from nytta.engine.ir.wording import FIELD, SPECIAL
from nytta.engine.load.papers import check_clause_for_papers, check_words_for_papers
from nytta.engine.load.problems import at, reporting
from nytta.engine.load.rules import EditionSource, RuleFiles
from nytta.engine.load.yaml import Document, PathKey
from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import Edition, Register
from nytta.engine.model.ledger import Passage
from nytta.engine.model.provisions import STATUSES, Norm
from nytta.engine.model.reading import Alternative, Reading
from nytta.engine.model.vocabulary import Fact, RegisterField, Vocabulary, allowed_values


def check_consistency(rules: RuleFiles) -> frozenset[tuple[str, str]]:
    """Adds every problem of the rules as a whole, and gives the clauses that are wholly understood: (edition, clause)."""
    _check_registers(rules)
    _check_derivations(rules)
    _check_periods(rules)
    _check_ledgers(rules)
    check_words_for_papers(rules)
    understood = {(source.edition.id, clause) for source in rules.sources for clause in _check_edition(source, rules)}
    rules.problems.sort(key=lambda one: (one.place.file, one.place.line, one.place.column))
    return frozenset(understood)


# -- registers and derived facts, which all editions share


def _check_registers(rules: RuleFiles) -> None:
    for register, document in rules.registers:
        for column, fact in register.match.items():
            rules.known_fact(fact, ("match", column), reporting(document, rules.problems))


def _check_derivations(rules: RuleFiles) -> None:
    """A derived fact follows from facts and registers that there are, and never from itself."""
    registers = {register.id: register for register, _ in rules.registers}
    behind: dict[str, set[str]] = {}
    bare = rules.bare
    for name, fact in rules.vocabulary.facts.items():
        document, path = rules.facts[name]
        report = reporting(document, rules.problems, path)
        if isinstance(fact.derived, RegisterField):
            behind[name] = _behind_field(fact, fact.derived, registers, rules, report)
        elif fact.derived is not None and bare is not None:
            lowering = Lowering(bare, report, frozenset(rules.faulty))
            behind[name] = _facts_of(terms(lowering.condition(fact.derived, ("derived",))), registers)
    try:
        TopologicalSorter(behind).prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        document, path = rules.facts[error.args[1][0]]
        rules.problems.append(at(document, (*path, "derived"), f"går i cirkel: {circle}", f"runs in a circle: {circle}"))


def _facts_of(names: tuple[str, ...], registers: dict[str, Register]) -> set[str]:
    """The facts behind terms: those a register is matched with, and the facts themselves."""
    found: set[str] = set()
    for term in names:
        if term.startswith("@"):
            found |= set(registers[term[1:].partition("#")[0]].match.values())
        else:
            found.add(term.partition("~")[0])
    return found


def _behind_field(fact: Fact, field: RegisterField, registers: dict[str, Register], rules: RuleFiles, report: Report) -> set[str]:
    register = registers.get(field.register_)
    if register is None:
        if field.register_ not in rules.faulty:
            sv, en = nearest(field.register_, registers)
            report(
                ("derived", "register"), f"okänt register «{field.register_}»{sv}", f"unknown register «{field.register_}»{en}"
            )
        return set()
    columns = (*register.match, *register.fields)
    if field.field not in columns:
        sv, en = nearest(field.field, columns)
        report(("derived", "field"), f"okänt fält «{field.field}»{sv}", f"unknown field «{field.field}»{en}")
    _check_value(field.otherwise, fact, ("derived", "otherwise"), rules.vocabulary, report)
    kinds = register.fields.get(field.field)
    for value in kinds if isinstance(kinds, tuple) else ():
        _check_value(value, fact, ("derived", "field"), rules.vocabulary, report)
    return set(register.match.values())


def _check_value(value: object, fact: Fact, path: PathKey, vocabulary: Vocabulary, report: Report) -> None:
    allowed = allowed_values(fact, vocabulary)
    if value is not None and (value not in allowed or isinstance(value, bool) != (fact.type == "bool")):
        sv, en = f"tillåtna: {listed(allowed)}", f"allowed: {listed(allowed)}"
        report(path, f"{value!r} är inget värde; {sv}", f"{value!r} is no value; {en}")


# -- editions beside one another


def _check_periods(rules: RuleFiles) -> None:
    """Two editions of a strategy are never in force on the same day."""
    for one, other in combinations(rules.sources, 2):
        first, second = one.edition.head, other.edition.head
        if first.strategy == second.strategy and first.in_force.overlaps(second.in_force):
            sv, en = f"överlappar {first.id}, som har samma strategi", f"overlaps {first.id}, which has the same strategy"
            rules.problems.append(at(other.head, ("in_force",), sv, en))


# -- ledgers


def _check_ledgers(rules: RuleFiles) -> None:
    """Every row is carried by clauses that there are, or says why not; every clause is reached from some row.

    A ledger is held against the editions of its own rule folder: one that a user lays over them is the user's.
    """
    reached = {name for ledger, _ in rules.ledgers.values() for one in ledger.passages for name in one.clauses}
    for name, (ledger, document) in rules.ledgers.items():
        own = [source for source in rules.sources if _folder(source.head) == _folder(document)]
        clauses = {f"{source.edition.id}/{clause}" for source in own for clause in source.edition.head.clauses}
        others = {source.edition.id for source in rules.sources} - {source.edition.id for source in own}
        for index, passage in enumerate(ledger.passages):
            named = [(place, one) for place, one in enumerate(passage.clauses) if one.partition("/")[0] not in others]
            _check_passage(passage, named, clauses, ("passages", index), reporting(document, rules.problems))
        for source in own if ledger.passages else ():
            _check_reached(source, name, reached, rules)


def _folder(document: Document) -> Path:
    """The rule folder that a document or an edition lies in."""
    return Path(document.file).parents[1]


def _check_reached(source: EditionSource, document: str, reached: set[str], rules: RuleFiles) -> None:
    for clause in source.edition.clauses:
        if clause.source.document == document and f"{source.edition.id}/{clause.id}" not in reached:
            sv = f"ingen rad i documents/{document}.yaml leder till klausulen"
            en = f"no row of documents/{document}.yaml leads to this clause"
            reporting(source.clauses[clause.id], rules.problems)(("source",), sv, en)


def _check_passage(passage: Passage, named: list[tuple[int, str]], clauses: set[str], path: PathKey, report: Report) -> None:
    for index, name in named:
        if name not in clauses:
            sv, en = nearest(name, clauses)
            report((*path, "clauses", index), f"okänd klausul «{name}»{sv}", f"unknown clause «{name}»{en}")
    if passage.class_ == "encoded" and not passage.clauses:
        report(path, "clauses saknas: klassen encoded ska namnge dem", "clauses is missing: class encoded names them")
    if passage.class_ != "encoded" and passage.reason is None:
        report(
            path,
            f"reason saknas: klassen {passage.class_} ska ha ett skäl",
            f"reason is missing: class {passage.class_} gives one",
        )


# -- an edition as a whole


def _check_edition(source: EditionSource, rules: RuleFiles) -> list[str]:
    """The clauses of the edition that are wholly understood; all that is wrong is added to the problems."""
    edition = source.edition
    faulty = frozenset(rules.faulty)
    report = reporting(source.head, rules.problems)
    _check_head(edition, rules, report)
    for name, one in edition.head.definitions.items():
        Lowering(edition, report, faulty, ("definition", name)).condition(one, ("definitions", name))
    understood = []
    for clause in edition.clauses:
        here = reporting(source.clauses[clause.id], rules.problems)
        lowering = Lowering(edition, here, faulty, ("exception", clause.id))
        lowering.clause(clause)
        if clause.id not in faulty:
            _check_norm(clause, here)
            _check_texts(edition, clause, here)
            check_clause_for_papers(clause, rules, here)
            understood += [clause.id] if lowering.sound else []
    _check_readings(source, rules)
    return understood


# -- contested readings


def _check_readings(source: EditionSource, rules: RuleFiles) -> None:
    """Every reading has a name of its own, and each alternative makes a sound edition."""
    seen: set[str] = set()
    for document, clause, index, reading in readings_of(source):
        report = reporting(document, rules.problems, ("readings", index))
        if reading.id in seen:
            report(("id",), f"«{reading.id}» finns två gånger i utgåvan", f"«{reading.id}» stands twice in the edition")
        seen.add(reading.id)
        names = [one.id for one in reading.alternatives]
        for place, alternative in enumerate(reading.alternatives):
            here = reporting(document, rules.problems, ("readings", index, "alternatives", place))
            if names.index(alternative.id) != place:
                here(("id",), f"«{alternative.id}» finns två gånger", f"«{alternative.id}» stands twice")
            if alternative.in_force is not None and clause is not None:
                here(("in_force",), "hör hemma i edition.yaml", "belongs in edition.yaml")
            _check_alternative(source.edition, alternative, here, frozenset(rules.faulty))


def readings_of(source: EditionSource) -> Iterator[tuple[Document, str | None, int, Reading]]:
    """The readings of an edition with their files, the clause that they belong to, and their place in the file."""
    yield from ((source.head, None, index, one) for index, one in enumerate(source.edition.head.readings))
    for clause in source.edition.clauses:
        yield from ((source.clauses[clause.id], clause.id, index, one) for index, one in enumerate(clause.readings))


def _check_alternative(edition: Edition, alternative: Alternative, report: Report, faulty: frozenset[str]) -> None:
    Lowering(edition, report, faulty).condition(alternative.when, ("when",))
    other = edition.read_as(alternative)
    for name, condition in alternative.definitions.items():
        Lowering(other, report, faulty, ("definition", name)).condition(condition, ("definitions", name))
    for name in alternative.clauses:
        path: PathKey = ("clauses", name)
        clause = other.by_id.get(name)
        if clause is not None:
            here = _below(report, path)
            Lowering(other, here, faulty, ("exception", name)).clause(clause)
            _check_norm(clause, here)
            _check_texts(other, clause, here)
        elif name not in faulty:
            sv, en = nearest(name, other.by_id)
            report(path, f"okänd klausul «{name}»{sv}", f"unknown clause «{name}»{en}")


def _below(report: Report, prefix: PathKey) -> Report:
    return lambda path, sv, en: report((*prefix, *path), sv, en)


def _check_head(edition: Edition, rules: RuleFiles, report: Report) -> None:
    head, vocabulary = edition.head, edition.vocabulary
    if head.in_force.to is not None and head.in_force.to < head.in_force.from_:
        report(("in_force", "to"), "ligger före första dagen", "comes before the first day")
    for index, kind in enumerate(head.kinds):
        if kind not in vocabulary.kinds:
            sv, en = nearest(kind, vocabulary.kinds)
            report(("kinds", index), f"okänt slag{sv}", f"unknown kind{en}")
    for index, name in enumerate(head.documents):
        if name not in edition.documents and name not in rules.faulty:
            report(("documents", index), f"filen documents/{name}.yaml finns inte", f"there is no file documents/{name}.yaml")
    for index, one in enumerate(head.presumptions):
        here: PathKey = ("presumptions", index)
        if rules.known_fact(one.fact, (*here, "fact"), report):
            _check_value(one.value, vocabulary.facts[one.fact], (*here, "value"), vocabulary, report)
        Lowering(edition, report, frozenset(rules.faulty)).condition(one.when, (*here, "when"))


_OWN = {"duty": ("duty",), "bodies": ("competence",)}
"""Keys that a norm needs and others do not take."""
_REFUSED = {
    "requires": ("duty", "competence"),
    "exceptions": ("duty", "competence"),
    "yields_to": tuple(norm for norm in get_args(Norm) if norm != "competence"),
    "effects": ("may", "duty"),
}
"""Keys that mean nothing for these norms."""


def _check_norm(clause: Clause, report: Report) -> None:
    """A clause has what its norm needs, and nothing that means nothing for it."""
    for key, norms in _OWN.items():
        if (clause.norm in norms) != bool(getattr(clause, key)):
            sv, en = f"ska finnas för norm {norms[0]} och bara där", f"must be given for norm {norms[0]} and only there"
            report((key,), sv, en)
    for key, norms in _REFUSED.items():
        if clause.norm in norms and key in clause.model_fields_set:
            report((key,), f"betyder inget för norm {clause.norm}", f"means nothing for norm {clause.norm}")


def _check_texts(edition: Edition, clause: Clause, report: Report) -> None:
    """A clause has the wording that its norm and effects need, and its templates name only what there is."""
    if clause.source.document not in edition.head.documents:
        sv, en = nearest(clause.source.document, edition.head.documents)
        report(("source", "document"), f"står inte i edition.yaml (documents){sv}", f"is not in edition.yaml (documents){en}")
    for status in ("violated", "undetermined"):
        if clause.effect(status) == "condition" and getattr(clause.conditions, status) is None:
            sv, en = f"saknas: villkorets lydelse vid {status}", f"is missing: the wording of the condition when {status}"
            report(("conditions", status), sv, en)
    for status in STATUSES:
        text = getattr(clause.reasons, status)
        for language in ("sv", "en") if text else ():
            for name in FIELD.findall(text[language]):
                _check_field(edition, name, ("reasons", status, language), report)


def _check_field(edition: Edition, name: str, path: PathKey, report: Report) -> None:
    known = (*edition.vocabulary.facts, *SPECIAL, *(f"parameter.{one}" for one in edition.head.parameters))
    if name not in known:
        sv, en = nearest(name, known)
        report(path, f"okänt fält {{{name}}}{sv}", f"unknown field {{{name}}}{en}")
