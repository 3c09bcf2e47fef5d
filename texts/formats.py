"""How is a verdict written down? One function a format; each takes the verdict and gives a text."""

from __future__ import annotations

import re
import textwrap
from html import escape

from nytta.engine.errors import Language
from nytta.engine.model.verdict import Verdict
from nytta.texts import words
from nytta.texts.outline import Item, Outline, Section

WIDTH = 80
_COLOURS = {"approve": "32", "approve_with_conditions": "33", "refer": "33", "incomplete": "36", "reject": "31"}
_BULLETS = {"missing": "?", "against": "–", "for": "+"}


def as_json(verdict: Verdict, indent: int | None = 2) -> str:
    """The verdict as JSON of schema nytta/verdict/1."""
    return verdict.model_dump_json(by_alias=True, indent=indent)


# -- text for a terminal


def as_text(page: Outline, language: Language, *, colour: bool = False) -> str:
    """The verdict for a person at a terminal, 80 columns wide."""
    lines = [
        _painted(page.verdict.upper(), f"1;{_COLOURS[page.outcome]}", colour),
        *_wrapped(page.title),
        *_wrapped(page.meaning),
        "",
        *(line for name, value in page.particulars for line in _wrapped(f"{name}: {value}")),
        *(line for warning in page.warnings for line in _wrapped(f"{words.WARNING[language]}: {warning}")),
    ]
    for section in page.sections:
        lines += ["", _painted(section.heading, "1", colour)]
        for number, item in enumerate(section.items, 1):
            lines += _item_lines(item, _bullet(section, number), colour)
    lines += ["", *(_painted(line, "2", colour) for text in page.footer for line in _wrapped(text))]
    return "\n".join(lines)


def _bullet(section: Section, number: int) -> str:
    return f"{number}." if section.numbered else _BULLETS.get(section.name, "•")


def _item_lines(item: Item, bullet: str, colour: bool) -> list[str]:  # noqa: FBT001 - passed on
    indent = " " * (3 + len(bullet))
    lines = _wrapped(item.text, f"  {bullet} ", indent)
    for citation in item.citations:
        lines += [_painted(line, "2", colour) for line in _wrapped(citation, indent, indent)]
    return lines


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    clean = printable(text)
    return textwrap.wrap(clean, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [first]


def printable(text: str) -> str:
    """Without control characters and direction marks: a case's own words may not steer the terminal or hide what is there."""
    return "".join(one if one.isprintable() else " " for one in text)


def _painted(text: str, code: str, colour: bool) -> str:  # noqa: FBT001 - passed on
    return f"\033[{code}m{text}\033[0m" if colour else text


# -- markdown


def as_markdown(page: Outline, language: Language) -> str:
    """The verdict in CommonMark."""
    parts = [f"# {page.verdict}: {marked(page.title)}", page.meaning]
    parts.append("\n".join(f"- **{name}:** {marked(value)}" for name, value in page.particulars))
    parts += [f"> **{words.WARNING[language]}:** {marked(warning)}" for warning in page.warnings]
    for section in page.sections:
        parts.append(f"## {section.heading}")
        parts.append("\n".join(_markdown_item(item, "1." if section.numbered else "-") for item in section.items))
    parts += ["---", *(marked(line) for line in page.footer)]
    return "\n\n".join(parts) + "\n"


def _markdown_item(item: Item, bullet: str) -> str:
    indent = " " * (len(bullet) + 1)
    return "  \n".join([f"{bullet} {marked(item.text)}", *(f"{indent}*{marked(one)}*" for one in item.citations)])


def marked(text: str) -> str:
    """Text with the characters escaped that Markdown or HTML would read as markup."""
    return "".join(f"\\{one}" if one in r"\`*_[]<>#|&" else one for one in printable(text))


# -- html


def as_html(pages: list[Outline], language: Language) -> str:
    """One page with all verdicts, in one file, that prints well and needs nothing from outside."""
    title = pages[0].title if len(pages) == 1 else "nytta"
    body = "\n".join(_article(page, language) for page in pages)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _article(page: Outline, language: Language) -> str:
    particulars = "".join(f"<dt>{escape(name)}</dt><dd>{_words(value)}</dd>" for name, value in page.particulars)
    warnings = "".join(f'<p class="warning">{words.WARNING[language]}: {escape(one)}</p>' for one in page.warnings)
    sections = "\n".join(_html_section(section) for section in page.sections)
    footer = "".join(f"<p>{escape(line)}</p>" for line in page.footer)
    return (
        f'<article class="{page.outcome}">\n<h1><span class="verdict">{escape(page.verdict)}</span> '
        f"{escape(printable(page.title))}</h1>\n<p>{escape(page.meaning)}</p>\n<dl>{particulars}</dl>\n"
        f"{warnings}\n{sections}\n<footer>{footer}</footer>\n</article>"
    )


def _html_section(section: Section) -> str:
    tag = "ol" if section.numbered else "ul"
    items = "\n".join(
        f"<li>{_words(item.text)}" + "".join(f"<cite>{_words(one)}</cite>" for one in item.citations) + "</li>"
        for item in section.items
    )
    return f'<section class="{section.name}">\n<h2>{escape(section.heading)}</h2>\n<{tag}>\n{items}\n</{tag}>\n</section>'


def _words(text: str) -> str:
    """Text as HTML, in which a date or a clause's name is not broken at its hyphens."""
    return _UNBROKEN.sub(r"<span>\1</span>", escape(printable(text)))


_UNBROKEN = re.compile(r"(\d{4}-\d\d-\d\d|\[[a-z0-9-]+\])")
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0}"
    "main{max-width:44rem;margin:0 auto;padding:1.5rem}"
    "article+article{border-top:1px solid #767676;margin-top:3rem;padding-top:1.5rem}"
    "h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}"
    ".verdict{display:block;width:max-content;padding:.1em .6em;margin-bottom:.4rem;border-radius:.2rem;color:#fff;background:#5a5a5a}"
    ".approve .verdict{background:#1b6e33}.reject .verdict{background:#a3191f}"
    ".approve_with_conditions .verdict,.refer .verdict{background:#7a4a00}.incomplete .verdict{background:#17597d}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0}"
    "dd span,li span{white-space:nowrap}li{margin-bottom:.5rem}cite{display:block;font-style:normal;font-size:.875rem;color:#4d4d4d}"
    ".warning{border-left:.3rem solid #7a4a00;padding-left:.7rem}footer{margin-top:2rem;font-size:.875rem;color:#4d4d4d;overflow-wrap:anywhere}"
    "@media print{main{max-width:none;padding:0}article{break-after:page}}"
)
