"""Writes of a big project: its card, its parcels, its lots. Each one leaves its trace."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from essor.foundations.codes import parse_code_commune_insee
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.comites.actions import refuse_unsettable, stripped
from essor.records.entreprises.models import Etablissement
from essor.records.entreprises.permissions import visible_etablissements
from essor.records.journal.actions import lock, operation
from essor.records.plans.models import Action
from essor.records.projets.models import GrandProjet, Lot, Parcelle
from essor.records.projets.permissions import require_write

CARD = frozenset(
    {"presentation", "adresse", "code_commune_insee", "latitude", "longitude", "source_title"}
    | {"source_href", "read_on", "cout_sujet", "jalon_repere"}
)
PARCELLE = frozenset(
    {"code_commune_insee", "prefixe", "section", "numero", "contenance_m2", "maitrise"}
    | {"source_title", "source_href", "read_on"}
)
LOT = frozenset(
    {
        "nom",
        "usage",
        "surface_m2",
        "surface_nature",
        "etat",
        "preneur_nom",
        "etablissement",
        "is_preneur_public",
    }
    | {"source_title", "source_href"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelleValues:
    """One parcel as people write it: « LV », « 12 »; m², None when not published."""

    code_commune_insee: str
    section: str
    numero: str
    source_title: str
    prefixe: str = "000"
    contenance_m2: int | None = None
    maitrise: str = ""
    source_href: str = ""
    read_on: date | None = None


def write_card(
    *, by: Access, action: Action, expected_version: int | None = None, **values: Any
) -> GrandProjet:
    """Write the card of a big project, new or not. Raises Forbidden, Conflict, UserFault."""
    require_write(by, action)
    refuse_unsettable(values, CARD)
    values = stripped(values)
    if values.get("code_commune_insee"):
        values["code_commune_insee"] = parse_code_commune_insee(values["code_commune_insee"])
    with operation(kind="plan.projet.fiche", author=by, territoire_code=by.territoire_code) as op:
        lock(action)
        card = GrandProjet.objects.filter(action=action).first()
        if card is None:
            return op.create(GrandProjet(action=action, **values))
        return op.change(card, expected_version=expected_version, **values)


def add_parcelles(
    *, by: Access, action: Action, rows: Sequence[ParcelleValues]
) -> tuple[Parcelle, ...]:
    """Add parcels to the site, all or none.

    Raises Forbidden, or UserFault with the faults of every parcel.
    """
    require_write(by, action)
    with operation(
        kind="plan.projet.parcelle.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(action)
        known = {one.identifiant for one in Parcelle.objects.filter(action=action)}
        made = []
        with FaultGatherer() as faults:
            for row in rows:
                with faults.catching(Place()):
                    parcelle = Parcelle(action=action, **_parcelle(asdict(row)))
                    if parcelle.identifiant in known:
                        raise _twice(parcelle)
                    known.add(parcelle.identifiant)
                    made.append(op.create(parcelle))
        return tuple(made)


def change_parcelle(
    *, by: Access, parcelle: Parcelle, expected_version: int | None = None, **values: Any
) -> Parcelle:
    """Correct a parcel. Raises Forbidden, Conflict, UserFault."""
    require_write(by, parcelle.action)
    refuse_unsettable(values, PARCELLE)
    with operation(
        kind="plan.projet.parcelle.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(parcelle.action)
        values = _parcelle(values)
        wanted = Parcelle(**{**_identity(parcelle), **_identity(values)})
        sisters = Parcelle.objects.filter(action_id=parcelle.action_id).exclude(pk=parcelle.pk)
        if any(one.identifiant == wanted.identifiant for one in sisters):
            raise _twice(wanted)
        return op.change(parcelle, expected_version=expected_version, **values)


def delete_parcelle(*, by: Access, parcelle: Parcelle, reason: str = "") -> None:
    """Take a parcel out of the site. Raises Forbidden."""
    require_write(by, parcelle.action)
    with operation(
        kind="plan.projet.parcelle.supprimer",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason,
    ) as op:
        op.delete(parcelle)


def add_lot(*, by: Access, action: Action, nom: str, **values: Any) -> Lot:
    """Add a lot after the others. Raises Forbidden, UserFault."""
    require_write(by, action)
    refuse_unsettable(values, LOT)
    _require_firm(by, values.get("etablissement"))
    with operation(
        kind="plan.projet.lot.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(action)
        last = Lot.objects.filter(action=action).order_by("-ordre").first()
        rank = 1 + (last.ordre if last else 0)
        lot = Lot(action=action, nom=nom.strip(), ordre=rank, **stripped(values))
        _refuse_same_name(lot)
        return op.create(lot)


def change_lot(*, by: Access, lot: Lot, expected_version: int | None = None, **values: Any) -> Lot:
    """Change a lot: surface, use, taker. Raises Forbidden, Conflict, UserFault."""
    require_write(by, lot.action)
    refuse_unsettable(values, LOT)
    _require_firm(by, values.get("etablissement"))
    with operation(
        kind="plan.projet.lot.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        row = op.change(lot, expected_version=expected_version, **stripped(values))
        _refuse_same_name(row)
        return row


def delete_lot(*, by: Access, lot: Lot, reason: str = "") -> None:
    """Delete a lot entered by mistake; the history gives it back. Raises Forbidden."""
    require_write(by, lot.action)
    with operation(
        kind="plan.projet.lot.supprimer",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason,
    ) as op:
        op.delete(lot)


def _parcelle(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values as the cadastre writes them: « lv », « 12 » is LV 0012."""
    found = stripped(values)
    if "code_commune_insee" in found:
        found["code_commune_insee"] = parse_code_commune_insee(found["code_commune_insee"])
    for name, width in (("section", 2), ("numero", 4), ("prefixe", 3)):
        if name in found:
            found[name] = found[name].upper().zfill(width)
    return found


def _identity(values: Any) -> dict[str, str]:
    names = ("code_commune_insee", "prefixe", "section", "numero")
    if isinstance(values, Parcelle):
        return {name: getattr(values, name) for name in names}
    return {name: values[name] for name in names if name in values}


def _twice(parcelle: Parcelle) -> UserFault:
    return UserFault.single("Cette parcelle est déjà du site.", value=str(parcelle), field="numero")


def _require_firm(by: Access, firm: Etablissement | None) -> None:
    """Refuse a firm that this person may not read, as if there were none."""
    if firm is None:
        return
    if not Etablissement.objects.filter(visible_etablissements(by), pk=firm.pk).exists():
        raise UserFault.single(
            "Cet établissement n'est pas suivi dans ce territoire.", field="etablissement"
        )


def _refuse_same_name(lot: Lot) -> None:
    for sister in Lot.objects.filter(action_id=lot.action_id).exclude(pk=lot.pk):
        if fold(sister.nom) == fold(lot.nom):
            raise UserFault.single(
                "Un lot de ce projet porte déjà ce nom.",
                value=lot.nom,
                expected="un nom différent",
                field="nom",
            )
