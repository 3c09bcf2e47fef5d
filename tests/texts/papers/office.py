"""What the tests of files for an office share: LibreOffice, and a case's words that might be taken for more than words."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from pypdf import PdfReader

SOFFICE = shutil.which("soffice") or ""
WITHOUT_OFFICE = "needs LibreOffice (soffice) to open the file"
HOSTILE = {
    "markup": "<b>fet</b> & <w:t>xml</w:t> **stjärnor** _under_ | rör # nummer",
    "control characters": "a\x00b\x07c\x1bd\x0be\r\nf\tg",
    "emoji": "fest 🎉 flagga 🇸🇪",
    "long": "Ordet åter och åter. " * 1_000,
    "arabic": "مرحبا بالعالم",
    "hebrew": "שלום עולם",
    "formula": "=1+1",
    "template": "{{ 7*7 }} {% raw %} {# bort #} {_{ 7*7 }_} {_% x %_}",
    "python": "{{ ''.__class__.__mro__ }}",
    "list": "1. första",
    "heading": "# rubrik",
}


def converted(path: Path, target: str) -> Path:
    """What LibreOffice makes of a file, with a profile of its own beside it."""
    profile = (path.parent / "profile").as_uri()
    command = [
        SOFFICE,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        path.parent / target,
    ]
    subprocess.run([*command, path], timeout=120, check=True, capture_output=True)
    return path.parent / target / f"{path.stem}.{target}"


def pdf_text(path: Path) -> str:
    """The words of a PDF, with one space between them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
