"""Which edition judges a case, and the cache that keeps checked editions between runs."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nytta.engine.errors import InputError
from nytta.engine.load import library as library_module
from nytta.engine.load.folders import SHIPPED
from nytta.engine.load.library import Library, cache_folder
from nytta.engine.model.edition import Edition
from tests.conftest import EDITIONS, EXEMPELSTAD
from tests.engine.city import City

NAME = "exempelstad-2020"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache folder of the test's own, not yet there."""
    return tmp_path / "cache"


# -- by strategy and date


@pytest.mark.parametrize(
    ("strategy", "day", "edition"),
    [
        ("stockholm", date(1999, 12, 31), None),
        ("stockholm", date(2000, 1, 1), "stockholm-2000"),
        ("stockholm", date(2008, 12, 2), "stockholm-2000"),
        ("stockholm", date(2008, 12, 3), "stockholm-2008"),
        ("stockholm", date(2015, 12, 31), "stockholm-2008"),
        ("stockholm", date(2016, 1, 1), None),
        ("linkoping", date(2009, 12, 31), None),
        ("linkoping", date(2010, 1, 1), "linkoping-2010"),
        ("linkoping", date(2030, 1, 1), "linkoping-2010"),
        ("la-linkoping", date(2017, 12, 31), None),
        ("la-linkoping", date(2018, 1, 1), "la-linkoping-2018"),
        ("la-linkoping", date(2022, 12, 31), "la-linkoping-2018"),
        ("la-linkoping", date(2023, 1, 1), None),
        ("exempelstad", date(2020, 1, 1), NAME),
        ("nowhere", date(2020, 1, 1), None),
    ],
)
def test_the_edition_in_force_is_chosen(strategy: str, day: date, edition: str | None, library: Library) -> None:
    """The strategy's edition whose period covers the day, first and last day included; none outside every period."""
    head = library.in_force(strategy, day)
    assert (head.id if head else None) == edition


def test_no_two_editions_of_a_strategy_are_in_force_on_one_day(library: Library) -> None:
    """On every boundary of a period at most one edition of each strategy is in force."""
    heads = library.index.heads
    days = {day for head in heads for day in (head.in_force.from_, head.in_force.to) if day}
    for strategy in library.strategies:
        own = [head for head in heads if head.strategy == strategy]
        assert all(sum(head.in_force.covers(day) for head in own) <= 1 for day in days)


def test_the_library_lists_what_there_is(library: Library) -> None:
    """Editions, strategies and periods, as messages and commands name them."""
    assert sorted(head.id for head in library.index.heads) == sorted(EDITIONS)
    assert set(library.strategies) == {"stockholm", "linkoping", "la-linkoping", "exempelstad"}
    assert library.periods("stockholm") == "stockholm-2000 2000-01-01–2008-12-02, stockholm-2008 2008-12-03–2015-12-31"
    assert library.periods("linkoping") == "linkoping-2010 2010-01-01–"
    assert library.index.digests == {name: library.edition(name).digest for name in EDITIONS}


def test_an_edition_that_is_not_there_is_named_with_the_nearest(library: Library) -> None:
    """The message says which editions there are."""
    with pytest.raises(InputError, match=r"unknown edition «stockholm-2009»; did you mean «stockholm-200[08]»\?") as caught:
        library.edition("stockholm-2009")
    assert all(name in str(caught.value) for name in EDITIONS)


def test_a_rule_folder_that_is_not_there_is_refused(cache: Path, tmp_path: Path) -> None:
    """A misspelt folder is an error, never a library without it."""
    with pytest.raises(InputError, match="there is no such rule folder"):
        _ = Library(tmp_path / "none", cache=cache).index


# -- the cache


def contents(library: Library) -> dict[str, Edition]:
    """Every edition that the library gives."""
    return {head.id: library.edition(head.id) for head in library.index.heads}


def kept(cache: Path, name: str) -> list[Path]:
    """The kept files of that name: it is followed by the digest of what it was read from."""
    return sorted(cache.glob(f"{name}-{'[0-9a-f]' * 32}*"))


@pytest.fixture
def filled(cache: Path) -> Path:
    """The cache after a first run."""
    _ = Library(EXEMPELSTAD, cache=cache).index
    return cache


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows by one each time that rule files are read."""
    counted: list[object] = []
    real = library_module._read

    def counting(*arguments: Any) -> Any:
        counted.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(library_module, "_read", counting)
    return counted


def test_a_kept_edition_is_the_edition_that_was_read(filled: Path, library: Library, reads: list[object]) -> None:
    """The second run takes everything from the cache, and it is the same."""
    assert [len(kept(filled, name)) for name in ("index", *EDITIONS)] == [1] * (len(EDITIONS) + 1)
    second = Library(EXEMPELSTAD, cache=filled)
    assert contents(second) == contents(library)
    assert second.index == library.index
    assert reads == []


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut short": lambda whole: whole[: len(whole) // 2],
    "one byte more": lambda whole: whole + b"x",
    "one byte other": lambda whole: whole[:-9] + b"?" + whole[-8:],
    "no such thing": lambda _: b"\x00\xff\xfe{}",
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("which", ["index", NAME])
def test_a_damaged_cache_is_read_past(which: str, damage: str, filled: Path, library: Library, reads: list[object]) -> None:
    """A kept file that is damaged is as good as none: the rules are read again, and nothing is said."""
    (path,) = kept(filled, which)
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    assert contents(Library(EXEMPELSTAD, cache=filled)) == contents(library)
    assert reads


def test_a_kept_file_in_another_s_place_is_read_past(filled: Path, library: Library) -> None:
    """An index is never taken for an edition."""
    (edition,), (index,) = kept(filled, NAME), kept(filled, "index")
    edition.write_bytes(index.read_bytes())
    assert contents(Library(EXEMPELSTAD, cache=filled)) == contents(library)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the system has no such permissions")
@pytest.mark.parametrize("which", ["file", "folder"])
def test_what_somebody_else_may_write_is_read_past(which: str, filled: Path, library: Library, reads: list[object]) -> None:
    """A cache that others can write is not trusted."""
    (path,) = kept(filled, NAME)
    (path if which == "file" else filled).chmod(0o777)
    assert Library(EXEMPELSTAD, cache=filled).edition(NAME) == library.edition(NAME)
    assert reads


def test_a_damaged_cache_is_mended(filled: Path, reads: list[object]) -> None:
    """The run after the one that met a damaged edition finds it whole."""
    (path,) = kept(filled, NAME)
    path.write_bytes(b"")
    _ = Library(EXEMPELSTAD, cache=filled).edition(NAME)
    assert len(reads) == 1
    _ = Library(EXEMPELSTAD, cache=filled).edition(NAME)
    assert len(reads) == 1


def test_a_kept_edition_that_is_gone_is_read_again(filled: Path, library: Library) -> None:
    """An index without its editions is enough to begin with."""
    for name in EDITIONS:
        kept(filled, name)[0].unlink()
    assert contents(Library(EXEMPELSTAD, cache=filled)) == contents(library)


@pytest.fixture
def unwritable(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nothing can be made, save by root."""
    folder = tmp_path / "readonly"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    yield folder
    folder.chmod(stat.S_IRWXU)


def test_a_cache_that_cannot_be_written_is_done_without(unwritable: Path, tmp_path: Path, library: Library) -> None:
    """In a read-only folder, and below something that is no folder, the library works without a cache."""
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    for place in (unwritable / "nytta", blocked / "nytta"):
        assert contents(Library(EXEMPELSTAD, cache=place)) == contents(library)


def test_a_changed_rule_file_is_read_again(city: City, cache: Path) -> None:
    """What is kept is keyed by the content of the files, so a changed one is never answered from the cache."""
    before = Library(city.folder, cache=cache).edition(NAME)
    city.edit(city.head, "longest_term_months: {value: 36}", "longest_term_months: {value: 24}")
    after = Library(city.folder, cache=cache).edition(NAME)
    assert after.head.parameters["longest_term_months"].value == 24
    assert after.digest != before.digest
    assert len(kept(cache, NAME)) == 1


def test_an_edition_whose_name_begins_another_s_keeps_its_own_place(city: City, cache: Path) -> None:
    """Keeping `exempelstad` does not throw out `exempelstad-2020`."""
    shorter = shutil.copytree(city.folder / NAME, city.folder / "exempelstad")
    head = (shorter / "edition.yaml").read_text("utf-8")
    head = head.replace(f"id: {NAME}", "id: exempelstad").replace("{from: 2020-01-01}", "{from: 2010-01-01, to: 2019-12-31}")
    (shorter / "edition.yaml").write_text(head, "utf-8")
    _ = Library(city.folder, cache=cache).index
    assert (len(kept(cache, NAME)), len(kept(cache, "exempelstad"))) == (1, 1)


def _digests(cache: str) -> dict[str, str]:
    """What another process makes of the rules."""
    return {name: edition.digest for name, edition in contents(Library(EXEMPELSTAD, cache=Path(cache))).items()}


def test_processes_that_start_at_once_agree(cache: Path, library: Library) -> None:
    """Several processes with one empty cache read the same editions and leave whole files behind."""
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = pool.map(_digests, [str(cache)] * 6)
    assert found == [library.index.digests] * 6
    assert sorted(path for name in ("index", *EDITIONS) for path in kept(cache, name)) == sorted(cache.iterdir())
    assert _digests(str(cache)) == library.index.digests


@pytest.mark.parametrize(
    ("set_to", "expected"),
    [
        ({"XDG_CACHE_HOME": "/a"}, Path("/a/nytta")),
        ({"LOCALAPPDATA": "/b"}, Path("/b/nytta")),
        ({"XDG_CACHE_HOME": "", "LOCALAPPDATA": ""}, Path.home() / ".cache" / "nytta"),
    ],
)
def test_the_cache_is_the_user_s(set_to: dict[str, str], expected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variables that the systems have for it, else in the home folder."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)
    assert cache_folder() == expected


# -- a folder of the user's own


def test_an_edition_of_the_same_identifier_replaces_the_shipped_one(cache: Path, tmp_path: Path) -> None:
    """The folder laid over the shipped rules says what its edition holds, whole; the others stay as they are."""
    own = tmp_path / "own"
    shutil.copytree(SHIPPED / "stockholm-2000", own / "stockholm-2000")
    head = own / "stockholm-2000" / "edition.yaml"
    head.write_text(head.read_text("utf-8").replace("  - no-group-priority\n", ""), "utf-8")
    (own / "stockholm-2000" / "clauses" / "no-group-priority.yaml").unlink()
    plain, replaced = Library(cache=cache), Library(own, cache=cache)
    lost = set(plain.edition("stockholm-2000").by_id) - set(replaced.edition("stockholm-2000").by_id)
    assert lost == {"no-group-priority"}
    changed = {name for name, digest in plain.index.digests.items() if replaced.index.digests[name] != digest}
    assert changed == {"stockholm-2000"}


def test_facts_bodies_and_registers_of_a_folder_are_added(cache: Path) -> None:
    """The shipped editions keep theirs, and their digests; the folder's edition may use both."""
    plain, laid = Library(cache=cache), Library(EXEMPELSTAD, cache=cache)
    assert "approvals.legal" not in plain.index.vocabulary.facts
    assert laid.index.vocabulary.facts.keys() > plain.index.vocabulary.facts.keys()
    assert "kulturnamnden" in laid.index.vocabulary.bodies
    assert "capitals" in laid.edition(NAME).registers
    assert "eligible-countries" not in laid.edition("stockholm-2008").registers


def test_a_fact_may_be_given_anew(city: City, cache: Path) -> None:
    """A folder's fact replaces the shipped one of the same name."""
    city.facts()
    with (city.folder / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write('benefit:\n  mutual: {type: bool, label: {sv: "egen", en: "own"}, question: {sv: "Egen?", en: "Own?"}}\n')
    text = (city.folder / "facts.yaml").read_text("utf-8").replace("extra:\n", "")
    (city.folder / "facts.yaml").write_text(text, "utf-8")
    assert Library(city.folder, cache=cache).index.vocabulary.facts["benefit.mutual"].label.en == "own"


def test_the_later_of_two_folders_wins(city: City, cache: Path) -> None:
    """Folders are laid over one another in the order in which they are given."""
    city.edit(city.head, "longest_term_months: {value: 36}", "longest_term_months: {value: 24}")
    for folders, months in (((EXEMPELSTAD, city.folder), 24), ((city.folder, EXEMPELSTAD), 36)):
        edition = Library(*folders, cache=cache).edition(NAME)
        assert edition.head.parameters["longest_term_months"].value == months


def test_faulty_rules_are_refused_with_every_problem(city: City, cache: Path) -> None:
    """Nothing is judged by rules that are wrong, and nothing of them is kept."""
    city.edit("clauses/fixed-term.yaml", "norm: must", "norm: shall")
    city.edit("clauses/term-review.yaml", "term.review, within", "term.reviw, within")
    with pytest.raises(InputError) as caught:
        _ = Library(city.folder, cache=cache).index
    assert {Path(problem.place.file).stem for problem in caught.value.problems} == {"fixed-term", "term-review"}
    assert not cache.exists() or not list(cache.iterdir())
