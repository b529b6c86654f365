"""A producer's GeoJSON as rows: its properties, and the contour as text."""

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

CONTOUR = "contour"


def parts_of(path: Path) -> list[Path]:
    """Return the files of a role: the file itself, or those of a folder cut by département."""
    return sorted(path.glob("*.geojson")) if path.is_dir() else [path]


def rows_of(path: Path) -> Iterator[dict[str, str | None]]:
    """Give the features of a file or of a folder: their properties, and `contour` as text.

    Raises ValueError when a file is not a whole collection of features.
    """
    parts = parts_of(path)
    if not parts:
        raise ValueError("le dossier ne tient aucun fichier .geojson")
    for part in parts:
        content = part.read_bytes()
        text = gzip.decompress(content) if part.suffix == ".gz" else content
        data = json.loads(text.decode("utf-8"))
        features = data.get("features") if isinstance(data, dict) else None
        if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
            raise ValueError(f"{part.name}\u00a0: ce n'est pas une collection d'objets GeoJSON")
        yield from map(_row, features)


def _row(feature: Mapping[str, Any]) -> dict[str, str | None]:
    shape = feature.get("geometry")
    row = {
        str(name): None if value is None else str(value)
        for name, value in (feature.get("properties") or {}).items()
    }
    return row | {CONTOUR: json.dumps(shape, separators=(",", ":")) if shape else None}
