"""What can a case come to, once all combinations of what it lacks are looked at, part by part?

A part is clauses that share variables, with a table of all combinations of these. The gravest part decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import NamedTuple

from nytta.engine.completions.places import Row
from nytta.engine.completions.table import Bits, Table
from nytta.engine.completions.values import Value
from nytta.engine.completions.variable import Variable
from nytta.engine.model.case import FactValue
from nytta.engine.model.verdict import OUTCOMES, Outcome

Completion = Mapping[str, FactValue]
"""Facts that complete a case; each value stands for all that the conditions see alike."""


@dataclass(frozen=True, slots=True)
class Part:
    """Clauses that share variables, and what all combinations of those come to."""

    variables: tuple[Variable, ...]
    choices: list[list[Bits]]
    table: Table
    levels: list[Bits]

    def reached(self, among: Bits = -1) -> list[int]:
        """The levels that some of these combinations reach."""
        return [level for level, bits in enumerate(self.levels) if bits & among]

    def facts(self, level: int, among: Bits = -1, chosen: Mapping[int, Mapping[int, Row]] | None = None) -> Completion:
        """The facts of one of these combinations that reaches the level; `chosen` has the rows of a variable's options."""
        bits = self.levels[level] & among
        one = bits & -bits
        left = one.bit_length() - 1
        found: dict[str, FactValue] = {}
        for place, variable in enumerate(self.variables):
            left, option = divmod(left, len(variable.options))
            row = (chosen or {}).get(place, {}).get(option, variable.options[option])
            found |= {fact: value for fact, value in row.items() if self.table.asked.get(fact, one) & one}
        return found

    def changes(self, place: int, fact: str, above: int) -> bool:
        """Whether another value of the fact alone leads from one level to another, the graver of them above this one."""
        choices = self.choices[place]
        stride = prod(len(one.options) for one in self.variables[:place])
        for options in self.variables[place].alone[fact]:
            met = [0] * len(self.levels)
            for option in options:
                for level, bits in enumerate(self.levels):
                    met[level] |= (bits & choices[option]) >> option * stride
            graver = 0
            for level in range(len(met) - 1, -1, -1):
                if met[level] & graver:
                    return True
                if level > above:
                    graver |= met[level]
        return False


class Verdicts(Mapping[Outcome, Completion]):
    """The verdicts that are possible, from the mildest, each with a completion that is worked out when it is looked at."""

    def __init__(self, levels: list[int], completion: Callable[[int], Completion]) -> None:
        self._levels = {OUTCOMES[level]: level for level in levels}
        self._completion = completion

    def __getitem__(self, verdict: Outcome) -> Completion:
        return self._completion(self._levels[verdict])

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self._levels)

    def __len__(self) -> int:
        return len(self._levels)


class Place(NamedTuple):
    """A fact, and the part and the variable of it that give it a value."""

    fact: str
    part: int
    variable: int


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a case. What no part reads is filled in with `filled`, and no verdict is milder than the `least`."""

    least: int
    filled: Completion
    parts: tuple[Part, ...]
    reached: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reached", [part.reached() for part in self.parts])

    def changing(self) -> Iterator[Place]:
        """The facts of which another value alone can change the verdict."""
        for index, part in enumerate(self.parts):
            others = max([self.least, *(levels[0] for number, levels in enumerate(self.reached) if number != index)])
            for place, variable in enumerate(part.variables):
                for fact in variable.facts:
                    if part.changes(place, fact, others):
                        yield Place(fact, index, place)

    def answers(self, place: Place) -> Iterator[tuple[Value, Mapping[Outcome, Completion]]]:
        """Each value of a fact, with the verdicts that are then possible."""
        part = self.parts[place.part]
        for choice in part.variables[place.variable].choices[place.fact]:
            among = part.table.asked.get(place.fact, -1)
            among &= sum(part.choices[place.variable][option] for option in choice.rows)  # no two options share a combination
            yield choice.value, self.verdicts(place.part, among, {place.variable: choice.rows})

    def verdicts(
        self, index: int = -1, among: Bits = -1, rows: Mapping[int, Mapping[int, Row]] | None = None
    ) -> Mapping[Outcome, Completion]:
        """The verdicts that are possible where one part is among some combinations, each with a completion."""
        reached = [self.parts[index].reached(among) if number == index else own for number, own in enumerate(self.reached)]
        floor = max([self.least, *(levels[0] for levels in reached)])

        def completion(level: int) -> Completion:
            at = next((number for number, levels in enumerate(reached) if level in levels), -1)
            found = dict(self.filled)
            for number, part in enumerate(self.parts):
                wanted = level if number == at else reached[number][0]
                found |= part.facts(wanted, among, rows) if number == index else part.facts(wanted)
            return found

        return Verdicts(sorted({floor, *(one for levels in reached for one in levels if one > floor)}), completion)
