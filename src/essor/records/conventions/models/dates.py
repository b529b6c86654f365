"""A date kept as its source gave it: its first day, and how finely."""

from django.db.models import Q

from essor.records.plans.choices import Precision


def both_or_none(day: str, precision: str) -> Q:
    """Return the condition that a date goes with its fineness."""
    return Q(**{f"{day}__isnull": True, precision: ""}) | Q(
        **{f"{day}__isnull": False, f"{precision}__in": Precision.values}
    )
