"""Each command does what its help says, in both languages, and tells what to do next."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest

from nytta.cli import nytta as root
from nytta.commands.screen import FORMATS
from nytta.engine.load.library import Library, library
from nytta.engine.model.provisions import STATUSES
from nytta.texts.rules import EFFECTS, NORMS, STATUS_WORDS
from tests.cli.program import GOOD, Program, good, process
from tests.conftest import EXEMPELSTAD, ROOT, SHIPPED_EDITIONS

KINDS = (
    "invitation",
    "trip",
    "hosting",
    "agreement",
    "membership",
    "eu_project",
    "project",
    "eu_policy",
    "communication",
    "cooperation",
)
DATES = {"stockholm": "2010-04-12", "linkoping": "2015-04-12", "la-linkoping": "2019-04-12"}
JUDGED = [(kind, strategy) for strategy in DATES for kind in KINDS if strategy != "la-linkoping" or kind == "cooperation"]
REJECTED = GOOD + "  benefit: {concrete: false}\n"
SWEDISH = re.compile(r"\b(och\b|inte\b|finns\b|ärende|utgåva|gäller|klausul|källa|saknas|okän[dt]|menade)", re.IGNORECASE)
ENGLISH = re.compile(r"\b(the|a|and|of|with|case)\b")
ESCAPE = "\N{ESCAPE}"


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name)


COMMANDS = list(_commands(root))
GROUPS = [path for path in COMMANDS if path and any(other[:-1] == path for other in COMMANDS)]


@pytest.fixture(scope="session")
def shipped() -> Library:
    """The editions that the program comes with."""
    return library()


# -- finding one's way


def test_without_arguments_it_says_what_to_do_first(program: Program) -> None:
    """The bare program names three steps, the first of which needs nothing but the program."""
    result = program()
    assert (result.code, result.err) == (0, "")
    steps = [line.split()[1] for line in result.out.splitlines() if line.startswith("  nytta ")]
    assert steps[:3] == ["ask", "screen", "new"]
    assert "Börja så här" in result.out
    assert "Start here" in result.out


def test_the_first_steps_lead_to_a_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Program) -> None:
    """The steps of the welcome, typed as they stand, end with status 0; the interview is told strategy and date, and left."""
    monkeypatch.chdir(tmp_path)
    for line in program().out.splitlines():
        if line.startswith("  nytta "):
            step = re.split(r"\s{2,}", line.strip())[0].split()[1:]
            result = program(*step, stdin=b"stockholm\n2010-04-12\n")
            assert (result.code, result.err.count("\n") <= 1 or step[0] == "ask") == (0, True), (step, result.err)
    assert [path.name for path in tmp_path.iterdir()] == ["inbjudan.yaml"]


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help(path: tuple[str, ...], option: str, program: Program) -> None:
    """Help goes to standard output and says how the command is called."""
    result = program(*path, option)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"Usage: {' '.join(('nytta', *path))} ")


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_help_of_every_command_has_an_example(path: tuple[str, ...], program: Program) -> None:
    """An example of the command itself stands in its help."""
    text = " ".join(program(*path, "--help").out.split())
    _, found, example = text.partition("Exempel / Example:")
    assert found
    assert " ".join(("nytta", *path)) in example[:80]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_explains_every_option_in_both_languages(path: tuple[str, ...], program: Program) -> None:
    """No command and no option is left without a word; the command is described in Swedish and English."""
    for entry in re.findall(r"^  (-.*(?:\n {6,}\S.*)*)", program(*path, "--help").out, re.MULTILINE):
        assert re.search(r"\S(\s{2,}|\n\s+)\S", entry), entry
    description = program(*path, "--help").out.split("Options:")[0]
    assert re.search("[åäö]|skalet|regler", description)
    assert ENGLISH.search(description)


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_a_group_without_a_command_shows_its_help(path: tuple[str, ...], program: Program) -> None:
    """A group by itself says what it has, as help and not as a sentence about what went wrong."""
    result = program(*path)
    text = result.out or result.err
    assert text.startswith(f"Usage: {' '.join(('nytta', *path))} ")
    assert "Traceback" not in text


def test_a_call_imports_its_own_command_only() -> None:
    """A call does not wait for the modules of commands that it is not about."""
    code = "import sys; from nytta.cli import nytta; nytta.main(['facts', '-h'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, encoding="utf-8", check=True)
    imported = set(done.stdout.splitlines()[-1].split())
    assert imported & {f"nytta.commands.{name.replace('-', '_')}" for name in root.commands} == {"nytta.commands.facts"}


def test_version_names_editions_and_digests(program: Program, shipped: Library) -> None:
    """The version is followed by each edition, its period and its digest."""
    result = program("--version")
    first, *lines = result.out.splitlines()
    assert re.fullmatch(r"nytta \d+\.\d+\.\d+", first)
    assert [line.split()[0] for line in lines] == list(SHIPPED_EDITIONS)
    for line in lines:
        name, period, digest = line.split()
        assert re.fullmatch(r"\d{4}-\d\d-\d\d–(\d{4}-\d\d-\d\d)?", period)
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", digest)
        assert digest == shipped.edition(name).digest
    assert result.code == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(shell: str, program: Program) -> None:
    """The script that is printed completes `nytta`."""
    result = program("completion", shell)
    assert "_NYTTA_COMPLETE" in result.out
    assert (result.code, result.err) == (0, "")


def _offered(line: str, program: Program) -> list[str]:
    """What a shell is offered at the end of the line, where the last word is begun; nothing else may be written."""
    words = line.split(" ")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("_NYTTA_COMPLETE", "bash_complete")
        patch.setenv("COMP_WORDS", line)
        patch.setenv("COMP_CWORD", str(len(words) - 1))
        result = program()
    assert (result.code, result.err) == (0, "")
    assert all(one.startswith("plain,") for one in result.out.splitlines() if one)
    return [one.removeprefix("plain,") for one in result.out.splitlines() if one]


@pytest.mark.parametrize("line", ["nytta facts ", "nytta new ", "nytta new --lang en "])
def test_kinds_are_completed(line: str, program: Program) -> None:
    """Where a kind is due, every kind is offered."""
    assert _offered(line, program) == list(KINDS)


@pytest.mark.parametrize(
    "line", ["nytta screen --edition ", "nytta facts --edition ", "nytta new trip --edition ", "nytta rules show "]
)
def test_editions_are_completed(line: str, program: Program) -> None:
    """Where an edition is due, every edition is offered, and none that does not begin as typed."""
    assert _offered(line, program) == list(SHIPPED_EDITIONS)
    assert _offered(f"{line}stock", program) == [name for name in SHIPPED_EDITIONS if name.startswith("stock")]


def test_editions_of_the_users_folder_are_completed(program: Program) -> None:
    """A folder that was named on the line counts."""
    assert "exempelstad-2020" in _offered(f"nytta facts --rules {EXEMPELSTAD} --edition ", program)


def test_strategies_are_completed(program: Program) -> None:
    """Where a strategy is due, every strategy is offered."""
    assert set(_offered("nytta new trip --strategy ", program)) == set(DATES)


@pytest.mark.parametrize("name", SHIPPED_EDITIONS)
def test_clauses_are_completed(name: str, program: Program, shipped: Library) -> None:
    """After an edition and a stroke, its clauses are offered."""
    assert _offered(f"nytta rules show {name}/", program) == [f"{name}/{clause.id}" for clause in shipped.edition(name).clauses]


def test_documents_are_completed(program: Program, shipped: Library) -> None:
    """Where a document is due, every document is offered; where a clause may stand too, also those that a passage names."""
    assert _offered("nytta sources verify ", program) == list(shipped.ledgers)
    named = {one for ledger in shipped.ledgers.values() for passage in ledger.passages for one in passage.clauses}
    assert set(_offered("nytta sources show ", program)) == named | set(shipped.ledgers)


def test_the_shell_is_told_what_a_name_means(monkeypatch: pytest.MonkeyPatch, program: Program, shipped: Library) -> None:
    """Shells that show it get the label of each name, in the language of the line."""
    monkeypatch.setenv("_NYTTA_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_CWORD", "4")
    for lang in ("sv", "en"):
        monkeypatch.setenv("COMP_WORDS", f"nytta facts --lang {lang} tr")
        label = shipped.index.vocabulary.kinds["trip"].label["en" if lang == "en" else "sv"]
        assert program() == (0, f"plain\ntrip\n{label}\n", "")


def test_wrong_rules_offer_nothing_to_complete(tmp_path: Path, program: Program) -> None:
    """A line that is being typed is no place for messages: with rules that are wrong or not there, nothing is offered."""
    (tmp_path / "facts.yaml").write_text("facts: [\n", "utf-8")
    for folder in (tmp_path, tmp_path / "none"):
        for line in ("facts ", "facts --edition ", "rules show ", "sources verify "):
            command, _, rest = line.partition(" ")
            group, rest = (f"{command} {rest.strip()}", "") if command in ("rules", "sources") else (command, rest)
            assert _offered(f"nytta {group} --rules {folder} {rest}", program) == []


@pytest.mark.parametrize("line", ["nytta scren ", "nytta rules shw ", "nytta --version ", "nytta facts --lang fi "])
def test_completion_says_nothing_else(line: str, program: Program) -> None:
    """Neither a name that is wrong nor an option that prints something disturbs the line that is being typed."""
    assert _offered(line, program)


# -- exit status


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [(None, 0), ("approve", 0), ("incomplete", 0), ("reject", 1), ("approve,reject", 1), ("approve, reject", 1)],
)
def test_a_verdict_is_no_failure_unless_it_is_named(fail_on: str | None, code: int, tmp_path: Path, program: Program) -> None:
    """A rejected case ends with 0, and with 1 where `--fail-on` names its verdict; the verdict is written all the same."""
    path = tmp_path / "case.yaml"
    path.write_text(REJECTED, "utf-8")
    result = program("screen", path, "--format", "json", *(["--fail-on", fail_on] if fail_on else []))
    assert json.loads(result.out)["verdict"] == "reject"
    assert (result.code, result.err) == (code, "")


@pytest.mark.parametrize(
    "call",
    [
        ("screen",),
        ("screen", "--fail-on", "reject", "none.yaml"),
        ("screen", "--format", "yaml", "case.yaml"),
        ("screen", "--nothing", "case.yaml"),
        ("screen", "case.yaml", "--edition", "stockholm-2009"),
        ("screen", "case.yaml", "--rules", "none"),
        ("screen", "case.yaml", "--fail-on", "rejected"),
        ("screen", "case.yaml", "--lang", "fi"),
        ("facts", "journey"),
        ("facts", "--edition", "x"),
        ("new",),
        ("new", "journey"),
        ("new", "trip", "--strategy", "x"),
        ("new", "trip", "-o", "case.yaml"),
        ("new", "trip", "-o", "none/trip.yaml"),
        ("rules", "show"),
        ("rules", "show", "x"),
        ("rules", "show", "stockholm-2008/x"),
        ("rules", "check", "none"),
        ("rules", "test", "none"),
        ("rules", "nothing"),
        ("completion", "tcsh"),
        ("nothing",),
    ],
    ids=" ".join,
)
def test_a_wrong_call_gives_two(call: tuple[str, ...], case: Path, monkeypatch: pytest.MonkeyPatch, program: Program) -> None:
    """What cannot be done as asked ends with 2, says so on standard error in the language asked for, and writes nothing."""
    monkeypatch.chdir(case.parent)
    monkeypatch.setenv("NYTTA_LANG", "en")
    before = {path: path.read_bytes() for path in case.parent.iterdir()}
    result = program(*call)
    assert (result.code, result.out) == (2, "")
    assert result.err.strip()
    assert {path: path.read_bytes() for path in case.parent.iterdir()} == before


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("screen", "case.yaml", "--edition"), "option --edition takes a value\nSee: nytta screen --help\n"),
        (("rules", "show", "--lang"), "option --lang takes a value\nSee: nytta rules show --help\n"),
        (("new", "trip", "--force=1"), "option --force takes no value\nSee: nytta new --help\n"),
        (("new", "trip", "--forse"), "there is no option --forse; did you mean «--force»?\nSee: nytta new --help\n"),
        (("rules", "--lang", "en"), "there is no option --lang\nSee: nytta rules --help\n"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_option_points_to_the_help_of_its_command(
    call: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    """The message ends with the call that explains the options of the very command."""
    monkeypatch.setenv("NYTTA_LANG", "en")
    assert program(*call) == (2, "", f"nytta: {said}")


def test_a_worked_case_that_differs_gives_one(tmp_path: Path, program: Program) -> None:
    """A case that does not come out as written beside it is a failed test, not a wrong call."""
    (tmp_path / "case.yaml").write_text(REJECTED, "utf-8")
    expected = "edition: stockholm-2008\nverdict: approve\ndecided_by: []\nfindings: {}\nbecause: It is wrong.\n"
    (tmp_path / "expected.yaml").write_text(expected, "utf-8")
    result = program("rules", "test", tmp_path, "--lang", "en")
    assert f"{tmp_path}/expected.yaml:2:1: verdict: expected approve, came to reject\n" in result.out
    assert result.code == 1


# -- rules


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_rules_list_names_every_edition(lang: str, program: Program, shipped: Library) -> None:
    """One line an edition: identifier, period, number of clauses, title."""
    result = program("rules", "list", "--lang", lang)
    assert [line.split()[0] for line in result.out.splitlines()] == list(SHIPPED_EDITIONS)
    for line in result.out.splitlines():
        edition = shipped.edition(line.split()[0])
        assert f" {len(edition.clauses)} " in line
        assert edition.head.title["en" if lang == "en" else "sv"] in line
        assert str(edition.head.in_force.from_) in line
    assert (result.code, result.err) == (0, "")


def test_rules_list_has_the_editions_of_the_users_folder(program: Program) -> None:
    """A folder laid over the shipped rules adds its editions."""
    lines = program("rules", "list", "--rules", EXEMPELSTAD).out.splitlines()
    assert [line.split()[0] for line in lines] == ["exempelstad-2020", *SHIPPED_EDITIONS]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("name", SHIPPED_EDITIONS)
def test_rules_show_has_every_edition(name: str, lang: str, program: Program, shipped: Library) -> None:
    """An edition's page names its digest and each clause with its summary."""
    result = program("rules", "show", name, "--lang", lang)
    words = " ".join(result.out.split())
    edition = shipped.edition(name)
    assert edition.digest in words
    for clause in edition.clauses:
        norm = clause.norm if lang == "en" else f"{NORMS[clause.norm]} ({clause.norm})"
        assert f"{clause.id}: {norm} {' '.join(clause.summary['en' if lang == 'en' else 'sv'].split())}" in words
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("name", SHIPPED_EDITIONS)
def test_rules_show_has_every_clause(name: str, lang: str, program: Program, shipped: Library) -> None:
    """A clause's page has its title, summary, source, norm and reasons."""
    for clause in shipped.edition(name).clauses:
        result = program("rules", "show", f"{name}/{clause.id}", "--lang", lang)
        words = " ".join(result.out.split())
        language = "en" if lang == "en" else "sv"
        assert result.out.startswith(f"{clause.title[language]}\n{name}/{clause.id}\n")
        assert " ".join(clause.summary[language].split()) in words
        assert f"«{clause.source.passage} …»" in words
        assert (f": {clause.norm} " if lang == "en" else f": {NORMS[clause.norm]} ({clause.norm}) ") in words
        assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("name", SHIPPED_EDITIONS)
def test_rules_show_speaks_swedish(name: str, program: Program, shipped: Library) -> None:
    """A Swedish page has norms, statuses and effects in Swedish words, each identifier in parentheses after its own."""
    for clause in shipped.edition(name).clauses:
        page = program("rules", "show", f"{name}/{clause.id}").out
        violated = clause.effect("violated")
        assert f"Verkan: överträdd (violated) → {EFFECTS[violated]} ({violated})\n" in page
        for status in STATUSES:
            assert page.count(f"  {status}:") == 0
            assert bool(page.count(f"  {STATUS_WORDS[status]} ({status}):")) == (getattr(clause.reasons, status) is not None)


def test_the_words_for_statuses_are_those_of_the_glossary() -> None:
    """What `rules show` calls a status is what the glossary calls it."""
    glossary = " ".join((ROOT / "docs" / "glossary.md").read_text("utf-8").split())
    for status, word in STATUS_WORDS.items():
        assert f"`{status}` {word}" in glossary


# -- facts and new


def test_every_kind_is_tried_here(shipped: Library) -> None:
    """The kinds below are those that the program knows."""
    assert tuple(shipped.index.vocabulary.kinds) == KINDS


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_facts_of_every_kind_are_listed(kind: str, lang: str, program: Program, shipped: Library) -> None:
    """Each fact is listed with its question and the clauses that read it."""
    result = program("facts", kind, "--lang", lang)
    words = " ".join(result.out.split())
    listed = re.findall(r"^([a-z_]+\.[a-z_]+): ", result.out, re.MULTILINE)
    assert listed
    for name in listed:
        assert shipped.index.vocabulary.facts[name].question["en" if lang == "en" else "sv"] in words
    assert result.out.count("→") == len(listed)
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("name", SHIPPED_EDITIONS)
def test_facts_of_an_edition_are_fewer(name: str, program: Program) -> None:
    """With an edition only the facts that it reads are listed, with its clauses."""
    every = set(re.findall(r"^([a-z_.]+): ", program("facts").out, re.MULTILINE))
    some = set(re.findall(r"^([a-z_.]+): ", program("facts", "--edition", name).out, re.MULTILINE))
    assert some
    assert some < every


@pytest.mark.parametrize("strategy", DATES)
def test_a_new_file_lacks_only_the_date(strategy: str, tmp_path: Path, program: Program) -> None:
    """The file that `new` writes for any kind asks for its date, which nobody can guess, and then has a verdict."""
    for kind in (kind for kind, judge in JUDGED if judge == strategy):
        path = tmp_path / f"{kind}.yaml"
        assert program("new", kind, "--strategy", strategy, "-o", path).code == 0
        refused = program("screen", path, "--lang", "en")
        assert re.fullmatch(rf"{re.escape(str(path))}:\d+:1: date: is missing: .*yyyy-mm-dd.*\n", refused.err)
        assert (refused.code, refused.out) == (2, "")
        path.write_text(path.read_text("utf-8").replace("\ndate:", f"\ndate: {DATES[strategy]}"), "utf-8")
        result = program("screen", path, "--format", "json")
        assert (result.code, result.err) == (0, "")
        assert json.loads(result.out)["case"]["kind"] == kind


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(("kind", "strategy"), JUDGED)
def test_a_new_file_with_a_heading_is_screened(kind: str, strategy: str, lang: str, tmp_path: Path, program: Program) -> None:
    """Identifier, title and date filled in, the file asks for nothing that it does not already have a line for."""
    text = program("new", kind, "--strategy", strategy, "--lang", lang).out
    for key, value in (("id", "a-1"), ("title", "A matter"), ("date", DATES[strategy])):
        text, count = re.subn(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.MULTILINE)
        assert count == 1
    path = tmp_path / "case.yaml"
    path.write_text(text, "utf-8")
    result = program("screen", path, "--format", "json", "--lang", lang)
    assert (result.code, result.err) == (0, "")
    verdict = json.loads(result.out)
    assert (verdict["case"]["kind"], verdict["case"]["strategy"]) == (kind, strategy)
    for one in verdict["missing"]:
        assert re.search(rf"^    {one['fact'].partition('.')[2]}:$", text, re.MULTILINE), one["fact"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "cooperation"])
def test_new_refuses_a_kind_that_the_strategy_does_not_judge(kind: str, program: Program) -> None:
    """Where no edition of the strategy takes the kind, nothing is written."""
    result = program("new", kind, "--strategy", "la-linkoping", "--lang", "en")
    assert (result.code, result.out) == (2, "")
    assert f"la-linkoping does not judge kind «{kind}»" in result.err


def test_new_keeps_a_file_unless_forced(case: Path, program: Program) -> None:
    """An existing file is not overwritten by chance, only with `--force`."""
    refused = program("new", "trip", "-o", case, "--lang", "en")
    assert refused == (2, "", f"{case}: the file exists; --force overwrites it\n")
    assert case.read_text("utf-8") == GOOD
    assert program("new", "trip", "-o", case, "--force").code == 0
    assert "kind: trip" in case.read_text("utf-8")
    assert [path.name for path in case.parent.iterdir()] == [case.name]


def test_new_says_on_standard_error_what_it_wrote(tmp_path: Path, program: Program) -> None:
    """Standard output stays empty when the result goes to a file, and has the same text when it does not."""
    path = tmp_path / "case.yaml"
    assert program("new", "trip", "-o", path, "--lang", "en") == (0, "", f"{path}: written\n")
    assert program("new", "trip", "--lang", "en") == (0, path.read_text("utf-8"), "")


# -- formats


class _Balance(HTMLParser):
    """Reads a page and keeps the tags that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a tag that has an end."""
        del attrs
        if tag not in {"meta", "link", "br", "hr", "img", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes the innermost tag."""
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_produced(form: str, lang: str, case: Path, program: Program) -> None:
    """Each format ends with one line break and has the title of the case."""
    result = program("screen", case, "--format", form, "--lang", lang)
    assert (result.code, result.err) == (0, "")
    assert "Invitation to speak at the Oslo climate conference" in " ".join(result.out.split())
    assert result.out.endswith("\n")
    assert not result.out.endswith("\n\n")


def test_formats_are_what_is_promised(program: Program) -> None:
    """The contract's five formats are there, and no others."""
    assert FORMATS == ("text", "json", "jsonl", "markdown", "html")
    assert "[text|json|jsonl|markdown|html]" in program("screen", "--help").out


def test_json_is_one_object_for_one_case(case: Path, program: Program, shipped: Library) -> None:
    """One case gives an object with the fields of the schema and a finding of each clause in its order."""
    verdict = json.loads(program("screen", case, "--format", "json").out)
    assert verdict["schema"] == "nytta/verdict/1"
    assert list(verdict["case"]) == ["id", "title", "strategy", "kind", "date"]
    assert (verdict["case"]["date"], verdict["edition"]["id"]) == ("2010-04-12", "stockholm-2008")
    assert {"verdict", "decided_by", "findings", "presumed", "conditions", "duties", "missing"} <= set(verdict)
    assert [one["clause"] for one in verdict["findings"]] == [
        f"stockholm-2008/{clause.id}" for clause in shipped.edition("stockholm-2008").clauses
    ]


def test_json_is_an_array_for_several_cases(case: Path, tmp_path: Path, program: Program) -> None:
    """Several cases give an array in the order of the input, whether they come in one file or in two."""
    other = tmp_path / "other.yaml"
    other.write_text(f"{good('second')}---\n{good('third')}", "utf-8")
    found = json.loads(program("screen", case, other, "--format", "json").out)
    assert [one["case"]["id"] for one in found] == ["oslo-climate-2010", "second", "third"]


def test_jsonl_is_one_line_a_case(tmp_path: Path, program: Program) -> None:
    """Each line is an object, the same as in the array."""
    path = tmp_path / "cases.yaml"
    path.write_text(f"{good('first')}---\n{good('second')}", "utf-8")
    lines = program("screen", path, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == json.loads(program("screen", path, "--format", "json").out)


def test_html_is_one_whole_page(tmp_path: Path, program: Program) -> None:
    """All cases stand in one page whose tags are closed; what a case says is text, never markup."""
    path = tmp_path / "cases.yaml"
    path.write_text(
        f"{good('first')}---\n{good('second')}".replace("title: Inv", "title: <script>alert(1)</script> Inv"), "utf-8"
    )
    page = program("screen", path, "--format", "html", "--lang", "en").out
    reader = _Balance()
    reader.feed(page)
    assert reader.open == []
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page.count("<article") == 2
    assert "<script" not in page


def test_a_list_of_cases_and_json_are_read_too(tmp_path: Path, program: Program) -> None:
    """The same case gives the same verdict from YAML, from JSON, from a list of one and from standard input."""
    one = {"id": "a", "title": "t", "strategy": "stockholm", "kind": "trip", "date": "2010-04-12", "facts": {}}
    texts = (json.dumps(one), json.dumps([one]), "\n".join(f"{key}: {value}" for key, value in one.items()))
    results = {program("screen", "-", "--format", "jsonl", stdin=text.encode()) for text in texts}
    path = tmp_path / "case.json"
    path.write_text(texts[0], "utf-8")
    results.add(program("screen", path, "--format", "jsonl"))
    assert len(results) == 1
    assert results.pop().code == 0


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_case_gives_the_same_bytes(form: str, case: Path, program: Program) -> None:
    """Another process, another order of hashing, another zone and day: the same bytes."""
    here = program("screen", case, "--format", form).out.encode()
    seed = str(1 + len(form))
    running = process("screen", case, "--format", form, PYTHONHASHSEED=seed, TZ="Pacific/Kiritimati", PYTHONUTF8="1", LC_ALL="C")
    out, said = running.communicate(timeout=60)
    assert (out, said, running.returncode) == (here, b"", 0)
    assert program("screen", case, "--format", form).out.encode() == here


def test_a_cold_cache_gives_the_same_bytes(case: Path, tmp_path: Path, program: Program) -> None:
    """Rules read from their files and rules kept from the last time lead to the same verdict."""
    here = program("screen", case, "--format", "json").out.encode()
    for _ in range(2):
        out, _ = process("screen", case, "--format", "json", XDG_CACHE_HOME=str(tmp_path / "cache")).communicate(timeout=60)
        assert out == here


def test_a_cache_that_cannot_be_written_does_not_matter(case: Path, tmp_path: Path, program: Program) -> None:
    """A cache folder that is a file, or holds damaged files, only makes the program slower."""
    here = program("screen", case, "--format", "json").out.encode()
    out, said = process("screen", case, "--format", "json", XDG_CACHE_HOME=str(case)).communicate(timeout=60)
    assert (out, said) == (here, b"")
    process("--version", XDG_CACHE_HOME=str(tmp_path)).communicate(timeout=60)
    for path in (tmp_path / "nytta").iterdir():
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    out, said = process("screen", case, "--format", "json", XDG_CACHE_HOME=str(tmp_path)).communicate(timeout=60)
    assert (out, said) == (here, b"")


# -- editions and rules of one's own


def test_an_edition_can_be_chosen_by_hand(case: Path, program: Program) -> None:
    """`--edition` judges by that edition, and the verdict says that it was chosen by hand."""
    result = program("screen", case, "--edition", "stockholm-2000", "--lang", "en")
    assert result.code == 0
    assert "stockholm-2000 was chosen by hand instead of stockholm-2008" in " ".join(result.out.split())


def test_an_edition_of_ones_own_judges(tmp_path: Path, program: Program) -> None:
    """A rule folder of one's own brings its strategy with it."""
    path = tmp_path / "case.yaml"
    path.write_text("id: a\ntitle: t\nstrategy: exempelstad\nkind: project\ndate: 2021-01-01\n", "utf-8")
    result = program("screen", path, "--rules", EXEMPELSTAD, "--format", "json")
    assert json.loads(result.out)["edition"]["id"] == "exempelstad-2020"
    assert program("screen", path).code == 2


# -- typing errors


@pytest.mark.parametrize(
    ("call", "meant"),
    [
        (("scren", "case.yaml"), "screen"),
        (("rule", "list"), "rules"),
        (("rules", "shw"), "show"),
        (("rules", "lists"), "list"),
        (("facts", "invitaton"), "invitation"),
        (("new", "eu-project"), "eu_project"),
        (("new", "trip", "--strategy", "stokholm"), "stockholm"),
        (("facts", "--edition", "stockholm-2009"), "stockholm-2008"),
        (("new", "trip", "--edition", "linköping-2010"), "linkoping-2010"),
        (("screen", "case.yaml", "--edition", "la-linkoping-2081"), "la-linkoping-2018"),
        (("rules", "show", "stockholm-208"), "stockholm-2008"),
        (("rules", "show", "stockholm-208/city-pays-travel"), "stockholm-2008"),
        (("rules", "show", "stockholm-2008/city-pays-travle"), "city-pays-travel"),
        (("rules", "show", "stockholm-2008/City_pays_travel"), "city-pays-travel"),
        (("screen", "case.yaml", "--fail-on", "rejct"), "reject"),
        (("screen", "case.yaml", "--formt", "json"), "--format"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_typing_error_is_met_with_the_nearest_name(
    call: tuple[str, ...], meant: str, case: Path, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    """A name that is nearly right is answered with the one that was meant, in either language."""
    monkeypatch.chdir(case.parent)
    for lang in ("sv", "en"):
        monkeypatch.setenv("NYTTA_LANG", lang)
        result = program(*call)
        assert (result.code, result.out) == (2, "")
        assert re.search(rf"(menade du|did you mean) [«']{re.escape(meant)}[»']\?", result.err, re.IGNORECASE), result.err


def test_a_name_that_is_not_near_is_met_with_what_there_is(program: Program) -> None:
    """Without a near name nothing is guessed, and the names there are stand in the message."""
    for call in (("facts", "qqq"), ("new", "qqq")):
        said = program(*call, "--lang", "en").err
        assert "did you mean" not in said
        assert "invitation, trip, hosting" in said
    assert "stockholm-2000, stockholm-2008" in program("rules", "show", "qqq", "--lang", "en").err


# -- language


@pytest.mark.parametrize(
    "call",
    [
        ("rules", "list"),
        ("facts", "trip"),
        ("new", "trip"),
        ("screen", "case.yaml"),
        ("screen", "case.yaml", "--format", "markdown"),
        ("screen", "case.yaml", "--format", "html"),
        ("screen", "none.yaml"),
        ("facts", "journey"),
        ("rules", "show", "stockholm-2008/x"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("way", ["--lang en", "--lang=en", "NYTTA_LANG"])
def test_english_is_english(
    call: tuple[str, ...], way: str, case: Path, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    """With English asked for in any way there is no Swedish in results or messages; without, there is."""
    monkeypatch.chdir(case.parent)
    swedish = program(*call)
    assert SWEDISH.search(swedish.out + swedish.err)
    if way == "NYTTA_LANG":
        monkeypatch.setenv("NYTTA_LANG", "en")
    result = program(*call, *(way.split() if way.startswith("--") else []))
    text = re.sub(r"«[^»]*»", "", result.out + result.err)  # quoted words of a document stay as they are
    assert not SWEDISH.search(text), SWEDISH.findall(text)
    assert result.code == swedish.code


@pytest.mark.parametrize(
    "call", [("nothing",), ("screen",), ("screen", "--format", "yaml", "x"), ("rules", "nothing")], ids=" ".join
)
def test_messages_about_the_call_are_in_one_language(
    call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    """A Swedish message about the call is Swedish throughout, an English one English."""
    swedish = program(*call).err
    assert not re.search(r"No such|Missing|Invalid|is not one of|Did you mean|Try ", swedish), swedish
    monkeypatch.setenv("NYTTA_LANG", "en")
    assert not SWEDISH.search(program(*call).err)


# -- terminals


@pytest.mark.parametrize("form", FORMATS)
def test_there_are_no_escape_codes_without_a_terminal(form: str, tmp_path: Path, program: Program) -> None:
    """What is piped or kept in a file is plain, whatever the case itself holds."""
    path = tmp_path / "case.yaml"
    path.write_text(
        GOOD.replace("title: Invitation", 'title: "\\e[31mInvitation').replace("conference\n", 'conference"\n'), "utf-8"
    )
    result = program("screen", path, "--format", form)
    assert result.code == 0
    assert ESCAPE not in result.out + result.err


def _on_a_terminal(*arguments: str | Path, **environment: str) -> str:
    """What the program writes to a terminal of its own."""
    import pty

    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen, os.fdopen(theirs, "wb", buffering=0) as terminal:
        running = process(*arguments, out=terminal, TERM="xterm", **environment)
        terminal.close()
        written = b""
        try:
            while part := screen.read(65536):
                written += part
        except OSError:  # Linux says so where others say that the file has ended
            pass
        assert running.communicate(timeout=60)[1] == b""
    assert running.returncode == 0
    return written.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_a_terminal_has_colour_unless_told_not_to(case: Path) -> None:
    """Colours are for terminals alone, and NO_COLOR turns them off."""
    assert ESCAPE in _on_a_terminal("screen", case)
    assert ESCAPE not in _on_a_terminal("screen", case, NO_COLOR="1")
    assert ESCAPE not in _on_a_terminal("screen", case, "--format", "markdown")


# -- interruption


@pytest.mark.parametrize(
    "call", [("screen", "case.yaml"), ("rules", "list"), ("facts", "trip"), ("new", "trip"), ("--version",)], ids=" ".join
)
def test_an_interruption_ends_without_a_traceback(
    call: tuple[str, ...], case: Path, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    """Ctrl-C in the middle of a command ends it with the status that shells expect."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.chdir(case.parent)
    monkeypatch.setattr("nytta.engine.load.library.library", interrupted)
    result = program(*call)
    assert result.code == 130
    assert "Traceback" not in result.err
    assert result.err.count("\n") <= 1


def _opened(path: Path) -> int:
    """The writing end of a named pipe, as soon as the program has opened the other."""
    for _ in range(6000):
        try:
            return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.01)
    raise TimeoutError


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name to know when the program has begun")
def test_a_real_ctrl_c_ends_without_a_traceback(tmp_path: Path) -> None:
    """A signal that comes while a file is being read ends the program quietly."""
    path = tmp_path / "case.yaml"
    os.mkfifo(path)
    running = process("screen", path)
    ours = _opened(path)
    out, said = _interrupted(running)
    os.close(ours)
    assert (out, running.returncode) == (b"", 130)
    assert b"Traceback" not in said


def _interrupted(running: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """What a process wrote that was interrupted, once more each second: a signal just before a read only counts after it."""
    for _ in range(30):
        running.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return running.communicate(timeout=1)
    running.kill()
    return running.communicate()


@pytest.mark.parametrize(("value", "said"), [("0", "valet --limit tar ett heltal från 1"), ("x", "valet --limit tar ett heltal")])
def test_what_is_no_number_is_refused(program: Program, tmp_path: Path, value: str, said: str) -> None:
    """An option that takes a whole number says so, and from which one on."""
    done = program("batch", tmp_path / "in.csv", tmp_path / "out.csv", "--limit", value)
    assert done.code == 2
    assert said in done.err


def test_what_is_no_file_is_never_replaced(program: Program) -> None:
    """A device in the place of a file stays, also where it may be overwritten."""
    done = program("new", "invitation", "-o", os.devnull, "--force")
    assert (done.code, "är ingen vanlig fil" in done.err) == (2, True)
    assert not Path(os.devnull).is_file()
