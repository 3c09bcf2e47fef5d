"""A table of cases as a file holds it: the worked ones, generated ones of every edition, and rows with faults of all sorts."""

from __future__ import annotations

from pathlib import Path
from random import Random

import polars as pl

from nytta.engine.batch.files import Format, source
from nytta.engine.batch.folder import CaseRows, _row
from nytta.engine.batch.run import Run, Wanted
from nytta.engine.load.library import Library
from tests.conftest import EDITIONS, ROOT
from tests.generate import random_case

QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Options of Java with which short programs take less time."""
EACH = 1_000
"""Generated cases of each edition."""
FAULTS = (
    {"id": "no-kind", "kind": ""},
    {"id": "no-day", "date": "2010-02-30"},
    {"id": "no-edition", "date": "1950-01-01"},
    {"id": "no-strategy", "strategy": "atlantis"},
    {"id": "no-share", "funding.external_share": "much"},
    {"id": "two-faults", "funding.external_share": "101", "benefit.concrete": "perhaps"},
    {"id": ""},
    {"id": "twice"},
    {"id": "twice", "kind": "trip"},
    {"id": "twice", "benefit.concrete": "perhaps"},
)


def portfolio(library: Library) -> pl.DataFrame:
    """The rows, as text; faults stand between good rows."""
    rows = CaseRows(library, None, "en")
    worked = rows.frame(sorted(ROOT.glob("cases/**/case.yaml")))
    source, number, made = Random("portfolio"), 0, []
    for name in EDITIONS:
        edition = library.edition(name)
        for _ in range(EACH):
            number += 1
            made.append(_row(random_case(edition, source, number)) | {"id": f"made-{number}", "title": None})
    head = {"strategy": "stockholm", "kind": "invitation", "date": "2010-04-12"}
    made[EACH:EACH] = [head | fault for fault in FAULTS[:-1]]
    made.append(head | FAULTS[-1])
    return pl.concat([worked, pl.DataFrame(made, schema=rows.schema)])


def on_one_machine(path: Path, form: Format, library: Library, wanted: Wanted) -> pl.DataFrame:
    """The verdicts on the rows of a file, without a cluster."""
    return pl.concat(Run(source(path, form, CaseRows(library, None, "en")), library, wanted).frames())
