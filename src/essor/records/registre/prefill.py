"""A new line is never blank: what a lot, an outlet or an earlier line already says."""

import datetime as dt
import uuid

from essor.records.accounts.permissions import Access
from essor.records.plans.models import Plan
from essor.records.registre.choices import GenreRegistre
from essor.records.registre.generation import firm_texts, origin_texts, site_texts, soil_texts
from essor.records.registre.models import LigneRegistre
from essor.records.registre.permissions import visible_lignes
from essor.records.terres.models import Exutoire, Lot
from essor.records.terres.permissions import visible_lots, visible_places
from essor.references.registre_national.tables import registre

# What belongs to one movement, never to the next.
OWN = frozenset(
    {"publicId", "weightValue", "volume", "movementNumber", "gistridNumber", "ttdImportNumber"}
    | {"reportForTransportPlates", "texsAnalysisFileId"}
)
LAST = 20


def prefilled(
    *,
    genre: str,
    today: dt.date,
    number: int,
    modele: LigneRegistre | None = None,
    lot: Lot | None = None,
    exutoire: Exutoire | None = None,
) -> dict[str, str]:
    """Return the fields of a new line: of an earlier one, then of the lot, then of the outlet."""
    table = registre(genre)
    found = {"publicId": f"TEXS-{today:%Y%m%d}-{number:04d}"}
    if modele is not None:
        kept = {k: v for k, v in modele.champs.items() if k not in OWN | set(table.champs_dates)}
        found = {**kept, **found}
    if lot is not None:
        found |= _of_lot(lot, genre)
    if exutoire is not None:
        found |= _of_outlet(exutoire, genre)
    return {champ: text for champ, text in found.items() if text and champ in table.by_champ}


def next_number(plan: Plan, today: dt.date) -> int:
    """Return a number that no identifier of the day bears yet."""
    taken = set(
        LigneRegistre.objects.filter(plan=plan, public_id__startswith=f"TEXS-{today:%Y%m%d}-")
        .order_by("public_id")
        .values_list("public_id", flat=True)
    )
    number = len(taken) + 1
    while f"TEXS-{today:%Y%m%d}-{number:04d}" in taken:
        number += 1
    return number


def models_of(plan: Plan, by: Access, genre: str) -> list[LigneRegistre]:
    """Return the last lines of a register, one per receiver and site."""
    rows = LigneRegistre.objects.filter(visible_lignes(by), plan=plan, genre=genre)
    seen: dict[tuple[str, str], LigneRegistre] = {}
    for row in rows.order_by("-created_at", "id")[: LAST * LAST]:
        seen.setdefault((row.chantier_nom, row.destinataire), row)
    return list(seen.values())[:LAST]


def lots_of(plan: Plan, by: Access) -> list[Lot]:
    """Return the lots that this person may read."""
    rows = Lot.objects.filter(visible_lots(by), plan=plan).select_related("chantier")
    return list(rows.order_by("code", "id"))


def exutoires_of(plan: Plan, by: Access) -> list[Exutoire]:
    """Return the outlets that this person may read."""
    return list(Exutoire.objects.filter(visible_places(by), plan=plan).order_by("nom", "id"))


def chosen(rows: list[LigneRegistre], key: str) -> LigneRegistre | None:
    """Return the earlier line that an address names, None when it names none of these."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return None
    return next((row for row in rows if row.pk == wanted), None)


def _of_lot(lot: Lot, genre: str) -> dict[str, str]:
    site = lot.chantier
    found = {**soil_texts(lot), **origin_texts(site)}
    if genre == GenreRegistre.SORTANT:
        said = {"reportForCompanySiret": site.siret, **site_texts(site, "reportForPickupSite")}
    else:
        said = {**firm_texts(site, "emitter"), **site_texts(site, "emitterPickupSite")}
    return {name: text for name, text in {**found, **said}.items() if text}


def _of_outlet(exutoire: Exutoire, genre: str) -> dict[str, str]:
    if genre == GenreRegistre.ENTRANT:
        return {"reportForCompanySiret": exutoire.siret}
    return {
        **firm_texts(exutoire, "destination"),
        **site_texts(exutoire, "destinationDropSite"),
    }
