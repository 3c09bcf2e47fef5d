"""Does what the rules say for the papers fit together? Facts, laws, days and phrases that there are."""

from __future__ import annotations

from nytta.engine.errors import Language, nearest, written
from nytta.engine.ir.lower import Lowering, Report
from nytta.engine.ir.wording import FIELD
from nytta.engine.load.problems import reporting
from nytta.engine.load.rules import RuleFiles
from nytta.engine.load.yaml import PathKey
from nytta.engine.model.clause import Clause
from nytta.engine.model.vocabulary import allowed_values

LANGUAGES: tuple[Language, ...] = ("sv", "en")


def check_words_for_papers(rules: RuleFiles) -> None:
    """Adds what is wrong with the words of facts and kinds."""
    _check_statements(rules)
    _check_decisions(rules)


DUE_DAYS = ("date", "start", "end")
"""What a day may be counted from, beside a fact of type date: the case's date, the first and the last day of its period."""


def check_clause_for_papers(clause: Clause, rules: RuleFiles, report: Report) -> None:
    """What a clause says for the papers names facts and laws that there are."""
    facts, laws = rules.vocabulary.facts, rules.vocabulary.laws
    for index, name in enumerate(clause.record):
        rules.known_fact(name, ("record", index), report)
    for index, name in enumerate(clause.laws):
        if name not in laws:
            sv, en = nearest(name, laws)
            report(("laws", index), f"okänd lag «{name}»{sv}", f"unknown law «{name}»{en}")
    if clause.due is not None and clause.due.of not in DUE_DAYS:
        days = [*DUE_DAYS, *(name for name, fact in facts.items() if fact.type == "date")]
        if clause.due.of not in days:
            sv, en = nearest(clause.due.of, days)
            report(("due", "of"), f"«{clause.due.of}» är inget datum{sv}", f"«{clause.due.of}» is no date{en}")


def _check_statements(rules: RuleFiles) -> None:
    """What is said of a fact is said of values that it may have, and it is described by a text."""
    facts = rules.vocabulary.facts
    for name, fact in facts.items():
        document, path = rules.facts[name]
        report = reporting(document, rules.problems, path)
        known = [*written(allowed_values(fact, rules.vocabulary)), "any"]
        for value in fact.statements:
            if value not in known:
                sv, en = nearest(value, known)
                report(("statements", value), f"«{value}» är inget värde{sv}", f"«{value}» is no value{en}")
        other = fact.described_by
        if other is not None and rules.known_fact(other, ("described_by",), report) and facts[other].type != "text":
            report(("described_by",), f"«{other}» är ingen text", f"«{other}» is no text")


def _check_decisions(rules: RuleFiles) -> None:
    """How a kind is decided is said with its title, and under conditions that mean something."""
    bare = rules.bare
    for kind, (document, path) in rules.kinds.items():
        for index, one in enumerate(rules.vocabulary.kinds[kind].decisions):
            here: PathKey = (*path, "decisions", index)
            report = reporting(document, rules.problems, here)
            if bare is not None:
                Lowering(bare, report, frozenset(rules.faulty)).condition(one.when, ("when",))
            for name, phrase in (("approve", one.approve), ("reject", one.reject)):
                for form, text in (("does", phrase.does), ("to_do", phrase.to_do)):
                    for language in ("sv", "en"):
                        if FIELD.findall(text[language]) != ["title"]:
                            report(
                                (name, form, language),
                                "ska ha {title} och inget annat fält",
                                "must have {title} and no other field",
                            )
