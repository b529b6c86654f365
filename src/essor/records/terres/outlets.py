"""Writes of the outlets and their acceptances, platforms, distances and costs."""

from typing import Any

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.plans.models import Plan
from essor.records.terres.actions import require_same_plan
from essor.records.terres.engine_facts import check_sheet
from essor.records.terres.models import (
    Chantier,
    Dap,
    Distance,
    Exutoire,
    Hypothese,
    Lot,
    Plateforme,
)
from essor.records.terres.permissions import require_write
from essor.records.terres.writing import PLACE, SOURCE, WINDOW, add, change, cleaned, open_on

EXUTOIRE = (
    PLACE
    | WINDOW
    | {
        "nature",
        "tarif_eur_t",
        "capacite_t_semaine",
        "capacite_t",
        "besoin_t",
        "prix_vierge_eur_t",
        "carbone_vierge_kg_t",
        "envoi_minimum_t",
        "niveau_usage",
        "classes_gtr",
        "fiche",
        "fond",
        "autorisation",
        "autorisation_fin_on",
    }
)
PLATEFORME = (
    PLACE
    | WINDOW
    | {
        "capacite_stock_t",
        "capacite_stock_par_classe",
        "debit_t_semaine",
        "manutention_eur_t",
        "stockage_eur_t_semaine",
    }
)
DAP = SOURCE | {"numero", "chantier", "lot", "valid_from", "valid_until", "tonnage_max_t"}
DISTANCE = SOURCE | {"distance_km"}
HYPOTHESE = SOURCE | {"valeur", "observed_on", "confiance"}


def create_exutoire(*, by: Access, plan: Plan, **values: Any) -> Exutoire:
    """Add an outlet. Raises Forbidden, UserFault."""
    require_write(by, plan)
    row = Exutoire(plan=plan, **cleaned(values, EXUTOIRE))
    check_sheet(row.fiche, row.fond)
    with open_on(by, "exutoire.creer") as op:
        return add(op, row)


def change_exutoire(
    *, by: Access, exutoire: Exutoire, expected_version: int | None = None, **values: Any
) -> Exutoire:
    """Change an outlet. Raises Forbidden, Conflict, UserFault."""
    require_write(by, exutoire.plan)
    check_sheet(values.get("fiche", {}), values.get("fond", {}))
    with open_on(by, "exutoire.modifier") as op:
        return change(op, exutoire, expected_version, cleaned(values, EXUTOIRE))


def delete_exutoire(*, by: Access, exutoire: Exutoire, reason: str = "") -> None:
    """Delete an outlet and its acceptances; the history gives them back.

    Raises Forbidden, UserFault when a truck slip quotes it.
    """
    require_write(by, exutoire.plan)
    with open_on(by, "exutoire.supprimer", reason) as op:
        for dap in exutoire.daps.order_by("pk"):
            op.delete(dap)
        op.delete(exutoire)


def create_dap(
    *, by: Access, exutoire: Exutoire, chantier: Chantier, lot: Lot | None = None, **values: Any
) -> Dap:
    """Keep a prior acceptance of an outlet for a site or one lot. Raises Forbidden, UserFault."""
    require_write(by, exutoire.plan)
    require_same_plan(exutoire.plan, chantier, lot)
    with open_on(by, "dap.creer") as op:
        row = Dap(exutoire=exutoire, chantier=chantier, lot=lot, **cleaned(values, DAP))
        _refuse_same_number(row)
        return op.create(row)


def change_dap(*, by: Access, dap: Dap, expected_version: int | None = None, **values: Any) -> Dap:
    """Correct an acceptance. Raises Forbidden, Conflict, UserFault."""
    require_write(by, dap.exutoire.plan)
    require_same_plan(dap.exutoire.plan, values.get("chantier"), values.get("lot"))
    with open_on(by, "dap.modifier") as op:
        row = op.change(dap, expected_version=expected_version, **cleaned(values, DAP))
        _refuse_same_number(row)
        return row


def delete_dap(*, by: Access, dap: Dap, reason: str = "") -> None:
    """Delete an acceptance; the history gives it back. Raises Forbidden."""
    require_write(by, dap.exutoire.plan)
    with open_on(by, "dap.supprimer", reason) as op:
        op.delete(dap)


def create_plateforme(*, by: Access, plan: Plan, **values: Any) -> Plateforme:
    """Add a platform. Raises Forbidden, UserFault."""
    require_write(by, plan)
    with open_on(by, "plateforme.creer") as op:
        return add(op, Plateforme(plan=plan, **cleaned(values, PLATEFORME)))


def change_plateforme(
    *, by: Access, plateforme: Plateforme, expected_version: int | None = None, **values: Any
) -> Plateforme:
    """Change a platform. Raises Forbidden, Conflict, UserFault."""
    require_write(by, plateforme.plan)
    with open_on(by, "plateforme.modifier") as op:
        return change(op, plateforme, expected_version, cleaned(values, PLATEFORME))


def delete_plateforme(*, by: Access, plateforme: Plateforme, reason: str = "") -> None:
    """Delete a platform; the history gives it back. Raises Forbidden."""
    require_write(by, plateforme.plan)
    with open_on(by, "plateforme.supprimer", reason) as op:
        op.delete(plateforme)


def set_distance(
    *, by: Access, plan: Plan, origine: str, destination: str, **values: Any
) -> Distance:
    """Say how far two places are, by their codes; it replaces what was said before.

    Raises Forbidden, UserFault.
    """
    require_write(by, plan)
    ends = {"origine": origine.strip(), "destination": destination.strip()}
    with open_on(by, "distance.dire") as op:
        row = Distance.objects.filter(plan=plan, **ends).first()
        found = cleaned(values, DISTANCE)
        if row is not None:
            return op.change(row, **found)
        return op.create(Distance(plan=plan, **ends, **found))


def delete_distance(*, by: Access, distance: Distance, reason: str = "") -> None:
    """Go back to the computed distance. Raises Forbidden."""
    require_write(by, distance.plan)
    with open_on(by, "distance.retirer", reason) as op:
        op.delete(distance)


def set_hypothese(*, by: Access, plan: Plan, nom: str, **values: Any) -> Hypothese:
    """Say what a cost or factor is worth, and who says so. Raises Forbidden, UserFault."""
    require_write(by, plan)
    with open_on(by, "hypothese.dire") as op:
        row = Hypothese.objects.filter(plan=plan, nom=nom).first()
        found = cleaned(values, HYPOTHESE)
        if row is not None:
            return op.change(row, **found)
        return op.create(Hypothese(plan=plan, nom=nom, **found))


def delete_hypothese(*, by: Access, hypothese: Hypothese, reason: str = "") -> None:
    """Take a cost back: it is unknown again. Raises Forbidden."""
    require_write(by, hypothese.plan)
    with open_on(by, "hypothese.retirer", reason) as op:
        op.delete(hypothese)


def _refuse_same_number(row: Dap) -> None:
    others = Dap.objects.filter(exutoire_id=row.exutoire_id, numero=row.numero).exclude(pk=row.pk)
    if others.exists():
        raise UserFault.single(
            "Cet exutoire a déjà une acceptation de ce numéro.", value=row.numero, field="numero"
        )
