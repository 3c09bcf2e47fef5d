"""The summary of a table counts rightly, and says so in the reader's language."""

from __future__ import annotations

from html import escape
from pathlib import Path

import polars as pl
import pytest

from nytta.engine.batch.tally import SHOWN, Tally
from nytta.engine.errors import Language
from nytta.engine.load.library import Library
from nytta.engine.model.verdict import OUTCOMES
from nytta.texts.batch import FEW, MOST, as_html, as_text, charts, headline, number, share
from tests.texts.papers.test_page import AXE, TELL, needs_chromium, shown, told

COLUMNS = ("id", "edition", "verdict", "reject", "incomplete", "conditions", "missing", "error")
EDITION = "stockholm-2008"


def tally(*rows: tuple[str | None, ...]) -> Tally:
    """The counts of rows, taken one by one."""
    made = Tally()
    for place, row in enumerate(rows, 1):
        frame = pl.DataFrame([row], schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
        made.take(frame, pl.Series([place]))
    return made


@pytest.mark.parametrize(
    ("count", "of", "sv", "en"),
    [
        (0, 7, "0,0\N{NO-BREAK SPACE}%", "0.0%"),
        (1, 3, "33,3\N{NO-BREAK SPACE}%", "33.3%"),
        (1, 1_000_000, "0,1\N{NO-BREAK SPACE}%", "0.1%"),
        (999_999, 1_000_000, "99,9\N{NO-BREAK SPACE}%", "99.9%"),
        (5, 5, "100,0\N{NO-BREAK SPACE}%", "100.0%"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(count: int, of: int, sv: str, en: str) -> None:
    """A single row of a million still shows, and so does what is left of nearly all."""
    assert (share(count, of, "sv"), share(count, of, "en")) == (sv, en)


def test_thousands_are_set_apart() -> None:
    """As each language has it."""
    assert (number(1234567, "sv"), number(1234567, "en")) == ("1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567", "1,234,567")


@pytest.mark.parametrize(
    ("language", "said"),
    [("sv", "1 ärende prövat, 2 rader kunde inte prövas."), ("en", "1 case screened, 2 rows could not be screened.")],
)
def test_one_is_not_several(language: Language, said: str) -> None:
    """The headline has the right number of each word."""
    bad = (None,) * 7 + ("torn",)
    assert headline(tally(("a", EDITION, "approve", "", "", "", "", None), bad, bad), language) == said


def test_each_clause_and_fact_of_a_row_counts_once(library: Library) -> None:
    """Joined names are taken apart, over batches and combinations."""
    made = tally(
        ("a", EDITION, "reject", "concrete-benefit|brand", "", "within-budget", "travel.role|travel.paid_by", None),
        ("b", EDITION, "reject", "brand", "orientation", "", "travel.role", None),
    )
    counted = {chart.heading: {bar.label: bar.count for bar in chart.bars} for chart in charts(made, library, "en")}
    title = library.edition(EDITION).by_id["brand"].title.en
    assert counted["Verdicts"] == {"Reject": 2}
    assert counted["Most common reasons to reject"][f"{title} [{EDITION}/brand]"] == 2
    assert sorted(counted["Facts that are most often missing"].values()) == [1, 2]


def test_long_lists_are_cut_and_say_so(library: Library) -> None:
    """A terminal shows few, a page more; faulty rows are shown from the first."""
    clauses = [clause.id for clause in library.edition(EDITION).clauses][: MOST + 3]
    made = tally(
        ("a", EDITION, "reject", "|".join(clauses), "", "", "", None), *(((None,) * 7 + ("torn",)) for _ in range(SHOWN + 1))
    )
    (chart,) = (one for one in charts(made, library, "sv") if one.heading == "Vanligaste skälen att avstyrka")
    assert (len(chart.bars), chart.note) == (MOST, f"De {MOST} vanligaste av {MOST + 3}. Ett ärende kan ha flera.")
    assert as_text(made, library, "sv").count(f"[{EDITION}/") == FEW
    page = as_html("table.csv", made, library, "sv")
    assert page.count("<li>") == SHOWN
    assert f"De första {SHOWN}" in page


def page(library: Library, language: Language) -> str:
    """A report with every chart, long names, and faulty rows."""
    clauses = "|".join(clause.id for clause in library.edition(EDITION).clauses)
    made = tally(
        *(
            (f"{verdict}-1", EDITION, verdict, clauses, clauses, clauses, "travel.role|travel.paid_by", None)
            for verdict in OUTCOMES
        ),
        *(("x" * 200, *(None,) * 6, "y" * 400 + " <i>torn</i>") for _ in range(SHOWN + 1)),
    )
    return as_html(f"{'z' * 120}.csv", made, library, language)


@needs_chromium
@pytest.mark.skipif(AXE is None, reason="needs axe-core (pip install axe-core-python)")
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_no_fault_in_the_report(language: Language, library: Library, tmp_path: Path) -> None:
    """axe-core finds nothing against WCAG 2.1 A and AA and its good practice, and has looked at headings, tables and contrast."""
    assert AXE is not None
    run = f"{TELL} axe.run().then(found => tell([found.violations, found.passes.map(one => one.id)]))"
    scripts = f"<script>{AXE.read_text('utf-8')}</script><script>{run}</script></body>"
    violations, passed = told(shown(page(library, language).replace("</body>", scripts), tmp_path))
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    assert {"color-contrast", "heading-order", "html-has-lang", "td-headers-attr", "list", "page-has-heading-one"} <= set(passed)


@needs_chromium
def test_the_report_needs_no_scrolling_sideways(library: Library, tmp_path: Path) -> None:
    """At 320 pixels, which is 400 % zoom of an ordinary window, at 640 and at 1280 everything fits the width."""
    html = escape(page(library, "sv"))
    frames = "".join(f'<iframe width="{width}" height="600" srcdoc="{html}"></iframe>' for width in (320, 640, 1280))
    run = f"{TELL} onload = () => tell([...document.querySelectorAll('iframe')].map(one => one.contentDocument.documentElement).map(one => [one.scrollWidth, one.clientWidth]))"
    widths = told(shown(f"<!DOCTYPE html><body>{frames}<script>{run}</script></body>", tmp_path))
    assert len(widths) == 3
    assert all(0 < scrolled <= width for scrolled, width in widths)
