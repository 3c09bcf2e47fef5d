"""The derivation of a finding: the reference's truths, part by part, and how the case came by each value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from nytta.engine.errors import DisagreementError
from nytta.engine.explain import Explaining, Explanation, Known, LookedUp, Step, YieldsTo, decisive
from nytta.engine.ir.evaluate import grounds, meaning
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.nodes import NOT_LISTED
from nytta.engine.ir.settle import Settling
from nytta.engine.ir.truth import Truth, all_of, any_of, at_least, status
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import read_one
from nytta.engine.model import condition as form
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import Branch
from nytta.engine.screen import Screening
from tests.conftest import EDITIONS, ROOT
from tests.engine.city import City
from tests.generate import made, random_case

CASES = 60
"""Generated cases an edition."""
WORKED = sorted(ROOT.glob("cases/**/case.yaml"))
every_edition = pytest.mark.parametrize("name", EDITIONS)
Screenings = Callable[[str], Screening]


def steps(*roots: Step) -> Iterator[Step]:
    """Every step of some trees, with the derivations of the facts behind them."""
    for root in roots:
        yield root
        yield from steps(*root.parts)
        for one in root.rests_on:
            yield from behind(one)


def behind(one: Known | LookedUp) -> Iterator[Step]:
    """The steps of a fact's derivation."""
    if isinstance(one, LookedUp):
        for fact in one.facts:
            yield from behind(fact)
    elif isinstance(one.follows_from, Step):
        yield from steps(one.follows_from)
    elif one.follows_from is not None:
        yield from behind(one.follows_from)


def roots(given: Explanation) -> tuple[Step, Step, Step]:
    """The three conditions of the clause."""
    return given.applies, given.requires, given.excused


def every_explanation(judge: Screening, cases: list[Case]) -> Iterator[Explanation]:
    """The explanation of every clause in every case."""
    explain = Explaining(judge.edition)
    for case in cases:
        verdict = judge(case)
        for clause in judge.edition.clauses:
            yield explain(case, verdict, clause.id)


def generated(edition: Edition, title: str) -> list[Case]:
    """Cases of every kind with facts missing."""
    source = Random(f"{title} {edition.id}")
    return [random_case(edition, source, number) for number in range(CASES)]


def explained(judge: Screening, clause: str, kind: str, day: date, body: str | None = None, **groups: object) -> Explanation:
    """The explanation of a clause in a case with these facts, `group__fact=value`."""
    facts: dict[str, FactValue] = {name.replace("__", "."): value for name, value in groups.items()}  # type: ignore[misc]
    case = made(judge.edition, kind=kind, day=day, facts=facts, body=body)
    return Explaining(judge.edition)(case, judge(case), clause)


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.parent.relative_to(ROOT / "cases").as_posix())
def test_the_roots_give_the_status_of_every_finding(path: Path, library: Library, screening: Screenings) -> None:
    """In each worked case, for each clause; and every other status has something in its way."""
    expected = read_one(path.with_name("expected.yaml")).value
    for case, name in read_cases([str(path)], library, expected["edition"] if expected.get("by_hand") else None).cases:
        for one in every_explanation(screening(name), [case]):
            assert status(*(root.truth for root in roots(one))) == one.finding.status
            assert one.finding.clause == f"{name}/{one.clause.id}"
            assert one.finding.status not in one.why_not
            assert all(one.why_not.values()), one.why_not


def test_there_are_worked_cases() -> None:
    """The test above is not empty."""
    assert len(WORKED) > 50


@every_edition
def test_the_roots_are_the_reference_s_truths(name: str, screening: Screenings) -> None:
    """On generated cases each of the three conditions has the truth that the reference gives it."""
    judge = screening(name)
    clauses = lowered(judge.edition)
    settle = Settling(judge.edition, clauses)
    judged = {one.id: [meaning(node) for node in (one.applies, one.requires, one.excused)] for one in clauses}
    for one in every_explanation(judge, generated(judge.edition, "explain")):
        values = settle(one.case).values
        assert [root.truth for root in roots(one)] == [truth(values) for truth in judged[one.clause.id]], one.finding


@every_edition
def test_every_truth_follows_from_its_parts(name: str, screening: Screenings) -> None:
    """By Kleene's tables, down to the tests and through derived facts."""
    judge = screening(name)
    for one in every_explanation(judge, generated(judge.edition, "parts")):
        for step in steps(*roots(one)):
            assert_follows(step, one)


def assert_follows(step: Step, given: Explanation) -> None:
    """A step's truth is what its parts make it."""
    truths: list[Truth] = [part.truth for part in step.parts]
    match step.written:
        case bool():
            assert step.truth is step.written
        case form.AllOf() | form.ExceptionHolds():
            assert step.truth is all_of(truths)
        case form.AnyOf():
            assert step.truth is any_of(truths)
        case form.AtLeastOf(at_least=count):
            wanted = given.edition.head.parameters[count.parameter].value if isinstance(count, form.Parameter) else count
            assert step.truth is at_least(int(wanted), truths)
        case form.NotThat() | YieldsTo():
            (inner,) = truths
            assert step.truth is (None if inner is None else not inner)
        case form.Defined():
            assert [step.truth] == truths
        case Branch(bodies=bodies):
            body = given.case.body
            own = given.applies.parts[0] if given.clause.yields_to and given.clause.applies is not True else given.applies
            applies = True if given.clause.applies is True else own.truth
            named: Truth = applies if body is None else body in bodies
            assert step.truth is all_of([named, *truths])
        case form.KindTest(kind=kinds):
            assert step.truth is (given.case.kind in ((kinds,) if isinstance(kinds, str) else kinds))
        case _:
            assert step.parts == ()


@every_edition
def test_what_decides_is_what_the_finding_rests_on(name: str, screening: Screenings) -> None:
    """The decisive tests name the same terms as the reference's grounds, where no body decides them."""
    judge = screening(name)
    clauses = {one.id: one for one in lowered(judge.edition)}
    settle = Settling(judge.edition, tuple(clauses.values()))
    for one in every_explanation(judge, generated(judge.edition, "grounds")):
        ir, values = clauses[one.clause.id], settle(one.case).values
        for root, node in zip(roots(one), (ir.applies, ir.requires, ir.excused), strict=True):
            tests = decisive(root)
            assert all(test.truth is not None for test in tests) or root.truth is None
            by_body = one.clause.norm == "competence" and root is one.requires
            if not by_body and not any(isinstance(test.written, form.StatedTest) for test in tests):
                found = {f"@{fact.register}" if isinstance(fact, LookedUp) else fact.fact for t in tests for fact in t.rests_on}
                _, terms = grounds(node)(values)
                facts = {term.partition("#")[0].partition("~")[0] for term in terms if not term.startswith("case.")}
                assert found == facts


@every_edition
def test_every_value_tells_how_it_came(name: str, screening: Screenings) -> None:
    """What is stated is the case's; what is derived follows from its derivation; what is unknown has facts that would tell."""
    judge = screening(name)
    seen: set[str] = set()
    for one in every_explanation(judge, generated(judge.edition, "known")):
        presumed = {presumption.fact: presumption.value for presumption in judge.edition.head.presumptions}
        for known in (fact for step in steps(*roots(one)) for fact in step.rests_on if isinstance(fact, Known)):
            seen.add(known.origin)
            assert (known.origin == "stated") == (known.fact in one.case.facts)
            assert (known.value is None) == (known.origin == "unknown")
            if known.origin == "stated":
                assert known.value == one.case.facts[known.fact]
            elif known.origin == "presumed":
                assert known.fact in presumed
            elif isinstance(known.follows_from, Step):
                assert known.value == known.follows_from.truth
            if known.origin == "derived":
                assert known.follows_from is not None
            assert bool(known.asks) == (known.origin == "unknown")
    assert {"stated", "unknown"} <= seen


def test_a_value_is_stated_derived_presumed_or_unknown(screening: Screenings) -> None:
    """Oslo is a capital by the register, travel is not involved by presumption, and the rest is as the case says."""
    facts = {
        "counterpart__country": "NO",
        "counterpart__city": "Oslo",
        "counterpart__type": "city",
        "agreement__type": "cooperation",
    }
    one = explained(screening("stockholm-2008"), "capital-agreement", "agreement", date(2010, 5, 5), None, **facts)
    known = {fact.fact: fact for step in steps(*roots(one)) for fact in step.rests_on if isinstance(fact, Known)}
    capital = known["counterpart.is_capital"]
    assert (capital.value, capital.origin) == (True, "derived")
    assert isinstance(capital.follows_from, Step)
    (register,) = (fact for step in steps(capital.follows_from) for fact in step.rests_on if isinstance(fact, LookedUp))
    assert register.register == "capitals"
    assert register.entry not in (None, NOT_LISTED)
    assert [(fact.fact, fact.value, fact.origin) for fact in register.facts] == [
        ("counterpart.country", "NO", "stated"),
        ("counterpart.city", "Oslo", "stated"),
    ]
    assert (known["counterpart.type"].value, known["counterpart.type"].origin) == ("city", "stated")
    assert {fact.origin for fact in known.values()} >= {"stated", "derived", "unknown"}
    pays = explained(screening("stockholm-2008"), "city-pays-travel", "agreement", date(2010, 5, 5), None, **facts)
    (involved,) = pays.applies.rests_on
    assert isinstance(involved, Known)
    assert (involved.value, involved.origin) == (False, "presumed")
    assert [one.fact for one in pays.presumed] == ["travel.involved"]
    assert pays.why_not == {
        "satisfied": ("applies", "requires"),
        "excused": ("applies", "excused"),
        "violated": ("applies", "requires"),
    }


def test_an_exception_is_shown_with_what_it_lacks(screening: Screenings) -> None:
    """The host pays: the exception applies, but there are no special reasons."""
    facts = {"travel__paid_by": "host", "travel__role": "speaker", "travel__special_reasons": False}
    one = explained(screening("stockholm-2008"), "city-pays-travel", "invitation", date(2010, 5, 5), None, **facts)
    assert (one.finding.status, one.why_not["excused"], one.why_not["satisfied"]) == ("violated", ("excused",), ("requires",))
    (exception,) = one.excused.parts
    assert exception.written == form.ExceptionHolds(exception="travel-payment-exception")
    assert [part.truth for part in exception.parts] == [True, False]
    (test,) = decisive(one.excused)
    assert [fact.fact for fact in test.rests_on if isinstance(fact, Known)] == ["travel.special_reasons"]


def test_precedence_names_the_clauses_that_come_first(screening: Screenings) -> None:
    """For an agreement the clause on agreements applies, so the general one does not."""
    one = explained(screening("stockholm-2008"), "competence-default", "agreement", date(2010, 5, 5))
    yields = {part.written.clause: part.truth for part in one.applies.parts if isinstance(part.written, YieldsTo)}
    assert (one.finding.status, yields["competence-agreement"]) == ("not_applicable", False)
    assert [name for name, truth in yields.items() if truth is False] == ["competence-agreement"]
    assert len(yields) == sum(clause.norm == "competence" for clause in one.edition.clauses) - 1


@pytest.mark.parametrize(("body", "truth"), [("kommunstyrelsen", True), ("namnd", False), (None, True)])
def test_a_competence_clause_names_its_bodies(body: str | None, truth: Truth, screening: Screenings) -> None:
    """It is met where its body decides, and where the case names none."""
    one = explained(screening("stockholm-2008"), "competence-agreement", "agreement", date(2010, 5, 5), body)
    assert one.requires.written == Branch(bodies=("kommunstyrelsen",))
    assert one.requires.truth is truth
    assert decisive(one.requires) == (one.requires,)


def test_branches_are_told_apart(screening: Screenings) -> None:
    """Who decides on an agreement of the invented city depends on the kind, branch by branch."""
    judge = screening("exempelstad-2020")
    one = explained(judge, "competence-small-sum", "project", date(2022, 5, 5), "kommunstyrelsen", funding__cost=10)
    assert [branch.truth for branch in one.requires.parts] == [False, False]
    (by_kind, by_body) = (decisive(branch) for branch in one.requires.parts)
    assert [test.written for test in by_kind] == [form.KindTest(kind="agreement")]
    assert by_body == (one.requires.parts[1],)
    assert one.finding.effect == "refer"


def test_an_exception_may_have_exceptions(city: City) -> None:
    """The exception does not hold where an exception from it does, and the derivation says so."""
    for name, fact in (("first", "benefit.recorded"), ("second", "benefit.mutual")):
        own = ("exceptions: [second]",) if name == "first" else ()
        city.clause(name, "norm: may", f"requires: {{fact: {fact}, is: true}}", *own)
    city.clause("demand", "requires: {fact: benefit.concrete, is: true}", "exceptions: [first]")
    facts = {"benefit__concrete": False, "benefit__recorded": True, "benefit__mutual": True}
    one = explained(Screening(city.edition()), "demand", "agreement", date(2022, 5, 5), None, **facts)
    assert one.finding.status == "violated"
    (first,) = one.excused.parts
    applies, requires, unless = first.parts
    assert (applies.truth, requires.truth, unless.truth) == (True, True, False)
    ((second,),) = (part.parts for part in unless.parts)
    assert second.written == form.ExceptionHolds(exception="second")
    assert second.truth is True


def test_a_finding_of_another_status_is_not_explained(screening: Screenings) -> None:
    """Where the verdict says something else than the reference there is no explanation but an error that names the clause."""
    judge = screening("stockholm-2008")
    case = made(judge.edition, kind="agreement", day=date(2010, 5, 5), facts={})
    verdict = judge(case)
    changed = verdict.findings[0].model_copy(update={"status": "violated"})
    with pytest.raises(DisagreementError) as raised:
        Explaining(judge.edition)(
            case, verdict.model_copy(update={"findings": (changed, *verdict.findings[1:])}), "concrete-benefit"
        )
    assert raised.value.clauses == ("concrete-benefit",)
