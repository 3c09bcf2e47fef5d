"""The papers that others read about the project agree with it and with one another."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from nytta import __version__
from nytta.engine.load.yaml import read_one
from tests.conftest import ROOT
from tests.docs.pages import links, read

PROJECT: dict[str, Any] = tomllib.loads(read("pyproject.toml"))["project"]
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
PARTS = ["Context", "Options", "Outcome", "Consequences", "Confirmation"]


@pytest.fixture(scope="module")
def publiccode() -> dict[str, Any]:
    """What `publiccode.yml` states."""
    found: dict[str, Any] = read_one(ROOT / "publiccode.yml").value
    return found


def test_publiccode_has_what_the_standard_demands(publiccode: dict[str, Any]) -> None:
    """Every mandatory key but the address, which nobody has yet; descriptions within the lengths that the standard sets."""
    assert {
        "publiccodeYmlVersion", "name", "platforms", "categories", "developmentStatus", "softwareType", "description", "legal",
        "maintenance", "localisation",
    } <= set(publiccode)  # fmt: skip
    assert list(publiccode["description"]) == publiccode["localisation"]["availableLanguages"] == ["sv", "en"]
    for words in publiccode["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert len(words["features"]) >= 5


def test_publiccode_is_about_this_version(publiccode: dict[str, Any]) -> None:
    """Name, version and date are those of the program and of the newest entry in the changelog."""
    (version, day), *_ = re.findall(r"^## (\S+) \((\S+)\)$", read("CHANGELOG.md"), re.MULTILINE)
    assert publiccode["name"] == PROJECT["name"]
    assert publiccode["softwareVersion"] == version == __version__
    assert publiccode["releaseDate"] == day


def test_the_licence_is_named_alike_everywhere(publiccode: dict[str, Any]) -> None:
    """One SPDX identifier in the licence file, the package, the README and `publiccode.yml`."""
    assert PROJECT["license"] == publiccode["legal"]["license"] == "EUPL-1.2"
    assert read("LICENSE").startswith("SPDX-License-Identifier: EUPL-1.2\n")
    assert "[EUPL-1.2](LICENSE)" in read("README.md")


def test_the_pythons_are_named_alike_everywhere() -> None:
    """README, contributing guide and changelog name the versions that the package does."""
    versions = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if "Python :: 3." in one]
    assert PROJECT["requires-python"] == f">={versions[0]}"
    for page in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        assert f"Python {versions[0]} to {versions[-1]}" in " ".join(read(page).split())


def test_the_changelog_stars_what_changes_verdicts() -> None:
    """Entries stand under the usual headings, and the star that marks a change of verdicts is used."""
    changelog = read("CHANGELOG.md")
    assert set(re.findall(r"^### (\w+)$", changelog, re.MULTILINE)) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed"}
    assert re.search(r"^- \\\* ", changelog, re.MULTILINE)


def test_decisions_are_numbered_and_listed() -> None:
    """No number is left out or used twice, and the list has each decision in its order."""
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert [link for link in links(read("docs/decisions/README.md")) if link[0].isdigit()] == [path.name for path in DECISIONS]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_tells_how_it_is_held(path: Any) -> None:
    """A decision has its five parts, and the last one links to a test or check."""
    text = path.read_text("utf-8")
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    confirmed = [link for link in links(text.partition("## Confirmation")[2]) if re.search(r"tests/|pyproject|tools/", link)]
    assert confirmed
