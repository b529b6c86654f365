"""Rows of the pages of the observatory: open data, for everyone."""

from pathlib import Path
from typing import Any

from essor.observatory.lake import Lake
from essor.records.accounts.roles import Capability as C
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
    "indicateurs:observatory": [
        PageRow(C.EDIT_PLAN, on_territory),
        PageRow(C.EDIT_PLAN, on_territory, "post"),
    ],
    "observatoire:home": [PageRow(PUBLIC)],
    "observatoire:territory_file": [PageRow(PUBLIC, as_file)],
    "observatoire:themes": [PageRow(PUBLIC, on_territory)],
    "observatoire:theme": [PageRow(PUBLIC, on_theme)],
    "observatoire:theme_file": [PageRow(PUBLIC, lambda w: {**on_theme(w), "kind": "csv"})],
    "observatoire:chiffre": [PageRow(PUBLIC, on_figure)],
    "observatoire:figure_file": [PageRow(PUBLIC, lambda w: {**on_figure(w), "kind": "xlsx"})],
    "observatoire:rows_file": [PageRow(PUBLIC, on_figure)],
}
WRITES = {
    "essor.records.indicateurs.observatory.feed_plan": WriteRow(
        C.EDIT_PLAN, lambda w: {"territoire": w.territoire, "lake": Lake(Path("absent"))}
    ),
}
