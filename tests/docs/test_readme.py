"""The README shows what the program does: its commands run, and what it prints is what the program prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from nytta.cli import nytta
from nytta.engine.load.library import library
from tests.cli.program import process
from tests.conftest import ROOT, SHIPPED_EDITIONS, SOURCES
from tests.docs.pages import blocks, code, read, table

CUT = "[…]\n"
README = read("README.md")
CONSOLE = [line.removeprefix("$ ") for block in blocks(README, "console") for line in block.splitlines() if line.startswith("$ ")]
LISTED = [code(row["Command"])[0] for row in table(README, "Command")]


def run(command: str) -> str:
    """What the program prints when called so; it has to end with 0."""
    program, *arguments = shlex.split(command)
    assert program == "nytta"
    running = process(*arguments)
    out, said = running.communicate(timeout=120)
    assert running.returncode == 0, (said + out).decode()
    return out.decode()


@pytest.mark.usefixtures("folder")
def test_every_command_runs_as_it_stands() -> None:
    """All commands that the README shows, one after another in one folder, end with 0; the date is filled in between."""
    commands = [*LISTED, *(one for one in CONSOLE if one.startswith("nytta "))]
    if SOURCES.is_dir():
        Path("kopior").symlink_to(SOURCES, target_is_directory=True)
    for command in commands if SOURCES.is_dir() else [one for one in commands if "kopior/" not in one]:
        run(command)
        for path in Path.cwd().glob("*.yaml"):
            path.write_text(path.read_text("utf-8").replace("\ndate:  #", "\ndate: 2010-04-12  #"), "utf-8")


@pytest.mark.usefixtures("folder")
def test_the_output_shown_is_what_the_program_prints() -> None:
    """Each answer in the README is the program's own, paragraph by paragraph until it is cut; `make reference` renews it."""
    answers = re.findall(r"^\$ (nytta .+)\n((?:(?!\$ |```).*\n)+)", README, re.MULTILINE)
    assert answers
    for command, shown in answers:
        paragraphs = shown.removesuffix(CUT).removesuffix("\n").split("\n\n")
        assert paragraphs == run(command).split("\n\n")[: len(paragraphs)]


def test_the_case_shown_is_the_worked_case() -> None:
    """The YAML in the README is the file that the command below it screens."""
    (command,) = [one for one in CONSOLE if one.startswith("nytta screen ")]
    assert blocks(README, "yaml") == [(ROOT / command.split()[-1]).read_text("utf-8")]


def test_every_command_is_listed_once() -> None:
    """The table has each command of the program, and none that it lacks."""

    def leaves(command: click.Command, path: tuple[str, ...]) -> list[tuple[str, ...]]:
        if not isinstance(command, click.Group):
            return [path]
        return [leaf for name, one in command.commands.items() for leaf in leaves(one, (*path, name))]

    every = leaves(nytta, ("nytta",))
    assert sorted(tuple(one.split()[: 3 if one.split()[1] in ("rules", "sources") else 2]) for one in LISTED) == sorted(every)


def test_the_kinds_are_those_of_the_rules() -> None:
    """A reader who copies a kind from the README gets no error."""
    (paragraph,) = re.findall(r"^Kinds: (.*?)\. ", README, re.MULTILINE | re.DOTALL)
    assert code(paragraph) == list(library().index.vocabulary.kinds)


def test_the_editions_named_are_those_there_are() -> None:
    """The README says how many editions are encoded, and names the years of each."""
    words = dict(zip(("Three", "Four", "Five", "Six", "Seven", "Eight"), range(3, 9), strict=True))
    (count, sentence) = re.findall(r"(\w+) editions are encoded: (.*?)\.\n", README, re.DOTALL)[0]
    assert words[count] == len(SHIPPED_EDITIONS)
    assert all(name.rpartition("-")[2] in sentence for name in SHIPPED_EDITIONS)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_make_targets_exist(page: str) -> None:
    """Each `make …` that a page names is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:`|\$ )make ([a-z]+)", read(page)))
    assert {"test"} <= named <= targets


def test_the_flag_for_the_engine_is_the_makefiles() -> None:
    """Who installs without make gets the same compiler flag as those who use it."""
    (flag,) = re.findall(r"^export CPPFLAGS := (\S+)", read("Makefile"), re.MULTILINE)
    assert f"CPPFLAGS={flag} pip install ." in CONSOLE


def test_the_first_lines_are_for_officials(folder: Path) -> None:
    """Swedish comes first and names the verdicts by the words that the program prints."""
    opening = README.partition("**In English.**")[0]
    for path in ("oslo-climate-host-pays-2010", "london-agreement-2009"):
        assert run(f"nytta screen {folder}/cases/stockholm/{path}/case.yaml").split("\n")[0].lower() in opening
