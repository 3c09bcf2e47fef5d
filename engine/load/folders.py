"""Where do editions lie? In the program's own rules and in folders that a user lays over them."""

from __future__ import annotations

from pathlib import Path

from nytta.engine.errors import InputError, Place, Problem

SHIPPED = Path(__file__).resolve().parents[2] / "rules"

ADDED = ("facts.yaml", "kinds.yaml", "bodies.yaml", "countries.yaml", "laws.yaml", "documents", "registers")
"""What a rule folder may hold beside editions."""
_INSIDE = ("är en utgåva; ange mappen som den ligger i", "is an edition; name the folder that it lies in")
_NONE = (
    "här finns inga regler: varken UTGÅVA/edition.yaml, facts.yaml eller något annat som rules/README.md nämner",
    "there are no rules here: neither EDITION/edition.yaml, facts.yaml nor anything else that rules/README.md names",
)


def edition_folders(folders: tuple[Path, ...]) -> dict[str, Path]:
    """The folder of each edition by its name; a later folder's edition replaces an earlier one's."""
    found: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise InputError(Problem(Place(str(folder)), "", "mappen med regler finns inte", "there is no such rule folder"))
        editions = sorted(folder.glob("*/edition.yaml"))
        if not editions and not any((folder / name).exists() for name in ADDED):
            raise InputError(Problem(Place(str(folder)), "", *(_INSIDE if (folder / "edition.yaml").exists() else _NONE)))
        for path in editions:
            found[path.parent.name] = path.parent
    return dict(sorted(found.items()))
