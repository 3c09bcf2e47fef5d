"""Writes the papers that are kept anew: one of each form and verdict, and the minutes of the real matters. `make papers`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from nytta.engine.load.library import Library
from tests.texts.papers.goldens import KEPT, papers, writer


def main() -> None:
    """Writes what has changed, removes what is no longer kept, and names both."""
    kept = dict(papers(writer(Library())))
    for path in KEPT.glob("*.md"):
        if path not in kept:
            path.unlink()
            print(f"removed {path.name}")
    for path, text in kept.items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"written {path.name}")


if __name__ == "__main__":
    main()
