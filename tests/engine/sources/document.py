"""An invented document with its ledger, for tests that change a copy of it."""

from __future__ import annotations

from nytta.engine.model.base import text
from nytta.engine.model.ledger import Ledger, Passage
from nytta.engine.sources.copies import fingerprint

SENTENCES = (
    "Staden ska bara resa när det är till nytta.",
    "Nämnden beslutar om resor i sin verksamhet.",
    "Avtal bör ses över vartannat år.",
)
COPY = f"""Resor

{SENTENCES[0]} Så har det varit länge.

• {SENTENCES[1]}
• {SENTENCES[2]}
"""


def passage(sentence: str) -> Passage:
    """The row of one sentence."""
    length, digest = fingerprint(sentence)
    words = " ".join(sentence.split()[:4])
    return Passage.model_validate(
        {"section": "Resor", "words": words, "length": length, "sha256": digest, "class": "encoded", "clauses": ("x/y",)}
    )


LEDGER = Ledger(
    id="resor-2020",
    title=text(sv="Resor", en="Travel"),
    short=text(sv="Resor", en="Travel"),
    passages=tuple(map(passage, SENTENCES)),
)
