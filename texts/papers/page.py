"""How is a paper written as a web page? In one file that loads nothing, to WCAG 2.1 AA, and that prints well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it.token import Token

from nytta.texts.formats import printable
from nytta.texts.papers.blocks import parser
from nytta.texts.papers.paper import Paper


def as_html(paper: Paper) -> str:
    """The paper as HTML; the body is what CommonMark makes of its Markdown, in which raw HTML is words."""
    title, subject = (escape(printable(one)) for one in (paper.title, paper.subject))
    return (
        f'<!DOCTYPE html>\n<html lang="{paper.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n<title>{title}</title>\n'
        f'<meta name="author" content="nytta">\n<meta name="description" content="{subject}">\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{_body(paper.markdown)}</main>\n</body>\n</html>\n"
    )


def _body(markdown: str) -> str:
    commonmark = parser()
    tokens = commonmark.parse(markdown)
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
    commonmark.add_render_rule("text", _text)
    return str(commonmark.renderer.render(tokens, commonmark.options, {}))


def _text(_: object, tokens: Sequence[Token], index: int, *__: Any) -> str:
    """Words as HTML, in which a date is not broken at its hyphens."""
    return _DATE.sub(r"<span>\g<0></span>", escape(printable(tokens[index].content)))


_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0;overflow-wrap:break-word}"
    "main{max-width:44rem;margin:0 auto;padding:1.5rem}"
    "h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}h3{font-size:1rem;margin:1rem 0 .5rem}"
    "p,ol,ul{margin:.5rem 0}li>ol,li>ul{margin:.2rem 0}li{margin-bottom:.3rem}"
    "main span{white-space:nowrap}em{color:#4d4d4d}a{color:#17597d}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0}th,td{text-align:start;vertical-align:top;padding:.3rem .6rem}"
    "th{border-bottom:2px solid #1a1a1a}td{border-bottom:1px solid #767676}"
    "hr{border:0;border-top:1px solid #767676;margin:2rem 0 1rem}"
    "@media(max-width:40rem){main{padding:.75rem}table{table-layout:fixed}th,td{padding:.3rem .2rem;font-size:.875rem;hyphens:auto}}"
    "@media print{main{max-width:none;padding:0}h1,h2,h3{break-after:avoid}tr,li{break-inside:avoid}p{orphans:2;widows:2}}"
)
"""What the page looks like; no colour carries a meaning."""
