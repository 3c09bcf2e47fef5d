"""What do the verdicts on a table come to, told to a person? As text, and as one page with charts."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from nytta.engine.batch.tally import Tally
from nytta.engine.errors import Language
from nytta.engine.load.library import Library
from nytta.engine.model.base import Text, text
from nytta.engine.model.verdict import OUTCOMES
from nytta.texts import words
from nytta.texts.formats import WIDTH, printable

MOST, FEW = 10, 5
"""Bars of a chart, on a page and on a terminal."""
_TITLE = text(sv="Prövning av {name}", en="Screening of {name}")
_SCREENED: dict[Language, tuple[str, str]] = {
    "sv": ("{count} ärende prövat", "{count} ärenden prövade"),
    "en": ("{count} case screened", "{count} cases screened"),
}
_ERRORS: dict[Language, tuple[str, str]] = {
    "sv": ("{count} rad kunde inte prövas", "{count} rader kunde inte prövas"),
    "en": ("{count} row could not be screened", "{count} rows could not be screened"),
}
_VERDICTS = text(sv="Utfall", en="Verdicts")
_EDITIONS = text(sv="Utgåvor", en="Editions")
_REASONS = {
    "reject": text(sv="Vanligaste skälen att avstyrka", en="Most common reasons to reject"),
    "incomplete": text(sv="Det som oftast behöver kompletteras", en="What most often has to be completed"),
    "conditions": text(sv="Vanligaste villkoren", en="Most common conditions"),
}
_MISSING = text(sv="Uppgifter som oftast saknas", en="Facts that are most often missing")
_FAULTS = text(sv="Rader som inte kunde prövas", en="Rows that could not be screened")
_FIRST = text(sv="de första {count}; alla står i kolumnen error", en="the first {count}; all of them are in the column error")
_ONLY_MOST = text(sv="de {count} vanligaste av {all}", en="the {count} most common of {all}")
_SHARE = text(sv="andel", en="share")
_ROWS = text(sv="ärenden", en="cases")
_SEVERAL = text(sv="Ett ärende kan ha flera.", en="A case may have several.")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart."""

    label: str
    count: int
    sort: str = ""
    """The verdict, where it is one."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts under a heading; `all` is the number of cases that they are shares of."""

    heading: str
    bars: tuple[Bar, ...]
    all: int
    note: str = ""


def charts(tally: Tally, library: Library, language: Language) -> Iterator[Chart]:
    """The counts in reading order; those that count nothing are left out."""
    screened = tally.rows - tally.errors
    verdicts: Counter[str] = Counter()
    editions: Counter[str] = Counter()
    for (edition, verdict), count in tally.verdicts.items():
        verdicts[verdict] += count
        editions[edition] += count
    bars = [Bar(words.VERDICTS[one][language], verdicts[one], one) for one in OUTCOMES if verdicts[one]]
    titles = {edition: f"{library.edition(edition).head.title[language]} [{edition}]" for edition in editions}
    found = [
        Chart(_VERDICTS[language], tuple(bars), screened),
        Chart(_EDITIONS[language], tuple(Bar(titles[one], count) for one, count in _ordered(editions)), screened),
    ]
    for reason, counter in tally.reasons.items():
        clauses = Counter({f"{_clause(library, *key)[language]} [{'/'.join(key)}]": count for key, count in counter.items()})
        found.append(_chart(_REASONS[reason][language], clauses, screened, language))
    facts = library.index.vocabulary.facts
    missing = Counter({f"{facts[fact].label[language]} [{fact}]": count for fact, count in tally.missing.items()})
    found.append(_chart(_MISSING[language], missing, screened, language))
    yield from (one for one in found if one.bars)


def _chart(heading: str, counts: Counter[str], screened: int, language: Language) -> Chart:
    notes = [_SEVERAL[language]]
    if len(counts) > MOST:
        notes.insert(0, _ONLY_MOST[language].format(count=MOST, all=len(counts)).capitalize() + ".")
    return Chart(heading, tuple(Bar(*one) for one in _ordered(counts)[:MOST]), screened, " ".join(notes))


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _clause(library: Library, edition: str, clause: str) -> Text:
    return library.edition(edition).by_id[clause].title


def headline(tally: Tally, language: Language) -> str:
    """How many cases were screened, and how many rows could not be."""
    said = [_counted(_SCREENED, tally.rows - tally.errors, language)]
    if tally.errors:
        said.append(_counted(_ERRORS, tally.errors, language))
    return f"{', '.join(said)}."


def _counted(forms: dict[Language, tuple[str, str]], count: int, language: Language) -> str:
    return forms[language][count != 1].format(count=number(count, language))


def number(count: int, language: Language) -> str:
    """The number with its thousands apart."""
    return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}") if language == "sv" else f"{count:,}"


def share(count: int, of: int, language: Language) -> str:
    """The share in percent, with one decimal; a small one is not nothing, and a large one not all."""
    tenths = round(count * 1000 / of)
    tenths = 1 if count and not tenths else 999 if count < of and tenths == 1000 else tenths  # noqa: PLR2004 - all of it
    percent = f"{tenths // 10}.{tenths % 10}"
    return f"{percent.replace('.', ',')}\N{NO-BREAK SPACE}%" if language == "sv" else f"{percent}%"


def as_text(tally: Tally, library: Library, language: Language) -> str:
    """The summary for a terminal, 80 columns wide."""
    lines = _wrapped(headline(tally, language), "")
    for chart in charts(tally, library, language):
        lines += ["", chart.heading.upper()]
        lines += [line for bar in chart.bars[:FEW] for line in _text_bar(bar, chart.all, language)]
    if tally.faults:
        lines += ["", _FAULTS[language].upper(), *_wrapped(_shown(tally, language), "  ")]
        for one in tally.faults:
            lines += _wrapped(f"{words.CASE[language]} {one.number}: {one.id or '–'}: {one.error}", "  ")
    return "\n".join(lines) + "\n"


def _text_bar(bar: Bar, of: int, language: Language) -> list[str]:
    figures = f"{number(bar.count, language):>13}  {share(bar.count, of, language):>8}  "
    return textwrap.wrap(
        printable(bar.label), WIDTH, initial_indent=figures, subsequent_indent=" " * len(figures), break_on_hyphens=False
    )


def _wrapped(said: str, indent: str) -> list[str]:
    return textwrap.wrap(printable(said), WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_on_hyphens=False)


def _shown(tally: Tally, language: Language) -> str:
    return _FIRST[language].format(count=len(tally.faults)) if tally.errors > len(tally.faults) else ""


# -- html


def as_html(name: str, tally: Tally, library: Library, language: Language) -> str:
    """The summary as one page with charts, in one file that prints well and needs nothing from outside."""
    title = escape(_TITLE[language].format(name=printable(name)))
    parts = [_section(chart, place, language) for place, chart in enumerate(charts(tally, library, language))]
    if tally.faults:
        parts.append(_faults(tally, language))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{escape(headline(tally, language))}</p>\n"
        + "\n".join(parts)
        + f"\n<footer><p>{escape(words.DECISION_SUPPORT[language])}</p></footer>\n</main>\n</body>\n</html>\n"
    )


def _section(chart: Chart, place: int, language: Language) -> str:
    """A table with a bar in each row, as long as the row's share."""
    note = f"<p>{escape(chart.note)}</p>" if chart.note else ""
    head = f'<th scope="col">{_ROWS[language].capitalize()}</th><th scope="col">{_SHARE[language].capitalize()}</th>'
    rows = "\n".join(
        f'<tr{_class(bar)}><th scope="row">{_label(bar.label)}</th><td>{number(bar.count, language)}</td>'
        f"<td>{share(bar.count, chart.all, language)}</td><td>{_bar(bar.count / chart.all)}</td></tr>"
        for bar in chart.bars
    )
    return (
        f'<section>\n<h2 id="h{place}">{escape(chart.heading)}</h2>\n{note}<table aria-labelledby="h{place}">\n'
        f"<thead><tr><td></td>{head}<td></td></tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</section>"
    )


def _class(bar: Bar) -> str:
    return f' class="{bar.sort}"' if bar.sort else ""


def _label(label: str) -> str:
    """The label with its name in brackets set apart."""
    said, _, name = label.removesuffix("]").rpartition(" [") if label.endswith("]") else (label, "", "")
    return escape(printable(said)) + (f"<small>{escape(printable(name))}</small>" if name else "")


def _bar(part: float) -> str:
    """A bar of that part of the whole; the number beside it says the same."""
    length = f'<rect class="part" width="{max(part * 100, 0.5):.2f}" height="10"/>'
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="whole" width="100" height="10"/>{length}</svg>'
    )


def _faults(tally: Tally, language: Language) -> str:
    shown = _shown(tally, language)
    note = f"<p>{escape(shown.capitalize())}.</p>" if shown else ""
    items = "\n".join(
        f"<li><b>{words.CASE[language]} {one.number}</b> {escape(printable(one.id or '–'))}: {escape(printable(one.error))}</li>"
        for one in tally.faults
    )
    return f'<section class="faults">\n<h2>{escape(_FAULTS[language])}</h2>\n{note}<ul>\n{items}\n</ul>\n</section>'


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0}"
    "main{max-width:54rem;margin:0 auto;padding:1.5rem}h1{font-size:1.5rem;line-height:1.3;overflow-wrap:anywhere}"
    "h2{font-size:1.1rem;margin:2rem 0 .5rem}section>p{margin:.2rem 0 .5rem;color:#4d4d4d}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}th,td{text-align:right;padding:.3rem .6rem;vertical-align:top;border-bottom:1px solid #d0d0d0}"
    "th{font-weight:600}tbody th{text-align:left;font-weight:400;padding-left:0;overflow-wrap:break-word}td,th{font-variant-numeric:tabular-nums}td{white-space:nowrap}"
    "tr>:nth-child(2){width:7rem}tr>:nth-child(3){width:4.5rem}"
    "small{display:block;font-size:.8rem;color:#4d4d4d;overflow-wrap:anywhere}td:last-child{width:30%;padding-right:0}"
    "svg{display:block;width:100%;height:1rem;margin-top:.25rem}.whole{fill:#ececec}.part{fill:#17597d}"
    ".approve .part{fill:#1b6e33}.reject .part{fill:#a3191f}.approve_with_conditions .part,.refer .part{fill:#7a4a00}"
    ".faults li{margin-bottom:.4rem;overflow-wrap:anywhere}footer{margin-top:2rem;font-size:.875rem;color:#4d4d4d}"
    "@media(max-width:36rem){td:last-child{display:none}}"
    "@media print{main{max-width:none;padding:0}tr,h2{break-inside:avoid}h2{break-after:avoid}"
    "svg{-webkit-print-color-adjust:exact;print-color-adjust:exact}}"
)
