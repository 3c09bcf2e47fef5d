"""The papers that are kept are what the program writes; `make papers` writes them anew."""

from __future__ import annotations

import pytest

from nytta.engine.load.library import Library
from nytta.engine.load.yaml import read_one
from nytta.engine.model.verdict import OUTCOMES
from nytta.texts.papers.render import forms
from tests.texts.papers.goldens import KEPT, ROOT, Write, matters, papers, shown, writer


@pytest.fixture(scope="module")
def write(library: Library) -> Write:
    """Writes papers of worked cases."""
    return writer(library)


def test_papers_are_as_they_were_read_and_kept(write: Write) -> None:
    """Word for word, in both languages; nothing else lies beside them."""
    now = dict(papers(write))
    stale = [path for path, text in now.items() if not path.exists() or path.read_text("utf-8") != text]
    assert stale == []
    assert set(KEPT.glob("*.md")) <= now.keys()


def test_every_form_is_kept_under_every_verdict() -> None:
    """And the case that shows it has that verdict."""
    kept = shown()
    assert sorted(kept) == list(forms())
    for by_verdict in kept.values():
        assert sorted(by_verdict) == sorted(OUTCOMES)
        for verdict, case in by_verdict.items():
            assert read_one(ROOT / "cases" / case / "expected.yaml").value["verdict"] == verdict


def test_the_real_matters_keep_their_minutes() -> None:
    """Those of the documents are among them."""
    assert {"intelligent-communities-2009", "suleimanya-2001", "suleimanya-2008", "palo-alto-smart-city-alliance-2017"} <= {
        folder.name for folder in matters()
    }
