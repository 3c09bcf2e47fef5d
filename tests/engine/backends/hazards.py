"""What may crash the engine or keep it for ever? Each of these runs in a process of its own."""

from __future__ import annotations

from typing import Any

import durable_rules_engine as machine

from tests.engine.backends.engine_probe import acting, fired, host, rule, rule_set, rules

ABSENT = {"$nex": {"x": 1}}


def _nothing(_: object) -> None:
    """An action that does nothing."""


def _on_host(test: dict[str, Any]) -> None:
    host({"tested": acting(test, _nothing), "other": acting({"y": 1}, _nothing)}).assert_fact("set", {"case": 1, "y": 1})


def absence_alone() -> None:
    """A rule made only of an absence test."""
    _on_host(ABSENT)


def absence_in_a_branch() -> None:
    """A rule one of whose branches is only an absence test."""
    _on_host({"$or": [{"case": 2}, ABSENT]})


def absence_behind_a_guard() -> None:
    """A rule with an absence test and a flag that the fact has."""
    _on_host({"$and": [{"case": 1}, ABSENT]})


def sid_tested() -> None:
    """A rule that tests `sid`."""
    _on_host({"sid": "0"})


def state_tested() -> None:
    """A rule that tests `$s`."""
    _on_host({"$s": 1})


def id_tested() -> None:
    """A rule that tests `id` for a difference."""
    _on_host({"$neq": {"id": "q"}})


def delete_where_nothing_fired() -> None:
    """A session in which no rule fired is deleted."""
    handle = rules(tested={"x": 1})
    assert fired(handle, {"x": 2}) == []
    machine.delete_state(handle, "0")


def delete_where_a_rule_fired() -> None:
    """A session in which a rule fired is deleted."""
    handle = rules(tested={"x": 1})
    assert fired(handle, {"x": 1}) == ["tested"]
    machine.delete_state(handle, "0")


def many_siblings(count: int) -> None:
    """So many different tests side by side, one of them true."""
    handle = rule_set({f"r{number}": rule({f"f{number}": 1}) for number in range(count)})
    assert fired(handle, {"f1": 1}) == ["r1"]


def one_condition(count: int) -> None:
    """So many rules with the same condition."""
    handle = rule_set({f"r{number}": rule({"x": 1}) for number in range(count)})
    assert len(fired(handle, {"x": 1})) == count
