"""The text of a copy is what a reader sees in it: DOCX with all its parts, HTML by its elements, PDF without running heads."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nytta.engine.sources.read import _headless, read_copy

RUN = "<w:r><w:t>Alla ska gå.</w:t></w:r>"
PARAGRAPH = f"<w:p>{RUN}</w:p>"
BOX = f"<w:txbxContent>{PARAGRAPH}</w:txbxContent>"
CHOICE = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f"<mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>"
)
CELL = f"<w:tbl><w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("xml", "times"),
    [
        (PARAGRAPH, 1),
        (f"<w:p><w:hyperlink>{RUN}</w:hyperlink></w:p>", 1),
        (f"<w:p><w:ins>{RUN}</w:ins></w:p>", 1),
        (f"<w:p><w:del>{RUN.replace('w:t>', 'w:delText>')}</w:del></w:p>", 0),
        (f"<w:p><w:moveFrom>{RUN}</w:moveFrom></w:p>", 0),
        (f"<w:p><w:moveTo>{RUN}</w:moveTo></w:p>", 1),
        (f"<w:sdt><w:sdtContent>{PARAGRAPH}</w:sdtContent></w:sdt>", 1),
        (f"<w:tbl><w:tr><w:tc>{CELL}<w:p/></w:tc></w:tr></w:tbl>", 1),
        (f"<w:p><w:r>{CHOICE}</w:r></w:p>", 1),
    ],
)
def test_every_part_of_a_docx_is_read_once(xml: str, times: int, tmp_path: Path) -> None:
    """Links, boxes, nested tables and content controls hold text; an insertion stands and a deletion is gone."""
    document = Document()
    document.add_paragraph("Slut.")
    document.element.body.insert(0, parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")[0])
    document.save(str(tmp_path / "copy.docx"))
    assert read_copy(tmp_path / "copy.docx").text.count("Alla ska gå.") == times


def test_the_notes_of_a_docx_are_read(tmp_path: Path) -> None:
    """A sentence in a footnote can bind as well as one above it."""
    document = Document()
    blob = f"<w:footnotes {nsdecls('w')}><w:footnote>{PARAGRAPH}</w:footnote></w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.save(str(tmp_path / "copy.docx"))
    assert read_copy(tmp_path / "copy.docx").text.strip() == "Alla ska gå."


def test_the_lines_of_an_html_file_are_not_those_of_its_text(tmp_path: Path) -> None:
    """A break in the file is a space, so a number alone on a line is no page number; elements and <pre> break lines."""
    path = tmp_path / "copy.html"
    path.write_text("<title>x</title><p>Högst\n12\n<b>re</b>sor.</p><pre>Ett\nTvå</pre>", "utf-8")
    copy = read_copy(path)
    assert [line for line in copy.text.splitlines() if line] == ["Högst 12 resor.", "Ett", "Två"]
    assert copy.letters == "högst12resoretttvå"


@pytest.mark.parametrize(
    ("pages", "left"),
    [
        ([["Mål", "Sida 1", "a"], ["Mål", "Sida 2", "b"], ["c"]], [["a"], ["b"], ["c"]]),
        ([["Mål", "a"], ["Mål", "b"], ["c"], ["d"]], [["Mål", "a"], ["Mål", "b"], ["c"], ["d"]]),
        ([["Mål", "a"]], [["Mål", "a"]]),
        ([["1"], ["2"], []], [[], [], []]),
        ([], []),
    ],
)
def test_a_head_is_what_most_pages_begin_with(pages: list[list[str]], left: list[list[str]]) -> None:
    """The first lines of more than half of the pages are left out, numbers apart; what one page or half of them has stays."""
    assert _headless(pages) == left
