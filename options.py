"""What do the commands share? Options, names that are nearly right, and messages about a wrong call, in the reader's language."""

from __future__ import annotations

import os
import sys
from collections import UserDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nytta.engine.errors import InputError, Language, NyttaError, OutputError, Place, Problem, listed, nearest

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from nytta.engine.load.library import Library
    from nytta.engine.model.base import Text

Command = Callable[..., Any]
Names = dict[str, "Text"]


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


class OnDemand(UserDict[str, Any]):
    """Commands by name; one that stands as the module it lies in is imported when it is asked for, since a call needs one."""

    def __getitem__(self, name: str) -> click.Command:
        """The command of that name."""
        stands = self.data[name]
        command: click.Command = getattr(import_module(stands), name.replace("-", "_")) if isinstance(stands, str) else stands
        return command


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
        if not args[0].startswith("-") and not ctx.resilient_parsing:
            known(args[0], self.commands, ctx.command_path, ("okänt kommando", "unknown command"))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; raises OutputError if its result cannot be written, and UsageError with the command that it is about."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except OSError as error:
            raise OutputError(error) from None
        except click.UsageError as error:
            name = ctx.invoked_subcommand
            if error.ctx is None and name is not None:  # click's parser does not say whose option it is
                error.ctx = click.Context(self.commands[name], parent=ctx, info_name=name)
            raise
        return result


def completed(names: Callable[[Library], Names]) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Completes a name that the rules know, and one of the form `a/b` first as `a` if that is a name too.

    Where the rules are at fault there is nothing to offer: a line that is being typed is no place for messages.
    """

    def complete(ctx: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from nytta.engine.load.library import library

        language: Language = "en" if ctx.params.get("lang") == "en" else "sv"
        try:
            offered = names(library(ctx.params.get("folders") or ()))
        except NyttaError:
            return []
        later = {name for name in offered if (above := name.rpartition("/")[0]) in offered and not begun.startswith(f"{above}/")}
        near = [name for name in offered if name.startswith(begun) and name not in later]
        return [CompletionItem(name, help=offered[name][language]) for name in near]

    return complete


def kinds(rules: Library) -> Names:
    """What a case may be."""
    return {name: kind.label for name, kind in rules.index.vocabulary.kinds.items()}


def editions(rules: Library) -> Names:
    """The editions, with their titles."""
    return {head.id: head.title for head in rules.index.heads}


def clauses(rules: Library) -> Names:
    """The clauses of every edition, by `edition/clause`, with their titles."""
    every = [rules.edition(head.id) for head in rules.index.heads]
    return {f"{edition.id}/{clause.id}": clause.title for edition in every for clause in edition.clauses}


def strategies(rules: Library) -> Names:
    """The strategies, each with the title of its latest edition."""
    return {head.strategy: head.title for head in sorted(rules.index.heads, key=lambda one: one.in_force.from_)}


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
        shell_complete=completed(editions),
        help="Använd den här utgåvan i stället för den som gällde ärendets datum. / Use this edition, not the one the date gives.",
    )(command)


def output_options(text: str = "Skriv till fil. / Write to a file.") -> Callable[[Command], Command]:
    """`-o` and `--force`: the file that the result goes to."""

    def add(command: Command) -> Command:
        force = click.option("--force", is_flag=True, help="Skriv över filen. / Overwrite the file.")
        return click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help=text)(force(command))

    return add


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
    if isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.types.IntParamType):
        low = getattr(error.param.type, "min", None)
        sv, en = ("", "") if low is None else (f" från {low}", f" from {low}")
        return f"valet {error.param.opts[0]} tar ett heltal{sv}", f"option {error.param.opts[0]} takes a whole number{en}"
    if isinstance(error, click.BadOptionUsage):
        options = error.ctx.command.params if error.ctx else ()
        if any(isinstance(one, click.Option) and one.is_flag and error.option_name in one.opts for one in options):
            return f"valet {error.option_name} tar inget värde", f"option {error.option_name} takes no value"
        return f"valet {error.option_name} är fel använt: det ska ha ett värde", f"option {error.option_name} takes a value"
    return "anropet har fler eller andra delar än kommandot tar", error.format_message()
