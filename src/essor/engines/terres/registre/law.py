"""The law around the register: when to declare, what is exempt, what leaves the site.

Art. R. 541-43-1 du code de l'environnement. Numbers come from references/parameters/terres.
"""

import datetime as dt
from decimal import Decimal

from essor.references.loader import parameter

FOLDER = "terres"


def threshold(name: str, *, on: dt.date) -> Decimal:
    """Return a number of the register on a day. Raises UserFault before the law begins."""
    value = parameter(f"{FOLDER}/registre_{name}").at(on).value
    assert value is not None
    return value


def deadline_of(moved_on: dt.date) -> dt.date:
    """Return the last day to declare a movement: that of the month that follows it.

    Raises UserFault for a movement older than the register.
    """
    months = int(threshold("delai_mois", on=moved_on))
    return first_of_month(moved_on, months + 1) - dt.timedelta(days=1)


def first_of_month(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month, some months after or before a day."""
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, 1)


def oldest_day(*, today: dt.date, months: int) -> dt.date:
    """Return the same day some months before, or the last one of a shorter month."""
    start = first_of_month(today, -months)
    last = first_of_month(start, 1) - dt.timedelta(days=1)
    return start.replace(day=min(today.day, last.day))


def is_below_threshold(volume_m3: Decimal, *, on: dt.date) -> bool:
    """Tell whether a whole operation of this volume owes no line: strictly under 500 m³."""
    return volume_m3 < threshold("seuil_m3", on=on)


def leaves_site(*, is_same_emprise: bool, km: Decimal, on: dt.date) -> bool:
    """Tell whether soil used again has left its site: other works, or beyond 30 km on the road."""
    return not is_same_emprise or km > threshold("distance_km", on=on)
