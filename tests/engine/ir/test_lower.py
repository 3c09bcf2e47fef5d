"""What a written condition comes to, and what is wrong with one, by its path."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any as Anything

import pytest
from pydantic import TypeAdapter

from nytta.engine.backends.reference import Reference
from nytta.engine.ir.evaluate import Settled
from nytta.engine.ir.lower import Lowering, PathKey, lowered
from nytta.engine.ir.nodes import (
    FALSE,
    TRUE,
    All,
    Any,
    AtLeast,
    ClauseIR,
    Has,
    Node,
    Not,
    OneOf,
    Stated,
    Within,
)
from nytta.engine.load.library import Library
from nytta.engine.model.clause import Clause
from nytta.engine.model.condition import Condition
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import Status

PAID_BY_CITY = OneOf("travel.paid_by", frozenset({"city"}))
MUTUAL = OneOf("benefit.mutual", frozenset({True}))
LISTED = Not(OneOf("@eligible-countries#id", frozenset({""})))
SCORED = Not(OneOf("@stability-index#id", frozenset({""})))

Reported = list[tuple[str, str]]
Lower = Callable[[Anything], tuple[Node, Reported]]


@pytest.fixture(scope="module")
def edition(library: Library) -> Edition:
    """The invented edition."""
    return library.edition("exempelstad-2020")


@pytest.fixture
def lower(edition: Edition) -> Lower:
    """Lowers a condition as it stands in a file; gives the node and what was reported, by dotted path."""

    def lowering(given: Anything) -> tuple[Node, Reported]:
        reported: Reported = []
        condition = TypeAdapter(Condition).validate_json(json.dumps(given))
        report = lambda path, _, en: reported.append((".".join(map(str, path)), en))  # noqa: E731 - the fixture's only line
        return Lowering(edition, report).condition(condition, ("c",)), reported

    return lowering


@pytest.mark.parametrize(
    ("given", "node"),
    [
        (True, TRUE),
        (False, FALSE),
        ({"fact": "benefit.mutual", "is": True}, MUTUAL),
        ({"fact": "benefit.mutual", "is": False}, OneOf("benefit.mutual", frozenset({False}))),
        ({"fact": "travel.paid_by", "is": "city"}, PAID_BY_CITY),
        ({"fact": "travel.paid_by", "in": ["city", "host"]}, OneOf("travel.paid_by", frozenset({"city", "host"}))),
        ({"fact": "counterpart.country", "in": ["NO", "SE"]}, OneOf("counterpart.country", frozenset({"NO", "SE"}))),
        (
            {"fact": "weighing.outcome", "is": "favourable", "pending": ["under_way"]},
            OneOf("weighing.outcome", frozenset({"favourable"}), frozenset({"under_way"})),
        ),
        ({"fact": "counterpart.sectors", "includes": "public"}, Has("counterpart.sectors", "public")),
        (
            {"fact": "counterpart.sectors", "includes_at_least": 2, "of": ["business", "public"]},
            AtLeast(2, (Has("counterpart.sectors", "business"), Has("counterpart.sectors", "public"))),
        ),
        (
            {"fact": "cooperation.logic", "includes_at_least": 1},
            Any((Has("cooperation.logic", "growth"), Has("cooperation.logic", "rationality"))),
        ),
        ({"fact": "funding.external_share", "is": 100}, Within("funding.external_share", 10_000, 10_000)),
        (
            {"fact": "scale.bodies_affected", "in": [1, 2.5]},
            Any((Within("scale.bodies_affected", 100, 100), Within("scale.bodies_affected", 250, 250))),
        ),
        ({"fact": "funding.cost", "at_least": 0.5}, Within("funding.cost", 50, None)),
        ({"fact": "funding.cost", "at_most": 1}, Within("funding.cost", None, 100)),
        ({"fact": "funding.cost", "more_than": {"parameter": "large_sum"}}, Within("funding.cost", 50_000_001, None)),
        ({"fact": "funding.cost", "less_than": 1}, Within("funding.cost", None, 99)),
        ({"fact": "term.ends", "at_least": "0001-01-02"}, Within("term.ends", 2, None)),
        ({"fact": "term.ends", "less_than": "0001-01-02"}, Within("term.ends", None, 1)),
        ({"fact": "term.ends", "within_months_after": {"parameter": "review_months"}}, Within("term.ends~months_after", 0, 12)),
        ({"fact": "term.ends", "within_months_before": 6}, Within("term.ends~months_before", 0, 6)),
        ({"kind": "agreement"}, OneOf("case.kind", frozenset({"agreement"}))),
        ({"kind": ["agreement", "trip"]}, OneOf("case.kind", frozenset({"agreement", "trip"}))),
        ({"stated": "weighing.assessor"}, Stated(("weighing.assessor",))),
        ({"stated": "term"}, Stated(("term.ends", "term.review"))),
        ({"register": "eligible-countries", "listed": True}, LISTED),
        ({"register": "eligible-countries", "entry": "poland"}, OneOf("@eligible-countries#id", frozenset({"poland"}))),
        (
            {"register": "stability-index", "field": "score", "at_least": {"parameter": "least_score"}},
            All((SCORED, Within("@stability-index#score", 5_000, None))),
        ),
        (
            {"register": "regions", "field": "region", "in": ["asia", "other"]},
            All((Not(OneOf("@regions#id", frozenset({""}))), OneOf("@regions#region", frozenset({"asia", "other"})))),
        ),
        (
            {"register": "regions", "field": "region", "is": "asia"},
            All((Not(OneOf("@regions#id", frozenset({""}))), OneOf("@regions#region", frozenset({"asia"})))),
        ),
        ({"defined": "listed-country"}, LISTED),
        ({"not": {"fact": "benefit.mutual", "is": True}}, Not(MUTUAL)),
        ({"all": [True, {"fact": "benefit.mutual", "is": True}]}, All((TRUE, MUTUAL))),
        ({"any": [False, {"fact": "benefit.mutual", "is": True}]}, Any((FALSE, MUTUAL))),
        ({"at_least": {"parameter": "approvals_needed"}, "of": [True, False]}, AtLeast(2, (TRUE, FALSE))),
    ],
)
def test_each_form_has_its_node(given: Anything, node: Node, lower: Lower) -> None:
    """Names, parameters, units and definitions are settled; nothing is reported."""
    assert lower(given) == (node, [])


@pytest.mark.parametrize(
    ("given", "path", "said"),
    [
        ({"fact": "benefit.mutul", "is": True}, "c.fact", "unknown fact «benefit.mutul»; did you mean «benefit.mutual»?"),
        ({"fact": "xyzzy", "is": True}, "c.fact", "unknown fact «xyzzy»; there are: purpose.orientations, "),
        ({"all": [True, {"fact": "x", "is": 1}]}, "c.all.1.fact", "unknown fact «x»"),
        ({"any": [{"not": {"fact": "x", "is": 1}}]}, "c.any.0.not.fact", "unknown fact «x»"),
        ({"at_least": 1, "of": [{"fact": "x", "is": 1}]}, "c.of.0.fact", "unknown fact «x»"),
        ({"stated": "weighings"}, "c.stated", "unknown fact «weighings»"),
        ({"kind": ["trip", "tripp"]}, "c.kind", "unknown kind «tripp»; did you mean «trip»?"),
        ({"body": ["namnd", "nämnd"]}, "c.body", "unknown body «nämnd»; did you mean «namnd»?"),
        ({"defined": "listed"}, "c.defined", "unknown definition «listed»"),
        ({"exception": "fixed-term"}, "c.exception", "unknown exception (a clause of norm may) «fixed-term»"),
        ({"register": "x", "listed": True}, "c.register", "unknown register «x»"),
        ({"register": "stability-index", "entry": "se"}, "c.entry", "unknown entry «se»"),
        ({"register": "stability-index", "field": "rank", "is": 1}, "c.field", "unknown field «rank»"),
        ({"register": "regions", "field": "region", "is": "asien"}, "c.is", "unknown value «asien»; did you mean «asia»?"),
        ({"register": "regions", "field": "region", "at_least": "asia"}, "c.at_least", "unknown value «asia»"),
        ({"register": "stability-index", "field": "score", "is": "high"}, "c.is", "'high' must be a number"),
        ({"fact": "benefit.mutual", "at_least": 1}, "c.at_least", "does not fit a fact of type bool; allowed: is"),
        ({"fact": "weighing.assessor", "is": "x"}, "c.is", "does not fit a fact of type text; allowed: stated"),
        ({"fact": "term.ends", "is": "2020-01-01"}, "c.is", "does not fit a fact of type date; allowed: at_least, "),
        ({"fact": "benefit.mutual", "is": "true"}, "c.is", "'true' is no value; allowed: true, false; did you mean «true»?"),
        ({"fact": "travel.paid_by", "is": "citty"}, "c.is", "'citty' is no value; allowed: city, host, "),
        ({"fact": "counterpart.country", "is": "SWE"}, "c.is", "'SWE' is no value"),
        ({"fact": "counterpart.sectors", "includes": "church"}, "c.includes", "'church' is no value"),
        ({"fact": "counterpart.sectors", "includes_at_least": 1, "of": ["x"]}, "c.of", "'x' is no value"),
        ({"fact": "counterpart.sectors", "includes_at_least": 5}, "c.includes_at_least", "must be a whole number from 1 to 4"),
        ({"fact": "counterpart.sectors", "includes_at_least": 0}, "c.includes_at_least", "must be a whole number from 1 to 4"),
        ({"at_least": 3, "of": [True, True]}, "c.at_least", "must be a whole number from 1 to 2"),
        ({"at_least": True, "of": [True, True]}, "c.at_least", "must be a whole number from 1 to 2"),
        ({"at_least": 1.5, "of": [True, True]}, "c.at_least", "must be a whole number from 1 to 2"),
        ({"fact": "term.ends", "within_months_after": 1_201}, "c.within_months_after", "must be a whole number from 1 to 1200"),
        ({"fact": "funding.cost", "at_least": 0.001}, "c.at_least", "0.001 must be a number"),
        ({"fact": "funding.cost", "at_least": "much"}, "c.at_least", "'much' must be a number"),
        ({"fact": "funding.cost", "at_least": True}, "c.at_least", "True must be a number"),
        ({"fact": "term.ends", "at_least": "2020-02-30"}, "c.at_least", "'2020-02-30' must be a date, yyyy-mm-dd"),
        ({"fact": "term.ends", "at_least": 20200101}, "c.at_least", "20200101 must be a date, yyyy-mm-dd"),
        ({"fact": "term.ends", "at_least": "20200101"}, "c.at_least", "'20200101' must be a date, yyyy-mm-dd"),
        ({"fact": "term.ends", "at_least": "2020-1-1"}, "c.at_least", "'2020-1-1' must be a date, yyyy-mm-dd"),
        ({"fact": "term.ends", "at_least": "2020-W01-1"}, "c.at_least", "'2020-W01-1' must be a date, yyyy-mm-dd"),
        ({"fact": "benefit.mutual", "is": True, "pending": [False]}, "c.pending", "fits only is and in on type enum"),
        ({"fact": "weighing.outcome", "is": "favourable", "pending": ["x"]}, "c.pending", "'x' is no value"),
        ({"fact": "funding.cost", "at_most": {"parameter": "x"}}, "c.at_most.parameter", "unknown parameter «x»"),
    ],
)
def test_what_is_wrong_is_reported_at_its_path(given: Anything, path: str, said: str, lower: Lower) -> None:
    """The path in the file and what would be right."""
    _, reported = lower(given)
    assert any(where == path and en.startswith(said) for where, en in reported), reported


@pytest.fixture
def with_clauses(edition: Edition) -> Callable[..., Edition]:
    """The invented edition with other clauses, of which only what matters is given."""

    def replaced(**clauses: dict[str, Anything]) -> Edition:
        words = {"sv": "x", "en": "x"}
        common = {"title": words, "summary": words, "source": {"document": "d", "section": "s", "passage": "p"}}
        made = [
            Clause.model_validate_json(json.dumps(common | {"id": name.replace("_", "-"), "norm": "must"} | parts))
            for name, parts in clauses.items()
        ]
        return Edition(head=edition.head, clauses=tuple(made), registers=edition.registers, vocabulary=edition.vocabulary)

    return replaced


def test_exceptions_are_opened(with_clauses: Callable[..., Edition]) -> None:
    """An exception holds where it applies, what it requires holds, and no exception of its own holds."""
    edition = with_clauses(
        demand={"requires": {"fact": "travel.paid_by", "is": "city"}, "exceptions": ["permit", "other"]},
        permit={"norm": "may", "applies": {"fact": "benefit.mutual", "is": True}, "exceptions": ["other"]},
        other={"norm": "may", "requires": {"kind": "trip"}},
        granted={"applies": {"exception": "other"}},
    )
    other = All((TRUE, OneOf("case.kind", frozenset({"trip"}))))
    permit = All((MUTUAL, TRUE, Not(Any((other,)))))
    demand, *_, granted = lowered(edition)
    assert demand == ClauseIR("demand", TRUE, PAID_BY_CITY, Any((permit, other)), (("permit", permit), ("other", other)))
    assert granted.applies == other


def test_a_duty_is_met_by_applying(with_clauses: Callable[..., Edition]) -> None:
    """A duty requires exactly what makes it apply, so it is never violated."""
    (duty,) = lowered(with_clauses(duty={"norm": "duty", "applies": {"fact": "benefit.mutual", "is": True}}))
    assert (duty.applies, duty.requires, duty.excused) == (MUTUAL, MUTUAL, FALSE)


DECIDES: dict[str, dict[str, Anything]] = {
    "trips": {"norm": "competence", "applies": {"kind": "trip"}, "bodies": ["namnd", "bolagsstyrelse"]},
    "mutual": {
        "norm": "competence",
        "bodies": [
            {"when": {"fact": "benefit.mutual", "is": True}, "bodies": ["kommunchefer"]},
            {"when": {"fact": "benefit.mutual", "is": False}, "bodies": ["namnd"]},
        ],
    },
}
"""Two clauses on who decides: by the kind of case, and by a fact."""


YES: dict[str, Settled] = {"benefit.mutual": True}
NO: dict[str, Settled] = {"benefit.mutual": False}


@pytest.mark.parametrize(
    ("kind", "body", "stated", "statuses"),
    [
        ("trip", "", YES, ["satisfied", "satisfied"]),
        ("trip", "", {}, ["satisfied", "undetermined"]),
        ("trip", "namnd", NO, ["satisfied", "satisfied"]),
        ("trip", "namnd", YES, ["satisfied", "violated"]),
        ("trip", "namnd", {}, ["satisfied", "undetermined"]),
        ("trip", "kommunchefer", YES, ["violated", "satisfied"]),
        ("trip", "kommunstyrelsen", {}, ["violated", "violated"]),
        ("project", "", YES, ["not_applicable", "satisfied"]),
        ("project", "kommunstyrelsen", YES, ["not_applicable", "violated"]),
    ],
)
def test_competence_is_met_by_a_body_that_may_decide(
    kind: str, body: str, stated: dict[str, Settled], statuses: list[Status], with_clauses: Callable[..., Edition]
) -> None:
    """The body named is one that may decide, or nobody is named and it is known who may."""
    values = {"case.kind": kind, "case.body": body} | stated
    assert Reference(lowered(with_clauses(**DECIDES))).statuses(values) == statuses


@pytest.mark.parametrize(
    ("kind", "stated", "statuses"),
    [
        ("trip", YES, ["violated", "not_applicable", "not_applicable"]),
        ("trip", {}, ["violated", "not_applicable", "not_applicable"]),
        ("project", YES, ["not_applicable", "violated", "not_applicable"]),
        ("project", NO, ["not_applicable", "not_applicable", "violated"]),
        ("project", {}, ["not_applicable", "undetermined", "undetermined"]),
    ],
)
def test_a_clause_that_yields_applies_where_no_other_does(
    kind: str, stated: dict[str, Settled], statuses: list[Status], with_clauses: Callable[..., Edition]
) -> None:
    """It yields to the clauses that it names, or to every other on who decides; while that is unknown so is it."""
    common = {"norm": "competence", "bodies": ["namnd"]}
    edition = with_clauses(
        first=common | {"applies": {"kind": "trip"}},
        second=common | {"applies": {"fact": "benefit.mutual", "is": True}, "yields_to": ["first"]},
        last=common | {"yields_to": "every_other"},
    )
    clauses = lowered(edition)
    assert [clause.yields_to for clause in clauses] == [(), ("first",), ("first", "second")]
    assert Reference(clauses).statuses({"case.kind": kind, "case.body": "kommunchefer"} | stated) == statuses


@pytest.mark.parametrize(
    ("clauses", "path", "said"),
    [
        ({"a": {"exceptions": ["b"]}, "b": {}}, "exceptions.0", "unknown exception (a clause of norm may) «b»"),
        (
            {
                "a": {"exceptions": ["b"]},
                "b": {"norm": "may", "exceptions": ["c"]},
                "c": {"norm": "may", "requires": {"exception": "b"}},
            },
            "exceptions.0",
            "runs in a circle: b → c → b",
        ),
        (
            {"a": {"norm": "competence", "bodies": ["namd"]}},
            "bodies.0",
            "unknown body «namd»; did you mean «namnd»?",
        ),
        (
            {"a": {"norm": "competence", "bodies": ["namnd"], "yields_to": ["b"]}, "b": {}},
            "yields_to.0",
            "unknown competence clause «b»",
        ),
        (
            {"a": {"norm": "competence", "bodies": [{"when": {"kind": "tripp"}, "bodies": ["namnd"]}]}},
            "bodies.0.when.kind",
            "unknown kind «tripp»",
        ),
    ],
)
def test_what_is_wrong_with_a_clause_is_reported(
    clauses: dict[str, dict[str, Anything]], path: str, said: str, with_clauses: Callable[..., Edition]
) -> None:
    """Names of exceptions, bodies and competence clauses, at their place in the clause."""
    edition = with_clauses(**clauses)
    reported: Reported = []
    report = lambda where, _, en: reported.append((".".join(map(str, where)), en))  # noqa: E731 - one line
    for clause in edition.clauses:
        Lowering(edition, report, root=("exception", clause.id)).clause(clause)
    assert [where for where, en in reported if en.startswith(said)] == [path], reported


def test_a_fault_inside_an_exception_is_its_own(with_clauses: Callable[..., Edition]) -> None:
    """What is wrong with an exception is reported at the exception, not again at the clauses that name it."""
    edition = with_clauses(a={"exceptions": ["b"]}, b={"norm": "may", "requires": {"fact": "x", "is": 1}})
    reported: list[tuple[str | int, ...]] = []
    for clause in edition.clauses:
        Lowering(edition, lambda path, _sv, _en: reported.append(path)).clause(clause)
    assert reported == [("requires", "fact")]


def test_a_name_whose_own_file_is_faulty_is_not_reported_again(with_clauses: Callable[..., Edition]) -> None:
    """A clause that could not be read is no unknown name; what names it is still not understood."""
    edition = with_clauses(a={"exceptions": ["b"]})
    reported: list[str] = []
    lowering = Lowering(edition, lambda _path, _sv, en: reported.append(en), faulty=frozenset({"b"}))
    lowering.clause(edition.clauses[0])
    assert (reported, lowering.sound) == ([], False)


def test_a_definition_that_runs_in_a_circle_is_reported(edition: Edition) -> None:
    """A circle of definitions is named with every link and ends there."""
    definitions = TypeAdapter(dict[str, Condition]).validate_json('{"a": {"defined": "b"}, "b": {"not": {"defined": "a"}}}')
    circular = edition.model_copy(update={"head": edition.head.model_copy(update={"definitions": definitions})})
    reported: list[tuple[PathKey, str]] = []
    lowering = Lowering(circular, lambda path, _sv, en: reported.append((path, en)), root=("definition", "a"))
    lowering.condition(definitions["a"], ("a",))
    assert reported == [(("a", "defined"), "runs in a circle: a → b → a")]
    assert not lowering.sound


def test_rules_that_were_never_checked_stop_loudly(with_clauses: Callable[..., Edition]) -> None:
    """Where nobody takes reports, a fault is an error and never a condition that is silently false."""
    with pytest.raises(ValueError, match="unknown fact «x»"):
        lowered(with_clauses(a={"requires": {"fact": "x", "is": 1}}))
