"""Which case, judged by which edition? What the commands that judge cases share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from nytta.engine.errors import InputError
from nytta.options import Command, known, wrong_call

if TYPE_CHECKING:
    from nytta.engine.load.library import Library
    from nytta.engine.model.base import Text
    from nytta.engine.model.case import Case
    from nytta.engine.screen import Screening


def fail_on_option(command: Command) -> Command:
    """`--fail-on`: verdicts that the exit status tells."""
    return click.option(
        "--fail-on",
        metavar="VERDICT[,…]",
        help="Avsluta med 1 om något ärende får ett av utfallen. / Exit with 1 if a case gets one of these verdicts.",
    )(command)


def failing_verdicts(names: str | None) -> tuple[str, ...]:
    """The verdicts that `--fail-on` names; raises InputError where one of them is none."""
    from nytta.engine.model.verdict import OUTCOMES

    wanted = tuple(name.strip() for name in names.split(",")) if names is not None else ()
    for name in wanted:
        known(name, OUTCOMES, "--fail-on", ("okänt utfall", "unknown verdict"))
    return wanted


def standard_input() -> bytes:
    """What is on standard input."""
    return sys.stdin.buffer.read()


def one_case(path: str, rules: Library, edition: str | None) -> tuple[Case, str]:
    """The one case of a file, and the edition that judges it; raises InputError."""
    from nytta.engine.load.case import read_cases

    files = read_cases([path], rules, edition, standard_input)
    if files.problems:
        raise InputError(*files.problems)
    if len(files.cases) != 1:
        count = len(files.cases)
        raise wrong_call(path, f"filen har {count} ärenden; ange ett", f"the file has {count} cases; give one")
    return files.cases[0]


def screenings(rules: Library) -> Callable[[str], Screening]:
    """The screening of each edition, built when its first case comes."""
    from nytta.engine.screen import Screening

    built: dict[str, Screening] = {}

    def of(name: str) -> Screening:
        if name not in built:
            built[name] = Screening(rules.edition(name))
        return built[name]

    return of


def override_warning(case: Case, edition: str, rules: Library) -> tuple[Text, ...]:
    """The warning that an edition was chosen by hand, where the date gives another or none."""
    from nytta.engine.model.base import text

    by_date = rules.in_force(case.strategy, case.date)
    if by_date is not None and by_date.id == edition:
        return ()
    sv = f"i stället för {by_date.id}" if by_date else "trots att ingen utgåva gällde då"
    en = f"instead of {by_date.id}" if by_date else "although no edition was in force then"
    return (
        text(
            sv=f"Utgåvan {edition} är vald för hand, {sv} som ärendets datum {case.date} ger."
            if by_date
            else f"Utgåvan {edition} är vald för hand, {sv} ({case.date}).",
            en=f"Edition {edition} was chosen by hand {en} ({case.date}).",
        ),
    )
