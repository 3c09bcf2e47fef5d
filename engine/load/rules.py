"""Which editions are there, and what do they say? Rule folders in, checked editions out.

The shipped rules come first; a folder of the user's own is laid over them: its facts, kinds, bodies, countries and
registers are added, and an edition with the same identifier replaces the shipped one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nytta.engine.errors import InputError, Place, Problem, listed, nearest
from nytta.engine.ir.lower import Lowering
from nytta.engine.ir.nodes import Node
from nytta.engine.ir.numbers import whole
from nytta.engine.ir.wording import FIELD, SPECIAL
from nytta.engine.load.problems import at, validate
from nytta.engine.load.yaml import Document, PathKey, read_one
from nytta.engine.model.base import Text
from nytta.engine.model.clause import STATUSES, Clause
from nytta.engine.model.edition import Edition, EditionHead, Register, SourceDocument
from nytta.engine.model.vocabulary import Body, Fact, Kind, RegisterField, Vocabulary, allowed_values

SHIPPED = Path(__file__).resolve().parents[2] / "rules"
_COMMON = ("facts", "kinds", "bodies", "countries")


@dataclass(slots=True)
class EditionSource:
    """An edition with the files it was read from, so that what is wrong with it can be shown at its place."""

    edition: Edition
    head: Document
    clauses: dict[str, Document]

    def report(self, document: Document, problems: list[Problem]) -> Callable[[PathKey, str, str], None]:
        """A function that adds a problem at a path of one of the files."""
        return lambda path, sv, en: problems.append(at(document, path, sv, en))


@dataclass(slots=True)
class RuleFiles:
    """Everything that was read from the rule folders, and what is wrong with it."""

    vocabulary: Vocabulary
    sources: list[EditionSource] = field(default_factory=list)
    facts_document: dict[str, tuple[Document, PathKey]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def edition_folders(folders: tuple[Path, ...]) -> dict[str, Path]:
    """The folder of each edition by its name; a later folder's edition replaces an earlier one's."""
    found: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise InputError(Problem(Place(str(folder)), "", "mappen med regler finns inte", "there is no such rule folder"))
        for path in sorted(folder.glob("*/edition.yaml")):
            found[path.parent.name] = path.parent
    return dict(sorted(found.items()))


def read_rules(folders: tuple[Path, ...], only: str | None = None) -> RuleFiles:
    """Reads rule folders whole, collecting every problem; `only` reads one edition."""
    problems: list[Problem] = []
    documents: dict[str, tuple[Document, PathKey]] = {}
    vocabulary = _vocabulary(folders, documents, problems)
    rules = RuleFiles(vocabulary, facts_document=documents, problems=problems)
    shared = _registers((folder / "registers" for folder in folders), problems)
    sources = _source_documents(folders, problems)
    for name, folder in edition_folders(folders).items():
        if only is None or name == only:
            source = _edition(folder, vocabulary, shared, sources, problems)
            if source is not None:
                rules.sources.append(source)
    for source in rules.sources:
        _check_edition(source, problems)
    problems.sort(key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))
    return rules


def _documents(path: Path, problems: list[Problem]) -> Document | None:
    try:
        return read_one(path)
    except InputError as error:
        problems.extend(error.problems)
        return None


# -- what all editions share


def _vocabulary(folders: tuple[Path, ...], documents: dict[str, tuple[Document, PathKey]], problems: list[Problem]) -> Vocabulary:
    parts: dict[str, dict[str, Any]] = {name: {} for name in _COMMON}
    for folder in folders:
        for name in _COMMON:
            document = _documents(folder / f"{name}.yaml", problems) if (folder / f"{name}.yaml").exists() else None
            for key, path, value in _items(document, nested=name == "facts"):
                model: Any = {"facts": Fact, "kinds": Kind, "bodies": Body, "countries": Text}[name]
                made = validate(model, document, value, path, problems)  # type: ignore[arg-type]
                if made is not None:
                    parts[name][key] = made
                if name == "facts" and document is not None:
                    documents[key] = (document, path)
    return Vocabulary(**parts)


def _items(document: Document | None, *, nested: bool) -> Iterator[tuple[str, PathKey, Any]]:
    if document is None:
        return
    for key, value in document.value.items():
        if nested and isinstance(value, dict):
            yield from ((f"{key}.{inner}", (key, inner), spec) for inner, spec in value.items())
        else:
            yield key, (key,), value


def _source_documents(folders: tuple[Path, ...], problems: list[Problem]) -> dict[str, SourceDocument]:
    found: dict[str, SourceDocument] = {}
    for path in (path for folder in folders for path in sorted((folder / "documents").glob("*.yaml"))):
        document = _documents(path, problems)
        made = validate(SourceDocument, document, document.value, (), problems) if document else None
        if document and made:
            _same_name(document, made.id, path.stem, problems)
            found[made.id] = made
    return found


def _registers(folders: Iterator[Path] | list[Path], problems: list[Problem]) -> dict[str, Register]:
    found: dict[str, Register] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            document = _documents(path, problems)
            register = _register(document, problems) if document else None
            if document and register:
                _same_name(document, register.id, path.stem, problems)
                found[register.id] = register
    return found


def _register(document: Document, problems: list[Problem]) -> Register | None:
    """Entries are written flat; what is neither `id`, `from` nor `to` is a column."""
    value = dict(document.value)
    own = ("id", "from", "to")
    if isinstance(value.get("entries"), list):
        value["entries"] = [
            {key: one[key] for key in own if key in one} | {"columns": {key: cell for key, cell in one.items() if key not in own}}
            if isinstance(one, dict)
            else one
            for one in value["entries"]
        ]
    register = validate(Register, document, value, (), problems)
    if register is not None:
        _check_register(register, document, problems)
    return register


def _check_register(register: Register, document: Document, problems: list[Problem]) -> None:
    columns = {*register.match, *register.fields}
    seen: dict[str, int] = {}
    for index, entry in enumerate(register.entries):
        here = ("entries", index)
        if entry.id in seen:
            problems.append(at(document, here, f"id «{entry.id}» finns två gånger", f"id «{entry.id}» stands twice"))
        seen[entry.id] = index
        for column, value in entry.columns.items():
            kind = register.fields.get(column)
            if column not in columns:
                sv, en = nearest(column, columns)
                problems.append(at(document, (*here, column), f"okänd kolumn{sv}", f"unknown column{en}"))
            elif kind == "number" and (isinstance(value, bool | str | tuple) or whole(value) is None):
                problems.append(at(document, (*here, column), f"{value!r} ska vara ett tal", f"{value!r} must be a number"))
            elif isinstance(kind, tuple) and value not in kind:
                sv, en = f"{value!r} är inget värde; tillåtna: {listed(kind)}", f"{value!r} is no value; allowed: {listed(kind)}"
                problems.append(at(document, (*here, column), sv, en))
    if register.where_listed is not None and register.where_listed != next(iter(register.match)):
        sv, en = "ska vara den första kolumnen i match", "must be the first column of match"
        problems.append(at(document, ("where_listed",), sv, en))


def _same_name(document: Document, identifier: str, expected: str, problems: list[Problem]) -> None:
    if identifier != expected:
        sv, en = f"ska vara «{expected}», som filen eller mappen heter", f"must be «{expected}», as the file or folder is called"
        problems.append(at(document, ("id",), sv, en))


# -- one edition


def _edition(
    folder: Path,
    vocabulary: Vocabulary,
    shared: dict[str, Register],
    sources: dict[str, SourceDocument],
    problems: list[Problem],
) -> EditionSource | None:
    document = _documents(folder / "edition.yaml", problems)
    head = validate(EditionHead, document, document.value, (), problems) if document else None
    if document is None or head is None:
        return None
    _same_name(document, head.id, folder.name, problems)
    before = len(problems)
    clauses, documents = _clauses(folder, head, document, problems)
    registers = shared | _registers([folder / "registers"], problems)
    if len(problems) > before and len(clauses) < len(head.clauses):
        return None
    edition = Edition(
        head=head,
        clauses=tuple(clauses),
        registers=registers,
        vocabulary=vocabulary,
        documents={name: sources[name] for name in head.documents if name in sources},
    )
    return EditionSource(edition, document, documents)


def _clauses(
    folder: Path, head: EditionHead, head_document: Document, problems: list[Problem]
) -> tuple[list[Clause], dict[str, Document]]:
    clauses: list[Clause] = []
    documents: dict[str, Document] = {}
    files = {path.stem: path for path in sorted((folder / "clauses").glob("*.yaml"))}
    for index, name in enumerate(head.clauses):
        if head.clauses.index(name) != index:
            problems.append(at(head_document, ("clauses", index), f"«{name}» står två gånger", f"«{name}» stands twice"))
        elif name not in files:
            sv, en = nearest(name, files)
            what = (f"filen clauses/{name}.yaml finns inte{sv}", f"there is no file clauses/{name}.yaml{en}")
            problems.append(at(head_document, ("clauses", index), *what))
        else:
            document = _documents(files[name], problems)
            clause = validate(Clause, document, document.value, (), problems) if document else None
            if document and clause:
                _same_name(document, clause.id, name, problems)
                clauses.append(clause)
                documents[name] = document
    for name in files.keys() - set(head.clauses):
        sv, en = "klausulen står inte i edition.yaml (clauses)", "the clause is not in edition.yaml (clauses)"
        problems.append(Problem(Place(str(files[name]), 1, 1), name, sv, en))
    return clauses, documents


# -- what is wrong with an edition as a whole


def _check_edition(source: EditionSource, problems: list[Problem]) -> None:
    edition = source.edition
    report = source.report(source.head, problems)
    _check_head(edition, report)
    for name, one in edition.head.definitions.items():
        _condition(edition, one, ("definitions", name), report)
    for index, name in enumerate(edition.head.documents):
        if name not in edition.documents:
            report(("documents", index), f"filen documents/{name}.yaml finns inte", f"there is no file documents/{name}.yaml")
    for clause in edition.clauses:
        document = source.clauses[clause.id]
        here = source.report(document, problems)
        Lowering(edition, here).clause(clause)
        _check_texts(edition, clause, here)
    for name, fact in edition.vocabulary.facts.items():
        if fact.derived is not None and not isinstance(fact.derived, RegisterField):
            Lowering(edition, report).condition(fact.derived, ("facts", name, "derived"))


def _condition(edition: Edition, condition: Any, path: PathKey, report: Callable[[PathKey, str, str], None]) -> Node:
    return Lowering(edition, report).condition(condition, path)


def _check_head(edition: Edition, report: Callable[[PathKey, str, str], None]) -> None:
    head, vocabulary = edition.head, edition.vocabulary
    if head.in_force.to is not None and head.in_force.to < head.in_force.from_:
        report(("in_force", "to"), "ligger före första dagen", "comes before the first day")
    for index, kind in enumerate(head.kinds):
        if kind not in vocabulary.kinds:
            sv, en = nearest(kind, vocabulary.kinds)
            report(("kinds", index), f"okänt slag{sv}", f"unknown kind{en}")
    for index, one in enumerate(head.presumptions):
        fact = vocabulary.facts.get(one.fact)
        here = ("presumptions", index)
        if fact is None:
            sv, en = nearest(one.fact, vocabulary.facts)
            report((*here, "fact"), f"okänt faktum «{one.fact}»{sv}", f"unknown fact «{one.fact}»{en}")
            continue
        allowed = allowed_values(fact, vocabulary)
        if one.value not in allowed or isinstance(one.value, bool) != (fact.type == "bool"):
            sv, en = f"tillåtna: {listed(allowed)}", f"allowed: {listed(allowed)}"
            report((*here, "value"), f"{one.value!r} är inget värde; {sv}", f"{one.value!r} is no value; {en}")
        _condition(edition, one.when, (*here, "when"), report)


def _check_texts(edition: Edition, clause: Clause, report: Callable[[PathKey, str, str], None]) -> None:
    """A clause has the wording that its norm and effects need, and its templates name only what there is."""
    if clause.source.document not in edition.head.documents:
        sv, en = nearest(clause.source.document, edition.head.documents)
        report(("source", "document"), f"står inte i edition.yaml (documents){sv}", f"is not in edition.yaml (documents){en}")
    for status in ("violated", "undetermined"):
        if clause.effect(status) == "condition" and getattr(clause.conditions, status) is None:
            sv, en = f"saknas: villkorets lydelse vid {status}", f"is missing: the wording of the condition when {status}"
            report(("conditions", status), sv, en)
    if (clause.norm == "duty") != (clause.duty is not None):
        report(("duty",), "ska finnas för norm duty och bara där", "must be given for norm duty and only there")
    if (clause.norm == "competence") != bool(clause.bodies):
        report(("bodies",), "ska finnas för norm competence och bara där", "must be given for norm competence and only there")
    for status in STATUSES:
        text = getattr(clause.reasons, status)
        for language in ("sv", "en") if text else ():
            for name in FIELD.findall(text[language]):
                _check_field(edition, name, ("reasons", status, language), report)


def _check_field(edition: Edition, name: str, path: PathKey, report: Callable[[PathKey, str, str], None]) -> None:
    known = (*edition.vocabulary.facts, *SPECIAL, *(f"parameter.{one}" for one in edition.head.parameters))
    if name not in known:
        sv, en = nearest(name, known)
        report(path, f"okänt fält {{{name}}}{sv}", f"unknown field {{{name}}}{en}")
