"""An office's own letterhead is filled with the fields and the paper, in its own styles, and nothing in either is executed."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from markupsafe import Markup

from nytta.engine.errors import InputError, Language
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Meta
from nytta.engine.screen import Screening
from nytta.texts.formats import printable
from nytta.texts.papers.blocks import Heading, blocks
from nytta.texts.papers.docx import as_docx
from nytta.texts.papers.fields import Papers
from nytta.texts.papers.letterhead import in_letterhead
from nytta.texts.papers.paper import Paper
from tests.conftest import ROOT
from tests.fixtures.letterheads.make import (
    BODY_STYLE,
    GREEN,
    NOTE,
    TEXT,
    letterhead,
    retyped,
    saved,
    with_macros,
    with_note,
    without_lists,
)
from tests.texts.papers.office import HOSTILE, SOFFICE, WITHOUT_OFFICE, converted, pdf_text
from tests.texts.papers.test_docx import HEADINGS, MARKDOWN, numbered

CASE = ROOT / "cases" / "stockholm" / "host-paid-keynote-granted-2011" / "case.yaml"
TITLE = "Inbjudan till Oslo"
META = Meta(diarienummer="KS 2011/17", handlaggare="Utredaren")
MACRO_DOCUMENT = "application/vnd.ms-word.document.macroEnabled.main+xml"
WORD_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


class Given(NamedTuple):
    """What goes into a letterhead."""

    paper: Paper
    fields: dict[str, Any]


Giving = Callable[..., Given]


@pytest.fixture
def giving(library: Library, screening: Callable[[str], Screening], papers: Callable[[str], Papers]) -> Giving:
    """A paper and its case's fields, by the case's title, registry number and the language."""

    def given(title: str = TITLE, meta: Meta = META, language: Language = "sv", markdown: str = MARKDOWN) -> Given:
        case, edition = read_cases([str(CASE)], library).cases[0]
        case = case.model_copy(update={"title": title, "meta": meta})
        paper = Paper(title=title, subject="", language=language, day=case.date.isoformat(), markdown=markdown)
        return Given(paper, papers(edition).fields(case, screening(edition)(case), language))

    return given


def filled(path: Path, given: Given) -> Docx:
    """The letterhead filled in, read back."""
    return Document(BytesIO(in_letterhead(path, given.paper, blocks(given.paper.markdown), given.fields)))


def refused(path: Path, given: Given) -> InputError:
    """The error that it gives; it names the file in both languages."""
    with pytest.raises(InputError) as error:
        filled(path, given)
    assert error.value.sv.startswith(f"{path}: ")
    assert error.value.en.startswith(f"{path}: ")
    return error.value


def words_of(document: Docx) -> list[str]:
    """Each paragraph of the body."""
    return [one.text for one in document.paragraphs]


def test_head_foot_table_and_body_are_filled(giving: Giving, tmp_path: Path) -> None:
    """A field is filled wherever it stands, however Word has split it, and is the words that its Markdown reads as."""
    path = saved(
        letterhead("{{ paper.decision }}. {{ paper.heading('basis', 'Underlag') }}", "{{ paper.fact['travel.role'] }}"),
        tmp_path / "b.docx",
    )
    given = giving(title="Avtal *A* & [B]_1")
    document = filled(path, given)
    section = document.sections[0]
    assert [one.text for one in section.header.paragraphs] == ["Exempelstad", "Dnr KS 2011/17"]
    assert section.footer.paragraphs[0].text == "Exempelstads kommun · Box 1 · stockholm-2008"
    assert [row.cells[1].text for row in document.tables[0].rows] == ["Avtal *A* & [B]_1", "2011-09-05", "Utredaren"]
    decision, role = words_of(document)
    assert "”Avtal *A* & [B]_1”" in decision
    assert decision.endswith(". Underlag")
    assert "\\" in given.fields["decision"]
    assert role == "talare"


def test_a_field_of_several_blocks_is_its_words_on_one_line(giving: Giving, tmp_path: Path) -> None:
    """Nothing of it is lost, though a field of a letterhead can have no list or table."""
    given = giving()
    given.fields["decision"] = Markup("# Rubrik\n\n- ett\n- *två*\n\n| a |\n|---|\n| b |\n\n---\n")
    assert words_of(filled(saved(letterhead("{{ paper.decision }}"), tmp_path / "b.docx"), given)) == ["Rubrik ett två a b"]


def test_a_lent_style_rests_on_what_the_letterhead_has(giving: Giving, tmp_path: Path) -> None:
    """On its own usual style of the kind, under whatever name, and on none where there is none."""
    office = letterhead(TEXT)
    office.styles["Normal Table"].delete()
    for element in office.styles.element.xpath('//*[@w:val="Normal"][self::w:basedOn or self::w:next]'):
        element.set(qn("w:val"), "Brev")
    office.styles["Normal"].element.set(qn("w:styleId"), "Brev")
    styles = filled(saved(office, tmp_path / "b.docx"), giving()).styles
    assert styles["Heading 3"].element.xpath("w:basedOn/@w:val") == ["Brev"]
    assert styles["Table Grid"].element.xpath("w:basedOn") == []


def test_the_paper_is_put_in_with_the_letterheads_styles(giving: Giving, tmp_path: Path) -> None:
    """Headings and running text look as the office's; a heading that it has no style for is a heading all the same."""
    document = filled(saved(letterhead("Före.", TEXT, "Efter."), tmp_path / "b.docx"), giving())
    paragraphs = document.paragraphs
    assert (paragraphs[0].text, paragraphs[-1].text) == ("Före.", "Efter.")
    headings = [one for one in paragraphs if one.style and one.style.name.startswith("Heading")]
    assert [one.text for one in headings] == HEADINGS
    assert [one.style.name for one in headings if one.style] == ["Heading 1", "Heading 2", "Heading 2", "Heading 3"]
    assert document.styles["Heading 2"].font.color.rgb == GREEN
    assert document.styles["Heading 3"].element.xpath("w:pPr/w:outlineLvl/@w:val") == ["2"]
    running = next(one for one in paragraphs if one.text.startswith("Nämnden, "))
    assert running.style is not None
    assert running.style.name == BODY_STYLE
    assert [run.text for run in running.runs if run.bold] == ["2011-11-07"]
    assert [row._tr.xpath("w:trPr/w:tblHeader") != [] for row in document.tables[1].rows] == [True, False, False]


@pytest.mark.parametrize(
    "make", [letterhead, lambda *paragraphs: without_lists(letterhead(*paragraphs))], ids=["lists", "no lists"]
)
def test_lists_are_word_lists_in_every_letterhead(make: Callable[..., Docx], giving: Giving, tmp_path: Path) -> None:
    """Whether the office has ever made a list or not, and counted from one each."""
    found = numbered(filled(saved(make(TEXT), tmp_path / "b.docx"), giving()))
    assert [(level, kind) for *_, level, kind in found] == [
        (0, "decimal"), (1, "decimal"), (1, "decimal"), (0, "decimal"), (1, "bullet"), (2, "bullet"), (0, "decimal"),
    ]  # fmt: skip
    assert len({number for _, number, *_ in found}) == 5


def test_a_list_is_counted_as_the_letterheads_own(giving: Giving, tmp_path: Path) -> None:
    """Where its style for lists has a sign of its own, the paper's lists have it too."""
    office = letterhead(TEXT)
    numbering: Any = office.part.numbering_part.element
    (number,) = office.styles["List Bullet"].element.xpath("w:pPr/w:numPr/w:numId/@w:val")
    (kind,) = numbering.xpath(f'w:num[@w:numId="{number}"]/w:abstractNumId/@w:val')
    document = filled(saved(office, tmp_path / "b.docx"), giving(markdown="- en punkt\n"))
    ((_, number, _, _),) = numbered(document)
    assert document.part.numbering_part.element.xpath(f'w:num[@w:numId="{number}"]/w:abstractNumId/@w:val') == [kind]


def test_the_text_put_in_is_marked_with_its_language(giving: Giving, tmp_path: Path) -> None:
    """An English paper on a Swedish letterhead is read aloud as English."""
    document = filled(saved(letterhead("Före.", TEXT), tmp_path / "b.docx"), giving(language="en"))
    marked = {run.text: run._r.xpath("w:rPr/w:lang/@w:val") for one in document.paragraphs for run in one.runs}
    assert marked.pop("Före.") == []
    assert set(map(tuple, marked.values())) == {("en-GB",)}


def test_a_cell_and_a_section_keep_their_end(giving: Giving, tmp_path: Path) -> None:
    """A cell ends with a paragraph, and a paragraph that ends a section is kept, or Word would find the file damaged."""
    office = letterhead(TEXT)
    office.add_section()
    text, end = (one._p for one in office.paragraphs[:2])
    text.get_or_add_pPr().append(end.xpath("w:pPr/w:sectPr")[0])
    office.tables[0].cell(0, 1).text = TEXT
    document = filled(saved(office, tmp_path / "b.docx"), giving())
    assert len(document.sections) == 2
    cell: Any = document.tables[0].cell(0, 1)._tc
    assert cell[-1].tag == qn("w:p")
    assert [
        one.text for one in document.tables[0].cell(0, 1).paragraphs if one.style and one.style.name.startswith("Heading")
    ] == HEADINGS


def test_conditions_and_loops_of_the_letterhead_hold(giving: Giving, tmp_path: Path) -> None:
    """An office may build its own text of the fields alone."""
    path = saved(
        letterhead(
            "{%p for one in paper.against + paper.supporting %}",
            "{{ one.text }} ({{ one.citations | join('; ') }})",
            "{%p endfor %}",
        ),
        tmp_path / "b.docx",
    )
    given = giving()
    lines = words_of(filled(path, given))
    assert len(lines) == len(given.fields["against"]) + len(given.fields["supporting"]) > 0
    assert all(line.endswith(")") for line in lines)


def test_the_file_names_nobody_and_is_the_same_bytes_twice(giving: Giving, tmp_path: Path) -> None:
    """Whoever made the letterhead is not the paper's author."""
    path, given = saved(letterhead(TEXT), tmp_path / "b.docx"), giving()
    once, again = (in_letterhead(path, given.paper, blocks(given.paper.markdown), given.fields) for _ in range(2))
    assert once == again
    properties = Document(BytesIO(once)).core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == (TITLE, "nytta", "nytta")
    assert properties.language == "sv-SE"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_cases_words_stand_as_words(text: str, giving: Giving, tmp_path: Path) -> None:
    """In the head, in a table, in a note of two sections and in the body, whatever signs they hold and whatever filter is on them."""
    path = saved(
        with_note(letterhead("{{ paper.title }}", "{% autoescape false %}{{ paper.title }}{% endautoescape %}")),
        tmp_path / "b.docx",
    )
    seen = " ".join(printable(text).split())
    document = filled(path, giving(title=text, meta=Meta(diarienummer=text)))
    assert words_of(document)[:2] == [seen, seen]
    assert document.tables[0].cell(0, 1).text == seen
    assert document.sections[0].header.paragraphs[1].text == f"Dnr {seen}"
    notes = next(part.blob for part in document.part.package.iter_parts() if str(part.partname) == "/word/footnotes.xml")
    shown = (
        re.sub(r"<[^>]*>", "", notes.decode())
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&#95;", "_")
    )
    assert shown.replace("&amp;", "&") == NOTE.replace("{{ paper.title }}", seen)


@pytest.mark.parametrize(
    ("words", "sv", "en"),
    [
        ("Ärende {{ paper.titel }}", "okänt fält «titel» i «Ärende {{ paper.titel }}»; menade du «title»?", "unknown field «titel»"),
        ("{{ title }}", "okänt fält «title»", "did you mean «title»?"),
        ("{{ paper.meta.dnr }}", "okänt fält «dnr»", "unknown field «dnr»"),
        ("Dnr {{ paper.title", "brevpapperet duger inte", "the letterhead will not do"),
        ("{% if paper.title %}öppen", "brevpapperet duger inte", "the letterhead will not do"),
        ("{{ paper.title | safe }}", "No filter named 'safe'", "in «{{ paper.title | safe }}»"),
        ("{{ ''.__class__ }}", "__class__", "unsafe"),
        ("{{ paper.heading.__globals__ }}", "__globals__", "unsafe"),
        ("{{ paper.title.format_map(paper) }}{{ '{0.__class__}'.format(paper) }}", "__class__", "will not do"),
        ("{% include '/etc/passwd' %}", "no loader", "no loader"),
        ("{{ paper.update({}) }}", "unsafe", "unsafe"),
        ("{% for x in range(10 ** 9) %}x{% endfor %}", "brevpapperet duger inte", "the letterhead will not do"),
        ("{{ 1 / 0 }}", "brevpapperet duger inte", "division by zero"),
        ("Texten: {{ paper.text }}", "måste stå ensamt", "must stand alone"),
        ("{{p paper.text }}", "står utanför texten", "stands outside the text"),
        ("{{r paper.title }}", "står utanför texten", "stands outside the text"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_letterhead_is_said(words: str, sv: str, en: str, giving: Giving, tmp_path: Path) -> None:
    """A field that there is not, what does not compile, and whatever reaches for Python or a file."""
    error = refused(saved(letterhead("Rubrik", words, "Slut"), tmp_path / "b.docx"), giving())
    assert sv in error.sv
    assert en in error.en


def test_the_papers_text_belongs_in_the_body(giving: Giving, tmp_path: Path) -> None:
    """In a head or a foot it is refused, and does not stand there as a sign."""
    office = letterhead(TEXT)
    office.sections[0].header.paragraphs[0].text = TEXT
    assert "flytta det dit" in refused(saved(office, tmp_path / "b.docx"), giving()).sv


def test_a_loop_across_paragraphs_is_refused_where_it_breaks_the_file(giving: Giving, tmp_path: Path) -> None:
    """What docxtpl would mend in silence, and drop words doing so."""
    office = letterhead("{% for one in [1, 2] %}")
    office.tables[0].cell(0, 0).text = "slut {% endfor %}"
    office.element.body.insert(0, office.paragraphs[0]._p)
    assert "{%p … %}" in refused(saved(office, tmp_path / "b.docx"), giving()).sv


def test_a_part_that_is_not_as_word_writes_it_is_refused(giving: Giving, tmp_path: Path) -> None:
    """Here a table without its grid, on which docxtpl fails."""
    office = letterhead(TEXT)
    grid = office.tables[0]._tbl.tblGrid
    office.tables[0]._tbl.remove(grid)
    assert "spara det igen" in refused(saved(office, tmp_path / "b.docx"), giving()).sv


@pytest.mark.parametrize(
    ("content", "sv"),
    [
        (b"", "ingen DOCX"),
        (b"%PDF-1.7", "ingen DOCX"),
        (b"PK\x03\x04", "ingen DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ingen DOCX"),
    ],
)
def test_a_file_that_is_no_docx_is_refused(content: bytes, sv: str, giving: Giving, tmp_path: Path) -> None:
    """With what to do about it."""
    path = tmp_path / "b.docx"
    path.write_bytes(content)
    error = refused(path, giving())
    assert sv in error.sv
    assert "save it as .docx" in error.en


def test_a_letterhead_that_is_not_there_is_refused(giving: Giving, tmp_path: Path) -> None:
    """With what the system says of it."""
    assert "filen eller mappen finns inte" in refused(tmp_path / "b.docx", giving()).sv
    assert "det är en mapp" in refused(tmp_path, giving()).sv


def test_a_letterhead_with_macros_is_refused(giving: Giving, tmp_path: Path) -> None:
    """By what is in the file, not by its name."""
    declared = retyped(saved(letterhead(TEXT), tmp_path / "a.docm"), MACRO_DOCUMENT)
    hidden = saved(with_macros(letterhead(TEXT)), tmp_path / "b.docx")
    for path in (declared, hidden):
        assert "har makron" in refused(path, giving()).sv
    assert "Wordmall" in refused(retyped(saved(letterhead(TEXT), tmp_path / "c.dotx"), WORD_TEMPLATE), giving()).sv


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has only the core is told in both languages."""
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    monkeypatch.delitem(sys.modules, "nytta.texts.papers.letterhead")
    with pytest.raises(InputError, match=re.escape('pip install "nytta[docx]"')):
        importlib.import_module("nytta.texts.papers.letterhead")


@pytest.mark.skipif(not SOFFICE, reason=WITHOUT_OFFICE)
def test_libreoffice_shows_the_paper_on_the_letterhead(giving: Giving, tmp_path: Path) -> None:
    """Also on a letterhead that LibreOffice has saved: head, particulars, headings in order, lists counted from one, and foot."""
    ours = saved(letterhead(TEXT), tmp_path / "letterhead.docx")
    given = giving()
    for letterhead_ in (ours, converted(ours, "docx")):
        path = tmp_path / "paper.docx"
        path.write_bytes(in_letterhead(letterhead_, given.paper, blocks(MARKDOWN), given.fields))
        text = pdf_text(converted(path, "pdf"))
        places = [text.index(words) for words in ("Dnr KS 2011/17", TITLE, *HEADINGS)]
        assert places == sorted(places)
        for item in ("1. Nämnden tackar", "1. Resan", "2. Nyttan", "2. Ärendet", "1. Första punkten", "Box 1 · stockholm-2008"):
            assert item in text


def test_the_plain_file_is_a_letterhead_too(giving: Giving, tmp_path: Path) -> None:
    """An office may begin with a file of the program's own: what was written with it is filled like any other."""
    given = giving()
    path = tmp_path / "b.docx"
    path.write_bytes(as_docx(given.paper, (Heading(1, ()), *blocks(r"Ärende: \{\{ paper.title \}\}" + "\n\n{{ paper.text }}"))))
    assert f"Ärende: {TITLE}" in words_of(filled(path, given))
