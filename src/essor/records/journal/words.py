"""Rows that hold every word of what was typed."""

from django.db.models import Q


def every_word(text: str, *names: str) -> Q:
    """Return the filter of the rows of which some column holds each word, in any order."""
    found = Q()
    for word in text.split():
        any_column = Q()
        for name in names:
            any_column |= Q(**{f"{name}__icontains": word})
        found &= any_column
    return found
