"""Rows of the maps of the observatory: open data, open to all."""

from typing import Any

from tests.web.row_kinds import PUBLIC, PageRow, WriteRow
from tests.web.world import World


def layer(world: World) -> dict[str, Any]:
    return {"couche": "cadres"}


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


PAGES: dict[str, list[PageRow]] = {
    "carte:carte": [PageRow(PUBLIC)],
    "carte:contours": [PageRow(PUBLIC, layer)],
    "carte:valeurs": [PageRow(PUBLIC)],
    "carte:csv": [PageRow(PUBLIC)],
    "carte:geojson": [PageRow(PUBLIC)],
    "carte:sites": [PageRow(PUBLIC, here)],
    "carte:sites_csv": [PageRow(PUBLIC, here)],
    "carte:sites_geojson": [PageRow(PUBLIC, here)],
}

WRITES: dict[str, WriteRow] = {}
