"""Whatever is wrong with a case file is said at its place, with what is allowed, and never as a traceback."""

from __future__ import annotations

import errno
import json
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from nytta.engine.errors import system_words
from tests.cli.program import GOOD, Program, good, process
from tests.conftest import FIXTURES

BAD = FIXTURES / "bad" / "cases"
FAULTY = sorted(path for path in BAD.iterdir() if path.suffix in {".yaml", ".json"})
HINTED = (
    "unknown-key-near",
    "unknown-fact",
    "fact-in-wrong-group",
    "value-outside-list",
    "value-outside-set",
    "unknown-kind",
    "unknown-strategy",
    "unknown-body",
    "decimal-comma",
    "percent-sign",
    "money-as-written",
    "date-with-time",
)
LISTED = {
    "unknown-key": "id, title, strategy, kind, date, body, facts, meta",
    "bool-for-choice": "city, host, third_party, shared, traveller",
    "value-outside-list": "city, host, third_party, shared, traveller",
    "text-for-set": "positioning, operations_development, monitoring_influence",
    "text-for-bool": "true or false",
    "percent-above": "from 0 to 100",
    "negative-money": "zero or more",
    "impossible-date": "yyyy-mm-dd",
    "unknown-kind": "invitation, trip, hosting, agreement",
    "unknown-strategy": "la-linkoping, linkoping, stockholm",
    "kind-not-judged": "cooperation",
    "date-before-editions": "stockholm-2000 2000-01-01–2008-12-02, stockholm-2008 2008-12-03–2015-12-31",
}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of faulty files, so that messages name them without a folder."""
    monkeypatch.chdir(BAD)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.stem)
def test_a_fault_is_refused_with_the_message_beside_it(path: Path, lang: str, program: Program) -> None:
    """Each faulty file gives its expected messages, in the order of the file, status 2 and no result at all."""
    swedish, english = path.with_suffix(".expected.txt").read_text("utf-8").split("\n\n")
    expected = {"sv": swedish, "en": english}[lang].strip()
    result = program("screen", path.name, "--lang", lang)
    assert (result.err.strip(), result.out, result.code) == (expected, "", 2)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.stem)
def test_every_message_has_file_line_and_column(path: Path, program: Program) -> None:
    """Each line on standard error begins with the place of the fault, and the place is in the file."""
    lines = path.read_text("utf-8").split("\n")
    messages = program("screen", path.name).err.splitlines()
    assert messages
    for message in messages:
        found = re.match(rf"{re.escape(path.name)}:(\d+):(\d+): \S", message)
        assert found, message
        line, column = map(int, found.groups())
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", HINTED)
def test_the_nearest_name_is_suggested(name: str, program: Program) -> None:
    """Where a name is near, the message asks whether it was meant."""
    assert "menade du «" in program("screen", f"{name}.yaml").err
    assert "did you mean «" in program("screen", f"{name}.yaml", "--lang", "en").err


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("name", "allowed"), LISTED.items())
def test_what_is_allowed_is_listed(name: str, allowed: str, program: Program) -> None:
    """The message says what would have been accepted."""
    assert allowed in program("screen", f"{name}.yaml", "--lang", "en").err


@pytest.mark.usefixtures("here")
def test_all_problems_of_a_file_are_reported_at_once(program: Program) -> None:
    """A file with a fault in each part has each of them reported in one run."""
    said = program("screen", "several-faults.yaml", "--lang", "en").err
    names = ("titel", "title", "strategy", "kind", "date", "body", "facts.travel.paid_by", "facts.travel.rolle")
    names += ("facts.funding.cost", "facts.funding.external_share", "facts.benefit.concrete")
    assert sorted(line.split(": ")[1] for line in said.splitlines()) == sorted(names)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("form", ["text", "json", "jsonl", "markdown", "html"])
def test_nothing_half_written_comes_out(form: str, program: Program) -> None:
    """A refused file leaves standard output empty in every format."""
    result = program("screen", "several-faults.yaml", "not-yaml.yaml", "--format", form)
    assert (result.out, result.code) == ("", 2)


@pytest.mark.usefixtures("here")
def test_a_fault_read_from_standard_input_is_placed_too(program: Program) -> None:
    """Standard input is called `-` in messages."""
    result = program("screen", "-", "--lang", "en", stdin=(BAD / "unknown-kind.yaml").read_bytes())
    assert result.err.startswith("-:4:1: kind: «invitaton» does not exist")
    assert (result.out, result.code) == ("", 2)


@pytest.mark.parametrize(
    ("fact", "value", "meant"),
    [
        ("funding: {cost: 12 000}", "12 000", "12000"),
        ("funding: {cost: 12\N{NO-BREAK SPACE}000 SEK}", "12\N{NO-BREAK SPACE}000 SEK", "12000"),
        ("funding: {cost: '5000'}", "5000", "5000"),
        ("funding: {cost: '500:-'}", "500:-", "500"),
        ("funding: {external_share: '12,5%'}", "12,5%", "12.5"),
        ("funding: {external_share: 12 procent}", "12 procent", "12"),
        ("membership: {last_reviewed: 2009-11-30T08:15:00}", "2009-11-30T08:15:00", "2009-11-30"),
        ("membership: {last_reviewed: 2009-11-30 kl. 8}", "2009-11-30 kl. 8", "2009-11-30"),
    ],
)
def test_a_swedish_writing_is_met_with_the_one_that_is_read(
    fact: str, value: str, meant: str, tmp_path: Path, program: Program
) -> None:
    """What is asked for is what is read: written so, the same case is screened."""
    path = tmp_path / "case.yaml"
    path.write_text(f"{GOOD}  {fact}\n", "utf-8")
    result = program("screen", path)
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith(f"; menade du «{meant}»?\n")
    mended = fact.replace("'", "").replace(value, meant)
    path.write_text(f"{GOOD}  {mended}\n", "utf-8")
    assert program("screen", path).code == 0


@pytest.mark.parametrize(
    "fact",
    [
        "funding: {cost: 1.000 kr}",  # a thousand, or one
        "funding: {cost: 12 %}",
        "funding: {cost: '-5,00'}",
        "funding: {cost: '1,234'}",
        "funding: {cost: 1 00 kr}",
        "funding: {cost: 100 EUR}",
        "funding: {external_share: 50 kr}",
        "funding: {external_share: 150 %}",
        "membership: {last_reviewed: 2009-11-31 10:00}",
        "membership: {last_reviewed: 2009-11-30-1}",
        "membership: {last_reviewed: 2009-11-300}",
    ],
)
def test_nothing_is_guessed_where_a_writing_can_mean_several_things(fact: str, tmp_path: Path, program: Program) -> None:
    """A number in another unit, out of range or of doubtful size, and a day that does not exist, are refused without a hint."""
    path = tmp_path / "case.yaml"
    path.write_text(f"{GOOD}  {fact}\n", "utf-8")
    result = program("screen", path)
    assert "menade du" not in result.err
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)


# -- files that no text file can stand for

BYTES = {
    "latin-1": (GOOD.replace("Invitation", "Inbjudan från").encode("latin-1"), ":2:19: ", "not UTF-8 (byte 0xe5)"),
    "utf-16": (GOOD.encode("utf-16-le"), ":1:", "not valid YAML"),
    "utf-16 with mark": (b"\xff\xfe" + GOOD.encode("utf-16-le"), ":1:1: ", "not UTF-8 (byte 0xff)"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, ":1:1: ", "not UTF-8 (byte 0x89)"),
    "every byte": (bytes(range(256)), ":", "not UTF-8"),
    "zeros": (bytes(4096), ":1:", "not valid YAML"),
    "only spaces": (b" \n\n  \n", ":1:1: ", "the file is empty"),
    "null": (b"null\n", ":1:1: ", "the file is empty"),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_case_are_refused(name: str, tmp_path: Path, program: Program) -> None:
    """Other encodings, binary files and files without content are said to be that, at their place."""
    raw, place, what = BYTES[name]
    path = tmp_path / "case.yaml"
    path.write_bytes(raw)
    result = program("screen", path, "--lang", "en")
    assert result.err.startswith(f"{path}{place}")
    assert what in result.err
    assert (result.out, result.code) == ("", 2)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_ten_megabytes_of_nesting_are_refused(opening: str, tmp_path: Path, program: Program) -> None:
    """Depth is refused where it passes the limit, however deep the file goes."""
    path = tmp_path / "deep.yaml"
    path.write_text(opening * (10_000_000 // len(opening)), "ascii")
    result = program("screen", path, "--lang", "en")
    assert re.match(rf"{re.escape(str(path))}:1:\d+: more than \d+ levels", result.err)
    assert (result.out, result.code) == ("", 2)


def test_ten_megabytes_of_text_are_refused(tmp_path: Path, program: Program) -> None:
    """A text that is too long is named, and the message stays short."""
    path = tmp_path / "long.yaml"
    path.write_text(GOOD.replace("Invitation", "x" * 10_000_000), "ascii")
    result = program("screen", path, "--lang", "en")
    assert result.err.startswith(f"{path}:2:1: title: ")
    assert "must be a text of 1 to 20000 characters" in result.err
    assert len(result.err) < len(str(path)) + 300
    assert (result.out, result.code) == ("", 2)


def test_a_missing_file_is_named(tmp_path: Path, program: Program) -> None:
    """A file that is not there is said to be missing."""
    path = tmp_path / "none.yaml"
    result = program("screen", path, "--lang", "en")
    assert result == (2, "", f"{path}: there is no such file; check the name\n")


def test_a_directory_is_named(tmp_path: Path, program: Program) -> None:
    """A folder in place of a file is said to be one."""
    result = program("screen", tmp_path, "--lang", "en")
    assert result == (2, "", f"{tmp_path}: is a folder, not a file; name the files in it\n")


def test_a_path_through_a_file_is_named(case: Path, program: Program) -> None:
    """A path that treats a file as a folder is refused like any other."""
    path = case / "case.yaml"
    result = program("screen", path, "--lang", "en")
    assert result.err.startswith(f"{path}: the file cannot be read (")
    assert (result.out, result.code) == ("", 2)


def test_a_name_that_no_file_can_have_is_refused(program: Program) -> None:
    """A name that is too long for the system is a fault of the call."""
    name = "x" * 5000
    result = program("screen", name, "--lang", "en")
    assert result.err.startswith(f"{name}: the file cannot be read (")
    assert (result.out, result.code) == ("", 2)


ENGLISH = re.compile(r"\b(found|expected|not|such|file|directory|name|too|pipe|device|space|permission|denied)\b", re.IGNORECASE)
TORN = ("a:\n\tb: 1", "a: b: c", "a: 'x", "a: [1", "a: {1", "- a\nb: 1", " a: 1\nb: 2", 'a: "\\q"', "a: @x", "k: - a", "a: 'b' c")


@pytest.mark.parametrize("text", TORN)
def test_a_swedish_message_about_yaml_is_swedish(text: str, program: Program) -> None:
    """What the parser found is said in the reader's language."""
    result = program("screen", "-", stdin=text.encode())
    assert result.err.startswith("-:")
    assert "filen är inte giltig YAML eller JSON (" in result.err
    assert not ENGLISH.search(result.err), result.err


def test_a_tab_is_called_a_tab(program: Program) -> None:
    """The fault that cannot be seen is named, wherever in the indentation it stands."""
    for text in ("\tid: x", "a:\n\tb: 1", "a:\n  \tb: 1", "a: b\n\tc: d", "a: |\n\tx"):
        assert "(a tab where spaces must stand)" in program("screen", "-", "--lang", "en", stdin=text.encode()).err, text


def test_a_swedish_message_from_the_system_is_swedish(case: Path, program: Program) -> None:
    """Why the system refused to read or to write is said in the reader's language, and in English in its own words."""
    through, long = case / "case.yaml", "x" * 5000
    missing = case.parent / "none" / "case.yaml"
    for call, why, own in (
        (("screen", through), "en del av sökvägen är en fil, inte en mapp", "Not a directory"),
        (("screen", long), "namnet är för långt", "File name too long"),
        (("new", "trip", "-o", missing), "filen eller mappen finns inte", "No such file or directory"),
    ):
        swedish, english = program(*call), program(*call, "--lang", "en")
        assert (swedish.code, english.code) == (2, 2)
        assert f"({why})" in swedish.err
        assert f"({own})" in english.err


def test_what_the_system_says_is_kept_where_we_have_no_words() -> None:
    """An unusual error is told in the system's own words, and one without words by its type."""
    assert system_words(OSError(errno.ENOTCONN, "Transport endpoint is not connected")) == (
        "Transport endpoint is not connected",
        "Transport endpoint is not connected",
    )
    assert system_words(TimeoutError()) == ("TimeoutError", "TimeoutError")


# -- good cases beside bad ones


def test_good_cases_of_a_file_are_screened_and_bad_ones_reported(tmp_path: Path, program: Program) -> None:
    """One bad case in a stream hinders no other: the good ones have verdicts, the status is 2."""
    path = tmp_path / "many.yaml"
    bad = good("second").replace("host", "hosst")
    path.write_text("---\n".join([good("first"), bad, good("third")]), "utf-8")
    result = program("screen", path, "--format", "json", "--lang", "en")
    assert [one["case"]["id"] for one in json.loads(result.out)] == ["first", "third"]
    assert result.err.startswith(f"{path}:17:12: facts.travel.paid_by: «hosst» is not allowed")
    assert (len(result.err.splitlines()), result.code) == (1, 2)


def test_one_good_case_left_of_several_is_still_an_array(tmp_path: Path, program: Program) -> None:
    """The shape of the JSON follows the cases given, not those that happened to be good."""
    path = tmp_path / "many.yaml"
    path.write_text("---\n".join([good("first"), good("second").replace("host", "hosst")]), "utf-8")
    result = program("screen", path, "--format", "json")
    assert [one["case"]["id"] for one in json.loads(result.out)] == ["first"]
    assert result.code == 2


def test_good_files_are_screened_beside_bad_ones(case: Path, program: Program) -> None:
    """A file that is no YAML does not hinder the next file."""
    result = program("screen", BAD / "not-yaml.yaml", case, "--format", "jsonl")
    assert json.loads(result.out)["case"]["id"] == "oslo-climate-2010"
    assert "not-yaml.yaml:3:9: " in result.err
    assert result.code == 2


@pytest.mark.parametrize("separate", [False, True], ids=["one file", "two files"])
def test_a_duplicate_case_id_is_refused(separate: bool, tmp_path: Path, program: Program) -> None:  # noqa: FBT001 - a case
    """The second case of an identifier is refused, with the place of the first; the first is screened."""
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text(GOOD if separate else f"{GOOD}---\n{GOOD}", "utf-8")
    other.write_text(GOOD, "utf-8")
    result = program("screen", one, *([other] if separate else []), "--format", "jsonl", "--lang", "en")
    place = f"{other}:1:1" if separate else f"{one}:10:1"
    assert result.err == f"{place}: id: id «oslo-climate-2010» is taken ({one}:1:1)\n"
    assert (len(result.out.splitlines()), result.code) == (1, 2)


def test_a_bad_case_outweighs_fail_on(case: Path, program: Program) -> None:
    """Wrong input gives 2 even where another case has a verdict that was to give 1."""
    result = program("screen", case, BAD / "unknown-kind.yaml", "--fail-on", "incomplete,reject,refer")
    assert result.out
    assert result.code == 2


# -- anything at all


def test_no_damage_to_a_file_ends_in_a_traceback(tmp_path: Path, program: Program) -> None:
    """Cut, swapped and overwritten bytes are screened or refused, and nothing else happens."""
    source, raw, path = Random("damage"), GOOD.encode(), tmp_path / "case.yaml"
    codes = set()
    for number in range(150):
        damaged = bytearray(raw[: source.randrange(len(raw))] if number % 3 == 0 else raw)
        for _ in range(number % 5):
            damaged[source.randrange(len(damaged))] = (
                source.choice(b"\x00\n\t :{}[]-?!&*'\"#%@`|>,~0aZ\xc3\xff") if damaged else 0
            )
        path.write_bytes(damaged)
        result = program("screen", path)
        assert bool(result.err) == (result.code == 2), damaged
        assert bool(result.out) == (result.code == 0), damaged
        codes.add(result.code)
    assert codes == {0, 2}


# -- output that nobody reads to its end


def _unread(*arguments: str | Path, taken: int) -> tuple[int, str]:
    """The status and messages of a call whose reader takes so many bytes and leaves."""
    running = process(*arguments, NYTTA_LANG="en")
    assert running.stdout
    running.stdout.read(taken)
    running.stdout.close()
    _, said = running.communicate(timeout=60)
    return running.returncode, said.decode()


@pytest.mark.parametrize("taken", [0, 1])
@pytest.mark.parametrize("form", ["text", "jsonl", "html"])
def test_a_broken_pipe_gives_no_traceback(form: str, taken: int, tmp_path: Path) -> None:
    """A reader that leaves early is told of in one line at most, and the status is not that of a failed check."""
    path = tmp_path / "many.yaml"
    path.write_text("---\n".join(good(f"case-{number}") for number in range(100 * taken + 1)), "utf-8")
    code, said = _unread("screen", path, "--format", form, taken=taken)
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert len(said.splitlines()) <= 1
    assert code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_gives_no_traceback(case: Path) -> None:
    """A result that cannot be written is said to be that, in a line."""
    with Path("/dev/full").open("wb") as full:
        running = process("screen", case, out=full, NYTTA_LANG="en")
        _, said = running.communicate(timeout=60)
    assert b"Traceback" not in said
    assert b"Exception ignored" not in said
    assert len(said.splitlines()) == 1
    assert running.returncode == 2


def test_a_closed_standard_error_gives_no_other_status(tmp_path: Path) -> None:
    """Messages that nobody reads do not change the status."""
    running = process("screen", tmp_path / "none.yaml")
    assert running.stderr
    running.stderr.close()
    running.stderr = None
    out, _ = running.communicate(timeout=60)
    assert (out, running.returncode) == (b"", 2)


def _without(stream: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The program as a shell starts it with `>&-` and the like: the stream is not there at all."""
    command = [sys.executable, "-c", "from nytta.cli import main; main()", *map(str, arguments)]
    line = ["sh", "-c", f'exec "$@" {stream}', "sh", *command]
    return subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, check=False, encoding="utf-8", timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
@pytest.mark.parametrize("command", ["screen", "rules list", "new trip", "--help", "--version"])
def test_without_standard_output_nothing_is_done(command: str, case: Path) -> None:
    """That there is nowhere to write is a fault of the call, said in a line, and no defect of the program."""
    done = _without(">&-", *command.split(), *([case] if command == "screen" else []))
    assert done.stderr.startswith("nytta: standard ut är stängd")
    assert (done.stderr.count("\n"), done.stdout, done.returncode) == (1, "", 2)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
def test_without_standard_input_only_its_reader_is_refused(case: Path) -> None:
    """A case that was to come from there is refused in a line; whoever names a file does not notice."""
    done = _without("<&-", "screen", "-", "--lang", "en")
    assert (done.stderr, done.stdout) == ("-: standard input is closed; name a file instead\n", "")
    assert done.returncode == 2
    done = _without("<&-", "screen", case)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
def test_without_standard_error_the_status_still_tells(case: Path, tmp_path: Path) -> None:
    """Messages that have nowhere to go change neither result nor status."""
    assert _without("2>&-", "screen", case).returncode == 0
    assert _without("2>&-", "screen", tmp_path / "none.yaml").returncode == 2
