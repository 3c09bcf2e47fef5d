"""Is there ever a verdict that only one machine stands for? Without durable-rules' answers, or with a false one, there is none."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import durable_rules_engine as machine
import pytest

from nytta.cli import main
from nytta.commands.screen import FORMATS
from nytta.engine.backends import durable
from nytta.engine.backends.durable import PRIMING
from nytta.engine.backends.reference import Reference
from nytta.engine.errors import BackendError, DisagreementError, EngineError
from nytta.engine.ir.evaluate import Values
from nytta.engine.ir.nodes import ClauseIR
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import Status
from nytta.engine.screen import Backend, Screening, both
from tests.cli.program import GOOD, good
from tests.conftest import EDITIONS
from tests.generate import random_case

# -- answers taken away


class Answerless:
    """The extension module, of whose answers some are taken away."""

    def __getattr__(self, name: str) -> Any:
        return getattr(machine, name)


class MatchesNothing(Answerless):
    """No rule matches any fact."""

    def assert_fact(self, *_: object) -> tuple[int, int]:
        """Code 1, the engine's word for a fact that no rule reads."""
        return 1, 0


class StartsNothing(Answerless):
    """Rules match, but none of them fires."""

    def start_action_for_state(self, *_: object) -> None:
        """No action to start."""


class FiresThePrimingRuleAlone(Answerless):
    """Everything looks well, but no clause's rule ever fires."""

    def start_action_for_state(self, handle: int, state: int) -> tuple[str, str] | None:
        """The priming rule's action, after the others have been passed over."""
        started = machine.start_action_for_state(handle, state)
        action = self._skipped(handle, state, started and started[1])
        return ("{}", action) if action else None

    def complete_and_start_action(self, handle: int, state: int) -> str | None:
        """The next action of the priming rule, of which there is one in all."""
        return self._skipped(handle, state, machine.complete_and_start_action(handle, state))

    @staticmethod
    def _skipped(handle: int, state: int, action: str | None) -> str | None:
        while action and not action.startswith(f'{{"{PRIMING}"'):
            action = machine.complete_and_start_action(handle, state)
        return action


class Silence(NamedTuple):
    """An engine that does not answer, and the error that this must come to."""

    engine: Any
    error: type[EngineError]
    words: str


SILENCES = {
    "it is not there": Silence(None, BackendError, "rebuild"),
    "it matches nothing": Silence(MatchesNothing(), BackendError, "could not judge"),
    "it starts nothing": Silence(StartsNothing(), BackendError, "could not judge"),
    "it primes and no more": Silence(FiresThePrimingRuleAlone(), DisagreementError, "disagree"),
}


@pytest.fixture(params=SILENCES.values(), ids=list(SILENCES))
def silence(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Silence:
    """Each way in which the engine may fall silent, one at a time."""
    made: Silence = request.param
    monkeypatch.setattr(durable, "machine", made.engine)
    return made


@pytest.fixture
def two_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with two good cases, and a cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "cases.yaml"
    path.write_text(f"{GOOD}---\n{good('the-other')}", "utf-8")
    return path


def _well_stated(edition: Edition) -> Case:
    """A case of which much is known, so that there is something to answer."""
    source = Random(f"well stated {edition.head.id}")
    return max((random_case(edition, source, number) for number in range(50)), key=lambda case: len(case.facts))


@pytest.mark.parametrize("name", EDITIONS)
def test_without_the_engine_s_answers_screening_raises(name: str, silence: Silence, library: Library) -> None:
    """In every edition a case of which durable-rules says nothing has no verdict, however the engine falls silent."""
    edition = library.edition(name)
    with pytest.raises(silence.error, match=silence.words):
        Screening(edition)(_well_stated(edition))


@pytest.mark.parametrize("form", FORMATS)
def test_without_the_engine_s_answers_the_program_prints_no_verdict(
    form: str, silence: Silence, two_cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with status 1, prints nothing on standard output in any format, and says why in plain words."""
    with pytest.raises(SystemExit) as ended:
        main(["screen", str(two_cases), "--format", form, "--lang", "en"])
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert said.out == ""
    assert silence.words in said.err
    assert "Traceback" not in said.err


# -- a machine that lies


class Liar:
    """A machine that gives one clause another status than the truth."""

    def __init__(self, honest: Backend, clauses: tuple[ClauseIR, ...]) -> None:
        self.name = honest.name
        self._honest = honest
        self._places = {clause.id: place for place, clause in enumerate(clauses)}
        self.about = ""

    def statuses(self, values: Values) -> list[Status]:
        """The honest statuses, but one."""
        statuses = self._honest.statuses(values)
        if self.about:
            place = self._places[self.about]
            statuses[place] = "satisfied" if statuses[place] != "satisfied" else "violated"
        return statuses


def _with_liar(edition: Edition, which: int) -> tuple[Screening, Liar]:
    """A screening one of whose two machines can be told to lie."""
    liars: list[Liar] = []

    def machines(clauses: tuple[ClauseIR, ...]) -> tuple[Backend, ...]:
        found = list(both(clauses))
        liars.append(Liar(found[which], clauses))
        found[which] = liars[0]
        return tuple(found)

    return Screening(edition, machines), liars[0]


@pytest.mark.parametrize("which", [0, 1], ids=["durable-rules lies", "the reference lies"])
@pytest.mark.parametrize("name", EDITIONS)
def test_a_lie_about_any_clause_is_found_out(name: str, which: int, library: Library) -> None:
    """Whichever machine lies, about whichever clause: there is no verdict, and the error names the case and that clause alone."""
    edition = library.edition(name)
    screening, liar = _with_liar(edition, which)
    case = _well_stated(edition)
    screening(case)
    for clause in edition.clauses:
        liar.about = clause.id
        with pytest.raises(DisagreementError) as raised:
            screening(case)
        assert raised.value.case == case.id
        assert raised.value.clauses == (clause.id,)
        assert f"oense om {clause.id}. Ärendet har inte fått något utfall." in raised.value.message("sv")
        assert f"disagree on {clause.id}. The case has no verdict." in raised.value.message("en")


def test_both_machines_judge_every_case(library: Library) -> None:
    """The default screening has two machines, durable-rules and the reference, of different make."""
    judge = Screening(library.edition(EDITIONS[0]))
    assert [type(one) for one in judge.backends] == [durable.Durable, Reference]


def test_a_lie_reaches_nobody(monkeypatch: pytest.MonkeyPatch, two_cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The program prints no verdict on a case that the machines disagree on, and the honest case beside it has its own."""
    honest = durable.Durable.statuses
    asked: list[Values] = []

    def lies_once(self: durable.Durable, values: Values) -> list[Status]:
        asked.append(values)
        *others, last = honest(self, values)
        return [*others, last] if len(asked) > 1 else [*others, "violated" if last != "violated" else "satisfied"]

    monkeypatch.setattr(durable.Durable, "statuses", lies_once)
    with pytest.raises(SystemExit) as ended:
        main(["screen", str(two_cases), "--format", "jsonl", "--lang", "en"])
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "the-other" in said.out
    assert "oslo-climate-2010" not in said.out
    assert said.err.startswith("oslo-climate-2010: the two engines disagree on ")
