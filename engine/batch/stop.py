"""Has somebody asked the program to stop? Asked between steps, so that nothing is left half done.

A signal during a query comes to Python late, and can come once more while files are put away; so it is only noted down.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event, current_thread, main_thread

NAP = 0.2
"""Seconds after which the first thread looks around, where a signal does not wake it."""
_ASKED = Event()
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def stoppable() -> Iterator[None]:
    """Notes down signals that ask to stop, and raises KeyboardInterrupt at the end if there was one."""
    _ASKED.clear()
    if current_thread() is not main_thread():
        yield
        return
    before = {one: signal.signal(one, lambda *_: _ASKED.set()) for one in _SIGNALS}
    try:
        yield
        check()
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def attended(work: Callable[[], None]) -> None:
    """Does the work in a thread of its own; raises what it raises.

    Signals reach a program only where its first thread is awake, and that sleeps through a query.
    """
    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(work)
        while not wait((done,), NAP).done:
            pass
        done.result()


def check() -> None:
    """Raises KeyboardInterrupt if somebody has asked to stop."""
    if _ASKED.is_set():
        raise KeyboardInterrupt
