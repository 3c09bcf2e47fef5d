"""What decides the verdict on cases of one kind? Its clauses, and the facts, registers and presumptions behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import TopologicalSorter

from nytta.engine.decide import PRECEDENCE
from nytta.engine.ir.behind import read_behind
from nytta.engine.ir.kinds import clause_for_kind, for_kind
from nytta.engine.ir.lookup import Lookup
from nytta.engine.ir.lower import Lowering
from nytta.engine.ir.nodes import FALSE, ClauseIR, Leaf, Node, leaves, terms
from nytta.engine.ir.settle import presumptions
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import OUTCOMES
from nytta.engine.model.vocabulary import RegisterField

LEVELS = {"none": 0} | {effect: OUTCOMES.index(verdict) for effect, verdict in PRECEDENCE}
"""How grave an effect is: the place of its verdict in `OUTCOMES`."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause as three conditions, and how grave its violation and its unknown are."""

    applies: Node
    requires: Node
    excused: Node
    violated: int
    undetermined: int

    @property
    def nodes(self) -> tuple[Node, Node, Node]:
        """Its three conditions."""
        return (self.applies, self.requires, self.excused)

    @property
    def gravest(self) -> int:
        """The gravest that it can come to."""
        return max(self.violated, self.undetermined)


class KindRules:
    """The clauses of an edition that can change the verdict on a case of one kind, and all that they read."""

    def __init__(self, edition: Edition, clauses: Iterable[ClauseIR], kind: str) -> None:
        self.vocabulary = edition.vocabulary
        self.clauses: list[Judged] = []
        for clause, ir in zip(edition.clauses, clauses, strict=True):
            own = clause_for_kind(ir, kind)
            levels = LEVELS[clause.effect("violated")], LEVELS[clause.effect("undetermined")]
            if own.applies != FALSE and any(levels):
                self.clauses.append(Judged(own.applies, own.requires, own.excused, *levels))
        read = [term for one in self.clauses for node in one.nodes for term in terms(node)]
        facts, registers = read_behind(edition, read)
        self.facts = tuple(one for one in self.vocabulary.facts if one in facts)
        self.lookups = {name: Lookup(edition.registers[name]) for name in registers}
        self.presumptions = [(fact, value, for_kind(when, kind)) for fact, value, when in presumptions(edition) if fact in facts]
        lowering = Lowering(edition)
        self.derivations: dict[str, Node | RegisterField] = {}
        for name in self.facts:
            derived = self.vocabulary.facts[name].derived
            if isinstance(derived, RegisterField):
                self.derivations[name] = derived
            elif derived is not None:
                self.derivations[name] = for_kind(lowering.condition(derived, ("derived",)), kind)
        self.roots = [node for node in self.derivations.values() if not isinstance(node, RegisterField)]
        self.roots += [when for _, _, when in self.presumptions]
        nodes = [*(node for one in self.clauses for node in one.nodes), *self.roots]
        self.leaves: tuple[Leaf, ...] = tuple(dict.fromkeys(leaf for node in nodes for leaf in leaves(node)))
        self.measured: dict[str, list[str]] = {}
        for term in dict.fromkeys(term for node in nodes for term in terms(node) if "~" in term):
            self.measured.setdefault(term.partition("~")[0], []).append(term)
        behind = {node: self.behind(node) for node in (*self.derivations, *(f"@{name}" for name in self.lookups))}
        self.steps = [node for node in TopologicalSorter(behind).static_order() if node in behind]
        """Derived facts, and registers as `@name`, each after what it builds on."""
        self.matched = {one for lookup in self.lookups.values() for one in lookup.register.match.values()}
        self.built_on = {one for nodes in behind.values() for one in nodes}

    def behind(self, node: str) -> list[str]:
        """The facts and registers that a derived fact or a register builds on directly."""
        if node.startswith("@"):
            return list(self.lookups[node[1:]].register.match.values()) if node[1:] in self.lookups else []
        derived = self.derivations[node]
        if isinstance(derived, RegisterField):
            return [f"@{derived.register_}"]
        return [source(term) for term in terms(derived)]


def source(term: str) -> str:
    """The fact, register or part of the case that gives a term its value."""
    return term.partition("~")[0].partition("#")[0]
