"""`nytta screen` and `nytta text` on a half-known case: what it can become, and what officials are asked."""

from __future__ import annotations

import json

import pytest

from tests.cli.program import Program
from tests.conftest import ROOT

CASES = ROOT / "cases"
SILENT = str(CASES / "stockholm/silent-invitation/case.yaml")
BOUND_TO_BE_REFERRED = str(CASES / "la-linkoping/regional-staffing-unknown-2019/case.yaml")
CONDITIONAL = str(CASES / "stockholm/host-paid-keynote-not-yet-granted-2011/case.yaml")
COMPLETE = str(CASES / "stockholm/oslo-climate-speaker-2010/case.yaml")
FORMATS = ("text", "markdown", "html")


def words(program: Program, *call: str) -> str:
    """What is printed, without line breaks."""
    return " ".join(program(*call).out.split())


def test_json_has_the_verdicts_and_the_facts(program: Program) -> None:
    """Verdicts from the mildest, and each fact with the answers that lead to each set of verdicts."""
    told = json.loads(program("screen", CONDITIONAL, "--format", "json").out)["open"]
    assert (told["verdicts"], told["complete"]) == (["approve", "approve_with_conditions", "reject"], True)
    assert [one["fact"] for one in told["facts"]] == ["travel.exception_granted_by", "travel.exception_recorded"]
    granted = {tuple(one["values"]): one["verdicts"] for one in told["facts"][0]["answers"]}
    assert granted == {("responsible_body",): ["approve", "approve_with_conditions"], ("other", "none"): ["reject"]}


def test_json_of_a_settled_case_has_its_verdict_alone(program: Program) -> None:
    """Nothing is open."""
    verdict = json.loads(program("screen", COMPLETE, "--format", "json").out)
    assert verdict["open"] == {"verdicts": ["approve"], "facts": [], "complete": True}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("lang", "range_", "answer"),
    [
        ("sv", "tillstyrks, tillstyrks med villkor, kompletteras eller avstyrks", "ja → fortfarande öppet; nej → avstyrks"),
        ("en", "approve, approve with conditions, incomplete or reject", "yes → still open; no → reject"),
    ],
)
def test_every_format_says_what_the_answers_can_lead_to(form: str, lang: str, range_: str, answer: str, program: Program) -> None:
    """The range stands among the particulars, and where an answer leads stands with its question."""
    page = words(program, "screen", SILENT, "--format", form, "--lang", lang)
    assert range_ in page
    assert answer in page


@pytest.mark.parametrize("form", FORMATS)
def test_a_verdict_that_is_bound_to_come_is_said(form: str, program: Program) -> None:
    """The question is asked, since the case is incomplete, and the reader is told that it changes nothing."""
    page = words(program, "screen", BOUND_TO_BE_REFERRED, "--format", form)
    assert "Vad svaren än blir" in page
    assert "Är tjänstepersoner avsatta för arbetet?" in page


@pytest.mark.parametrize("form", FORMATS)
def test_what_can_still_change_another_verdict_has_a_heading_of_its_own(form: str, program: Program) -> None:
    """Only an incomplete case has to find something out."""
    page = words(program, "screen", CONDITIONAL, "--format", form)
    assert "Det här kan ännu ändra utfallet" in page
    assert "Det här behöver ni ta reda på" not in page


def test_a_settled_case_is_not_said_to_become_anything(program: Program) -> None:
    """No range, no question."""
    page = words(program, "screen", COMPLETE)
    assert "Kan bli" not in page
    assert "Vad svaren än blir" not in page


def test_the_letter_asks_for_what_is_open(program: Program) -> None:
    """A request for completion has every question that can change the verdict, also those that no clause lacks yet."""
    verdict = json.loads(program("screen", SILENT, "--format", "json").out)
    letter = words(program, "text", SILENT, "--form", "tjansteutlatande", "--format", "txt")
    missing = {one["fact"] for one in verdict["missing"]}
    assert {one["fact"] for one in verdict["open"]["facts"]} > missing
    for one in verdict["open"]["facts"]:
        assert one["question"]["sv"] in letter
