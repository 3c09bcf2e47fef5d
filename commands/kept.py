"""Where are the answers of an interview kept? In a file that is written anew after each, or on standard output in the end."""

from __future__ import annotations

from pathlib import Path

import click

from nytta.commands.output import save, say
from nytta.engine.errors import InputError, Language
from nytta.engine.model.case import Case
from nytta.engine.model.vocabulary import Vocabulary
from nytta.options import wrong_call
from nytta.texts import interview_words as words
from nytta.texts.written_case import case_yaml


class Kept:
    """The answers so far, in a file or, where the file is `-` or can no longer be written, printed in the end."""

    def __init__(self, case: Case, output: Path | None, vocabulary: Vocabulary, *, force: bool, is_resumed: bool) -> None:
        self._vocabulary = vocabulary
        self._to_output = str(output) == "-"
        self.file = output or _free(Path(f"{case.kind}-{case.date}.yaml"))
        self._lost: InputError | None = None
        self._last = case
        self._written = case_yaml(case, vocabulary)
        self._former = self._kept_former() if is_resumed else None
        if not self._to_output:
            save(self.file, self._written, force=force or is_resumed)

    def _kept_former(self) -> Path | None:
        """Where the file that is gone on with is kept, if it has more than the answers, such as comments."""
        before = self.file.read_bytes()
        if before == self._written.encode():
            return None
        former = _free(self.file.with_name(f"{self.file.name}.bak"))
        save(former, before, force=False)
        return former

    def __call__(self, case: Case) -> None:
        """Keeps the case as it is now, unless the file is no longer what was written to it."""
        self._last = case
        if self._to_output:
            return
        try:
            if self.file.exists() and self.file.read_bytes() != self._written.encode():
                raise wrong_call(str(self.file), "har ändrats av någon annan", "has been changed by somebody else")
            content = case_yaml(case, self._vocabulary)
            save(self.file, content, force=True)
            self._written, self._lost = content, None
        except InputError as error:
            self._lost = error

    @property
    def is_printed(self) -> bool:
        """Whether the case file is printed in the end, since it is in no file."""
        return self._to_output or self._lost is not None

    def opening(self, language: Language) -> list[str]:
        """What to say in the beginning of where the answers are kept."""
        if self._to_output:
            return []
        former = [words.FORMER[language].format(file=self._former)] if self._former else []
        return [words.GOES_TO[language].format(file=self.file), *former]

    def closing(self, language: Language) -> list[str]:
        """What to say in the end of where the answers are; prints the case file where they are in no file."""
        if not self.is_printed:
            return [words.SAVED[language].format(file=self.file)]
        if self._lost is not None:
            say(words.NOT_SAVED[language].format(why=self._lost.message(language)))
        click.echo(case_yaml(self._last, self._vocabulary), nl=False)
        return []


def _free(wanted: Path) -> Path:
    """The name, with a number where a file has it already."""
    number, path = 1, wanted
    while path.exists():
        number += 1
        path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return path
