"""Which editions are there, and what do they say? Rule folders in, checked editions out.

The shipped rules come first; a folder of the user's own is laid over them: its facts, kinds, bodies, countries and
registers are added, and an edition with the same identifier replaces the shipped one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from nytta.engine.errors import InputError, Place, Problem, listed, nearest
from nytta.engine.ir.numbers import whole
from nytta.engine.load.folders import edition_folders
from nytta.engine.load.problems import at, validate
from nytta.engine.load.yaml import Document, PathKey, read_one
from nytta.engine.model.base import Model, Text
from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import Edition, EditionHead, Register, SourceDocument
from nytta.engine.model.ledger import Ledger
from nytta.engine.model.vocabulary import Body, Fact, Kind, Law, Vocabulary

_COMMON: dict[str, type[Model]] = {"facts": Fact, "kinds": Kind, "bodies": Body, "countries": Text, "laws": Law}
M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class EditionSource:
    """An edition with the files it was read from, so that what is wrong with it can be shown at its place."""

    edition: Edition
    head: Document
    clauses: dict[str, Document]


@dataclass(slots=True)
class RuleFiles:
    """Everything that was read from the rule folders, and what is wrong with it."""

    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(facts={}, kinds={}, bodies={}, countries={}, laws={}))
    sources: list[EditionSource] = field(default_factory=list)
    facts: dict[str, tuple[Document, PathKey]] = field(default_factory=dict)
    kinds: dict[str, tuple[Document, PathKey]] = field(default_factory=dict)
    registers: list[tuple[Register, Document]] = field(default_factory=list)
    ledgers: dict[str, tuple[Ledger, Document]] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    """Facts, clauses, registers and documents that are there but have a fault of their own form."""
    problems: list[Problem] = field(default_factory=list)

    def document(self, path: Path) -> Document | None:
        """The file's mapping, or None with the problem added."""
        try:
            return read_one(path)
        except InputError as error:
            self.problems.extend(error.problems)
            self.faulty.add(path.stem)
            return None

    def made(self, model: type[M], document: Document, value: Any, path: PathKey, name: str) -> M | None:
        """The model of a part of a file; what is wrong is added, and the rest kept where it can stand alone."""
        before = len(self.problems)
        found = validate(model, document, value, path, self.problems)
        if len(self.problems) > before:
            self.faulty.add(name)
            wrong = {step for problem in self.problems[before:] for step in problem.name.split(".")}
            rest = {key: one for key, one in value.items() if key not in wrong} if isinstance(value, dict) else value
            found = validate(model, document, rest, path, [])
        return found

    def known_fact(self, name: str, path: PathKey, report: Callable[[PathKey, str, str], None]) -> bool:
        """Whether there is the fact; that there is not is reported, unless it is there with a fault of its own."""
        facts = self.vocabulary.facts
        if name not in facts and name not in self.faulty:
            sv, en = nearest(name, facts)
            report(path, f"okänt faktum «{name}»{sv}", f"unknown fact «{name}»{en}")
        return name in facts

    @property
    def bare(self) -> Edition | None:
        """What a derivation may name: facts and registers, but no definition, exception or parameter of an edition."""
        if not self.sources:
            return None
        edition = self.sources[0].edition
        head = edition.head.model_copy(update={"definitions": {}, "parameters": {}})
        registers = {register.id: register for register, _ in self.registers}
        return edition.model_copy(update={"head": head, "clauses": (), "registers": registers})


def read_rules(folders: tuple[Path, ...]) -> RuleFiles:
    """Reads rule folders whole, collecting every problem of form."""
    rules = RuleFiles()
    rules.vocabulary = _vocabulary(folders, rules)
    shared = _registers((folder / "registers" for folder in folders), rules)
    sources = _source_documents(folders, rules)
    for folder in edition_folders(folders).values():
        source = _edition(folder, shared, sources, rules)
        if source is not None:
            rules.sources.append(source)
    return rules


# -- what all editions share


def _vocabulary(folders: tuple[Path, ...], rules: RuleFiles) -> Vocabulary:
    parts: dict[str, dict[str, Any]] = {name: {} for name in _COMMON}
    for path in (folder / f"{name}.yaml" for folder in folders for name in _COMMON):
        document = rules.document(path) if path.exists() else None
        if document is not None:
            for key, place, value in _items(document, nested=path.stem == "facts"):
                made = rules.made(_COMMON[path.stem], document, value, place, key)
                if made is not None:
                    parts[path.stem][key] = made
                if path.stem in ("facts", "kinds"):
                    (rules.facts if path.stem == "facts" else rules.kinds)[key] = (document, place)
    return Vocabulary(**parts)


def _items(document: Document, *, nested: bool) -> Iterator[tuple[str, PathKey, Any]]:
    for key, value in document.value.items():
        if nested and isinstance(value, dict):
            yield from ((f"{key}.{inner}", (key, inner), spec) for inner, spec in value.items())
        else:
            yield key, (key,), value


def _source_documents(folders: tuple[Path, ...], rules: RuleFiles) -> dict[str, SourceDocument]:
    found: dict[str, SourceDocument] = {}
    for path in (path for folder in folders for path in sorted((folder / "documents").glob("*.yaml"))):
        document = rules.document(path)
        made = rules.made(Ledger, document, document.value, (), path.stem) if document else None
        if document and made:
            _same_name(document, made.id, path.stem, rules.problems)
            rules.ledgers[path.stem] = (made, document)
            found[path.stem] = SourceDocument(
                id=made.id, title=made.title, short=made.short, latest=max((one.date for one in made.dates), default=None)
            )
    return found


def _registers(folders: Iterable[Path], rules: RuleFiles) -> dict[str, Register]:
    found: dict[str, Register] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.yaml"))):
        document = rules.document(path)
        register = rules.made(Register, document, _flat(document.value), (), path.stem) if document else None
        if document and register:
            _same_name(document, register.id, path.stem, rules.problems)
            register = register.model_copy(update={"id": path.stem})
            _check_register(register, document, rules.problems)
            rules.registers.append((register, document))
            found[register.id] = register
    return found


def _flat(value: Any) -> Any:
    """Entries are written flat; what is neither `id`, `from` nor `to` is a column."""
    own = ("id", "from", "to")
    if not isinstance(value.get("entries"), list):
        return value
    entries = [
        {key: one[key] for key in own if key in one} | {"columns": {key: cell for key, cell in one.items() if key not in own}}
        if isinstance(one, dict)
        else one
        for one in value["entries"]
    ]
    return value | {"entries": entries}


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
    folder: Path, shared: dict[str, Register], sources: dict[str, SourceDocument], rules: RuleFiles
) -> EditionSource | None:
    document = rules.document(folder / "edition.yaml")
    head = rules.made(EditionHead, document, document.value, (), folder.name) if document else None
    if document is None or head is None:
        return None
    _same_name(document, head.id, folder.name, rules.problems)
    clauses, documents = _clauses(folder, head, document, rules)
    edition = Edition(
        head=head,
        clauses=tuple(clauses),
        registers=shared | _registers([folder / "registers"], rules),
        vocabulary=rules.vocabulary,
        documents={name: sources[name] for name in head.documents if name in sources},
    )
    return EditionSource(edition, document, documents)


def _clauses(
    folder: Path, head: EditionHead, head_document: Document, rules: RuleFiles
) -> tuple[list[Clause], dict[str, Document]]:
    clauses: list[Clause] = []
    documents: dict[str, Document] = {}
    files = {path.stem: path for path in sorted((folder / "clauses").glob("*.yaml"))}
    for index, name in enumerate(head.clauses):
        here = ("clauses", index)
        if head.clauses.index(name) != index:
            rules.problems.append(at(head_document, here, f"«{name}» står två gånger", f"«{name}» stands twice"))
        elif name not in files:
            sv, en = nearest(name, files)
            what = (f"filen clauses/{name}.yaml finns inte{sv}", f"there is no file clauses/{name}.yaml{en}")
            rules.problems.append(at(head_document, here, *what))
        else:
            document = rules.document(files[name])
            clause = rules.made(Clause, document, document.value, (), name) if document else None
            if document and clause:
                _same_name(document, clause.id, name, rules.problems)
                clauses.append(clause.model_copy(update={"id": name}))
                documents[name] = document
    for name in sorted(files.keys() - set(head.clauses)):
        sv, en = "klausulen står inte i edition.yaml (clauses)", "the clause is not in edition.yaml (clauses)"
        rules.problems.append(Problem(Place(str(files[name]), 1, 1), name, sv, en))
    return clauses, documents
