"""A paper as DOCX has real headings, lists and tables, says what it is, and is the same bytes each time."""

from __future__ import annotations

import importlib
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.shared import Mm, Twips

from nytta.engine.errors import InputError, Language
from nytta.texts.formats import printable
from nytta.texts.papers.blocks import Block, Listing, Paragraph, Span, blocks
from nytta.texts.papers.docx import as_docx
from nytta.texts.papers.markdown import quoted, words
from nytta.texts.papers.paper import Paper
from tests.texts.papers.office import HOSTILE, SOFFICE, WITHOUT_OFFICE, converted, pdf_text

MARKDOWN = """\
# Protokollsutdrag

Nämnden, **2011-11-07** och *(utl. 2008:204)*\\
på en ny rad

## Beslut

1. Nämnden tackar ja på följande villkor:
   1. Resan betalas av staden.
   2. Nyttan redovisas.
2. Ärendet skickas vidare.

   Ett stycke till i punkten.
   - en punkt
     - en punkt i den

## Uppföljning

1. Första punkten i en ny lista.

### Vem och när

| Vad | Vem | När |
|---|---|---|
| En reserapport som visar nyttan av resan | **Nämnden** | 2012-01-31 |
| Omprövning | Kommunstyrelsen | «datum bestäms» |

| Nästa |
|---|
| tabell |

---

Arbetsmaterial.
"""
HEADINGS = ["Protokollsutdrag", "Beslut", "Uppföljning", "Vem och när"]


def paper(markdown: str = MARKDOWN, language: Language = "sv", title: str = "Inbjudan till Oslo") -> Paper:
    """A paper of these words."""
    return Paper(title=title, subject="oslo, stockholm-2008, sha256:00", language=language, day="2011-11-07", markdown=markdown)


def written(markdown: str = MARKDOWN, language: Language = "sv", title: str = "Inbjudan till Oslo") -> bytes:
    """Its bytes."""
    return as_docx(paper(markdown, language, title), blocks(markdown))


def opened(content: bytes) -> Docx:
    """The file, read back."""
    return Document(BytesIO(content))


def numbered(document: Docx) -> list[tuple[str, int, int, str]]:
    """Each item of a list: its words, its list, its level, and how that level counts."""
    root: Any = document.part.numbering_part.element
    found = []
    for one in document.element.body.iter(qn("w:p")):
        if one.pPr is not None and one.pPr.numPr is not None:
            number, level = one.pPr.numPr.numId.val, one.pPr.numPr.ilvl.val
            (kind,) = root.xpath(f'w:num[@w:numId="{number}"]/w:abstractNumId/@w:val')
            (format_,) = root.xpath(f'w:abstractNum[@w:abstractNumId="{kind}"]/w:lvl[@w:ilvl="{level}"]/w:numFmt/@w:val')
            assert root.xpath(f'w:num[@w:numId="{number}"]/w:lvlOverride[@w:ilvl="{level}"]/w:startOverride/@w:val') == ["1"]
            found.append((one.text, number, level, format_))
    return found


def test_headings_are_headings() -> None:
    """A heading has the style of its level, with which Word makes contents and a screen reader finds its way."""
    found = [
        (one.style.name, one.text) for one in opened(written()).paragraphs if one.style and one.style.name.startswith("Heading")
    ]
    assert found == [(f"Heading {level}", text) for level, text in zip((1, 2, 2, 3), HEADINGS, strict=True)]


def test_words_are_bold_and_italic_and_broken_as_they_were() -> None:
    """Styles of words and a line break come along."""
    paragraph = opened(written()).paragraphs[1]
    assert paragraph.text == "Nämnden, 2011-11-07 och (utl. 2008:204)\npå en ny rad"
    assert [one.text for one in paragraph.runs if one.bold] == ["2011-11-07"]
    assert [one.text for one in paragraph.runs if one.italic] == ["(utl. 2008:204)"]


def test_lists_are_word_lists_and_each_is_counted_from_one() -> None:
    """Items are numbered by Word and not by typed figures, at their level, in a list of their own."""
    found = numbered(opened(written()))
    assert [(level, format_) for _, _, level, format_ in found] == [
        (0, "decimal"),
        (1, "decimal"),
        (1, "decimal"),
        (0, "decimal"),
        (1, "bullet"),
        (2, "bullet"),
        (0, "decimal"),
    ]
    assert found[1][0] == "Resan betalas av staden."
    first, conditions, second, next_list = (found[index][1] for index in (0, 1, 3, 6))
    assert first == second
    assert len({first, conditions, next_list}) == 3


def test_a_paragraph_in_an_item_stands_under_its_text() -> None:
    """It is indented as the item and has no number."""
    (paragraph,) = (one for one in opened(written()).paragraphs if one.text == "Ett stycke till i punkten.")
    assert paragraph.paragraph_format.left_indent == Twips(454)
    assert paragraph._p.pPr is not None
    assert paragraph._p.pPr.numPr is None


def test_a_table_has_a_header_row() -> None:
    """The first row repeats on each page and is bold; the rest is as written; neighbouring tables stay two."""
    document = opened(written())
    table, following = document.tables
    assert table.style is not None
    assert table.style.name == "Table Grid"
    assert [len(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows] == [1, 0, 0]
    assert [cell.text for cell in table.rows[0].cells] == ["Vad", "Vem", "När"]
    assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)
    assert [cell.text for cell in table.rows[2].cells] == ["Omprövning", "Kommunstyrelsen", "«datum bestäms»"]
    assert [bool(cell.paragraphs[0].runs[0].bold) for cell in table.rows[1].cells] == [False, True, False]
    assert table._tbl.getnext() is not following._tbl


def test_a_column_is_as_wide_as_its_longest_word() -> None:
    """A sentence gets more room than a date, and no word is broken for it."""
    sentence, body, day = (column.width or 0 for column in opened(written()).tables[0].columns)
    assert sentence > body > day > Mm(20)


def test_a_rule_is_a_line_and_not_signs() -> None:
    """It is the border of an empty paragraph."""
    (line,) = opened(written()).element.body.xpath(".//w:pBdr/w:bottom")
    assert line.getparent().getparent().getparent().text == ""


@pytest.mark.parametrize(("language", "code", "page"), [("sv", "sv-SE", "Sida  av "), ("en", "en-GB", "Page  of ")])
def test_the_file_is_in_the_language_of_the_paper(language: Language, code: str, page: str) -> None:
    """Defaults, styles and properties say which, and no other language stands anywhere; so does the foot, with the page's number."""
    document = opened(written(language=language))
    styles: Any = document.styles.element
    assert styles.xpath("w:docDefaults//w:lang/@w:val") == [code]
    assert styles.xpath('w:style[@w:styleId="Normal"]//w:lang/@w:val') == [code]
    assert set(styles.xpath("//w:lang/@w:val")) == {code}
    assert document.core_properties.language == code
    foot = document.sections[0].footer.paragraphs[0]
    assert foot.text == page
    assert foot._p.xpath("w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]


def test_the_file_says_what_it_is_and_names_nobody() -> None:
    """Title, subject and day are the case's; the author is the program."""
    content = written()
    properties = opened(content).core_properties
    day = datetime(2011, 11, 7, tzinfo=UTC)
    assert (properties.title, properties.subject) == ("Inbjudan till Oslo", "oslo, stockholm-2008, sha256:00")
    assert {one.replace(tzinfo=UTC) for one in (properties.created, properties.modified) if one} == {day}
    assert (properties.author, properties.last_modified_by, properties.comments) == ("nytta", "nytta", "")
    with ZipFile(BytesIO(content)) as file:
        assert not {name for name in file.namelist() if name.startswith("customXml")} | {"docProps/app.xml"} & set(
            file.namelist()
        )


def test_the_page_is_a4() -> None:
    """With the same margin all round."""
    section = opened(written()).sections[0]
    assert (section.page_width, section.page_height) == (Twips(11906), Twips(16838))
    assert {section.left_margin, section.right_margin, section.top_margin, section.bottom_margin} == {Twips(1417)}


def test_the_same_paper_is_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the clock nor the system is in them."""
    once = written()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert written() == once
    with ZipFile(BytesIO(once)) as file:
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_cases_words_stand_as_words(text: str) -> None:
    """Whatever signs they hold, they are read back as they were; they make no heading, list, field or part of the file."""
    seen = " ".join(printable(text).split())
    markdown = f"# {words(text)}\n\n{quoted(text, 'sv')}\n\n1. {words(text)}\n\n| {words(text)} |\n|---|\n| {words(text)} |\n"
    document = opened(written(markdown, title=text))
    assert [one.text for one in document.paragraphs] == [seen, f"”{seen}”", seen, ""]
    assert [cell.text for row in document.tables[0].rows for cell in row.cells] == [seen, seen]
    assert len(numbered(document)) == 1
    title = document.core_properties.title
    assert title == seen or (len(title) == 255 and seen.startswith(title.removesuffix("…")))


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    """A template of somebody's own may hold them."""
    markdown = "Före\x0bmellan\x1fefter\uffff\n"
    assert opened(written(markdown)).paragraphs[0].text == "Föremellanefter"


def test_deep_and_empty_lists_are_written() -> None:
    """Word counts nine levels; an item without words keeps its number."""
    nested: tuple[Block, ...] = ()
    for level in reversed(range(12)):
        nested = (Listing(numbered=False, items=((Paragraph((Span(f"nivå {level}"),)), *nested),)),)
    assert [level for _, _, level, _ in numbered(opened(as_docx(paper(), nested)))] == [*range(9), 8, 8, 8]
    assert [text for text, *_ in numbered(opened(written("1.\n2. två\n3. # rubrik\n")))] == ["", "två", ""]


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has only the core is told in both languages."""
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "nytta.texts.papers.docx")
    with pytest.raises(InputError) as error:
        importlib.import_module("nytta.texts.papers.docx")
    assert 'pip install "nytta[docx]"' in error.value.sv
    assert 'pip install "nytta[docx]"' in error.value.en


@pytest.mark.skipif(not SOFFICE, reason=WITHOUT_OFFICE)
def test_libreoffice_shows_the_same_headings_and_numbers(tmp_path: Path) -> None:
    """The file opens, and as a PDF it has the headings in order, the lists counted from one, and its page's number."""
    path = tmp_path / "paper.docx"
    path.write_bytes(written())
    text = pdf_text(converted(path, "pdf"))
    places = [text.index(heading) for heading in HEADINGS]
    assert places == sorted(places)
    for item in ("1. Nämnden tackar", "1. Resan", "2. Nyttan", "2. Ärendet", "1. Första punkten", "Sida 1 av 1"):
        assert item in text
