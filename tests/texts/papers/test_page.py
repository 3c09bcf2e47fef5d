"""A paper as HTML is one file that loads nothing and meets WCAG 2.1 AA, and its words are never markup."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from nytta.engine.errors import Language
from nytta.engine.screen import Screening
from nytta.texts.formats import printable
from nytta.texts.papers.markdown import words
from nytta.texts.papers.page import STYLE, as_html
from nytta.texts.papers.paper import Paper, paper_of
from nytta.texts.papers.render import forms, rendered
from tests.texts.papers.desk import Desk
from tests.texts.papers.office import HOSTILE
from tests.texts.papers.test_plain import MARKDOWN

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
AXE = next(
    (
        Path(one) / "axe.min.js"
        for spec in [find_spec("axe_core_python")]
        if spec
        for one in spec.submodule_search_locations or ()
    ),
    None,
)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=20000",
    "--dump-dom",
)
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium to show the page")
VOID = {"meta", "br", "hr"}
BODY = {
    "main",
    "h1",
    "h2",
    "h3",
    "p",
    "br",
    "ol",
    "ul",
    "li",
    "strong",
    "em",
    "span",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
}


def page(markdown: str = MARKDOWN, language: Language = "sv", title: str = "Ärendet om Åbo") -> str:
    """The paper as HTML."""
    return as_html(Paper(title, "abo-1, abo-2010, sha256:00", language, "2011-11-07", markdown))


class Read(HTMLParser):
    """A page as it is read: its tags with attributes, and the words of each tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = {"title": "", "main": ""}
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes the tag that was opened last, and no other; `<br />` opens nothing."""
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keeps words for the tags that they are in."""
        for tag in self.text:
            if tag in self.open:
                self.text[tag] += data

    def of(self, *names: str) -> list[dict[str, str | None]]:
        """The attributes of each tag of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]

    def levels(self) -> list[int]:
        """The levels of the headings, in order."""
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch(r"h[1-6]", tag)]


def in_order(levels: list[int]) -> bool:
    """One heading of the first level, which begins the page, and no level skipped."""
    return levels[0] == 1 == levels.count(1) and all(one <= before + 1 for before, one in pairwise(levels))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_says_what_it_is(language: Language) -> None:
    """It names its language, its title and what it is about, and can be enlarged."""
    read = Read(page(language=language, title='Om "Åbo" & <b>fest\x1b</b>'))
    assert read.of("html") == [{"lang": language}]
    assert read.text["title"] == 'Om "Åbo" & <b>fest </b>'
    named = {one["name"]: one["content"] for one in read.of("meta") if "name" in one}
    assert named == {
        "viewport": "width=device-width, initial-scale=1",
        "author": "nytta",
        "description": "abo-1, abo-2010, sha256:00",
    }
    assert read.of("meta")[0] == {"charset": "utf-8"}


def test_tables_lists_and_headings_are_real() -> None:
    """Header cells head their columns, lists are lists within one another, and no level of headings is skipped."""
    read = Read(page())
    assert read.of("th") == [{"scope": "col"}] * 3
    assert [tag for tag, _ in read.tags if tag in ("ol", "ul")] == ["ol", "ol", "ul", "ul"]
    assert read.levels() == [1, 2]
    assert len(read.of("main")) == 1
    assert {tag for tag, _ in read.tags[read.tags.index(("main", {})) :]} <= BODY


def test_a_date_is_not_broken_at_its_hyphens() -> None:
    """It stands in a span that keeps to one line."""
    assert "<span>2012-01-31</span>" in page()
    assert "main span{white-space:nowrap}" in STYLE


def test_it_loads_nothing() -> None:
    """No tag and no style refers to anything, and the page forbids it too."""
    read = Read(page())
    assert not [one for _, attributes in read.tags for one in attributes if one in ("src", "href", "srcset", "style", "onload")]
    assert not re.search(r"url\(|@import|@font-face", STYLE)
    policy = [one["content"] for one in read.of("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_every_colour_can_be_read() -> None:
    """Words have a contrast of at least 4.5 to the page, and lines of at least 3."""

    def luminance(colour: str) -> float:
        full = colour if len(colour) == 6 else "".join(2 * one for one in colour)
        parts = [int(full[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    def contrast(one: str, other: str) -> float:
        lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)

    (ground,) = re.findall(r"background:#([0-9a-f]+)", STYLE)
    letters = re.findall(r"[{;]color:#([0-9a-f]+)", STYLE)
    lines = re.findall(r"solid #([0-9a-f]+)", STYLE)
    assert len(letters) + len(lines) + 1 == STYLE.count("#")
    assert min(contrast(one, ground) for one in letters) >= 4.5
    assert min(contrast(one, ground) for one in lines) >= 3


def test_lengths_grow_with_the_reader_s_own_size() -> None:
    """No size is in pixels but the width of a line, so that 200 % zoom and a larger font hold."""
    assert set(re.findall(r"[\w.]+px(?: \w+)?", STYLE)) <= {"1px solid", "2px solid"}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_words_are_words(name: str) -> None:
    """They make no tag, in a paragraph, a heading, a table or the title, and every sign of them is there."""
    said = " ".join(printable(HOSTILE[name]).split())
    read = Read(page(f"# {words(said)}\n\n{words(said)}\n\n| {words(said)} |\n|---|\n| a |\n", title=HOSTILE[name]))
    assert read.text["main"].count(said) == 3
    assert read.text["title"] == printable(HOSTILE[name])
    assert {tag for tag, _ in read.tags[read.tags.index(("main", {})) :]} <= BODY


def test_raw_html_of_a_template_is_words() -> None:
    """A template cannot make a tag either."""
    read = Read(page("# Ett\n\n<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n<div onclick='x'>\n"))
    assert {tag for tag, _ in read.tags} & {"script", "img", "div"} == set()
    assert "<script>alert(1)</script>" in read.text["main"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("form", forms())
def test_every_form_has_its_headings_in_order(form: str, language: Language, screening: Callable[[str], Screening]) -> None:
    """Every paper of the program's own has one main heading and skips no level."""
    desk = Desk(screening)
    case = desk.case()
    text = rendered(form, language, desk.fields(case, language))
    read = Read(as_html(paper_of(case, desk.judge.edition, language, text)))
    assert in_order(read.levels())
    assert all(one == {"scope": "col"} for one in read.of("th"))


# -- in a browser


def shown(html: str, folder: Path) -> str:
    """What Chromium makes of a page, after its scripts have run."""
    (folder / "page.html").write_text(html, "utf-8")
    run = [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", (folder / "page.html").as_uri()]
    return subprocess.run(run, timeout=120, check=True, capture_output=True, encoding="utf-8").stdout


def told(dom: str) -> Any:
    """What a script of the test wrote into the page."""
    found = re.search(r'<pre id="told">(.*?)</pre>', dom, re.DOTALL)
    assert found, dom[-2_000:]
    return json.loads(unescape(found[1]))


TELL = "const tell = what => { const pre = document.createElement('pre'); pre.id = 'told'; pre.textContent = JSON.stringify(what); document.body.append(pre) };"


@needs_chromium
@pytest.mark.skipif(AXE is None, reason="needs axe-core (pip install axe-core-python)")
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_no_fault(language: Language, tmp_path: Path) -> None:
    """axe-core finds nothing against WCAG 2.1 A and AA and its good practice, and has looked at headings, tables and contrast."""
    assert AXE is not None
    html = re.sub(
        r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page(language=language)
    )  # it forbids axe as any script
    run = f"{TELL} axe.run().then(found => tell([found.violations, found.passes.map(one => one.id)]))"
    violations, passed = told(
        shown(html.replace("</body>", f"<script>{AXE.read_text('utf-8')}</script><script>{run}</script></body>"), tmp_path)
    )
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    assert {"color-contrast", "heading-order", "html-has-lang", "document-title", "list", "page-has-heading-one"} <= set(passed)


@needs_chromium
def test_it_needs_no_scrolling_sideways_on_a_telephone(tmp_path: Path) -> None:
    """At 320 pixels, which is 400 % zoom of an ordinary window, and at 640, which is 200 %, everything fits the width."""
    table = "| Vad | Vem | När |\n|---|---|---|\n| Omprövning | Internationaliseringsstrategiutskottet | 2012-01-31 |\n"
    html = escape(page(MARKDOWN + f"\n{'x' * 200}\n\n{table}\nKontrollsumma: sha256:{'0123456789abcdef' * 4}\n"))
    frames = "".join(f'<iframe width="{width}" height="600" srcdoc="{html}"></iframe>' for width in (320, 640))
    run = f"{TELL} onload = () => tell([...document.querySelectorAll('iframe')].map(one => one.contentDocument.documentElement).map(one => [one.scrollWidth, one.clientWidth]))"
    for scrolled, width in told(shown(f"<!DOCTYPE html><body>{frames}<script>{run}</script></body>", tmp_path)):
        assert 0 < scrolled <= width


@needs_chromium
def test_a_browser_runs_no_script_of_the_page(tmp_path: Path) -> None:
    """Even where a script stands in the page, its own policy keeps a browser from running it."""
    script = "<script>document.title = 'run'</script></body>"
    assert "<title>run</title>" not in shown(page().replace("</body>", script), tmp_path)
    freed = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page())
    assert "<title>run</title>" in shown(freed.replace("</body>", script), tmp_path)
