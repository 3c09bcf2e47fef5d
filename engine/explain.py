"""Why does a clause have its status in a case, and why no other? Its conditions as trees, with the truth of every part.

The trees go through the conditions that the reference judges (`ir/lower.py`), side by side with what the rule files write,
so that definitions, exceptions and precedence keep their names; every truth is the reference's (`ir/evaluate.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nytta.engine.errors import DisagreementError
from nytta.engine.ir.evaluate import meaning
from nytta.engine.ir.lower import Lowering, lowered
from nytta.engine.ir.nodes import All, Any, AtLeast, ClauseIR, Node, Not, terms
from nytta.engine.ir.settle import SettledCase, Settling
from nytta.engine.ir.truth import Truth, any_of, status
from nytta.engine.model import condition as form
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.clause import Clause
from nytta.engine.model.condition import Condition
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import Branch, Status
from nytta.engine.model.verdict import Finding, Presumed, Verdict
from nytta.engine.model.vocabulary import RegisterField

Origin = Literal["stated", "derived", "presumed", "unknown"]
Part = Literal["applies", "requires", "excused"]


@dataclass(frozen=True, slots=True)
class YieldsTo:
    """The named competence clause does not apply, and so does not take precedence."""

    clause: str


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a register says of the case: an entry, `NOT_LISTED`, or None where that is not known."""

    register: str
    entry: str | None
    facts: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the edition sees of one fact, and how it came by it; where it is unknown, the facts that would tell."""

    fact: str
    value: FactValue | None
    origin: Origin
    follows_from: Step | LookedUp | None = None
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A condition as it is written, its truth, its parts, and what a test rests on.

    The parts of an exception are when it applies, what it requires and, where it has exceptions itself, that none holds.
    A branch of a competence clause is true where one of its bodies is to decide, or where the case names none.
    """

    written: Condition | Branch | YieldsTo
    truth: Truth
    parts: tuple[Step, ...] = ()
    rests_on: tuple[Known | LookedUp, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The derivation of one clause's finding."""

    case: Case
    edition: Edition
    clause: Clause
    verdict: Verdict
    finding: Finding
    applies: Step
    requires: Step
    excused: Step

    @property
    def presumed(self) -> tuple[Presumed, ...]:
        """What was presumed of the case and the finding rests on."""
        return tuple(one for one in self.verdict.presumed if self.finding.clause in one.clauses)

    @property
    def why_not(self) -> dict[Status, tuple[Part, ...]]:
        """For each other status that the clause can be asked about, the parts that stand in its way."""
        truths: dict[Part, Truth] = {
            "applies": self.applies.truth,
            "requires": self.requires.truth,
            "excused": self.excused.truth,
        }
        asked = (one for one in _WANTED if one != self.finding.status and (one != "excused" or self.clause.exceptions))
        return {one: tuple(part for part, wanted in _WANTED[one].items() if truths[part] not in wanted) for one in asked}


_WANTED: dict[Status, dict[Part, tuple[Truth, ...]]] = {
    "not_applicable": {"applies": (False,)},
    "satisfied": {"applies": (True, None), "requires": (True,)},
    "excused": {"applies": (True, None), "requires": (False, None), "excused": (True,)},
    "violated": {"applies": (True,), "requires": (False,), "excused": (False,)},
}
"""What each part has to be for a status; undetermined is what is left."""


class Explaining:
    """Explains the findings of one edition; built once for any number of cases."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        clauses = lowered(edition)
        self._clauses = {one.id: one for one in clauses}
        self._settle = Settling(edition, clauses)

    def __call__(self, case: Case, verdict: Verdict, clause: str) -> Explanation:
        """The derivation of a clause's finding in a verdict; raises DisagreementError if it comes to another status."""
        tree = _Tree(self._edition, case, self._settle(case))
        written, ir = self._edition.by_id[clause], self._clauses[clause]
        applies, requires, excused = tree.applies(written, ir), tree.requires(written, ir), tree.excused(written, ir.excused)
        name = f"{self._edition.id}/{clause}"
        finding = next(one for one in verdict.findings if one.clause == name)
        if status(applies.truth, requires.truth, excused.truth) != finding.status:
            raise DisagreementError(case.id, (clause,))
        return Explanation(case, self._edition, written, verdict, finding, applies, requires, excused)


class _Tree:
    """Makes the steps of one case."""

    def __init__(self, edition: Edition, case: Case, settled: SettledCase) -> None:
        self.edition = edition
        self.case = case
        self.settled = settled

    def truth(self, node: Node) -> Truth:
        return meaning(node)(self.settled.values)

    def applies(self, clause: Clause, ir: ClauseIR) -> Step:
        """When the clause applies; where it yields to others, also that none of them applies."""
        if not ir.yields_to:
            return self.step(clause.applies, ir.applies)
        own, *others = _parts(ir.applies)
        yields = tuple(self._yields(name, node) for name, node in zip(ir.yields_to, others, strict=True))
        parts = yields if clause.applies is True else (self.step(clause.applies, own), *yields)
        return Step(form.AllOf.model_construct(all=()), self.truth(ir.applies), parts)

    def _yields(self, name: str, node: Node) -> Step:
        (applies,) = _parts(node)
        return Step(YieldsTo(name), self.truth(node), (self.step(self.edition.by_id[name].applies, applies),))

    def requires(self, clause: Clause, ir: ClauseIR) -> Step:
        """What the clause requires; a duty requires nothing more than that it applies."""
        if clause.norm == "duty":
            return self.step(clause.applies, ir.requires)
        if clause.norm != "competence":
            return self.step(clause.requires, ir.requires)
        judged = _parts(ir.requires)
        count = len(ir.rulings)
        pairs = zip(clause.branches, ir.rulings, judged[:count], judged[count:], strict=True)
        rulings = [
            Step(
                Branch.model_construct(when=when, bodies=bodies),
                any_of((self.truth(named), self.truth(nobody))),
                () if when is True else (self.step(when, _parts(ruling.when)[1]),),
            )
            for (when, bodies), ruling, named, nobody in pairs
        ]
        return rulings[0] if count == 1 else Step(form.AnyOf.model_construct(any=()), self.truth(ir.requires), tuple(rulings))

    def excused(self, clause: Clause, node: Node) -> Step:
        """That an exception holds."""
        names = tuple(form.ExceptionHolds.model_construct(exception=name) for name in clause.exceptions)
        written: Condition = form.AnyOf.model_construct(any=names) if names else False
        return self.step(written, node)

    def step(self, written: Condition, node: Node) -> Step:
        """A written condition beside what it was lowered to."""
        return Step(written, self.truth(node), tuple(self._inner(written, node)), tuple(self._rests_on(written, node)))

    def _inner(self, written: Condition, node: Node) -> Iterator[Step]:
        match written:
            case form.AllOf(all=parts) | form.AnyOf(any=parts) | form.AtLeastOf(of=parts):
                yield from map(self.step, parts, _parts(node))
            case form.NotThat(not_=part):
                yield from map(self.step, (part,), _parts(node))
            case form.Defined(defined=name):
                yield self.step(self.edition.head.definitions[name], node)
            case form.ExceptionHolds(exception=name):
                clause = self.edition.by_id[name]
                applies, requires, *unless = _parts(node)
                yield self.step(clause.applies, applies)
                yield self.step(clause.requires, requires)
                for one in unless:
                    (excused,) = _parts(one)
                    inner = self.excused(clause, excused)
                    yield Step(form.NotThat.model_construct(not_=False), self.truth(one), (inner,))
            case _:
                return

    def _rests_on(self, written: Condition, node: Node) -> Iterator[Known | LookedUp]:
        match written:
            case form.FactTest(fact=fact):
                yield self.known(fact)
            case form.StatedTest():
                yield from (self.known(fact) for fact in terms(node) if fact in self.settled.facts)
            case form.RegisterTest(register_=register):
                yield self._looked_up(register)
            case _:
                return

    def known(self, fact: str) -> Known:
        """What is known of a fact, and how."""
        if fact in self.case.facts:
            return Known(fact, self.case.facts[fact], "stated")
        if fact in self.settled.presumed:
            return Known(fact, self.settled.presumed[fact], "presumed")
        if fact in self.settled.facts:
            return Known(fact, self.settled.facts[fact], "derived", self._follows_from(fact))
        return Known(fact, None, "unknown", self._follows_from(fact), self.settled.missing(fact))

    def _follows_from(self, fact: str) -> Step | LookedUp | None:
        derived = self.edition.vocabulary.facts[fact].derived
        if derived is None:
            return None
        if not isinstance(derived, RegisterField):
            return self.step(derived, Lowering(self.edition).condition(derived, ("derived",)))
        return self._looked_up(derived.register_) if derived.register_ in self.edition.registers else None

    def _looked_up(self, register: str) -> LookedUp:
        entry = self.settled.values.get(f"@{register}#id")
        facts = tuple(map(self.known, self.edition.registers[register].match.values()))
        return LookedUp(register, None if entry is None else str(entry), facts)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Not(part):
            return (part,)
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return parts
        case _:
            return ()


def decisive(step: Step) -> tuple[Step, ...]:
    """The tests that a step's truth rests on: of its parts those that have the truth of the whole."""
    match step.written:
        case form.NotThat() | YieldsTo() | form.Defined():
            return decisive(step.parts[0])
        case Branch():
            settled_by_when = [part for part in step.parts if part.truth is step.truth and step.truth is not True]
            return tuple(test for part in settled_by_when for test in decisive(part)) or (step,)
        case _:
            found = [test for part in step.parts if part.truth is step.truth for test in decisive(part)]
            return tuple(found) or (step,)
