"""The slips, the plan against what was done, the alerts: what is downloaded is shown."""

from collections.abc import Iterable
from decimal import Decimal

from essor.foundations.tables import Value
from essor.records.bordereaux.alertes import Alerte
from essor.records.bordereaux.models import Bordereau
from essor.records.bordereaux.suivi import Suivi

SLIPS = (
    "Numéro", "Date", "Heure", "Départ", "Code départ", "Lot", "Destination", "Code destination",
    "Tonnes", "Pesée", "Volume (m³)", "Immatriculation", "Transporteur", "SIRET du transporteur",
    "Récépissé du transporteur", "Numéro de DAP", "Observation", "Saisi par", "Source",
    "Annulé le", "Motif",
)  # fmt: skip


def slip_lines(rows: Iterable[Bordereau]) -> list[list[Value]]:
    """Return one line per slip."""
    return [
        [
            one.numero,
            one.realise_on,
            f"{one.realise_heure:%H:%M}" if one.realise_heure else "",
            one.depart.nom,
            one.depart.code,
            one.lot.code if one.lot else "",
            one.destination.nom,
            one.destination.code,
            one.tonnes,
            "ESTIME" if one.is_estime else "REEL",
            one.volume_m3,
            one.plaques,
            one.transporteur,
            one.transporteur_siret,
            one.recepisse,
            one.numero_dap,
            one.observation,
            one.saisi_par,
            one.get_source_display(),
            one.annule_on,
            one.annule_motif,
        ]
        for one in rows
    ]


DEVIATIONS = (
    "Famille", "Code", "Nom", "Prévu en tout (t)", "Prévu à ce jour (t)", "Réalisé à ce jour (t)",
    "Écart (t)", "Écart (part du prévu)", "Prévu cette période (t)", "Réalisé cette période (t)",
    "Reste au plan (t)", "Périodes finies au",
)  # fmt: skip
WEEKS = (
    "Période", "Du", "Au", "Prévu (t)", "Réalisé (t)", "Prévu cumulé (t)", "Réalisé cumulé (t)",
)  # fmt: skip
ALERTS = ("Nature", "Urgente", "Ce qui se passe", "Que faire", "Code concerné")


def deviation_lines(suivi: Suivi) -> list[list[Value]]:
    """Return one line per lot, then per destination."""
    found = suivi.comparaison
    if found is None:
        return []
    pairs = [("lot", one) for one in found.lots]
    pairs += [("destination", one) for one in found.destinations]
    return [
        [
            family,
            one.key,
            one.label,
            kilograms(one.planned_t),
            kilograms(one.due_t),
            kilograms(one.done_due_t),
            kilograms(one.ecart_t),
            None if one.part is None else kilograms(one.part),
            kilograms(one.now_t),
            kilograms(one.done_now_t),
            kilograms(one.left_t),
            found.until_on,
        ]
        for family, one in pairs
    ]


def week_lines(suivi: Suivi) -> list[list[Value]]:
    """Return one line per period."""
    found = suivi.comparaison
    if found is None:
        return []
    return [
        [
            one.number,
            one.starts_on,
            one.ends_on,
            kilograms(one.planned_t),
            None if one.done_t is None else kilograms(one.done_t),
            kilograms(one.planned_sum_t),
            None if one.done_sum_t is None else kilograms(one.done_sum_t),
        ]
        for one in found.periodes
    ]


def alert_lines(alerts: Iterable[Alerte]) -> list[list[Value]]:
    """Return one line per alert."""
    return [
        [one.nature.label, "oui" if one.is_urgente else "non", one.phrase, one.faire, one.key]
        for one in alerts
    ]


def kilograms(value: float) -> Decimal:
    """Return tonnes to the kilogram, or a share to the thousandth."""
    return Decimal(repr(value)).quantize(Decimal("0.001"))
