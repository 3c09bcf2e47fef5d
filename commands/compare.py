"""What would other editions say of the same case?"""

from __future__ import annotations

from pathlib import Path

import click

from nytta.commands.judging import one_case, screenings
from nytta.engine.errors import Language
from nytta.options import Choice, edition_option, lang_option, rules_option


@click.command()
@click.argument("case", type=click.Path(allow_dash=True), metavar="CASE")
@click.option("--format", "form", type=Choice(["text", "json"]), default="text", show_default=True, help="Format.")
@lang_option
@edition_option
@rules_option
def compare(case: str, form: str, lang: Language, edition: str | None, folders: tuple[Path, ...]) -> None:
    """Jämför vad alla utgåvor säger om ett ärende. / Compare what every edition says of a case.

    Utgåvor av samma strategi kommer först, sedan andra som prövar ärenden av slaget, oavsett ärendets datum.

    Exempel / Example: nytta compare inbjudan.yaml
    """
    from nytta.engine.compare import compare as compared
    from nytta.engine.load.library import library
    from nytta.texts.comparison import as_json, as_text

    rules = library(folders)
    comparison = compared(*one_case(case, rules, edition), rules, screenings(rules))
    judged = (comparison.own, *comparison.others)
    editions = {one.verdict.edition.id: rules.edition(one.verdict.edition.id) for one in judged}
    click.echo(as_json(comparison) if form == "json" else as_text(comparison, editions, lang), nl=form == "json")
