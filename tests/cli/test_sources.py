"""`nytta sources` lists the documents, holds them against copies, shows them beside their clauses and makes rows."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.conftest import EXEMPELSTAD, FIXTURES

CITY = FIXTURES / "ledger"
COPY = "Resor\n\nStaden ska bara resa när det är till nytta. Så har det varit länge.\n\n• Nämnden beslutar om resor.\n"
CALL = ("--documents", "copies", "--rules", CITY, "--lang", "en")


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a faithful copy of the invented document."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "copies").mkdir()
    path = tmp_path / "copies" / "resor-2020.txt"
    path.write_text(COPY, "utf-8")
    return path


def test_documents_are_listed_with_their_shares(program: Program) -> None:
    """Each document has its status, its number of passages and the share of each class."""
    result = program("sources", "list", "--rules", CITY, "--lang", "en")
    assert "resor-2020, adopted" in result.out
    assert "2 passages: clause 50 %, duty 50 %" in result.out
    assert (result.code, result.err) == (0, "")


@pytest.mark.usefixtures("copies")
def test_a_faithful_copy_is_in_order(program: Program) -> None:
    """Nothing but the sum is said, and the status is 0."""
    result = program("sources", "verify", "resor-2020", *CALL)
    said = "resor-2020: 2 passages: 2 found, 0 moved, 0 altered, 0 missing; 0 sentences without a row\n"
    assert result == (0, said, "")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("till nytta", "till glädje", "ALTERED Resor, «Staden ska bara resa …»\n  Nearest in the copy: «Staden ska bara resa"),
        ("• Nämnden beslutar om resor.\n", "", "MISSING Resor, item 1, «Nämnden beslutar om …»\n  The copy has nothing like it."),
        ("länge.", "länge. Ingen får flyga.", "No row covers this sentence (får): «Ingen får flyga.»"),
    ],
)
def test_what_is_not_in_order_is_named(old: str, new: str, said: str, copies: Path, program: Program) -> None:
    """A changed word, a dropped sentence and an added one are each named, and the status is 1."""
    copies.write_text(COPY.replace(old, new), "utf-8")
    result = program("sources", "verify", "resor-2020", *CALL)
    assert said in result.out
    assert (result.code, result.err) == (1, "")


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("name", ["resor-2020", "resor-2020/useful"])
def test_the_words_stand_above_what_carries_them(name: str, program: Program) -> None:
    """The passage in full from the copy, then the clause's summary or the reason why there is none."""
    result = program("sources", "show", name, *CALL)
    assert "  | Staden ska bara resa när det är till nytta.\n  → resor-2020/useful: Travel has to be useful." in result.out
    assert ("Nämnden" in result.out) == (name == "resor-2020")
    assert (result.code, result.err) == (0, "")


@pytest.mark.usefixtures("copies")
def test_the_whole_document_is_one_page(program: Program) -> None:
    """Every word of the copy is on the page, passages marked by class."""
    page = program("sources", "show", "resor-2020", "--html", *CALL).out
    reader = HTMLParser()
    reader.feed(page)
    assert page.startswith("<!DOCTYPE html>")
    assert '<p class="encoded"><mark>Staden ska bara resa när det är till nytta.</mark></p>' in page
    assert "Så har det varit länge" in page


@pytest.mark.usefixtures("copies")
def test_a_row_is_made_for_a_new_document(program: Program) -> None:
    """The row has the place, the first words, the length and the digest; what carries it is left to a person."""
    call = ("copies/resor-2020.txt", "--section", "Resor", "--item", "1", "--from", "Nämnden beslutar", "--to", "resor.")
    result = program("sources", "fingerprint", *call)
    ledger = (CITY / "documents" / "resor-2020.yaml").read_text("utf-8")
    assert [line for line in result.out.splitlines() if "sha256" in line or "length" in line] == [
        line for line in ledger.splitlines() if "sha256" in line or "length" in line
    ][2:]
    assert result.code == 0


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("verify", "resor-2021", *CALL), "did you mean «resor-2020»?"),
        (("verify", "resor-2020", "--documents", "none", "--rules", CITY, "--lang", "en"), "none: there is no such folder"),
        (
            ("verify", "resor-2020", "--documents", ".", "--rules", CITY, "--lang", "en"),
            ".: the folder has no copy of resor-2020",
        ),
        (("show", "resor-2020/usefull", *CALL), "did you mean «resor-2020/useful»?"),
        (
            ("fingerprint", "copies/resor-2020.txt", "--section", "x", "--from", "Ingen", "--to", "alls", "--lang", "en"),
            "--from/--to: the words are not in the file",
        ),
        (("fingerprint", "none.txt", "--section", "x", "--from", "a", "--to", "b", "--lang", "en"), "none.txt: cannot be read"),
    ],
)
def test_a_wrong_call_says_what_to_do(call: tuple[str, ...], said: str, program: Program) -> None:
    """Each is refused with 2 and nothing on standard output."""
    result = program("sources", *call)
    assert said in result.err
    assert (result.code, result.out) == (2, "")


@pytest.mark.parametrize(
    ("name", "raw"), [("pdf", b"%PDF-1.4 cut"), ("docx", b"PK\x03\x04"), ("txt", b"\xff\xfe"), ("txt", b"  ")]
)
def test_a_copy_that_cannot_be_read_is_named(name: str, raw: bytes, copies: Path, program: Program) -> None:
    """A file that is not what its ending says, or holds no text, is refused with its name."""
    copies.unlink()
    path = copies.with_suffix(f".{name}")
    path.write_bytes(raw)
    result = program("sources", "verify", "resor-2020", *CALL)
    assert result.err.startswith(f"copies/{path.name}: ")
    assert (result.code, result.out) == (2, "")


def test_the_ledger_of_another_city_is_checked(program: Program) -> None:
    """The invented documents are in order."""
    assert program("rules", "check", CITY, EXEMPELSTAD) == (0, "Inga fel.\n", "")
