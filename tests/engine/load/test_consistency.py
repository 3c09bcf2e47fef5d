"""Rules that could not mean what they say are refused."""

from __future__ import annotations

import shutil

import pytest

from nytta.engine.load.consistency import check_consistency
from nytta.engine.load.folders import SHIPPED
from nytta.engine.load.rules import read_rules
from tests.engine.city import City


def problems(city: City) -> list[str]:
    """What is wrong with the city's rules, by file and dotted name."""
    rules = read_rules((SHIPPED, city.folder))
    check_consistency(rules)
    return [f"{one.place.file.rpartition('/')[2]}: {one.name}: {one.en}" for one in rules.problems]


def test_the_rules_as_they_are_have_no_problems(city: City) -> None:
    """Every fault below is the change that is made there."""
    assert problems(city) == []


@pytest.mark.parametrize("status", ["violated", "undetermined"])
@pytest.mark.parametrize("norm", ["may", "duty"])
def test_a_permission_and_a_duty_have_no_effect(norm: str, status: str, city: City) -> None:
    """Norm `may` and `duty` never change a verdict, so an effect written for one is a mistake."""
    duty = ['duty: {sv: "Gör det.", en: "Do it."}'] if norm == "duty" else []
    city.clause("idle", f"norm: {norm}", *duty, "applies: {kind: project}", f"effects: {{{status}: incomplete}}")
    assert [one for one in problems(city) if one.startswith("idle.yaml: effects")] != []


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        ("requires", ("norm: duty", 'duty: {sv: "Gör det.", en: "Do it."}', "requires: {fact: benefit.mutual, is: true}")),
        ("requires", ("norm: competence", "bodies: [namnd]", "requires: {fact: benefit.mutual, is: true}")),
        ("yields_to", ("norm: must", "requires: {fact: benefit.mutual, is: true}", "yields_to: [competence-large-sum]")),
    ],
)
def test_what_a_norm_does_not_take_is_refused(key: str, lines: tuple[str, ...], city: City) -> None:
    """A duty requires nothing but to apply, competence nothing but the body; only competence yields."""
    city.clause("idle", *lines, "applies: {kind: project}")
    assert [one for one in problems(city) if one.startswith(f"idle.yaml: {key}")] != []


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        ("2010-01-01", "2019-12-31", False),
        ("2010-01-01", "2020-01-01", True),
        ("2020-01-01", None, True),
        ("2030-01-01", None, True),
        ("2010-01-01", None, True),
    ],
)
def test_two_editions_of_a_strategy_are_never_in_force_together(
    first: str, last: str | None, city: City, *, refused: bool
) -> None:
    """Which of two editions judges is settled by the date alone; the city's own is in force from 2020."""
    other = shutil.copytree(city.folder / city.name, city.folder / "exempelstad-2010")
    head = (other / "edition.yaml").read_text("utf-8").replace(f"id: {city.name}", "id: exempelstad-2010")
    period = f"{{from: {first}, to: {last}}}" if last else f"{{from: {first}}}"
    (other / "edition.yaml").write_text(head.replace("{from: 2020-01-01}", period), "utf-8")
    found = [one for one in problems(city) if "edition.yaml: in_force" in one]
    assert bool(found) is refused
