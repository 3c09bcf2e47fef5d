"""`nytta text` writes a paper in each format, and says what is wrong with a call, a file or a template."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.conftest import ROOT

CASE = str(ROOT / "cases/stockholm/host-paid-keynote-granted-2011/case.yaml")
MINUTES = ("text", CASE, "--form", "protokollsutdrag")


def test_a_paper_is_printed(program: Program) -> None:
    """Without a file it is Markdown on standard output."""
    result = program(*MINUTES)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("# Protokollsutdrag\n")


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.md", b"# "), ("a.txt", b""), ("a.html", b"<!DOCTYPE html>"), ("a.docx", b"PK"), ("a.pdf", b"%PDF-")],
)
def test_the_file_s_ending_gives_the_format(name: str, begins: bytes, program: Program, tmp_path: Path) -> None:
    """Each format is written to its file, the same bytes each time, and the file is named on standard error."""
    first, second = tmp_path / name, tmp_path / f"again-{name}"
    result = program(*MINUTES, "-o", str(first))
    assert (result.code, result.out, result.err) == (0, "", f"{first}: skriven\n")
    assert program(*MINUTES, "-o", str(second)).code == 0
    assert first.read_bytes().startswith(begins)
    assert first.read_bytes() == second.read_bytes()


def test_an_existing_file_is_kept_unless_forced(program: Program, tmp_path: Path) -> None:
    """Nothing is overwritten by mistake."""
    path = tmp_path / "a.md"
    path.write_text("mitt", "utf-8")
    result = program(*MINUTES, "-o", str(path), "--lang", "en")
    assert (result.code, path.read_text("utf-8")) == (2, "mitt")
    assert "the file exists; --force overwrites it" in result.err
    assert program(*MINUTES, "-o", str(path), "--force").code == 0
    assert path.read_text("utf-8").startswith("# Protokollsutdrag")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--form", "protokol"), "--form: okänd handling «protokol»"),
        (("--form", "protokollsutdrag", "--format", "dox"), "--format: okänt format «dox»; tillåtna: md, txt, html, docx, pdf"),
        (("--form", "protokollsutdrag", "-o", "a.odt"), "--format: okänt format «odt»"),
        (("--form", "protokollsutdrag", "-o", "nowhere/a.md"), "nowhere/a.md: går inte att skriva"),
        (
            ("--form", "protokollsutdrag", "--template", "a.docx", "--format", "pdf"),
            "--template: ett brevpapper fylls i som docx",
        ),
        (("--form", "protokollsutdrag", "--template", "nosuch.docx", "-o", "b.docx"), "nosuch.docx"),
        (("--form", "protokollsutdrag", "--template", CASE, "-o", "b.docx"), "case.yaml"),
        ((), "FORM saknas i anropet"),
    ],
)
def test_a_wrong_call_is_explained(
    arguments: tuple[str, ...], said: str, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message that names what is wrong, the status 2, and no file."""
    monkeypatch.chdir(tmp_path)
    result = program("text", CASE, *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert "Traceback" not in result.err
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(program: Program, tmp_path: Path) -> None:
    """The reason is the system's, and nothing is left behind; below a file nobody may write, the superuser neither."""
    (tmp_path / "fil").write_text("mitt", "utf-8")
    result = program(*MINUTES, "-o", str(tmp_path / "fil" / "a.md"))
    assert (result.code, result.out) == (2, "")
    assert "går inte att skriva" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["fil"]


def test_a_paper_is_about_one_case(program: Program, tmp_path: Path) -> None:
    """A file with two cases is refused, as is one with a fault."""
    text = Path(CASE).read_text("utf-8")
    two = tmp_path / "two.yaml"
    two.write_text(f"{text}---\n{text.replace('id: ', 'id: other-')}", "utf-8")
    assert "filen har 2 ärenden; ange ett" in program("text", str(two), "--form", "protokollsutdrag").err
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text(text.replace("kind: invitation", "kind: invitaton"), "utf-8")
    assert "menade du «invitation»?" in program("text", str(faulty), "--form", "protokollsutdrag").err


def test_templates_of_one_s_own_come_first(program: Program, tmp_path: Path) -> None:
    """A folder of templates adds forms and replaces the shipped; a fault in one is named with its file and line."""
    (tmp_path / "protokollsutdrag.sv.md.j2").write_text("# Eget\n\n{{ paper.decision }}.\n", "utf-8")
    (tmp_path / "kort.sv.md.j2").write_text("# Kort\n\n{{ paper.decisio }}\n", "utf-8")
    own = ("--templates", str(tmp_path))
    assert program(*MINUTES, *own).out.startswith("# Eget\n")
    result = program("text", CASE, "--form", "kort", *own)
    assert (result.code, result.out) == (2, "")
    assert "kort.sv.md.j2:3:1: okänt fält «decisio»; menade du «decision»?" in result.err


def test_an_edition_s_own_templates_come_before_the_shipped(program: Program, tmp_path: Path) -> None:
    """They lie in the edition's folder, here in a rule folder of one's own."""
    folder = tmp_path / "stockholm-2008" / "templates"
    folder.mkdir(parents=True)
    (folder / "protokollsutdrag.sv.md.j2").write_text("# Stadens\n", "utf-8")
    (tmp_path / "bodies.yaml").write_text("{}\n", "utf-8")
    assert program(*MINUTES, "--rules", str(tmp_path)).out == "# Stadens\n"


def test_the_language_is_checked(program: Program, tmp_path: Path) -> None:
    """`--check` prints what a demanding secretary would strike and ends with 1; a clean paper ends with 0."""
    assert program(*MINUTES, "--check") == (0, "Inget att anmärka.\n", "")
    (tmp_path / "svart.sv.md.j2").write_text("# Svårt\n\nNämnden erhåller  handlingarna.\n", "utf-8")
    result = program("text", CASE, "--form", "svart", "--templates", str(tmp_path), "--check")
    assert result.code == 1
    assert "erhåller" in result.out


def test_what_a_case_says_runs_nowhere(program: Program, tmp_path: Path) -> None:
    """Markup, formulas and templates in a title stand as words in every format."""
    text = Path(CASE).read_text("utf-8")
    title = "=1+1 <b>{{ 7*7 }}</b> #eval(1) | *x*"
    line = next(line for line in text.splitlines() if line.startswith("title:"))
    hostile = tmp_path / "hostile.yaml"
    hostile.write_text(text.replace(line, f"title: '{title}'"), "utf-8")
    for form in ("md", "txt", "html", "docx", "pdf"):
        assert program("text", str(hostile), "--form", "protokollsutdrag", "-o", str(tmp_path / f"a.{form}")).code == 0
    assert title in (tmp_path / "a.txt").read_text("utf-8")
    assert "<b>" not in (tmp_path / "a.html").read_text("utf-8").partition("</style>")[2]
