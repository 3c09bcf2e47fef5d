"""A template sees the fields and nothing else, and what is wrong with it is said with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nytta.engine.errors import InputError
from nytta.engine.model.base import Text
from nytta.engine.model.case import FactValue, Meta
from nytta.engine.model.edition import Style
from nytta.engine.screen import Screening
from nytta.texts.papers.blocks import Heading, Listing, Paragraph, Table, blocks
from nytta.texts.papers.fields import Papers
from nytta.texts.papers.render import forms, rendered
from tests.texts.papers.desk import Desk

Fill = Callable[..., str]


@pytest.fixture
def desk(screening: Callable[[str], Screening]) -> Desk:
    """Where papers are written."""
    return Desk(screening)


@pytest.fixture
def fill(desk: Desk, tmp_path: Path) -> Fill:
    """Fills a template of one's own."""

    def filled(template: str, title: str = "Studiebesök i Oslo") -> str:
        (tmp_path / "own.sv.md.j2").write_text(template, "utf-8")
        return rendered("own", "sv", desk.fields(desk.case(title=title)), (tmp_path,))

    return filled


def refused(fill: Fill, template: str) -> str:
    """The message about a template that will not do."""
    with pytest.raises(InputError) as caught:
        fill(template)
    return caught.value.message("en")


def test_a_template_of_one_s_own_is_a_form(fill: Fill, tmp_path: Path) -> None:
    """It is found by its name, and its fields are filled in."""
    assert fill("# {{ paper.title }}\n\n{{ paper.decision }}.\n") == (
        "# Studiebesök i Oslo\n\nNämnden antar inbjudan i ärendet ”Studiebesök i Oslo”.\n"
    )
    assert "own" in forms((tmp_path,))
    assert {"protokollsutdrag", "svarsbrev"} <= set(forms())


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("a\n{% if %}\n", "own.sv.md.j2:2:1: the template will not do: "),
        ("a\nb\n{{ paper.decison }}\n", "own.sv.md.j2:3:1: unknown field «decison»; did you mean «decision»?"),
        ("{{ decision }}", "own.sv.md.j2:1:1: unknown field «decision»"),
        ("{{ paper.case.dat }}", "own.sv.md.j2:1:1: unknown field «dat»; did you mean «date»?"),
        ("{{ paper.fact['travel.paid'] }}", "own.sv.md.j2:1:1: "),
        ("{{ 1 / 0 }}", "own.sv.md.j2:1:1: the template cannot be filled in"),
        ("{{ paper | nosuchfilter }}", "own.sv.md.j2:1:1: the template will not do: No filter named 'nosuchfilter'."),
        ("{% include 'nosuch.md.j2' %}", "nosuch.md.j2:1:1: no such template in "),
    ],
)
def test_a_faulty_template_is_named_with_its_line(template: str, said: str, fill: Fill) -> None:
    """What does not compile, or names what there is not, is refused at its place."""
    assert said in refused(fill, template)


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ paper.__init__ }}",
        "{{ paper.heading.__globals__ }}",
        "{{ paper.heading.__func__.__globals__['sys'] }}",
        "{{ paper.fact._of.case }}",
        "{{ paper['__class__'] }}",
        "{{ (paper.update({'decision': 'x'})) }}",
        "{{ paper.order.clear() }}",
        "{% include '/etc/passwd' %}",
        "{% include '../papers/fields.py' %}",
        "{% import 'os' as os %}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
        "{% for one in range(1000000000) %}x{% endfor %}",
    ],
)
def test_a_template_reaches_neither_python_nor_files(template: str, fill: Fill) -> None:
    """Each way out is refused as a fault of the template."""
    assert refused(fill, template)


@pytest.mark.parametrize(
    "title",
    [
        "# Rubrik",
        "- punkt",
        "1. punkt",
        "*stark* _och_ `kod` ~struken~",
        "<script>alert(1)</script>",
        "&amp; &#60;",
        "[länk](http://example.com)",
        "a | b | c",
        "{{ 7 * 7 }} {% raw %}",
        "=1+1",
        "+46 8 508",
        "emoji 😀 och עברית العربية",
        "\\*bakstreck\\",
        "===",
        "> citat",
        "x" * 20_000,
    ],
)
def test_a_case_s_own_words_stand_as_they_are(title: str, fill: Fill) -> None:
    """Whatever signs they hold, they are words: in a heading, a paragraph, a list item and a table's cell."""
    markdown = fill(
        "# {{ paper.title }}\n\n{{ paper.title }}\n\n- {{ paper.title }}\n\n| a |\n|---|\n| {{ paper.title }} |\n", title
    )
    heading, paragraph, listing, table = blocks(markdown)
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(listing, Listing)
    assert isinstance(table, Table)
    ((item,),) = listing.items
    assert isinstance(item, Paragraph)
    ((cell,),) = table.rows
    for spans in (heading.spans, paragraph.spans, item.spans, cell):
        assert "".join(span.text for span in spans) == title
        assert not any(span.bold or span.italic for span in spans)


@pytest.mark.parametrize(
    ("title", "shown"), [("a\nb\tc", "a b c"), ("a\u202eb\x07c", "a b c"), ('”citat” och "citat"', "’citat’ och ’citat’")]
)
def test_what_steers_a_page_is_taken_away(title: str, shown: str, fill: Fill) -> None:
    """Line breaks, control characters and direction marks become spaces; quotation marks stay inside the quotation."""
    assert fill("{{ paper.quoted_title }}", title) == f"”{shown}”\n"


def test_the_edition_s_style_is_followed(desk: Desk) -> None:
    """Decisions as att-clauses, headings by their own names, sections in the edition's order and no others."""
    style = Style(
        decisions="att_clauses",
        headings={"decision": Text(sv="Nämndens beslut", en="The committee's decision")},
        order={"protokollsutdrag": ("grounds", "decision")},
    )
    edition = desk.judge.edition
    edition = edition.model_copy(update={"head": edition.head.model_copy(update={"style": style})})
    case = desk.case()
    text = rendered("protokollsutdrag", "sv", Papers(edition).fields(case, desk.judge(case), "sv"))
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["## Skälen för beslutet", "## Nämndens beslut"]
    assert "Nämnden beslutar att anta inbjudan i ärendet ”Studiebesök i Oslo”." in text


@pytest.mark.parametrize(
    ("name", "subject"), [("kulturnämnden", "Kulturnämnden"), ("nämnden antar inbjudan och kulturnämnden", "Nämnden")]
)
def test_a_body_s_own_name_is_a_name_only(name: str, subject: str, desk: Desk) -> None:
    """It begins the decision, so one with a verb of a decision in it gives way to the usual name."""
    case = desk.case({"benefit.concrete": False}, meta=Meta(body_name=name))
    assert str(desk.fields(case)["decision"]).startswith(f"{subject} avböjer inbjudan i ärendet ")


def test_the_case_s_own_words_end_as_sentences_do(desk: Desk) -> None:
    """A description without a full stop gets one, one with keeps its own."""
    said = [desk.fields(desk.case({"benefit.description": text}))["supporting"][0].text for text in ("Vi lär oss", "Vi lär oss.")]
    assert [str(one).rpartition(": ")[2] for one in said] == ["”Vi lär oss”.", "”Vi lär oss.”"]


@pytest.mark.parametrize(
    ("body", "name", "meeting"),
    [
        ("namnd", None, "Nämnden «namn»"),
        ("bolagsstyrelse", None, "Bolagets styrelse «namn»"),
        ("namnd", "kulturnämnden", "Kulturnämnden"),
        ("internationella_beredningen", None, "Internationella beredningen"),
    ],
)
def test_minutes_leave_room_for_the_name_of_one_of_several_bodies(body: str, name: str | None, meeting: str, desk: Desk) -> None:
    """A committee or a company's board is one of many, so its name is a gap unless the case gives it."""
    case = desk.case(body=body, meta=Meta(body_name=name) if name else None)
    assert f"\nSammanträde: {meeting}, 2010-04-12\\\n" in rendered("protokollsutdrag", "sv", desk.fields(case))


@pytest.mark.parametrize(
    ("kind", "facts", "said"),
    [
        ("membership", {"membership.action": "leave"}, "Den nytta som prövas är nyttan av att lämna organisationen."),
        ("membership", {"membership.action": "join"}, None),
        ("agreement", {"agreement.action": "terminate"}, "Den nytta som prövas är nyttan av att säga upp avtalet."),
        ("trip", {"agreement.action": "terminate"}, None),
    ],
)
def test_the_benefit_of_ending_something_is_called_so(
    kind: str, facts: dict[str, FactValue | None], said: str | None, desk: Desk
) -> None:
    """Where the city leaves or ends something, the grounds say which benefit is examined, and else they do not."""
    text = rendered("protokollsutdrag", "sv", desk.fields(desk.case(facts, kind=kind)))
    assert said in text if said else "Den nytta som prövas" not in text
