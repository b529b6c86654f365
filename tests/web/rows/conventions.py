"""Rows of the convention: its pages and its writes."""

from io import BytesIO
from typing import Any

from essor.records.accounts.roles import Capability as C
from essor.records.conventions.textes import attach_file
from tests.factories import system
from tests.web.row_kinds import PUBLIC, PageRow, WriteRow
from tests.web.world import World

HERE = "essor.records.conventions."
MANAGER = C.EDIT_PLAN


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


def write(**values: Any) -> Any:
    """Return the arguments of a write; a function of the world is asked for its value."""
    return lambda world: {
        name: value(world) if callable(value) else value for name, value in values.items()
    }


def on(name: str, part: str = "") -> Any:
    """Return the arguments of the page of one object of the world."""
    return lambda world: {"code": world.code, f"{part or name}_id": getattr(world, name).pk}


def on_text(name: str) -> Any:
    return on(name, "acte")


def on_signatory(world: World) -> dict[str, Any]:
    return {**on_text("convention")(world), "signataire_id": world.signataire.pk}


def with_file(world: World) -> dict[str, Any]:
    attach_file(
        by=system(world.territoire),
        acte=world.convention,
        file_name="texte.txt",
        content=BytesIO(b"Un texte"),
    )
    return on_text("convention")(world)


def of_nature(nature: str) -> Any:
    return lambda world: {"code": world.code, "nature": nature}


def on_action(world: World) -> dict[str, Any]:
    return {"code": world.code, "action_code": world.action.code}


TO_MANAGERS = {
    "add_label": here,
    "edit_label": on("label"),
    "remove_label": on("label"),
    "add": here,
    "edit": on_text("avenant"),
    "remove": on_text("avenant"),
    "attach": on_text("avenant"),
    "adopt": on_text("avenant"),
    "add_signatory": on_text("convention"),
    "edit_signatory": on_signatory,
    "add_mandate": here,
    "edit_mandate": on("mandat"),
    "remove_mandate": on("mandat"),
    "erase": here,
    "record": on_action,
    "edit_movement": on("mouvement"),
    "remove_movement": on("mouvement"),
}

PAGES: dict[str, list[PageRow]] = {
    "conventions:life": [PageRow(PUBLIC, here)],
    "conventions:movements_csv": [PageRow(PUBLIC, here)],
    "conventions:signatories_csv": [PageRow(PUBLIC, here)],
    "conventions:text": [
        PageRow(PUBLIC, on_text("convention")),
        PageRow(C.VIEW_INTERNAL, on_text("avenant")),
    ],
    "conventions:plan_then": [PageRow(PUBLIC, on_text("convention"))],
    "conventions:document": [PageRow(PUBLIC, with_file)],
    "conventions:movement": [PageRow(C.VIEW_INTERNAL, on("mouvement"))],
    "conventions:propose": [
        PageRow(MANAGER, of_nature(nature)) for nature in ("ajout", "fusion", "scission", "fin")
    ],
    "conventions:apply_movement": [PageRow(MANAGER, on("mouvement"), method="post")],
    "conventions:remove_signatory": [PageRow(MANAGER, on_signatory, method="post")],
    **{f"conventions:{name}": [PageRow(MANAGER, found)] for name, found in TO_MANAGERS.items()},
}

WRITES: dict[str, WriteRow] = {
    f"{HERE}{name}": WriteRow(MANAGER, arguments)
    for name, arguments in {
        "textes.create_label": write(
            plan=lambda w: w.plan, phase="2018-2022", source_title="Un journal"
        ),
        "textes.change_label": write(label=lambda w: w.label, texte="Annoncé"),
        "textes.delete_label": write(label=lambda w: w.label),
        "textes.create_acte": write(plan=lambda w: w.plan, nature="avenant"),
        "textes.change_acte": write(acte=lambda w: w.avenant, objet="Quatre actions"),
        "textes.attach_file": write(
            acte=lambda w: w.avenant, file_name="a.txt", content=lambda w: BytesIO(b"Un texte")
        ),
        "textes.delete_acte": write(acte=lambda w: w.avenant),
        "signataires.create_signataire": write(
            acte=lambda w: w.convention, structure="La Région", qualite="region"
        ),
        "signataires.change_signataire": write(signataire=lambda w: w.signataire, nom="Ana Roux"),
        "signataires.delete_signataire": write(signataire=lambda w: w.signataire),
        "binome.create_mandat": write(plan=lambda w: w.plan, role="industriel", nom="Dan Leroy"),
        "binome.change_mandat": write(mandat=lambda w: w.mandat, fonction="Présidente"),
        "binome.delete_mandat": write(mandat=lambda w: w.mandat),
        "erasure.erase_person": write(plan=lambda w: w.plan, nom="Ada Martin"),
        "mouvements.propose_mouvement": write(
            plan=lambda w: w.plan,
            nature="fin",
            motif="Faite",
            avant=lambda w: [w.action],
            sortie="realisee",
        ),
        "mouvements.change_mouvement": write(
            mouvement=lambda w: w.mouvement, motif="Autre", acte=lambda w: w.avenant
        ),
        "mouvements.apply_mouvement": write(mouvement=lambda w: w.mouvement),
        "mouvements.delete_mouvement": write(mouvement=lambda w: w.mouvement),
        "mouvements.record_addition": write(action=lambda w: w.action, motif="Vue", acte=None),
        "adoption.adopt_acte": write(acte=lambda w: w.convention),
    }.items()
}
