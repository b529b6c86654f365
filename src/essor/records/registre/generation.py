"""Lines made from truck slips: nobody types again what a slip, a lot or an outlet says.

What only the register asks (treatment, address of the carrier) comes from the last line to the
same receiver or with the same carrier; what nobody said yet stays empty, and the line says so.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from essor.records.accounts.permissions import Access
from essor.records.bordereaux.models import Bordereau
from essor.records.bordereaux.permissions import visible_bordereaux
from essor.records.journal.actions import operation
from essor.records.plans.models import Plan
from essor.records.registre.actions import KIND, new_ligne
from essor.records.registre.choices import EtatLigne, GenreRegistre
from essor.records.registre.models import LigneRegistre
from essor.records.registre.permissions import require_write
from essor.records.terres.models import Chantier, Exutoire, Lot, Plateforme
from essor.references.registre_national.tables import codes, registre

Place = Chantier | Exutoire | Plateforme
ENDS = ("chantier", "depot", "lot", "exutoire", "plateforme")
# What the last line to the same receiver, or with the same carrier, already said.
OF_RECEIVER = (
    "operationCode", "operationMode", "isUpcycled", "destinationParcelInseeCodes",
    "destinationParcelNumbers", "destinationParcelCoordinates", "noTraceability",
    "nextOperationCode",
)  # fmt: skip
NOT_ADMITTED = re.compile(r"[^a-zA-Z0-9_./]+")
LONGEST_NUMBER = 18  # what the day and the part of its own leave of 36
ADDRESS = ("Address", "PostalCode", "City", "CountryCode", "Name", "Type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What earlier lines said, by receiver and by carrier."""

    receivers: Mapping[str, Mapping[str, str]]
    carriers: Mapping[str, Mapping[str, str]]


def bordereaux_without_ligne(plan: Plan, by: Access, genre: str) -> QuerySet[Bordereau]:
    """Return the live slips that this register does not hold yet, the oldest first."""
    done = LigneRegistre.objects.filter(genre=genre, bordereau__isnull=False).values("bordereau")
    found = Bordereau.objects.filter(visible_bordereaux(by), plan=plan, annule_on__isnull=True)
    rows = found.exclude(pk__in=done).select_related(*ENDS)
    return rows.order_by("realise_on", "realise_heure", "numero", "id")


def generate_lignes(
    *, by: Access, plan: Plan, genre: str, bordereaux: Sequence[Bordereau], today: dt.date
) -> list[LigneRegistre]:
    """Make one line per slip. Raises Forbidden, UserFault; all or none."""
    require_write(by, plan)
    learnt = _learnt(plan, genre)
    with operation(kind=f"{KIND}.generer", author=by, territoire_code=by.territoire_code) as op:
        return [
            new_ligne(
                op,
                plan=plan,
                genre=genre,
                champs=texts_of(one, genre=genre, learnt=learnt),
                today=today,
                lot=one.lot,
                bordereau=one,
                is_demonstration=one.is_demonstration,
            )
            for one in bordereaux
        ]


def texts_of(bordereau: Bordereau, *, genre: str, learnt: Learnt) -> dict[str, str]:
    """Return what a slip says to a register, by field; only what is known."""
    builders = {
        GenreRegistre.SORTANT: _outgoing,
        GenreRegistre.ENTRANT: _incoming,
        GenreRegistre.TRANSPORTE: _transported,
    }
    found = {
        "publicId": identifier_of(bordereau),
        **soil_texts(bordereau.lot),
        "wasteDap": bordereau.numero_dap,
        "weightValue": _number(bordereau.tonnes),
        "weightIsEstimate": "ESTIME" if bordereau.is_estime else "REEL",
        "volume": _number(bordereau.volume_m3),
        **builders[GenreRegistre(genre)](bordereau, learnt),
    }
    known = registre(genre).by_champ
    return {champ: text for champ, text in found.items() if text and champ in known}


def identifier_of(bordereau: Bordereau) -> str:
    """Return an identifier that people recognise: day, number of the slip, a part of its own."""
    number = NOT_ADMITTED.sub("-", bordereau.numero)[:LONGEST_NUMBER]
    parts = (f"{bordereau.realise_on:%Y%m%d}", number, bordereau.id.hex[:8])
    return "-".join(part for part in parts if part)


def soil_texts(lot: Lot | None) -> dict[str, str]:
    """Return what a lot says of the soil."""
    if lot is None:
        return {}
    return {
        "wasteDescription": lot.denomination,
        "wasteCode": lot.code_dechet,
        "wastePop": _flag(lot.is_pop),
        "wasteIsDangerous": _flag(lot.is_dangereux),
    }


def origin_texts(place: Place) -> dict[str, str]:
    """Return where the soil comes from: parcels, or the position when there is none."""
    parcels = place.parcelles_declarees if isinstance(place, Chantier) else []
    if parcels:
        where = {
            "parcelInseeCodes": ",".join(code for code, _ in parcels),
            "parcelNumbers": ",".join(number for _, number in parcels),
        }
    elif place.is_placed:
        where = {"parcelCoordinates": f"{_number(place.latitude)} {_number(place.longitude)}"}
    else:
        where = {}
    sis = place.sis_identifiant if isinstance(place, Chantier) else ""
    return {**where, "sisIdentifier": sis}


def firm_texts(place: Place, prefix: str) -> dict[str, str]:
    """Return the firm that answers for a place, as an actor of a line."""
    if not place.siret:
        return {f"{prefix}CompanyName": place.responsable_nom or place.nom}
    return {
        f"{prefix}CompanyType": "ETABLISSEMENT_FR",
        f"{prefix}CompanyOrgId": place.siret,
        f"{prefix}CompanyName": place.responsable_nom or place.nom,
        f"{prefix}CompanyAddress": place.adresse,
        f"{prefix}CompanyPostalCode": place.code_postal,
        f"{prefix}CompanyCity": place.commune,
        f"{prefix}CompanyCountryCode": "FR",
    }


def site_texts(place: Place, prefix: str) -> dict[str, str]:
    """Return a place where soil is taken or dropped."""
    found = {
        f"{prefix}Address": place.adresse,
        f"{prefix}PostalCode": place.code_postal,
        f"{prefix}City": place.commune,
        f"{prefix}CountryCode": "FR" if place.commune else "",
    }
    return found if prefix.endswith("DropSite") else {f"{prefix}Name": place.nom, **found}


def _outgoing(one: Bordereau, learnt: Learnt) -> dict[str, str]:
    start, end = one.depart, one.destination
    return {
        "reportForCompanySiret": start.siret,
        **site_texts(start, "reportForPickupSite"),
        "dispatchDate": one.realise_on.isoformat(),
        **origin_texts(start),
        **firm_texts(end, "destination"),
        **site_texts(end, "destinationDropSite"),
        **learnt.receivers.get(end.siret, {}),
        **_carrier(one, learnt),
    }


def _incoming(one: Bordereau, learnt: Learnt) -> dict[str, str]:
    start, end = one.depart, one.destination
    return {
        "reportForCompanySiret": end.siret,
        "receptionDate": one.realise_on.isoformat(),
        **origin_texts(start),
        **firm_texts(start, "emitter"),
        **site_texts(start, "emitterPickupSite"),
        **learnt.receivers.get(end.siret, {}),
        **_carrier(one, learnt),
    }


def _transported(one: Bordereau, learnt: Learnt) -> dict[str, str]:
    start, end = one.depart, one.destination
    return {
        "reportForCompanySiret": one.transporteur_siret,
        "reportForTransportMode": "ROUTE",
        "reportForTransportIsWaste": "OUI",
        "reportForRecepisseNumber": one.recepisse,
        "reportForTransportPlates": one.plaques,
        "collectionDate": one.realise_on.isoformat(),
        "unloadingDate": one.realise_on.isoformat(),
        **firm_texts(start, "emitter"),
        **site_texts(start, "emitterPickupSite"),
        **firm_texts(end, "destination"),
        **site_texts(end, "destinationDropSite"),
    }


def _carrier(one: Bordereau, learnt: Learnt) -> dict[str, str]:
    if not (one.transporteur or one.transporteur_siret):
        return {}
    known = learnt.carriers.get(one.transporteur_siret, {})
    return {
        "transporter1CompanyCountryCode": "FR",
        **known,
        "transporter1TransportMode": "ROUTE",
        "transporter1CompanyType": "ETABLISSEMENT_FR" if one.transporteur_siret else "",
        "transporter1CompanyOrgId": one.transporteur_siret,
        "transporter1CompanyName": one.transporteur or known.get("transporter1CompanyName", ""),
        "transporter1RecepisseNumber": one.recepisse
        or known.get("transporter1RecepisseNumber", ""),
        "transporter1RecepisseIsExempted": known.get("transporter1RecepisseIsExempted", ""),
    }


def _learnt(plan: Plan, genre: str) -> Learnt:
    """Return what the lines of a register said last; one cancelled teaches nothing."""
    rows = LigneRegistre.objects.filter(plan=plan, genre=genre).exclude(etat=EtatLigne.ANNULEE)
    receivers: dict[str, dict[str, str]] = {}
    carriers: dict[str, dict[str, str]] = {}
    is_incoming = genre == GenreRegistre.ENTRANT
    for row in rows.order_by("mouvement_on", "created_at", "id"):
        end = row.siret if is_incoming else row.champs.get("destinationCompanyOrgId", "")
        if end and row.champs.get("operationCode"):
            receivers[end] = _picked(row.champs, OF_RECEIVER)
        _learn_carriers(row.champs, carriers)
    return Learnt(receivers=receivers, carriers=carriers)


def _learn_carriers(champs: Mapping[str, str], carriers: dict[str, dict[str, str]]) -> None:
    for number in range(1, codes().transporteurs + 1):
        siret = champs.get(f"transporter{number}CompanyOrgId", "")
        if siret and champs.get(f"transporter{number}CompanyAddress"):
            names = [f"Company{name}" for name in ADDRESS]
            names += ["RecepisseNumber", "RecepisseIsExempted"]
            carriers[siret] = {
                f"transporter1{name}": champs[f"transporter{number}{name}"]
                for name in names
                if champs.get(f"transporter{number}{name}")
            }


def _picked(champs: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    return {name: champs[name] for name in names if champs.get(name)}


def _flag(value: bool | None) -> str:
    return {True: "OUI", False: "NON"}.get(value, "") if value is not None else ""


def _number(value: object) -> str:
    text = "" if value is None else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
