"""What do the strategies say about a whole table of cases, and how is the table of verdicts written?"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import click

from nytta.commands.judging import fail_on_option, failing_verdicts
from nytta.commands.output import check_place, save, say
from nytta.engine.errors import Language
from nytta.options import Choice, edition_option, lang_option, rules_option, wrong_call

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from nytta.engine.batch.files import Format
    from nytta.engine.batch.run import Wanted
    from nytta.engine.batch.tally import Tally
    from nytta.engine.batch.writers import Written
    from nytta.engine.load.library import Library

IN_FORMATS = ("csv", "parquet", "jsonl", "xlsx", "cases")
OUT_FORMATS = ("csv", "parquet", "jsonl", "xlsx")
_NEEDED = {"xlsx": ("polars", "fastexcel", "xlsxwriter")}
"""What a format needs to be installed, where that is more than Polars."""

_ALL = 2**62
"""More rows than any table has, and still a number that a machine can count to."""


@click.command()
@click.argument("table", type=click.Path(path_type=Path), metavar="IN")
@click.argument("output", type=click.Path(path_type=Path), metavar="OUT")
@click.option(
    "--in-format", type=Choice(IN_FORMATS), help="Format på IN, annars efter filändelsen. / Format of IN, else by its ending."
)
@click.option(
    "--out-format", type=Choice(OUT_FORMATS), help="Format på OUT, annars efter filändelsen. / Format of OUT, else by its ending."
)
@click.option("--findings", is_flag=True, help="Med en kolumn för varje klausul. / With one column a clause.")
@click.option(
    "--where",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Bara rader där kolumnen har värdet; COLUMN= är de där den är tom. / Only rows where the column has the value.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Högst så många rader. / At most so many rows.")
@click.option("--ignore-unknown", is_flag=True, help="Hoppa över okända kolumner. / Leave out unknown columns.")
@lang_option
@edition_option
@rules_option
@fail_on_option
@click.option(
    "--keep-going", is_flag=True, help="Avsluta med 0 även om rader inte kunde prövas. / Exit with 0 despite faulty rows."
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Skriv en sida med diagram. / Write a page with charts.",
)
@click.option(
    "--spark",
    metavar="MASTER",
    help="Kör på ett Spark-kluster, till exempel local[2] eller spark://värd:7077. / Run on a Spark cluster.",
)
@click.option("--force", is_flag=True, help="Skriv över filer som finns. / Overwrite files that exist.")
def batch(
    table: Path,
    output: Path,
    in_format: Format | None,
    out_format: Written | None,
    findings: bool,  # noqa: FBT001 - click passes it
    where: tuple[str, ...],
    limit: int | None,
    ignore_unknown: bool,  # noqa: FBT001 - click passes it
    lang: Language,
    edition: str | None,
    folders: tuple[Path, ...],
    fail_on: str | None,
    keep_going: bool,  # noqa: FBT001 - click passes it
    report: Path | None,
    spark: str | None,
    force: bool,  # noqa: FBT001 - click passes it
) -> None:
    """Pröva en tabell med ärenden. / Screen a table of cases.

    IN är CSV, Parquet, JSON Lines, Excel eller en mapp med ärendefiler; OUT får en rad för varje ärende, i samma ordning.
    En rad som inte kan prövas står kvar, med skälet i kolumnen error.

    Exempel / Example: nytta batch arenden.csv utfall.xlsx --report sammanfattning.html
    """
    _check_installed("csv")
    from nytta.engine.batch.files import format_of
    from nytta.engine.batch.run import Wanted
    from nytta.engine.load.library import library

    failing = failing_verdicts(fail_on)
    _check_named(table, output)
    _check_output(output, table, force=force)
    if report is not None:
        _check_output(report, table, force=force)
        _check_apart(report, output)
    forms = in_format or format_of(table, "--in-format"), out_format or cast("Written", format_of(output, "--out-format"))
    for form in forms:
        _check_installed(form)
    rules = library(folders)
    wanted = Wanted(edition, findings, ignore_unknown, tuple(map(_condition, where)), limit and min(limit, _ALL), lang)
    tally = (
        _screened(table, output, forms, rules, wanted) if spark is None else _spread(spark, table, output, forms, rules, wanted)
    )
    _tell(tally, (table, output, report), rules, lang, force=force)
    failed = (tally.errors and not keep_going) or any(verdict in failing for _, verdict in tally.verdicts)
    sys.exit(1 if failed else 0)


def _check_installed(form: str) -> None:
    """Raises InputError, with what to do, where what the format needs is not installed."""
    lacking = [name for name in _NEEDED.get(form, ("polars",)) if importlib.util.find_spec(name) is None]
    if lacking:
        names = ", ".join(lacking)
        sv = f"för tabeller behövs ett tillägg ({names}): pip install 'nytta[batch]'"
        raise wrong_call("nytta batch", sv, f"for tables an extra is needed ({names}): pip install 'nytta[batch]'")


def _condition(given: str) -> tuple[str, str]:
    name, is_condition, value = (one.strip() for one in given.partition("="))
    if not name or not is_condition:
        sv, en = f"«{given}» ska vara KOLUMN=VÄRDE, till exempel kind=trip", f"«{given}» must be COLUMN=VALUE, such as kind=trip"
        raise wrong_call("--where", sv, en)
    return name, value


def _check_named(*paths: Path) -> None:
    """Raises InputError where a stream is asked for: a table is read twice, and gets its name once it is whole."""
    if any(str(path) == "-" for path in paths):
        sv, en = (
            "en tabell läses från en fil och skrivs till en fil; ange filnamn",
            "a table is read from a file and written to one; name files",
        )
        raise wrong_call("-", sv, en)


def _check_apart(report: Path, output: Path) -> None:
    """Raises InputError where one of the files would take the other's place."""
    if report.resolve() == output.resolve():
        sv, en = "är också OUT; ange en annan fil med --report", "is OUT as well; name another file with --report"
        raise wrong_call(str(report), sv, en)


def _check_output(path: Path, table: Path, *, force: bool) -> None:
    """Raises InputError where the file could not be written in the end, so that nothing is done in vain."""
    if path.exists() and table.exists() and path.samefile(table):
        raise wrong_call(str(path), "är också den som läses; ange en annan fil", "is also what is read; name another file")
    check_place(path, force=force)
    if not path.parent.is_dir():
        sv, en = f"mappen {path.parent} finns inte; skapa den först", f"there is no folder {path.parent}; make it first"
        raise wrong_call(str(path), sv, en)


def _screened(table: Path, output: Path, forms: tuple[Format, Written], rules: Library, wanted: Wanted) -> Tally:
    """Reads, screens and writes, whole or not at all; raises InputError, and KeyboardInterrupt where it is stopped."""
    from nytta.engine.batch.files import source
    from nytta.engine.batch.folder import CaseRows
    from nytta.engine.batch.run import Run
    from nytta.engine.batch.stop import stoppable
    from nytta.engine.batch.writers import write

    with stoppable(), _Progress() as progress:
        cases = CaseRows(rules, wanted.edition, wanted.language)
        run = Run(source(table, forms[0], cases), rules, wanted, progress)
        write(output, forms[1], run.schema, run.frames)
    return run.tally


def _spread(spark: str, table: Path, output: Path, forms: tuple[Format, Written], rules: Library, wanted: Wanted) -> Tally:
    """The same on a cluster; Parquet becomes a folder of parts. Raises InputError where Spark is not there or fails."""
    from nytta.engine.batch.cluster import run_spark

    return run_spark(spark, table, output, forms, rules, wanted)


class _Progress:
    """A bar on a terminal, and nothing elsewhere."""

    def __init__(self) -> None:
        self._bar: ProgressBar[int] | None = None

    def __enter__(self) -> Self:
        """It is shown once rows are done."""
        return self

    def __exit__(self, *_: object) -> None:
        """The line is ended."""
        if self._bar is not None:
            self._bar.render_finish()

    def __call__(self, done: int, every: int) -> None:
        """So many rows are done, of about so many."""
        if self._bar is None:
            self._bar = click.progressbar(length=every, width=0, file=sys.stderr, hidden=not sys.stderr.isatty())
            self._bar.render_progress()
        self._bar.update(done - self._bar.pos)


def _tell(tally: Tally, paths: tuple[Path, Path, Path | None], rules: Library, lang: Language, *, force: bool) -> None:
    """The summary on standard output, and as a page where that is asked for."""
    from nytta.texts.batch import as_html, as_text

    table, output, report = paths
    say(f"{output}: {'skriven' if lang == 'sv' else 'written'}")
    if report is not None:
        save(report, as_html(table.name, tally, rules, lang), force=force)
        say(f"{report}: {'skriven' if lang == 'sv' else 'written'}")
    click.echo(as_text(tally, rules, lang), nl=False)
