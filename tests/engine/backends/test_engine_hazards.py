"""What does durable-rules 2.0.28 really do? The hazards that the fence of `engine/backends/durable.py` is there for.

A test that fails here says that the engine has changed, and that the fence must be thought through anew.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from typing import Any

import durable_rules_engine as machine
import pytest
from durable import lang
from durable.engine import Host, MessageNotHandledException, MessageObservedException

from tests.engine.backends import hazards
from tests.engine.backends.engine_probe import (
    Fate,
    QuietHost,
    acting,
    fate,
    fired,
    host,
    resident,
    rule,
    rule_set,
    rules,
)

COLLIDING = ("k32728", "k261234")
"""Two names with the same 32-bit hash."""


def _nothing(_: object) -> None:
    """An action that does nothing."""


def test_the_version_is_the_one_that_was_fenced() -> None:
    """The engine under test is the version that is pinned."""
    assert version("durable-rules") == "2.0.28"


# -- facts and actions


def test_an_event_goes_to_one_rule_only() -> None:
    """Of two rules that match, an event fires one and a fact fires both."""
    same = {"first": {"x": 1}, "second": {"x": 1}}
    assert fired(rules(**same), {"x": 1}, assertion="assert_event") == ["first"]
    assert fired(rules(**same), {"x": 1}) == ["first", "second"]


def test_an_action_that_raises_is_swallowed() -> None:
    """The error of an action stands in the state under `exception`, and the rules after it still run."""
    ran: list[str] = []

    def fails(_: object) -> None:
        raise ValueError("the action failed")

    engine = host({"fails": acting({"x": 1}, fails), "runs": acting({"x": 1}, lambda _: ran.append("runs"))})
    state = engine.assert_fact("set", {"x": 1})
    assert "the action failed" in state["exception"]
    assert ran == ["runs"]


def test_an_action_with_two_parameters_stalls_the_run() -> None:
    """A second parameter, even with a default, makes an action asynchronous: the rules after it never run, and no word of it."""
    ran: list[str] = []

    def two(_: object, why: str = "") -> None:
        ran.append(f"two{why and ''}")

    engine = host({"two": acting({"x": 1}, two), "after": acting({"x": 1}, lambda _: ran.append("after"))})
    engine.assert_fact("set", {"x": 1})
    assert ran == ["two"]


@pytest.mark.parametrize(("read", "ran"), [("read by no rule", []), ("new", ["after", "chained"])])
def test_a_fact_asserted_inside_an_action_needs_a_rule(read: str, ran: list[str]) -> None:
    """Where no rule reads a fact that an action asserts, the action ends there in silence; where one does, it chains."""
    seen: list[str] = []

    def chain(closure: Any) -> None:
        closure.assert_fact({"new": 1})
        seen.append("after")

    engine = host({"first": acting({"x": 1}, chain), "second": acting({read: 1}, lambda _: seen.append("chained"))})
    state = engine.assert_fact("set", {"x": 1})
    assert seen == ran
    assert ("exception" in state) is (ran == [])


def test_no_match_and_a_repeated_fact_are_exceptions() -> None:
    """A fact that no rule matches, and one that is there already, raise exceptions of those names."""
    engine = host({"one": acting({"x": 1}, _nothing)})
    with pytest.raises(MessageNotHandledException):
        engine.assert_fact("set", {"x": 2})
    engine.assert_fact("set", {"x": 1})
    with pytest.raises(MessageObservedException):
        engine.assert_fact("set", {"x": 1})


# -- what crashes it or keeps it for ever


@pytest.mark.parametrize(
    ("act", "arguments", "expected"),
    [
        (hazards.absence_alone, (), "never ends"),
        (hazards.absence_in_a_branch, (), "never ends"),
        (hazards.absence_behind_a_guard, (), "ends"),
        (hazards.sid_tested, (), "never ends"),
        (hazards.state_tested, (), "never ends"),
        (hazards.delete_where_nothing_fired, (), "crashes"),
        (hazards.delete_where_a_rule_fired, (), "ends"),
        (hazards.many_siblings, (511,), "ends"),
        (hazards.many_siblings, (512,), "never ends"),
        (hazards.many_siblings, (513,), "never ends"),
        (hazards.one_condition, (255,), "ends"),
        (hazards.one_condition, (256,), "crashes"),
    ],
)
def test_some_rule_sets_crash_the_engine_or_never_end(
    act: Callable[..., None], arguments: tuple[int, ...], expected: Fate
) -> None:
    """Absence alone, `sid`, `$s`, too many siblings, too many equal conditions and an early deletion end the process."""
    assert fate(act, *arguments) == expected


def test_a_rule_on_id_does_not_survive() -> None:
    """A rule that tests `id` reads memory that was never written: the process crashes or never ends."""
    assert fate(hazards.id_tested) != "ends"


# -- limits


@pytest.mark.parametrize("guarded", [False, True])
def test_more_than_64_siblings_true_at_once_fire_nothing(*, guarded: bool) -> None:
    """64 sibling tests may be true at once; of 65 none fires, and the error is 303."""

    def siblings(count: int) -> tuple[int, dict[str, int]]:
        tests: dict[str, dict[str, Any]] = {f"r{number}": {f"f{number}": 1} for number in range(count)}
        if guarded:
            tests = {name: {"$and": [{"case": 1}, test]} for name, test in tests.items()}
        return rules(**tests), {"case": 1} | {f"f{number}": 1 for number in range(count)}

    assert len(fired(*siblings(64))) == 64
    with pytest.raises(machine.error, match="303"):
        fired(*siblings(65))


def test_the_stack_holds_the_siblings_of_several_levels() -> None:
    """Fewer than 64 different tests raise error 303 too, where those under the last sibling come on top of the others."""
    singles = {f"one{number}": {"$and": [{"case": 1}, {f"f{number}": 1}]} for number in range(40)}
    pairs = {f"two{number}": {"$and": [{"case": 1}, {"last": 1}, {f"f{number}": 1}]} for number in range(40)}
    fact = {"case": 1} | {f"f{number}": 1 for number in range(40)}
    with pytest.raises(machine.error, match="303"):
        fired(rules(**singles, **pairs), fact | {"last": 1})
    assert len(fired(rules(**singles, **pairs), {"case": 1, "last": 1} | fact)) == 80


def test_a_rule_fires_falsely_beside_256_with_one_condition() -> None:
    """The 256th rule with a condition makes the next condition's rule fire although its test is false."""
    same = {f"r{number}": {"x": 1} for number in range(256)}
    assert "other" not in fired(rules(**dict(list(same.items())[:255]), other={"y": 1}), {"x": 1})
    assert "other" in fired(rules(**same, other={"y": 1}), {"x": 1})


def test_129_absence_tests_side_by_side_are_refused() -> None:
    """129 sibling absence tests are error 107; 128 are taken."""
    definitions = {f"r{number}": rule({"$nex": {f"f{number}": 1}}) for number in range(129)}
    with pytest.raises(machine.error, match="107"):
        rule_set(definitions)
    del definitions["r128"]
    assert rule_set(definitions)


def test_a_fact_has_at_most_252_attributes() -> None:
    """252 attributes beside `sid` work; 253 are error 302."""
    handle = rules(guard={"case": 1})
    assert fired(handle, {"case": 1} | {f"f{number}": 1 for number in range(251)}, "252") == ["guard"]
    with pytest.raises(machine.error, match="302"):
        fired(handle, {"case": 1} | {f"f{number}": 1 for number in range(252)}, "253")


def test_the_1025th_live_session_is_one_too_many() -> None:
    """1,024 sessions may live in a rule set; where each is deleted there is no end."""
    live, deleted = rules(guard={"case": 1}), rules(guard={"case": 1})
    for number in range(1_024):
        assert fired(live, {"case": 1}, f"s{number}") == ["guard"]
    with pytest.raises(MemoryError):
        fired(live, {"case": 1}, "one more")
    for number in range(3_000):
        assert fired(deleted, {"case": 1}, f"s{number}") == ["guard"]
        machine.delete_state(deleted, f"s{number}")


# -- identity


def test_attributes_with_one_hash_are_one_attribute() -> None:
    """A test of one name matches a fact with another name of the same hash."""
    one, other = COLLIDING
    assert fired(rules(tested={one: 1}), {other: 1}) == ["tested"]


JOIN = {"joined": {"all": [{"a": {"x": 1}}, {"b": {"y": 1}}]}, "guard": rule({"case": 1})}
"""A rule that joins a fact with x and a fact with y."""


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [("0", "0", True), (*COLLIDING, True), ("one", "other", False)],
)
def test_cases_in_one_session_join(first: str, second: str, *, joined: bool) -> None:
    """Two cases with one live `sid`, or with colliding ones, join with each other."""
    handle = rule_set(JOIN)
    fired(handle, {"case": 1, "x": 1}, first)
    assert ("joined" in fired(handle, {"case": 1, "y": 1}, second)) is joined


def test_a_deleted_session_joins_with_nothing() -> None:
    """After its session is deleted a case is forgotten."""
    handle = rule_set(JOIN)
    fired(handle, {"case": 1, "x": 1})
    machine.delete_state(handle, "0")
    assert fired(handle, {"case": 1, "y": 1}) == ["guard"]


# -- hosts


def test_a_compiled_rule_set_keeps_its_memory() -> None:
    """60 rules with a live session keep more than a quarter of a megabyte; `delete_ruleset` gives memory back for the next ones."""
    definitions = {f"r{number}": rule({"$and": [{"case": 1}, {f"f{number % 50}": 1}, {f"g{number}": 1}]}) for number in range(60)}

    def grown(*, deleted: bool) -> int:
        before = resident()
        for _ in range(20):
            handle = rule_set(definitions)
            if deleted:
                machine.delete_ruleset(handle)
        return resident() - before

    grown(deleted=True)
    kept = grown(deleted=False)
    assert kept > 20 * 250_000
    assert grown(deleted=True) < kept / 4


def test_a_host_starts_timer_threads_that_never_stop() -> None:
    """Each host has two timer threads, and they outlive it; a host whose `_run` does nothing has none."""
    before = set(threading.enumerate())
    QuietHost()
    assert set(threading.enumerate()) == before
    timers = []
    engine = Host()
    try:
        timers = [engine._d_timer, engine._t_timer]
        assert set(threading.enumerate()) - before == set(timers)
        assert all(isinstance(timer, threading.Timer) for timer in timers)
    finally:
        for timer in timers:
            timer.cancel()
            timer.join()


def test_registering_from_two_threads_fails_in_one() -> None:
    """Where two threads need a rule set that is not yet registered, one of them is refused."""
    both = threading.Barrier(2)
    refused: list[str] = []

    class Lazy(QuietHost):
        def load_ruleset(self, ruleset_name: str) -> dict[str, Any]:
            both.wait()
            return {ruleset_name: {"one": acting({"x": 1}, _nothing)}}

    engine = Lazy()

    def use(sid: str) -> None:
        try:
            engine.assert_fact("set", {"sid": sid, "x": 1})
        except Exception as error:  # noqa: BLE001 - the engine raises nothing more special
            refused.append(str(error))

    threads = [threading.Thread(target=use, args=(sid,)) for sid in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["Ruleset with name set already registered"]


def test_a_definition_is_consumed() -> None:
    """Registering takes `run` out of the definition, so that it cannot be used again."""
    definition = {"set": {"one": acting({"x": 1}, _nothing)}}
    QuietHost().register_rulesets(definition)
    assert definition == {"set": {"one": rule({"x": 1})}}
    with pytest.raises(KeyError, match="run"):
        QuietHost().register_rulesets(definition)


def test_a_name_is_registered_once() -> None:
    """A host takes each name of a rule set once."""
    engine = host({"one": acting({"x": 1}, _nothing)})
    with pytest.raises(Exception, match="Ruleset with name set already registered"):
        engine.register_rulesets({"set": {"one": acting({"x": 1}, _nothing)}})


def test_the_default_host_is_one_for_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that uses the default host shares it."""
    monkeypatch.setattr(Host, "_run", QuietHost._run)
    monkeypatch.setattr(lang, "_main_host", None)
    assert lang.get_host() is lang.get_host()


# -- values and tests


def test_or_fires_once_for_each_true_path() -> None:
    """A rule with `$or` fires as often as it has true branches."""
    handle = rules(either={"$or": [{"x": 1}, {"y": 1}]})
    assert fired(handle, {"x": 1}, "a") == ["either"]
    assert fired(handle, {"x": 1, "y": 1}, "b") == ["either", "either"]


@pytest.mark.parametrize(
    ("test", "value"),
    [({"$gt": {"x": 10}}, "abc"), ({"$gt": {"x": 10}}, "5"), ({"x": 1}, "1"), ({"x": True}, "true"), ({"x": True}, 1)],
)
def test_values_of_different_types_compare_as_true(test: dict[str, Any], value: object) -> None:
    """A text is more than a number, and '1' is 1."""
    assert fired(rules(tested=test), {"x": value}) == ["tested"]


COMPARISONS: dict[str, dict[str, Any]] = {
    "eq": {"x": 1},
    **{name: {f"${name}": {"x": 1}} for name in ("neq", "lt", "lte", "gt", "gte", "ex")},
    "nex": {"$and": [{"case": 1}, {"$nex": {"x": 1}}]},
    "guard": {"case": 1},
}


@pytest.mark.parametrize(
    ("fact", "expected"),
    [({"x": None}, ["ex", "guard"]), ({}, ["nex", "guard"]), ({"x": 1}, ["eq", "lte", "gte", "ex", "guard"])],
)
def test_nothing_compares_with_what_is_not_there(fact: dict[str, object], expected: list[str]) -> None:
    """None is present and matches no comparison; without the attribute every comparison is false, `$neq` too."""
    assert fired(rules(**COMPARISONS), {"case": 1} | fact) == expected


@pytest.mark.parametrize("value", [Decimal(2), date(2020, 1, 1)])
def test_decimals_and_dates_are_refused(value: object) -> None:
    """A host cannot take a Decimal or a date."""
    with pytest.raises(TypeError, match="not JSON serializable"):
        host({"one": acting({"$gt": {"x": 1}}, _nothing)}).assert_fact("set", {"x": value})


@pytest.mark.parametrize("value", [1e22, 1e16, 1e-07])
def test_a_float_with_an_exponent_is_refused(value: float) -> None:
    """A number that is written with an exponent is error 204; the same as a whole number is taken."""
    handle = rules(tested={"$gte": {"x": 0}})
    assert "e" in json.dumps(value)
    with pytest.raises(machine.error, match="204"):
        fired(handle, {"x": value}, "float")
    assert fired(handle, {"x": int(value)}, "whole") == ["tested"]


def test_whole_numbers_end_at_64_bits() -> None:
    """From 2^63 - 1 on all numbers are equal; below they are told apart."""
    handle = rules(limit={"x": 2**63}, guard={"case": 1})
    for number in (2**63 - 1, 2**63 + 5, 10**30):
        assert "limit" in fired(handle, {"case": 1, "x": number}, str(number))
    assert fired(handle, {"case": 1, "x": 2**63 - 2}) == ["guard"]


@pytest.mark.parametrize(
    ("held", "sought", "equal"),
    [
        ("a" * 65_535, "a" * 65_534, False),
        ("a" * 65_536, "a" * 65_535, True),
        ("b" * 65_536, "a" * 65_536, True),
    ],
)
def test_long_texts_compare_wrongly(held: str, sought: str, *, equal: bool) -> None:
    """The length of a text is counted in 16 bits: from 65,535 characters on different texts are equal."""
    assert bool(fired(rules(tested={"x": sought}, guard={"case": 1}), {"case": 1, "x": held})[1:]) is equal


@pytest.mark.parametrize(
    ("operator", "pattern", "value", "matches"),
    [
        ("$imt", "stockholm", "STOCKHOLM", True),
        ("$imt", "malmö", "MALMÖ", False),
        ("$imt", "åre", "Åre", False),
        ("$mt", "are", "are", True),
        ("$mt", "are", "area", False),
        ("$mt", "are", "flare", False),
    ],
)
def test_patterns_do_not_fold_swedish_letters_and_match_the_whole(
    operator: str, pattern: str, value: str, *, matches: bool
) -> None:
    """`imatches` tells Å Ä Ö from å ä ö, and a pattern has to match from the first letter to the last."""
    handle = rules(tested={operator: {"x": pattern}}, guard={"case": 1})
    assert ("tested" in fired(handle, {"case": 1, "x": value})) is matches
