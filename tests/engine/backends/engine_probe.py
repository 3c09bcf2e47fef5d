"""How do the tests ask the engine itself? In this process where that is safe, in one of its own where it may crash or never end."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, Literal

import durable_rules_engine as machine
from durable.engine import Host

ROOT = Path(__file__).resolve().parents[3]
Fate = Literal["ends", "crashes", "never ends"]
_CRASHES = (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS)
_NUMBERS = count()


class QuietHost(Host):  # type: ignore[misc] # ships no types
    """The engine's public host without its two timer threads."""

    def _run(self) -> None:
        pass


def rule(test: dict[str, Any]) -> dict[str, Any]:
    """The definition of a rule with one test on one fact, for the extension module."""
    return {"all": [{"m": test}]}


def acting(test: dict[str, Any], action: Callable[..., object]) -> dict[str, Any]:
    """The same with an action, for a host."""
    return rule(test) | {"run": action}


def rule_set(definitions: dict[str, Any]) -> int:
    """The handle of a new rule set."""
    handle: int = machine.create_ruleset(f"probe{next(_NUMBERS)}", json.dumps(definitions))
    return handle


def rules(**tests: dict[str, Any]) -> int:
    """The handle of a new rule set with one test a rule."""
    return rule_set({name: rule(test) for name, test in tests.items()})


def fired(handle: int, fact: dict[str, Any], sid: str = "0", assertion: str = "assert_fact") -> list[str]:
    """The names of the rules that fire when the fact comes into the session."""
    _, state = getattr(machine, assertion)(handle, json.dumps({"sid": sid} | fact))
    started = machine.start_action_for_state(handle, state)
    action = started[1] if started else None
    names: list[str] = []
    while action:
        names.extend(json.loads(action))
        action = machine.complete_and_start_action(handle, state)
    return names


def host(rules: dict[str, Any]) -> QuietHost:
    """A host with one rule set, named `set`."""
    made = QuietHost()
    made.register_rulesets({"set": rules})
    return made


def resident() -> int:
    """The bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()


def threads() -> int:
    """The threads of this process, whoever started them."""
    return len(list(Path("/proc/self/task").iterdir()))


def fate(act: Callable[..., None], *arguments: int) -> Fate:
    """What becomes of a process that does this; what it leaves uninitialised is never zero there by luck."""
    call = f"from {__name__} import bounded; from {act.__module__} import {act.__name__} as act; bounded(); act{arguments!r}"
    done = subprocess.run(
        [sys.executable, "-c", call],
        cwd=ROOT,
        env=os.environ | {"MALLOC_PERTURB_": "165"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode == -signal.SIGPROF:
        return "never ends"
    if done.returncode in _CRASHES:
        return "crashes"
    assert done.returncode == 0, done.stderr
    return "ends"


def bounded(seconds: float = 1) -> None:
    """From here on this process may use so much processor time; how busy the machine is does not count."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, seconds)
