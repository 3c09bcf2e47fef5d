"""An approval hides nothing that can still change it; an incomplete case is asked for what can."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case
from nytta.engine.model.verdict import Verdict
from nytta.engine.screen import Screening
from nytta.engine.still_open import StillOpen
from nytta.texts.papers.fields import Papers
from tests.conftest import ROOT

WORKED = [str(path) for path in sorted((ROOT / "cases").rglob("case.yaml"))]
Judged = list[tuple[Case, Verdict, str]]


@pytest.fixture(scope="module")
def judged(library: Library, screening: Callable[[str], Screening]) -> Judged:
    """Every worked case with its verdict and what is open."""
    still_open = StillOpen(screening)
    return [(case, still_open(case, screening(name)(case)), name) for case, name in read_cases(WORKED, library).cases]


def _open_approvals(judged: Judged) -> Iterator[tuple[Case, Verdict, str]]:
    for case, verdict, name in judged:
        if verdict.verdict in ("approve", "approve_with_conditions") and verdict.open and verdict.open.facts:
            yield case, verdict, name


def test_an_approval_names_what_can_still_change_it(judged: Judged, papers: Callable[[str], Papers]) -> None:
    """Each fact that is open is lacking in a ground that the paper gives, with or without a condition."""
    tried = 0
    for case, verdict, name in _open_approvals(judged):
        fields = papers(name).fields(case, verdict, "sv")
        given = {clause for ground in (*fields["conditional"], *fields["unanswered"]) for clause in ground.clauses}
        lacking = {fact for one in verdict.findings if one.clause in given for fact in one.missing}
        assert verdict.open is not None
        assert {one.fact for one in verdict.open.facts} <= lacking, case.id
        tried += 1
    assert tried > 2


def test_an_incomplete_case_is_asked_for_what_can_change_it(judged: Judged, papers: Callable[[str], Papers]) -> None:
    """Every fact asked for has its question, what clauses lack first."""
    for case, verdict, name in judged:
        requests = papers(name).fields(case, verdict, "sv")["requests"]
        questions = papers(name).edition.vocabulary.facts
        wanted = {questions[one].question["sv"] for one in verdict.asked} if verdict.verdict == "incomplete" else set()
        assert {one["question"] for one in requests} == wanted
        lacking = [one["lacking"] for one in requests]
        assert lacking == sorted(lacking, reverse=True)
