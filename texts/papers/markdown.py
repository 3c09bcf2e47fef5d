"""How do a case's own words stand in Markdown? As words, whatever signs they hold."""

from __future__ import annotations

import re

from markupsafe import Markup

from nytta.engine.errors import Language
from nytta.texts.formats import printable

_SIGNS = re.compile(r"([\\`*_\[\]<>#|&~])")
_OPENING = re.compile(r"^(\s*)([-+=]|[0-9]+(?=[.)]))")


def words(text: str) -> Markup:
    """The text in Markdown that reads as the text itself: one line, no markup, no control characters."""
    line = _SIGNS.sub(r"\\\1", " ".join(printable(text).split()))
    return Markup(_OPENING.sub(lambda found: f"{found[1]}{_guarded(found[2])}", line))  # noqa: S704 - Markdown, escaped above


def _guarded(sign: str) -> str:
    """A sign that would open a list or a heading where it begins a line."""
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


MARKS: dict[Language, str] = {"sv": "”{}”", "en": "“{}”"}
"""A language's quotation marks."""
_INNER = str.maketrans('”“"', "’’’")


def quoted(text: str, language: Language) -> Markup:
    """The case's own words, in quotation marks."""
    return Markup(MARKS[language]).format(words(text.translate(_INNER)))  # noqa: S704 - two signs of our own


def shown(value: object) -> object:
    """What a template prints: Markdown as it is, everything else as words; raises TypeError where there is nothing to print."""
    if value is None:
        raise TypeError("None")
    return value if isinstance(value, Markup) else words(str(value))
