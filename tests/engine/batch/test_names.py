"""Names joined by row, however many there are, and work done once for each distinct combination."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nytta.engine.backends.columnar import Layers, run
from nytta.engine.batch import once
from nytta.engine.batch.names import Names
from nytta.engine.batch.once import Once


@pytest.mark.parametrize("count", [0, 1, 8, 10, 11, 64, 65, 130])
def test_names_stand_in_order_and_once(count: int) -> None:
    """Each name that holds in a row stands where it first holds, and again nowhere."""

    @settings(max_examples=20)
    @given(st.lists(st.lists(st.booleans(), min_size=count, max_size=count), min_size=1, max_size=9), st.integers(1, 7))
    def same(rows: list[list[bool]], different: int) -> None:
        slots = [(f"name{place % (count // different + 1)}", f"c{place}") for place in range(count)]
        layers = Layers({})
        names = Names("names", slots, layers)
        columns = {"row": pl.Series(range(len(rows)))} | {
            column: [row[place] for row in rows] for place, (_, column) in enumerate(slots)
        }
        found = names(run(layers.program(names.columns), pl.DataFrame(columns), ["row", *names.masks]))
        assert found.to_list() == [
            "|".join(dict.fromkeys(name for (name, _), held in zip(slots, row, strict=True) if held)) for row in rows
        ]

    same()


def test_work_is_done_once_and_kept_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal keys are worked on once, nulls too; what is kept stays under the limit, and is worked on again then."""
    monkeypatch.setattr(once, "KEPT", 4)
    worked: list[int | None] = []

    def work(keys: pl.DataFrame) -> pl.DataFrame:
        worked.extend(keys["key"].to_list())
        return keys.select(pl.col("key").fill_null(-1).alias("found") * 2)

    doubled = Once(work)

    def asked(*keys: int | None) -> list[int]:
        return doubled(pl.DataFrame({"key": pl.Series(keys, dtype=pl.Int64)}))["found"].to_list()

    assert asked(1, None, 1, 2) == [2, -2, 2, 4]
    assert asked(2, None, 3) == [4, -2, 6]
    assert sorted(worked, key=str) == [1, 2, 3, None]
    assert asked(5, 1, 6) == [10, 2, 12]
    assert asked(1, 2, 3, 4, 5, 6, 7) == [2, 4, 6, 8, 10, 12, 14]
    assert asked(1) == [2]
