"""`nytta compare` tells what every edition says of a case, and where each parts from the one that judges it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.program import Program
from tests.conftest import ROOT

RENEWAL = str(ROOT / "cases/stockholm/st-petersburg-renewal-2010/case.yaml")


def test_a_person_reads_where_editions_part(program: Program) -> None:
    """The edition in force first, then its strategy's, then others, with verdict, body and clause."""
    result = program("compare", RENEWAL)
    assert (result.code, result.err) == (0, "")
    said = " ".join(result.out.split())
    first, second, third = (said.index(f"{name}: ") for name in ("stockholm-2008", "stockholm-2000", "linkoping-2010"))
    assert first < second < third
    for expected in (
        "stockholm-2008: TILLSTYRKS – gäller ärendet",
        "stockholm-2000: ÖVERLÄMNAS",
        "Utgåvan gällde inte den 2010-09-06 (den gäller 2000-01-01–2008-12-02).",
        "Utgåvan hör till en annan strategi (linkoping).",
        "Skiljer sig först genom [competence-agreement]",
        "• stockholm-2000: överträdd, ärendet överlämnas. Beslutet hör till",
        "• stockholm-2008: har ingen sådan klausul.",
    ):
        assert expected in said
    assert max(map(len, result.out.splitlines())) <= 80


def test_the_same_in_english(program: Program) -> None:
    """Headings, effects and reasons."""
    said = " ".join(program("compare", RENEWAL, "--lang", "en").out.split())
    assert "Parts first by [competence-agreement]" in said
    assert "The edition was not in force on 2010-09-06" in said


def test_who_decides_is_left_open_where_it_is_not_settled(program: Program, case: Path) -> None:
    """As in a screening: what is not known is not said to be missing from the strategy."""
    case.write_text(case.read_text("utf-8").replace("kind: invitation", "kind: eu_policy"), "utf-8")
    said = " ".join(program("compare", str(case)).out.split())
    own = said[said.index("stockholm-2008: ") : said.index("stockholm-2000: ")]
    assert "Beslutas av: framgår när frågorna nedan har besvarats" in own
    assert "Det här saknas:" in own


def test_json_has_both_findings_of_a_parting(program: Program) -> None:
    """With the verdicts whole."""
    found = json.loads(program("compare", RENEWAL, "--format", "json").out)
    assert (found["schema"], found["case"]["id"]) == ("nytta/comparison/1", "st-petersburg-renewal-2010")
    assert (found["own"]["verdict"]["verdict"], found["own"]["in_force"], found["own"]["by_effect"]) == ("approve", True, None)
    first = found["others"][0]
    assert (first["verdict"]["edition"]["id"], first["in_force"], first["same_strategy"]) == ("stockholm-2000", False, True)
    assert (first["by_effect"]["own"]["effect"], first["by_effect"]["other"]["effect"]) == ("none", "refer")


def test_an_edition_of_one_s_own_is_compared_too(program: Program) -> None:
    """`--rules` lays a folder over the shipped ones."""
    said = program("compare", RENEWAL, "--rules", str(ROOT / "tests/fixtures/exempelstad")).out
    assert "\nexempelstad-2020: " in said


def test_a_faulty_case_is_refused(program: Program, tmp_path: Path) -> None:
    """With its place and no traceback."""
    path = tmp_path / "a.yaml"
    path.write_text(Path(RENEWAL).read_text("utf-8").replace("kind: agreement", "kind: agreemnt"), "utf-8")
    result = program("compare", str(path))
    assert (result.code, result.out) == (2, "")
    assert "menade du «agreement»?" in result.err
    assert "Traceback" not in result.err
