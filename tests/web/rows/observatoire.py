"""Rows of the pages of the observatory: open data, for everyone."""

from typing import Any

from tests.web.row_kinds import PUBLIC, PageRow
from tests.web.world import World


def on_territory(world: World) -> dict[str, Any]:
    return {"code": world.code}


def on_theme(world: World) -> dict[str, Any]:
    return {"code": world.code, "theme": "emploi"}


def on_figure(world: World) -> dict[str, Any]:
    return {"code": world.code, "indicateur": "emploi_branche"}


PAGES = {
    "observatoire:home": [PageRow(PUBLIC)],
    "observatoire:themes": [PageRow(PUBLIC, on_territory)],
    "observatoire:theme": [PageRow(PUBLIC, on_theme)],
    "observatoire:chiffre": [PageRow(PUBLIC, on_figure)],
}
WRITES: dict[str, Any] = {}
