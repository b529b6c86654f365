"""Days on which nobody should be disturbed: week-ends and the public holidays of France.

Computed, for every year: Code du travail, article L3133-1. Alsace-Moselle and overseas
departments have further days, which are not here.
"""

import datetime as dt

SATURDAY = 5
FIXED = {
    (1, 1): "jour de l'An",
    (5, 1): "fête du Travail",
    (5, 8): "Victoire de 1945",
    (7, 14): "fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "Armistice de 1918",
    (12, 25): "Noël",
}
AFTER_EASTER = {1: "lundi de Pâques", 39: "Ascension", 50: "lundi de Pentecôte"}


def easter(year: int) -> dt.date:
    """Return Easter Sunday of a Gregorian year (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return dt.date(year, month, day + 1)


def public_holidays(year: int) -> dict[dt.date, str]:
    """Return the eleven public holidays of a year, by day; fewer when two fall together."""
    sunday = easter(year)
    moving = {sunday + dt.timedelta(days=days): name for days, name in AFTER_EASTER.items()}
    fixed = {dt.date(year, month, day): name for (month, day), name in FIXED.items()}
    return dict(sorted((fixed | moving).items()))


def quiet_reason(day: dt.date) -> str:
    """Say why nothing is sent on a day, empty on a working day."""
    if holiday := public_holidays(day.year).get(day):
        return holiday
    if day.weekday() >= SATURDAY:
        return "samedi" if day.weekday() == SATURDAY else "dimanche"
    return ""


def next_working_day(day: dt.date) -> dt.date:
    """Return the first working day from a day on, that day included."""
    while quiet_reason(day):
        day += dt.timedelta(days=1)
    return day
