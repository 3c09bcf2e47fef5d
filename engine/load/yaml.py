"""What does a YAML or JSON text say, and where does each part of it stand? The one door for YAML.

YAML 1.2 core types, so `NO`, `on` and `12:30` are texts. Duplicate keys, anchors, aliases, tags and deep nesting are
refused. The tree is built from the parser's events with a stack of our own, so no input can exhaust Python's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from nytta.engine.errors import InputError, Place, Problem, system_words

PathKey = tuple[str | int, ...]
DEPTH = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)  # type: ignore[arg-type]
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


@dataclass(slots=True)
class Document:
    """One document of a file: plain values, and the place of each by its path of keys and indices."""

    file: str
    value: Any = None
    places: dict[PathKey, Place] = field(default_factory=dict)

    def place(self, path: PathKey) -> Place:
        """Where the path stands, or its nearest part that does."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file))


def read(path: Path, name: str | None = None) -> list[Document]:
    """Reads a file's documents; raises InputError if it cannot be read or is not YAML."""
    name = name or str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(_unreadable(name, error)) from None
    return parse(raw, name)


def read_one(path: Path) -> Document:
    """Reads a file that holds exactly one mapping; raises InputError otherwise."""
    documents = read(path)
    if len(documents) != 1 or not isinstance(documents[0].value, dict):
        raise InputError(
            Problem(
                Place(str(path), 1, 1),
                "",
                "filen ska innehålla en enda YAML-mappning (nyckel: värde)",
                "the file must hold exactly one YAML mapping (key: value)",
            )
        )
    return documents[0]


def parse(raw: bytes | str, name: str) -> list[Document]:
    """The documents of a YAML or JSON text; raises InputError with the place of the first fault."""
    try:
        text = raw if isinstance(raw, str) else raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1  # type: ignore[arg-type]
        column = error.start - raw.rfind(b"\n", 0, error.start)  # type: ignore[arg-type]
        raise InputError(
            Problem(
                Place(name, line, column),
                "",
                f"filen är inte UTF-8 (byte 0x{raw[error.start]:02x}); spara om den som UTF-8",
                f"the file is not UTF-8 (byte 0x{raw[error.start]:02x}); save it as UTF-8",
            )
        ) from None
    text = _SURROGATES.sub(_joined, text)
    try:
        return list(_build(text, name))
    except yaml.YAMLError as error:
        raise InputError(_not_yaml(error, text, name)) from None


def quoted(text: str) -> str:
    """The text in quotes on one line, as a YAML file has it."""
    return str(yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf"))).rstrip("\n")


def _joined(match: re.Match[str]) -> str:
    """JSON writes one character as two escapes of four digits; YAML wants one of eight."""
    high, low = (int(group, 16) for group in match.groups())
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"


def _build(text: str, name: str) -> Iterator[Document]:
    builder = _Builder(name)
    for event in yaml.parse(text, Loader=_LOADER):
        done = builder.take(event)
        if done is not None:
            yield done


class _Builder:
    """Turns events into one document after another, with a stack of open collections."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.document = Document(name)
        self.open: list[tuple[Any, PathKey, list[Any]]] = []  # collection, its path, the key that waits for a value

    def take(self, event: Any) -> Document | None:
        place = Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)
        if getattr(event, "anchor", None):
            raise InputError(_refused(place, "ankare och alias (& och *)", "anchors and aliases (& and *)"))
        if isinstance(event, yaml.DocumentStartEvent):
            self.document = Document(self.name)
        elif isinstance(event, yaml.ScalarEvent):
            self._put(_scalar(event, place), place)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._start([], event, place)
        elif isinstance(event, yaml.MappingStartEvent):
            self._start({}, event, place)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.open.pop()
        elif isinstance(event, yaml.DocumentEndEvent):
            return self.document
        return None

    def _start(self, collection: Any, event: Any, place: Place) -> None:
        if event.tag and not event.implicit:
            raise InputError(_refused(place, f"taggen {event.tag}", f"the tag {event.tag}"))
        if len(self.open) >= DEPTH:
            raise InputError(_refused(place, f"mer än {DEPTH} nivåer", f"more than {DEPTH} levels"))
        if self.open and isinstance(self.open[-1][0], dict) and not self.open[-1][2]:
            raise InputError(_refused(place, "en nyckel som inte är en text", "a key that is not a text"))
        path = self._put(collection, place)
        self.open.append((collection, path, []))

    def _put(self, value: Any, place: Place) -> PathKey:
        if not self.open:
            self.document.value = value
            self.document.places[()] = place
            return ()
        collection, path, waiting = self.open[-1]
        if isinstance(collection, list):
            collection.append(value)
            here: PathKey = (*path, len(collection) - 1)
        elif not waiting:
            waiting.append(self._key(collection, value, path, place))
            return path
        else:
            key = waiting.pop()
            collection[key] = value
            here = (*path, key)
        self.document.places.setdefault(here, place)
        return here

    def _key(self, collection: dict[str, Any], value: Any, path: PathKey, place: Place) -> str:
        key = {True: "true", False: "false", None: ""}[value] if isinstance(value, bool | None) else str(value)
        if key in collection:
            first = self.document.places[(*path, key)]
            raise InputError(
                Problem(
                    place,
                    ".".join(map(str, (*path, key))),
                    f"nyckeln står två gånger (första gången på rad {first.line})",
                    f"the key stands twice (first on line {first.line})",
                )
            )
        self.document.places[(*path, key)] = place
        return key


def _scalar(event: Any, place: Place) -> Any:
    text: str = event.value
    if event.tag and not any(event.implicit):
        raise InputError(_refused(place, f"taggen {event.tag}", f"the tag {event.tag}"))
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        if len(text) > 20:  # noqa: PLR2004 - longer digits are no number of ours, but a text
            return text
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _NOT_FINITE.fullmatch(text):
        raise InputError(_refused(place, f"talet {text}", f"the number {text}"))
    return text


def _refused(place: Place, sv: str, en: str) -> Problem:
    return Problem(place, "", f"{sv} används inte i dessa filer", f"{en}: not used in these files")


def _unreadable(name: str, error: OSError) -> Problem:
    why = {
        FileNotFoundError: ("filen finns inte; kontrollera namnet", "there is no such file; check the name"),
        IsADirectoryError: ("är en mapp, inte en fil; ange filerna i den", "is a folder, not a file; name the files in it"),
        PermissionError: ("filen får inte läsas; kontrollera rättigheterna", "the file may not be read; check its permissions"),
    }
    words = system_words(error)
    sv, en = why.get(type(error), (f"filen går inte att läsa ({words[0]})", f"the file cannot be read ({words[1]})"))
    return Problem(Place(name), "", sv, en)


def _not_yaml(error: yaml.YAMLError, text: str, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0]
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1, 1)
    sv, en = _SWEDISH.get(what, what), what
    if mark and text[mark.index : mark.index + 1] == "\t":
        sv, en = "en tabb där blanksteg ska stå", "a tab where spaces must stand"
    return Problem(
        place,
        "",
        f"filen är inte giltig YAML eller JSON ({sv}); kontrollera indrag, kolon och citattecken",
        f"the file is not valid YAML or JSON ({en}); check indentation, colons and quotes",
    )


_SWEDISH = {
    "found character that cannot start any token": "ett värde kan inte börja med det tecknet",
    "mapping values are not allowed in this context": "ett kolon där det inte kan stå",
    "block sequence entries are not allowed in this context": "ett streck där ingen lista kan börja",
    "could not find expected ':'": "ett kolon saknas",
    "did not find expected ',' or ']'": "ett komma eller en ] saknas",
    "did not find expected ',' or '}'": "ett komma eller en } saknas",
    "did not find expected '-' indicator": "listans nästa streck saknas",
    "did not find expected key": "en nyckel saknas eller är fel indragen",
    "did not find expected node content": "ett värde saknas",
    "did not find expected <document start>": "mer text efter slutet, eller fel indrag",
    "did not find expected comment or line break": "mer text på en rad som skulle ta slut",
    "did not find expected alphabetic or numeric character": "ett namn saknas efter & eller *",
    "did not find expected hexdecimal number": "fel siffror efter ett omvänt snedstreck",
    "found unknown escape character": "fel tecken efter ett omvänt snedstreck",
    "found unexpected end of stream": "ett citattecken saknas",
    "control characters are not allowed": "ett styrtecken",
}
"""What the parser says, in Swedish; what is not here stays in its own words."""
