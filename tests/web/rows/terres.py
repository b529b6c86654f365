"""Rows of excavated soils: public reads, costs for members, the rest for who builds the plan."""

import datetime as dt
from typing import Any

from essor.foundations.tables import Cell, CellKind, Sheet, Workbook
from essor.records.accounts.roles import Capability as C
from essor.records.terres.choices import NomHypothese
from essor.records.terres.laboratory import ReportRead, SampleRead
from essor.records.terres.roads import MeasuredRoad
from tests.records.terres.made import SOURCE, results
from tests.web.row_kinds import PUBLIC, Arguments, PageRow, WriteRow
from tests.web.world import World

ROOM = "essor.records.terres."


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


def on(name: str) -> Arguments:
    return lambda world: {"code": world.code, "row_id": getattr(world.terres, name).pk}


KINDS = ("chantier", "lot", "analyse", "exutoire", "plateforme")
PAGES: dict[str, list[PageRow]] = {
    **{
        f"terres:{name}": [PageRow(PUBLIC, here)]
        for name in ("overview", "lots", "lots_csv", "exutoires", "exutoires_csv")
    },
    **{f"terres:{name}": [PageRow(PUBLIC, on(name))] for name in KINDS},
    **{
        f"terres:add_{name}": [PageRow(C.EDIT_PLAN, here)]
        for name in ("chantier", "exutoire", "plateforme")
    },
    "terres:add_lot": [PageRow(C.EDIT_PLAN, on("chantier"))],
    "terres:add_analyse": [PageRow(C.EDIT_PLAN, on("lot"))],
    "terres:add_dap": [PageRow(C.EDIT_PLAN, on("exutoire"))],
    **{
        f"terres:{verb}_{name}": [PageRow(C.EDIT_PLAN, on(name))]
        for verb in ("edit", "delete")
        for name in (*KINDS, "dap")
    },
    **{
        f"terres:{name}": [PageRow(C.EDIT_PLAN, on("lot"))]
        for name in ("laboratory", "laboratory_preview")
    },
    "terres:laboratory_confirm": [PageRow(C.EDIT_PLAN, on("lot"), method="post")],
    "terres:edit_profile": [PageRow(C.EDIT_PLAN, on("lot"))],
    "terres:edit_results": [PageRow(C.EDIT_PLAN, on("analyse"))],
    "terres:edit_sheet": [PageRow(C.EDIT_PLAN, on("exutoire"))],
    **{f"terres:{name}": [PageRow(PUBLIC, here)] for name in ("matrix", "matrix_csv")},
    "terres:pair": [
        PageRow(
            PUBLIC,
            lambda w: {
                "code": w.code,
                "lot_id": w.terres.lot.pk,
                "exutoire_id": w.terres.exutoire.pk,
            },
        )
    ],
    "terres:export": [PageRow(C.VIEW_INTERNAL, here)],
    "terres:model_export": [PageRow(PUBLIC, here)],
    **{f"terres:{name}": [PageRow(C.EDIT_PLAN, here)] for name in ("workbook", "workbook_preview")},
    "terres:workbook_confirm": [PageRow(C.EDIT_PLAN, here, method="post")],
    "terres:costs": [PageRow(C.VIEW_INTERNAL, here)],
    "terres:say_cost": [PageRow(C.EDIT_PLAN, here)],
    "terres:remove_cost": [PageRow(C.EDIT_PLAN, on("hypothese"))],
    "terres:say_distance": [PageRow(C.EDIT_PLAN, here)],
    "terres:remove_distance": [PageRow(C.EDIT_PLAN, on("distance"))],
}


def book() -> Workbook:
    """Return a workbook that adds one site."""
    heads = {1: "Code", 2: "Nom", 3: "Source"}
    said = {1: "CH-IMPORT", 2: "Un chantier", 3: SOURCE}
    cells = {
        (row, column): Cell(row=row, column=column, kind=CellKind.TEXT, value=text, shown=text)
        for row, texts in ((1, heads), (2, said))
        for column, text in texts.items()
    }
    sheet = Sheet(title="Chantiers", cells=cells)
    return Workbook(file_name="terres.xlsx", sheets=(sheet,))


def place(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "nom": "Un lieu", "source_title": SOURCE, **more}


WRITES: dict[str, WriteRow] = {
    f"{ROOM}laboratory.import_report": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "lot": w.terres.lot,
            "report": ReportRead(
                samples=(SampleRead(numero="LABO-1", resultats=tuple(results(cd="0.1"))),)
            ),
            "values": {"source_title": SOURCE},
        },
    ),
    f"{ROOM}tableur.imports.preview_import": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, "book": book()}
    ),
    f"{ROOM}tableur.imports.import_workbook": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, "book": book()}
    ),
    f"{ROOM}actions.create_chantier": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, **place("CH-N")}
    ),
    f"{ROOM}actions.change_chantier": WriteRow(
        C.EDIT_PLAN, lambda w: {"chantier": w.terres.chantier, "nom": "Autre"}
    ),
    f"{ROOM}actions.delete_chantier": WriteRow(
        C.EDIT_PLAN, lambda w: {"chantier": w.terres.chantier}
    ),
    f"{ROOM}actions.create_lot": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "chantier": w.terres.chantier, "code": "LOT-N", "denomination": "Terre",
            "source_title": SOURCE,
        },
    ),
    f"{ROOM}actions.change_lot": WriteRow(
        C.EDIT_PLAN, lambda w: {"lot": w.terres.lot, "tonnes_hebdo": [10.0]}
    ),
    f"{ROOM}actions.delete_lot": WriteRow(C.EDIT_PLAN, lambda w: {"lot": w.terres.lot}),
    f"{ROOM}analyses.create_analyse": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "lot": w.terres.lot, "numero": "B-N", "source_title": SOURCE,
            "resultats": results(as_="0.1"),
        },
    ),
    f"{ROOM}analyses.change_analyse": WriteRow(
        C.EDIT_PLAN, lambda w: {"analyse": w.terres.analyse, "laboratoire": "Autre"}
    ),
    f"{ROOM}analyses.write_resultats": WriteRow(
        C.EDIT_PLAN, lambda w: {"analyse": w.terres.analyse, "resultats": results(cd="0.1")}
    ),
    f"{ROOM}analyses.delete_analyse": WriteRow(
        C.EDIT_PLAN, lambda w: {"analyse": w.terres.analyse}
    ),
    f"{ROOM}outlets.create_exutoire": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, "nature": "isdi", **place("EX-N")}
    ),
    f"{ROOM}outlets.change_exutoire": WriteRow(
        C.EDIT_PLAN, lambda w: {"exutoire": w.terres.exutoire, "nom": "Autre"}
    ),
    f"{ROOM}outlets.delete_exutoire": WriteRow(
        C.EDIT_PLAN, lambda w: {"exutoire": w.terres.exutoire}
    ),
    f"{ROOM}outlets.create_dap": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "exutoire": w.terres.exutoire, "chantier": w.terres.chantier, "numero": "DAP-N",
            "source_title": SOURCE,
        },
    ),
    f"{ROOM}outlets.change_dap": WriteRow(
        C.EDIT_PLAN, lambda w: {"dap": w.terres.dap, "numero": "DAP-X"}
    ),
    f"{ROOM}outlets.delete_dap": WriteRow(C.EDIT_PLAN, lambda w: {"dap": w.terres.dap}),
    f"{ROOM}outlets.create_plateforme": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, **place("PF-N")}
    ),
    f"{ROOM}outlets.change_plateforme": WriteRow(
        C.EDIT_PLAN, lambda w: {"plateforme": w.terres.plateforme, "nom": "Autre"}
    ),
    f"{ROOM}outlets.delete_plateforme": WriteRow(
        C.EDIT_PLAN, lambda w: {"plateforme": w.terres.plateforme}
    ),
    f"{ROOM}outlets.set_distance": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "plan": w.plan, "origine": "CH-X", "destination": "EX-X", "distance_km": 3,
            "source_title": SOURCE,
        },
    ),
    f"{ROOM}roads.measure_distances": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "plan": w.plan, "read_on": dt.date(2026, 11, 23), "rows": [
                MeasuredRoad(origine="CH-X", destination="EX-Y", km=3.0, source_title=SOURCE)
            ],
        },
    ),
    f"{ROOM}outlets.delete_distance": WriteRow(
        C.EDIT_PLAN, lambda w: {"distance": w.terres.distance}
    ),
    f"{ROOM}outlets.set_hypothese": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "plan": w.plan, "nom": NomHypothese.CHARGE_UTILE, "valeur": 28,
            "source_title": SOURCE,
        },
    ),
    f"{ROOM}outlets.delete_hypothese": WriteRow(
        C.EDIT_PLAN, lambda w: {"hypothese": w.terres.hypothese}
    ),
}  # fmt: skip
