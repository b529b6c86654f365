"""Rows of the plans of excavated soils: their pages and their writes."""

import datetime as dt
from typing import Any

from essor.records.accounts.roles import Capability as C
from essor.records.terres_plans.compute import Question, solve_question
from essor.records.terres_plans.gather import gather
from tests.records.indicateurs.made import measured
from tests.records.terres_plans.made import MONDAY
from tests.web.row_kinds import PUBLIC, PageRow, WriteRow
from tests.web.world import World

HERE = "essor.records.terres_plans.actions."
PAPERS = "essor.records.comites.attachments."


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


def on(world: World) -> dict[str, Any]:
    return {"code": world.code, "plan_id": world.plan_terres.pk}


def on_lot(world: World) -> dict[str, Any]:
    return {**on(world), "lot": "C1"}


def on_run(world: World) -> dict[str, Any]:
    return {**on(world), "numero": 1}


def on_table(world: World) -> dict[str, Any]:
    return {**on(world), "table": "flux"}


def on_point(world: World) -> dict[str, Any]:
    return {**on(world), "point": 1}


def on_deletion(world: World) -> dict[str, Any]:
    return {"code": world.code, "operation_id": world.plan_terres_deletion.pk}


def on_presentation(world: World) -> dict[str, Any]:
    return {
        "code": world.code,
        "comite_id": world.comite.pk,
        "presentation_id": world.plan_terres_presente.pk,
    }


def on_comite(world: World) -> dict[str, Any]:
    return {"code": world.code, "comite_id": world.comite.pk}


def to_keep(world: World) -> dict[str, Any]:
    row = world.plan_terres
    gathered = gather(row, on=MONDAY)
    question = Question(
        instance=gathered.instance, nature="plan", objectif="cout", options={}, seed=1
    )
    return {
        "plan_terres": row,
        "question": question,
        "gathered": gathered,
        "solved": solve_question(question),
    }


OPEN = ("show", "map", "weeks", "prices", "lots", "certificate", "front", "risk", "progress")
FILES = ("pdf_document", "xlsx_document", "instance_json", "result_json")
PAGES: dict[str, list[PageRow]] = {
    "terres_plans:list": [PageRow(PUBLIC, here)],
    "terres_plans:list_csv": [PageRow(PUBLIC, here)],
    "terres_plans:compare": [PageRow(PUBLIC, here)],
    "terres_plans:compare_csv": [PageRow(PUBLIC, here)],
    **{f"terres_plans:{name}": [PageRow(PUBLIC, on)] for name in OPEN},
    **{f"terres_plans:{name}": [PageRow(PUBLIC, on)] for name in FILES},
    "terres_plans:lot": [PageRow(PUBLIC, on_lot)],
    "terres_plans:table_csv": [PageRow(PUBLIC, on_table)],
    "terres_plans:start": [PageRow(C.EDIT_PLAN, here)],
    "terres_plans:trash": [PageRow(C.RESTORE, here)],
    "terres_plans:restore": [PageRow(C.RESTORE, on_deletion, "post")],
    "terres_plans:edit": [PageRow(C.EDIT_PLAN, on)],
    "terres_plans:duplicate": [PageRow(C.EDIT_PLAN, on)],
    "terres_plans:remove": [PageRow(C.EDIT_PLAN, on)],
    "terres_plans:report": [PageRow(C.EDIT_PLAN, on)],
    "terres_plans:run": [PageRow(C.EDIT_PLAN, on, "post")],
    "terres_plans:cancel": [PageRow(C.EDIT_PLAN, on, "post")],
    "terres_plans:verify": [PageRow(C.EDIT_PLAN, on_run, "post")],
    "terres_plans:retain": [PageRow(C.EDIT_PLAN, on_run, "post")],
    "terres_plans:choose": [PageRow(C.EDIT_PLAN, on_point, "post", data={"calcul": "2"})],
    "comites:present_soils": [PageRow(C.EDIT_PLAN, on_comite, "post")],
    "comites:withdraw_soils": [PageRow(C.EDIT_PLAN, on_presentation, "post")],
}
WRITES: dict[str, WriteRow] = {
    f"{HERE}create_plan_terres": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, "titre": "Un plan", "debut_on": MONDAY}
    ),
    f"{HERE}change_plan_terres": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan_terres": w.plan_terres, "notice": "Relu"}
    ),
    f"{HERE}duplicate_plan_terres": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan_terres": w.plan_terres, "titre": "Copie"}
    ),
    f"{HERE}delete_plan_terres": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan_terres": w.plan_terres_offert}
    ),
    f"{HERE}restore_plan_terres": WriteRow(
        C.RESTORE,
        lambda w: {"plan": w.plan, "row": w.plan_terres_deletion},
    ),
    f"{HERE}run_plan_terres": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan_terres": w.plan_terres, "on": MONDAY}
    ),
    f"{HERE}keep_calcul": WriteRow(C.EDIT_PLAN, to_keep),
    f"{HERE}cancel_calcul": WriteRow(C.EDIT_PLAN, lambda w: {"plan_terres": w.plan_terres}),
    f"{HERE}retain_calcul": WriteRow(
        C.EDIT_PLAN, lambda w: {"plan_terres": w.plan_terres, "numero": 1}
    ),
    f"{HERE}choose_compromise": WriteRow(
        C.EDIT_PLAN,
        lambda w: {"plan_terres": w.plan_terres, "front": w.front_terres, "point": 1},
    ),
    f"{HERE}solve_compromise": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "plan_terres": w.plan_terres,
            "front": w.front_terres,
            "options": {"compromis": 1},
        },
    ),
    f"{PAPERS}present_plan_terres": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "comite": w.comite,
            "plan_terres": w.plan_terres_offert,
        },
    ),
    f"{PAPERS}withdraw_plan_terres": WriteRow(
        C.EDIT_PLAN, lambda w: {"presentation": w.plan_terres_presente}
    ),
    "essor.records.indicateurs.automatic.push_target": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "indicateur": w.indicateur,
            "sourced": measured(12),
            "cible_on": dt.date(2027, 6, 30),
        },
    ),
}
