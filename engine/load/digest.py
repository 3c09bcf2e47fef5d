"""Which edition was it, exactly? A digest of everything that can change one of its verdicts or reasons."""

from __future__ import annotations

import hashlib

from nytta.engine.ir.behind import read_behind
from nytta.engine.ir.lower import Lowering, Report, lowered, unexpected
from nytta.engine.ir.nodes import terms
from nytta.engine.ir.wording import FIELD
from nytta.engine.model.clause import Clause
from nytta.engine.model.edition import Edition
from nytta.engine.model.provisions import STATUSES


def sealed(edition: Edition) -> Edition:
    """The edition with its digest: SHA-256 of its canonical JSON.

    Only the facts and registers that it uses are in it, so that a fact it never reads does not change it.
    """
    facts, registers = used(edition)
    vocabulary = edition.vocabulary.model_copy(
        update={"facts": {name: one for name, one in edition.vocabulary.facts.items() if name in facts}}
    )
    chosen = {name: one for name, one in sorted(edition.registers.items()) if name in registers}
    content = edition.model_copy(update={"registers": chosen, "vocabulary": vocabulary})
    digest = hashlib.sha256(content.model_dump_json(by_alias=True).encode()).hexdigest()
    return edition.model_copy(update={"digest": f"sha256:{digest}"})


def used(edition: Edition, report: Report = unexpected) -> tuple[frozenset[str], frozenset[str]]:
    """The facts and the registers that the edition reads under any reading, through derived facts and registers too."""
    others = [one for reading in edition.readings for one in reading.alternatives]
    editions = [edition, *(edition.read_as(one) for one in others)]
    read = [term for one in editions for clause in lowered(one, report) for node in clause.conditions for term in terms(node)]
    whens = [Lowering(edition, report).condition(one.when, ("when",)) for one in others]
    read += [term for when in whens for term in terms(when)]
    read += [one.fact for one in edition.head.presumptions]
    read += [name for one in editions for clause in one.clauses for name in _named(clause)]
    facts, registers = read_behind(edition, read, report)
    return frozenset(facts), frozenset(registers)


def _named(clause: Clause) -> list[str]:
    """The facts that a clause's reasons name."""
    texts = [text for status in STATUSES if (text := getattr(clause.reasons, status))]
    return [name for text in texts for name in FIELD.findall(text.sv + text.en)]
