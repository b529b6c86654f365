"""Rows of the convention: its pages and its writes."""

from io import BytesIO
from typing import Any

from essor.records.accounts.roles import Capability as C
from tests.web.row_kinds import PageRow, WriteRow
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


PAGES: dict[str, list[PageRow]] = {}

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
