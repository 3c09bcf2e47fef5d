"""`nytta sources verify` holds copies that LibreOffice made from the text as DOCX, PDF and HTML, with heads and page numbers."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nytta.engine.load.library import Library
from nytta.engine.sources.read import find_copy, read_copy
from nytta.engine.sources.verify import verify
from tests.cli.program import Program
from tests.conftest import ROOT, SOURCES

OFFICE = shutil.which("soffice") or ""
pytestmark = [
    pytest.mark.skipif(not SOURCES.is_dir(), reason=f"needs copies of the documents in {SOURCES}"),
    pytest.mark.skipif(not OFFICE, reason="needs LibreOffice (soffice) to make DOCX, PDF and HTML"),
]
DOCUMENTS = sorted(path.stem for path in (ROOT / "rules" / "documents").glob("*.yaml"))
STOCKHOLM = "stockholm-utl-2008-204"
FORMATS = ("docx", "pdf", "html")
ADDED = "Ingen ska gå hem."
Change = Callable[[str, str], str]
"""The text of a copy, with a passage as it stands there, to a text that differs."""
CHANGES: dict[str, tuple[Change, str, str]] = {
    "word": (lambda text, passage: text.replace(passage, _another_word(passage)), "ALTERED", "annorlunda"),
    "dropped": (lambda text, passage: text.replace(passage, ""), "MISSING", ""),
    "added": (lambda text, passage: text.replace(passage, f"{ADDED}\n{passage}"), "No row covers this sentence (ska)", ADDED),
}
"""How a copy differs, what verification says of it, and what it shows."""


def _another_word(passage: str) -> str:
    last = [match.span() for match in re.finditer(r"\w{5,}", passage)][-1]
    return f"{passage[: last[0]]}annorlunda{passage[last[1] :]}"


def _office(target: str, folder: Path, *files: Path, **options: str) -> list[Path]:
    """The files that LibreOffice makes of these, with a profile of its own."""
    command = [OFFICE, f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}", "--headless"]
    command += [f"--{name}={value}" for name, value in options.items()]
    subprocess.run([*command, "--convert-to", target, "--outdir", folder, *files], timeout=60, check=True, capture_output=True)
    return [folder / f"{path.stem}.{target}" for path in files]


def _with_running_heads(path: Path) -> None:
    """Puts a head and a page number on each page, as an office does."""
    document = Document(str(path))
    section = document.sections[0]
    section.header.paragraphs[0].text = "Kommunens styrdokument"
    foot = section.footer.paragraphs[0]
    foot.text = "Sida "
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    document.save(str(path))


@pytest.fixture(scope="module")
def passage(library: Library) -> tuple[str, str]:
    """The first words of a row in the middle of Stockholm's ledger, and the passage as it stands, unlike every other."""
    copy = read_copy(find_copy(SOURCES, STOCKHOLM))
    verified, _ = verify(library.ledgers[STOCKHOLM], copy)
    spans = [(one.passage.words, one.span) for one in verified[len(verified) // 2 :] if one.span and one.passage.length > 100]
    alone = ((words, copy.original(*span)) for words, span in spans if len(copy.beginnings(words)) == 1)
    return next(one for one in alone if copy.text.count(one[1]) == 1)


@pytest.fixture(scope="module")
def copies(passage: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder a document and a change, with the copy in each format: text to DOCX, and that to PDF and HTML."""
    folder = tmp_path_factory.mktemp("converted")
    (folder / "txt").mkdir()
    for name in DOCUMENTS:
        shutil.copy(find_copy(SOURCES, name), folder / "txt")
    text = find_copy(SOURCES, STOCKHOLM).read_text("utf-8")
    for name, (change, _, _) in CHANGES.items():
        (folder / "txt" / f"{name}.txt").write_text(change(text, passage[1]), "utf-8")
    made = _office("docx", folder / "docx", *sorted((folder / "txt").iterdir()), infilter="Text (encoded):UTF8")
    for path in made:
        _with_running_heads(path)
    for path in (*made, *_office("pdf", folder / "pdf", *made), *_office("html", folder / "html", *made)):
        document = STOCKHOLM if path.stem in CHANGES else path.stem
        target = folder / path.stem / path.suffix.removeprefix(".") / f"{document}{path.suffix}"
        target.parent.mkdir(parents=True)
        path.rename(target)
    return folder


@pytest.mark.parametrize("made", FORMATS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_converted_copy_is_in_order(name: str, made: str, copies: Path, program: Program) -> None:
    """Every passage is found in its place, no binding sentence is left over, and the status is 0."""
    result = program("sources", "verify", name, "--documents", copies / name / made, "--lang", "en")
    assert re.fullmatch(
        rf"{name}: (\d+) passages: \1 found, 0 moved, 0 altered, 0 missing; 0 sentences without a row\n", result.out
    )
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("made", FORMATS)
@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_before_is_named(name: str, made: str, copies: Path, passage: tuple[str, str], program: Program) -> None:
    """A changed word, a dropped sentence and an added one are each named, nothing else is, and the status is 1."""
    result = program("sources", "verify", STOCKHOLM, "--documents", copies / name / made, "--lang", "en")
    out = " ".join(result.out.split())
    _, state, shown = CHANGES[name]
    assert state in out
    assert (ADDED if name == "added" else passage[0]) in out
    assert shown in out
    assert len(re.findall("ALTERED|MISSING|MOVED|No row covers", out)) == 1
    assert (result.code, result.err) == (1, "")
