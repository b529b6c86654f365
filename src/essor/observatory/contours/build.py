"""Write the layers of the map beside the values, to be put in force with them."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from essor.observatory.contours.layers import communes_file
from essor.observatory.contours.loaded import is_whole, layers_of, read_outlines
from essor.observatory.contours.places import shipped_places
from essor.observatory.contours.zonings import Zoning, read_zonings

SOURCE = "ign_contours_communes"
FOLDER = "contours"
ABOUT = "contours.json"


def build_contours(folders: Mapping[str, Path], out: Path, former: Path | None = None) -> str:
    """Write `contours/` in a folder of marts, when outlines are loaded.

    Returns what to add to the version of the marts, nothing when no outline is loaded.

    folders : source -> folder of its tidy tables
    former : marts in force, whose layers are kept when nothing changed
    A source that holds less than nearly all communes, such as a sample, draws only the communes of
    the territories that it holds whole.
    """
    if SOURCE not in folders:
        return ""
    version = layers_version(folders[SOURCE].name, (out / "appartenance.parquet").read_bytes())
    target = out / FOLDER
    target.mkdir()
    if former is not None and _version_of(former / FOLDER) == version:
        for path in (former / FOLDER).iterdir():
            os.link(path, target / path.name)
        return f"-{version}"
    about = _draw(folders[SOURCE], target, read_zonings(out))
    (target / ABOUT).write_text(json.dumps({"version": version, **about}), encoding="utf-8")
    return f"-{version}"


def layers_version(source_version: str, geography: bytes) -> str:
    """Return what the layers depend on: the outlines, the geography and how they are drawn."""
    digest = hashlib.sha256(source_version.encode() + geography)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _draw(folder: Path, target: Path, zonings: Sequence[Zoning]) -> dict[str, Any]:
    places = shipped_places()
    outlines, merged = read_outlines(folder, places)
    all_of_them = is_whole(outlines, places)
    for code in sorted(places.noms["territoire"]):
        if all_of_them or set(places.communes_of(code)) <= set(outlines):
            content = communes_file(code, outlines, places)
            (target / f"{code}.json.gz").write_bytes(content)
    if all_of_them:
        for layer in layers_of(outlines, zonings):
            for name, content in layer.files().items():
                (target / f"{name}.json.gz").write_bytes(content)
    return {"merged": merged, "without": places.without(outlines)}


def _version_of(folder: Path) -> str:
    path = folder / ABOUT
    return str(json.loads(path.read_text(encoding="utf-8"))["version"]) if path.exists() else ""
