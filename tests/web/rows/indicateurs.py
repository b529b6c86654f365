"""Pages and writes of the indicators that joined the first ones."""

from typing import Any

from essor.foundations.tables import Workbook, read_workbook
from essor.records.accounts.roles import Capability as C
from essor.records.indicateurs.tableur.imports import preview_import
from essor.records.indicateurs.tableur.write import export_workbook
from tests.factories import system
from tests.web.row_kinds import PUBLIC, PageRow, WriteRow
from tests.web.world import World


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


def on_indicateur(world: World) -> dict[str, Any]:
    return {"code": world.code, "indicateur_code": world.indicateur.code}


def on_cible(world: World) -> dict[str, Any]:
    return {**on_indicateur(world), "cible_id": world.cible.pk}


def exported(world: World) -> Workbook:
    """The indicators of the world, as they are."""
    content = export_workbook(plan=world.plan, by=system(world.territoire))
    return read_workbook(content, file_name="indicateurs.xlsx")


def nothing_changes(world: World) -> str:
    by = system(world.territoire)
    return preview_import(by=by, plan=world.plan, book=exported(world)).fingerprint


PAGES: dict[str, list[PageRow]] = {
    "indicateurs:missing": [PageRow(C.VIEW_INTERNAL, here)],
    "indicateurs:missing_csv": [PageRow(C.VIEW_INTERNAL, here)],
    "indicateurs:enter": [PageRow(C.EDIT_PILOTED, here), PageRow(C.EDIT_PILOTED, here, "post")],
    "indicateurs:import": [PageRow(C.EDIT_PLAN, here), PageRow(C.EDIT_PLAN, here, "post")],
    "indicateurs:preview": [PageRow(C.EDIT_PLAN, here)],
    "indicateurs:confirm_import": [PageRow(C.EDIT_PLAN, here, "post")],
    "indicateurs:export": [
        PageRow(PUBLIC, lambda world: {**here(world), "sheet": "classeur", "file_format": "xlsx"})
    ],
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
TABLEUR = "essor.records.indicateurs.tableur.imports."
WRITES: dict[str, WriteRow] = {
    f"{TABLEUR}preview_import": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, "book": exported(w)}
    ),
    f"{TABLEUR}import_workbook": WriteRow(
        C.EDIT_PLAN,
        lambda w: {"plan": w.plan, "book": exported(w), "expected_fingerprint": nothing_changes(w)},
    ),
}
