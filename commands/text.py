"""What do the papers of a case say, and in which file?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nytta.commands.judging import one_case, override_warning, screenings
from nytta.commands.output import hand_over
from nytta.engine.errors import Language
from nytta.options import completed, edition_option, known, lang_option, output_options, rules_option, wrong_call

if TYPE_CHECKING:
    from nytta.engine.load.library import Library
    from nytta.engine.model.case import Case
    from nytta.engine.model.verdict import Verdict
    from nytta.texts.papers.paper import Paper

FORMATS = ("md", "txt", "html", "docx", "pdf")


def _form_names(_library: Library) -> dict[str, Any]:
    from nytta.engine.model.base import text
    from nytta.texts.papers.render import forms

    return {name: text(sv=name, en=name) for name in forms()}


@click.command()
@click.argument("case", type=click.Path(allow_dash=True), metavar="CASE")
@click.option("--form", required=True, metavar="FORM", shell_complete=completed(_form_names), help="Handlingen. / The paper.")
@click.option(
    "--format",
    "form_of_file",
    metavar="FORMAT",
    help="md, txt, html, docx, pdf; annars efter filens ändelse. / Else by the file's ending.",
)
@lang_option
@edition_option
@rules_option
@click.option(
    "--templates",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Egna mallar, som går före. / Templates of your own, which come first.",
)
@click.option(
    "--template",
    "letterhead",
    type=click.Path(path_type=Path),
    metavar="FILE.docx",
    help="Kontorets eget brevpapper att fylla i. / The office's own letterhead to fill in.",
)
@click.option("--check", is_flag=True, help="Granska språket i stället för att skriva. / Check the language instead of writing.")
@output_options()
def text(
    case: str,
    form: str,
    form_of_file: str | None,
    lang: Language,
    edition: str | None,
    folders: tuple[Path, ...],
    templates: tuple[Path, ...],
    letterhead: Path | None,
    check: bool,  # noqa: FBT001 - click passes it
    output: Path | None,
    force: bool,  # noqa: FBT001 - click passes it
) -> None:
    """Skriv en handling: protokollsutdrag, tjänsteutlåtande, svarsbrev … / Write a paper of a case.

    FORM är protokollsutdrag, tjansteutlatande, utlatande, reserapport eller svarsbrev, eller en egen mall i --templates.

    Exempel / Example: nytta text inbjudan.yaml --form protokollsutdrag -o protokoll.docx
    """
    from nytta.engine.load.library import library
    from nytta.texts.papers.fields import Papers
    from nytta.texts.papers.paper import paper_of
    from nytta.texts.papers.render import forms, rendered

    suffix = _format(form_of_file, letterhead, output)
    rules = library(folders)
    judged, verdict = _judged(case, rules, edition)
    own = (*templates, *rules.templates(verdict.edition.id))
    known(form, forms(own), "--form", ("okänd handling", "unknown paper"))
    by = rules.edition(verdict.edition.id)
    named = Papers(by).fields(judged, verdict, lang)
    paper = paper_of(judged, by, lang, rendered(form, lang, named, own))
    if check:
        _check(paper, rules)
    elif letterhead is not None:
        from nytta.texts.papers.blocks import blocks
        from nytta.texts.papers.letterhead import in_letterhead

        hand_over(in_letterhead(letterhead, paper, blocks(paper.markdown), named), output, lang, force=force)
    else:
        hand_over(_written(paper, suffix), output, lang, force=force)


def _format(wanted: str | None, letterhead: Path | None, output: Path | None) -> str:
    """The format asked for, else that of the file's ending, else Markdown."""
    ending = output.suffix.lstrip(".").lower() if output is not None and output.suffix else ""
    suffix = wanted or ("docx" if letterhead else ending) or "md"
    known(suffix, FORMATS, "--format", ("okänt format", "unknown format"))
    if letterhead is not None and suffix != "docx":
        raise wrong_call("--template", "ett brevpapper fylls i som docx", "a letterhead is filled in as docx")
    return suffix


def _judged(path: str, rules: Library, edition: str | None) -> tuple[Case, Verdict]:
    """The one case of the file and the verdict on it, with its readings and what is open."""
    from nytta.engine.readings import Readings
    from nytta.engine.still_open import StillOpen

    case, name = one_case(path, rules, edition)
    warnings = override_warning(case, name, rules) if edition is not None else ()
    screening_by = screenings(rules)
    verdict = Readings(rules, screening_by)(case, screening_by(name)(case, warnings))
    return case, StillOpen(screening_by)(case, verdict)


def _written(paper: Paper, suffix: str) -> str | bytes:
    """The paper in the format."""
    from nytta.texts.papers.blocks import blocks

    if suffix == "md":
        return paper.markdown
    if suffix == "html":
        from nytta.texts.papers.page import as_html

        return as_html(paper)
    if suffix == "txt":
        from nytta.texts.papers.plain import as_plain

        return as_plain(blocks(paper.markdown))
    if suffix == "docx":
        from nytta.texts.papers.docx import as_docx

        return as_docx(paper, blocks(paper.markdown))
    from nytta.texts.papers.pdf import as_pdf

    return as_pdf(paper, blocks(paper.markdown))


def _check(paper: Paper, rules: Library) -> None:
    """Prints what a demanding secretary would strike; ends with 1 if there is anything."""
    from nytta.texts.papers.blocks import blocks
    from nytta.texts.papers.plain_language import faults

    found = faults(blocks(paper.markdown), paper.language, rules.index.vocabulary.bodies.values())
    for fault in found:
        click.echo(fault.line(paper.language))
    if found:
        sys.exit(1)
    click.echo("Inget att anmärka." if paper.language == "sv" else "Nothing to remark.")
