"""Default calendar of works, counted from the day of the decision."""

import calendar
from datetime import date, timedelta

from essor.engines.friches.inputs import Period, Schedule
from essor.engines.friches.parameters import Parameters

MONTHS_PER_YEAR = 12


def add_months(day: date, months: int) -> date:
    """Same day of a later month, or its last day when the month is shorter."""
    years, month = divmod(day.month - 1 + months, MONTHS_PER_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def default_schedule(
    decided_on: date, p: Parameters, *, has_reinstatement: bool = True
) -> Schedule:
    """Reinstatement after a delay, installation the next day, operation the next year.

    Without reinstatement (open land) the installation starts on the day of the decision.
    """
    start = decided_on
    reinstatement = None
    if has_reinstatement:
        start = add_months(decided_on, _months(p, "mois_avant_remise_en_etat"))
        end = add_months(start, _months(p, "mois_remise_en_etat"))
        reinstatement = Period(starts_on=start, ends_on=end)
        start = end + timedelta(days=1)
    end = add_months(start, _months(p, "mois_installation"))
    return Schedule(
        reinstatement=reinstatement,
        installation=Period(starts_on=start, ends_on=end),
        operations_first_year=end.year + 1,
    )


def _months(p: Parameters, name: str) -> int:
    return round(float(p[f"calendrier.{name}"]))
