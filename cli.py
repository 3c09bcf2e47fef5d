"""What can a person ask at the command line? Options in, one function called, one writer, exit."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import click

from nytta import __version__
from nytta.engine.errors import Language, NyttaError, OutputError, nearest
from nytta.options import (
    Choice,
    Commands,
    call_message,
    documents_option,
    edition_option,
    known,
    lang_option,
    language_of,
    rules_option,
    wrong_call,
)

if TYPE_CHECKING:
    from nytta.engine.load.library import Library
    from nytta.engine.model.case import Case
    from nytta.engine.model.edition import Edition
    from nytta.engine.model.verdict import Verdict
    from nytta.engine.screen import Screening

Forms = Mapping[Language, tuple[str, str]]
FORMATS = ("text", "json", "jsonl", "markdown", "html")
_WELCOME = """\
nytta prövar ett internationellt engagemang mot kommunens egen strategi.
nytta checks an international engagement against the municipality's own strategy.

Börja så här / Start here:
  nytta new invitation -o inbjudan.yaml    skriv en ärendefil; fyll i datum och svar / write a case file; fill it in
  nytta screen inbjudan.yaml               få ett utfall med skäl / get a verdict with reasons
  nytta facts invitation                   se vilka fakta som spelar roll / see which facts matter
  nytta --help                             alla kommandon / all commands
"""


def _say(text: str) -> None:
    """Writes a message; one that nobody reads changes nothing."""
    try:
        click.echo(text, err=True)
    except OSError:
        _discard(sys.stderr)


def _discard(stream: IO[str]) -> None:
    """What is still in the stream's buffer, and could not be written, is not tried once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _versions(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    if not wanted:
        return
    from nytta.engine.load.library import library

    click.echo(f"nytta {__version__}")
    index = library().index
    for head in index.heads:
        click.echo(f"{head.id}  {head.in_force.from_}–{head.in_force.to or ''}  {index.digests[head.id]}")
    ctx.exit()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    subcommand_metavar="[COMMAND] [ARGS]...",  # as newer versions of click have it by themselves
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_versions, help="Version, utgåvor och kontrollsummor."
)
@click.pass_context
def nytta(ctx: click.Context) -> None:
    """Pröva internationella engagemang mot kommunens strategi.

    Checks international engagements against the municipality's own strategy: a case goes in as facts, a reasoned verdict
    that cites each clause comes out. A person decides.

    Exempel / Example: nytta screen inbjudan.yaml
    """
    if ctx.invoked_subcommand is None:
        click.echo(_WELCOME, nl=False)


# -- screen


@nytta.command()
@click.argument("cases", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="CASE...")
@click.option("--format", "form", type=Choice(FORMATS), default="text", show_default=True, help="Format.")
@lang_option
@edition_option
@rules_option
@click.option(
    "--fail-on",
    metavar="VERDICT[,…]",
    help="Avsluta med 1 om något ärende får ett av utfallen. / Exit with 1 if a case gets one of these verdicts.",
)
def screen(
    cases: tuple[str, ...], form: str, lang: Language, edition: str | None, folders: tuple[Path, ...], fail_on: str | None
) -> None:
    """Pröva ärenden: utfall med skäl. / Screen cases: verdict with reasons.

    CASE är en fil i YAML eller JSON med ett eller flera ärenden; - läser från standard in.

    Exempel / Example: nytta screen inbjudan.yaml --format markdown
    """
    from nytta.engine.load.case import read_cases
    from nytta.engine.load.library import library

    failing = _verdicts(fail_on)
    rules = library(folders)
    files = read_cases(list(cases), rules, edition, _standard_input)
    for problem in files.problems:
        _say(problem.line(lang))
    failed = _Failed(2 if files.problems else 0)
    verdicts = _screened(files.cases, rules, overridden=edition is not None, lang=lang, failed=failed)
    _write(verdicts, form, lang, several=files.stated > 1)
    if failed.code == 0 and any(verdict.verdict in failing for verdict, _ in verdicts):
        failed.code = 1
    sys.exit(failed.code)


def _standard_input() -> bytes:
    return sys.stdin.buffer.read()


class _Failed:
    """The exit status so far."""

    def __init__(self, code: int) -> None:
        self.code = code


def _verdicts(names: str | None) -> tuple[str, ...]:
    from nytta.engine.model.verdict import OUTCOMES

    wanted = tuple(name.strip() for name in names.split(",")) if names is not None else ()
    for name in wanted:
        known(name, OUTCOMES, "--fail-on", ("okänt utfall", "unknown verdict"))
    return wanted


def _screened(
    cases: list[tuple[Case, str]], rules: Library, *, overridden: bool, lang: Language, failed: _Failed
) -> list[tuple[Verdict, Edition]]:
    """The verdicts; a case that the engine fails on is reported and has none."""
    from nytta.engine.errors import EngineError

    screenings = _screenings(rules)
    verdicts: list[tuple[Verdict, Edition]] = []
    for case, name in cases:
        screening = screenings(name)
        try:
            warnings = _override_warning(case, name, rules) if overridden else ()
            verdicts.append((screening(case, warnings), screening.edition))
        except EngineError as error:
            _say(f"{case.id}: {error.message(lang)}")
            failed.code = max(failed.code, error.exit_code)
    return verdicts


def _screenings(rules: Library) -> Callable[[str], Screening]:
    """The screening of each edition, built when its first case comes."""
    from nytta.engine.screen import Screening

    built: dict[str, Screening] = {}

    def of(name: str) -> Screening:
        if name not in built:
            built[name] = Screening(rules.edition(name))
        return built[name]

    return of


def _override_warning(case: Case, edition: str, rules: Library) -> tuple[Any, ...]:
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


def _write(verdicts: list[tuple[Verdict, Edition]], form: str, lang: Language, *, several: bool) -> None:
    from nytta.texts import formats

    if not verdicts:
        return
    if form == "html":
        click.echo(formats.as_html(verdicts, lang), nl=False)
    elif form == "json":
        texts = [formats.as_json(verdict) for verdict, _ in verdicts]
        click.echo("[\n" + ",\n".join(texts) + "\n]" if several else texts[0])
    elif form == "jsonl":
        for verdict, _ in verdicts:
            click.echo(formats.as_json(verdict, indent=None))
    elif form == "markdown":
        click.echo("\n".join(formats.as_markdown(verdict, edition, lang) for verdict, edition in verdicts), nl=False)
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        texts = [formats.as_text(verdict, edition, lang, colour=colour) for verdict, edition in verdicts]
        click.echo(f"\n\n{'─' * formats.WIDTH}\n\n".join(texts), color=colour)


# -- facts and new


@nytta.command()
@click.argument("kind", required=False)
@lang_option
@edition_option
@rules_option
def facts(kind: str | None, lang: Language, edition: str | None, folders: tuple[Path, ...]) -> None:
    """Visa vilka fakta som spelar roll för ett slag av ärende. / Which facts matter for a kind of case.

    Exempel / Example: nytta facts invitation --edition stockholm-2008
    """
    from nytta.engine.load.library import library
    from nytta.engine.policy.relevant import relevant_facts
    from nytta.texts.questionnaire import fact_list

    rules = library(folders)
    if kind is not None:
        _known_kind(kind, rules)
    names = [edition] if edition else [head.id for head in rules.index.heads]
    read = relevant_facts([rules.edition(name) for name in names], kind)
    click.echo(fact_list(rules.index.vocabulary, read, kind, lang), nl=False)


@nytta.command()
@click.argument("kind")
@lang_option
@edition_option
@rules_option
@click.option(
    "--strategy", metavar="NAME", help="Strategi; styr vilka fakta som tas med. / Strategy; decides which facts are asked."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Skriv till fil. / Write to a file.")
@click.option("--force", is_flag=True, help="Skriv över filen. / Overwrite the file.")
def new(
    kind: str,
    lang: Language,
    edition: str | None,
    folders: tuple[Path, ...],
    strategy: str | None,
    output: Path | None,
    force: bool,  # noqa: FBT001 - click passes it
) -> None:
    """Skriv en ärendefil att fylla i, med frågor. / Write a commented case file to fill in.

    Exempel / Example: nytta new invitation -o inbjudan.yaml
    """
    from nytta.engine.load.library import library
    from nytta.engine.policy.relevant import relevant_facts
    from nytta.texts.questionnaire import case_file

    rules = library(folders)
    _known_kind(kind, rules)
    chosen = _edition_for(rules, edition, strategy, kind)
    read = relevant_facts([chosen], kind)
    text = case_file(chosen, read, kind, lang)
    if output is None or str(output) == "-":
        click.echo(text, nl=False)
    else:
        _save(output, text, force=force)
        _say(f"{output}: {'skriven' if lang == 'sv' else 'written'}")


def _known_kind(kind: str, rules: Library) -> None:
    from nytta.engine.load.case import called

    kinds = rules.index.vocabulary.kinds
    known(kind, kinds, "KIND", ("okänt slag", "unknown kind"), called(kinds))


def _edition_for(rules: Library, edition: str | None, strategy: str | None, kind: str) -> Edition:
    """The edition named, else the latest of the strategy, else the first that judges the kind."""
    if edition is not None:
        head = rules.edition(edition).head
        if head.kinds and kind not in head.kinds:
            raise wrong_call("KIND", f"{edition} prövar inte slaget «{kind}»", f"{edition} does not judge kind «{kind}»")
        return rules.edition(edition)
    if strategy is not None:
        known(strategy, rules.strategies, "--strategy", ("okänd strategi", "unknown strategy"))
    heads = [one for one in rules.index.heads if strategy in (None, one.strategy) and (not one.kinds or kind in one.kinds)]
    if not heads:
        raise wrong_call("KIND", f"{strategy} prövar inte slaget «{kind}»", f"{strategy} does not judge kind «{kind}»")
    preferred = (
        [one for one in heads if one.kinds] or [one for one in heads if one.strategy == (strategy or "stockholm")] or heads
    )
    return rules.edition(max(preferred, key=lambda one: one.in_force.from_).id)


def _save(path: Path, text: str, *, force: bool) -> None:
    """Writes a file whole or not at all; an existing one is kept unless forced."""
    if path.is_dir() or not path.name:
        raise wrong_call(str(path), "är en mapp; ange en fil", "is a folder; name a file")
    if path.exists() and not force:
        raise wrong_call(str(path), "filen finns redan; --force skriver över den", "the file exists; --force overwrites it")
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, "utf-8")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True) if path.parent.is_dir() else None
        why = f"går inte att skriva ({error.strerror})", f"cannot be written ({error.strerror})"
        raise wrong_call(str(path), *why) from None


# -- rules


@nytta.group(cls=Commands)
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
@click.argument("name", metavar="EDITION[/CLAUSE]")
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
        _say(_count(len(problems), lang, _PROBLEMS))
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

    folder = folder or Path(__file__).resolve().parent / "cases"
    if not folder.is_dir():
        sv = "mappen finns inte; de genomarbetade ärendena följer med källkoden, ange mappen med DIR"
        en = "there is no such folder; the worked cases come with the source, name their folder with DIR"
        raise wrong_call(str(folder), sv, en)
    loaded = library(folders)
    report = run(folder, loaded, _screenings(loaded))
    for problem in report.problems:
        click.echo(problem.line(lang))
    for clause, statuses in report.unseen.items():
        click.echo(f"{clause}: {'inget ärende ger' if lang == 'sv' else 'no case gives'} {', '.join(statuses)}")
    click.echo(f"{_count(report.passed, lang, _CASES)}, {_count(len(report.problems), lang, _DIFFERENCES)}")
    sys.exit(1 if report.problems or report.unseen else 0)


_PROBLEMS: Forms = {"sv": ("fel", "fel"), "en": ("problem", "problems")}
_CASES: Forms = {"sv": ("ärende stämmer", "ärenden stämmer"), "en": ("case as expected", "cases as expected")}
_DIFFERENCES: Forms = {"sv": ("avvikelse", "avvikelser"), "en": ("difference", "differences")}


def _count(number: int, lang: Language, forms: Forms) -> str:
    """The number with the word in its form: `1 ärende`, `2 ärenden`."""
    return f"{number} {forms[lang][number != 1]}"


# -- sources


@nytta.group(cls=Commands)
def sources() -> None:
    """Källdokumenten och vad som blev av varje ställe. / The source documents and what became of each passage.

    Exempel / Example: nytta sources list
    """


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
@click.argument("document", required=False)
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
@click.argument("name", metavar="CLAUSE|DOCUMENT")
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


@nytta.command()
@click.argument("shell", type=Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Skriv skalets komplettering. / Print the shell's completion script.

    Exempel / Example: eval "$(nytta completion bash)"
    """
    from click.shell_completion import get_completion_class

    made = cast("Any", get_completion_class(shell))(nytta, {}, "nytta", "_NYTTA_COMPLETE")
    click.echo(made.source())


# -- the door


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line; every error becomes one message on standard error and an exit status, never a traceback."""
    gc.set_threshold(100_000)  # a short life: looking for garbage would take a tenth of it
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(given)
    try:
        nytta.main(args=given, prog_name="nytta", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        _say(call_message(error, language))
        sys.exit(2)
    except NyttaError as error:
        if isinstance(error, OutputError):
            _discard(sys.stdout)
        _say(error.message(language))
        sys.exit(error.exit_code)
    except Exception as error:  # a defect of ours: whoever meets it gets a line, and whoever mends it the way to it
        if "NYTTA_DEBUG" in os.environ:
            raise
        what = f"{type(error).__name__}: {error}"
        sv = f"nytta: ett fel i programmet ({what}). Inget är avgjort. Rapportera det med ärendefilen; NYTTA_DEBUG=1 visar var."
        en = f"nytta: a defect of the program ({what}). Nothing is decided. Report it with the case; NYTTA_DEBUG=1 shows where."
        _say(sv if language == "sv" else en)
        sys.exit(1)
