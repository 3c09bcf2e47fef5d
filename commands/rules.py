"""What do the rules say, and are they in order?"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from nytta.commands.judging import screenings
from nytta.commands.output import say
from nytta.engine.errors import Language, nearest
from nytta.options import Commands, clauses, completed, editions, known, lang_option, rules_option, wrong_call

Forms = Mapping[Language, tuple[str, str]]


@click.group(cls=Commands)
def rules() -> None:
    """Se och kontrollera reglerna. / See and check the rules.

    Exempel / Example: nytta rules list
    """


@rules.command("list")
@lang_option
@rules_option
def rules_list(lang: Language, folders: tuple[Path, ...]) -> None:
    """Utgåvor, när de gäller och deras klausuler. / Editions, their periods and clauses.

    Exempel / Example: nytta rules list
    """
    from nytta.engine.load.library import library
    from nytta.texts.rules import edition_list

    loaded = library(folders)
    click.echo(edition_list([loaded.edition(head.id) for head in loaded.index.heads], lang), nl=False)


@rules.command("show")
@click.argument("name", metavar="EDITION[/CLAUSE]", shell_complete=completed(lambda rules: editions(rules) | clauses(rules)))
@lang_option
@rules_option
def rules_show(name: str, lang: Language, folders: tuple[Path, ...]) -> None:
    """En utgåva eller en klausul i ord. / An edition or a clause in words.

    Exempel / Example: nytta rules show stockholm-2008/city-pays-travel
    """
    from nytta.engine.load.library import library
    from nytta.texts.rules import clause_page, edition_page

    edition_name, _, clause_name = name.partition("/")
    loaded = library(folders)
    editions = [head.id for head in loaded.index.heads]
    clauses = {clause: f"{head.id}/{clause}" for head in loaded.index.heads for clause in head.clauses}
    known(edition_name, editions, "EDITION", ("okänd utgåva", "unknown edition"), clauses)
    edition = loaded.edition(edition_name)
    if not clause_name:
        click.echo(edition_page(edition, lang), nl=False)
        return
    if clause_name not in edition.by_id:
        sv, en = nearest(clause_name, edition.by_id)
        raise wrong_call(name, f"utgåvan har ingen sådan klausul{sv}", f"the edition has no such clause{en}")
    click.echo(clause_page(edition, edition.by_id[clause_name], lang), nl=False)


@rules.command("check")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[DIR]...")
@lang_option
def rules_check(folders: tuple[Path, ...], lang: Language) -> None:
    """Hitta alla fel i reglerna på en gång. / Find every fault of the rules at once.

    DIR är egna mappar med regler, som läggs över de inbyggda. Avslutar med 1 om något är fel.

    Exempel / Example: nytta rules check min-kommun/
    """
    from nytta.engine.policy.check import check

    problems = check(folders)
    for problem in problems:
        click.echo(problem.line(lang))
    if problems:
        say(_count(len(problems), lang, _PROBLEMS))
        sys.exit(1)
    click.echo("Inga fel." if lang == "sv" else "No problems.")


@rules.command("test")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@lang_option
@rules_option
def rules_test(folder: Path | None, lang: Language, folders: tuple[Path, ...]) -> None:
    """Pröva de genomarbetade ärendena mot sina facit. / Screen the worked cases and compare.

    DIR är en mapp med case.yaml och expected.yaml; utan DIR prövas de inbyggda. Säger också vilka klausuler som inget
    ärende gör uppfyllda, överträdda eller obestämda. Avslutar med 1 om något skiljer sig.

    Exempel / Example: nytta rules test
    """
    from nytta.engine.load.library import library
    from nytta.engine.policy.test import run

    folder = folder or Path(__file__).resolve().parents[1] / "cases"
    if not folder.is_dir():
        sv = "mappen finns inte; de genomarbetade ärendena följer med källkoden, ange mappen med DIR"
        en = "there is no such folder; the worked cases come with the source, name their folder with DIR"
        raise wrong_call(str(folder), sv, en)
    loaded = library(folders)
    report = run(folder, loaded, screenings(loaded))
    for problem in report.problems:
        click.echo(problem.line(lang))
    for clause, statuses in report.unseen.items():
        click.echo(f"{clause}: {'inget ärende ger' if lang == 'sv' else 'no case gives'} {', '.join(statuses)}")
    for reading in report.unread:
        click.echo(
            f"{reading}: {'inget ärende visar läsningen (changes_verdict)' if lang == 'sv' else 'no case shows this reading (changes_verdict)'}"
        )
    click.echo(f"{_count(report.passed, lang, _CASES)}, {_count(len(report.problems), lang, _DIFFERENCES)}")
    sys.exit(1 if report.problems or report.unseen or report.unread else 0)


_PROBLEMS: Forms = {"sv": ("fel", "fel"), "en": ("problem", "problems")}
_CASES: Forms = {"sv": ("ärende stämmer", "ärenden stämmer"), "en": ("case as expected", "cases as expected")}
_DIFFERENCES: Forms = {"sv": ("avvikelse", "avvikelser"), "en": ("difference", "differences")}


def _count(number: int, lang: Language, forms: Forms) -> str:
    """The number with the word in its form: `1 ärende`, `2 ärenden`."""
    return f"{number} {forms[lang][number != 1]}"
