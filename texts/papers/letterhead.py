"""How does a paper get onto the office's own letterhead? Its fields are filled by Jinja in its sandbox, and the paper is put in."""

from __future__ import annotations

import dataclasses
import re
import traceback
from collections.abc import Callable, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from nytta.engine.errors import InputError, Place, Problem, system_words
from nytta.texts.formats import printable
from nytta.texts.papers.blocks import Block, Heading, Listing, Paragraph, Rule, Spans, Table
from nytta.texts.papers.blocks import blocks as of_markdown
from nytta.texts.papers.docx import LANGUAGES, MISSING, Writer, describe, saved
from nytta.texts.papers.render import unknown_field

try:
    from docx import Document
    from docx.opc.constants import CONTENT_TYPE
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml
    from docx.package import Package
    from docxtpl import DocxTemplate
except ImportError:
    raise InputError(MISSING) from None

if TYPE_CHECKING:
    from docx.document import Document as Docx

    from nytta.texts.papers.paper import Paper

_HERE = "\ue000paper\ue000"
"""Stands where the paper is to be put in; signs for private use, which no field holds."""


def in_letterhead(path: Path, paper: Paper, blocks: tuple[Block, ...], fields: Mapping[str, Any]) -> bytes:
    """The letterhead with the fields filled in, and with the paper where a paragraph says `{{ paper.text }}` alone, as a DOCX file.

    Raises InputError where the file is no DOCX, has macros, does not compile, or names anything but the fields.
    """
    letterhead = _opened(path)
    filled = BytesIO()
    try:
        letterhead.render({"paper": {**_plain(fields), "text": _HERE}}, _environment())
        letterhead.save(filled)
    except _OF_TEMPLATES as error:  # a part that is not as Word writes it
        sv = f"brevpapperet går inte att fylla i ({error}); öppna det i Word eller LibreOffice och spara det igen"
        en = f"the letterhead cannot be filled in ({error}); open it in Word or LibreOffice and save it again"
        raise _wrong(path, sv, en) from error
    document = Document(filled)
    _put_in(document, paper, blocks)
    if any(_HERE.encode() in part.blob for part in document.part.package.iter_parts()):
        raise _wrong(
            path,
            "«{{ paper.text }}» måste stå ensamt i ett stycke i brödtexten; flytta det dit",
            "«{{ paper.text }}» must stand alone in a paragraph of the body; move it there",
        )
    describe(document, paper)
    return saved(document)


def _put_in(document: Docx, paper: Paper, blocks: tuple[Block, ...]) -> None:
    places: list[Any] = [one for one in document.element.body.iter(qn("w:p")) if one.text.strip() == _HERE]
    for place in places:
        for element in Writer(document, place.style, LANGUAGES[paper.language]).elements(blocks):
            place.addprevious(element)
        following = place.getnext()
        if place.xpath("w:pPr/w:sectPr") or (place.getparent().tag != qn("w:body") and following is None):
            place.clear_content()  # it ends a section, a cell or a box
        else:
            place.getparent().remove(place)


# -- what the letterhead is


def _opened(path: Path) -> _Letterhead:
    try:
        content = path.read_bytes()
    except OSError as error:
        sv, en = system_words(error)
        raise _wrong(path, f"brevpapperet går inte att läsa ({sv})", f"the letterhead cannot be read ({en})") from None
    try:
        package = Package.open(BytesIO(content))
        kind = package.main_document_part.content_type
        macros = any("macroEnabled" in part.content_type or "vbaProject" in part.content_type for part in package.iter_parts())
    except Exception as error:  # python-docx has no common type for a file that is no DOCX
        sv = "brevpapperet är ingen DOCX; öppna det i Word eller LibreOffice och spara det som .docx"
        en = "the letterhead is no DOCX; open it in Word or LibreOffice and save it as .docx"
        raise _wrong(path, sv, en) from error
    if macros:
        sv = "brevpapperet har makron, och makron körs inte; spara det som .docx, utan makron"
        raise _wrong(path, sv, "the letterhead has macros, which are not run; save it as .docx, without macros")
    if kind != CONTENT_TYPE.WML_DOCUMENT_MAIN:
        sv = "brevpapperet är inget Worddokument utan en Wordmall eller något annat; öppna det i Word och spara det som .docx"
        en = "the letterhead is no Word document but a Word template or something else; open it in Word and save it as .docx"
        raise _wrong(path, sv, en)
    return _Letterhead(path, content)


def _wrong(path: Path, sv: str, en: str) -> InputError:
    return InputError(Problem(Place(str(path)), "", sv, en))


class _Letterhead(DocxTemplate):  # type: ignore[misc] # docxtpl ships no types
    """A letterhead whose every part is filled in once, and which says what is wrong with it."""

    def __init__(self, path: Path, content: bytes) -> None:
        super().__init__(BytesIO(content))
        self.path = path

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: Any = None) -> str:
        """The part filled in; raises InputError with the paragraph that will not do."""
        try:
            xml = str(super().render_xml_part(src_xml, part, context, jinja_env))
        except (TemplateError, *_OF_TEMPLATES) as error:
            raise self._problem(error, src_xml, context["paper"]) from None
        self._check(xml)
        return xml

    def _check(self, xml: str) -> None:
        """Raises InputError where words stand outside the text: docxtpl would drop them, and mend the rest in silence."""
        try:
            astray = parse_xml(xml.encode()).xpath("//*[*]/text()[normalize-space()]")
        except SyntaxError:
            sv = "ett villkor eller en slinga börjar i ett stycke och slutar mitt i ett annat; låt «{%p … %}» stå i egna stycken"
            en = "a condition or a loop begins in one paragraph and ends inside another; let «{%p … %}» stand in paragraphs of their own"
            raise _wrong(self.path, sv, en) from None
        if astray:
            sv = "ett fält står utanför texten; skriv «{{ … }}», inte «{{p … }}», «{{r … }}», «{{tr … }}» eller «{{tc … }}»"
            en = "a field stands outside the text; write «{{ … }}», not «{{p … }}», «{{r … }}», «{{tr … }}» or «{{tc … }}»"
            raise _wrong(self.path, sv, en)

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """The file's properties are ours to say."""

    def render_footnotes(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Fills in the notes once: filled in again for each section, a case's own words would be a template."""
        for part in self.docx.part.package.iter_parts():
            if part.content_type in (CONTENT_TYPE.WML_FOOTNOTES, CONTENT_TYPE.WML_ENDNOTES):
                xml = self.render_xml_part(self.patch_xml(part.blob.decode()), part, context, jinja_env)
                part._blob = xml.encode()  # noqa: SLF001 - as docxtpl does

    def _problem(self, error: BaseException, xml: str, fields: Mapping[str, Any]) -> InputError:
        what = str(error).partition("\n")[0]
        near = _paragraph(xml, _line(error))
        unknown = unknown_field(what, fields) if isinstance(error, UndefinedError) else None
        if unknown is not None:
            name, sv, en = unknown
            return _wrong(self.path, f"okänt fält «{name}» i «{near}»{sv}", f"unknown field «{name}» in «{near}»{en}")
        return _wrong(
            self.path, f"brevpapperet duger inte: {what}, i «{near}»", f"the letterhead will not do: {what}, in «{near}»"
        )


_OF_TEMPLATES = (OverflowError, RecursionError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
_LONGEST = 80


def _line(error: BaseException) -> int:
    inside = [one.lineno or 1 for one in traceback.extract_tb(error.__traceback__) if one.filename == "<template>"]
    return getattr(error, "lineno", None) or (inside[-1] if inside else 1)


def _paragraph(xml: str, line: int) -> str:
    """The words of the paragraph that docxtpl has on a line of the template."""
    lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", xml).split("\n")
    words = " ".join(unescape(re.sub(r"<[^>]*>", "", lines[min(line, len(lines)) - 1])).split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


# -- what it may say


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=_shown)
    del environment.filters["safe"]  # nothing that a case says may become a part of the file
    return environment


def _shown(value: object) -> Markup:
    """What is printed, as words; docxtpl reads `{_{` in the result as a brace of Jinja's, so no field may hold it."""
    return value if isinstance(value, Markup) else Markup(str(escape(value)).replace("_", "&#95;"))  # noqa: S704 - escaped


def _plain(value: Any) -> Any:
    """A field, however deep, as plain words: those that its Markdown reads as."""
    if isinstance(value, Markup):
        return _one_line(_text(of_markdown(str(value))))
    if isinstance(value, str):
        return _one_line(value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    return _called(value) if callable(value) else value


def _called(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: _plain(function(*arguments))


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())


def _text(blocks: tuple[Block, ...]) -> str:
    return " ".join(map(_of_block, blocks))


def _of_block(block: Block) -> str:
    match block:
        case Heading() | Paragraph():
            return _of_spans(block.spans)
        case Listing():
            return " ".join(map(_text, block.items))
        case Table():
            return " ".join(_of_spans(cell) for row in (block.header, *block.rows) for cell in row)
        case Rule():
            return ""


def _of_spans(spans: Spans) -> str:
    return "".join(span.text for span in spans)
