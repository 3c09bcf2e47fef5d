"""`nytta what-if` tells the smallest changes that lead to approval and who can make them, and what a change comes to."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nytta.engine import whatif
from tests.cli.program import Program
from tests.conftest import EXEMPELSTAD, ROOT
from tests.engine.test_screen_exempelstad import DAY, SOUND

CASES = ROOT / "cases"
HOST_PAYS = CASES / "stockholm/oslo-climate-host-pays-2010/case.yaml"
TWIN_TOWN = CASES / "stockholm/twin-town-agreement-2010/case.yaml"
APPROVED = CASES / "stockholm/oslo-climate-speaker-2010/case.yaml"
WITH_CONDITIONS = CASES / "linkoping/tonsberg-fixed-agreement-2013/case.yaml"
REVIEW_UNKNOWN = CASES / "stockholm/metropolis-2010/case.yaml"
SILENT = CASES / "stockholm/silent-invitation/case.yaml"


def said(text: str) -> str:
    """The words of an answer, however its lines are broken."""
    return " ".join(text.split())


# -- what a person reads


def test_a_trip_that_the_host_pays_for(program: Program) -> None:
    """What the city can do comes first, with the value now and the name to state it by; the lines fit a terminal."""
    result = program("what-if", HOST_PAYS)
    assert (result.code, result.err) == (0, "")
    assert max(map(len, result.out.splitlines())) <= 80
    assert result.out.startswith("AVSTYRKS\nInbjudan till klimatkonferensen i Oslo, där värden betalar resan\n")
    own, conditions = said(result.out).split(" TILLSTYRKS MED VILLKOR OM")
    assert own.endswith(
        "TILLSTYRKS OM Det här kan kommunen själv göra"
        " 1. Om en resa ingår: nej i stället för ja, som nu förutsätts [travel.involved]"
        " 2. Vem som betalar resekostnaden: staden i stället för värden [travel.paid_by]"
    )
    assert conditions.startswith(
        " Det här hänger på något som ingen kan ändra Det visar vad regeln hänger på. Ändra inte uppgifter som stämmer."
        " Det som inte är angivet kan visa sig vara så. 3. Allt det här tillsammans:"
        " – Vilken roll stadens representant har: talare eller en annan väsentlig roll i stället för deltagare [travel.role]"
        " – Om det finns synnerliga skäl: ja i stället för nej [travel.special_reasons]"
    )
    assert "Utan tillägget tillstyrks ärendet utan villkor. 1 eller 2 och dessutom ett av det här: • Om nyttan är" in conditions


def test_the_same_in_english(program: Program) -> None:
    """Headings, labels and values."""
    out = said(program("what-if", HOST_PAYS, "--lang", "en").out)
    assert "APPROVE IF This the municipality can do by itself 1. Whether travel is involved: no instead of yes, which is" in out
    assert "2. Who pays for the travel: the city instead of the host [travel.paid_by] APPROVE WITH CONDITIONS IF" in out
    assert "Change first what is to be done, then the case. State only what is true." in out


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("sv", ["Det kan ingen åstadkomma. Varje väg hänger på något som ingen kan ändra.", "något annat än en stad"]),
        ("en", ["Nobody can bring this about.", "The counterpart's city: for example «Copenhagen» instead of «Århus»"]),
    ],
)
def test_a_city_that_is_no_capital(lang: str, expected: list[str], program: Program) -> None:
    """That nobody can change it is said plainly, and a name that is looked up is an example."""
    out = said(program("what-if", TWIN_TOWN, "--lang", lang).out)
    assert all(one in out for one in expected)
    assert ("kan kommunen själv göra" in out, "municipality can do" in out) == (False, False)


def test_an_approved_case_needs_nothing(program: Program) -> None:
    """It says so, and lists no ways to make it worse."""
    assert "Ärendet tillstyrks redan. Inget behöver ändras." in program("what-if", APPROVED).out
    out = program("what-if", APPROVED, "--lang", "en").out
    assert "approved already" in out
    assert "1." not in out


def test_a_case_with_conditions_is_told_how_to_be_rid_of_them(program: Program) -> None:
    """What it has already is said, and the ways to approval without conditions are listed."""
    sv, en = (said(program("what-if", WITH_CONDITIONS, "--lang", lang).out) for lang in ("sv", "en"))
    assert "Om avtalet är fast under lång tid: nej i stället för ja [agreement.fixed_long_term]" in sv
    assert sv.index("Så är det redan.") > sv.index("TILLSTYRKS MED VILLKOR OM")
    assert "Whether the agreement is fixed for a long time: no instead of yes" in en
    assert "It is so already." in en


def test_what_is_not_known_is_said_so(program: Program) -> None:
    """An incomplete case: stretches of days, and that nothing is stated now."""
    sv, en = (said(program("what-if", REVIEW_UNKNOWN, "--lang", lang).out) for lang in ("sv", "en"))
    assert "omprövades: 2008-05-10–2010-05-10 (nu inte angivet) [membership.last_reviewed]" in sv
    assert "omprövades: senast 2008-05-09 eller tidigast 2010-05-11 (nu inte angivet)" in sv
    assert "2008-05-09 at the latest or 2010-05-11 at the earliest (not stated now)" in en


def test_values_with_other_additions_have_numbers_of_their_own(program: Program) -> None:
    """What is added to a number is so for every value in it: only where the traveller pays does the exception's record matter."""
    out = said(program("what-if", CASES / "stockholm/bribery-review-not-done-2013/case.yaml").out)
    assert "2. Vem som betalar resekostnaden: staden i stället för värden [travel.paid_by]" in out
    assert "3. Vem som betalar resekostnaden: den som reser i stället för värden [travel.paid_by]" in out
    without, record = out.split("3 och dessutom ett av det här:")
    assert ("travel.exception_recorded" in without, "travel.exception_recorded" in record) == (False, True)


def test_a_case_that_lacks_too_much_is_sent_to_the_questions(program: Program) -> None:
    """No set up to the size is enough: it is said for that size, with what to do first."""
    assert said(program("what-if", SILENT).out).count("Inga 3 ändringar eller färre räcker.") == 2
    assert "Svara först på det som nytta screen frågar efter." in said(program("what-if", SILENT).out)
    assert program("what-if", SILENT, "--size", "1", "--lang", "en").out.count("No single change is enough.") == 2


def test_the_size_bounds_the_sets(program: Program) -> None:
    """With one change at a time there are no sets of two."""
    found = json.loads(program("what-if", HOST_PAYS, "--size", "1", "--format", "json").out)
    assert found["size"] == 1
    assert {len(way["changes"]) for target in found["targets"] for way in target["ways"]} == {1}


def test_a_bound_that_was_reached_is_said(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer does not claim that there are no more ways, in any format."""
    monkeypatch.setattr(whatif, "MOST", 1)
    assert "det kan finnas fler sätt" in said(program("what-if", HOST_PAYS).out)
    assert "there may be more ways" in said(program("what-if", HOST_PAYS, "--lang", "en", "--format", "markdown").out)
    assert not all(one["complete"] for one in json.loads(program("what-if", HOST_PAYS, "--format", "json").out)["targets"])


def test_markdown_has_headings_and_numbers(program: Program) -> None:
    """Numbers run on through the page, since additions refer to them."""
    out = program("what-if", HOST_PAYS, "--format", "markdown").out
    assert out.startswith("# Avstyrks\n\nInbjudan till")
    assert "\n## Tillstyrks om\n\n### Det här kan kommunen själv göra\n\n1. Om en resa ingår" in out
    assert "\n3. Allt det här tillsammans:\n    - Vilken roll" in out


def test_a_file_is_written_once(tmp_path: Path, program: Program) -> None:
    """With -o nothing is on standard output, and an existing file is kept unless forced."""
    path = tmp_path / "vagar.md"
    result = program("what-if", HOST_PAYS, "--format", "markdown", "-o", path)
    assert (result.code, result.out) == (0, "")
    assert path.read_text("utf-8").startswith("# Avstyrks")
    assert program("what-if", HOST_PAYS, "-o", path).code == 2
    assert program("what-if", HOST_PAYS, "-o", path, "--force").code == 0
    assert path.read_text("utf-8").startswith("AVSTYRKS\n")


def test_rules_that_do_not_say_who_controls_a_fact(tmp_path: Path, program: Program) -> None:
    """A pack of one's own need not say it: its facts are in a group of their own, and nothing is guessed."""
    folder = shutil.copytree(EXEMPELSTAD, tmp_path / "rules")
    facts = folder / "facts.yaml"
    lines = [line for line in facts.read_text("utf-8").splitlines() if "controlled_by" not in line]
    facts.write_text("\n".join([*lines, ""]), "utf-8")
    stated = {name: value if not hasattr(value, "isoformat") else value.isoformat() for name, value in SOUND.items()}
    path = tmp_path / "case.json"
    case = {"id": "a", "title": "t", "strategy": "exempelstad", "kind": "agreement", "date": str(DAY)}
    path.write_text(json.dumps(case | {"facts": stated | {"weighing.outcome": "unfavourable"}}), "utf-8")
    out = said(program("what-if", path, "--rules", folder).out)
    assert "Reglerna säger inte vem som kan ändra det här" in out
    assert "positiv i stället för negativ [weighing.outcome]" in out
    assert "kan kommunen själv göra" in said(program("what-if", path, "--rules", EXEMPELSTAD).out)


# -- with --set


def test_a_change_is_told_before_and_after(program: Program) -> None:
    """The verdict before and after, what was changed, the findings that moved with their reasons, and the new condition."""
    result = program("what-if", HOST_PAYS, "--set", "travel.paid_by=city", "--set", "benefit.recorded=")
    assert (result.code, result.err) == (0, "")
    assert max(map(len, result.out.splitlines())) <= 80
    out = said(result.out)
    assert out.startswith("TILLSTYRKS MED VILLKOR Inbjudan till")
    for expected in (
        "Utfallet före: avstyrks. Utfallet efter: tillstyrks med villkor.",
        "• Vem som betalar resekostnaden: staden, tidigare värden [travel.paid_by]",
        "• Om nyttan är eller ska bli redovisad: inte angivet, tidigare ja [benefit.recorded]",
        "• city-pays-travel: överträdd, ärendet avstyrks → uppfylld.",
        "Villkor som tillkommer • Nyttan redovisas",
    ):
        assert expected in out
    assert "Att göra som" not in out
    assert "ta reda på" not in out


def test_what_falls_away_is_told(program: Program) -> None:
    """Conditions, questions and things to do that are no more, in English."""
    out = said(program("what-if", SILENT, "--set", "travel.involved=false", "--lang", "en").out)
    assert "The verdict is the same: incomplete." in out
    assert "What you no longer need to find out" in out
    out = said(program("what-if", WITH_CONDITIONS, "--set", "agreement.fixed_long_term=false", "--lang", "en").out)
    assert "Verdict before: approve with conditions. Verdict after: approve." in out
    assert "Conditions that fall away" in out


def test_another_body_is_told_with_who_decides(program: Program) -> None:
    """`body` is set like a fact."""
    path = CASES / "stockholm/world-expo-bid-by-a-board-2012/case.yaml"
    out = said(program("what-if", path, "--set", "body=kommunstyrelsen").out)
    assert "Organet som beslutar: kommunstyrelsen, tidigare ansvarig nämnd [body]" in out
    assert "Utfallet efter: tillstyrks." in out


def test_a_change_that_changes_nothing(program: Program) -> None:
    """What the case says already is no change, and no finding moves."""
    out = said(program("what-if", HOST_PAYS, "--set", "travel.paid_by=host").out)
    assert "Inget: så står det redan i ärendet." in out
    assert "Ingen klausul bedöms annorlunda." in out


def test_after_is_what_a_screening_of_the_edited_file_says(tmp_path: Path, program: Program) -> None:
    """The JSON has the verdict that `nytta screen` gives the same case with the change written into its file."""
    told = json.loads(program("what-if", HOST_PAYS, "--set", "travel.paid_by=city", "--format", "json").out)
    path = tmp_path / "case.yaml"
    path.write_text(HOST_PAYS.read_text("utf-8").replace("paid_by: host", "paid_by: city"), "utf-8")
    for part, file in (("before", HOST_PAYS), ("after", path)):
        screened = json.loads(program("screen", file, "--format", "json").out)
        own = {name for name in screened if told[part].get(name) is not None}
        assert {name: told[part][name] for name in own} == {name: screened[name] for name in own}
        assert {"verdict", "findings", "conditions", "duties", "missing", "presumed", "decided_by"} <= own
    assert told["changes"] == [{"fact": "travel.paid_by", "before": "host", "after": "city"}]
    assert next(one["clause"] for one in told["moved"]) == "stockholm-2008/city-pays-travel"


# -- bad input


@pytest.mark.parametrize(
    ("setting", "sv", "en"),
    [
        ("travel.payd_by=city", "travel.payd_by: okänt faktum", "did you mean «travel.paid_by»?"),
        ("travel=city", "är en grupp; ange fakta i den", "is a group; state facts in it"),
        ("travel.paid_by=hots", "tillåtna: city, host, third_party", "did you mean «host»?"),
        ("travel.paid_by=värden", "menade du «host»?", "did you mean «host»?"),
        ("travel.special_reasons=ja", "ska vara true eller false", "did you mean «true»?"),
        ("funding.external_share=150", "ett tal från 0 till 100", "a number from 0 to 100"),
        ("funding.external_share=50 %", "menade du «50»?", "did you mean «50»?"),
        ("membership.last_reviewed=2009-02-30", "är inget datum som finns", "is no date that exists"),
        ("membership.last_reviewed={", "är inget datum som finns", "is no date that exists"),
        ("purpose.goals=[attractive_city", "ska vara en lista av värden", "must be a list of values"),
        ("purpose.goals=beautiful_city", "är inte tillåtet", "is not allowed"),
        ("travel.paid_by={a: b}", "en mappning", "a mapping"),
        ("body=kommunstyrelse", "menade du «kommunstyrelsen»?", "did you mean «kommunstyrelsen»?"),
        ("travel.paid_by", "ska vara FAKTUM=VÄRDE", "must be FACT=VALUE"),
        ("=city", "ska vara FAKTUM=VÄRDE", "must be FACT=VALUE"),
    ],
)
def test_a_wrong_setting_is_refused(setting: str, sv: str, en: str, program: Program) -> None:
    """As a case file would be: the name, what was found, what is allowed and what was meant."""
    for lang, expected in (("sv", sv), ("en", en)):
        result = program("what-if", HOST_PAYS, "--set", setting, "--lang", lang)
        assert (result.code, result.out) == (2, "")
        assert expected in result.err
        assert result.err.startswith("--set: ")
        assert "Traceback" not in result.err


def test_every_fault_is_told_at_once(program: Program) -> None:
    """Two wrong settings are two lines, and a fact that is set twice is one more."""
    settings = ("--set", "a.b=1", "--set", "travel.paid_by=x", "--set", "travel.role=", "--set", "travel.role=speaker")
    result = program("what-if", HOST_PAYS, *settings)
    assert (result.code, len(result.err.splitlines())) == (2, 3)
    assert "faktumet står två gånger" in result.err


def test_a_wrong_call_is_refused(tmp_path: Path, program: Program) -> None:
    """No file, a missing file, several cases, a size that is none, and a size beside --set."""
    several = tmp_path / "several.yaml"
    several.write_text("---\n".join(path.read_text("utf-8") for path in (HOST_PAYS, TWIN_TOWN)), "utf-8")
    calls: list[tuple[tuple[str | Path, ...], str]] = [
        ((), "CASE saknas i anropet"),
        ((tmp_path / "none.yaml",), "filen finns inte"),
        ((several,), "filen har 2 ärenden; ange ett"),
        ((HOST_PAYS, "--size", "0"), "okänt värde «0»; tillåtna: 1, 2, 3"),
        ((HOST_PAYS, "--size", "2", "--set", "travel.paid_by=city"), "används inte med --set"),
        ((HOST_PAYS, "--format", "jsn"), "menade du «json»?"),
        ((HOST_PAYS, "--edition", "stockholm-2009"), "menade du «stockholm-2008»?"),
    ]
    for arguments, expected in calls:
        result = program("what-if", *arguments)
        assert (result.code, result.out) == (2, ""), arguments
        assert expected in result.err
        assert "Traceback" not in result.err


def test_an_edition_chosen_by_hand_is_told(program: Program) -> None:
    """`--edition` judges both before and after, and the answer says so; a case may come from standard input."""
    for more in (("--set", "body=namnd"), ()):
        out = program("what-if", "-", "--edition", "stockholm-2000", *more, stdin=HOST_PAYS.read_bytes()).out
        assert "Utgåvan stockholm-2000 är vald för hand" in said(out)
