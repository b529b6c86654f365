"""Rows of the pages of the observatory: open data, for everyone."""

from typing import Any

from tests.web.row_kinds import PUBLIC, PageRow, WriteRow
from tests.web.world import World


def on_territory(world: World) -> dict[str, Any]:
    return {"code": world.code}


def as_file(world: World) -> dict[str, Any]:
    return {**on_territory(world), "kind": "json"}


def on_theme(world: World) -> dict[str, Any]:
    return {**on_territory(world), "theme": "emploi"}


def on_figure(world: World) -> dict[str, Any]:
    return {**on_territory(world), "indicateur": "emploi_branche"}


PAGES = {
    "observatoire:home": [PageRow(PUBLIC)],
    "observatoire:territory_file": [PageRow(PUBLIC, as_file)],
    "observatoire:themes": [PageRow(PUBLIC, on_territory)],
    "observatoire:theme": [PageRow(PUBLIC, on_theme)],
    "observatoire:theme_file": [PageRow(PUBLIC, lambda w: {**on_theme(w), "kind": "csv"})],
    "observatoire:chiffre": [PageRow(PUBLIC, on_figure)],
    "observatoire:figure_file": [PageRow(PUBLIC, lambda w: {**on_figure(w), "kind": "xlsx"})],
    "observatoire:rows_file": [PageRow(PUBLIC, on_figure)],
}
WRITES: dict[str, WriteRow] = {}
