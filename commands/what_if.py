"""What would have to be otherwise for a case to be approved, and what comes of a change?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nytta.commands.judging import one_case, override_warning, screenings
from nytta.commands.output import hand_over
from nytta.engine.errors import Language
from nytta.options import Choice, edition_option, lang_option, output_options, rules_option, wrong_call

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nytta.engine.changes import Changes, Trial
    from nytta.engine.load.library import Library
    from nytta.engine.model.base import Text
    from nytta.engine.model.case import Case
    from nytta.engine.screen import Screening
    from nytta.texts.lines import Line

FORMATS = ("text", "markdown", "json")
SIZES = ("1", "2", "3", "4", "5")
SIZE = 3
"""The most changes at a time, where nothing else is asked for."""


@click.command("what-if")
@click.argument("case", type=click.Path(allow_dash=True), metavar="CASE")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="FACT=VALUE",
    help="Ändra ett faktum, eller body, och se vad som händer; FACT= tar bort det. / Change a fact, or body, and see what"
    " happens; FACT= withdraws it.",
)
@click.option(
    "--size", type=Choice(SIZES), help="Högst så många ändringar på en gång; annars 3. / At most so many changes; else 3."
)
@click.option("--format", "form", type=Choice(FORMATS), default="text", show_default=True, help="Format.")
@lang_option
@edition_option
@rules_option
@output_options()
def what_if(
    case: str,
    settings: tuple[str, ...],
    size: str | None,
    form: str,
    lang: Language,
    edition: str | None,
    folders: tuple[Path, ...],
    output: Path | None,
    force: bool,  # noqa: FBT001 - click passes it
) -> None:
    """Visa vad som skulle behöva ändras för att ärendet ska tillstyrkas. / Show the changes that would lead to approval.

    Visar de minsta uppsättningarna av ändringar, och vem som kan göra dem: kommunen, motparten eller ingen. Med --set
    visas i stället vad en ändring leder till.

    Exempel / Example: nytta what-if inbjudan.yaml --set travel.paid_by=city
    """
    from nytta.engine.load.library import library

    if settings and size is not None:
        raise wrong_call("--size", "används inte med --set", "is not used with --set")
    rules = library(folders)
    told = _tried(case, settings, rules, edition) if settings else _ways(case, int(size or SIZE), rules, edition)
    content = _written(told, rules, form, lang)
    hand_over(content, output, lang, force=force)


def _ways(path: str, size: int, rules: Library, edition: str | None) -> Changes:
    """The ways to approval from the one case of the file."""
    from nytta.engine.changes import changes
    from nytta.engine.whatif import WhatIf

    case, screening, warnings = _judged(path, rules, edition)
    return changes(case, screening(case, warnings), WhatIf(screening.edition, screening), screening.edition, size)


def _tried(path: str, settings: tuple[str, ...], rules: Library, edition: str | None) -> Trial:
    """What the settings come to; raises InputError with every fault of them."""
    from nytta.engine.changes import trial
    from nytta.engine.load.case import with_facts

    case, screening, warnings = _judged(path, rules, edition)
    return trial(case, with_facts(case, settings, rules), lambda one: screening(one, warnings))


def _judged(path: str, rules: Library, edition: str | None) -> tuple[Case, Screening, tuple[Text, ...]]:
    """The one case of the file, the screening by its edition, and a warning where that was chosen by hand."""
    case, judging = one_case(path, rules, edition)
    warnings = override_warning(case, judging, rules) if edition is not None else ()
    return case, screenings(rules)(judging), warnings


def _written(told: Changes | Trial, rules: Library, form: str, lang: Language) -> str:
    if form == "json":
        return told.model_dump_json(by_alias=True, indent=2) + "\n"
    from nytta.texts.lines import as_markdown, as_text

    lines = _lines(told, rules, lang)
    return as_markdown(lines) if form == "markdown" else as_text(lines)


def _lines(told: Changes | Trial, rules: Library, lang: Language) -> Iterable[Line]:
    from nytta.engine.changes import Trial
    from nytta.texts import trial, what_if

    if isinstance(told, Trial):
        return trial.page(told, rules.edition(told.after.edition.id), lang)
    return what_if.page(told, rules.edition(told.edition.id), lang)
