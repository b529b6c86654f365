"""Rows of the slips: members read, contributors type, managers correct; a phone has its link."""

import uuid
from typing import Any

from essor.records.accounts.roles import Capability as C
from essor.records.bordereaux.actions import cancel_bordereau
from essor.records.bordereaux.liens import token_of
from essor.records.bordereaux.tableur.imports import Reglages, import_bordereaux, preview_import
from essor.records.journal.models import Operation
from tests.factories import system
from tests.records.bordereaux.made import DAY, book_of, make_bordereau, make_followed, make_lien
from tests.web.row_kinds import PUBLIC, PageRow, WriteRow
from tests.web.world import World

ROOM = "essor.records.bordereaux."
MANAGER = C.EDIT_PLAN


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


def slip(world: World) -> Any:
    return make_bordereau(world.terres.lot, world.terres.exutoire)


def on_slip(world: World) -> dict[str, Any]:
    return {"code": world.code, "bordereau_id": slip(world).pk}


def cancelled(world: World) -> Any:
    return cancel_bordereau(by=system(world.territoire), bordereau=slip(world), motif="Refusé")


def on_cancelled(world: World) -> dict[str, Any]:
    return {"code": world.code, "bordereau_id": cancelled(world).pk}


def lien(world: World) -> Any:
    return make_lien(world.terres.chantier)


def on_lien(world: World) -> dict[str, Any]:
    return {"code": world.code, "lien_id": lien(world).pk}


def on_token(world: World) -> dict[str, Any]:
    return {"jeton": token_of(lien(world))}


def a_book(world: World) -> Any:
    heads = ["Bordereau", "Date", "Lot", "Destination", "Tonnes"]
    line = [uuid.uuid4().hex[:8], "03/11/2026", world.terres.lot.code, world.terres.exutoire.code]
    return book_of(heads, [*line, "18,4"])


def on_import(world: World) -> dict[str, Any]:
    import_bordereaux(by=system(world.territoire), **to_import(world))
    row = Operation.objects.filter(kind="terres.bordereaux.importer").latest("at")
    return {"code": world.code, "operation_id": row.pk}


def followed(world: World) -> Any:
    flows = [(world.terres.lot.code, world.terres.exutoire.code, 0, 100.0)]
    return make_followed(
        world.plan, flows, debut_on=world.terres.lot.debut_on, confidentialite="interne"
    )


def on_proposal(world: World) -> dict[str, Any]:
    followed(world)
    return {"code": world.code, "numero": 1}


def to_import(world: World) -> dict[str, Any]:
    said = {"plan": world.plan, "book": a_book(world), "reglages": Reglages()}
    seen = preview_import(by=system(world.territoire), **said)
    return {**said, "expected_fingerprint": seen.fingerprint}


PAGES: dict[str, list[PageRow]] = {
    **{
        f"bordereaux:{name}": [PageRow(C.VIEW_INTERNAL, here)]
        for name in (
            "home",
            "alerts_csv",
            "deviations",
            "deviations_csv",
            "weeks_csv",
            "list",
            "replan",
        )  # fmt: skip
    },
    "bordereaux:list_csv": [PageRow(C.VIEW_INTERNAL, here)],
    "bordereaux:show": [PageRow(C.VIEW_INTERNAL, on_slip)],
    "bordereaux:add": [PageRow(C.COMMENT, here)],
    **{
        f"bordereaux:{name}": [PageRow(MANAGER, here)]
        for name in ("attach", "import", "model_csv", "links")
    },
    "bordereaux:preview": [PageRow(MANAGER, here)],
    "bordereaux:confirm_import": [PageRow(MANAGER, here, method="post")],
    "bordereaux:undo_import": [PageRow(C.RESTORE, on_import, method="post")],
    "bordereaux:follow": [PageRow(MANAGER, on_proposal, method="post")],
    "bordereaux:poster": [PageRow(MANAGER, on_lien)],
    "bordereaux:revoke": [PageRow(MANAGER, on_lien, method="post")],
    "bordereaux:edit": [PageRow(MANAGER, on_slip)],
    "bordereaux:cancel": [PageRow(MANAGER, on_slip)],
    "bordereaux:restore": [PageRow(MANAGER, on_cancelled, method="post")],
    "bordereaux:worker_js": [PageRow(PUBLIC)],
    "bordereaux:telephone": [PageRow(PUBLIC, on_token)],
    "bordereaux:envoi": [PageRow(PUBLIC, on_token, method="post")],
}

WRITES: dict[str, WriteRow] = {
    f"{ROOM}actions.add_bordereau": WriteRow(
        C.COMMENT,
        lambda w: {
            "plan": w.plan, "lot": w.terres.lot, "exutoire": w.terres.exutoire,
            "realise_on": DAY, "tonnes": 12,
        },
    ),
    f"{ROOM}actions.change_bordereau": WriteRow(
        MANAGER, lambda w: {"bordereau": slip(w), "numero": "Autre"}
    ),
    f"{ROOM}actions.attach_lot": WriteRow(
        MANAGER, lambda w: {"bordereaux": [slip(w)], "lot": w.terres.lot}
    ),
    f"{ROOM}actions.cancel_bordereau": WriteRow(
        MANAGER, lambda w: {"bordereau": slip(w), "motif": "Refusé"}
    ),
    f"{ROOM}actions.restore_bordereau": WriteRow(
        MANAGER, lambda w: {"bordereau": cancelled(w)}
    ),
    f"{ROOM}liens.open_lien": WriteRow(
        MANAGER, lambda w: {"chantier": w.terres.chantier, "titre": "Barrière"}
    ),
    f"{ROOM}liens.revoke_lien": WriteRow(MANAGER, lambda w: {"lien": lien(w)}),
    f"{ROOM}replan.ask_replan": WriteRow(
        MANAGER,
        lambda w: {"plan_terres": followed(w), "stability_eur_t": 5.0,
                   "on": w.terres.lot.debut_on},
    ),
    f"{ROOM}replan.replan": WriteRow(
        MANAGER,
        lambda w: {"plan_terres": followed(w), "stability_eur_t": 5.0,
                   "on": w.terres.lot.debut_on},
    ),
    f"{ROOM}tableur.imports.preview_import": WriteRow(
        MANAGER, lambda w: {"plan": w.plan, "book": a_book(w), "reglages": Reglages()}
    ),
    f"{ROOM}tableur.imports.import_bordereaux": WriteRow(MANAGER, to_import),
    f"{ROOM}tableur.imports.undo_import": WriteRow(
        C.RESTORE,
        lambda w: {
            "plan": w.plan,
            "row": Operation.objects.get(pk=on_import(w)["operation_id"]),
        },
    ),
}  # fmt: skip
