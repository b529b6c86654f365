"""Writes of the sites that dig and of their lots. Each one leaves its trace and can be undone."""

from typing import Any

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import OpenOperation
from essor.records.plans.models import Plan
from essor.records.terres.engine_facts import check_profile
from essor.records.terres.models import Chantier, Lot
from essor.records.terres.permissions import (
    require_write,
    require_write_chantier,
    require_write_lot,
)
from essor.records.terres.writing import PLACE, SOURCE, add, change, cleaned, open_on

CHANTIER = PLACE | {
    "action",
    "parcelles",
    "is_ssp",
    "is_sis",
    "sis_identifiant",
    "limite_camions_t_semaine",
}
LOT = SOURCE | {
    "code",
    "notes",
    "denomination",
    "code_dechet",
    "classe",
    "classe_gtr",
    "etat_hydrique",
    "is_pop",
    "is_dangereux",
    "densite_t_m3",
    "foisonnement",
    "debut_on",
    "tonnes_hebdo",
    "attente_max_semaines",
    "is_indivisible",
    "profil",
}


def create_chantier(*, by: Access, plan: Plan, **values: Any) -> Chantier:
    """Add a site that digs. Raises Forbidden, UserFault."""
    require_write(by, plan)
    with open_on(by, "chantier.creer") as op:
        return add(op, Chantier(plan=plan, **cleaned(values, CHANTIER)))


def change_chantier(
    *, by: Access, chantier: Chantier, expected_version: int | None = None, **values: Any
) -> Chantier:
    """Change a site. Raises Forbidden, Conflict, UserFault."""
    require_write_chantier(by, chantier)
    if "action" in values:
        require_write(by, chantier.plan)  # it gives rights to a pilot
    with open_on(by, "chantier.modifier") as op:
        return change(op, chantier, expected_version, cleaned(values, CHANTIER))


def delete_chantier(*, by: Access, chantier: Chantier, reason: str = "") -> None:
    """Delete a site with its lots, analyses and acceptances; the history gives them back.

    Raises Forbidden, UserFault when a truck slip or a saved plan quotes it.
    """
    require_write(by, chantier.plan)
    with open_on(by, "chantier.supprimer", reason) as op:
        for dap in chantier.daps.order_by("pk"):
            op.delete(dap)
        for lot in chantier.lots.order_by("pk"):
            _delete_lot(op, lot)
        op.delete(chantier)


def create_lot(*, by: Access, chantier: Chantier, **values: Any) -> Lot:
    """Add a lot to a site; its first week starts on the Monday. Raises Forbidden, UserFault."""
    require_write_chantier(by, chantier)
    check_profile(values.get("profil", {}))
    with open_on(by, "lot.creer") as op:
        return add(op, Lot(plan=chantier.plan, chantier=chantier, **cleaned(values, LOT)))


def change_lot(*, by: Access, lot: Lot, expected_version: int | None = None, **values: Any) -> Lot:
    """Change a lot. Raises Forbidden, Conflict, UserFault."""
    require_write_lot(by, lot)
    check_profile(values.get("profil", {}))
    with open_on(by, "lot.modifier") as op:
        return change(op, lot, expected_version, cleaned(values, LOT))


def delete_lot(*, by: Access, lot: Lot, reason: str = "") -> None:
    """Delete a lot with its analyses and its acceptances; the history gives them back.

    Raises Forbidden, UserFault when a truck slip quotes it.
    """
    require_write_lot(by, lot)
    with open_on(by, "lot.supprimer", reason) as op:
        for dap in lot.daps.order_by("pk"):
            op.delete(dap)
        _delete_lot(op, lot)


def _delete_lot(op: OpenOperation, lot: Lot) -> None:
    for analyse in lot.analyses.order_by("pk"):
        for resultat in analyse.resultats.order_by("pk"):
            op.delete(resultat)
        op.delete(analyse)
    op.delete(lot)


def require_same_plan(plan: Plan, *rows: Any) -> None:
    """Raise UserFault when a row belongs to another plan."""
    for row in rows:
        if row is not None and row.plan_id != plan.pk:
            raise UserFault.single("Cet élément appartient à un autre plan.", value=str(row))
