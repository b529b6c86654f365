"""The layers in force: those built at refresh, else those that Essor ships, drawn once."""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from essor.observatory.contours.build import ABOUT, FOLDER, layers_version
from essor.observatory.contours.layers import ENCARTS, GROUND, communes_file, frames_file
from essor.observatory.contours.outlines import shipped_communes, shipped_layers
from essor.observatory.contours.places import shipped_places
from essor.observatory.geography import Niveau
from essor.observatory.lake import Lake

FRAMES = "cadres"
SHIPPED = "livres"
SHIPPED_NAMES = {
    f"{name}{end}" for name in (Niveau.TERRITOIRE, Niveau.EPCI, GROUND) for end in ("", ENCARTS)
} | {FRAMES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer: compressed GeoJSON, a mark that changes with it, and where it comes from.

    is_shipped : drawn from the outlines that Essor ships, not from a loaded source
    without : communes that have no outline
    """

    content: bytes
    version: str
    is_shipped: bool
    without: tuple[str, ...]


def layer_named(lake: Lake, name: str) -> Layer | None:
    """Return a layer, None when there is none of that name.

    name : « territoire », « epci », the same with « -encarts », « cadres », or the code of a
    territory for its communes
    """
    folder = lake.marts_folder()
    found = None if folder is None else _built(str(folder), name)
    return found or _shipped(name)


def has_layer(lake: Lake, name: str) -> bool:
    """Tell whether there is a layer of that name, without drawing it."""
    folder = lake.marts_folder()
    is_built = (
        folder is not None and _about(str(folder)) is not None and _path(folder, name).exists()
    )
    return is_built or name in SHIPPED_NAMES or name in shipped_places().noms[Niveau.TERRITOIRE]


def layer_version(lake: Lake, name: str) -> str:
    """Return the mark of a layer without drawing it."""
    folder = lake.marts_folder()
    about = None if folder is None else _about(str(folder))
    if about and folder is not None and _path(folder, name).exists():
        return str(about["version"])
    return shipped_version()


@lru_cache(maxsize=64)
def _built(folder: str, name: str) -> Layer | None:
    about, path = _about(folder), _path(Path(folder), name)
    if about is None or not path.exists():
        return None
    return Layer(
        content=path.read_bytes(),
        version=about["version"],
        is_shipped=False,
        without=tuple(about["without"]),
    )


@lru_cache(maxsize=2)
def _about(folder: str) -> dict[str, Any] | None:
    path = Path(folder) / FOLDER / ABOUT
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _path(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}.json.gz"


def _shipped(name: str) -> Layer | None:
    places = shipped_places()
    if name == FRAMES:
        return _as_layer(frames_file(), ())
    if name in places.noms[Niveau.TERRITOIRE]:
        return _shipped_communes(name)
    return _shipped_country().get(name)


@cache
def _shipped_country() -> dict[str, Layer]:
    """Draw every layer of the country, once in a process: about two seconds."""
    return {
        name: _as_layer(content, ())
        for layer in shipped_layers(shipped_places())
        for name, content in layer.files().items()
    }


@lru_cache(maxsize=64)
def _shipped_communes(code: str) -> Layer:
    communes = shipped_places().communes_of(code)
    outlines = shipped_communes(communes)
    without = tuple(one for one in communes if one not in outlines)
    return _as_layer(communes_file(code, outlines, shipped_places()), without)


def _as_layer(content: bytes, without: tuple[str, ...]) -> Layer:
    return Layer(content=content, version=shipped_version(), is_shipped=True, without=without)


@cache
def shipped_version() -> str:
    """Return the mark of what is drawn from the shipped outlines."""
    places = shipped_places()
    geography = repr((sorted(places.territoire.items()), sorted(places.epci.items())))
    return layers_version(SHIPPED, geography.encode())
