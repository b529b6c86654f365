"""What needs someone: acceptances, outlets, windows, lots, slips. Each says what to do.

Pure but for the thresholds: what is followed comes in, sentences go out, the gravest first.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from essor.foundations.french import counted, format_date
from essor.records.bordereaux.ecarts import (
    NBSP,
    TRACE_T,
    Sens,
    destination_sentence,
    lot_sentence,
    tonnes_text,
)
from essor.records.bordereaux.refus import refusal_alerts
from essor.records.bordereaux.remplissage import outlet_alerts, window_alerts
from essor.records.bordereaux.seuils import number
from essor.records.bordereaux.suivi import PERCENT, Passage, Suivi, seuils_on
from essor.records.terres.models import Dap, Lot
from essor.records.terres.weeks import WEEK, weeks_of


class NatureAlerte(StrEnum):
    """What an alert is about."""

    REFUS = "refus"
    DAP = "dap"
    EXUTOIRE = "exutoire"
    FENETRE = "fenetre"
    LOT = "lot"
    SANS_LOT = "sans_lot"
    ECART = "ecart"
    SILENCE = "silence"

    @property
    def label(self) -> str:
        """Name of the kind, as counters write it."""
        return {
            "refus": "Lots refusés là où ils sont allés",
            "dap": "Acceptations préalables",
            "exutoire": "Exutoires qui se remplissent",
            "fenetre": "Fenêtres qui ferment",
            "lot": "Lots en attente",
            "sans_lot": "Bordereaux sans lot",
            "ecart": "Écarts au plan",
            "silence": "Chantiers silencieux",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerte:
    """One thing that needs someone; ``faire`` says what to do, ``key`` is the code concerned."""

    nature: NatureAlerte
    phrase: str
    faire: str
    key: str = ""
    is_urgente: bool = False


def alerts_of(suivi: Suivi) -> tuple[Alerte, ...]:
    """Return what needs someone on that day, the gravest first."""
    found = [
        *(_told(NatureAlerte.REFUS, one) for one in refusal_alerts(suivi)),
        *_dap_alerts(suivi),
        *(_told(NatureAlerte.EXUTOIRE, one) for one in outlet_alerts(suivi)),
        *(_told(NatureAlerte.FENETRE, one) for one in window_alerts(suivi)),
        *_lot_alerts(suivi),
        *_unknown_lot(suivi),
        *_deviations(suivi),
        *_silence(suivi),
    ]
    order = list(NatureAlerte)
    return tuple(sorted(found, key=lambda one: (not one.is_urgente, order.index(one.nature))))


def counters(alerts: tuple[Alerte, ...]) -> tuple[tuple[str, int], ...]:
    """Return how many alerts there are of each kind that has some."""
    pairs = [
        (nature.label, [one for one in alerts if one.nature is nature]) for nature in NatureAlerte
    ]
    return tuple((label, len(rows)) for label, rows in pairs if rows)


def _told(nature: NatureAlerte, row: tuple[str, str, str, bool]) -> Alerte:
    key, phrase, faire, is_urgente = row
    return Alerte(nature=nature, phrase=phrase, faire=faire, key=key, is_urgente=is_urgente)


def _dap_alerts(suivi: Suivi) -> Iterator[Alerte]:
    soon = number("dap_jours", suivi.today)
    share = number("dap_part", suivi.today) / PERCENT
    for dap in suivi.soils.daps:
        yield from _dap_end(suivi, dap, soon)
        yield from _dap_tonnes(suivi, dap, share)


def _dap_end(suivi: Suivi, dap: Dap, soon: int) -> Iterator[Alerte]:
    if dap.valid_until is None:
        return
    days = (dap.valid_until - suivi.today).days
    late = sum(one.tonnes for one in _of_dap(suivi, dap) if one.on > dap.valid_until)
    name = f"La DAP {dap.numero} ({dap.exutoire.nom}, {_what(dap)})"
    if late > TRACE_T:
        yield Alerte(
            nature=NatureAlerte.DAP, key=dap.exutoire.code, is_urgente=True,
            phrase=f"{name} a pris fin le {format_date(dap.valid_until)}{NBSP}: "
            f"{tonnes_text(late)} sont parties depuis.",
            faire="Arrêter les départs et demander à l'exutoire le renouvellement de "
            "l'acceptation.",
        )  # fmt: skip
    elif 0 <= days <= soon and not _is_finished(suivi, dap):
        left = "aujourd'hui" if days == 0 else f"dans {counted(days, 'jour')}"
        yield Alerte(
            nature=NatureAlerte.DAP, key=dap.exutoire.code, is_urgente=days <= soon // 4,
            phrase=f"{name} expire {left}, le {format_date(dap.valid_until)}.",
            faire="Demander son renouvellement, ou faire partir avant cette date ce qui reste.",
        )  # fmt: skip


def _dap_tonnes(suivi: Suivi, dap: Dap, share: float) -> Iterator[Alerte]:
    if not dap.tonnage_max_t:
        return
    most = float(dap.tonnage_max_t)
    used = sum(one.tonnes for one in _of_dap(suivi, dap))
    if used < share * most:
        return
    is_over = used > most + TRACE_T
    state = (
        f"dépassée de {tonnes_text(used - most)}"
        if is_over
        else f"à {round(PERCENT * used / most)}{NBSP}%"
    )
    yield Alerte(
        nature=NatureAlerte.DAP,
        key=dap.exutoire.code,
        is_urgente=is_over,
        phrase=f"La DAP {dap.numero} ({dap.exutoire.nom}, {_what(dap)}) est {state}{NBSP}: "
        f"{tonnes_text(used)} reçues pour {tonnes_text(most)} acceptées.",
        faire="Demander un complément à l'exutoire avant d'y envoyer d'autres camions."
        if not is_over
        else "Arrêter les départs vers cet exutoire et régulariser l'acceptation.",
    )


def _of_dap(suivi: Suivi, dap: Dap) -> list[Passage]:
    """Return the trips that an acceptance covers: its lot, or every lot of its site."""
    return [
        one
        for one in suivi.passages
        if one.destination == dap.exutoire.code
        and not one.is_to_platform
        and not one.is_from_platform
        and one.origin == dap.chantier.code
        and (dap.lot is None or one.lot == dap.lot.code)
    ]


def _is_finished(suivi: Suivi, dap: Dap) -> bool:
    """Tell whether the plan waits for nothing more there; without a plan, nobody knows."""
    if suivi.comparaison is None:
        return False
    rows = [one for one in suivi.comparaison.destinations if one.key == dap.exutoire.code]
    return all(row.left_t <= TRACE_T for row in rows)


def _what(dap: Dap) -> str:
    return f"lot {dap.lot.code}" if dap.lot else f"chantier {dap.chantier.nom}"


def _lot_alerts(suivi: Suivi) -> Iterator[Alerte]:
    soon = number("lot_jours", suivi.today)
    for lot in suivi.soils.lots:
        limit = lot_limit(lot)
        if limit is None or (limit - suivi.today).days > soon:
            continue
        left = float(lot.tonnes or 0) - _gone(suivi, lot)
        if left < number("ecart_tonnes", suivi.today):
            continue
        is_over = limit < suivi.today
        when = "est dépassée depuis le" if is_over else "finit le"
        yield Alerte(
            nature=NatureAlerte.LOT,
            key=lot.code,
            is_urgente=is_over,
            phrase=f"Lot {lot.code}, {lot.denomination}{NBSP}: l'attente permise sur le chantier "
            f"{when} {format_date(limit)}, et {tonnes_text(left)} n'ont pas de bordereau.",
            faire="Vérifier qu'il ne manque pas de bordereaux, sinon calculer à nouveau le plan "
            "ou allonger l'attente du lot.",
        )


def lot_limit(lot: Lot) -> dt.date | None:
    """Return the last day when a tonne of a lot may still wait on its site."""
    last = max((one.starts_on for one in weeks_of(lot) if one.tonnes), default=None)
    if last is None:
        return None
    return last + WEEK * (1 + lot.attente_max_semaines) - dt.timedelta(days=1)


def _gone(suivi: Suivi, lot: Lot) -> float:
    return sum(
        one.tonnes for one in suivi.passages if one.lot == lot.code and not one.is_from_platform
    )


def _unknown_lot(suivi: Suivi) -> Iterator[Alerte]:
    days = number("sans_lot_jours", suivi.today)
    limit = suivi.today - dt.timedelta(days=days)
    rows = [
        one
        for one in suivi.passages
        if not one.lot and not one.is_from_platform and one.on <= limit
    ]
    if not rows:
        return
    weight = sum(one.tonnes for one in rows)
    yield Alerte(
        nature=NatureAlerte.SANS_LOT,
        phrase=f"{tonnes_text(weight)} sont parties sans qu'un lot soit dit, depuis plus de "
        f"{counted(days, 'jour')}.",
        faire="Rattacher ces bordereaux à leur lot\u00a0: sans lui, ni le plan ni le registre "
        "ne les comptent au bon endroit.",
    )


def _deviations(suivi: Suivi) -> Iterator[Alerte]:
    found = suivi.comparaison
    if found is None:
        return
    seuils = seuils_on(suivi.today)
    todo = "Chercher la cause, puis calculer à nouveau le plan depuis ce qui est fait."
    for rows, sentence in (
        (found.lots, lot_sentence),
        (found.destinations, destination_sentence),
    ):
        for row in rows:
            sens = row.sens(seuils)
            if row.key and sens is not Sens.CONFORME:
                yield Alerte(
                    nature=NatureAlerte.ECART,
                    key=row.key,
                    phrase=sentence(row, sens, found.until_on),
                    faire=todo,
                )


def _silence(suivi: Suivi) -> Iterator[Alerte]:
    found = suivi.comparaison
    if found is None:
        return
    days = number("silence_jours", suivi.today)
    first = suivi.today - dt.timedelta(days=days)
    start = found.calendrier.first_day(found.calendrier.period_of(first))
    for site in suivi.soils.chantiers:
        codes = {lot.code for lot in suivi.soils.lots if lot.chantier_id == site.pk}
        waited = sum(
            one.tonnes
            for one in suivi.planned
            if one.lot in codes
            and not one.is_from_platform
            and found.calendrier.first_day(one.period) <= first
            and found.calendrier.last_day(one.period) >= first
        )
        heard = any(one.origin == site.code and one.on >= first for one in suivi.passages)
        if waited > TRACE_T and not heard:
            yield Alerte(
                nature=NatureAlerte.SILENCE,
                key=site.code,
                phrase=f"{site.nom}{NBSP}: aucun bordereau depuis plus de "
                f"{counted(days, 'jour')}, alors que le plan attend des départs "
                f"({tonnes_text(waited)} pour la période du {format_date(start)}).",
                faire="Demander au chantier s'il travaille, et si son lien de saisie marche.",
            )
