"""A table of cases becomes a table of verdicts, whatever its format, and whatever is wrong with it is said in its place."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest

from nytta.commands import batch as command
from nytta.engine.load.library import library
from tests.cli.program import GOOD, Program, Result, process
from tests.conftest import ROOT

COLUMNS = (
    "id,strategy,kind,date,body,travel.paid_by,travel.role,purpose.goals,purpose.orientations,benefit.concrete,"
    "funding.external_share,membership.last_reviewed,counterpart.country,counterpart.city,counterpart.type"
)
ROWS = (
    'oslo,stockholm,invitation,2010-04-12,namnd,host,speaker,attractive_city|cost_effective,[],true,"12,5",2009-11-30,NO,Oslo,city',
    "riga,stockholm,trip,2011-01-31,,city,,,positioning,false,100,,,,",
    "uclg,linkoping,agreement,2019-02-03,kommunstyrelsen,,,,,,,,US,Palo Alto,city",
    "åbo,la-linkoping,cooperation,2020-05-06,,,,,,,,,,,",
)
"""Cases of three strategies, with every type of fact, stated and not."""
SMALL = "\n".join([COLUMNS, *ROWS]) + "\n"
NAMES = [
    "id",
    "strategy",
    "edition",
    "kind",
    "verdict",
    "decided_by",
    "reject",
    "incomplete",
    "conditions",
    "duties",
    "missing",
    "error",
]
Screened = Callable[..., tuple[Result, list[dict[str, str | None]]]]


@pytest.fixture
def screened(tmp_path: Path, program: Program) -> Screened:
    """Screens a table, given as the text of a CSV file or as a path; what was said, and the rows that were written."""

    def call(given: str | Path, *options: str | Path) -> tuple[Result, list[dict[str, str | None]]]:
        path = given if isinstance(given, Path) else tmp_path / "in.csv"
        if isinstance(given, str):
            path.write_text(given, "utf-8")
        out = tmp_path / "out.jsonl"
        out.unlink(missing_ok=True)
        result = program("batch", path, out, "--force", "--lang", "en", *options)
        return result, [json.loads(line) for line in out.read_text("utf-8").splitlines()] if out.exists() else []

    return call


def table(*rows: str, columns: str = "id,strategy,kind,date,travel.paid_by") -> str:
    """A small CSV table."""
    return "\n".join([columns, *rows]) + "\n"


def ten(wrong: str = "host") -> str:
    """Ten good cases, but for who pays in the seventh."""
    return table(*(f"case-{n},stockholm,invitation,2010-04-12,{wrong if n == 7 else 'host'}" for n in range(1, 11)))


def left(folder: Path) -> set[str]:
    """The names in a folder, hidden ones too."""
    return {path.name for path in folder.iterdir()}


# -- the same table in every format


def natural(text: pl.DataFrame) -> pl.DataFrame:
    """The table with the types that a program would have given its columns."""
    sets = [
        pl.col(name).str.replace("[]", "", literal=True).str.split("|").list.filter(pl.element() != "")
        for name in ("purpose.goals", "purpose.orientations")
    ]
    return text.with_columns(
        *sets,
        pl.col("date", "membership.last_reviewed").str.to_date(),
        pl.col("benefit.concrete") == "true",
        pl.col("funding.external_share").str.replace(",", ".").cast(pl.Float64),
    )


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, Path]:
    """The small table in each format."""
    text = pl.read_csv(SMALL.encode(), infer_schema=False)
    typed = natural(text)
    made = {name: tmp_path / f"table.{name}" for name in ("csv", "tsv", "parquet", "jsonl", "xlsx")}
    made["csv"].write_text(SMALL, "utf-8")
    made["tsv"].write_bytes(b"\xef\xbb\xbf" + text.write_csv(separator="\t", line_terminator="\r\n").encode())
    typed.write_parquet(made["parquet"])
    typed.write_ndjson(made["jsonl"])
    sheet = typed.with_columns(text.select("purpose.goals", "purpose.orientations"))
    sheet.write_excel(made["xlsx"])
    made["cases"] = tmp_path / "table"
    made["cases"].mkdir()
    for number, row in enumerate(typed.iter_rows(named=True)):
        head = {key: str(row.pop(key)) for key in ("id", "strategy", "kind", "date")} | {
            "title": "A matter",
            "body": row.pop("body"),
        }
        facts = {
            name: value if isinstance(value, bool | float | list) else str(value)
            for name, value in row.items()
            if value is not None
        }
        (made["cases"] / f"{number}.json").write_text(json.dumps({**head, "facts": facts}), "utf-8")
    return made


@pytest.mark.parametrize("form", ["csv", "tsv", "parquet", "jsonl", "xlsx", "cases"])
def test_a_table_says_the_same_in_every_format(form: str, tables: dict[str, Path], screened: Screened) -> None:
    """Whether it is read from text, typed columns, a sheet or case files, a table has the same verdicts in the same order."""
    result, rows = screened(tables[form])
    assert (result.code, [row["id"] for row in rows]) == (0, ["oslo", "riga", "uclg", "åbo"])
    assert rows == screened(SMALL)[1]


def test_a_table_has_the_verdicts_of_its_cases(tables: dict[str, Path], screened: Screened, program: Program) -> None:
    """Each column says what `nytta screen` says of the same case."""
    _, rows = screened(SMALL)
    files = sorted(tables["cases"].iterdir())
    for row, verdict in zip(rows, json.loads(program("screen", *files, "--format", "json").out), strict=True):
        findings = [(one["clause"].partition("/")[2], one["effect"]) for one in verdict["findings"]]
        assert list(row) == NAMES
        assert row == {
            "id": verdict["case"]["id"],
            "strategy": verdict["case"]["strategy"],
            "edition": verdict["edition"]["id"],
            "kind": verdict["case"]["kind"],
            "verdict": verdict["verdict"],
            "decided_by": "|".join(dict.fromkeys(one["body"] for one in verdict["decided_by"])),
            "reject": "|".join(clause for clause, effect in findings if effect == "reject"),
            "incomplete": "|".join(clause for clause, effect in findings if effect == "incomplete"),
            "conditions": "|".join(one["clause"].partition("/")[2] for one in verdict["conditions"]),
            "duties": "|".join(one["clause"].partition("/")[2] for one in verdict["duties"]),
            "missing": "|".join(one["fact"] for one in verdict["missing"]),
            "error": None,
        }


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl", "xlsx"])
def test_verdicts_are_written_in_every_format(form: str, tmp_path: Path, screened: Screened, program: Program) -> None:
    """What is written can be read back as the same table."""
    _, rows = screened(SMALL)
    out = tmp_path / f"verdicts.{form}"
    assert program("batch", tmp_path / "in.csv", out).code == 0
    read = {
        "csv": lambda: pl.read_csv(out, infer_schema=False),
        "parquet": lambda: pl.read_parquet(out),
        "jsonl": lambda: pl.read_ndjson(out, infer_schema_length=None),
        "xlsx": lambda: pl.read_excel(out, drop_empty_cols=False, infer_schema_length=None),
    }[form]()
    assert read.columns == NAMES
    assert [[cell or "" for cell in row] for row in read.rows()] == [[cell or "" for cell in row.values()] for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_that_of_the_header(delimiter: str, screened: Screened) -> None:
    """Any of the usual delimiters is found, also where cells hold another one."""
    text = table("a,stockholm,trip,2010-01-01,host").replace(",", delimiter)
    result, rows = screened(text)
    assert (result.code, rows[0]["edition"], rows[0]["error"]) == (0, "stockholm-2008", None)


def test_a_table_is_known_by_its_option_where_its_ending_says_nothing(tmp_path: Path, program: Program) -> None:
    """A file of any name is read and written in the format that is given."""
    (tmp_path / "in.data").write_text(ten(), "utf-8")
    refused = program("batch", tmp_path / "in.data", tmp_path / "out.csv", "--lang", "en")
    assert (refused.code, "--in-format" in refused.err) == (2, True)
    result = program("batch", tmp_path / "in.data", tmp_path / "out", "--in-format", "csv", "--out-format", "jsonl")
    assert (result.code, len((tmp_path / "out").read_text().splitlines())) == (0, 10)


# -- rows and columns


def test_findings_are_columns(screened: Screened) -> None:
    """With --findings each clause of the editions of the table has a column; empty where a row's edition lacks it."""
    _, rows = screened(SMALL, "--findings")
    editions = ("la-linkoping-2018", "linkoping-2010", "stockholm-2008")
    clauses = {edition: [clause.id for clause in library().edition(edition).clauses] for edition in editions}
    found = [name for name in rows[0] if name.startswith("finding.")]
    assert list(rows[0]) == [*NAMES[:-1], *found, "error"]
    assert found == list(dict.fromkeys(f"finding.{one}" for each in clauses.values() for one in each))
    for row in rows:
        own = {name for name in found if row[name]}
        assert own == {f"finding.{clause}" for clause in clauses[str(row["edition"])]}


@pytest.mark.parametrize("parts", [1, 3, 1_000_000])
def test_batches_do_not_show(parts: int, screened: Screened, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows are read at a time, the table is the same, and repeats are found across batches."""
    rows = [f"case-{n % 7},stockholm,{'trip' if n % 2 else 'invitation'},2010-04-12,host" for n in range(20)]
    _, expected = screened(table(*rows), "--findings", "--keep-going")
    monkeypatch.setattr("nytta.engine.batch.files.ROWS", parts)
    _, found = screened(table(*rows), "--findings", "--keep-going")
    assert found == expected
    assert [row["error"] for row in found] == [None] * 7 + [
        f"id: id «case-{n % 7}» is taken (case {n % 7 + 1})" for n in range(7, 20)
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_cells_with_breaks_and_quotes_are_read_whole(end: str, tmp_path: Path, screened: Screened) -> None:
    """A cell keeps its line breaks, delimiters and quotes; a last row needs no end."""
    names = ["a\nb", 'say "c"', "d,\ne", '"\n"', "f"]
    quoted = (f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names)
    text = table(*(f"{name},stockholm,trip,2010-01-01,host" for name in quoted)).removesuffix("\n")
    (tmp_path / "in.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("host\n", f"host{end}").encode())
    _, rows = screened(tmp_path / "in.csv")
    assert [(row["id"], row["error"]) for row in rows] == [(name, None) for name in names]


def test_only_the_rows_that_are_asked_for(screened: Screened) -> None:
    """--where takes rows by the text of a cell, empty ones too; --limit stops after so many of them."""
    assert [row["id"] for row in screened(SMALL, "--where", "strategy=stockholm")[1]] == ["oslo", "riga"]
    assert [row["id"] for row in screened(SMALL, "--where", "strategy=stockholm", "--where", "body=")[1]] == ["riga"]
    assert [row["id"] for row in screened(SMALL, "--limit", "3")[1]] == ["oslo", "riga", "uclg"]
    assert [row["id"] for row in screened(SMALL, "--where", "body=", "--limit", "1")[1]] == ["riga"]
    assert len(screened(SMALL, "--limit", "9" * 30)[1]) == 4


@pytest.mark.parametrize(
    ("condition", "said"),
    [("kimd=trip", "did you mean «kind»?"), ("kind", "must be COLUMN=VALUE"), ("=x", "must be COLUMN=VALUE")],
)
def test_a_wrong_where_is_refused(condition: str, said: str, screened: Screened) -> None:
    """A column that the table does not have, and what is no condition, are faults of the call."""
    result, rows = screened(SMALL, "--where", condition)
    assert (result.code, result.out, rows, said in result.err) == (2, "", [], True)


def test_where_takes_typed_cells_by_their_text(tables: dict[str, Path], screened: Screened) -> None:
    """A date, a number, a truth value and a set have the text that they have in a case file."""
    for condition in (
        "date=2010-04-12",
        "benefit.concrete=true",
        "funding.external_share=12.5",
        "purpose.goals=attractive_city|cost_effective",
    ):
        assert [row["id"] for row in screened(tables["parquet"], "--where", condition)[1]] == ["oslo"], condition


def test_an_edition_is_chosen_by_hand(screened: Screened) -> None:
    """--edition judges every row by that edition, whatever its date; an unknown one is refused."""
    _, rows = screened(SMALL, "--where", "strategy=stockholm", "--edition", "stockholm-2000")
    assert {row["edition"] for row in rows} == {"stockholm-2000"}
    assert screened(SMALL, "--edition", "stockholm-2009")[0].code == 2


def test_cells_that_a_spreadsheet_would_run_are_harmless(tmp_path: Path, program: Program) -> None:
    """In CSV and Excel a text that begins like a formula has an apostrophe before it; in other formats it stays."""
    names = ["=1+1", "+1", "-1", "@x", "plain"]
    (tmp_path / "in.csv").write_text(table(*(f"{name},=cmd,trip,2010-01-01,host" for name in names)), "utf-8")
    for form in ("csv", "xlsx", "parquet"):
        program("batch", tmp_path / "in.csv", tmp_path / f"out.{form}")
    guarded = [f"'{name}" for name in names[:-1]] + ["plain"]
    assert pl.read_csv(tmp_path / "out.csv")["id"].to_list() == guarded
    assert set(pl.read_csv(tmp_path / "out.csv")["strategy"]) == {"'=cmd"}
    assert pl.read_excel(tmp_path / "out.xlsx", infer_schema_length=None)["id"].to_list() == guarded
    assert pl.read_parquet(tmp_path / "out.parquet")["id"].to_list() == names


# -- the exit status and the summary


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 0),
        (("--fail-on", "approve"), 0),
        (("--fail-on", "incomplete,reject"), 1),
        (("--fail-on", "rejekt"), 2),
        (("--limit", "0"), 2),
    ],
)
def test_the_status_tells(options: tuple[str, ...], code: int, screened: Screened) -> None:
    """0 whatever the verdicts, 1 for those of --fail-on, 2 for a wrong call."""
    assert screened(ten(), *options)[0].code == code


def test_a_faulty_row_gives_1_unless_told_otherwise(screened: Screened) -> None:
    """A row that cannot be screened is told by the status, or not, with --keep-going; it is counted in any case."""
    for options, code in (((), 1), (("--keep-going",), 0), (("--keep-going", "--fail-on", "incomplete"), 1)):
        result, rows = screened(ten("hosst"), *options)
        assert (result.code, len(rows)) == (code, 10)
        assert result.out.startswith("9 cases screened, 1 row could not be screened.\n")


def test_the_summary_counts(screened: Screened) -> None:
    """Verdicts, editions, reasons and what is missing are counted from the rows that were screened."""
    result, rows = screened(SMALL + "x,stockholm,trip,1900-01-01,,,,,,,,,,,\n")
    good = [row for row in rows if row["error"] is None]
    assert result.out.startswith(f"{len(good)} cases screened, 1 row could not be screened.\n")
    counted = re.findall(r"^ +(\d+) +[\d.]+%  (.+)$", result.out, re.MULTILINE)
    assert sum(int(count) for count, label in counted if label in ("Approve", "Incomplete", "Reject", "Refer")) == len(good)
    assert "Case 5: x: date: no edition of stockholm is in force on 1900-01-01" in " ".join(result.out.split())


def test_the_page_needs_nothing_from_outside(tmp_path: Path, screened: Screened) -> None:
    """The report has the counts as tables with bars, no script, no address, and the user's words only as text."""
    (tmp_path / "<b>in.csv").write_text(ten("<i>x</i>"), "utf-8")
    result, _ = screened(tmp_path / "<b>in.csv", "--report", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert result.code == 1
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page.count("<svg") == page.count("<tbody>") + page.count("</tr>\n<tr")
    assert not re.search(r"<script|https?:|<i>|<b>in", page)
    assert "&lt;i&gt;x" in page


def test_without_cases_the_table_of_verdicts_is_empty(tmp_path: Path, screened: Screened) -> None:
    """A header alone is a table of no cases: its verdicts are a header too."""
    result, rows = screened(table())
    assert (result.code, rows, result.out) == (0, [], "0 cases screened.\n")
    pl.DataFrame(schema=dict.fromkeys(("id", "strategy", "kind", "date"), pl.String)).write_parquet(tmp_path / "in.parquet")
    assert screened(tmp_path / "in.parquet")[0].code == 0


# -- bad input


def test_a_missing_column_is_unknown(tmp_path: Path, screened: Screened) -> None:
    """A fact that the table has no column of is not stated; a column that every case needs is asked for."""
    _, rows = screened(ten())
    assert "benefit.concrete" in str(rows[0]["missing"])
    result, rows = screened(ten().replace("strategy", "title", 1).replace("kind", "body", 1))
    assert (result.code, result.out, rows) == (2, "", [])
    assert [line.split(": ")[:2] for line in result.err.splitlines()] == [
        [str(tmp_path / "in.csv"), "strategy"],
        [str(tmp_path / "in.csv"), "kind"],
    ]


def test_an_unknown_column_is_named_with_the_nearest(tmp_path: Path, screened: Screened) -> None:
    """Unknown columns are all refused at once, or all left out."""
    text = ten().replace("travel.paid_by", "travel.payed_by")
    result, rows = screened(text)
    assert (result.code, rows) == (2, [])
    assert result.err.startswith(f"{tmp_path}/in.csv: travel.payed_by: unknown column")
    assert result.err.endswith("; did you mean «travel.paid_by»?\n")
    result, rows = screened(text, "--ignore-unknown")
    assert (result.code, len(rows), "travel.paid_by" in str(rows[0]["missing"])) == (0, 10, True)


def test_a_group_of_facts_is_no_column(screened: Screened) -> None:
    """A column named after a group is met with the facts in it."""
    assert "travel: is a group; state facts in it: travel." in screened(ten().replace("travel.paid_by", "travel"))[0].err


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl", "xlsx"])
def test_a_wrong_value_in_row_7_stays_in_row_7(form: str, tmp_path: Path, screened: Screened) -> None:
    """The row keeps its place with what is wrong, in the words of a case file; the nine others have verdicts."""
    frame = pl.read_csv(ten("true").encode(), infer_schema=False)
    path = tmp_path / f"in.{form}"
    {"csv": frame.write_csv, "parquet": frame.write_parquet, "jsonl": frame.write_ndjson, "xlsx": frame.write_excel}[form](path)
    result, rows = screened(path)
    assert result.code == 1
    assert [bool(row["error"]) for row in rows] == [n == 7 for n in range(1, 11)]
    assert [bool(row["verdict"]) for row in rows] == [n != 7 for n in range(1, 11)]
    assert (rows[6]["id"], rows[6]["kind"]) == ("case-7", "invitation")
    assert rows[6]["error"] == (
        "travel.paid_by: «true» has the wrong type: must be one of the values (city, host, third_party, shared, traveller)"
    )


def test_types_that_are_mixed_in_json_are_read_row_by_row(tmp_path: Path, screened: Screened) -> None:
    """A number where others have a truth value is a fault of its own row, and a key of a late row is a column."""
    head = {"id": "a", "strategy": "stockholm", "kind": "trip", "date": "2010-01-01"}
    lines = [
        {**head, "benefit.concrete": True},
        {**head, "id": "b", "benefit.concrete": 1},
        {**head, "id": "c", "travel.paid_by": "host"},
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    _, rows = screened(path)
    assert [row["error"] for row in rows] == [
        None,
        "benefit.concrete: «1» has the wrong type: must be true or false (without quotes)",
        None,
    ]
    path.write_text("\n".join(map(json.dumps, [*lines, {**head, "id": "d", "travel": {"paid_by": "host"}}])), "utf-8")
    assert "travel: is a group" in screened(path)[0].err


def test_a_date_without_an_edition_is_a_fault_of_the_row(screened: Screened) -> None:
    """So is a kind that the edition does not judge; the messages are those of a case file."""
    _, rows = screened(
        table("a,stockholm,trip,1990-01-01,host", "b,la-linkoping,trip,2020-01-01,host", "c,stockholm,tripp,2010-01-01,host")
    )
    assert [row["verdict"] for row in rows] == [None] * 3
    assert "date: no edition of stockholm is in force on 1990-01-01 (there are: stockholm-2000 " in str(rows[0]["error"])
    assert "kind: la-linkoping-2018 does not judge kind «trip»; allowed: cooperation" in str(rows[1]["error"])
    assert str(rows[2]["error"]).endswith("; did you mean «trip»?")
    assert rows[2]["kind"] == "tripp"


def test_a_repeated_identifier_is_a_fault_of_the_later_row(screened: Screened) -> None:
    """The first row of an identifier is screened; each later one names it."""
    result, rows = screened(ten().replace("case-7", "case-2").replace("case-9", "case-2"))
    assert result.code == 1
    assert [(n, row["error"]) for n, row in enumerate(rows, 1) if row["error"]] == [
        (n, "id: id «case-2» is taken (case 2)") for n in (7, 9)
    ]


def test_a_faulty_case_file_is_a_row(tmp_path: Path, screened: Screened) -> None:
    """In a folder a file that is no case, and a case with faults, are rows with the place of each fault."""
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "1.yaml").write_text(f"{GOOD}---\n{GOOD.replace('host', 'hosst')}---\n- 5\n", "utf-8")
    (folder / "2.yaml").write_text("a: [\n", "utf-8")
    result, rows = screened(folder)
    assert (result.code, [row["id"] for row in rows]) == (1, ["oslo-climate-2010", "oslo-climate-2010", None, None])
    errors = [str(row["error"]) for row in rows]
    assert errors[0] == "None"
    assert errors[1].startswith(f"{folder}/1.yaml:17:12: facts.travel.paid_by: «hosst» is not allowed")
    assert errors[2].startswith(f"{folder}/1.yaml:19:3: a case must be a mapping")
    assert errors[3].startswith(f"{folder}/2.yaml:2:1: the file is not valid YAML or JSON")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.csv", b"", "the file is empty"),
        ("in.parquet", b"", "the file is empty"),
        ("in.jsonl", b"", "the file is empty"),
        ("in.xlsx", b"", "the file is empty"),
        ("in.jsonl", b"\n\n", "the file has no cases"),
        ("in.jsonl", b'{"id": "a", "strategy": "b", "kind": "c", "date": "d"}\n{"id": "a"\n', "cannot be read as jsonl; "),
        ("in.csv", ten().replace("case-5", '"case-5').encode(), "row 6: a quote does not end"),
        ("in.csv", ten().replace("case-5,", "case-5,x,").encode(), "row 6: more cells than the first row has names (6 and 5)"),
        ("in.csv", ten().replace("case-5", "c\xe5se").encode("latin-1"), "the file is not UTF-8; save it as CSV UTF-8"),
        ("in.csv", ten().replace("travel", "tr\xe5vel").encode("latin-1"), "the file is not UTF-8"),
        ("in.csv", ten().encode("utf-16"), "the file is not UTF-8"),
        ("in.csv", ten().replace("kind", "id").encode(), "id: the column stands twice"),
        ("in.csv", ten().replace(",travel.paid_by", ",").encode(), "column 5 has no name; "),
        ("in.csv", ten().replace("\n", "\r").encode(), "lines end as on an old Mac; save it as CSV UTF-8"),
        ("in.csv", ten().replace("travel", "x" * 2_000_000).encode(), "a name is too long"),
        ("in.csv", ten().replace("travel", '"travel').encode(), "a quote does not end"),
        ("in.csv", b"\xef\xbb\xbfsep=;\n" + ten().encode(), "column 2 has no name; "),
        ("in.jsonl", b'[{"id": "a"}]', "the file is a list; write a case a line"),
        ("in.jsonl", b'\n [\n{"id": "a"}]', "the file is a list; write a case a line"),
        ("in.jsonl", b'\xef\xbb\xbf{"id": "a"}\n', "the file begins with a UTF-8 mark; save it without"),
        ("in.jsonl", b'{"id": "a"}\n{"id": "b", "kind": "x", "id": "c"}\n', "row 2: \xabid\xbb stands twice; remove one"),
        ("in.jsonl", b'{"id": "a", "travel": {"x": 1, "x": 2}}\n', "row 1: \xabx\xbb stands twice; remove one"),
        ("in.jsonl", b'{"id": "a", "\\q": 1}\n', "in.jsonl: "),
        ("in.jsonl", b'{"id": "a", "\\ud800": 1}\n', "in.jsonl: "),
        ("in.parquet", b"PAR1 and no more", "cannot be read as parquet; the file may be damaged, or in another format ("),
        ("in.xlsx", b"PK and no more", "cannot be read as xlsx; save the file as an Excel workbook (.xlsx) ("),
    ],
)
def test_what_is_no_table_is_refused(name: str, content: bytes, said: str, tmp_path: Path, screened: Screened) -> None:
    """A file that cannot be read to its end is a fault of the input: it is named, and nothing is written."""
    (tmp_path / name).write_bytes(content)
    result, _ = screened(tmp_path / name)
    assert result.err.startswith(str(tmp_path / name))
    assert said in result.err
    assert (result.code, result.out, left(tmp_path)) == (2, "", {name})


def test_a_truncated_parquet_is_refused(tmp_path: Path, screened: Screened) -> None:
    """A Parquet file without its end, or with damage in the middle, leaves nothing behind."""
    path = tmp_path / "in.parquet"
    pl.read_csv(ten().encode(), infer_schema=False).write_parquet(path)
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:40] + bytes(60) + whole[100:]):
        path.write_bytes(damaged)
        result, _ = screened(path)
        assert "cannot be read as parquet; the file may be damaged" in result.err
        assert (result.code, result.out, left(tmp_path)) == (2, "", {"in.parquet"})


@pytest.mark.parametrize("column", ["id", "benefit.description", "travel.paid_by"])
def test_a_cell_of_200_megabytes_is_refused(column: str, tmp_path: Path, screened: Screened) -> None:
    """It is a fault of its row, told in a line; the row beside it is screened."""
    path = tmp_path / "in.csv"
    columns = ["id", "strategy", "kind", "date", "benefit.description", "travel.paid_by"]
    good = ["a", "stockholm", "trip", "2010-01-01", "useful", "host"]
    huge = ["x" * 200_000_000 if name == column else cell for name, cell in zip(columns, ["b", *good[1:]], strict=True)]
    path.write_text("\n".join(map(",".join, (columns, good, huge))) + "\n", "ascii")
    result, rows = screened(path)
    assert (result.code, len(rows), rows[0]["error"]) == (1, 2, None)
    assert str(rows[1]["error"]).startswith(f"{column}: «xxxxxxxx")
    assert len(str(rows[1])) < 1_000
    assert len(result.out) < 5_000


# -- files


def test_what_stands_in_the_way_is_said_before_anything_is_done(tmp_path: Path, program: Program) -> None:
    """A missing IN, OUT as IN, OUT in no folder, OUT as a folder, and an existing OUT are refused; all stays as it was."""
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_text(ten(), "utf-8")
    out.write_text("kept", "utf-8")
    for call, said in (
        ((tmp_path / "none.csv", tmp_path / "new.csv"), "there is no such file"),
        ((given, given, "--force"), "is also what is read"),
        ((given, tmp_path / "none" / "out.csv"), "make it first"),
        ((given, tmp_path), "is a folder"),
        (("-", tmp_path / "new.csv"), "a table is read from a file and written to one; name files"),
        ((given, "-", "--out-format", "csv"), "a table is read from a file and written to one; name files"),
        ((given, tmp_path / "new.csv", "--report", tmp_path / "new.csv", "--force"), "is OUT as well"),
        ((given, out), "the file exists; --force overwrites it"),
        ((given, tmp_path / "new.csv", "--report", out), "the file exists; --force overwrites it"),
        ((given, tmp_path / "new.doc"), "--out-format"),
        ((given, tmp_path / "new.csv", "--in-format", "cases"), "is no folder"),
        ((tmp_path, tmp_path / "new.csv", "--in-format", "csv"), "is a folder"),
        ((tmp_path, tmp_path / "new.csv"), "has no files ending in .yaml"),
    ):
        result = program("batch", *call, "--lang", "en")
        assert (result.code, result.out, said in result.err) == (2, "", True), result
        assert left(tmp_path) == {"in.csv", "out.csv"}
    assert out.read_text("utf-8") == "kept"
    assert program("batch", given, out, "--force").code == 0
    assert out.read_text("utf-8").startswith("id,strategy,edition")


def test_a_stream_or_a_device_is_no_table(tmp_path: Path, program: Program) -> None:
    """What can be read only once is not waited for, and what is no regular file is not put aside, not even with --force."""
    given, pipe = tmp_path / "in.csv", tmp_path / "pipe.csv"
    given.write_text(ten(), "utf-8")
    os.mkfifo(pipe)
    for call in ((pipe, tmp_path / "out.csv"), (given, pipe, "--force"), (given, tmp_path / "out.csv", "--report", pipe)):
        result = program("batch", *call, "--lang", "en")
        assert (result.code, result.out, "is no regular file" in result.err) == (2, "", True), result
        assert left(tmp_path) == {"in.csv", "pipe.csv"}
    assert pipe.is_fifo()


# -- what spreadsheets and others write


def test_blanks_around_a_name_do_not_count(tmp_path: Path, screened: Screened) -> None:
    """In CSV and Excel ` kind ` is the column `kind`."""
    text = ten().replace("strategy,kind", " strategy , kind ")
    result, rows = screened(text)
    assert (result.code, rows) == (0, screened(ten())[1])
    pl.read_csv(text.encode(), infer_schema=False).write_excel(tmp_path / "in.xlsx")
    assert screened(tmp_path / "in.xlsx")[1] == rows


def test_a_header_may_have_a_line_break(screened: Screened) -> None:
    """A name of several lines is one name."""
    columns = 'id,strategy,kind,date,"a\nnote"'
    result, rows = screened(table("a,stockholm,trip,2010-01-01,x", columns=columns), "--ignore-unknown")
    assert (result.code, [row["id"] for row in rows]) == (0, ["a"])


@pytest.mark.parametrize(("written", "meant"), [("SANT", "true"), ("Falskt", "false"), ("TRUE", "true"), ("sant ", "true")])
def test_a_truth_value_may_be_as_a_swedish_spreadsheet_has_it(written: str, meant: str, screened: Screened) -> None:
    """SANT is true and FALSKT is false, where a truth value is asked for and nowhere else."""
    columns = "id,strategy,kind,date,benefit.concrete"
    _, rows = screened(table(f"a,stockholm,trip,2010-01-01,{written}", columns=columns))
    assert rows[0]["error"] is None
    assert rows == screened(table(f"a,stockholm,trip,2010-01-01,{meant}", columns=columns))[1]
    assert "«sant»" in str(screened(ten("sant"))[1][6]["error"])


def book(path: Path, rows: list[list[object]], sheet: str = "Register", number: str = "0.0") -> Path:
    """An Excel file of one sheet, with its numbers shown in a format."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as made:
        page, shown = made.add_worksheet(sheet), made.add_format({"num_format": number})
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                page.write(row, column, cell, *([shown] if isinstance(cell, float) else []))
        made.add_worksheet("2").write(0, 0, "other")
    return path


SHARES: list[list[object]] = [["id", "strategy", "kind", "date", "funding.external_share"]]
SHARES += [[f"case-{n}", "stockholm", "eu_project", "2010-01-01", n / 4] for n in range(1, 6)]


@pytest.mark.parametrize("number", ["0%", "0.00%", "[Red]0.0 %"])
def test_numbers_that_excel_shows_in_percent_are_refused(number: str, tmp_path: Path, screened: Screened) -> None:
    """Excel stores 25 % as 0.25, which would be read as a quarter of a percent: nothing is screened, and the cells are named."""
    result, rows = screened(book(tmp_path / "in.xlsx", SHARES, number=number))
    assert (result.code, rows) == (2, [])
    assert "in.xlsx: E2, E3, E4, …: numbers shown in percent are stored as shares" in result.err


def test_percent_is_found_however_the_file_is_written(tmp_path: Path, screened: Screened) -> None:
    """Attributes may have single quotes: what a number is shown as does not hang on the program that saved it."""
    made = book(tmp_path / "made.xlsx", SHARES, number="0.0%")
    with ZipFile(made) as given, ZipFile(tmp_path / "in.xlsx", "w") as other:
        for name in given.namelist():
            text = given.read(name).decode()
            is_quoted_anew = name == "xl/styles.xml" or name.startswith("xl/worksheets/sheet")
            other.writestr(name, re.sub(r"""(\w+)="([^"']*)\"""", r"\1='\2'", text) if is_quoted_anew else text)
    result, rows = screened(tmp_path / "in.xlsx")
    assert (result.code, rows, "E2, E3, E4, …" in result.err) == (2, [], True)


@pytest.mark.parametrize("number", ["0.00", '0.00" %"', "0.00\\%"])
def test_other_numbers_of_excel_are_read_as_they_are(number: str, tmp_path: Path, screened: Screened) -> None:
    """A percent sign that is only written beside a number changes nothing of it."""
    result, rows = screened(book(tmp_path / "in.xlsx", SHARES, number=number))
    assert (result.code, [row["error"] for row in rows]) == (0, [None] * 5)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["id", "kind", "id"], ["a", "b", "c"]], "in.xlsx: id: the column stands twice; remove or rename one of them"),
        ([["Register"], ["id", "kind"], ["a", "b"]], "in.xlsx: column 2 has no name; "),
        ([], "in.xlsx: the sheet «Läs mig» is empty"),
        ([["Om registret"]], "in.xlsx[Läs mig]: Om registret: unknown column"),
    ],
)
def test_a_sheet_without_a_good_header_is_refused(
    rows: list[list[object]], said: str, tmp_path: Path, screened: Screened
) -> None:
    """The message names the sheet or what is wrong with the first row; no column is left out in silence."""
    result, _ = screened(book(tmp_path / "in.xlsx", rows, "Läs mig"))
    assert (result.code, said in result.err) == (2, True), result.err
    if "unknown" not in said:
        assert screened(tmp_path / "in.xlsx", "--ignore-unknown")[0].code == 2


def test_rows_above_the_header_of_a_sheet_may_be_blank(tmp_path: Path, screened: Screened) -> None:
    """The header is the first row that is not blank."""
    found = screened(book(tmp_path / "in.xlsx", [[], [], *SHARES]))[1]
    assert len(found) == 5
    assert found == screened(book(tmp_path / "in.xlsx", SHARES))[1]


def test_names_within_objects_are_no_columns(tmp_path: Path, screened: Screened) -> None:
    """A line with a case as a case file has it is refused by the name that is wrong, not by those inside it."""
    head = {"id": "a", "strategy": "stockholm", "kind": "trip", "date": "2010-01-01"}
    (tmp_path / "in.jsonl").write_text(json.dumps({**head, "facts": {"travel": {"paid_by": "host"}}}), "utf-8")
    result, _ = screened(tmp_path / "in.jsonl")
    assert result.err.startswith(f"{tmp_path}/in.jsonl: facts: unknown column")
    assert len(result.err.splitlines()) == 1
    assert screened(tmp_path / "in.jsonl", "--ignore-unknown")[0].code == 0


def test_a_decimal_of_too_many_digits_is_refused(tmp_path: Path, screened: Screened) -> None:
    """What Polars cannot hold is named."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    head = {"id": ["a"], "strategy": ["stockholm"], "kind": ["trip"], "date": ["2010-01-01"]}
    pq.write_table(pa.table({**head, "funding.external_share": pa.array([None], pa.decimal256(40, 5))}), tmp_path / "in.parquet")
    result, _ = screened(tmp_path / "in.parquet")
    assert (result.code, "funding.external_share: numbers of more than 38 digits" in result.err) == (2, True)


def test_what_a_worked_case_is_to_come_to_is_no_case(tmp_path: Path, screened: Screened) -> None:
    """`expected.yaml` beside `case.yaml` is left out; alone it is a file as any other."""
    for name in ("good", "alone"):
        (tmp_path / "cases" / name).mkdir(parents=True)
        (tmp_path / "cases" / name / "expected.yaml").write_text("verdict: approve\n", "utf-8")
    (tmp_path / "cases" / "good" / "case.yaml").write_text(GOOD, "utf-8")
    _, rows = screened(tmp_path / "cases")
    assert [row["id"] for row in rows] == [None, "oslo-climate-2010"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, check=False)  # noqa: S607 - the system's own
    if mounted.returncode:
        pytest.skip(f"needs the right to mount a small disk ({mounted.stderr.decode().strip()})")
    yield place
    subprocess.run(["umount", "-l", place], check=True)  # noqa: S607 - the system's own


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl", "xlsx"])
def test_a_full_disk_leaves_nothing_behind(form: str, small_disk: Path, tmp_path: Path, program: Program) -> None:
    """A table that there is no room for is said to be that; neither a half file nor a temporary one is left."""
    rows = (f"{n * 2654435761 % 2**32:x}-{n * 40503 % 65521:x}-{n},stockholm,trip,2010-04-12,host" for n in range(150_000))
    (tmp_path / "in.csv").write_text(table(*rows), "utf-8")
    result = program("batch", tmp_path / "in.csv", small_disk / f"out.{form}", "--lang", "en")
    assert result.err == f"{small_disk}/out.{form}: cannot be written (No space left on device)\n"
    assert (result.code, result.out, left(small_disk)) == (2, "", set())


@pytest.fixture(scope="module")
def long_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table that takes longer to screen than a test may."""
    path = tmp_path_factory.mktemp("long") / "in.parquet"
    same = {"strategy": "stockholm", "kind": "trip", "date": "2010-04-12", "travel.paid_by": "host"}
    numbers = pl.int_range(8_000_000, eager=True).cast(pl.String).alias("id")
    pl.DataFrame(numbers).with_columns(**{name: pl.lit(value) for name, value in same.items()}).write_parquet(path)
    return path


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl", "xlsx"])
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_behind(form: str, asked: signal.Signals, tmp_path: Path, long_table: Path) -> None:
    """Stopped in the middle, it ends with 130 and without a word; what was there before stays, and nothing else does."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / f"out.{form}").write_text("kept", "utf-8")
    running = process("batch", long_table, folder / f"out.{form}", "--force")
    until = time.monotonic() + 60
    while len(left(folder)) == 1 and time.monotonic() < until and running.poll() is None:
        time.sleep(0.01)
    assert len(left(folder)) > 1, "it never began to write"
    running.send_signal(asked)
    out, said = running.communicate(timeout=60)
    assert (running.returncode, out, said.strip()) == (130, b"", b"")
    assert left(folder) == {f"out.{form}"}
    assert (folder / f"out.{form}").read_text("utf-8") == "kept"


def test_more_rows_than_a_sheet_has_are_refused(
    tmp_path: Path, screened: Screened, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says what to do instead; nothing is left."""
    monkeypatch.setattr("nytta.engine.batch.writers.XLSX_ROWS", 9)
    screened(ten())
    result = program("batch", tmp_path / "in.csv", tmp_path / "out.xlsx", "--lang", "en")
    assert (result.code, "write to .csv or .parquet" in result.err) == (2, True)
    assert left(tmp_path) == {"in.csv", "out.jsonl"}


def test_without_the_extra_it_is_said_how_to_install_it(
    tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing library is no defect: the message names the extra."""
    monkeypatch.setattr(command.importlib.util, "find_spec", lambda _: None)
    result = program("batch", tmp_path / "in.csv", tmp_path / "out.csv")
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith("pip install 'nytta[batch]'\n")


def test_other_commands_do_not_load_what_tables_need() -> None:
    """The command line starts without Polars."""
    code = "import sys, nytta.cli; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, check=False).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_a_bar_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    """On a terminal the rows that are done are shown; a file gets no bar."""
    import pty  # not there on every system

    (tmp_path / "in.csv").write_text(ten(), "utf-8")
    ours, theirs = pty.openpty()
    call = [sys.executable, "-c", "from nytta.cli import main; main()", "batch", tmp_path / "in.csv", tmp_path / "out.csv"]
    subprocess.run(call, stderr=theirs, stdout=subprocess.PIPE, check=True, env=os.environ | {"COLUMNS": "40"})
    os.close(theirs)
    shown = re.sub(r"\x1b\[[?0-9]*[a-zA-Z]", "", os.read(ours, 10_000).decode())
    assert "100%" in shown
    assert max(len(line) for line in re.split("[\r\n]", shown) if "%" in line) <= 40
    os.close(ours)
    done = subprocess.run([*call, "--force"], capture_output=True, check=True)
    assert b"%" not in done.stderr
