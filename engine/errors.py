"""Every error that stops the program, and the problems of a file that an error carries.

NyttaError                    anything a user meets; has an exit code
├── InputError                a file, a case or a call is wrong; carries all its problems (exit 2)
├── OutputError               the result cannot be written (exit 2)
└── EngineError               the machines that decide cannot be trusted with this case (exit 1)
    ├── BackendError          one machine failed or is missing
    ├── DisagreementError     two machines came to different findings; names the clauses
    └── SearchError           a search says that some facts lead to a verdict, and the machines that they lead to another
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["sv", "en"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands: path as the user gave it, line and column from 1 (0 where there is none)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file or call: where, which dotted name, and what is wrong and allowed, in both languages."""

    place: Place
    name: str
    sv: str
    en: str

    def line(self, language: Language) -> str:
        """One line for a person: `file:line:column: dotted.name: what, allowed, nearest`."""
        parts = [str(self.place), self.name, self.sv if language == "sv" else self.en]
        return ": ".join(part for part in parts if part)


class NyttaError(Exception):
    """Anything that ends the program with a message instead of a result; the message says what happened and what to do."""

    exit_code = 1

    def __init__(self, sv: str, en: str) -> None:
        super().__init__(en)
        self.sv = sv
        self.en = en

    def message(self, language: Language) -> str:
        """The whole message for a person, without a traceback."""
        return self.sv if language == "sv" else self.en


class InputError(NyttaError):
    """A file, case or call is wrong; nothing was screened from it. Its message has a line a problem."""

    exit_code = 2

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*("\n".join(problem.line(language) for problem in problems) for language in ("sv", "en")))
        self.problems = problems


class OutputError(NyttaError):
    """The result could not be written to its end: nobody reads it any more, or there is no room."""

    exit_code = 2

    def __init__(self, error: OSError) -> None:
        sv, en = system_words(error)
        super().__init__(
            f"nytta: resultatet gick inte att skriva klart ({sv}); låt mottagaren läsa till slutet eller skriv till en fil",
            f"nytta: the result could not be written to its end ({en}); let its reader read on, or write to a file",
        )


class EngineError(NyttaError):
    """The machines that decide cannot be trusted with this case: there is no verdict."""


class BackendError(EngineError):
    """One machine failed, is missing, or cannot express a condition."""


class DisagreementError(EngineError):
    """Two machines came to different findings on the same case."""

    def __init__(self, case: str, clauses: tuple[str, ...]) -> None:
        names = ", ".join(clauses)
        super().__init__(
            f"de två motorerna är oense om {names}. Ärendet har inte fått något utfall. Rapportera ärendefilen som ett fel.",
            f"the two engines disagree on {names}. The case has no verdict. Report the case file as a defect.",
        )
        self.case = case
        self.clauses = clauses


class SearchError(EngineError):
    """A search and the screening of what it found came to different verdicts."""

    def __init__(self, case: str, screened: str, found: str) -> None:
        super().__init__(
            f"sökningen och prövningen är oense om {case}: {screened} i stället för {found}. Rapportera ärendefilen.",
            f"the search and the screening disagree on {case}: {screened} instead of {found}. Report the case file.",
        )


def system_words(error: OSError) -> tuple[str, str]:
    """Why the system refused, in both languages; what has no Swedish words here stays in the system's own."""
    said = error.strerror or type(error).__name__
    return _SYSTEM.get(error.errno or 0, said), said


_SYSTEM = {
    errno.EACCES: "åtkomst nekas",
    errno.EPERM: "det är inte tillåtet",
    errno.ENOENT: "filen eller mappen finns inte",
    errno.ENOTDIR: "en del av sökvägen är en fil, inte en mapp",
    errno.EISDIR: "det är en mapp",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.ELOOP: "länkarna leder i en ring",
    errno.EROFS: "disken går bara att läsa",
    errno.ENOSPC: "disken är full",
    errno.EFBIG: "filen blir för stor",
    errno.EPIPE: "mottagaren läser inte längre",
    errno.EBADF: "strömmen är stängd",
    errno.EIO: "läsning eller skrivning misslyckades",
}


def nearest(name: str, allowed: Iterable[str], called: Mapping[str, str] | None = None) -> tuple[str, str]:
    """A closing hint in both languages, `; menade du «x»?`, or nothing where no name is near.

    `called` gives other words for the names, such as their labels; only a word itself is taken for its name.
    """
    from difflib import get_close_matches  # slow to import, and needed only where something is wrong

    names = list(allowed)
    meant = (called or {}).get(name.casefold())
    if meant is not None:
        return _hint(meant)
    folded = {candidate.casefold(): candidate for candidate in names}
    close = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    if not close and "." in name:
        return _nearest_last(name, names)
    return _hint(folded[close[0]]) if close else ("", "")


def _nearest_last(name: str, names: list[str]) -> tuple[str, str]:
    """The same by the last part of a dotted name, for a fact that stands in the wrong group."""
    last = name.rpartition(".")[2]
    for candidate in names:
        if candidate.rpartition(".")[2] == last:
            return _hint(candidate)
    return "", ""


def _hint(name: str) -> tuple[str, str]:
    """The words that ask whether this was meant."""
    return f"; menade du «{name}»?", f"; did you mean «{name}»?"


def written(values: Iterable[object]) -> list[str]:
    """The values as a file has them: `true`, not `True`."""
    return [str(value).lower() if isinstance(value, bool) else str(value) for value in values]


def listed(values: Iterable[object], limit: int = 14) -> str:
    """The allowed values, comma between, cut where there are very many."""
    names = written(values)
    return ", ".join(names[:limit]) + (", …" if len(names) > limit else "")
