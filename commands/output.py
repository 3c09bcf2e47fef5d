"""How does the program speak and save? Messages on standard error, files whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

import click

from nytta.engine.errors import Language, system_words
from nytta.options import wrong_call


def say(text: str) -> None:
    """Writes a message; one that nobody reads changes nothing."""
    try:
        click.echo(text, err=True)
    except OSError:
        discard(sys.stderr)


def discard(stream: IO[str]) -> None:
    """What is still in the stream's buffer, and could not be written, is not tried once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def check_place(path: Path, *, force: bool) -> None:
    """Raises InputError where no file can stand there, or where one stands that is to be kept."""
    if path.is_dir() or not path.name:
        raise wrong_call(str(path), "är en mapp; ange en fil", "is a folder; name a file")
    if path.exists() and not path.is_file():
        raise wrong_call(str(path), "är ingen vanlig fil; ange en fil", "is no regular file; name a file")
    if path.exists() and not force:
        raise wrong_call(str(path), "filen finns redan; --force skriver över den", "the file exists; --force overwrites it")


def save(path: Path, content: str | bytes, *, force: bool) -> None:
    """Writes a file whole or not at all; an existing one is kept unless forced."""
    check_place(path, force=force)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True) if path.parent.is_dir() else None
        sv, en = system_words(error)
        raise wrong_call(str(path), f"går inte att skriva ({sv})", f"cannot be written ({en})") from None


def hand_over(content: str | bytes, output: Path | None, lang: Language, *, force: bool) -> None:
    """Writes the file, or prints what can be read on a terminal where none is named or it is `-`; raises InputError."""
    if output is not None and str(output) != "-":
        save(output, content, force=force)
        say(f"{output}: {'skriven' if lang == 'sv' else 'written'}")
    elif isinstance(content, bytes) and sys.stdout.isatty():
        raise wrong_call(
            "--output",
            "ange en fil med -o: formatet är inget för en terminal",
            "name a file with -o: this format is not for a terminal",
        )
    else:
        click.echo(content, nl=False)
