"""Filters of the pages of territories."""

from collections.abc import Mapping
from typing import Any

from django import template

NBSP = "\u00a0"
register = template.Library()


@register.filter
def valeur(table: Mapping[str, Any], key: str) -> Any:
    """Return an entry of a table, the key itself when the table does not know it."""
    return table.get(key, key)


@register.filter
def moins(number: int, other: int) -> int:
    """Subtract."""
    return number - other


@register.filter
def siren(number: str) -> str:
    """Write « 246 300 701 » on one line."""
    return NBSP.join(number[start : start + 3] for start in range(0, len(number), 3))
