"""How does a paper become a Word file? Its blocks as real headings, lists and tables, and the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from nytta.engine.errors import InputError, Language, Place, Problem
from nytta.texts.formats import printable
from nytta.texts.papers.blocks import Block, Heading, Listing, Paragraph, Rule, Span, Spans, Table

MISSING = Problem(
    Place(""),
    "",
    'för att skriva DOCX behövs ett tillägg: pip install "nytta[docx]"',
    'to write DOCX an extra is needed: pip install "nytta[docx]"',
)

try:
    from docx import Document
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml.ns import nsdecls, qn
    from docx.oxml.parser import OxmlElement, parse_xml
    from docx.oxml.table import CT_Tbl
    from docx.parts.numbering import NumberingPart
    from docx.shared import Mm, Twips
    from docx.text.run import Run
except ImportError:
    raise InputError(MISSING) from None

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.opc.rel import Relationships
    from docx.oxml.xmlchemy import BaseOxmlElement

    from nytta.texts.papers.paper import Paper

LANGUAGES: dict[Language, str] = {"sv": "sv-SE", "en": "en-GB"}
_PAGE: dict[Language, tuple[str, str]] = {"sv": ("Sida ", " av "), "en": ("Page ", " of ")}
_LONGEST_PROPERTY = 255
_OUTSIDE_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEVELS = 9
_STEP = 454
"""How far in a list stands, in twentieths of a point: 8 mm."""
_TEXT_WIDTH = 9070
"""What the margins leave of the page, 160 mm."""
_LINE = 80
"""How many signs a line of it holds, about."""
_UNUSED = {"thumbnail", "customXml", "stylesWithEffects"}
"""What python-docx's empty document brings along of the machine that it was made on."""
_PROPERTIES = {"core-properties", "extended-properties"}
"""What a file says of those who made it, and on which machine."""


def as_docx(paper: Paper, blocks: tuple[Block, ...]) -> bytes:
    """The paper as a DOCX file on A4."""
    document = _blank(paper.language)
    for element in Writer(document).elements(blocks):
        document.element.body.sectPr.addprevious(element)
    _number_pages(document, paper.language)
    describe(document, paper)
    return saved(document)


def describe(document: Docx, paper: Paper) -> None:
    """Says in the file's properties what it is; its day is the case's, and nobody is named."""
    _dropped(document.part.package.rels, _PROPERTIES)
    properties = document.core_properties
    properties.title = _property(paper.title)
    properties.subject = _property(paper.subject)
    properties.language = LANGUAGES[paper.language]
    properties.author = properties.last_modified_by = "nytta"
    properties.created = properties.modified = datetime.fromisoformat(paper.day).replace(tzinfo=UTC)
    properties.revision = 1


def _dropped(relations: Relationships, kinds: set[str]) -> None:
    for name in [name for name, one in relations.items() if one.reltype.rpartition("/")[2] in kinds]:
        del relations[name]


def _property(text: str) -> str:
    words = " ".join(printable(text).split())
    return words if len(words) <= _LONGEST_PROPERTY else f"{words[: _LONGEST_PROPERTY - 1]}…"


def saved(document: Docx) -> bytes:
    """The file's bytes, without the time and the machine that wrote it."""
    written, result = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(result, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name)
            entry.create_system = 0
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return result.getvalue()


class Writer:
    """Makes the elements of blocks for a document, in its own styles; a style that it lacks is lent to it.

    `running` is the style of running text, by its identifier; `language` marks each run, where the document's may be another.
    """

    def __init__(self, document: Docx, running: str | None = None, language: str | None = None) -> None:
        self._document = document
        self._running = running
        self._language = language
        self._styles = _lent(document)
        self._lists = _Lists(document)

    def elements(self, blocks: tuple[Block, ...], depth: int = 0) -> Iterator[BaseOxmlElement]:
        """One element or more a block; `depth` is the number of lists around it."""
        for number, block in enumerate(blocks, 1):
            match block:
                case Heading():
                    yield self._paragraph(block.spans, self._styles[f"heading {block.level}"])
                case Paragraph():
                    paragraph = self._paragraph(block.spans, self._running)
                    if depth:
                        paragraph.get_or_add_pPr().ind_left = Twips(_STEP * depth)
                    yield paragraph
                case Listing():
                    yield from self._list(block, depth)
                case Table():
                    yield self._table(block)
                    if not any(
                        isinstance(one, Heading) for one in blocks[number : number + 1]
                    ):  # Word joins neighbouring tables, and ends no page with one
                        yield self._paragraph((), self._running)
                case Rule():
                    paragraph = self._paragraph((), self._running)
                    paragraph.get_or_add_pPr().get_or_add_keepNext()
                    paragraph.pPr.append(parse_xml(_RULE))
                    yield paragraph

    def _list(self, block: Listing, depth: int) -> Iterator[BaseOxmlElement]:
        style = self._styles["list number" if block.numbered else "list bullet"]
        level = min(depth, _LEVELS - 1)
        number = self._lists.begun(style, level, numbered=block.numbered)
        for item in block.items:
            first, rest = (item[0].spans, item[1:]) if item and isinstance(item[0], Paragraph) else ((), item)
            paragraph = self._paragraph(first, style)
            numbering = paragraph.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_ilvl().val = level
            numbering.get_or_add_numId().val = number
            yield paragraph
            yield from self.elements(rest, depth + 1)

    def _table(self, block: Table) -> BaseOxmlElement:
        rows = (tuple(tuple(replace(one, bold=True) for one in cell) for cell in block.header), *block.rows)
        widths = _widths(rows)
        table = CT_Tbl.new_tbl(len(rows), len(widths), Twips(_TEXT_WIDTH))
        table.tblStyle_val = self._styles["table grid"]
        _set(table.tblPr.find(qn("w:tblW")), type="pct", w="5000")
        _set(table.tblPr.find(qn("w:tblLook")), firstColumn="0", val="0620", noHBand="1")
        for column, width in zip(table.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Twips(width)
        for row, cells in zip(table.tr_lst, rows, strict=True):
            properties = row.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if row is table.tr_lst[0]:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, spans, width in zip(row.tc_lst, cells, widths, strict=True):
                cell.width = Twips(width)
                cell.replace(cell.p_lst[0], self._paragraph(spans, None))
        return table

    def _paragraph(self, spans: Spans, style: str | None) -> Any:
        paragraph: Any = OxmlElement("w:p")
        if style is not None:
            paragraph.style = style
        for span in spans:
            self._run(paragraph, span)
        return paragraph

    def _run(self, paragraph: Any, span: Span) -> None:
        run = Run(paragraph.add_r(), self._document)
        run.text = _OUTSIDE_XML.sub("", span.text)
        run.bold = span.bold or None
        run.italic = span.italic or None
        if self._language:
            run.element.get_or_add_rPr().append(_set(OxmlElement("w:lang"), val=self._language))


class _Lists:
    """The lists of a document: each has a number of its own, so that its items are counted from one."""

    def __init__(self, document: Docx) -> None:
        if all(one.reltype != RELATIONSHIP_TYPE.NUMBERING for one in document.part.rels.values()):
            empty = f"<w:numbering {nsdecls('w')}/>".encode()
            place = PackURI("/word/numbering.xml")
            part = NumberingPart.load(place, CONTENT_TYPE.WML_NUMBERING, empty, document.part.package)
            document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        self._numbering: Any = document.part.numbering_part.element
        self._styles: Any = document.styles.element
        self._own: dict[bool, int] = {}

    def begun(self, style: str, level: int, *, numbered: bool) -> int:
        """The number of a new list: counted as its style does, where the style has a count for the level."""
        kind = self._of_style(style, level)
        number = self._numbering.add_num(self._kind(numbered) if kind is None else kind)
        number.add_lvlOverride(level).add_startOverride(1)
        return int(number.numId)

    def _of_style(self, style: str, level: int) -> int | None:
        number = self._styles.get_by_id(style).xpath("w:pPr/w:numPr/w:numId/@w:val")
        kind = number and self._numbering.xpath(f'w:num[@w:numId="{number[0]}"]/w:abstractNumId/@w:val')
        levels = kind and self._numbering.xpath(f'w:abstractNum[@w:abstractNumId="{kind[0]}"]/w:lvl[@w:ilvl="{level}"]')
        return int(kind[0]) if levels else None

    def _kind(self, numbered: bool) -> int:  # noqa: FBT001 - a key
        if numbered not in self._own:
            taken = [int(one) for one in self._numbering.xpath("w:abstractNum/@w:abstractNumId")]
            self._own[numbered] = max(taken, default=-1) + 1
            after = self._numbering.xpath("w:abstractNum")
            self._numbering.insert(self._numbering.index(after[-1]) + 1 if after else 0, _counting(self._own[numbered], numbered))
        return self._own[numbered]


def _counting(identifier: int, numbered: bool) -> BaseOxmlElement:  # noqa: FBT001 - as above
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{"decimal" if numbered else "bullet"}"/>'
        f'<w:lvlText w:val="{f"%{level + 1}." if numbered else "•–"[level % 2]}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{_STEP * (level + 1)}" w:hanging="{_STEP}"/></w:pPr></w:lvl>'
        for level in range(_LEVELS)
    )
    return parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identifier}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )


def _widths(rows: tuple[tuple[Spans, ...], ...]) -> list[int]:
    """The columns' widths: room for the longest word of each, and the rest by the longest text, so that a date takes less than a sentence."""
    columns = [["".join(span.text for span in cell) for cell in column] for column in zip(*rows, strict=True)]
    words = [
        min(_LINE // len(columns), 2 + max(len(word) for cell in column for word in ("", *cell.split()))) for column in columns
    ]
    texts = [min(_LINE, 1 + max(map(len, column))) for column in columns]
    room = _LINE - sum(words)
    return [int(_TEXT_WIDTH / _LINE * (word + room * text / sum(texts))) for word, text in zip(words, texts, strict=True)]


def _set(element: Any, **attributes: str) -> Any:
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


# -- an empty document


def _blank(language: Language) -> Docx:
    document = Document()
    _dropped(document.part.rels, _UNUSED)
    _dropped(document.part.package.rels, _UNUSED)
    settings: Any = document.settings.element
    _set(settings.find(qn("w:zoom")), percent="100")
    _set(settings.find(qn("w:themeFontLang")), val=LANGUAGES[language])
    _set(settings.find(qn("w:compat")).find(qn("w:compatSetting")), val="15")  # as Word 2013 and later write
    settings.remove(settings.find(qn("w:proofState")))
    _filled(document.styles.element, parse_xml(_styles(LANGUAGES[language])))
    _filled(document.part.numbering_part.element, ())
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    section.header_distance = section.footer_distance = Mm(12)
    return document


def _filled(element: Any, children: Any) -> None:
    for one in list(element):
        element.remove(one)
    element.extend(list(children))


def _number_pages(document: Docx, language: Language) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
    for words, field in zip(_PAGE[language], ("PAGE", "NUMPAGES"), strict=True):
        paragraph.add_run(words)
        shown = "<w:r><w:t>1</w:t></w:r>"
        paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{field}">{shown}</w:fldSimple>'))  # noqa: SLF001


def _lent(document: Docx) -> dict[str, str]:
    """The styles that papers need, by name, each with its identifier; those that the document lacks are added to it."""
    styles: Any = document.styles.element
    own = {str(one.name_val).lower(): str(one.styleId) for one in styles.style_lst}
    defaults = {one.get(qn("w:type")): one.styleId for one in styles.style_lst if one.get(qn("w:default")) in ("1", "true")}
    for style in parse_xml(_styles("")).findall(qn("w:style")):
        name = str(style.name_val).lower()
        if name in own or style.get(qn("w:default")):
            continue
        added = deepcopy(style)
        for tag in ("w:basedOn", "w:next"):
            base, kind = added.find(qn(tag)), added.get(qn("w:type"))
            if base is not None and kind in defaults:
                _set(base, val=defaults[kind])
            elif base is not None:
                added.remove(base)
        styles.append(added)
        own[name] = added.styleId
    return own


def _styles(language: str) -> str:
    """The styles of a paper; the language stands in the defaults and in Normal, on which all others rest."""
    spoken = f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>'
    fonts = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>'
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
        for level, (size, before, after) in enumerate(_HEADINGS, 1)
    )
    lists = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:uiPriority w:val="99"/><w:qFormat/>{close}</w:style>'
        for name, close in (("List Number", ""), ("List Bullet", "<w:pPr><w:contextualSpacing/></w:pPr>"))
    )
    return (
        f"<w:styles {nsdecls('w')}><w:docDefaults>"
        f'<w:rPrDefault><w:rPr>{fonts}<w:sz w:val="22"/><w:szCs w:val="22"/>{spoken}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:rPr>{spoken}</w:rPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
        f'<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f"<w:tblPr>{_MARGINS}</w:tblPr></w:style>"
        f"{headings}{lists}"
        '<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f'<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:tblPr>{_BORDERS}{_MARGINS}</w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/></w:tcPr></w:tblStylePr>'
        "</w:style></w:styles>"
    )


_HEADINGS = ((36, 0, 240), (26, 320, 80), (22, 240, 60), (22, 200, 60), (22, 200, 60), (22, 200, 60))
"""Size in half points, space before and after, by level."""
_MARGINS = (
    '<w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="57" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
)
_BORDERS = "<w:tblBorders>{}</w:tblBorders>".format(
    "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
)
_RULE = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="7F7F7F"/></w:pBdr>'
