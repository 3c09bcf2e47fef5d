"""`nytta screen` marks a verdict that hangs on a contested reading, and `--readings` shows what the others would change."""

from __future__ import annotations

import json

import pytest

from tests.cli.program import Program
from tests.conftest import ROOT

HANGS = str(ROOT / "cases/stockholm/subject-agreement-other-city-2013/case.yaml")
STANDS = str(ROOT / "cases/stockholm/twin-town-agreement-2010/case.yaml")
AFTER = str(ROOT / "cases/la-linkoping/cooperation-goes-on-2023/case.yaml")
OLDER = str(ROOT / "cases/stockholm/st-petersburg-renewal-2010/case.yaml")


def test_json_tells_which_readings_the_verdict_hangs_on(program: Program) -> None:
    """The field is there without being asked for: question, reading chosen, and each alternative with its verdict."""
    verdict = json.loads(program("screen", HANGS, "--format", "json").out)
    readings = {one["reading"]: one for one in verdict["readings"]}
    avoidance = readings["stockholm-2008/avoidance"]
    assert (verdict["verdict"], avoidance["verdict"], avoidance["hangs"]) == ("reject", "reject", True)
    assert [one["verdict"] for one in avoidance["alternatives"]] == ["approve_with_conditions"]
    assert [one["clause"] for one in avoidance["alternatives"][0]["findings"]] == [
        "stockholm-2008/avoid-agreements-with-other-cities"
    ]
    assert [one["clause"] for one in avoidance["alternatives"][0]["conditions"]] == [
        "stockholm-2008/avoid-agreements-with-other-cities"
    ]


def test_json_says_so_where_no_reading_matters(program: Program) -> None:
    """A twin-town agreement is barred in every reading of it: nothing hangs."""
    verdict = json.loads(program("screen", STANDS, "--format", "json").out)
    assert [one["reading"] for one in verdict["readings"] if one["hangs"]] == []


@pytest.mark.parametrize(
    ("lang", "mark", "section"),
    [
        ("sv", "Utfallet hänger på hur strategin läses.", "Omstridda läsningar"),
        ("en", "The verdict hangs on how", "Contested readings"),
    ],
)
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_verdict_that_hangs_is_marked(form: str, lang: str, mark: str, section: str, program: Program) -> None:
    """Every format for people marks it; the section with all readings comes only when asked for."""
    plain = " ".join(program("screen", HANGS, "--format", form, "--lang", lang).out.split())
    asked = " ".join(program("screen", HANGS, "--format", form, "--lang", lang, "--readings").out.split())
    assert mark in plain
    assert mark in asked
    assert section not in plain
    assert section in asked


def test_a_verdict_that_does_not_hang_is_not_marked(program: Program) -> None:
    """No mark, and asked for the readings it says what they would change, or that they change nothing."""
    assert "hänger på" not in program("screen", STANDS).out
    assert "Omstridda läsningar" in program("screen", STANDS, "--readings").out


def test_another_edition_may_judge_in_another_reading(program: Program) -> None:
    """An agreement older than the strategy: in the other reading the policy before it still judges it."""
    verdict = json.loads(program("screen", OLDER, "--format", "json").out)
    (reading,) = [one for one in verdict["readings"] if one["reading"] == "stockholm-2000/policy-for-older-agreements"]
    (other,) = reading["alternatives"]
    assert verdict["edition"]["id"] == "stockholm-2008"
    assert reading["hangs"] is True
    assert {one["clause"].partition("/")[0] for one in other["findings"]} == {"stockholm-2000"}


def test_an_edition_may_judge_only_in_another_reading(program: Program) -> None:
    """After 2022 no edition is in force as the paper is read; the message names the one that would be, and by hand it is told."""
    refused = program("screen", AFTER, "--lang", "en")
    assert refused.code == 2
    assert "read otherwise la-linkoping-2018 is" in refused.err
    verdict = json.loads(program("screen", AFTER, "--edition", "la-linkoping-2018", "--format", "json").out)
    (reading,) = [one for one in verdict["readings"] if one["reading"] == "la-linkoping-2018/reach-after-2022"]
    assert (reading["verdict"], reading["hangs"]) == (None, True)
    text = " ".join(program("screen", AFTER, "--edition", "la-linkoping-2018", "--readings", "--lang", "en").out.split())
    assert "The verdict hangs on how the strategy is read." in text
