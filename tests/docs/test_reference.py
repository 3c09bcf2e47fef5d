"""The reference of the command line is the program's own help."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import click
import pytest

from nytta.cli import nytta
from tests.conftest import ROOT
from tests.docs.pages import read


def _paths(command: click.Command, path: str) -> list[str]:
    """Every command and group, as it is called."""
    inner = command.commands.items() if isinstance(command, click.Group) else ()
    return [path, *(one for name, below in inner for one in _paths(below, f"{path} {name}"))]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """`tools/reference.py`."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools/reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_fresh(tool: ModuleType) -> None:
    """`docs/cli.md` is what `make reference` writes now."""
    assert read("docs/cli.md").splitlines() == tool.reference().splitlines()


def test_an_old_answer_is_renewed(tool: ModuleType) -> None:
    """An answer in a page that is no longer the program's is replaced, and cut after as many paragraphs."""
    page = "A\n```console\n$ nytta rules list\nold\n[…]\n```\n$ nytta --help\nold\n\nold\n[…]\nZ\n"
    renewed = tool.answered(page)
    assert "old" not in renewed
    assert renewed.startswith("A\n```console\n$ nytta rules list\nla-linkoping-2018 ")
    assert re.search(r"\$ nytta --help\nUsage: .+\n\n.+\n\[…\]\nZ\n$", renewed)
    assert tool.answered(renewed) == renewed


def test_the_reference_has_every_variable() -> None:
    """The settings of its own that the program reads from the environment are told of."""
    sources = [
        *ROOT.glob("*.py"),
        *(path for folder in ("commands", "engine", "texts") for path in (ROOT / folder).rglob("*.py")),
    ]
    read_by_it = {name for path in sources for name in re.findall(r"\bNYTTA_[A-Z]+", path.read_text("utf-8"))}
    assert read_by_it == set(re.findall(r"^\| `(NYTTA_[A-Z]+)` \|", read("docs/cli.md"), re.MULTILINE))


def test_the_reference_has_every_command() -> None:
    """Each command and group has a section with its usage."""
    page = read("docs/cli.md")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == _paths(nytta, "nytta")
    for path in _paths(nytta, "nytta"):
        assert f"## {path}\n\n```text\nUsage: {path} " in page
