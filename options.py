"""What do the commands share? Options, names that are nearly right, and messages about a wrong call, in the reader's language."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from nytta.engine.errors import InputError, Language, OutputError, Place, Problem, listed, nearest

Command = Callable[..., Any]


def language_of(arguments: Sequence[str]) -> Language:
    """The language of messages: that of `--lang`, else of NYTTA_LANG, else Swedish."""
    given = os.environ.get("NYTTA_LANG", "sv")
    for index, one in enumerate(arguments):
        if one == "--lang" and index + 1 < len(arguments):
            given = arguments[index + 1]
        elif one.startswith("--lang="):
            given = one.removeprefix("--lang=")
    return "en" if given == "en" else "sv"


def known(name: str, names: Iterable[str], where: str, unknown: tuple[str, str], words: Mapping[str, str] | None = None) -> None:
    """Raises InputError, with what is allowed and the nearest name, unless the name is one of these.

    `unknown` says in both languages what the name is not, such as «okänt kommando»; `words` are other words for the names.
    """
    names = list(names)
    if name not in names:
        sv, en = nearest(name, names, words)
        allowed = listed(names)
        raise wrong_call(
            where, f"{unknown[0]} «{name}»; tillåtna: {allowed}{sv}", f"{unknown[1]} «{name}»; allowed: {allowed}{en}"
        )


def wrong_call(where: str, sv: str, en: str) -> InputError:
    """An error of the call: which argument, option or file, and what is wrong with it."""
    return InputError(Problem(Place(where), "", sv, en))


class Choice(click.Choice[str]):
    """A choice whose refusal is in the reader's language and has the nearest name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value; raises InputError if it is not one of the choices."""
        known(str(value), self.choices, param.opts[-1] if param and param.opts else "", ("okänt värde", "unknown value"))
        return super().convert(value, param, ctx)


class Commands(click.Group):
    """Commands in the order in which they are needed; a name that is nearly right is answered with the one that was meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of definition."""
        del ctx
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:  # click's signature
        """The command that is called; raises InputError if there is none of that name."""
        if not args[0].startswith("-"):
            known(args[0], self.commands, ctx.command_path, ("okänt kommando", "unknown command"))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; raises OutputError if its result cannot be written."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except OSError as error:
            raise OutputError(error) from None
        return result


def lang_option(command: Command) -> Command:
    """`--lang`: the language of results and messages."""
    return click.option(
        "--lang", type=Choice(["sv", "en"]), default="sv", envvar="NYTTA_LANG", show_default=True, help="Språk. / Language."
    )(command)


def rules_option(command: Command) -> Command:
    """`--rules`: folders laid over the shipped rules."""
    return click.option(
        "--rules",
        "folders",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="DIR",
        help="Egen mapp med regler, läggs över de inbyggda. / A rule folder of your own, laid over the shipped ones.",
    )(command)


def edition_option(command: Command) -> Command:
    """`--edition`: an edition chosen by hand."""
    return click.option(
        "--edition",
        metavar="ID",
        help="Använd den här utgåvan i stället för den som gällde ärendets datum. / Use this edition, not the one the date gives.",
    )(command)


def documents_option(command: Command) -> Command:
    """`--documents`: the folder with the reader's own copies."""
    return click.option(
        "--documents",
        "copies",
        type=click.Path(path_type=Path),
        required=True,
        metavar="DIR",
        help="Mapp med egna kopior, döpta efter dokumenten. / Folder with your copies, named after the documents.",
    )(command)


def call_message(error: click.ClickException, language: Language) -> str:
    """What is wrong with the call, and where to look; a group called without a command shows its help."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "nytta"
    sv, en = _said(error)
    return f"nytta: {sv}\nSe: {path} --help" if language == "sv" else f"nytta: {en}\nSee: {path} --help"


def _said(error: click.ClickException) -> tuple[str, str]:
    if isinstance(error, click.NoSuchOption):
        sv, en = nearest(error.option_name, error.possibilities or ())
        return f"valet {error.option_name} finns inte{sv}", f"there is no option {error.option_name}{en}"
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
        return f"{name} saknas i anropet", f"{name} is missing from the call"
    if isinstance(error, click.BadOptionUsage):
        return f"valet {error.option_name} är fel använt: det ska ha ett värde", f"option {error.option_name} takes a value"
    return "anropet har fler eller andra delar än kommandot tar", error.format_message()
