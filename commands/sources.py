"""What became of each passage of the source documents?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nytta.engine.errors import Language
from nytta.options import Commands, Names, clauses, completed, documents_option, known, lang_option, rules_option, wrong_call

if TYPE_CHECKING:
    from nytta.engine.load.library import Library


@click.group(cls=Commands)
def sources() -> None:
    """Källdokumenten och vad som blev av varje ställe. / The source documents and what became of each passage.

    Exempel / Example: nytta sources list
    """


def _documents(rules: Library) -> Names:
    return {ledger.id: ledger.title for ledger in rules.ledgers.values()}


def _documents_and_clauses(rules: Library) -> Names:
    encoded = {name for ledger in rules.ledgers.values() for passage in ledger.passages for name in passage.clauses}
    return _documents(rules) | {name: title for name, title in clauses(rules).items() if name in encoded}


@sources.command("list")
@lang_option
@rules_option
def sources_list(lang: Language, folders: tuple[Path, ...]) -> None:
    """Dokumenten, deras ställning och andelen av varje klass. / Documents, status and the share of each class.

    Exempel / Example: nytta sources list
    """
    from nytta.engine.load.library import library
    from nytta.texts.sources import documents

    click.echo(documents(library(folders).ledgers.values(), lang), nl=False)


@sources.command("verify")
@click.argument("document", required=False, shell_complete=completed(_documents))
@documents_option
@lang_option
@rules_option
def sources_verify(document: str | None, copies: Path, lang: Language, folders: tuple[Path, ...]) -> None:
    """Håll liggaren mot kopior av dokumenten. / Hold the ledger against copies of the documents.

    Säger vilka ställen som är flyttade, ändrade eller saknas, och vilka bindande meningar som ingen rad täcker. Avslutar
    med 1 om något inte är i ordning.

    Exempel / Example: nytta sources verify --documents kopior/ stockholm-utl-2008-204
    """
    from nytta.engine.load.library import library
    from nytta.engine.sources.read import find_copy, read_copy
    from nytta.engine.sources.verify import verify
    from nytta.texts.sources import verification

    ledgers = library(folders).ledgers
    if document is not None:
        known(document, ledgers, "DOCUMENT", ("okänt dokument", "unknown document"))
    in_order = True
    for ledger in [ledgers[document]] if document else [one for one in ledgers.values() if one.passages]:
        verified, uncovered = verify(ledger, read_copy(find_copy(copies, ledger.id)))
        click.echo(verification(ledger, verified, uncovered, lang), nl=False)
        in_order = in_order and not uncovered and all(one.state == "found" for one in verified)
    sys.exit(0 if in_order else 1)


@sources.command("show")
@click.argument("name", metavar="CLAUSE|DOCUMENT", shell_complete=completed(_documents_and_clauses))
@documents_option
@click.option("--html", is_flag=True, help="Hela dokumentet som en sida i färg. / The whole document as a coloured page.")
@lang_option
@rules_option
def sources_show(name: str, copies: Path, html: bool, lang: Language, folders: tuple[Path, ...]) -> None:  # noqa: FBT001 - click
    """Visa dokumentets ord ovanför klausulen. / Show the document's words above the clause that encodes them.

    CLAUSE skrivs stockholm-2008/city-pays-travel.

    Exempel / Example: nytta sources show --documents kopior/ stockholm-2008/city-pays-travel
    """
    from nytta.engine.load.library import library
    from nytta.engine.sources.read import find_copy, read_copy
    from nytta.engine.sources.verify import verify
    from nytta.texts.sources import page, reading

    rules = library(folders)
    clauses = {one for ledger in rules.ledgers.values() for passage in ledger.passages for one in passage.clauses}
    known(
        name,
        [*rules.ledgers, *sorted(clauses)],
        "CLAUSE|DOCUMENT",
        ("okänd klausul eller okänt dokument", "unknown clause or document"),
    )
    editions = {head.id: rules.edition(head.id) for head in rules.index.heads}
    for ledger in rules.ledgers.values():
        wanted = [one for one in ledger.passages if ledger.id == name or name in one.clauses]
        if wanted:
            copy = read_copy(find_copy(copies, ledger.id))
            verified = [one for one in verify(ledger, copy)[0] if html or one.passage in wanted]
            text = page(ledger, verified, copy, editions, lang) if html else reading(verified, copy, editions, lang)
            click.echo(text, nl=False)


@sources.command("fingerprint")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--section", required=True, metavar="NAME", help="Avsnittet. / The section.")
@click.option("--item", type=int, metavar="N", help="Punkten, om den är numrerad. / The item, where it is numbered.")
@click.option("--from", "first", required=True, metavar="WORDS", help="De första orden. / The first words.")
@click.option("--to", "last", required=True, metavar="WORDS", help="De sista orden. / The last words.")
@lang_option
def sources_fingerprint(file: Path, section: str, item: int | None, first: str, last: str, lang: Language) -> None:
    """Gör en rad till liggaren för ett nytt dokument. / Make a ledger row for a new document.

    Exempel / Example: nytta sources fingerprint kopia.txt --section Mål --from "Staden ska" --to "till nytta."
    """
    del lang
    from nytta.engine.sources.read import read_copy
    from nytta.texts.sources import row

    try:
        passage = read_copy(file).passage(first, last)
    except ValueError:
        sv = "orden finns inte i filen, i den ordningen; kontrollera stavningen"
        raise wrong_call("--from/--to", sv, "the words are not in the file, in that order; check their spelling") from None
    click.echo(row(passage, section, item, first), nl=False)
