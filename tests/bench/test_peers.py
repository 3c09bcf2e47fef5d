"""The page of the peers is written where its marks are, and each peer comes to the kernel's statuses."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("polars")
pytest.importorskip("numpy")
ROOT = Path(__file__).resolve().parents[2]
BY_HAND: dict[str, tuple[str, Callable[[Any, Any], tuple[Any, ...]]]] = {
    "numpy": ("Numpy", lambda v, read: (v.settle.codes, read, len(v.clauses))),
    "polars": ("Polars", lambda v, _: (v.settle.codes,)),
    "duckdb": ("DuckDB", lambda v, read: (v.settle.codes, read, len(v.clauses))),
    "openfisca_core": ("OpenFisca", lambda v, read: (v.settle.codes, read)),
}
MODULES = {"duckdb": "sql", "openfisca_core": "openfisca"}
ENGINES = {"zen": "zen", "datalogic_py": "jsonlogic", "clips": "clips", "cedarpy": "cedar", "rule_engine": "rules"}


@pytest.fixture(autouse=True, scope="module")
def _bench() -> Iterator[None]:
    """Benchmarks are scripts that find their neighbours on the path."""
    sys.path.insert(0, str(ROOT / "bench"))
    yield
    sys.path.remove(str(ROOT / "bench"))


@pytest.fixture(scope="module")
def settled(_bench: None) -> tuple[Any, Any, Any]:
    """The judge of the edition, its settled rows, and the kernel's answers."""
    kernel = importlib.import_module("kernel")
    verdicts, _, rows = kernel.rows(2_000)
    judge = kernel.Kernel(verdicts, rows)
    return verdicts, rows, judge.arrays(judge(statuses=True))


@pytest.mark.parametrize("package", BY_HAND)
def test_code_by_hand_agrees(package: str, settled: tuple[Any, Any, Any]) -> None:
    """Every verdict and every status is the kernel's, with statuses and without."""
    pytest.importorskip(package)
    verdicts, rows, ours = settled
    kernel = importlib.import_module("kernel")
    name, arguments = BY_HAND[package]
    made = getattr(importlib.import_module(f"by_hand.{MODULES.get(package, package)}"), name)
    judge = made(rows, *arguments(verdicts, kernel.read(verdicts)))
    assert kernel.differing(ours, judge.arrays(judge(statuses=True))) is None
    alone = judge()
    first = alone[0] if isinstance(alone, (tuple, list)) else judge.arrays(alone)[0]
    assert kernel.differing(ours[:1], [first]) is None


@pytest.mark.parametrize("package", ENGINES)
def test_engine_agrees(package: str, settled: tuple[Any, Any, Any]) -> None:
    """Every status of every kind's cases is the kernel's."""
    pytest.importorskip(package)
    verdicts, rows, ours = settled
    kernel = importlib.import_module("kernel")
    make = getattr(importlib.import_module(f"peers.{ENGINES[package]}"), ENGINES[package])
    cases: dict[str, list[tuple[int, Any]]] = {}
    for place, row in enumerate(rows.head(200).iter_rows(named=True)):
        values = kernel.values(row, verdicts)
        cases.setdefault(values["case.kind"], []).append((place, values))
    assert len(cases) == 10
    for kind, found in cases.items():
        peer = make(verdicts.clauses, kind)
        statuses = peer.judge(peer.prepare([values for _, values in found]))
        assert [list(one) for one in statuses] == [[column[place] for column in ours[1:]] for place, _ in found]


def test_table_gives_ratios_to_the_kernel() -> None:
    """Rows a second and times have two digits; what has no verdict alone has empty cells."""
    page = importlib.import_module("peers_page")
    lines = [
        page.Line("kernel", "polars 1", whole=True, statuses=2e-7, verdict=1e-7),
        page.Line("engine", "", whole=False, statuses=2.46e-5),
    ]
    assert page.table(lines, "kernel").splitlines()[2:] == [
        "| kernel | polars 1 | 5,000,000 | 1.0 | 10,000,000 | 1.0 |",
        "| engine |  | 41,000 | 120 |  |  |",
    ]


def test_only_what_stands_between_the_marks_is_written() -> None:
    """The rest of the page stays; a page without marks is refused."""
    page = importlib.import_module("peers_page")
    before = f"head\n{page.BEGIN}\nold\n{page.END}\ntail\n"
    assert page.between(before, "new") == f"head\n{page.BEGIN}\n\nnew\n\n{page.END}\ntail\n"
    with pytest.raises(ValueError, match="unpack"):
        page.between("no marks", "new")


def test_page_names_every_peer() -> None:
    """The shipped page has its table, and the plot beside it."""
    page = importlib.import_module("peers_page")
    written = (ROOT / "docs/peers.md").read_text("utf-8").split(page.BEGIN)[1].split(page.END)[0]
    assert written.count("\n| ") >= 12
    assert "kernel" in (ROOT / "docs/peers.svg").read_text("utf-8")
