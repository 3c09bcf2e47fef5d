"""What is said of an alternative reading is what both engines say of the whole edition under it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from nytta.engine.ir.evaluate import meaning
from nytta.engine.ir.nodes import TRUE, ClauseIR
from nytta.engine.ir.settle import Settling
from nytta.engine.ir.variants import Variant
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import Otherwise, Verdict
from nytta.engine.readings import Readings
from nytta.engine.screen import Screening
from tests.agreement.test_engines_agree import CASES
from tests.conftest import EDITIONS
from tests.generate import random_case


@pytest.mark.parametrize("name", EDITIONS)
def test_each_reading_changes_what_a_screening_under_it_changes(
    name: str, library: Library, screening: Callable[[str], Screening]
) -> None:
    """On generated cases: the same verdict, bodies and findings, and nothing is said where nothing changes."""
    judge = screening(name)
    readings = Readings(library, screening)
    variants = [one for one in library.variants(name) if one.of(judge.edition)[1].in_force is None]
    others = [Screening(judge.edition.read_as(one.of(judge.edition)[1])) for one in variants]
    source = Random(f"readings {name}")
    for number in range(CASES // 6):
        case = random_case(judge.edition, source, number)
        verdict = readings(case, judge(case))
        for variant, other in zip(variants, others, strict=True):
            said = _said(verdict, judge.edition, variant)
            if _concerned(judge, variant, case) is True:
                _assert_same(said, judge(case), other(case))
            elif said is not None:
                assert said.verdict in ("incomplete", verdict.verdict), (case, said)


def _said(verdict: Verdict, edition: Edition, variant: Variant) -> Otherwise | None:
    reading, alternative = variant.of(edition)
    contested = [one for one in verdict.readings or () if one.reading == f"{edition.id}/{reading.id}"]
    return next((other for one in contested for other in one.alternatives if other.alternative == alternative.id), None)


def _concerned(judge: Screening, variant: Variant, case: Case) -> bool | None:
    when = ClauseIR("when", variant.when, TRUE)
    return meaning(when.applies)(Settling(judge.edition, (when,))(case).values)


def _assert_same(said: Otherwise | None, own: Verdict, other: Verdict) -> None:
    pairs = list(zip(own.findings, other.findings, strict=True))
    changed = {one.clause for before, one in pairs if (before.status, before.effect) != (one.status, one.effect)}
    if said is None:
        assert (own.verdict, own.decided_by, changed) == (other.verdict, other.decided_by, set())
        return
    found = {one.clause: one for one in said.findings}
    assert (said.verdict, said.decided_by) == (other.verdict, other.decided_by)
    assert changed <= found.keys()
    assert found == {one.clause: one for one in other.findings if one.clause in found}
    assert said.conditions == tuple(one for one in other.conditions if one.clause in found)
    assert said.duties == tuple(one for one in other.duties if one.clause in found)
