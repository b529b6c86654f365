"""Pages and writes of the indicators that joined the first ones."""

from typing import Any

from essor.records.accounts.roles import Capability as C
from tests.web.row_kinds import PUBLIC, PageRow, WriteRow
from tests.web.world import World


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


def on_indicateur(world: World) -> dict[str, Any]:
    return {"code": world.code, "indicateur_code": world.indicateur.code}


def on_cible(world: World) -> dict[str, Any]:
    return {**on_indicateur(world), "cible_id": world.cible.pk}


PAGES: dict[str, list[PageRow]] = {
    "indicateurs:missing": [PageRow(C.VIEW_INTERNAL, here)],
    "indicateurs:missing_csv": [PageRow(C.VIEW_INTERNAL, here)],
    "indicateurs:enter": [PageRow(C.EDIT_PILOTED, here), PageRow(C.EDIT_PILOTED, here, "post")],
    "indicateurs:chart_csv": [PageRow(PUBLIC, on_indicateur)],
    "indicateurs:remove": [
        PageRow(C.EDIT_PLAN, on_indicateur),
        PageRow(C.EDIT_PLAN, on_indicateur, "post"),
    ],
    "indicateurs:fix_target": [
        PageRow(C.EDIT_PLAN, on_cible),
        PageRow(C.EDIT_PLAN, on_cible, "post"),
    ],
}
WRITES: dict[str, WriteRow] = {}
