"""Rows of the big projects: public pages, then what managers build."""

from io import BytesIO
from typing import Any

from essor.foundations.periods import parse_period_fr
from essor.records.accounts.roles import Capability as C
from essor.records.projets.choices import Passage
from tests.records.projets.made import parcelle_values, picture
from tests.web.row_kinds import PUBLIC, Arguments, PageRow, WriteRow
from tests.web.world import World

ROOM = "essor.records.projets."


def on(**more: str) -> Arguments:
    """Return the address of the big project, and of one of its parts."""

    def arguments(world: World) -> dict[str, Any]:
        parts = {name: getattr(world, attribute).pk for name, attribute in more.items()}
        return {"code": world.code, "action_code": world.projet.code, **parts}

    return arguments


def part(attribute: str) -> Arguments:
    return on(part_id=attribute)


PHASE = on(phase_id="phase_projet")

PAGES: dict[str, list[PageRow]] = {
    "projets:list": [PageRow(PUBLIC, lambda w: {"code": w.code})],
    "projets:list_csv": [PageRow(PUBLIC, lambda w: {"code": w.code})],
    **{
        f"projets:{name}": [PageRow(PUBLIC, on())]
        for name in ("show", "phases_csv", "costs_csv", "site_csv", "lots_csv")
    },
    "projets:photo": [PageRow(PUBLIC, part("photo_projet"))],
    **{
        f"projets:{name}": [PageRow(C.EDIT_PLAN, on())]
        for name in ("card", "add_phase", "add_parcel", "add_lot", "add_cost", "add_photo")
    },
    "projets:template": [PageRow(C.EDIT_PLAN, on(), method="post")],
    "projets:move_phase": [PageRow(C.EDIT_PLAN, PHASE, method="post", data={"sens": "bas"})],
    **{
        f"projets:{name}": [PageRow(C.EDIT_PLAN, PHASE)]
        for name in ("rename_phase", "remove_phase", "phase_milestones", "gate")
    },
    **{
        f"projets:{verb}_{name}": [PageRow(C.EDIT_PLAN, part(attribute))]
        for verb in ("edit", "remove")
        for name, attribute in (
            ("parcel", "parcelle"),
            ("lot", "lot"),
            ("cost", "cout"),
            ("photo", "photo_projet"),
        )
    },
}


def said(world: World) -> dict[str, Any]:
    """Return what is said of a photo."""
    return {"alt": "La halle", "taken": parse_period_fr("2026"), "credit": "La mairie"}


def fresh_photo(world: World) -> dict[str, Any]:
    content: BytesIO = picture("PNG", (8, 8))
    return {"action": world.projet, "file_name": "p.png", "content": content, **said(world)}


WRITES: dict[str, WriteRow] = {
    f"{ROOM}actions.write_card": WriteRow(
        C.EDIT_PLAN, lambda w: {"action": w.projet, "presentation": "Une halle"}
    ),
    f"{ROOM}actions.add_parcelles": WriteRow(
        C.EDIT_PLAN, lambda w: {"action": w.projet, "rows": [parcelle_values("99")]}
    ),
    f"{ROOM}actions.change_parcelle": WriteRow(
        C.EDIT_PLAN, lambda w: {"parcelle": w.parcelle, "contenance_m2": 10}
    ),
    f"{ROOM}actions.delete_parcelle": WriteRow(C.EDIT_PLAN, lambda w: {"parcelle": w.parcelle}),
    f"{ROOM}actions.add_lot": WriteRow(C.EDIT_PLAN, lambda w: {"action": w.projet, "nom": "Lot B"}),
    f"{ROOM}actions.change_lot": WriteRow(
        C.EDIT_PLAN, lambda w: {"lot": w.lot, "usage": "Bureaux"}
    ),
    f"{ROOM}actions.delete_lot": WriteRow(C.EDIT_PLAN, lambda w: {"lot": w.lot}),
    f"{ROOM}phases.take_template": WriteRow(
        C.EDIT_PLAN, lambda w: {"action": w.projet, "template": [("Livraison", "Reçu ?")]}
    ),
    f"{ROOM}phases.add_phase": WriteRow(
        C.EDIT_PLAN, lambda w: {"action": w.projet, "titre": "Livraison"}
    ),
    f"{ROOM}phases.rename_phase": WriteRow(
        C.EDIT_PLAN, lambda w: {"phase": w.phase_projet, "titre": "Chantier"}
    ),
    f"{ROOM}phases.move_phase": WriteRow(
        C.EDIT_PLAN, lambda w: {"phase": w.phase_projet, "is_up": True}
    ),
    f"{ROOM}phases.delete_phase": WriteRow(C.EDIT_PLAN, lambda w: {"phase": w.phase_projet}),
    f"{ROOM}phases.file_jalons": WriteRow(
        C.EDIT_PLAN, lambda w: {"phase": w.phase_projet, "jalons": []}
    ),
    f"{ROOM}phases.write_gate": WriteRow(
        C.EDIT_PLAN, lambda w: {"phase": w.phase_projet, "passage": Passage.A_FRANCHIR}
    ),
    f"{ROOM}photos.add_photo": WriteRow(C.EDIT_PLAN, fresh_photo),
    f"{ROOM}photos.change_photo": WriteRow(
        C.EDIT_PLAN, lambda w: {"photo": w.photo_projet, **said(w)}
    ),
    f"{ROOM}photos.delete_photo": WriteRow(C.EDIT_PLAN, lambda w: {"photo": w.photo_projet}),
}
