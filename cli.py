"""Where does the command line begin and end? The commands at one door; every error becomes a message and an exit status."""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import Any, cast

import click

from nytta import __version__
from nytta.commands.output import discard, say
from nytta.engine.errors import NyttaError, OutputError
from nytta.options import Choice, Commands, OnDemand, call_message, language_of, wrong_call

_WELCOME = """\
nytta prövar ett internationellt engagemang mot kommunens egen strategi.
nytta checks an international engagement against the municipality's own strategy.

Börja så här / Start here:
  nytta ask invitation -o inbjudan.yaml    svara på frågor; svaren blir en ärendefil / answer questions; they become a case file
  nytta screen inbjudan.yaml               få ett utfall med skäl / get a verdict with reasons
  nytta new invitation                     en ärendefil att fylla i för hand / a case file to fill in by hand
  nytta facts invitation                   se vilka fakta som spelar roll / see which facts matter
  nytta --help                             alla kommandon / all commands
"""


def _versions(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    if not wanted or ctx.resilient_parsing:
        return
    from nytta.engine.load.library import library

    click.echo(f"nytta {__version__}")
    index = library().index
    for head in index.heads:
        click.echo(f"{head.id}  {head.in_force.from_}–{head.in_force.to or ''}  {index.digests[head.id]}")
    ctx.exit()


@click.group(
    cls=Commands,
    commands=OnDemand(
        {
            "screen": "nytta.commands.screen",
            "ask": "nytta.commands.ask",
            "text": "nytta.commands.text",
            "explain": "nytta.commands.explain",
            "compare": "nytta.commands.compare",
            "what-if": "nytta.commands.what_if",
            "batch": "nytta.commands.batch",
            "facts": "nytta.commands.facts",
            "new": "nytta.commands.facts",
            "rules": "nytta.commands.rules",
            "sources": "nytta.commands.sources",
        }
    ),
    invoke_without_command=True,
    subcommand_metavar="[COMMAND] [ARGS]...",  # as newer versions of click have it by themselves
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_versions, help="Version, utgåvor och kontrollsummor."
)
@click.pass_context
def nytta(ctx: click.Context) -> None:
    """Pröva internationella engagemang mot kommunens strategi.

    Checks international engagements against the municipality's own strategy: a case goes in as facts, a reasoned verdict
    that cites each clause comes out. A person decides.

    Exempel / Example: nytta screen inbjudan.yaml
    """
    if ctx.invoked_subcommand is None:
        click.echo(_WELCOME, nl=False)


@nytta.command()
@click.argument("shell", type=Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Skriv skalets komplettering. / Print the shell's completion script.

    Exempel / Example: eval "$(nytta completion bash)"
    """
    from click.shell_completion import get_completion_class

    made = cast("Any", get_completion_class(shell))(nytta, {}, "nytta", "_NYTTA_COMPLETE")
    click.echo(made.source())


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line; every error becomes one message on standard error and an exit status, never a traceback."""
    gc.set_threshold(100_000)  # a short life: looking for garbage would take a tenth of it
    atexit.register(gc.freeze)  # and looking through all that is left at its end another
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(given)
    try:
        _open_streams()
        nytta.main(args=given, prog_name="nytta", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        say(call_message(error, language))
        sys.exit(2)
    except NyttaError as error:
        if isinstance(error, OutputError):
            discard(sys.stdout)
        say(error.message(language))
        sys.exit(error.exit_code)
    except Exception as error:  # a defect of ours: whoever meets it gets a line, and whoever mends it the way to it
        if "NYTTA_DEBUG" in os.environ:
            raise
        what = f"{type(error).__name__}: {error}"
        sv = f"nytta: ett fel i programmet ({what}). Inget är avgjort. Rapportera det med ärendefilen; NYTTA_DEBUG=1 visar var."
        en = f"nytta: a defect of the program ({what}). Nothing is decided. Report it with the case; NYTTA_DEBUG=1 shows where."
        say(sv if language == "sv" else en)
        sys.exit(1)


def _open_streams() -> None:
    """Raises InputError if results would have nowhere to go; a closed standard input is told of once it is to be read."""
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_Closed()))
    if sys.stdout is None:
        sv = "standard ut är stängd, så svaret har ingenstans att ta vägen; skriv det till en fil: nytta … > FIL"
        raise wrong_call(
            "nytta", sv, "standard output is closed, so the answer has nowhere to go; write it to a file: nytta … > FILE"
        )


class _Closed(io.RawIOBase):
    """A standard input that was closed before the program began."""

    def readable(self) -> bool:
        """It is there to be read from, so that who reads is told."""
        return True

    def readinto(self, _buffer: object) -> int:
        """Raises InputError."""
        raise wrong_call("-", "standard in är stängd; ange en fil i stället", "standard input is closed; name a file instead")
