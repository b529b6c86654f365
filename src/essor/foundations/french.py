"""Dates and amounts as French people write them; an ambiguous one is refused, never guessed."""

from essor.foundations.french_amounts import parse_amount_eur
from essor.foundations.french_dates import parse_date_fr
from essor.foundations.french_formats import (
    counted,
    format_date,
    format_date_short,
    format_eur,
    format_number,
)

__all__ = [
    "counted",
    "format_date",
    "format_date_short",
    "format_eur",
    "format_number",
    "parse_amount_eur",
    "parse_date_fr",
]
