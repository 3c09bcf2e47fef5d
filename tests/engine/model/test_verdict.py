"""A verdict as JSON has the names and the order of its schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from nytta.engine.model.base import text
from nytta.engine.model.case import FactValue
from nytta.engine.model.verdict import Finding, Missing, Open, OpenFact, Outcome, Verdict
from nytta.engine.screen import Screening
from tests.generate import made

KEYS = {
    "": ["schema", "case", "edition", "verdict", "decided_by", "findings", "presumed", "conditions", "duties", "missing"],
    "case": ["id", "title", "strategy", "kind", "date"],
    "edition": ["id", "title", "in_force", "digest"],
    "findings": ["clause", "norm", "status", "effect", "reason", "facts", "missing", "excused_by", "source"],
    "decided_by": ["body", "clause"],
    "presumed": ["fact", "value", "clauses"],
    "conditions": ["clause", "text"],
    "duties": ["clause", "text"],
    "missing": ["fact", "question", "clauses"],
}


def test_the_schema_names_every_key_in_order(screening: Callable[[str], Screening]) -> None:
    """Fields stand under the names of `nytta/verdict/1`; what is ours comes last: warnings, readings and what is open."""
    judge = screening("stockholm-2008")
    facts: dict[str, FactValue] = {"travel.paid_by": "host", "funding.external_share": Decimal("99.5"), "benefit.concrete": True}
    verdict = judge(made(judge.edition, kind="invitation", day=date(2010, 4, 12), facts=facts))
    written = json.loads(verdict.model_dump_json(by_alias=True))
    assert list(written)[: len(KEYS[""])] == KEYS[""]
    assert set(written) - set(KEYS[""]) <= {"warnings", "readings", "open"}
    assert written["schema"] == "nytta/verdict/1"
    for name, keys in KEYS.items():
        for part in written[name] if isinstance(written.get(name), list) else [written[name]] if name else []:
            assert list(part) == keys, name
    assert all(written[name] for name in KEYS if name)
    assert written["edition"]["in_force"] == {"from": "2008-12-03", "to": "2015-12-31"}
    assert written["case"]["date"] == "2010-04-12"


def test_a_verdict_is_read_back_as_it_was_written(screening: Callable[[str], Screening]) -> None:
    """Every field has a type that can be written and read."""
    judge = screening("stockholm-2008")
    verdict = judge(made(judge.edition, kind="trip", day=date(2010, 4, 12), facts={"benefit.concrete": True}))
    written = verdict.model_dump_json(by_alias=True)
    again = Verdict.model_validate_json(written)
    assert again == verdict
    assert again.model_dump_json(by_alias=True) == written


def _asking(*, missing: tuple[str, ...], opened: Open | None, who_decides: tuple[str, ...] = ()) -> Verdict:
    """A verdict of which only what it lacks and what is open are said."""
    nothing = text(sv="?", en="?")
    lacking = tuple(Missing.model_construct(fact=one, question=nothing, clauses=()) for one in missing)
    finding = Finding.model_construct(norm="competence", missing=who_decides)
    return Verdict.model_construct(findings=(finding,), missing=lacking, open=opened)


def _opened(*facts: str, derived: tuple[str, ...] = (), verdicts: tuple[Outcome, ...] = ("approve", "reject")) -> Open:
    """These facts are open, the derived ones only where nothing else tells."""
    told = [OpenFact.model_construct(fact=one, only_if_unknown=one in derived) for one in (*facts, *derived)]
    return Open.model_construct(verdicts=verdicts, facts=tuple(told), complete=True)


@pytest.mark.parametrize(
    ("verdict", "asked"),
    [
        (_asking(missing=("a", "b"), opened=None), ("a", "b")),
        (_asking(missing=("a", "b"), opened=_opened("c", "a")), ("c", "a")),
        (_asking(missing=("a", "b"), opened=_opened("c"), who_decides=("b",)), ("c", "b")),
        (_asking(missing=("a", "b"), opened=_opened()), ("a", "b")),
        (_asking(missing=("a", "b"), opened=_opened("b", verdicts=("approve", "incomplete"))), ("b", "a")),
        (_asking(missing=("a",), opened=_opened("a", derived=("d",))), ("a",)),
        (_asking(missing=("d", "a"), opened=_opened(derived=("d",), verdicts=("approve", "incomplete"))), ("a", "d")),
        (_asking(missing=(), opened=_opened("c")), ("c",)),
    ],
)
def test_officials_are_asked_in_this_order(verdict: Verdict, asked: tuple[str, ...]) -> None:
    """What is open first, then what is missing where that is needed too; a derived fact last and only where it is all."""
    assert verdict.asked == asked
