"""« En retard » is computed from dates and status, never typed."""

import datetime as dt

from essor.records.plans.choices import Statut
from essor.records.plans.models import Action


def is_late(action: Action, today: dt.date) -> bool:
    """Tell whether the end date is past and the action neither done nor given up."""
    if action.fin_on is None or action.fin_on >= today:
        return False
    return not (action.statut and Statut(action.statut).is_closed)


def days_late(action: Action, today: dt.date) -> int:
    """Return the number of days past the end date, 0 when the action is not late."""
    if action.fin_on is None or not is_late(action, today):
        return 0
    return (today - action.fin_on).days
