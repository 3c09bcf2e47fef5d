"""Why does a clause say what it says about a case?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nytta.commands.judging import one_case, override_warning, screenings
from nytta.commands.output import hand_over
from nytta.engine.errors import Language
from nytta.options import Choice, clauses, completed, edition_option, known, lang_option, output_options, rules_option, wrong_call

if TYPE_CHECKING:
    from nytta.engine.explain import Explanation
    from nytta.engine.load.library import Library

FORMATS = ("text", "markdown", "svg")


@click.command()
@click.argument("case", type=click.Path(allow_dash=True), metavar="CASE")
@click.argument("clause", metavar="CLAUSE", shell_complete=completed(clauses))
@click.option("--format", "form", type=Choice(FORMATS), default="text", show_default=True, help="Format.")
@lang_option
@edition_option
@rules_option
@output_options()
def explain(
    case: str,
    clause: str,
    form: str,
    lang: Language,
    edition: str | None,
    folders: tuple[Path, ...],
    output: Path | None,
    force: bool,  # noqa: FBT001 - click passes it
) -> None:
    """Visa varför en klausul säger det den säger. / Show why a clause says what it says.

    CLAUSE är klausulens namn, med eller utan utgåva: city-pays-travel eller stockholm-2008/city-pays-travel. Visar
    också varför bedömningen inte är en annan. svg är ett ritat träd.

    Exempel / Example: nytta explain inbjudan.yaml city-pays-travel
    """
    from nytta.engine.load.library import library

    rules = library(folders)
    content = _written(_explained(case, clause, rules, edition), form, lang)
    hand_over(content, output, lang, force=force)


def _explained(path: str, clause: str, rules: Library, edition: str | None) -> Explanation:
    """The derivation of the clause's finding; raises InputError if the edition that judges has no such clause."""
    from nytta.engine.explain import Explaining

    case, judging = one_case(path, rules, edition)
    named, _, own = clause.rpartition("/")
    if named and named != judging:
        known(named, [head.id for head in rules.index.heads], "CLAUSE", ("okänd utgåva", "unknown edition"))
        sv = f"ärendet prövas mot {judging}, inte {named}; välj en annan med --edition"
        raise wrong_call("CLAUSE", sv, f"the case is judged by {judging}, not {named}; choose another with --edition")
    by = rules.edition(judging)
    known(own, by.by_id, "CLAUSE", (f"{judging} har ingen klausul", f"{judging} has no clause"))
    warnings = override_warning(case, judging, rules) if edition is not None else ()
    return Explaining(by)(case, screenings(rules)(judging)(case, warnings), own)


def _written(explanation: Explanation, form: str, lang: Language) -> str:
    from nytta.texts.derivation import page

    told = page(explanation, lang)
    if form == "svg":
        from nytta.texts.drawing import as_svg

        return as_svg(told, lang)
    from nytta.texts.derivation_formats import as_markdown, as_text

    return as_markdown(told, lang) if form == "markdown" else as_text(told, lang)
