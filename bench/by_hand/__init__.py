"""The clauses of stockholm-2008 as good programmers would write them by hand, one module a tool.

Nothing here is made from the rules: it is what somebody would write who has read them, and it must be written again when
they change. All get the same settled columns, in the form that the tool likes best.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

NEVER, SATISFIED, VIOLATED, EXCUSED, UNDETERMINED = range(5)
"""The codes of a status."""
REJECT, INCOMPLETE, REFER, CONDITION, APPROVE = range(5)
"""The codes of a verdict."""
Codes = Mapping[str, Sequence[str]]
"""For each term with codes its values in the order of their codes."""


def named(codes: Codes, *, unknown: int = 0) -> dict[str, Any]:
    """The codes by the names that the code by hand has for them; 1 where facts have 0 for unknown. Kinds, bodies and bits do not."""

    def code(term: str, value: str) -> int:
        return bit(term, value) + (0 if term.startswith("case.") else unknown)

    def bit(term: str, value: str) -> int:
        return codes[term].index(value)

    single = {
        "namnd": ("case.body", "namnd"),
        "bolag": ("case.body", "bolagsstyrelse"),
        "kommunstyrelsen": ("case.body", "kommunstyrelsen"),
        "beredningen": ("case.body", "internationella_beredningen"),
        "state": ("counterpart.type", "state"),
        "city": ("counterpart.type", "city"),
        "new": ("agreement.action", "new"),
        "twin_town": ("agreement.type", "twin_town"),
        "join": ("membership.action", "join"),
        "renew": ("membership.action", "renew"),
        "host": ("travel.paid_by", "host"),
        "shared": ("travel.paid_by", "shared"),
        "third_party": ("travel.paid_by", "third_party"),
        "traveller": ("travel.paid_by", "traveller"),
        "city pays": ("travel.paid_by", "city"),
        "essential_role": ("travel.role", "essential_role"),
        "speaker": ("travel.role", "speaker"),
        "responsible_body": ("travel.exception_granted_by", "responsible_body"),
        "passed": ("integrity.bribery_review", "passed"),
        "not_done": ("integrity.bribery_review", "not_done"),
        "city_wide": ("membership.scope", "city_wide"),
        "operation_specific": ("membership.scope", "operation_specific"),
    }
    return {name: code(*one) for name, one in single.items()} | {
        "grounds": tuple(code("counterpart.selection_ground", one) for one in ("benefit", "subject_matter")),
        "sectors": tuple(bit("counterpart.sectors", one) for one in ("business", "academia", "public")),
        "operations": bit("purpose.orientations", "operations_development"),
        "monitoring": bit("purpose.orientations", "monitoring_influence"),
    }
