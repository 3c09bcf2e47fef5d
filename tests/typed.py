"""Cases as a typed frame, and verdicts as the frame that screening a table gives: by plain loops, case by case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import cast

import polars as pl

from nytta.engine.batch.verdicts import FINDING, STATUS
from nytta.engine.ir.numbers import whole
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.verdict import Verdict
from nytta.engine.model.vocabulary import NUMERIC, Fact, FactType, Vocabulary, allowed_values

_TYPES: dict[FactType, pl.DataType] = {
    "bool": pl.Boolean(),
    "set": pl.List(pl.String),
    "date": pl.Date(),
    **dict.fromkeys(cast("tuple[FactType, ...]", tuple(NUMERIC)), pl.Int64()),
}


def typed_frame(cases: Sequence[Case], vocabulary: Vocabulary, *, codes: bool = False) -> pl.DataFrame:
    """One row a case, one column a fact; with codes, values and sets are of the types that are fastest."""
    columns = [pl.Series(name, [getattr(case, name) for case in cases], pl.String) for name in ("id", "strategy", "kind", "body")]
    columns.append(pl.Series("date", [case.date for case in cases], pl.Date))
    for name, fact in vocabulary.facts.items():
        values = [_typed(case.facts.get(name), fact) for case in cases]
        if codes and fact.type == "set":
            columns.append(pl.Series(name, [_bits(value, fact) for value in values], pl.UInt8))
        elif codes and fact.type in ("enum", "country"):
            columns.append(pl.Series(name, values, pl.Enum([str(one) for one in allowed_values(fact, vocabulary)])))
        else:
            columns.append(pl.Series(name, values, _TYPES.get(fact.type, pl.String())))
    return pl.DataFrame(columns)


def _typed(value: FactValue | None, fact: Fact) -> object:
    if value is None or fact.type not in ("set", *NUMERIC):
        return value
    return whole(cast("Decimal", value)) if fact.type in NUMERIC else list(cast("tuple[str, ...]", value))


def _bits(value: object, fact: Fact) -> int | None:
    return None if value is None else sum(1 << list(fact.values).index(one) for one in cast("list[str]", value))


def verdict_frame(verdicts: Iterable[Verdict], clauses: Iterable[str] = ()) -> pl.DataFrame:
    """One row a verdict; with clauses their findings, empty where the edition lacks one."""
    rows = [_row(verdict, list(clauses)) for verdict in verdicts]
    return pl.DataFrame(rows, schema={name: STATUS if name.startswith(FINDING) else pl.String for name in rows[0]})


def _row(verdict: Verdict, clauses: list[str]) -> dict[str, str | None]:
    with_effect = {
        effect: [_own(one.clause) for one in verdict.findings if one.effect == effect] for effect in ("reject", "incomplete")
    }
    status = {_own(one.clause): one.status for one in verdict.findings}
    return {
        "id": verdict.case.id,
        "strategy": verdict.case.strategy,
        "edition": verdict.edition.id,
        "kind": verdict.case.kind,
        "verdict": verdict.verdict,
        "decided_by": _joined(dict.fromkeys(one.body for one in verdict.decided_by)),
        "reject": _joined(with_effect["reject"]),
        "incomplete": _joined(with_effect["incomplete"]),
        "conditions": _joined(_own(one.clause) for one in verdict.conditions),
        "duties": _joined(_own(one.clause) for one in verdict.duties),
        "missing": _joined(one.fact for one in verdict.missing),
        **{f"{FINDING}{clause}": status.get(clause, "") for clause in clauses},
        "error": None,
    }


def _own(name: str) -> str:
    """The clause's name without the edition's."""
    return name.partition("/")[2]


def _joined(names: Iterable[str]) -> str:
    return "|".join(names)
