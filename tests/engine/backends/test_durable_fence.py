"""Does `engine/backends/durable.py` stay inside the fence, and is everything outside it an error and never a verdict?"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import durable_rules_engine as machine
import pytest

from nytta.engine.backends import durable
from nytta.engine.backends.durable import GUARD, MAX_BRANCHES, MAX_RULES, MAX_TESTS, MAX_TRUE, PRIMING, REBUILD, Durable
from nytta.engine.backends.reference import Reference
from nytta.engine.errors import BackendError
from nytta.engine.ir.evaluate import Settled
from nytta.engine.ir.nodes import TRUE, All, ClauseIR, Has, Node, OneOf, Within
from nytta.engine.ir.nodes import Any as AnyOf
from nytta.engine.ir.numbers import LIMIT, SCALE
from nytta.engine.screen import Screening
from tests.cli.program import GOOD
from tests.conftest import EDITIONS, ROOT
from tests.engine.backends import alone
from tests.engine.backends.engine_probe import fate, fired, resident, rules
from tests.generate import random_case

KIND = "any"
WORDS_OF_THE_ENGINE = (
    *("sid", "id", "$s", "$i", "all", "any", "pri", "count", "cap", "dist", "name", "$m", "$l", "$r", "$forward"),
    *("$lt", "$lte", "$gt", "$gte", "$eq", "$neq", "$ex", "$nex", "$mt", "$imt", "$iall", "$iany", "$or", "$and"),
    *("$add", "$sub", "$mul", "$div"),
)
"""What the engine takes for a word of its own, by its hash alone."""


def _flag(number: int) -> OneOf:
    return OneOf(f"f{number:03}", frozenset({True}))


def _clauses(*requires: Node) -> tuple[ClauseIR, ...]:
    return tuple(ClauseIR(f"c{number}", TRUE, node) for number, node in enumerate(requires))


def _case(**values: Settled) -> dict[str, Settled]:
    return {"case.kind": KIND, **values}


def _flags(count: int, *, value: bool) -> dict[str, Settled]:
    return _case(**{f"f{number:03}": value for number in range(count)})


# -- what the engine is told


class Call(NamedTuple):
    """One call of the extension module."""

    name: str
    arguments: tuple[Any, ...]
    result: Any


class Recording:
    """The extension module, with every call on record."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            result = getattr(machine, name)(*arguments)
            self.calls.append(Call(name, arguments, result))
            return result

        return call

    def named(self, name: str) -> list[Call]:
        """The calls of one function."""
        return [call for call in self.calls if call.name == name]


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> Recording:
    """What the engine is told during one test."""
    made = Recording()
    monkeypatch.setattr(durable, "machine", made)
    return made


@pytest.fixture(scope="module")
def recording(screening: Callable[[str], Screening]) -> Recording:
    """Every edition's rules for every kind, with a bare case each and random ones, as the engine was told of them."""
    with pytest.MonkeyPatch.context() as patch:
        made = Recording()
        patch.setattr(durable, "machine", made)
        for name in EDITIONS:
            judge, source = screening(name), Random(f"fence {name}")
            kinds = tuple(judge.edition.vocabulary.kinds)
            backend = Durable(judge.clauses)
            for kind in kinds:
                backend.statuses({"case.kind": kind})
            for number in range(100):
                backend.statuses(judge.settle(random_case(judge.edition, source, number)).values)
        return made


@pytest.fixture(scope="module")
def definitions(recording: Recording) -> list[dict[str, Any]]:
    """The rule sets that the engine was given."""
    return [json.loads(call.arguments[1]) for call in recording.named("create_ruleset")]


@pytest.fixture(scope="module")
def facts(recording: Recording) -> list[dict[str, Any]]:
    """The facts that the engine was given."""
    return [json.loads(call.arguments[1]) for call in recording.named("assert_fact")]


def _tests(definition: dict[str, Any]) -> list[dict[str, Any]]:
    """The tests of one rule."""
    (pattern,) = definition["all"]
    test = pattern["m"]
    tests: list[dict[str, Any]] = test.get("$and", [test])
    return tests


def _attribute(test: dict[str, Any]) -> tuple[str, Any]:
    """The attribute and the value of one test."""
    ((name, value),) = test.items()
    return _attribute(value) if isinstance(value, dict) else (name, value)


ALLOWED = {"create_ruleset", "assert_fact", "start_action_for_state", "complete_and_start_action"}


def test_facts_alone_are_asserted(recording: Recording) -> None:
    """Of the engine's functions five are called: no event, no timer, no batch, no state; the fifth takes the case back."""
    called = {call.name for call in recording.calls}
    assert called >= ALLOWED
    assert called - ALLOWED in ({"retract_fact"}, {"delete_state"})


def test_every_rule_is_guarded(definitions: list[dict[str, Any]]) -> None:
    """Each rule looks at one fact and begins with the flag that each fact has."""
    for definition in definitions:
        for one in definition.values():
            assert set(one) == {"all"}
            assert _tests(one)[0] == {GUARD: 1}


def test_tests_are_comparisons_with_whole_numbers(definitions: list[dict[str, Any]]) -> None:
    """No rule tests absence or presence, joins, branches, or uses a pattern, a text or a fraction."""
    for definition in definitions:
        for one in definition.values():
            for test in _tests(one):
                ((operator, value),) = test.items()
                assert operator in {"$neq", "$gte", "$lte"} or not operator.startswith("$")
                assert type(_attribute(test)[1]) is int
                assert isinstance(value, dict) is operator.startswith("$")


def test_one_rule_of_each_set_always_fires(definitions: list[dict[str, Any]]) -> None:
    """Each rule set has one rule with the guard alone, which primes the session."""
    for definition in definitions:
        unconditional = [name for name, one in definition.items() if _tests(one) == [{GUARD: 1}]]
        assert unconditional == [PRIMING]


def test_rule_sets_stay_under_the_engine_s_limits(definitions: list[dict[str, Any]]) -> None:
    """Fewer than 512 different tests, 256 rules and 250 attributes a set, and no condition twice."""
    for definition in definitions:
        conditions = [frozenset(map(str, _tests(one))) for one in definition.values()]
        assert len({test for condition in conditions for test in condition}) <= MAX_TESTS + 1 < 512
        assert len(definition) <= MAX_RULES + 1 < 256
        assert len(set(conditions)) == len(conditions)
        assert len({_attribute(test)[0] for one in definition.values() for test in _tests(one)}) < 250
    assert max(len(definition) for definition in definitions) > 40, "the editions are too small to show anything"


def test_rule_sets_have_names_of_their_own(recording: Recording) -> None:
    """No two rule sets of the process have the same name."""
    names = [call.arguments[0] for call in recording.named("create_ruleset")]
    assert len(set(names)) == len(names)


def test_facts_are_flat_whole_numbers(facts: list[dict[str, Any]], definitions: list[dict[str, Any]]) -> None:
    """A fact holds the fixed session, the guard, and small whole numbers under names that the rules use; never nothing."""
    used = {_attribute(test)[0] for definition in definitions for one in definition.values() for test in _tests(one)}
    assert LIMIT * SCALE < 2**63 - 1
    for fact in facts:
        named = {name: value for name, value in fact.items() if name not in ("sid", "id")}
        assert fact["sid"] == "0"
        assert fact.get("id", "0") == "0"
        assert fact[GUARD] == 1
        assert set(named) <= used
        assert all(type(value) is int and abs(value) <= LIMIT * SCALE for value in named.values())
        assert len(fact) < 250
    assert max(map(len, facts)) > 20, "the facts are too small to show anything"


def test_each_case_is_taken_back_before_the_next(recording: Recording) -> None:
    """Between two facts of one rule set the first is taken back, and at the end none is left."""
    asserted = recording.named("assert_fact")
    for handle in (call.result for call in recording.named("create_ruleset")):
        calls = [call for call in recording.calls if call.arguments[0] == handle]
        ours = [call for call in calls if call.name in ("assert_fact", "retract_fact", "delete_state")]
        assert [call.name == "assert_fact" for call in ours] == [True, False] * (len(ours) // 2)
        assert _living(handle) == []
    assert len(asserted) > 500, "too few cases to show anything"


def _living(handle: int) -> list[dict[str, Any]]:
    """The facts that live in our session of a rule set, beside the engine's own."""
    try:
        facts = json.loads(machine.get_facts(handle, "0"))
    except machine.error:  # 309: there is no such session
        return []
    return [fact for fact in facts if "$s" not in fact]


def test_attributes_are_told_apart_by_their_hash(definitions: list[dict[str, Any]]) -> None:
    """No two attributes of a rule set have one hash, and none has that of a word of the engine."""
    words = set(map(durable._hash, WORDS_OF_THE_ENGINE))
    for definition in definitions:
        names = {_attribute(test)[0] for one in definition.values() for test in _tests(one)}
        hashes = set(map(durable._hash, names))
        assert len(hashes) == len(names)
        assert not hashes & words


def test_rule_sets_are_compiled_once(record: Recording) -> None:
    """A kind's rule sets are made when its first case comes, from that kind's tests alone, and not again."""
    elsewhere = ClauseIR("elsewhere", OneOf("case.kind", frozenset({"other"})), _flag(1))
    backend = Durable((*_clauses(_flag(0)), elsewhere))
    assert record.calls == []
    for _ in range(3):
        assert backend.statuses(_case(f000=True, f001=False)) == ["satisfied", "not_applicable"]
    assert len(record.named("create_ruleset")) == 1
    (attribute,) = {name for name in json.loads(record.named("assert_fact")[0].arguments[1]) if name not in ("sid", "id", GUARD)}
    assert all(json.loads(call.arguments[1])[attribute] for call in record.named("assert_fact"))
    assert backend.statuses({"case.kind": "other", "f001": False}) == ["undetermined", "violated"]
    assert len(record.named("create_ruleset")) == 2


# -- hashes


def test_our_hash_is_the_engine_s() -> None:
    """Names that hash alike here are one attribute to the engine, and the hashes written into its source are these."""
    one, other = "k32728", "k261234"
    assert durable._hash(one) == durable._hash(other)
    assert fired(rules(tested={one: 1}), {other: 1}) == ["tested"]
    assert {name: durable._hash(name) for name in ("sid", "id", "$and")} == {
        "sid": 3593476751,
        "id": 926444256,
        "$and": 3746487396,
    }


def test_a_name_with_a_taken_hash_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """An attribute whose hash is that of `sid`, of the guard or of another attribute gets another name."""
    honest = durable._hash
    same = {"f0": "sid", "f2": "f1", "f4": GUARD, "f5": "id", "f6": "$s"}

    def hashed(name: str) -> int:
        return honest(same.get(name, name))

    monkeypatch.setattr(durable, "_hash", hashed)
    keys: set[durable._Key] = {("code", term, "") for term in "abc"}
    assert sorted(durable._attributes(keys).values()) == ["f1", "f3", "f7"]


# -- caps


def _agree(clauses: tuple[ClauseIR, ...], *cases: dict[str, Settled]) -> None:
    """Holds the backend to the reference's statuses on every case."""
    backend, reference = Durable(clauses), Reference(clauses)
    for case in cases:
        assert backend.statuses(case) == reference.statuses(case)


@pytest.mark.parametrize("count", [MAX_TRUE, MAX_TRUE + 1, 500])
def test_many_tests_are_split_into_several_rule_sets(count: int, record: Recording) -> None:
    """Clauses with more tests than a rule set may have are judged by several, as the reference judges them."""
    some = _case(**{f"f{number:03}": number % 3 == 0 for number in range(0, count, 2)})
    _agree(_clauses(*map(_flag, range(count))), _flags(count, value=True), _flags(count, value=False), _case(), some)
    assert len(record.named("create_ruleset")) >= count / 64


def test_many_rules_are_split_into_several_rule_sets(record: Recording) -> None:
    """Clauses with few tests and more rules than a set may have are judged by several, as the reference judges them."""
    count = 24
    clauses = _clauses(*(All((_flag(one), _flag(other))) for one, other in combinations(range(count), 2)))
    assert len(clauses) > MAX_RULES
    half = _flags(count, value=True) | {f"f{number:03}": False for number in range(0, count, 2)}
    _agree(clauses, _flags(count, value=True), _flags(count, value=False), half, _case())
    sizes = [len(json.loads(call.arguments[1])) for call in record.named("create_ruleset")]
    assert len(sizes) > 1
    assert max(sizes) <= MAX_RULES + 1


def test_many_values_of_one_fact_are_told_apart() -> None:
    """Clauses that each name another value of one fact, more than may stand side by side, are judged as the reference does."""
    names = [f"v{number:03}" for number in range(150)]
    clauses = _clauses(*(OneOf("code", frozenset({name})) for name in names), OneOf("code", frozenset(names[:50])))
    _agree(clauses, *(_case(code=name) for name in (names[0], names[49], names[50], names[149], "another")), _case())


def test_tests_that_share_their_beginning_stay_under_the_stack() -> None:
    """Many tests that are all true, alone and each after a number's, are judged: the engine's stack of 64 holds."""
    members = [f"m{number:02}" for number in range(40)]
    alone_and_after = (
        [Has("set", member) for member in members],
        [All((Within("sum", 1, None), Has("set", member))) for member in members],
    )
    clauses = _clauses(*(node for nodes in alone_and_after for node in nodes))
    _agree(clauses, _case(sum=2, set=frozenset(members)), _case(sum=0, set=frozenset(members)), _case(sum=2, set=frozenset()))


def test_a_condition_at_the_limit_of_tests_is_judged() -> None:
    """A condition with as many tests as a rule set may have is judged as the reference judges it."""
    clauses = _clauses(All(tuple(map(_flag, range(MAX_TRUE)))))
    _agree(
        clauses, _flags(MAX_TRUE, value=True), _flags(MAX_TRUE, value=True) | {"f017": False}, _flags(MAX_TRUE - 1, value=True)
    )


def test_a_condition_with_too_many_tests_is_refused() -> None:
    """One test more in a single condition is an error that says how many there are."""
    backend = Durable(_clauses(All(tuple(map(_flag, range(MAX_TRUE + 1))))))
    with pytest.raises(BackendError, match=f"{MAX_TRUE + 1} tests") as raised:
        backend.statuses(_case())
    assert f"{MAX_TRUE + 1} tester" in raised.value.message("sv")


def _product(width: int, height: int) -> Node:
    """A condition with so many times so many branches."""
    return All((AnyOf(tuple(map(_flag, range(width)))), AnyOf(tuple(_flag(100 + number) for number in range(height)))))


def test_a_clause_at_the_limit_of_branches_is_judged() -> None:
    """A clause with as many branches as are allowed is judged as the reference judges it."""
    clauses = _clauses(_product(MAX_BRANCHES // 10, 10))
    _agree(clauses, _case(f003=True, f105=True), _case(f003=True), _flags(110, value=False), _case())


def test_a_clause_with_too_many_branches_is_refused() -> None:
    """A clause with more branches is an error that names the clause and says how many."""
    backend = Durable(_clauses(_flag(0), _product(MAX_BRANCHES // 10 + 1, 10)))
    with pytest.raises(BackendError, match=r"clause c1 .*\(210\)") as raised:
        backend.statuses(_case())
    assert "klausulen c1" in raised.value.message("sv")


def test_a_clause_with_very_many_branches_is_refused_at_once() -> None:
    """A clause with tens of thousands of branches is refused before they are all made."""
    assert fate(alone.wide_condition) == "ends"


def test_codes_and_numbers_outside_the_rules_are_told_apart() -> None:
    """A value that no rule names equals none that one names, and numbers past the engine's are compared rightly."""
    clauses = _clauses(
        OneOf("code", frozenset({"a", "b"}), frozenset({"c"})), Within("sum", -1, LIMIT * SCALE), Within("sum", None, 0)
    )
    codes = [_case(code=code) for code in ("a", "b", "c", "d", "")]
    numbers = [_case(sum=number) for number in (-2, -1, 0, 1, LIMIT * SCALE, LIMIT * SCALE + 1, 2**63, 10**30, -(10**30))]
    _agree(clauses, *codes, *numbers, _case())


# -- sessions, threads, memory


def test_random_cases_are_judged_in_poisoned_memory() -> None:
    """No verdict rests on memory that the engine forgot to fill, and no thread is started."""
    assert fate(alone.random_cases) == "ends"


def test_the_engine_s_host_is_not_loaded() -> None:
    """What screens a case loads the extension module alone: no host with threads, actions, a default and a registry."""
    loaded = _python("import sys, nytta.engine.screen; print([name for name in sys.modules if name.startswith('durable')])")
    assert loaded.stdout.strip() == "['durable_rules_engine']", loaded.stderr


def test_thousands_of_cases_take_no_memory() -> None:
    """Neither memory nor threads grow with the number of cases."""
    assert fate(alone.thousands_of_cases) == "ends"


def test_a_session_that_is_kept_takes_memory() -> None:
    """The measure works: without deletion, 1,000 facts take more than 3,000 cases may."""
    handle = rules(guard={GUARD: 1})
    before = resident()
    for number in range(1_000):
        fired(handle, {GUARD: 1, "x": number})
    assert resident() - before > 1_000_000


def test_threads_do_not_disturb_each_other(record: Recording) -> None:
    """Eight threads that start on an edition's first case together all come to the reference's statuses."""
    count = 8
    clauses = _clauses(*map(_flag, range(100)))
    Durable(clauses).statuses(_case())
    once = len(record.named("create_ruleset"))
    backend, reference = Durable(clauses), Reference(clauses)
    together = threading.Barrier(count)
    wrong: list[object] = []

    def judge(number: int) -> None:
        source = Random(number)
        together.wait()
        for _ in range(40):
            case = _case(**{f"f{place:03}": source.random() < 0.5 for place in range(100) if source.random() < 0.8})
            try:
                right = backend.statuses(case) == reference.statuses(case)
            except BackendError as error:
                wrong.append(error)
            else:
                wrong.extend([] if right else [case])

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=judge, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []
    assert len(record.named("create_ruleset")) == 2 * once, "the edition was compiled more than once"


# -- an engine that fails


class Failing:
    """The extension module, with one function that fails."""

    def __init__(self, name: str, does: Callable[..., Any]) -> None:
        self._name = name
        self._does = does

    def __getattr__(self, name: str) -> Any:
        return self._does if name == self._name else getattr(machine, name)


def _raises(error: Exception) -> Callable[..., Any]:
    def call(*_: object) -> Any:
        raise error

    return call


def _gives(answer: object) -> Callable[..., Any]:
    return lambda *_: answer


def _answers(text: str) -> Callable[..., Any]:
    """The engine starts an action, and names it wrongly."""

    def call(handle: int, state: int) -> tuple[str, str]:
        machine.start_action_for_state(handle, state)
        return "{}", text

    return call


FAILURES = {
    "an error when compiling": ("create_ruleset", _raises(machine.error("error code: 303"))),
    "no memory when compiling": ("create_ruleset", _raises(MemoryError())),
    "an error when asserting": ("assert_fact", _raises(machine.error("error code: 303"))),
    "no memory when asserting": ("assert_fact", _raises(MemoryError())),
    "code 1: no rule matches": ("assert_fact", _gives((1, 0))),
    "code 2: the fact is there already": ("assert_fact", _gives((2, 0))),
    "code 3: put off": ("assert_fact", _gives((3, 0))),
    "an error when starting": ("start_action_for_state", _raises(machine.error("error code: 307"))),
    "nothing to start": ("start_action_for_state", _gives(None)),
    "an error when going on": ("complete_and_start_action", _raises(machine.error("error code: 307"))),
    "an answer that is no rule": ("start_action_for_state", _answers('{"stranger":{"m":{}}}')),
    "an answer that is rubbish": ("start_action_for_state", _answers("rubbish")),
    "an error when taking back": ("retract_fact", _raises(machine.error("error code: 305"))),
    "not taken back": ("retract_fact", _gives((1, 0))),
}


@pytest.mark.parametrize(("name", "does"), FAILURES.values(), ids=FAILURES)
def test_an_engine_that_fails_is_an_error(name: str, does: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong in the engine is a BackendError in both languages: there are no statuses."""
    monkeypatch.setattr(durable, "machine", Failing(name, does))
    backend = Durable(_clauses(_flag(0)))
    with pytest.raises(BackendError) as raised:
        backend.statuses(_case(f000=True))
    assert "inte fått något utfall" in raised.value.message("sv")
    assert "has no verdict" in raised.value.message("en")


@pytest.mark.parametrize(("name", "does"), FAILURES.values(), ids=FAILURES)
def test_nothing_of_a_failed_case_is_left(name: str, does: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The case after a failure is judged as if the failed one had never been, and other kinds go on."""
    backend = Durable(_clauses(_flag(0)))
    assert backend.statuses({"case.kind": "other", "f000": False}) == ["violated"]
    with monkeypatch.context() as patch:
        patch.setattr(durable, "machine", Failing(name, does))
        with contextlib.suppress(BackendError, LookupError, ValueError):  # which of them it is, is another test's matter
            backend.statuses(_case(f000=True))
    assert backend.statuses(_case(f000=False)) == ["violated"]
    assert backend.statuses({"case.kind": "other", "f000": True}) == ["satisfied"]


# -- an engine that is not there


def _python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own, with our sources at hand."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


MAIN = "import sys; sys.modules['durable_rules_engine'] = None; from nytta.cli import main; main()"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_without_the_engine_one_line_says_how_to_build_it(lang: str, tmp_path: Path) -> None:
    """Where the engine cannot be imported, screening ends with one line that has the command, and no traceback."""
    case = tmp_path / "case.yaml"
    case.write_text(GOOD, "utf-8")
    done = _python(MAIN, "screen", str(case), "--lang", lang)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert REBUILD in line
    assert ("bygg om" if lang == "sv" else "rebuild") in line


def test_the_command_builds_the_pinned_version_anew() -> None:
    """The command names the version that the project pins, the flag of the Makefile, and takes no wheel from pip's cache."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (pinned,) = [one for one in project["dependencies"] if one.startswith("durable-rules")]
    assert pinned in REBUILD
    assert "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject " in REBUILD
    assert "-DPyEval_CallObject=PyObject_CallObject" in (ROOT / "Makefile").read_text("utf-8")
    assert "--no-cache-dir" in REBUILD
