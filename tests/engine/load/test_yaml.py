"""The one door for YAML: core types, places, and everything that is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nytta.engine.errors import InputError
from nytta.engine.load.yaml import DEPTH, parse, read, read_one


def problem(raw: bytes | str) -> str:
    """The one problem of a text that is refused."""
    with pytest.raises(InputError) as caught:
        parse(raw, "f.yaml")
    (found,) = caught.value.problems
    return found.line("en")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("012", 12),
        ("0o14", 12),
        ("0x0C", 12),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2010-04-12", "2010-04-12"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("+1", 1),
        ("-0.25", -0.25),
        ("0xG", "0xG"),
        ("0o8", "0o8"),
        ("1e", "1e"),
        ("1234567890123456789012", "1234567890123456789012"),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("Null", None),
        ("nil", "nil"),
        ("'true'", "true"),
        ('"12"', "12"),
    ],
)
def test_plain_scalars_have_core_types(text: str, value: object) -> None:
    """Only what YAML 1.2's core schema says is a boolean, number or null is one."""
    (document,) = parse(f"key: {text}", "f.yaml")
    assert document.value == {"key": value}
    assert type(document.value["key"]) is type(value)


def test_places_are_those_of_keys_and_items() -> None:
    """Line and column of a key or item are kept by its path, from 1."""
    (document,) = parse("a:\n  b: [x, y]\n  c: 1\n", "f.yaml")
    assert str(document.place(("a", "b", 1))) == "f.yaml:2:10"
    assert str(document.place(("a", "c"))) == "f.yaml:3:3"
    assert str(document.place(("a", "none"))) == "f.yaml:1:1"


def test_a_stream_has_several_documents() -> None:
    """Documents are separated by three hyphens."""
    assert [one.value for one in parse("a: 1\n---\n- b\n", "f.yaml")] == [{"a": 1}, ["b"]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: {\n", "f.yaml:3:1: the file is not valid YAML or JSON"),
        ("a: 1\na: 2\n", "f.yaml:2:1: a: the key stands twice (first on line 1)"),
        ("a: &x 1\nb: *x\n", "f.yaml:1:4: anchors and aliases (& and *): not used in these files"),
        ("a: !!python/object:os.system x\n", "f.yaml:1:4: the tag tag:yaml.org,2002:python/object:os.system"),
        ("a: .nan\n", "f.yaml:1:4: the number .nan: not used in these files"),
        ("? [a, b]\n: 1\n", "f.yaml:1:3: a key that is not a text: not used in these files"),
        ("a: \x00\n", "f.yaml:1:1: the file is not valid YAML or JSON"),
    ],
)
def test_what_is_refused_is_named_at_its_place(text: str, said: str) -> None:
    """Faults of the text itself stop at the first, with line and column."""
    assert problem(text).startswith(said)


def test_billion_laughs_is_refused_at_the_first_anchor() -> None:
    """An alias bomb is never expanded."""
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert "anchors and aliases" in problem(bomb)


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_ten_megabytes_of_nesting_is_refused(opening: str) -> None:
    """Depth is bounded before anything is built."""
    assert "levels" in problem(opening * (10_000_000 // len(opening)))


@pytest.mark.parametrize(("levels", "good"), [(DEPTH, True), (DEPTH + 1, False)])
def test_the_depth_is_bounded_exactly(levels: int, *, good: bool) -> None:
    """So many collections may lie within one another, and not one more."""
    text = "[" * levels + "]" * levels
    if good:
        assert parse(text, "f.yaml")[0].value is not None
    else:
        assert problem(text) == f"f.yaml:1:{levels}: more than {DEPTH} levels: not used in these files"


@pytest.mark.parametrize("text", ["", "- a\n", "text\n", "a: 1\n---\nb: 2\n"])
def test_a_rule_file_is_one_mapping(text: str, tmp_path: Path) -> None:
    """A list, a text, nothing and several documents are refused."""
    path = tmp_path / "f.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="exactly one YAML mapping"):
        read_one(path)
    path.write_text("a: 1\n", "utf-8")
    assert read_one(path).value == {"a": 1}


def test_a_place_says_file_line_and_column() -> None:
    """Keys of nested lists and flow mappings have their own places; a value that spans lines stands where it begins."""
    (document,) = parse("a:\n  - {b: 1, c: [x]}\n  - >-\n    long\n    text\n", "f.yaml")
    assert document.value == {"a": [{"b": 1, "c": ["x"]}, "long text"]}
    places = {path: str(document.place(path)) for path in (("a",), ("a", 0, "c"), ("a", 0, "c", 0), ("a", 1))}
    assert places == {
        ("a",): "f.yaml:1:1",
        ("a", 0, "c"): "f.yaml:2:12",
        ("a", 0, "c", 0): "f.yaml:2:16",
        ("a", 1): "f.yaml:3:5",
    }


def test_latin_1_is_refused_at_the_byte() -> None:
    """A file that is not UTF-8 is refused with the place of the byte."""
    assert problem("titel: \xe5ka\n".encode("latin-1")).startswith("f.yaml:1:8: the file is not UTF-8 (byte 0xe5)")


def test_a_binary_file_is_refused() -> None:
    """Bytes that are no text are refused."""
    assert "f.yaml:" in problem(bytes(range(256)))


def test_a_byte_order_mark_is_skipped() -> None:
    """Windows programs write one."""
    assert parse("\N{ZERO WIDTH NO-BREAK SPACE}a: 1".encode(), "f.yaml")[0].value == {"a": 1}


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    """What cannot be read is said with what to do."""
    for path, said in ((tmp_path / "none.yaml", "there is no such file"), (tmp_path, "is a folder")):
        with pytest.raises(InputError) as caught:
            read(path)
        assert said in str(caught.value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcåäö🌍", min_size=1, max_size=4), inner, max_size=3),
    max_leaves=10,
)


@given(JSON, st.booleans(), st.sampled_from([None, 2]))
def test_json_reads_as_json(value: object, escaped: bool, indent: int | None) -> None:  # noqa: FBT001 - drawn
    """Whatever Python writes as JSON is read back as the same value, surrogate pairs included."""
    text = json.dumps({"a": value}, ensure_ascii=escaped, indent=indent)
    assert parse(text, "f.json")[0].value == {"a": value}
