"""Which edition judges this case? The editions there are, chosen by strategy and date, read once and kept ready.

Reading and checking an edition takes longer than screening a case, so the checked edition is kept in the user's cache
folder under the digest of the files it came from: a changed file, or another version of the program, gives another name.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from nytta import __version__
from nytta.engine.errors import InputError, Place, Problem, listed, nearest
from nytta.engine.load.folders import SHIPPED, edition_folders
from nytta.engine.model.base import Model
from nytta.engine.model.edition import Edition, EditionHead
from nytta.engine.model.vocabulary import Vocabulary


class Index(Model):
    """What has to be known before an edition is chosen: the vocabulary, and each edition's head and digest."""

    vocabulary: Vocabulary
    heads: tuple[EditionHead, ...]
    digests: dict[str, str]


class Library:
    """The editions of the shipped rules and of the user's own rule folders."""

    def __init__(self, *folders: Path, cache: Path | None = None) -> None:
        self.folders = (SHIPPED, *folders)
        self._cache = cache or cache_folder()
        self._editions: dict[str, Edition] = {}

    @cached_property
    def _key(self) -> str:
        """The digest of every file that the editions could come from, and of the program."""
        edition_folders(self.folders)
        digest = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
        for folder in self.folders:
            for path in sorted(folder.rglob("*.yaml")):
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()[:32]

    @cached_property
    def index(self) -> Index:
        """Vocabulary, heads and digests; raises InputError with every problem if the rules are wrong."""
        kept = self._kept("index")
        if kept is not None:
            with contextlib.suppress(ValueError):
                return Index.model_validate_json(kept)
        vocabulary, editions = _read(self.folders)
        for edition in editions:
            self._editions[edition.id] = edition
            self._keep(edition.id, edition.model_dump_json(by_alias=True))
        digests = {edition.id: edition.digest for edition in editions}
        index = Index(vocabulary=vocabulary, heads=tuple(one.head for one in editions), digests=digests)
        self._keep("index", index.model_dump_json(by_alias=True))
        return index

    def edition(self, identifier: str) -> Edition:
        """The edition with that identifier; raises InputError with the nearest name."""
        names = [head.id for head in self.index.heads]
        if identifier not in names:
            sv, en = nearest(identifier, names)
            raise InputError(
                _call(
                    f"okänd utgåva «{identifier}»{sv} (det finns: {listed(names)})",
                    f"unknown edition «{identifier}»{en} (there are: {listed(names)})",
                )
            )
        if identifier not in self._editions:
            self._editions[identifier] = self._from_cache(identifier) or self._from_files(identifier)
        return self._editions[identifier]

    @property
    def strategies(self) -> tuple[str, ...]:
        """The strategies that there are editions of."""
        return tuple(dict.fromkeys(head.strategy for head in self.index.heads))

    def in_force(self, strategy: str, day: date) -> EditionHead | None:
        """The head of the edition of a strategy that is in force on a day."""
        return next((head for head in self.index.heads if head.strategy == strategy and head.in_force.covers(day)), None)

    def periods(self, strategy: str) -> str:
        """The editions of a strategy with their periods, for a message."""
        own = [head for head in self.index.heads if head.strategy == strategy]
        return ", ".join(f"{one.id} {one.in_force.from_}–{one.in_force.to or ''}" for one in own)

    def _from_cache(self, identifier: str) -> Edition | None:
        kept = self._kept(identifier)
        if kept is not None:
            with contextlib.suppress(ValueError):
                return Edition.model_validate_json(kept)
        return None

    def _from_files(self, identifier: str) -> Edition:
        _, (edition,) = _read(self.folders, identifier)
        return edition

    def _kept(self, name: str) -> str | None:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return (self._cache / f"{name}-{self._key}.json").read_text("utf-8")
        return None

    def _keep(self, name: str, content: str) -> None:
        """Writes to the cache if it can be written; a program without a cache is only slower."""
        path = self._cache / f"{name}-{self._key}.json"
        with contextlib.suppress(OSError):
            self._cache.mkdir(parents=True, exist_ok=True)
            for old in self._cache.glob(f"{name}-*.json"):
                old.unlink(missing_ok=True)
            temporary = path.with_suffix(f".{os.getpid()}")
            temporary.write_text(content, "utf-8")
            temporary.replace(path)


def _read(folders: tuple[Path, ...], only: str | None = None) -> tuple[Vocabulary, list[Edition]]:
    """The vocabulary and the editions from their files; raises InputError with every problem."""
    from nytta.engine.load.consistency import check_consistency  # needed only where the cache has nothing
    from nytta.engine.load.digest import sealed
    from nytta.engine.load.rules import read_rules

    rules = read_rules(folders, only=only)
    check_consistency(rules)
    if rules.problems:
        raise InputError(*rules.problems)
    return rules.vocabulary, [sealed(source.edition) for source in rules.sources]


def cache_folder() -> Path:
    """The user's cache folder for this program."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    return Path(base) / "nytta"


def _call(sv: str, en: str) -> Problem:
    return Problem(Place("nytta"), "", sv, en)


@lru_cache(maxsize=8)
def library(folders: Iterable[Path] = ()) -> Library:
    """The library of these rule folders, built once a process."""
    return Library(*folders)
