"""Where are the answers of an interview kept? In a file that is written anew after each, or on standard output in the end."""

from __future__ import annotations

from pathlib import Path

import click

from nytta.commands.output import save, say
from nytta.engine.errors import InputError, Language
from nytta.engine.model.case import Case
from nytta.engine.model.vocabulary import Vocabulary
from nytta.texts import interview as words
from nytta.texts.written_case import case_yaml


class Kept:
    """The answers so far, in a file or, where the file is `-` or can no longer be written, printed in the end."""

    def __init__(self, case: Case, output: Path | None, vocabulary: Vocabulary, *, force: bool) -> None:
        self._vocabulary = vocabulary
        self._to_output = str(output) == "-"
        self.file = output or _free(f"{case.kind}-{case.date}")
        self._lost: InputError | None = None
        self._last = case
        if not self._to_output:
            save(self.file, case_yaml(case, self._vocabulary), force=force)

    def __call__(self, case: Case) -> None:
        """Keeps the case as it is now."""
        self._last = case
        if self._to_output:
            return
        try:
            save(self.file, case_yaml(case, self._vocabulary), force=True)
            self._lost = None
        except InputError as error:
            self._lost = error

    @property
    def is_printed(self) -> bool:
        """Whether the case file is printed in the end, since it is in no file."""
        return self._to_output or self._lost is not None

    def opening(self, language: Language) -> list[str]:
        """What to say in the beginning of where the answers are kept."""
        return [] if self._to_output else [words.GOES_TO[language].format(file=self.file)]

    def closing(self, language: Language) -> list[str]:
        """What to say in the end of where the answers are; prints the case file where they are in no file."""
        if not self.is_printed:
            return [words.SAVED[language].format(file=self.file)]
        if self._lost is not None:
            say(words.NOT_SAVED[language].format(why=self._lost.message(language)))
        click.echo(case_yaml(self._last, self._vocabulary), nl=False)
        return []


def _free(stem: str) -> Path:
    """The first name of this kind that no file has."""
    number, path = 1, Path(f"{stem}.yaml")
    while path.exists():
        number += 1
        path = Path(f"{stem}-{number}.yaml")
    return path
