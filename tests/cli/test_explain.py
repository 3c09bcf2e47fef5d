"""`nytta explain` tells why a clause says what it says, as text, Markdown and a drawing, and what is wrong with a call."""

from __future__ import annotations

from pathlib import Path
from random import Random
from xml.etree.ElementTree import Element, fromstring

import pytest
from markdown_it import MarkdownIt

from nytta.engine.explain import Explaining
from nytta.engine.load.library import Library
from nytta.engine.screen import Screening
from nytta.texts.derivation import page
from nytta.texts.derivation_formats import as_markdown, as_text
from nytta.texts.drawing import BOX, as_svg
from tests.cli.program import Program
from tests.conftest import EDITIONS, ROOT
from tests.generate import random_case

CASE = str(ROOT / "cases/stockholm/host-paid-keynote-granted-2011/case.yaml")
SVG = "{http://www.w3.org/2000/svg}"


def test_a_person_reads_why_and_why_not(program: Program) -> None:
    """The three questions with their answers, each value with how it came, the exception, and why no other finding."""
    result = program("explain", CASE, "city-pays-travel")
    assert (result.code, result.err) == (0, "")
    said = " ".join(result.out.split())
    for expected in (
        "Bedömning: ursäktad",
        "Gäller klausulen ärendet? Ja.",
        "I ärendet: ja (utgåvan förutsätter det när ärendet inget säger)",
        "Är kravet uppfyllt? Nej. ✗ nej Vem som betalar resekostnaden: staden I ärendet: värden (angivet)",
        "Gäller något undantag? Ja. ✓ ja Undantaget «Undantag för synnerliga skäl» [travel-payment-exception]",
        "Inte «överträdd»: ett undantag gäller.",
        "Källa: utl. 2008:204, Mina synpunkter,",
    ):
        assert expected in said
    assert max(map(len, result.out.splitlines())) <= 80


def test_a_derivation_is_told_where_it_is_first_needed(program: Program) -> None:
    """Later it is only referred to."""
    path = ROOT / "cases/stockholm/london-agreement-2007/case.yaml"
    said = " ".join(program("explain", str(path), "no-group-priority").out.split())
    before, after = said.split("Så härleds «om motparten är en huvudstad»")
    assert "Om motparten är en huvudstad: ja (härlett) Om motparten är en nordisk huvudstad: nej (härlett)" in before
    assert "Registret «Huvudstäder»: posten «London» Motpartens land: Storbritannien (angivet)" in after
    assert "I ärendet: ja (härlett, se ovan)" in after


def test_the_same_in_english(program: Program) -> None:
    """No Swedish remains but what the case and the source say."""
    said = " ".join(program("explain", CASE, "stockholm-2008/competence-default", "--lang", "en").out.split())
    for expected in (
        "Finding: not applicable",
        "✗ no «Who decides on invitations» [competence-invitation] does not take precedence ✓ yes Kind of case: invitation",
        "Not «violated»: the clause does not apply and the demand is met.",
    ):
        assert expected in said


def test_markdown_is_a_list_in_lists(program: Program) -> None:
    """What a Markdown reader makes of it has the tree's depth, and a case's markup stays words."""
    text = program("explain", CASE, "competence-default", "--format", "markdown").out
    html = MarkdownIt().render(text)
    assert html.count("<h2>") == 4
    depth = max(token.level for token in MarkdownIt().parse(text) if token.type == "list_item_open")
    assert depth >= 8


def test_a_drawing_stands_alone(program: Program, tmp_path: Path) -> None:
    """It is written to a file, has a title and a description, text as text, and asks for nothing from outside."""
    path = tmp_path / "a.svg"
    result = program("explain", CASE, "city-pays-travel", "--format", "svg", "-o", str(path))
    assert (result.code, result.out, result.err) == (0, "", f"{path}: skriven\n")
    content = path.read_text("utf-8")
    svg = fromstring(content)  # noqa: S314 - our own
    assert svg.get("lang") == "sv"
    assert [svg.find(f"{SVG}{name}[@id='{name}']") is not None for name in str(svg.get("aria-labelledby")).split()] == [
        True,
        True,
    ]
    texts = [one.text for one in svg.iter(f"{SVG}text")]
    assert "Gäller klausulen ärendet? Ja." in texts
    assert "✓ ja" in texts
    assert "href" not in content
    assert "url(" not in content
    assert content.count("http") == content.count("http://www.w3.org/2000/svg") == 1
    assert program("explain", CASE, "city-pays-travel", "--format", "svg").out == content


def rectangles(svg: Element) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of every box."""
    found = [one for group in svg.iter(f"{SVG}g") for one in group.findall(f"{SVG}rect")]
    sides = [[int(str(one.get(name))) for name in ("x", "y", "width", "height")] for one in found]
    return [(x, y, x + width, y + height) for x, y, width, height in sides]


@pytest.mark.parametrize("name", EDITIONS)
def test_every_derivation_can_be_written(name: str, library: Library) -> None:
    """Of generated cases, in each format and language: no line is too long, no boxes overlap, and all lie on the page."""
    edition, source = library.edition(name), Random(f"written {name}")
    judge, explain = Screening(edition), Explaining(edition)
    for number in range(4):
        case = random_case(edition, source, number).model_copy(update={"title": "Å <b>&amp;\x1b[31m| *x*"})
        verdict = judge(case)
        for clause in edition.clauses:
            for language in ("sv", "en"):
                told = page(explain(case, verdict, clause.id), language)
                assert all(len(line) <= 80 and line.isprintable() for line in as_text(told, language).splitlines())
                assert "<b>" not in MarkdownIt().render(as_markdown(told, language))
                svg = fromstring(as_svg(told, language))  # noqa: S314 - our own
                width, height = int(str(svg.get("width"))), int(str(svg.get("height")))
                boxes = rectangles(svg)
                assert all(right - left == BOX and right <= width and bottom <= height for left, _, right, bottom in boxes)
                assert not any(
                    one != other and one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
                    for one in boxes
                    for other in boxes
                )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("city-pay-travel",), "CLAUSE: stockholm-2008 har ingen klausul «city-pay-travel»"),
        (("city-pay-travel",), "menade du «city-pays-travel»?"),
        (("stockholm-208/city-pays-travel",), "CLAUSE: okänd utgåva «stockholm-208»"),
        (("stockholm-2000/priority-area",), "CLAUSE: ärendet prövas mot stockholm-2008, inte stockholm-2000"),
        (("city-pays-travel", "--format", "pdf"), "--format: okänt värde «pdf»; tillåtna: text, markdown, svg"),
        (("city-pays-travel", "-o", "nowhere/a.svg"), "nowhere/a.svg: går inte att skriva"),
        (("city-pays-travel", "--edition", "stockholm-1999"), "okänd utgåva «stockholm-1999»"),
        ((), "CLAUSE saknas i anropet"),
    ],
)
def test_a_wrong_call_is_explained(
    arguments: tuple[str, ...], said: str, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message that names what is wrong, the status 2, and no file."""
    monkeypatch.chdir(tmp_path)
    result = program("explain", CASE, *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert "Traceback" not in result.err
    assert list(tmp_path.iterdir()) == []


def test_an_edition_by_hand_is_told(program: Program) -> None:
    """As a screening tells it."""
    said = " ".join(program("explain", CASE, "priority-area", "--edition", "stockholm-2000").out.split())
    assert "Obs: Utgåvan stockholm-2000 är vald för hand" in said


def test_one_case_at_a_time(program: Program, tmp_path: Path) -> None:
    """A file with two cases is refused; an existing file is kept."""
    text = Path(CASE).read_text("utf-8")
    two = tmp_path / "two.yaml"
    two.write_text(f"{text}---\n{text.replace('id: ', 'id: other-')}", "utf-8")
    result = program("explain", str(two), "city-pays-travel")
    assert (result.code, result.err) == (2, f"{two}: filen har 2 ärenden; ange ett\n")
    assert "finns redan; --force" in program("explain", CASE, "city-pays-travel", "-o", str(two)).err
    assert program("explain", CASE, "city-pays-travel", "-o", str(two), "--force").code == 0
