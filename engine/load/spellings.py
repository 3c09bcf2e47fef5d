"""What do people mean who write a name or a number in their own way? `Norge` is `NO`, and `12,5 %` is 12.5."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nytta.engine.ir.lookup import SHORTEST
from nytta.engine.model.base import Text
from nytta.engine.model.vocabulary import NUMERIC, Body, Kind

BOUNDS: dict[str, tuple[int | None, int | None]] = {"percent": (0, 100), "money": (0, None), "number": (None, None)}
"""The least and the greatest number of each type; None is no bound."""
_NUMBER = re.compile(
    r"\s*(?P<number>[-+\N{MINUS SIGN}]?(?:[0-9]{1,3}(?:\s[0-9]{3})+|[0-9]{1,15})(?:[.,][0-9]{1,2})?)"
    r"\s*(?P<unit>|%|procent|percent|kr|kr\.|kronor|:-|SEK)\s*"
)
_UNITS = {"percent": ("", "%", "procent", "percent"), "money": ("", "kr", "kr.", "kronor", ":-", "SEK"), "number": ("",)}


def called(labels: Mapping[str, Text | Kind | Body]) -> dict[str, str]:
    """The name behind each Swedish and English label, and behind each longer word that only its label has: `norge` is `NO`."""
    found: dict[str, set[str]] = {}
    for name, label in labels.items():
        text = label if isinstance(label, Text) else label.label
        for words in (text.sv.casefold(), text.en.casefold()):
            for word in (words, *(one for one in words.split() if len(one) >= SHORTEST)):
                found.setdefault(word, set()).add(name)
    return {word: min(names) for word, names in found.items() if len(names) == 1}


def number_meant(value: Any, form: str) -> str | None:
    """The number behind a Swedish writing, such as `12,5`, `50 %` or `1 000 kr`, if a fact of the type may have it."""
    found = _NUMBER.fullmatch(value) if isinstance(value, str) and form in NUMERIC else None
    if found is None or found["unit"] not in _UNITS[form]:
        return None
    number = re.sub(r"\s", "", found["number"]).replace(",", ".").replace("\N{MINUS SIGN}", "-")
    low, high = BOUNDS[form]
    fits = (low is None or Decimal(number) >= low) and (high is None or Decimal(number) <= high)
    return number if fits else None
