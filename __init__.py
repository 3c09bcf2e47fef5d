"""nytta: checks a municipality's international engagements against its own strategy.

    library = Library()
    for case, edition in read_cases(["invitation.yaml"], library).cases:
        verdict = Screening(library.edition(edition))(case)

The names are imported when they are first used, so that the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nytta.engine.errors import EngineError, InputError, NyttaError
    from nytta.engine.load.case import read_cases
    from nytta.engine.load.library import Library
    from nytta.engine.model.case import Case
    from nytta.engine.model.verdict import Verdict
    from nytta.engine.screen import Screening

__version__ = "0.1.0"
__all__ = ["Case", "EngineError", "InputError", "Library", "NyttaError", "Screening", "Verdict", "read_cases"]

_HOMES = {
    "Case": "model.case",
    "EngineError": "errors",
    "InputError": "errors",
    "Library": "load.library",
    "NyttaError": "errors",
    "Screening": "screen",
    "Verdict": "model.verdict",
    "read_cases": "load.case",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'nytta' has no attribute '{name}'")
    return getattr(import_module(f"nytta.engine.{_HOMES[name]}"), name)
