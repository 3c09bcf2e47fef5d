"""What does a written condition come to: names checked, parameters put in, definitions and exceptions opened?

Whatever is wrong with a condition is reported here, once, with its path in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any as Anything
from typing import Literal, NoReturn

from nytta.engine.errors import listed, nearest, written
from nytta.engine.ir import nodes
from nytta.engine.ir.dates import day
from nytta.engine.ir.nodes import FALSE, ClauseIR, Constant, Node, Ruling
from nytta.engine.ir.numbers import whole
from nytta.engine.model import condition as form
from nytta.engine.model.clause import Clause
from nytta.engine.model.condition import BOUNDS, Condition, FactTest, Parameter, RegisterTest
from nytta.engine.model.edition import Edition, Register
from nytta.engine.model.vocabulary import NUMERIC, Fact, allowed_values

PathKey = tuple[str | int, ...]
Report = Callable[[PathKey, str, str], None]
"""Takes a path in the file and what is wrong there, in Swedish and English."""
Named = tuple[Literal["definition", "exception"], str]
"""What a condition may open by its name."""


def unexpected(path: PathKey, sv: str, en: str) -> None:
    """For what has been checked before: raises ValueError, since nothing can be wrong any more."""
    raise ValueError(f"{path}: {en} / {sv}")


def unsaid(_path: PathKey, _sv: str, _en: str) -> None:
    """For what has been reported before."""


class _NotUnderstoodError(Exception):
    """A part of a condition that has been reported and means nothing; never leaves this module."""


@dataclass(slots=True)
class Lowering:
    """Lowers the conditions of one edition."""

    edition: Edition
    report: Report = unexpected
    faulty: frozenset[str] = frozenset()
    """Clauses and registers that are there but have faults of their own: that they are not known is no fault."""
    root: Named | None = None
    """What is being lowered: the definition or clause at which a circle through it is reported."""
    sound: bool = True
    """Whether every condition so far was understood."""
    opened: list[tuple[Named, PathKey]] = field(default_factory=list)
    """Definitions and exceptions that are being opened, and where they are named; their faults are reported at them."""

    def condition(self, given: Condition, path: PathKey) -> Node:
        """The node for a written condition; what is wrong is reported and lowered to false."""
        return self._understood(lambda: self._condition(given, path))

    def _understood(self, lower: Callable[[], Node]) -> Node:
        try:
            return lower()
        except _NotUnderstoodError:
            self.sound = False
            return FALSE

    def _condition(self, given: Condition, path: PathKey) -> Node:
        match given:
            case bool():
                return Constant(given)
            case form.AllOf(all=parts):
                return nodes.All(self._parts(parts, (*path, "all")))
            case form.AnyOf(any=parts):
                return nodes.Any(self._parts(parts, (*path, "any")))
            case form.NotThat(not_=part):
                return nodes.Not(self.condition(part, (*path, "not")))
            case form.AtLeastOf():
                return self._at_least_of(given, path)
            case form.FactTest():
                return self._fact_test(given, path)
            case form.RegisterTest():
                return self._register_test(given, path)
            case form.KindTest(kind=kinds):
                return self._kinds((kinds,) if isinstance(kinds, str) else kinds, (*path, "kind"))
            case form.BodyTest(body=bodies):
                return self._named_bodies((bodies,) if isinstance(bodies, str) else bodies, (*path, "body"))
            case form.StatedTest(stated=name):
                return self._stated(name, (*path, "stated"))
            case form.ExceptionHolds(exception=name):
                return self._exception(name, (*path, "exception"))
            case _:
                return self._defined(given.defined, (*path, "defined"))

    def clause(self, clause: Clause) -> ClauseIR:
        """The clause as conditions; exceptions opened, competence and duty brought to the same form."""
        applies = self.condition(clause.applies, ("applies",))
        requires = self.condition(clause.requires, ("requires",))
        exceptions = tuple((name, self._excusing(name, ("exceptions", index))) for index, name in enumerate(clause.exceptions))
        rulings = tuple(
            Ruling(self.condition(when, ("bodies", index, "when")), self._bodies(bodies, ("bodies", index)))
            for index, (when, bodies) in enumerate(clause.branches)
        )
        if clause.norm == "duty":
            requires = applies
        if clause.norm == "competence":
            requires = _competent(applies, rulings)
            rulings = tuple(Ruling(nodes.All((applies, ruling.when)), ruling.bodies) for ruling in rulings)
        excused: Node = nodes.Any(tuple(node for _, node in exceptions)) if exceptions else FALSE
        return ClauseIR(clause.id, applies, requires, excused, exceptions, rulings, self._yields_to(clause))

    def _parts(self, parts: tuple[Condition, ...], path: PathKey) -> tuple[Node, ...]:
        return tuple(self.condition(part, (*path, index)) for index, part in enumerate(parts))

    def _say(self, path: PathKey, sv: str, en: str) -> None:
        if not self.opened:
            self.report(path, sv, en)

    def _wrong(self, path: PathKey, sv: str, en: str) -> NoReturn:
        self._say(path, sv, en)
        raise _NotUnderstoodError

    def _unknown(self, path: PathKey, what: tuple[str, str], name: str, known: Iterable[str]) -> NoReturn:
        self._say_unknown(path, what, name, known)
        raise _NotUnderstoodError

    def _say_unknown(self, path: PathKey, what: tuple[str, str], name: str, known: Iterable[str]) -> None:
        names = list(known)
        sv, en = nearest(name, names)
        tail = ("", "") if sv else (f"; det finns: {listed(names)}", f"; there are: {listed(names)}")
        if name not in self.faulty:
            self._say(path, f"okänt {what[0]} «{name}»{sv}{tail[0]}", f"unknown {what[1]} «{name}»{en}{tail[1]}")

    # -- forms that name something else in the edition

    def _kinds(self, kinds: tuple[str, ...], path: PathKey) -> Node:
        for kind in kinds:
            if kind not in self.edition.vocabulary.kinds:
                self._unknown(path, ("slag", "kind"), kind, self.edition.vocabulary.kinds)
        return nodes.OneOf("case.kind", frozenset(kinds))

    def _named_bodies(self, bodies: tuple[str, ...], path: PathKey) -> Node:
        for body in bodies:
            if body not in self.edition.vocabulary.bodies:
                self._unknown(path, ("organ", "body"), body, self.edition.vocabulary.bodies)
        return nodes.OneOf("case.body", frozenset(bodies))

    def _stated(self, name: str, path: PathKey) -> Node:
        facts = self.edition.vocabulary.facts
        found = tuple(fact for fact in facts if fact == name or fact.startswith(f"{name}."))
        if not found:
            self._unknown(path, ("faktum", "fact"), name, facts)
        return nodes.Stated(found)

    def _exception(self, name: str, path: PathKey) -> Node:
        clause = self.edition.by_id.get(name)
        if clause is None or clause.norm != "may":
            may = [one.id for one in self.edition.clauses if one.norm == "may"]
            self._unknown(path, ("undantag (en klausul med norm may)", "exception (a clause of norm may)"), name, may)
        return self._opened(("exception", name), path, lambda: self._exception_of(clause))

    def _excusing(self, name: str, path: PathKey) -> Node:
        return self._understood(lambda: self._exception(name, path))

    def _exception_of(self, clause: Clause) -> Node:
        inner = self.clause(clause)
        holds = (inner.applies, inner.requires)
        return nodes.All((*holds, nodes.Not(inner.excused)) if clause.exceptions else holds)

    def _defined(self, name: str, path: PathKey) -> Node:
        given = self.edition.head.definitions.get(name)
        if given is None:
            self._unknown(path, ("definition", "definition"), name, self.edition.head.definitions)
        return self._opened(("definition", name), path, lambda: self.condition(given, path))

    def _opened(self, named: Named, path: PathKey, lower: Callable[[], Node]) -> Node:
        way = [one for one, _ in self.opened]
        if named == self.root:
            circle = " → ".join(name for _, name in (named, *way, named))
            self.report(self.opened[0][1] if self.opened else path, f"går i cirkel: {circle}", f"runs in a circle: {circle}")
        if named == self.root or named in way:
            raise _NotUnderstoodError
        self.opened.append((named, path))
        try:
            return lower()
        finally:
            self.opened.pop()

    def _bodies(self, bodies: tuple[str, ...], path: PathKey) -> tuple[str, ...]:
        for body in bodies:
            if body not in self.edition.vocabulary.bodies:
                self._say_unknown(path, ("organ", "body"), body, self.edition.vocabulary.bodies)
        return bodies

    def _yields_to(self, clause: Clause) -> tuple[str, ...]:
        competence = [one.id for one in self.edition.clauses if one.norm == "competence" and one.id != clause.id]
        if clause.yields_to == "every_other":
            return tuple(competence)
        for index, name in enumerate(clause.yields_to):
            if name not in competence:
                self._say_unknown(("yields_to", index), ("klausul om beslutanderätt", "competence clause"), name, competence)
        return clause.yields_to

    def _parameter(self, value: Anything, path: PathKey) -> Anything:
        if not isinstance(value, Parameter):
            return value
        parameters = self.edition.head.parameters
        if value.parameter not in parameters:
            self._unknown((*path, "parameter"), ("parameter", "parameter"), value.parameter, parameters)
        return parameters[value.parameter].value

    def _count(self, value: Anything, most: int, path: PathKey) -> int:
        count = self._parameter(value, path)
        if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= most:
            self._wrong(path, f"ska vara ett heltal från 1 till {most}", f"must be a whole number from 1 to {most}")
        return count

    def _at_least_of(self, given: form.AtLeastOf, path: PathKey) -> Node:
        count = self._count(given.at_least, len(given.of), (*path, "at_least"))
        return nodes.AtLeast(count, self._parts(given.of, (*path, "of")))

    # -- tests of a fact

    def _fact_test(self, test: FactTest, path: PathKey) -> Node:
        fact = self.edition.vocabulary.facts.get(test.fact)
        if fact is None:
            self._unknown((*path, "fact"), ("faktum", "fact"), test.fact, self.edition.vocabulary.facts)
        (operation,) = test.operations
        allowed = _OPERATIONS[fact.type]
        if operation not in allowed:
            self._wrong(
                (*path, operation),
                f"passar inte ett faktum av typen {fact.type}; tillåtet: {listed(allowed) or 'stated'}",
                f"does not fit a fact of type {fact.type}; allowed: {listed(allowed) or 'stated'}",
            )
        if test.pending and (fact.type != "enum" or operation not in ("is", "in")):
            self._wrong((*path, "pending"), "passar bara is och in på typen enum", "fits only is and in on type enum")
        here = (*path, operation)
        operand = test.operand(operation)
        if operation in ("includes", "includes_at_least"):
            return self._set_test(test, fact, operand, here)
        if operation.startswith("within_months"):
            months = self._count(operand, 1200, here)
            return nodes.Within(f"{test.fact}~{operation.removeprefix('within_')}", 0, months)
        if operation in BOUNDS or fact.type in NUMERIC or fact.type == "date":
            return self._number_test(test.fact, fact.type, operation, operand, here)
        given = operand if operation == "in" else (operand,)
        values = self._values([self._parameter(one, here) for one in given], fact, here)
        return nodes.OneOf(test.fact, values, self._values(test.pending, fact, (*path, "pending")))

    def _values(self, values: Iterable[Anything], fact: Fact, path: PathKey) -> frozenset[nodes.Code]:
        allowed = allowed_values(fact, self.edition.vocabulary)
        found = tuple(values)
        wrong = [value for value in found if value not in allowed or isinstance(value, bool) != (fact.type == "bool")]
        for value in wrong:
            sv, en = nearest(str(value), written(allowed))
            self._say(
                path,
                f"{value!r} är inget värde; tillåtna: {listed(allowed)}{sv}",
                f"{value!r} is no value; allowed: {listed(allowed)}{en}",
            )
        if wrong:
            raise _NotUnderstoodError
        return frozenset(found)

    def _set_test(self, test: FactTest, fact: Fact, operand: Anything, path: PathKey) -> Node:
        if test.includes is not None:
            (value,) = self._values([self._parameter(operand, path)], fact, path)
            return nodes.Has(test.fact, str(value))
        among = tuple(fact.values) if test.of is None else tuple(test.of)
        self._values(among, fact, (*path[:-1], "of"))
        count = self._count(operand, len(among), path)
        parts = tuple(nodes.Has(test.fact, str(value)) for value in among)
        return nodes.Any(parts) if count == 1 else nodes.AtLeast(count, parts)

    def _number_test(self, term: str, kind: str, operation: str, operand: Anything, path: PathKey) -> Node:
        if operation == "in":
            return nodes.Any(tuple(self._number_test(term, kind, "is", one, path) for one in operand))
        number = self._number(self._parameter(operand, path), kind)
        if number is None:
            wanted = ("ett datum, åååå-mm-dd", "a date, yyyy-mm-dd") if kind == "date" else ("ett tal", "a number")
            self._wrong(path, f"{operand!r} ska vara {wanted[0]}", f"{operand!r} must be {wanted[1]}")
        low = {"is": number, "at_least": number, "more_than": number + 1}.get(operation)
        high = {"is": number, "at_most": number, "less_than": number - 1}.get(operation)
        return nodes.Within(term, low, high)

    def _number(self, value: Anything, kind: str) -> int | None:
        if kind == "date":
            found = day(value)
            return None if found is None else whole(found)
        return whole(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    # -- tests of a register

    def _register_test(self, test: RegisterTest, path: PathKey) -> Node:
        register = self.edition.registers.get(test.register_)
        if register is None:
            self._unknown((*path, "register"), ("register", "register"), test.register_, self.edition.registers)
        identity = f"@{register.id}#id"
        listed_ = nodes.Not(nodes.OneOf(identity, frozenset({nodes.NOT_LISTED})))
        if test.listed:
            return listed_
        if test.entry is not None:
            known = [entry.id for entry in register.entries]
            if test.entry not in known:
                self._unknown((*path, "entry"), ("post", "entry"), test.entry, known)
            return nodes.OneOf(identity, frozenset({test.entry}))
        return nodes.All((listed_, self._field_test(test, register, path)))

    def _field_test(self, test: RegisterTest, register: Register, path: PathKey) -> Node:
        name = str(test.field)
        kind = register.fields.get(name)
        if kind is None:
            self._unknown((*path, "field"), ("fält", "field"), name, register.fields)
        (operation,) = test.operations
        term, here = f"@{register.id}#{name}", (*path, operation)
        if kind == "number":
            return self._number_test(term, "number", operation, test.operand(operation), here)
        given = test.operand(operation) if operation == "in" else (test.operand(operation),)
        values = [self._parameter(one, here) for one in given]
        for value in values:
            if operation not in ("is", "in") or value not in kind:
                self._unknown(here, ("värde", "value"), str(value), kind)
        return nodes.OneOf(term, frozenset(values))


_OPERATIONS: dict[str, tuple[str, ...]] = {
    "bool": ("is",),
    "enum": ("is", "in"),
    "country": ("is", "in"),
    "set": ("includes", "includes_at_least"),
    "number": ("is", "in", *BOUNDS),
    "percent": ("is", "in", *BOUNDS),
    "money": ("is", "in", *BOUNDS),
    "date": (*BOUNDS, "within_months_before", "within_months_after"),
    "text": (),
}


def _competent(applies: Node, rulings: tuple[Ruling, ...]) -> Node:
    """The body named may decide, or nobody is named and it is known who may."""

    def body(names: tuple[str, ...]) -> Node:
        return nodes.OneOf("case.body", frozenset(names))

    named = tuple(nodes.All((body(ruling.bodies), ruling.when)) for ruling in rulings)
    nobody = tuple(nodes.All((body((nodes.NO_BODY,)), applies, ruling.when)) for ruling in rulings)
    return nodes.Any((*named, *nobody))


def lowered(edition: Edition, report: Report = unexpected) -> tuple[ClauseIR, ...]:
    """All clauses of an edition, in order; a checked edition has nothing to report.

    A clause that yields to others applies where its own condition holds and none of theirs does.
    """
    lowering = Lowering(edition, report)
    alone = {clause.id: lowering.clause(clause) for clause in edition.clauses}
    return tuple(_displaced(one, [alone[other].applies for other in one.yields_to if other in alone]) for one in alone.values())


def _displaced(clause: ClauseIR, others: list[Node]) -> ClauseIR:
    if not others:
        return clause
    return replace(clause, applies=nodes.All((clause.applies, *map(nodes.Not, others))))
