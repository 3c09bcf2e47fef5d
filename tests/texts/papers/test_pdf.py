"""A paper as PDF is PDF/A-2a and PDF/UA-1, holds every word as a word, and is the same bytes each time."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from nytta.engine.errors import InputError, Language
from nytta.engine.screen import Screening
from nytta.texts.formats import printable
from nytta.texts.papers import pdf
from nytta.texts.papers.blocks import Heading, Span, blocks
from nytta.texts.papers.markdown import quoted, words
from nytta.texts.papers.paper import Paper, paper_of
from nytta.texts.papers.pdf import as_pdf
from nytta.texts.papers.render import forms, rendered
from tests.texts.papers.desk import Desk
from tests.texts.papers.office import HOSTILE

MARKDOWN = """\
# Tjänsteutlåtande

Åtgärd: «datum bestäms»\\
Dag: 2011-11-07

## Förslag till beslut

1. Nämnden tackar ja på följande villkor:
   1. Resan betalas av staden.
2. Ärendet skickas vidare.
   - en punkt

### Uppföljning

| Vad | Vem | När |
|---|---|---|
| En reserapport | **Nämnden** | 2012-01-31 |
| Omprövning | *Kommunstyrelsen* | «datum bestäms» |

---

## Över
"""
HEADINGS = ["Tjänsteutlåtande", "Förslag till beslut", "Uppföljning", "Över"]
DIGEST = f"sha256:{'0123456789abcdef' * 4}"


def written(markdown: str, language: Language = "sv", title: str = "Ärendet om Åbo") -> PdfReader:
    """The paper as PDF, read back."""
    return PdfReader(BytesIO(as_pdf(Paper(title, f"abo-1, {DIGEST}", language, "2011-11-07", markdown), blocks(markdown))))


def text(reader: PdfReader) -> str:
    """The words of all pages, without their feet."""
    return "\n".join(re.sub(r"\n?(Sida \d+ av|Page \d+ of) \d+$", "", page.extract_text()) for page in reader.pages)


def solid(words_: str) -> str:
    """Without spaces and line breaks: where a line is broken is no matter."""
    return "".join(words_.split())


def spoken(part: object) -> Iterator[str]:
    """The words of blocks and all that they hold."""
    if isinstance(part, Span):
        yield part.text
    elif isinstance(part, tuple):
        for one in part:
            yield from spoken(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from spoken(getattr(part, field.name))


def resolved(value: Any) -> Any:
    """What a reference refers to."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def structure(reader: PdfReader) -> Iterator[DictionaryObject]:
    """The elements of the structure tree, in reading order."""

    def below(node: Any) -> Iterator[DictionaryObject]:
        found = resolved(node)
        if isinstance(found, ArrayObject):
            for one in found:
                yield from below(one)
        elif isinstance(found, DictionaryObject):
            if "/S" in found:
                yield found
            yield from below(found.get("/K"))

    return below(reader.root_object["/StructTreeRoot"])


def tags(reader: PdfReader) -> list[str]:
    """The names of the elements of the structure tree."""
    return [str(one["/S"]) for one in structure(reader)]


def objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file."""
    for number in range(1, int(reader.trailer["/Size"])):
        found = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(found, DictionaryObject):
            yield found


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    """The sample paper."""
    return written(MARKDOWN)


# -- what the file says of itself


def test_it_says_that_it_is_pdf_a_2a_and_pdf_ua_1(reader: PdfReader) -> None:
    """Both are stated in its metadata, and colours have a profile of the file's own."""
    metadata = reader.root_object["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    profiles = [resolved(one) for one in resolved(reader.root_object["/OutputIntents"])]
    assert [one["/S"] for one in profiles] == ["/GTS_PDFA1"]
    assert all(resolved(one["/DestOutputProfile"]).get_data() for one in profiles)


@pytest.mark.parametrize(("language", "code"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_it_names_its_language_title_and_day(language: Language, code: str) -> None:
    """A screen reader shows the title and reads in the language; the author is the program and the day is the case's."""
    reader = written(MARKDOWN, language, "Inbjudan 🎉\x1b till ”Åbo” <b>")
    root, metadata = reader.root_object, reader.metadata
    assert root["/Lang"] == code
    assert resolved(root["/ViewerPreferences"])["/DisplayDocTitle"]
    assert metadata is not None
    assert (metadata.title, metadata.author) == ("Inbjudan 🎉  till ”Åbo” <b>", "nytta")
    assert metadata.subject == metadata.keywords == f"abo-1, {DIGEST}"
    assert str(metadata.creation_date_raw).startswith("D:20111107")


def test_it_needs_nothing_and_runs_nothing(reader: PdfReader) -> None:
    """Every font is in the file, nothing is encrypted, and there is no script, action or attachment."""
    assert not reader.is_encrypted
    fonts = [one for one in objects(reader) if one.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one) for one in fonts)
    names = {name for one in objects(reader) for name in one}
    assert not names & {"/JavaScript", "/JS", "/OpenAction", "/AA", "/EmbeddedFiles", "/EF", "/AcroForm", "/XFA", "/Encrypt"}


def test_it_stands_on_a4_and_numbers_its_pages() -> None:
    """Each page says which it is and of how many, in the paper's language."""
    long = MARKDOWN + "\n\n".join(["Ett stycke med några ord i rad."] * 80)
    for language, foot in (("sv", "Sida {} av {}"), ("en", "Page {} of {}")):
        pages = written(long, language).pages
        assert len(pages) > 1
        for number, page in enumerate(pages, 1):
            assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
            assert foot.format(number, len(pages)) in page.extract_text()


def test_the_bytes_are_the_same_whatever_the_machine() -> None:
    """Another process with other clocks, fonts and languages around it writes the same file."""
    program = (
        "import sys, hashlib; from nytta.texts.papers.blocks import blocks; from nytta.texts.papers.paper import Paper;"
        "from nytta.texts.papers.pdf import as_pdf; m = sys.stdin.read();"
        "print(hashlib.sha256(as_pdf(Paper('t', 's', 'sv', '2011-11-07', m), blocks(m))).hexdigest())"
    )

    def digest(**surroundings: str) -> str:
        run = [sys.executable, "-c", program]
        environment = os.environ | {"PYTHONUTF8": "1"} | surroundings
        return subprocess.run(run, input=MARKDOWN, capture_output=True, encoding="utf-8", check=True, env=environment).stdout

    fonts = next((str(one.parent) for one in Path("/usr/share/fonts").rglob("*.ttf")), "")
    other = digest(TZ="Asia/Tokyo", SOURCE_DATE_EPOCH="86400", TYPST_FONT_PATHS=fonts, LC_ALL="C", PYTHONHASHSEED="7")
    assert digest(TZ="Europe/Stockholm", PYTHONHASHSEED="1") == other != ""


# -- its structure


def test_headings_are_tagged_and_bookmarked_in_order(reader: PdfReader) -> None:
    """A heading of level n is a tag Hn and a bookmark on that level, in the order of the text."""
    assert [one for one in tags(reader) if re.fullmatch(r"/H\d?", one)] == ["/H1", "/H2", "/H3", "/H2"]
    first, (second, (third,), fourth) = reader.outline  # type: ignore[misc] # pypdf nests the levels as lists
    assert [one["/Title"] for one in (first, second, third, fourth)] == HEADINGS  # type: ignore[call-overload, index] # as above
    places = [text(reader).index(heading) for heading in HEADINGS]
    assert places == sorted(places)


def test_a_table_has_header_cells(reader: PdfReader) -> None:
    """The first row is of header cells that head their columns; the rest is of data cells."""
    assert [one for one in tags(reader) if one in ("/TH", "/TD")] == ["/TH"] * 3 + ["/TD"] * 6
    for cell in structure(reader):
        if cell["/S"] == "/TH":
            attributes = resolved(cell["/A"])
            scopes = [
                resolved(one).get("/Scope") for one in (attributes if isinstance(attributes, ArrayObject) else [attributes])
            ]
            assert "/Column" in scopes


def test_lists_are_tagged_within_one_another(reader: PdfReader) -> None:
    """Each list is one, with its items and their labels."""
    found = tags(reader)
    assert [found.count(one) for one in ("/L", "/LI", "/Lbl", "/LBody")] == [3, 4, 4, 4]
    lines = [line for line in text(reader).splitlines() if re.match(r"\d\.|•", line)]
    assert [line.partition(" ")[0] for line in lines] == ["1.", "1.", "2.", "•"]


def test_everything_shown_is_tagged_or_decoration(reader: PdfReader) -> None:
    """No text stands outside the structure: each piece is marked content."""
    assert bool(resolved(reader.root_object["/MarkInfo"])["/Marked"])
    for page in reader.pages:
        contents = page.get_contents()
        assert contents is not None
        depth = 0
        for operands, operator in contents.operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            assert depth or operator not in (b"Tj", b"TJ", b"S", b"f"), operands
        assert page["/Tabs"] == "/S"


def test_another_checker_finds_nothing(reader: PdfReader, tmp_path: Path) -> None:
    """pdfua, which knows a part of what PDF/UA-1 demands, has nothing to say where it is installed."""
    pdfua = pytest.importorskip("pdfua", reason="pdfua is not installed")
    assert reader.stream is not None
    (tmp_path / "paper.pdf").write_bytes(reader.stream.getvalue())  # type: ignore[attr-defined] # a BytesIO
    report = pdfua.Validator().validate(str(tmp_path / "paper.pdf"))
    assert len(report.outcomes) > 5
    assert [finding for outcome in report.outcomes for finding in outcome.findings] == []


# -- its words


def test_swedish_letters_dates_and_gaps_come_out(reader: PdfReader) -> None:
    """What is copied from the page is what stands in the paper; a hyphen is no soft one."""
    lines = text(reader).splitlines()
    assert lines[:3] == ["Tjänsteutlåtande", "Åtgärd: «datum bestäms»", "Dag: 2011-11-07"]
    assert solid("En reserapport Nämnden 2012-01-31 Omprövning Kommunstyrelsen «datum bestäms» Över") in solid(text(reader))
    assert "\N{SOFT HYPHEN}" not in text(reader)


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - {"emoji", "arabic", "hebrew"}))
def test_hostile_words_stand_as_words(name: str) -> None:
    """Every sign of them is there, in the order given, and nothing is executed."""
    hostile = HOSTILE[name]
    assert solid(text(written(f"# Rubrik\n\nFörst {words(hostile)} sist\n"))) == solid(f"Rubrik Först {printable(hostile)} sist")


@pytest.mark.parametrize(
    "markup",
    [
        '#eval("1+1")',
        "#panic()",
        '#include "paper.typ"',
        "$x^2$ -- --- ~ ... 'citat' \"citat\"",
        "= rubrik",
        "@ref <label> // kommentar",
        "/* kommentar */ `#1` \\u{41} \\#",
        '"] #read("/etc/passwd") [',
    ],
)
def test_markup_of_typst_stands_as_words(markup: str) -> None:
    """It is never read as Typst, in a paragraph, a heading, a table or the title."""
    reader = written(
        f"# {words(markup)}\n\n{quoted(markup, 'sv')}\n\n| {words(markup)} |\n|---|\n| {words(markup)} |\n", title=markup
    )
    assert solid(text(reader)).count(solid(markup)) >= (3 if '"' in markup else 4)  # quoted, " is ’
    assert reader.metadata is not None
    assert reader.metadata.title == markup


@pytest.mark.parametrize(("sign", "most"), [("x", 90), ("W", 45), ("å", 90)])
def test_a_word_longer_than_its_line_is_broken(sign: str, most: int) -> None:
    """20,000 letters without a space stand within the margins, and are copied without any sign between."""
    reader = written(f"Början {sign * 20_000} slutet")
    assert solid(text(reader)) == f"Början{sign * 20_000}slutet"
    assert max(map(len, text(reader).splitlines())) <= most
    assert len(reader.pages) > 2


def test_a_checksum_is_not_broken() -> None:
    """It fits on a line of its own."""
    assert DIGEST in text(written(f"Utgåvans kontrollsumma är: {DIGEST}.\n"))


def test_a_sign_that_the_fonts_lack_stands_as_its_name() -> None:
    """It does not vanish and does not stop the paper; other scripts that the fonts have are shown."""
    said = text(written("# Fest 🎉\n\n**东**京 *🇸🇪* och ☇\n\nمرحبا שלום Москва Ελλάδα ☃ Łódź Þórr\n"))
    for name in (
        "[U+1F389 PARTY POPPER]",
        "[U+4E1C][U+4EAC]",
        "[U+1F1F8 REGIONAL INDICATOR SYMBOL LETTER S]",
        "[U+2607 LIGHTNING]",
    ):
        assert solid(name) in solid(said)
    for word in ("مرحبا", "שלום", "Москва", "Ελλάδα", "☃", "Łódź", "Þórr"):
        assert word in said


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_any_text_can_be_written(said: str) -> None:
    """Whatever signs a case holds, alone or beside one another and in every style, its paper is written."""
    markdown = f"# {words(said)}\n\n**{words(said)}** *x{words(said)}* {quoted(said, 'sv')}\n\n- {words(said)}\n"
    assert written(markdown, title=said or "-").pages


def test_control_characters_and_private_signs_are_named_or_blank() -> None:
    """A sign without a name is shown by its number; one that steers is a space."""
    markdown = "a\ue000b\x07c\u202ed\n"
    assert solid(text(written(markdown))) == "abcd"
    assert pdf._spelled("\U0001f9ff\uffff\n\t") == "[U+1F9FF NAZAR AMULET] \n "


# -- every form, and what goes wrong


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("form", forms())
def test_every_form_is_written(form: str, language: Language, screening: Callable[[str], Screening]) -> None:
    """Every paper of the program's own has its headings as tags, and all its words."""
    desk = Desk(screening)
    case = desk.case()
    made = paper_of(case, desk.judge.edition, language, rendered(form, language, desk.fields(case, language)))
    parts = blocks(made.markdown)
    reader = PdfReader(BytesIO(as_pdf(made, parts)))
    levels = [f"/H{one.level}" for one in parts if isinstance(one, Heading)]
    assert levels[0] == "/H1"
    assert [one for one in tags(reader) if re.fullmatch(r"/H\d", one)] == levels
    for said in spoken(parts):
        assert solid(said) in solid(text(reader))


def test_a_heading_that_skips_a_level_is_refused() -> None:
    """A template of somebody's own gets an error that says what the standard forbids."""
    with pytest.raises(InputError) as caught:
        written("# Ett\n\n#### Fyra\n")
    assert caught.value.message("sv").startswith("pdf: går inte att skriva som PDF/A: ")
    assert "level 1 to 4" in caught.value.message("en")


def test_without_typst_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the extra."""
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.delitem(sys.modules, "nytta.texts.papers.pdf")
    with pytest.raises(InputError) as caught:
        importlib.import_module("nytta.texts.papers.pdf")
    assert 'pip install "nytta[pdf]"' in caught.value.message("sv")
    assert 'pip install "nytta[pdf]"' in caught.value.message("en")
