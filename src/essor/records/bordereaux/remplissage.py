"""When an outlet will be full, and what remains when its window closes.

The pace is that of the plan when one is followed, else what the last weeks really brought.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from essor.foundations.french import counted, format_date
from essor.records.bordereaux.ecarts import NBSP, TRACE_T, tonnes_text
from essor.records.bordereaux.seuils import number
from essor.records.bordereaux.suivi import WEEK_DAYS, Suivi
from essor.records.terres.models import Exutoire

# Code of the outlet, what happens, what to do, whether it is urgent.
Row = tuple[str, str, str, bool]
MOST_WEEKS = 520


def received_t(suivi: Suivi, code: str) -> float:
    """Return the tonnes that an outlet received since slips are kept."""
    return sum(
        one.tonnes for one in suivi.passages if one.destination == code and not one.is_to_platform
    )


def weekly_pace_t(suivi: Suivi, code: str) -> float:
    """Return the mean tonnes per week that an outlet received, over the last weeks that ended."""
    weeks = number("rythme_semaines", suivi.today)
    monday = suivi.today - dt.timedelta(days=suivi.today.weekday())
    first = monday - dt.timedelta(days=WEEK_DAYS * weeks)
    total = sum(
        one.tonnes
        for one in suivi.passages
        if one.destination == code and not one.is_to_platform and first <= one.on < monday
    )
    return total / weeks


def full_on(suivi: Suivi, outlet: Exutoire) -> dt.date | None:
    """Return the first day of the period in which an outlet fills up, None if none is seen."""
    if outlet.capacite_t is None:
        return None
    room = float(outlet.capacite_t) - received_t(suivi, outlet.code)
    if room <= TRACE_T:
        return suivi.today
    if suivi.comparaison is not None:
        return _full_by_plan(suivi, outlet.code, room)
    pace = weekly_pace_t(suivi, outlet.code)
    if pace <= TRACE_T or room / pace > MOST_WEEKS:
        return None
    return suivi.today + dt.timedelta(days=int(WEEK_DAYS * room / pace))


def outlet_alerts(suivi: Suivi) -> Iterator[Row]:
    """Yield the outlets that fill up soon, and those that take more in a week than they may."""
    weeks = number("remplissage_semaines", suivi.today)
    for outlet in suivi.soils.exutoires:
        yield from _filling(suivi, outlet, weeks)
        yield from _too_fast(suivi, outlet)


def window_alerts(suivi: Suivi) -> Iterator[Row]:
    """Yield the outlets whose window or permit ends while the plan still sends them soil."""
    if suivi.comparaison is None:
        return
    soon = number("fermeture_jours", suivi.today)
    left = {one.key: one.left_t for one in suivi.comparaison.destinations}
    for outlet in suivi.soils.exutoires:
        ends = [
            (day, what)
            for day, what in (
                (outlet.fermeture_on, "ferme"),
                (outlet.autorisation_fin_on, "n'est plus autorisé"),
            )
            if day is not None
        ]
        if not ends or left.get(outlet.code, 0.0) <= TRACE_T:
            continue
        day, what = min(ends)
        days = (day - suivi.today).days
        if days <= soon:
            word = "depuis le" if days < 0 else "après le"
            yield (
                outlet.code,
                f"{outlet.nom} {what} {word} {format_date(day)}, et le plan y attend encore "
                f"{tonnes_text(left[outlet.code])}.",
                "Calculer à nouveau le plan avec cette date, ou demander une prolongation.",
                days < 0,
            )


def _filling(suivi: Suivi, outlet: Exutoire, weeks: int) -> Iterator[Row]:
    day = full_on(suivi, outlet)
    if day is None or outlet.capacite_t is None:
        return
    ahead = max(0, (day - suivi.today).days) // WEEK_DAYS
    if ahead > weeks:
        return
    received, most = received_t(suivi, outlet.code), float(outlet.capacite_t)
    why = "selon le plan" if suivi.comparaison is not None else "au rythme constaté"
    if received >= most - TRACE_T:
        phrase = (
            f"{outlet.nom} est plein{NBSP}: {tonnes_text(received)} reçues "
            f"pour {tonnes_text(most)}."
        )
    else:
        when = "cette semaine" if ahead == 0 else f"dans {counted(ahead, 'semaine')}"
        phrase = (
            f"{outlet.nom} sera plein {when} {why}{NBSP}: il y reste "
            f"{tonnes_text(most - received)} de place sur {tonnes_text(most)}."
        )
    yield (
        outlet.code,
        phrase,
        "Prévoir un autre exutoire pour la suite, ou faire confirmer la capacité restante.",
        received >= most - TRACE_T,
    )


def _too_fast(suivi: Suivi, outlet: Exutoire) -> Iterator[Row]:
    if outlet.capacite_t_semaine is None:
        return
    most = float(outlet.capacite_t_semaine)
    monday = suivi.today - dt.timedelta(days=suivi.today.weekday())
    week = sum(
        one.tonnes
        for one in suivi.passages
        if one.destination == outlet.code and not one.is_to_platform and one.on >= monday
    )
    if week > most + TRACE_T:
        yield (
            outlet.code,
            f"{outlet.nom} a reçu {tonnes_text(week)} cette semaine pour {tonnes_text(most)} "
            "au plus.",
            "Reporter les camions à la semaine suivante, ou les envoyer ailleurs.",
            True,
        )


def _full_by_plan(suivi: Suivi, code: str, room: float) -> dt.date | None:
    """Walk through the periods to come; what late weeks still owe comes in the current one."""
    found = suivi.comparaison
    assert found is not None  # asked by the caller
    to_come: defaultdict[int, float] = defaultdict(float)
    for one in suivi.planned:
        if one.destination == code and not one.is_to_platform and one.period >= found.current:
            to_come[one.period] += one.tonnes
    row = next((one for one in found.destinations if one.key == code), None)
    if row is not None:
        still = max(0.0, to_come[found.current] - row.done_now_t)
        to_come[found.current] = still + max(0.0, -row.ecart_t)
    filled = 0.0
    for period in sorted(to_come):
        filled += to_come[period]
        if filled > room + TRACE_T:
            return found.calendrier.first_day(period)
    return None
