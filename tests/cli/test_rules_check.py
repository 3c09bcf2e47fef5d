"""`nytta rules check` finds whatever is wrong with rules, all at once and each at its place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.program import Program, Result
from tests.cli.rule_faults import BOARD, DOCUMENT, EDITION, FACTS, FAULTS, GARDENS, KNOWN, PLANTED, RAIN, WATERED
from tests.conftest import EXEMPELSTAD, FIXTURES

BASE = FIXTURES / "bad" / "rules" / "base"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small valid rules, called `own` where the program runs."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, tmp_path / "own")
    return tmp_path / "own"


@pytest.fixture
def check(rules: Path, program: Program) -> Callable[..., Result]:
    """The check of the rules after some edits; each edit changes exactly one place."""

    def checked(*edits: tuple[str, str, str], lang: str = "en") -> Result:
        for file, old, new in edits:
            path = rules / file
            before = path.read_text("utf-8")
            assert before.count(old) == 1, f"{file}: {old!r} stands there {before.count(old)} times"
            path.write_text(before.replace(old, new), "utf-8")
        return program("rules", "check", "own", "--lang", lang)

    return checked


def test_valid_rules_have_no_problems(check: Callable[..., Result]) -> None:
    """The small rules that every fault is made from are in order, and so is the invented city."""
    assert check() == (0, "No problems.\n", "")


def test_shipped_rules_have_no_problems(program: Program) -> None:
    """What the program comes with passes its own check, alone and under the invented city."""
    assert program("rules", "check") == (0, "Inga fel.\n", "")
    assert program("rules", "check", EXEMPELSTAD) == (0, "Inga fel.\n", "")


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_at_its_place(name: str, check: Callable[..., Result], rules: Path) -> None:
    """Each fault is reported with file, line, column, name and what would be right; the status is 1."""
    fault = FAULTS[name]
    result = check((fault.file, fault.old, fault.new))
    lines = result.out.splitlines()
    assert any(line.startswith(f"own/{fault.at or fault.file}:") and fault.said in line for line in lines), result.out
    for line in lines:
        _assert_placed(line, rules)
    assert result.code == 1


def _assert_placed(line: str, rules: Path) -> None:
    """The line begins with a file of the rules and a line and column that are in it."""
    found = re.match(r"own/([^:]+):(\d+):(\d+): \S", line)
    assert found, line
    texts = (rules / found[1]).read_text("utf-8").split("\n")
    assert 1 <= int(found[2]) <= len(texts), line
    assert 1 <= int(found[3]) <= len(texts[int(found[2]) - 1]) + 1, line


@pytest.mark.parametrize("name", ["unknown: parameter", "wrong: value of a choice", "exception: definition in a circle"])
def test_one_fault_is_said_once(name: str, check: Callable[..., Result]) -> None:
    """A fault is reported where it stands, not again wherever the faulty thing is used."""
    fault = FAULTS[name]
    assert len(check((fault.file, fault.old, fault.new)).out.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "untrue"),
    [
        ("missing: title of a document", "there is no file documents/tradgard-2020.yaml"),
        ("missing: label of a fact", "unknown fact «garden.watered»"),
        ("wrong: absent of a register", "unknown register «gardens»"),
    ],
    ids=["document", "fact", "register"],
)
def test_what_is_faulty_is_not_said_to_be_missing(name: str, untrue: str, check: Callable[..., Result]) -> None:
    """A document, fact or register that has a fault of its own is there all the same."""
    fault = FAULTS[name]
    assert untrue not in check((fault.file, fault.old, fault.new)).out


def test_the_report_is_in_both_languages(check: Callable[..., Result]) -> None:
    """Swedish is the language unless English is asked for; both say the same place and name."""
    assert check((WATERED, "garden.watered", "garden.waterd"), lang="sv") == (
        1,
        "own/tradgard-2020/clauses/watered.yaml:6:12: requires.fact: okänt faktum «garden.waterd»; menade du «garden.watered»?\n",
        "1 fel\n",
    )


def test_exceptions_in_a_circle_are_found(check: Callable[..., Result]) -> None:
    """Two exceptions that excuse each other are reported at both, with the way round."""
    result = check(
        (KNOWN, "norm: strive", "norm: may"),
        (KNOWN, "requires:", "exceptions: [rain]\nrequires:"),
        (RAIN, "requires:", "exceptions: [known-garden]\nrequires:"),
    )
    assert f"own/{RAIN}:6:14: exceptions.0: runs in a circle: rain → known-garden → rain\n" in result.out
    assert f"own/{KNOWN}:6:14: exceptions.0: runs in a circle: known-garden → rain → known-garden\n" in result.out
    assert WATERED not in result.out
    assert result.code == 1


# -- two demands that nobody can meet

ALWAYS = (PLANTED, "applies: {kind: project}\n", "")
MUST_PLANT = (PLANTED, "norm: should", "norm: must")
MUST_KNOW = (KNOWN, "norm: strive", "norm: must")
TREES = (PLANTED, "at_least: {parameter: least_trees}", "at_least: 5")
PLACE = "own/tradgard-2020/clauses/planted.yaml:6:1: requires: "


def _known(requires: str) -> tuple[str, str, str]:
    return KNOWN, "{register: gardens, field: size, is: large}", requires


@pytest.mark.parametrize("other", ["{fact: garden.trees, at_most: 4.99}", "{not: {fact: garden.trees, more_than: 2}}"])
def test_two_unconditional_opposites_are_found(other: str, check: Callable[..., Result]) -> None:
    """Two demands on every case that exclude each other are a fault, said once and naming the other."""
    result = check(ALWAYS, MUST_PLANT, MUST_KNOW, TREES, _known(other))
    assert result.out == f"{PLACE}can never be met together with known-garden, and both always apply\n"
    assert result.code == 1


@pytest.mark.parametrize("other", ["{fact: garden.trees, at_most: 5}", "{fact: garden.flower, is: rose}"])
def test_demands_that_one_case_can_meet_are_no_opposites(other: str, check: Callable[..., Result]) -> None:
    """Demands that touch in a single value, or are about other facts, are in order."""
    assert check(ALWAYS, MUST_PLANT, MUST_KNOW, TREES, _known(other)).code == 0


def test_opposites_for_different_kinds_are_no_opposites(check: Callable[..., Result]) -> None:
    """A demand on some cases only can be met by not being such a case."""
    assert check(MUST_PLANT, MUST_KNOW, TREES, _known("{fact: garden.trees, at_most: 4}")).code == 0


# -- all at once


def test_faults_of_every_file_are_reported_at_once(check: Callable[..., Result]) -> None:
    """One run names a fault of each file, in the order of files and lines, and counts them on standard error."""
    result = check(
        (FACTS, '{sv: "ros", en: "rose"}', '{sv: "ros", en: "rose", de: "Rose"}'),
        (EDITION, "value: false", "value: maybe"),
        (GARDENS, "size: large, rank: 2", "size: huge, rank: two"),
        (WATERED, "[rain]", "[rein]"),
        (PLANTED, "kind: project", "kind: projekt"),
        (BOARD, "[namnd]", "[namd]"),
    )
    files = [line.split(":")[0].removeprefix("own/") for line in result.out.splitlines()]
    assert set(files) >= {FACTS, EDITION, GARDENS, WATERED, PLANTED, BOARD}
    assert files == sorted(files)
    assert files.count(GARDENS) == 2
    assert result.err == f"{len(files)} problems\n"


TOGETHER = {
    "two in one clause": (
        (WATERED, "requires:", "demands: 1\nrequires:"),
        (WATERED, "fact: garden.watered", "fact: garden.waterd"),
    ),
    "form of one clause, name in another": (
        (WATERED, "requires:", "demands: 1\nrequires:"),
        (PLANTED, "fact: garden.trees", "fact: garden.treees"),
    ),
    "edition and clause": (
        (EDITION, "documents:", "papers: 1\ndocuments:"),
        (PLANTED, "section:", "sektion:"),
    ),
    "text of one clause, form of another": (
        (WATERED, "norm: must", "norm: [must"),
        (PLANTED, "norm: should", "norm: shall"),
    ),
    "unknown name and a clause that never applies": (
        (WATERED, "fact: garden.watered", "fact: garden.waterd"),
        (PLANTED, "{kind: project}", "false"),
    ),
    "wrong value and an unused fact": (
        (BOARD, "[namnd]", "[namd]"),
        (FACTS, "  trees:\n", '  paths: {type: bool, label: {sv: "g", en: "p"}, question: {sv: "?", en: "?"}}\n  trees:\n'),
    ),
}


PLACES = {
    "two in one clause": (f"{WATERED}:6:1", f"{WATERED}:7:12"),
    "form of one clause, name in another": (f"{WATERED}:6:1", f"{PLANTED}:7:12"),
    "edition and clause": (f"{EDITION}:5:1", f"{PLANTED}:4:35"),
    "text of one clause, form of another": (f"{WATERED}:3:6", f"{PLANTED}:2:1"),
    "unknown name and a clause that never applies": (f"{WATERED}:6:12", f"{PLANTED}:6:1"),
    "wrong value and an unused fact": (f"{BOARD}:6:10", f"{FACTS}:13:3"),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_faults_of_different_sorts_are_reported_at_once(name: str, check: Callable[..., Result]) -> None:
    """No fault hides another: what is wrong with one clause is found beside what is wrong with the next."""
    edits = TOGETHER[name]
    said = check(*edits).out
    for place in PLACES[name]:
        assert f"own/{place}: " in said, said


def test_faults_of_two_editions_are_reported_at_once(rules: Path, check: Callable[..., Result]) -> None:
    """A fault of one edition does not hide those of the next."""
    shutil.copytree(rules / "tradgard-2020", rules / "tradgard-2030")
    check((EDITION.replace("2020", "2030"), "id: tradgard-2020", "id: tradgard-2030"))
    check((EDITION.replace("2020", "2030"), "{from: 2020-01-01, to: 2029-12-31}", "{from: 2030-01-01}"))
    result = check((WATERED, "[rain]", "[rein]"), (PLANTED.replace("2020", "2030"), "kind: project", "kind: projekt"))
    places = [line.split(": ")[0] for line in result.out.splitlines()]
    assert places == ["own/tradgard-2020/clauses/watered.yaml:7:14", "own/tradgard-2030/clauses/planted.yaml:6:11"]


# -- the call


def test_rules_that_are_wrong_screen_nothing(check: Callable[..., Result], case: Path, program: Program) -> None:
    """Screening with faulty rules is refused with each of their problems, and no verdict."""
    said = check((WATERED, "[rain]", "[rein]"), (PLANTED, "kind: project", "kind: projekt")).out
    assert program("screen", case, "--rules", "own", "--lang", "en") == (2, "", said)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, program: Program) -> None:
    """A rule folder that does not exist is a fault of the call."""
    path = tmp_path / "none"
    assert program("rules", "check", path, "--lang", "en") == (2, "", f"{path}: there is no such rule folder\n")


def test_a_file_is_no_rule_folder(case: Path, program: Program) -> None:
    """A file in place of a rule folder is refused."""
    result = program("rules", "check", case, "--lang", "en")
    assert result.err.startswith(f"{case}: ")
    assert (result.out, result.code) == ("", 2)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("id: vårat\n".encode("latin-1"), "1:6: the file is not UTF-8 (byte 0xe5)"),
        (b"", "1:1: the file must hold exactly one YAML mapping"),
        (b"- watered\n", "1:1: the file must hold exactly one YAML mapping"),
        (b"\x00\x01", "1:1: the file is not valid YAML or JSON"),
        (b"[" * 100_000, "1:41: more than 40 levels"),
    ],
    ids=["latin-1", "empty", "list", "binary", "nesting"],
)
@pytest.mark.parametrize("file", [WATERED, EDITION, FACTS, GARDENS, DOCUMENT])
def test_a_rule_file_that_is_no_mapping_is_refused(
    file: str, raw: bytes, said: str, rules: Path, check: Callable[..., Result]
) -> None:
    """Any file of the rules that cannot be read is said to be that, at its place."""
    (rules / file).write_bytes(raw)
    result = check()
    assert f"own/{file}:{said}" in result.out
    assert result.code == 1
