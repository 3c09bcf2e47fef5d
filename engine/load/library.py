"""Which edition judges this case? The editions there are, chosen by strategy and date, read once and kept ready.

Reading and checking an edition takes longer than screening a case, so the checked edition is kept in the user's cache
folder under the digest of the files it came from: a changed file, another version of the program or of a library that the
models are made with gives another name.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pydantic

from nytta import __version__
from nytta.engine.errors import InputError, Place, Problem, listed, nearest
from nytta.engine.load.folders import SHIPPED, edition_folders
from nytta.engine.model.base import Model
from nytta.engine.model.edition import Edition, EditionHead
from nytta.engine.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from nytta.engine.ir.variants import Variant
    from nytta.engine.load.rules import RuleFiles
    from nytta.engine.model.ledger import Ledger

T = TypeVar("T")
ENGINE = Path(__file__).resolve().parents[1]
DIGEST = 32
"""Bytes of a kept file's digest, which stands before its content."""


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
        self._variants: dict[str, tuple[Variant, ...]] = {}

    @cached_property
    def _key(self) -> str:
        """The digest of every file that the editions could come from, and of the program."""
        edition_folders(self.folders)
        digest = hashlib.sha256(f"{__version__} {pydantic.VERSION} {sys.version_info[:2]}".encode())
        for path in sorted(ENGINE.rglob("*.py")):
            digest.update(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
        for folder in self.folders:
            for path in sorted(folder.rglob("*.yaml")):
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()[:32]

    @cached_property
    def index(self) -> Index:
        """Vocabulary, heads and digests; raises InputError with every problem if the rules are wrong."""
        kept = self._kept("index", Index)
        if kept is not None:
            return kept
        self._editions = self._from_files()
        editions = list(self._editions.values())
        digests = {edition.id: edition.digest for edition in editions}
        index = Index(vocabulary=editions[0].vocabulary, heads=tuple(one.head for one in editions), digests=digests)
        self._keep("index", index)
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
            self._editions[identifier] = self._kept_edition(identifier) or self._from_files()[identifier]
        return self._editions[identifier]

    def variants(self, identifier: str) -> tuple[Variant, ...]:
        """The alternative readings of an edition, as what each changes."""
        if identifier not in self._variants:
            name = f"readings-{identifier}"
            kept = self._kept(name, tuple)
            if kept is None:
                from nytta.engine.ir.variants import variants  # needed only where the cache has nothing

                kept = variants(self.edition(identifier))
                self._keep(name, kept)
            self._variants[identifier] = kept
        return self._variants[identifier]

    @cached_property
    def ledgers(self) -> dict[str, Ledger]:
        """The source documents with their ledgers, by identifier; raises InputError with every problem of the rules."""
        return {name: ledger for name, (ledger, _) in _checked(self.folders).ledgers.items()}

    def templates(self, identifier: str) -> tuple[Path, ...]:
        """The folders with an edition's own templates of papers; those of the user's own rule folders come first."""
        folders = (folder / identifier / "templates" for folder in reversed(self.folders))
        return tuple(folder for folder in folders if folder.is_dir())

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

    def reaching(self, strategy: str, day: date) -> list[str]:
        """The editions of a strategy that would be in force on a day under another reading of how far they reach."""
        own = (head for head in self.index.heads if head.strategy == strategy)
        return [head.id for head in own if any(reach.covers(day) for reach in head.other_periods)]

    def _from_files(self) -> dict[str, Edition]:
        """Every edition, read and kept for the next run; raises InputError with every problem of the rules."""
        editions = {edition.id: edition for edition in _read(self.folders)}
        for name, edition in editions.items():
            self._keep(name, edition.model_copy(update={"vocabulary": None}))  # all have the same, which the index keeps
        return editions

    def _kept_edition(self, name: str) -> Edition | None:
        kept = self._kept(name, Edition)
        return kept.model_copy(update={"vocabulary": self.index.vocabulary}) if kept else None

    def _kept(self, name: str, wanted: type[T]) -> T | None:
        """What an earlier run kept; nothing if it is damaged, or if somebody else could have written it."""
        with contextlib.suppress(OSError):
            path = self._cache / f"{name}-{self._key}"
            digest, content = path.read_bytes()[:DIGEST], path.read_bytes()[DIGEST:]
            if hashlib.sha256(content).digest() == digest and _is_our_own(path):
                kept = pickle.loads(content)  # noqa: S301 - our own, written by this version of the program
                return kept if isinstance(kept, wanted) else None
        return None

    def _keep(self, name: str, content: object) -> None:
        """Writes to the cache if it can be written; a program without a cache is only slower."""
        path = self._cache / f"{name}-{self._key}"
        written = pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
        with contextlib.suppress(OSError):
            self._cache.mkdir(mode=0o700, parents=True, exist_ok=True)
            for old in self._cache.glob(f"{name}-*"):
                old.unlink(missing_ok=True)
            temporary = path.with_name(f".{path.name}.{os.getpid()}")
            temporary.write_bytes(hashlib.sha256(written).digest() + written)
            temporary.replace(path)


def _is_our_own(path: Path) -> bool:
    """Whether only this user can write the file and its folder: what is kept there is run as code."""
    if not hasattr(os, "getuid"):
        return True
    stats = (path.stat(), path.parent.stat())
    return all(one.st_uid == os.getuid() and not one.st_mode & 0o022 for one in stats)


def _read(folders: tuple[Path, ...]) -> list[Edition]:
    """The editions from their files; raises InputError with every problem."""
    from nytta.engine.load.digest import sealed  # needed only where the cache has nothing

    return [sealed(source.edition) for source in _checked(folders).sources]


def _checked(folders: tuple[Path, ...]) -> RuleFiles:
    """Everything in the rule folders; raises InputError with every problem."""
    from nytta.engine.load.consistency import check_consistency  # needed only where the cache has nothing
    from nytta.engine.load.rules import read_rules

    rules = read_rules(folders)
    check_consistency(rules)
    if rules.problems:
        raise InputError(*rules.problems)
    return rules


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
