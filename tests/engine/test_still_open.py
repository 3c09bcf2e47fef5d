"""The field `open` of a verdict: what the search finds, screened, and told without stand-ins; what officials are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pytest

from nytta.engine.completions.open import Completions
from nytta.engine.completions.places import ANOTHER
from nytta.engine.completions.values import STATED
from nytta.engine.errors import EngineError
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.verdict import Open, Verdict
from nytta.engine.screen import Screening
from nytta.engine.still_open import StillOpen
from tests.conftest import ROOT
from tests.generate import random_case

WORKED = [str(path) for path in sorted((ROOT / "cases").rglob("case.yaml"))]
GENERATED = 25


def _told(verdict: Verdict) -> Open:
    assert verdict.open is not None
    return verdict.open


@pytest.fixture(scope="module")
def opened(library: Library, screening: Callable[[str], Screening]) -> list[tuple[Case, Verdict, str]]:
    """Every worked case and some generated ones of each edition, with what is open in each."""
    still_open = StillOpen(screening)
    return [(case, still_open(case, screening(name)(case)), name) for case, name in _cases(library)]


def _cases(library: Library) -> Iterator[tuple[Case, str]]:
    yield from read_cases(WORKED, library).cases
    for head in library.index.heads:
        source = Random(head.id)
        yield from ((random_case(library.edition(head.id), source, number), head.id) for number in range(GENERATED))


def test_the_field_says_what_the_search_finds(opened: list[tuple[Case, Verdict, str]], library: Library) -> None:
    """The same verdicts, facts and answers, also where the search was not needed to know them."""
    searches = {head.id: Completions(library.edition(head.id)) for head in library.index.heads}
    for case, verdict, name in opened:
        found, told = searches[name].open(case), _told(verdict)
        assert (tuple(found.verdicts), found.complete) == (told.verdicts, told.complete)
        assert [one.fact for one in found.facts] == [one.fact for one in told.facts]
        for one, said in zip(found.facts, told.facts, strict=True):
            assert {tuple(answer.verdicts) for answer in one.answers} == {answer.verdicts for answer in said.answers}
            assert len({answer.verdicts for answer in said.answers}) == len(said.answers)


def test_each_value_that_is_told_leads_where_it_says(
    opened: list[tuple[Case, Verdict, str]], screening: Callable[[str], Screening]
) -> None:
    """Stating a value leaves the verdicts that its answer names, and no others; both ends of a range do as well."""
    still_open, tried = StillOpen(screening), 0
    for case, verdict, name in opened:
        for fact in (one for one in _told(verdict).facts if not one.only_if_unknown):
            for answer in fact.answers:
                ends = [end for pair in answer.ranges for end in pair if end is not None]
                for value in (*answer.values[:1], *answer.values[-1:], *ends):
                    stated = _with(case, fact.fact, value)
                    assert _told(still_open(stated, screening(name)(stated))).verdicts == answer.verdicts, (case.id, value)
                    tried += 1
    assert tried > len(opened)


def _with(case: Case, fact: str, value: FactValue) -> Case:
    return case.model_copy(update={"facts": {**case.facts, fact: value}})


def test_no_stand_in_is_shown(opened: list[tuple[Case, Verdict, str]]) -> None:
    """Where any other text does, the field says that instead of a text of its own."""
    others = 0
    for _, verdict, _ in opened:
        answers = [answer for fact in _told(verdict).facts for answer in fact.answers]
        assert not {STATED, ANOTHER} & {value for answer in answers for value in answer.values}
        others += any(answer.any_other for answer in answers)
    assert others > 0


def test_it_is_read_back_as_it_was_written(opened: list[tuple[Case, Verdict, str]]) -> None:
    """Every value and range has a type that can be written and read."""
    for _, verdict, _ in opened:
        written = verdict.model_dump_json(by_alias=True)
        assert Verdict.model_validate_json(written).model_dump_json(by_alias=True) == written


def test_officials_are_asked_what_can_change_the_verdict(opened: list[tuple[Case, Verdict, str]]) -> None:
    """All that is open, each once, a derived fact only where nothing else is; beside it what tells who decides."""
    for _, verdict, _ in opened:
        told, missing = _told(verdict), {one.fact for one in verdict.missing}
        open_facts = {one.fact for one in told.facts if not one.only_if_unknown} or {one.fact for one in told.facts}
        who_decides = {fact for one in verdict.findings if one.norm == "competence" for fact in one.missing}
        assert len(set(verdict.asked)) == len(verdict.asked)
        assert open_facts <= set(verdict.asked) <= open_facts | missing
        if verdict.verdict == "incomplete":
            assert verdict.asked
        if told.facts and "incomplete" not in told.verdicts:
            assert set(verdict.asked) == open_facts | (who_decides & missing - {one.fact for one in told.facts})


def test_where_it_was_not_looked_into_what_is_missing_is_asked(library: Library, screening: Callable[[str], Screening]) -> None:
    """A verdict straight from the screening has no field, and asks what its clauses lack."""
    ((case, name),) = read_cases([str(ROOT / "cases/stockholm/silent-invitation/case.yaml")], library).cases
    verdict = screening(name)(case)
    assert verdict.open is None
    assert verdict.asked == tuple(one.fact for one in verdict.missing)


def test_a_search_that_the_screening_contradicts_is_an_error(
    library: Library, screening: Callable[[str], Screening], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is told has been screened: a completion with another verdict than the search says stops it."""
    ((case, name),) = read_cases([str(ROOT / "cases/stockholm/silent-invitation/case.yaml")], library).cases
    found = Completions(library.edition(name)).open(case)
    wrong = replace(found, verdicts={**found.verdicts, "approve": found.verdicts["reject"]}, facts=())
    monkeypatch.setattr(Completions, "open", lambda *_: wrong)
    with pytest.raises(EngineError, match="disagree"):
        StillOpen(screening)(case, screening(name)(case))
