"""How is somebody asked on a terminal? Questions on standard error, and a line for each answer."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress

import click

from nytta.commands.output import say
from nytta.engine.errors import Language
from nytta.engine.load.spellings import called
from nytta.engine.model.base import Text
from nytta.texts import interview_words as words
from nytta.texts.interview import numbered, wrapped
from nytta.texts.typed_answers import place

_LEAVE = (".", "lämna", "leave", "quit")


class LeavingError(Exception):
    """The official leaves, or there is nothing more to read."""


class Dialogue:
    """Says and asks in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # what is no text is no answer, and is asked for again
        self._is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        if self._is_terminal:
            with suppress(ImportError):  # where there is none, a line cannot be edited, and that is all
                import readline  # noqa: F401

    def tell(self, *lines: str) -> None:
        """Writes lines, broken to the terminal's width."""
        say(wrapped(lines, shutil.get_terminal_size().columns))

    def read(self, prompt: str) -> str:
        """One line; raises LeavingError at the end of the input or on the sign for leaving."""
        click.echo(prompt[:-1], nl=False, err=True)
        if self._is_terminal:
            try:
                typed = input(prompt[-1])  # the last sign through input, so that editing the line leaves the prompt alone
            except EOFError:
                raise LeavingError from None
        else:
            click.echo(prompt[-1], nl=False, err=True)
            line = sys.stdin.readline()
            if not line:
                raise LeavingError
            typed = line
        typed = typed.strip()
        if typed.casefold() in _LEAVE:
            raise LeavingError
        return typed

    def chosen(self, question: Text, names: Mapping[str, Text], *, leave_by: tuple[str, ...] = ()) -> str | None:
        """One of several by its number, its name or its label; None for a word that leaves it as it is."""
        language = self.language
        self.tell("", question[language], *numbered(label[language] for label in names.values()))
        while True:
            typed = self.read(words.ANSWER[language])
            if (chosen := place(typed, len(names))) is not None:
                return list(names)[chosen]
            if typed.casefold() in leave_by:
                return None
            by_word = called(dict(names)).get(typed.casefold(), typed)
            if by_word in names:
                return by_word
            self.tell(words.NO_NUMBER[language].format(typed=typed))
