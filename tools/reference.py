"""Prints the reference of the command line, as `docs/cli.md` holds it."""

from __future__ import annotations

import click

from nytta.cli import nytta


def pages(command: click.Command, path: str) -> list[str]:
    """The help of a command and of every command below it, as Markdown."""
    context = click.Context(command, info_name=path, terminal_width=100, max_content_width=100)
    text = [f"## {path}", "", "```", command.get_help(context), "```", ""]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            text += pages(command.commands[name], f"{path} {name}")
    return text


def reference() -> str:
    """The whole page."""
    intro = ["# Command line", "", "Generated from the program (`make reference`); a test fails when it is stale.", ""]
    return "\n".join([*intro, *pages(nytta, "nytta")])


if __name__ == "__main__":
    print(reference(), end="")
