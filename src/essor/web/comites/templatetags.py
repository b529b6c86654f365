"""Filters of the committees."""

from django import template

from essor.records.comites.models import Decision
from essor.records.comites.queries import owner_of

register = template.Library()


@register.filter
def qui(decision: Decision) -> str:
    """Write who must act on a decision."""
    return owner_of(decision)


@register.filter
def libelle(intervals: list[tuple[str, object]], rank: int) -> str:
    """Write the name of an interval, for a cell read out of its column."""
    return intervals[rank][0]
