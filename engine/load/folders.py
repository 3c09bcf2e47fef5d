"""Where do editions lie? In the program's own rules and in folders that a user lays over them."""

from __future__ import annotations

from pathlib import Path

from nytta.engine.errors import InputError, Place, Problem

SHIPPED = Path(__file__).resolve().parents[2] / "rules"


def edition_folders(folders: tuple[Path, ...]) -> dict[str, Path]:
    """The folder of each edition by its name; a later folder's edition replaces an earlier one's."""
    found: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise InputError(Problem(Place(str(folder)), "", "mappen med regler finns inte", "there is no such rule folder"))
        for path in sorted(folder.glob("*/edition.yaml")):
            found[path.parent.name] = path.parent
    return dict(sorted(found.items()))
