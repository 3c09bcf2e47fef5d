"""A copy of the invented city's rules that a test may change: clauses, facts and registers added, words replaced."""

from __future__ import annotations

import shutil
from pathlib import Path

from nytta.engine.load.consistency import check_consistency
from nytta.engine.load.digest import sealed
from nytta.engine.load.folders import SHIPPED
from nytta.engine.load.rules import read_rules
from nytta.engine.model.edition import Edition
from tests.conftest import EXEMPELSTAD

CLAUSE = (
    "norm: must",
    'title: {sv: "Rubrik", en: "Title"}',
    'source: {document: exempelstad-2020, section: "Avsnitt", passage: "Påhittad passage"}',
    'summary: {sv: "Sammanfattning.", en: "Summary."}',
    'reasons: {undetermined: {sv: "Saknas: {missing}.", en: "Not stated: {missing}."}}',
)


class City:
    """The rules in a folder of their own, laid over the shipped ones."""

    name = "exempelstad-2020"

    def __init__(self, parent: Path) -> None:
        self.folder = shutil.copytree(EXEMPELSTAD, parent / "rules")

    @property
    def head(self) -> Path:
        """The edition's own file."""
        return self.folder / self.name / "edition.yaml"

    def edit(self, path: Path | str, old: str, new: str) -> None:
        """Replaces words that stand exactly once in a file, named by its path in the edition's folder."""
        file = self.folder / self.name / path
        text = file.read_text("utf-8")
        assert text.count(old) == 1, f"{file}: {old!r} stands there {text.count(old)} times"
        file.write_text(text.replace(old, new), "utf-8")

    def clause(self, identifier: str, *lines: str) -> None:
        """Adds a clause of norm `must`; a line given replaces the one with its key."""
        written = {line.partition(":")[0]: line for line in (f"id: {identifier}", *CLAUSE, *lines)}
        (self.folder / self.name / "clauses" / f"{identifier}.yaml").write_text("\n".join([*written.values(), ""]), "utf-8")
        self.edit(self.head, "clauses:\n", f"clauses:\n  - {identifier}\n")

    def facts(self, **derived: str) -> None:
        """Adds facts `extra.NAME`, each with a type and what else its line says, such as `bool, derived: true`."""
        lines = [
            f'  {name}: {{label: {{sv: "{name}", en: "{name}"}}, question: {{sv: "{name}?", en: "{name}?"}}, type: {rest}}}'
            for name, rest in derived.items()
        ]
        with (self.folder / "facts.yaml").open("a", encoding="utf-8") as file:
            file.write("\n".join(["extra:", *lines, ""]))

    def register(self, identifier: str, *lines: str) -> None:
        """Adds or replaces a register of the edition, of which the lines say what it matches and holds."""
        text = [f"id: {identifier}", 'title: {sv: "Register", en: "Register"}', "source: Invented.", *lines, ""]
        (self.folder / self.name / "registers" / f"{identifier}.yaml").write_text("\n".join(text), "utf-8")

    def presume(self, *presumptions: str) -> None:
        """Adds what a silent case is taken to mean."""
        self.edit(
            self.head,
            "definitions:\n",
            "\n".join(["presumptions:", *(f"  - {{{one}}}" for one in presumptions), "definitions:\n"]),
        )

    def edition(self) -> Edition:
        """The edition as the folder now states it; its rules must be in order."""
        rules = read_rules((SHIPPED, self.folder))
        check_consistency(rules)
        assert not rules.problems, [problem.line("en") for problem in rules.problems]
        return sealed(next(source.edition for source in rules.sources if source.edition.id == self.name))
