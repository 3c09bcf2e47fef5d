"""Which verdicts do the cases get, and how are they written?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nytta.commands.judging import fail_on_option, failing_verdicts, override_warning, screenings, standard_input
from nytta.commands.output import say
from nytta.engine.errors import Language
from nytta.options import Choice, edition_option, lang_option, rules_option

if TYPE_CHECKING:
    from nytta.engine.load.library import Library
    from nytta.engine.model.case import Case
    from nytta.engine.model.edition import Edition
    from nytta.engine.model.verdict import Verdict

FORMATS = ("text", "json", "jsonl", "markdown", "html")


@click.command()
@click.argument("cases", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="CASE...")
@click.option("--format", "form", type=Choice(FORMATS), default="text", show_default=True, help="Format.")
@lang_option
@edition_option
@rules_option
@fail_on_option
@click.option(
    "--readings",
    is_flag=True,
    help="Visa omstridda läsningar och vad de skulle ändra. / Show contested readings and what they would change.",
)
def screen(
    cases: tuple[str, ...],
    form: str,
    lang: Language,
    edition: str | None,
    folders: tuple[Path, ...],
    fail_on: str | None,
    readings: bool,  # noqa: FBT001 - click passes it
) -> None:
    """Pröva ärenden: utfall med skäl. / Screen cases: verdict with reasons.

    CASE är en fil i YAML eller JSON med ett eller flera ärenden; - läser från standard in.

    Exempel / Example: nytta screen inbjudan.yaml --format markdown
    """
    from nytta.engine.load.case import read_cases
    from nytta.engine.load.library import library

    failing = failing_verdicts(fail_on)
    rules = library(folders)
    files = read_cases(list(cases), rules, edition, standard_input)
    for problem in files.problems:
        say(problem.line(lang))
    failed = _Failed(2 if files.problems else 0)
    verdicts = _screened(files.cases, rules, overridden=edition is not None, lang=lang, failed=failed)
    write = _writer(form, lang, readings=readings, several=files.stated > 1)
    if verdicts:
        write(verdicts)
    if failed.code == 0 and any(verdict.verdict in failing for verdict, _ in verdicts):
        failed.code = 1
    sys.exit(failed.code)


class _Failed:
    """The exit status so far."""

    def __init__(self, code: int) -> None:
        self.code = code


def _screened(
    cases: list[tuple[Case, str]], rules: Library, *, overridden: bool, lang: Language, failed: _Failed
) -> list[tuple[Verdict, Edition]]:
    """The verdicts; a case that the engine fails on is reported and has none."""
    from nytta.engine.errors import EngineError
    from nytta.engine.readings import Readings
    from nytta.engine.still_open import StillOpen

    screening_by = screenings(rules)
    read, still_open = Readings(rules, screening_by), StillOpen(screening_by)
    verdicts: list[tuple[Verdict, Edition]] = []
    for case, name in cases:
        screening = screening_by(name)
        try:
            warnings = override_warning(case, name, rules) if overridden else ()
            verdicts.append((still_open(case, read(case, screening(case, warnings))), screening.edition))
        except EngineError as error:
            say(f"{case.id}: {error.message(lang)}")
            failed.code = max(failed.code, error.exit_code)
    return verdicts


def _writer(form: str, lang: Language, *, readings: bool, several: bool) -> Callable[[list[tuple[Verdict, Edition]]], None]:
    """What writes verdicts in this format."""
    from nytta.texts import formats
    from nytta.texts.outline import Outline, outline

    def pages(verdicts: list[tuple[Verdict, Edition]]) -> list[Outline]:
        return [outline(verdict, edition, lang, readings=readings) for verdict, edition in verdicts]

    def as_json(verdicts: list[tuple[Verdict, Edition]]) -> None:
        texts = [formats.as_json(verdict) for verdict, _ in verdicts]
        click.echo("[\n" + ",\n".join(texts) + "\n]" if several else texts[0])

    def as_jsonl(verdicts: list[tuple[Verdict, Edition]]) -> None:
        for verdict, _ in verdicts:
            click.echo(formats.as_json(verdict, indent=None))

    def as_markdown(verdicts: list[tuple[Verdict, Edition]]) -> None:
        click.echo("\n".join(formats.as_markdown(page, lang) for page in pages(verdicts)), nl=False)

    def as_html(verdicts: list[tuple[Verdict, Edition]]) -> None:
        click.echo(formats.as_html(pages(verdicts), lang), nl=False)

    def as_text(verdicts: list[tuple[Verdict, Edition]]) -> None:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        texts = [formats.as_text(page, lang, colour=colour) for page in pages(verdicts)]
        click.echo(f"\n\n{'─' * formats.WIDTH}\n\n".join(texts), color=colour)

    return {"json": as_json, "jsonl": as_jsonl, "markdown": as_markdown, "html": as_html, "text": as_text}[form]
