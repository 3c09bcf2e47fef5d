"""`nytta ask`: an interview that asks only what matters, loses nothing, and writes a case file."""

from __future__ import annotations

import errno
import os
import re
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nytta.commands import kept
from nytta.engine.errors import InputError, Place, Problem
from nytta.engine.load.begun import completed
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import parse
from nytta.engine.model.case import Case
from nytta.engine.screen import Screening
from tests.cli.program import Program
from tests.conftest import EXEMPELSTAD, ROOT

fcntl = pytest.importorskip("fcntl", reason="there are no terminals of this kind on the system")
pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

INVITATION = ("ask", "invitation", "--strategy", "stockholm", "--date", "2010-04-12")
APPROVED = ["verksamhetsutveckling", "1,3", "ja", "staden", "ja", "1", "en stad", ""]
"""A plain conference in Oslo: the answers that lead to approval, and the closing line."""
REFUSED = ["2", "1", "ja", "värden", "godkänd", "deltagare", ""]
"""The same conference where the host pays for a participant."""


def lines(*answers: str) -> bytes:
    """The answers as they are typed."""
    return "".join(f"{one}\n" for one in answers).encode()


def asked(said: str) -> list[str]:
    """The questions of an interview, in order, by their first words."""
    return re.findall(r"^(?:Fråga|Question) \d+\. (.*)$", said, re.MULTILINE)


def case_in(path: Path, library: Library) -> Case:
    """The case that was written."""
    files = read_cases([str(path)], library)
    assert files.problems == []
    return files.cases[0][0]


def test_a_plain_invitation_is_approved_after_seven_questions(
    program: Program, tmp_path: Path, library: Library, screening: Callable[[str], Screening]
) -> None:
    """The case file gets the verdict of the worked case, the verdict is printed, and the way on is told."""
    path = tmp_path / "oslo.yaml"
    done = program(*INVITATION, "-o", path, stdin=lines(*APPROVED))
    case = case_in(path, library)
    assert done.code == 0
    assert len(asked(done.err)) == 7
    assert done.out.startswith("TILLSTYRKS\n")
    assert "Inget svar kan ändra utfallet: tillstyrks." in done.err
    assert f"nytta text {path}" in " ".join(done.err.split())
    assert (case.id, case.title, case.kind) == ("oslo", "Inbjudan", "invitation")
    assert screening("stockholm-2008")(case).verdict == "approve"


def test_where_the_host_pays_the_trip_is_refused_after_six_questions(program: Program, tmp_path: Path) -> None:
    """What can no longer change the verdict is not asked."""
    done = program(*INVITATION, "-o", tmp_path / "oslo.yaml", stdin=lines(*REFUSED))
    assert done.code == 0
    assert len(asked(done.err)) == 6
    assert done.out.startswith("AVSTYRKS\n")


def test_english_is_spoken_throughout(program: Program, tmp_path: Path) -> None:
    """Questions, range, verdict and the way on."""
    answers = ["development of operations", "1,3", "yes", "the city", "y", "1", "a city", ""]
    done = program(*INVITATION, "-o", tmp_path / "oslo.yaml", "--lang", "en", stdin=lines(*answers))
    assert done.code == 0
    assert done.out.startswith("APPROVE\n")
    assert "Still possible: approve, approve with conditions or reject." in done.err
    assert not re.search("[åäöÅÄÖ]", done.err)


def test_the_range_narrows_after_each_answer(program: Program, tmp_path: Path) -> None:
    """It is shown before each question and in the end."""
    done = program(*INVITATION, "-o", tmp_path / "oslo.yaml", stdin=lines(*APPROVED))
    ranges = re.findall(r"^(?:Ännu möjligt|Inget svar kan ändra utfallet): (.*)\.$", done.err, re.MULTILINE)
    assert len(ranges) == 8
    assert ranges[0] == "tillstyrks, tillstyrks med villkor, kompletteras eller avstyrks"
    assert ranges[-2:] == ["tillstyrks eller avstyrks", "tillstyrks"]


def test_the_head_is_asked_for_where_the_call_does_not_give_it(program: Program, tmp_path: Path, library: Library) -> None:
    """Kind, strategy and date, by number or word; a day without an edition is refused and asked for again."""
    path = tmp_path / "oslo.yaml"
    head = ["inbjudan", "9", "1", "2026-11-24", "12 april", "2010-04-12"]
    done = program("ask", "-o", path, stdin=lines(*head, *APPROVED))
    case = case_in(path, library)
    assert done.code == 0
    assert (case.kind, case.strategy, case.date.isoformat()) == ("invitation", "stockholm", "2010-04-12")
    assert "«9» är inget av numren." in done.err
    assert "Ingen utgåva av stockholm gäller 2026-11-24." in done.err
    assert "Det är inget datum som finns" in done.err


def test_going_back_asks_the_last_question_again(program: Program, tmp_path: Path, library: Library) -> None:
    """From a question and from the end; the new answer counts."""
    path = tmp_path / "oslo.yaml"
    done = program(*INVITATION, "-o", path, stdin=lines("0", "<", "2", "1", "<", "2,3", *APPROVED[2:]))
    case = case_in(path, library)
    assert done.out.startswith("TILLSTYRKS\n")
    assert case.facts["purpose.goals"] == ("quality_and_choice", "cost_effective")
    assert case.facts["purpose.orientations"] == ("operations_development",)


def test_an_earlier_answer_is_changed_and_the_others_stay(program: Program, tmp_path: Path, library: Library) -> None:
    """The list of answers shows them; a changed one replaces the earlier, title and body too."""
    path = tmp_path / "oslo.yaml"
    title, body = ("=", "1", "Klimatkonferensen"), ("=", "2", "nämnd")
    answers = [*APPROVED[:3], *title, *body, "=", "3", "1,2", *APPROVED[3:]]
    done = program(*INVITATION, "-o", path, stdin=lines(*answers))
    case = case_in(path, library)
    assert "Leder engagemanget till konkret nytta för invånarna eller verksamheten? ja" in done.err
    assert (case.title, case.body) == ("Klimatkonferensen", "namnd")
    assert case.facts["purpose.orientations"] == ("positioning", "operations_development")
    assert case.facts["benefit.concrete"] is True
    assert case.facts["counterpart.type"] == "city"


def test_what_is_not_known_is_not_asked_again_and_stays_open(program: Program, tmp_path: Path, library: Library) -> None:
    """The end says that it can still change the verdict; the file does not state it."""
    path = tmp_path / "oslo.yaml"
    done = program(*INVITATION, "-o", path, stdin=lines(*APPROVED[:4], "vet ej", "en stad", "ja", ""))
    assert done.code == 0
    assert len(asked(done.err)) == 7
    assert "Det ni inte vet kan ännu ändra utfallet:" in done.err
    assert "benefit.recorded" not in case_in(path, library).facts


def test_a_presumption_is_corrected_in_the_end(program: Program, tmp_path: Path, library: Library) -> None:
    """What is presumed is shown once nothing is left to ask, and correcting it can change the verdict."""
    path = tmp_path / "oslo.yaml"
    done = program(*INVITATION, "-o", path, stdin=lines(*APPROVED[:-1], "2", "ja", ""))
    assert "2   Tar staden egen ställning i en utrikespolitisk fråga? nej" in done.err
    assert done.out.startswith("AVSTYRKS\n")
    assert case_in(path, library).facts["foreign_policy.own_stance"] is True


def test_a_question_is_explained(program: Program, tmp_path: Path) -> None:
    """Which clauses need it, and where the answers lead."""
    done = program(*INVITATION, "-o", tmp_path / "oslo.yaml", stdin=lines("?"))
    assert "[orientation]" in done.err
    assert "inget → avstyrks; annat svar → fortfarande öppet" in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("typed", "said"),
    [("x", "«x» är inget av svaren"), ("9", "«9» är inget av svaren"), ("", "Skriv ett svar"), ("\udcff", "är inget av svaren")],
)
def test_what_is_no_answer_is_said_and_asked_again(typed: str, said: str, program: Program, tmp_path: Path) -> None:
    """Nothing is stated by it, bytes that are no text included."""
    answers = b"2\n1\nja\n" + typed.encode("utf-8", "surrogateescape") + b"\nstaden\n"
    done = program(*INVITATION, "-o", tmp_path / "oslo.yaml", stdin=answers)
    assert said in done.err
    assert asked(done.err)[-1].startswith("Är nyttan redovisad")


# -- leaving, resuming, starting from what is known


@pytest.mark.parametrize("ending", [[], ["."], ["lämna"]])
@pytest.mark.parametrize("count", range(8))
def test_leaving_loses_nothing(ending: list[str], count: int, program: Program, tmp_path: Path, library: Library) -> None:
    """At the end of the input and on the sign for it, after any answer: what is said is in the file, which goes on later."""
    path = tmp_path / "oslo.yaml"
    first = program(*INVITATION, "-o", path, stdin=lines(*APPROVED[:count], *ending))
    assert (first.code, first.out) == (0, "")
    assert len(case_in(path, library).facts) == count if count < 8 else 7
    assert f"nytta ask --facts {path} -o {path}" in first.err.replace("\n", " ")
    done = program("ask", "--facts", path, "-o", path, stdin=lines(*APPROVED[count:]))
    assert done.out.startswith("TILLSTYRKS\n")
    assert len(asked(first.err)) + len(asked(done.err)) == 7 + (count < 7)


def test_what_is_gone_on_with_is_judged_by_the_same_rules(program: Program, tmp_path: Path) -> None:
    """The command that is told for later has the rules, the edition and the language of the first call, and works as it stands."""
    path = tmp_path / "an agreement.yaml"
    head = ("--strategy", "exempelstad", "--date", "2021-01-01", "--edition", "exempelstad-2020")
    first = program("ask", "agreement", *head, "--rules", EXEMPELSTAD, "--lang", "en", "-o", path, stdin=b"")
    (command,) = (line for line in first.err.splitlines() if line.startswith("  nytta ask"))
    called = shlex.split(command)
    assert called[1:] == ["ask", "--facts", str(path), "-o", str(path), "--rules", str(EXEMPELSTAD), *head[-2:], "--lang", "en"]
    again = program(*called[1:], stdin=b"")
    assert (again.code, asked(again.err)) == (0, asked(first.err))


def test_a_file_that_says_it_all_asks_nothing(program: Program, tmp_path: Path, library: Library) -> None:
    """What the file says beyond the questions is kept: descriptions, the papers' particulars, the body."""
    worked = ROOT / "cases/stockholm/oslo-climate-speaker-2010/case.yaml"
    path = tmp_path / "oslo.yaml"
    done = program("ask", "--facts", worked, "-o", path, stdin=lines(""))
    assert done.code == 0
    assert asked(done.err) == []
    assert case_in(path, library) == case_in(worked, library)


def test_a_template_that_is_hardly_filled_in_is_begun(program: Program, tmp_path: Path, library: Library) -> None:
    """`nytta new` leaves the date and the answers blank: the date is asked for, and the rest."""
    template, path = tmp_path / "template.yaml", tmp_path / "oslo.yaml"
    program("new", "invitation", "--strategy", "stockholm", "-o", template)
    done = program("ask", "--facts", template, "-o", path, stdin=lines("2010-04-12", *APPROVED))
    assert done.out.startswith("TILLSTYRKS\n")
    assert case_in(path, library).facts["travel.paid_by"] == "city"


def test_facts_come_from_standard_input_and_the_file_goes_to_standard_output(program: Program, library: Library) -> None:
    """`--facts -` and `-o -`: nothing is left to answer from, so what is known is handed on."""
    done = program("ask", "--facts", "-", "-o", "-", stdin=b"kind: invitation\nstrategy: stockholm\ndate: 2010-04-12\n")
    made, edition = completed(parse(done.out.encode(), "-")[0], {}, library)
    assert (done.code, made.kind, edition) == (0, "invitation", "stockholm-2008")


# -- where it is written


def test_without_a_name_a_free_one_is_taken(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By kind and date; an existing file is left alone."""
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        program(*INVITATION, stdin=lines("2"))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["invitation-2010-04-12-2.yaml", "invitation-2010-04-12.yaml"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("invitatoin",), "menade du «invitation»?"),
        (("invitation", "--strategy", "stokholm"), "menade du «stockholm»?"),
        (("invitation", "--strategy", "stockholm", "--date", "2010-13-01"), "är inget datum som finns"),
        (("invitation", "--strategy", "stockholm", "--date", "2026-11-24"), "ingen utgåva av stockholm gäller"),
        (("invitation", "--edition", "la-linkoping-2018", "--date", "2020-01-01"), "prövar inte slaget «invitation»"),
        (("--facts", "{list}"), "ska vara ett enda ärende"),
        (("--facts", "{wrong}"), "travel.paidby: okänt faktum"),
        (("--facts", "{none}"), "finns inte"),
        (("trip", "--facts", "{begun}"), "filen säger kind: invitation, anropet trip"),
        ((*INVITATION[1:], "-o", "{begun}"), "filen finns redan; --force skriver över den"),
        ((*INVITATION[1:], "-o", "{none}/x.yaml"), "går inte att skriva"),
        ((*INVITATION[1:], "-o", "{folder}"), "är en mapp"),
    ],
)
def test_a_wrong_call_ends_before_anything_is_asked(
    call: tuple[str, ...], said: str, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message with what is wrong, and the exit status of a wrong call; the files there are as they were."""
    monkeypatch.chdir(tmp_path)
    begun = "kind: invitation\nstrategy: stockholm\ndate: 2010-04-12\n"
    texts = {"list": "- {id: a}\n", "wrong": f"{begun}facts: {{travel: {{paidby: city}}}}\n", "begun": begun}
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    names = {name: tmp_path / f"{name}.yaml" for name in (*texts, "none")}
    done = program("ask", *(one.format(**names, folder=tmp_path) for one in call), stdin=lines(*APPROVED))
    assert (done.code, done.out, asked(done.err)) == (2, "", [])
    assert said in done.err
    assert "Traceback" not in done.err
    assert names["begun"].read_text("utf-8") == begun


def test_a_file_is_overwritten_where_that_is_wanted(program: Program, tmp_path: Path, library: Library) -> None:
    """With --force; without it only the file that the interview goes on from."""
    path = tmp_path / "oslo.yaml"
    path.write_text("something else\n", "utf-8")
    assert program(*INVITATION, "-o", path, "--force", stdin=lines("2")).code == 0
    assert case_in(path, library).facts == {"purpose.orientations": ("operations_development",)}


def test_where_the_file_can_no_longer_be_written_the_answers_are_printed(
    program: Program, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full from the third answer on: the whole case file goes to standard output, and why."""
    written = 0
    save = kept.save

    def until_full(path: Path, content: str, *, force: bool) -> None:
        nonlocal written
        written += 1
        if written > 3:
            raise InputError(Problem(Place(str(path)), "", "går inte att skriva (enheten är full)", "cannot be written"))
        save(path, content, force=force)

    monkeypatch.setattr(kept, "save", until_full)
    done = program(*INVITATION, "-o", tmp_path / "oslo.yaml", stdin=lines(*APPROVED[:5]))
    made, _ = completed(parse(done.out.encode(), "-")[0], {}, library)
    assert "enheten är full" in done.err
    assert len(made.facts) == 5


# -- a real terminal


def _own_terminal() -> None:
    """Makes the terminal the one from which ctrl-C comes."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """The program on a terminal of its own, and what it shows."""

    def __init__(self, columns: int, *call: str | Path) -> None:
        own, other = pty.openpty()
        self._own = own
        environment = os.environ | {"COLUMNS": str(columns), "TERM": "dumb"}
        command = [sys.executable, "-c", "from nytta.cli import main; main()", *map(str, call)]
        self.process = subprocess.Popen(
            command,
            stdin=other,
            stdout=other,
            stderr=other,
            env=environment,
            preexec_fn=_own_terminal,  # noqa: PLW1509 - there are no threads
        )
        os.close(other)
        self.shown = ""

    def until(self, wanted: str) -> str:
        """What has been shown once this is there; fails if it does not come."""
        end = time.monotonic() + 60
        while wanted not in self.shown:
            assert time.monotonic() < end, self.shown
            if not self._read():
                break
        assert wanted in self.shown, self.shown
        before, _, self.shown = self.shown.partition(wanted)
        return before

    def type(self, text: str) -> None:
        """Types this."""
        os.write(self._own, text.encode())

    def interrupted(self) -> str:
        """What has been shown after ctrl-C; typed again where it came just before the program began to read."""
        while self.process.poll() is None:
            self.type("\x03")
            end = time.monotonic() + 5
            while time.monotonic() < end and select.select([self._own], [], [], 0.5)[0] and self._read():
                pass
        return self.shown

    def end(self) -> int:
        """The exit status, when all is shown."""
        while self._read():
            pass
        return self.process.wait(60)

    def close(self) -> None:
        """Ends the program if it has not ended, and the terminal."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._own)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._own], [], [], 60)
        try:
            read = os.read(self._own, 65536) if ready else b""
        except OSError as error:
            if error.errno != errno.EIO:  # the other end is closed
                raise
            read = b""
        self.shown += read.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(read)


@contextmanager
def terminal(columns: int, *call: str | Path) -> Iterator[Terminal]:
    """A terminal with the program."""
    shown = Terminal(columns, *call)
    try:
        yield shown
    finally:
        shown.close()


def test_on_a_terminal_an_invitation_is_approved(tmp_path: Path) -> None:
    """Line by line, as a person would."""
    with terminal(80, *INVITATION, "-o", tmp_path / "oslo.yaml") as shown:
        for answer in APPROVED:
            shown.until("Svar: ")
            shown.type(f"{answer}\n")
        shown.until("TILLSTYRKS")
        assert shown.end() == 0


@pytest.mark.parametrize("count", [0, 3, 7])
def test_ctrl_c_ends_with_everything_saved(count: int, tmp_path: Path, library: Library) -> None:
    """Without a traceback, with the status of an interrupted program and the way back."""
    path = tmp_path / "oslo.yaml"
    with terminal(80, *INVITATION, "-o", path) as shown:
        for answer in APPROVED[:count]:
            shown.until("Svar: ")
            shown.type(f"{answer}\n")
        shown.until("Svar: ")
        assert "Traceback" not in shown.interrupted()
        assert "Fortsätt med:" in shown.shown
        assert shown.end() == 130
    assert len(case_in(path, library).facts) == count


def test_ctrl_d_leaves(tmp_path: Path, library: Library) -> None:
    """The end of the input on a terminal."""
    path = tmp_path / "oslo.yaml"
    with terminal(80, *INVITATION, "-o", path) as shown:
        shown.until("Svar: ")
        shown.type("2\n")
        shown.until("Svar: ")
        shown.type("\x04")
        shown.until("Fortsätt med:")
        assert shown.end() == 0
    assert len(case_in(path, library).facts) == 1


def test_a_program_that_is_killed_has_lost_nothing(tmp_path: Path, library: Library) -> None:
    """Whatever ends it, without a word: what was answered before is in the file."""
    path = tmp_path / "oslo.yaml"
    with terminal(80, *INVITATION, "-o", path) as shown:
        for answer in APPROVED[:2]:
            shown.until("Svar: ")
            shown.type(f"{answer}\n")
        shown.until("Svar: ")
        os.killpg(shown.process.pid, signal.SIGKILL)
        shown.process.wait(60)
    assert len(case_in(path, library).facts) == 2


def test_lines_fit_a_narrow_terminal(tmp_path: Path) -> None:
    """No line that is written is wider than the terminal."""
    with terminal(34, *INVITATION, "-o", tmp_path / "o.yaml") as shown:
        said = ""
        for answer in ["2", "1", "?"]:
            said += shown.until("Svar: ")
            shown.type(f"{answer}\n")
        said += shown.until("Svar: ")
    words = [line for line in said.splitlines() if str(tmp_path) not in line and "/" not in line]
    assert max(map(len, words)) <= 34


def test_without_any_terminal_it_ends_by_itself(tmp_path: Path, library: Library) -> None:
    """No input at all: the file is written, the status is that of leaving."""
    path = tmp_path / "oslo.yaml"
    command = [sys.executable, "-c", "from nytta.cli import main; main()", *INVITATION, "-o", str(path)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"Traceback" not in done.stderr
    assert case_in(path, library).facts == {}


# -- what an official would trip over


def test_what_the_case_needs_to_be_complete_is_offered(program: Program, tmp_path: Path, library: Library) -> None:
    """Where no answer can change the verdict but clauses lack some, the review says so, and asks for them on a sign."""
    call = ("ask", "cooperation", "--strategy", "la-linkoping", "--date", "2019-05-01", "-o", tmp_path / "la.yaml")
    done = program(*call, stdin=lines("1", "1", ""))
    assert "Inget svar kan ändra utfallet: överlämnas." in done.err
    assert "Som ärendet är beskrivet nu: kompletteras." in done.err
    assert "Ärendet är inte fullständigt." in done.out
    assert "nytta ask --facts" in done.err
    again = program("ask", "--facts", tmp_path / "la.yaml", "-o", tmp_path / "la.yaml", stdin=lines("+", "1", *["ja"] * 4, ""))
    assert again.out.startswith("ÖVERLÄMNAS\n")
    assert len(case_in(tmp_path / "la.yaml", library).facts) == 7


def test_the_verdict_as_the_case_stands_is_said_beside_the_range(program: Program, tmp_path: Path) -> None:
    """It need not be one of those that a completed case can have: what is not known gives a condition."""
    worked = ROOT / "cases/stockholm/host-paid-keynote-not-yet-granted-2011/case.yaml"
    done = program("ask", "--facts", worked, "-o", tmp_path / "o.yaml", stdin=lines("-", "-", ""))
    assert done.out.startswith("TILLSTYRKS MED VILLKOR\n")
    assert "Som ärendet är beskrivet nu: tillstyrks med villkor." in done.err


@pytest.mark.parametrize("typed", ["9" * 5000, "٣" * 5000, "x" * 100_000])
@pytest.mark.parametrize("before", [0, 4, 7])
def test_endless_input_is_no_answer(typed: str, before: int, program: Program, tmp_path: Path) -> None:
    """Neither a number, a list of answers nor the review takes it for a number of theirs."""
    call = INVITATION if before else ("ask",)
    done = program(*call, "-o", tmp_path / "o.yaml", stdin=lines(*APPROVED[:before], typed, "=", typed))
    assert done.code == 0
    assert "fel i programmet" not in done.err


def test_a_file_that_somebody_else_changed_is_left_alone(
    program: Program, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answers are printed instead, and the reason is told."""
    path = tmp_path / "oslo.yaml"
    save = kept.save

    def and_then_another(target: Path, content: str | bytes, *, force: bool) -> None:
        save(target, content, force=force)
        path.write_text("id: theirs\n", "utf-8")

    monkeypatch.setattr(kept, "save", and_then_another)
    done = program(*INVITATION, "-o", path, stdin=lines(*APPROVED[:3]))
    made, _ = completed(parse(done.out.encode(), "-")[0], {}, library)
    assert path.read_text("utf-8") == "id: theirs\n"
    assert len(made.facts) == 3
    assert "har ändrats av någon annan" in done.err


def test_comments_of_a_file_that_is_gone_on_with_are_kept(program: Program, tmp_path: Path) -> None:
    """Beside the file, and the official is told where."""
    path = tmp_path / "oslo.yaml"
    program("new", "invitation", "--strategy", "stockholm", "-o", path)
    template = path.read_text("utf-8")
    done = program("ask", "--facts", path, "-o", path, stdin=lines("2010-04-12", "2"))
    assert (tmp_path / "oslo.yaml.bak").read_text("utf-8") == template
    assert "oslo.yaml.bak" in done.err
    program("ask", "--facts", path, "-o", path, stdin=lines("1"))
    assert (tmp_path / "oslo.yaml.bak").read_text("utf-8") == template
    noted = path.read_text("utf-8") + "# ask the office\n"
    path.write_text(noted, "utf-8")
    done = program("ask", "--facts", path, "-o", path, stdin=lines("1"))
    assert (tmp_path / "oslo.yaml.bak").read_text("utf-8") == template
    assert (tmp_path / "oslo.yaml-2.bak").read_text("utf-8") == noted
    assert "oslo.yaml-2.bak" in done.err


def test_signs_are_no_titles_and_no_bodies(program: Program, tmp_path: Path, library: Library) -> None:
    """They leave both as they are."""
    path = tmp_path / "oslo.yaml"
    typed = [one for sign in ("=", "<", "?", "-", "") for number in ("1", "2") for one in ("=", number, sign)]
    program(*INVITATION, "-o", path, stdin=lines(*typed, "2"))
    case = case_in(path, library)
    assert (case.title, case.body) == ("Inbjudan", None)
    assert case.facts["purpose.orientations"] == ("operations_development",)
