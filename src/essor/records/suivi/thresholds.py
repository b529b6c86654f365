"""The thresholds of a day, read from the dated parameters."""

import datetime as dt
from decimal import Decimal

from essor.records.suivi.rules import Thresholds
from essor.references.loader import parameter


def thresholds_on(day: dt.date) -> Thresholds:
    """Return the thresholds that hold on a day. Raises UserFault before their first date."""
    return Thresholds(
        time_orange_days=int(_value("retard_orange", day)),
        time_red_days=int(_value("retard_rouge", day)),
        budget_orange_pct=_value("depassement_orange", day),
        budget_red_pct=_value("depassement_rouge", day),
        risk_orange_pct=_value("chance_orange", day),
        risk_red_pct=_value("chance_rouge", day),
        silence_days=int(_value("sans_nouvelle", day)),
    )


def _value(name: str, day: dt.date) -> Decimal:
    found = parameter(f"suivi/{name}").at(day).value
    assert found is not None  # a threshold is one number; the files are part of the package
    return found
