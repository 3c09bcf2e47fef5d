"""What can be asked of the program, and what does it answer?

Prints the reference of the command line, as `docs/cli.md` holds it, and puts today's answer of the program into the README.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import click

from nytta.cli import nytta

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sysconfig.get_path("scripts"), "nytta")
ANSWER = re.compile(r"^\$ nytta (.+)\n((?:(?!\$ |```).*\n)+)\[…\]$", re.MULTILINE)
"""A command in a page with the first paragraphs of the program's answer, cut by `[…]`."""
INTRO = """\
# Command line

Generated from the program's own help by `make reference`; a test fails when it is stale.

Results go to standard output, everything else to standard error. `-` as a file reads standard input.

| Exit status | Meaning |
|---|---|
| 0 | done, whatever the verdict |
| 1 | a verdict named by `--fail-on`, a failed check or test, or an engine that cannot be trusted with the case |
| 2 | the input or the call is wrong |
| 130 | interrupted |

| Variable | Meaning |
|---|---|
| `NYTTA_LANG` | `sv` or `en`, where `--lang` is not given |
| `NO_COLOR` | no colours on a terminal |
| `NYTTA_DEBUG` | where a defect of the program lies: its traceback |
| `XDG_CACHE_HOME` | where the checked editions are kept, else `~/.cache` |
"""


def contexts(context: click.Context | None = None) -> Iterator[click.Context]:
    """Every command as it is called: a group first, then what is in it."""
    if context is None:
        context = click.Context(nytta, info_name="nytta", terminal_width=100, max_content_width=100, **nytta.context_settings)
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            yield from contexts(click.Context(context.command.commands[name], info_name=name, parent=context))


def page(context: click.Context) -> str:
    """The help of one command as Markdown."""
    return f"## {context.command_path}\n\n```text\n{context.get_help()}\n```\n"


def answered(page: str) -> str:
    """The page with each answer as the program gives it now, cut after as many paragraphs as before."""

    def answer(shown: re.Match[str]) -> str:
        call, old = shown.groups()
        printed = subprocess.run([PROGRAM, *shlex.split(call)], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
        paragraphs = printed.stdout.split("\n\n")[: old.count("\n\n") + 1]
        return f"$ nytta {call}\n" + "\n\n".join(paragraphs) + "\n[…]"

    return ANSWER.sub(answer, page)


def reference() -> str:
    """The whole reference."""
    return "\n".join([INTRO, *map(page, contexts())])


def main() -> None:
    """Prints the reference and renews the README."""
    readme = ROOT / "README.md"
    readme.write_text(answered(readme.read_text("utf-8")), "utf-8")
    print(reference(), end="")


if __name__ == "__main__":
    main()
