"""What a page points to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.pages import anchors, every_page, links

PLACES = re.compile(r"`((?:rules|engine|tests|docs|tools|bench|cases|texts)/[\w./-]*)`")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", every_page(), ids=_name)
def test_every_relative_link_resolves(page: Path) -> None:
    """A link leads to a file or folder of the project and, where it names one, to a heading there."""
    for link in links(page.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text("utf-8")), link


@pytest.mark.parametrize("page", every_page(), ids=_name)
def test_every_place_named_exists(page: Path) -> None:
    """A path in backticks that begins in one of the project's folders is a file or folder there."""
    for place in PLACES.findall(page.read_text("utf-8")):
        assert (ROOT / place).exists(), place


def test_every_page_of_docs_is_linked_to() -> None:
    """No page of the documentation is found by chance alone."""
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in every_page()
        for link in links(page.read_text("utf-8"))
        if link.partition("#")[0] and (page.parent / link.partition("#")[0]).resolve() != page
    }
    folders = {path / "README.md" for path in linked if path.is_dir()}
    assert set((ROOT / "docs").rglob("*.md")) <= linked | folders
