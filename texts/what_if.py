"""How are the ways to approval told? As sections in reading order, which each format writes down."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby

from nytta.engine.changes import Changes, ChangeTo, Target, Way
from nytta.engine.errors import Language
from nytta.engine.ir.wording import either
from nytta.engine.model.base import text
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import Controller
from nytta.texts import words
from nytta.texts.change_words import ChangeWords, capital
from nytta.texts.lines import Line, head

INTRODUCTION = text(
    sv="De minsta ändringar som leder till att ärendet tillstyrks, högst {size} på en gång. Varje nummer räcker för sig.",
    en="The smallest changes after which the case would be approved, at most {size} at a time. Each number is enough alone.",
)
CAUTION = text(
    sv="Ändra först det som ska göras, sedan ärendet. Ange bara det som är sant.",
    en="Change first what is to be done, then the case. State only what is true.",
)
HEADINGS = {
    "approve": text(sv="Tillstyrks om", en="Approve if"),
    "approve_with_conditions": text(sv="Tillstyrks med villkor om", en="Approve with conditions if"),
}
CONTROLLED: dict[Controller | None, tuple[str, str]] = {
    "city": ("Det här kan kommunen själv göra", "This the municipality can do by itself"),
    "counterpart": ("Det här går bara tillsammans med motparten", "This can only be done together with the counterpart"),
    "nobody": ("Det här hänger på något som ingen kan ändra", "This depends on something that nobody can change"),
    None: ("Reglerna säger inte vem som kan ändra det här", "The rules do not say who can change this"),
}
ONLY_NOBODY = text(
    sv="Det kan ingen åstadkomma. Varje väg hänger på något som ingen kan ändra.",
    en="Nobody can bring this about. Every way depends on something that nobody can change.",
)
AS_IT_IS = text(
    sv="Det visar vad regeln hänger på. Ändra inte uppgifter som stämmer. Det som inte är angivet kan visa sig vara så.",
    en="It shows what the rule depends on. Do not change what is true. What is not stated may prove to be so.",
)
TOGETHER = text(sv="Allt det här tillsammans:", en="All of this together:")
BESIDE = text(sv="{numbers} och dessutom ett av det här:", en="{numbers} and one of these as well:")
MORE = text(
    sv="Ett av numren ovan, och något som lägger till ett villkor",
    en="One of the numbers above, and something that adds a condition",
)
MORE_NOTE = text(
    sv="Utan tillägget tillstyrks ärendet utan villkor.", en="Without the addition the case would be approved without conditions."
)
ALREADY = {
    "approve": text(
        sv="Ärendet tillstyrks redan. Inget behöver ändras.", en="The case is approved already. Nothing need change."
    ),
    "approve_with_conditions": text(
        sv="Så är det redan. Villkoren visas av nytta screen.", en="It is so already. nytta screen shows the conditions."
    ),
}
NO_WAY = text(sv="Inga {size} ändringar eller färre räcker.", en="No set of {size} changes or fewer is enough.")
NO_ONE_WAY = text(sv="Ingen ändring räcker för sig.", en="No single change is enough.")
ASK_FIRST = text(
    sv="Mycket saknas i ärendet. Svara först på det som nytta screen frågar efter.",
    en="Much is not stated. First answer what nytta screen asks for.",
)
BOUND = text(
    sv="Sökningen nådde sin gräns: det kan finnas fler sätt än de som står här.",
    en="The search reached its bound: there may be more ways than these.",
)


def page(changes: Changes, edition: Edition, language: Language) -> Iterator[Line]:
    """The ways to approval, line by line."""
    yield from head(changes.case, changes.verdict, changes.warnings, edition, language)
    if changes.verdict == "approve":
        yield Line("note", ALREADY["approve"][language])
    else:
        yield Line("note", f"{INTRODUCTION[language].format(size=changes.size)} {CAUTION[language]}")
        yield from _Targets(changes, edition, language).lines()
    yield Line("footer", words.DECISION_SUPPORT[language])


class _Targets:
    """Both targets; the numbers run on from one to the next."""

    def __init__(self, changes: Changes, edition: Edition, language: Language) -> None:
        self._changes = changes
        self._words = ChangeWords(edition, language)
        self._language: Language = language
        self._number = 0
        self._additions = _additions(changes)
        self._numbers: dict[tuple[str, ...], list[str]] = {}

    def lines(self) -> Iterator[Line]:
        for target in self._changes.targets:
            yield Line("heading", HEADINGS[target.verdict][self._language])
            if target.verdict == self._changes.verdict:
                yield Line("note", ALREADY[target.verdict][self._language])
            else:
                yield from self._target(target)
        if self._changes.verdict == "incomplete" and all(
            one.controlled_by in ("nobody", None) for target in self._changes.targets for one in target.ways
        ):
            yield Line("note", ASK_FIRST[self._language])

    def _target(self, target: Target) -> Iterator[Line]:
        language, size = self._language, self._changes.size
        if not target.ways:
            yield Line("note", (NO_ONE_WAY if size == 1 else NO_WAY)[language].format(size=size))
        elif all(one.controlled_by == "nobody" for one in target.ways):
            yield Line("note", ONLY_NOBODY[language])
        needed = [one for one in target.ways if not one.part_approves]
        for controller, ways in groupby(needed, lambda one: one.controlled_by):
            yield Line("group", CONTROLLED[controller][language == "en"])
            if controller in ("nobody", None):
                yield Line("note", AS_IT_IS[language])
            for some in merged(ways, lambda one: frozenset(map(_pairs, self._additions.get(_pairs(one), ())))):
                yield from self._way(some)
        if len(needed) < len(target.ways):
            yield from self._more()
        if not target.complete:
            yield Line("note", BOUND[language])

    def _way(self, alike: tuple[Way, ...]) -> Iterator[Line]:
        self._number += 1
        additions = self._additions.get(_pairs(alike[0]))
        if additions:
            told = tuple(capital("; ".join(self._said(some))) for some in merged(additions))
            self._numbers.setdefault(told, []).append(str(self._number))
        said = self._said(alike)
        if len(said) == 1:
            yield Line("item", capital(said[0]), self._number)
        else:
            yield Line("item", TOGETHER[self._language], self._number)
            yield from (Line("part", capital(one)) for one in said)

    def _said(self, alike: Sequence[Way]) -> list[str]:
        changes = joined(alike)
        return [self._words.change(one, [other for other in changes if other is not one]) for one in changes]

    def _more(self) -> Iterator[Line]:
        """Ways to conditions that have a way without any in them: that one's number, and what adds the condition."""
        yield Line("group", MORE[self._language])
        yield Line("note", MORE_NOTE[self._language])
        for said, numbers in self._numbers.items():
            yield Line("line", BESIDE[self._language].format(numbers=either(numbers, self._language)))
            yield from (Line("bullet", one) for one in said)


Pairs = frozenset[tuple[str, object]]


def _additions(changes: Changes) -> dict[Pairs, list[Way]]:
    """What is added to each way to approval by ways to conditions that hold it, the fewest changes first."""
    approved, beyond = ([*map(_pairs, target.ways)] for target in changes.targets)
    found: dict[Pairs, list[Way]] = {}
    for way, own in zip(changes.targets[1].ways, beyond, strict=True):
        if way.part_approves:
            base = next(one for one in approved if one < own)
            rest = tuple(one for one in way.changes if (one.fact, one.value) not in base)
            found.setdefault(base, []).append(way.model_copy(update={"changes": rest}))
    return {base: sorted(rests, key=lambda one: len(one.changes)) for base, rests in found.items()}


def _pairs(way: Way) -> Pairs:
    return frozenset((one.fact, one.value) for one in way.changes)


def merged(ways: Iterable[Way], apart: Callable[[Way], Hashable] = lambda _: None) -> list[tuple[Way, ...]]:
    """Ways that differ in the value of one fact together, those that are to be kept apart by something else in groups of it."""
    groups: list[tuple[Way, ...]] = [(one,) for one in ways]
    for place in range(max((len(one.changes) for one, *_ in groups), default=0)):
        found: dict[object, tuple[Way, ...]] = {}
        for group in groups:
            key = (apart(group[0]), _but(joined(group), place))
            found[key] = (*found.get(key, ()), *group)
        groups = list(found.values())
    return groups


def _but(changes: Sequence[ChangeTo], place: int) -> tuple[object, ...]:
    """What is the same in changes that differ at most in the value at that place."""
    return tuple(
        (one.fact, None if here == place else (one.values, one.ranges, one.any_other)) for here, one in enumerate(changes)
    )


def joined(ways: Sequence[Way]) -> tuple[ChangeTo, ...]:
    """The changes of ways that differ in the value of one fact: with all its values."""
    return tuple(_all(same) for same in zip(*(one.changes for one in ways), strict=True))


def _all(same: Sequence[ChangeTo]) -> ChangeTo:
    return same[0].model_copy(
        update={
            "values": tuple(dict.fromkeys(value for one in same for value in one.values)),
            "ranges": tuple(dict.fromkeys(stretch for one in same for stretch in one.ranges)),
            "any_other": any(one.any_other for one in same),
        }
    )
