"""What is asked of somebody who has no case file yet, and where are the answers kept?"""

from __future__ import annotations

from pathlib import Path

import click

from nytta.engine.errors import Language
from nytta.options import completed, edition_option, kinds, lang_option, output_options, rules_option, strategies


@click.command()
@click.argument("kind", required=False, shell_complete=completed(kinds))
@click.option(
    "--facts",
    "begun",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="Börja från det som är känt, en ärendefil som får vara ofullständig. / Start from what is known, a case file.",
)
@click.option("--strategy", metavar="NAME", shell_complete=completed(strategies), help="Strategi. / Strategy.")
@click.option("--date", "day", metavar="DATE", help="Ärendets datum, åååå-mm-dd. / The case's date, yyyy-mm-dd.")
@lang_option
@edition_option
@rules_option
@output_options("Ärendefilen. / The case file.")
def ask(
    kind: str | None,
    begun: str | None,
    strategy: str | None,
    day: str | None,
    lang: Language,
    edition: str | None,
    folders: tuple[Path, ...],
    output: Path | None,
    force: bool,  # noqa: FBT001 - click passes it
) -> None:
    """Svara på frågor i stället för att skriva ärendefilen. / Answer questions instead of writing the case file.

    Bara det som ännu kan ändra utfallet blir en fråga. Svaren sparas efter varje fråga, så det går att lämna när som helst.

    Exempel / Example: nytta ask invitation -o inbjudan.yaml
    """
    from nytta.commands.beginning import Head
    from nytta.commands.conversation import hold
    from nytta.engine.load.library import library

    head = Head(kind=kind, strategy=strategy, date=day, edition=edition)
    hold(library(folders), lang, head, begun, output, force=force)
