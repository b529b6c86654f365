"""Read a date as French people write it."""

import re
from datetime import date
from typing import NoReturn

from essor.foundations.errors import NBSP, UserFault
from essor.foundations.text import fold

EXPECTED_DATE = "une date comme 01/03/2026, 2026-03-01 ou 1er mars 2026"

# A plan or an industrial site does not reach outside; a year there is a slip of the keyboard.
EARLIEST_YEAR, LATEST_YEAR = 1800, 2199

_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3,
    "avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8,
    "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11,
    "decembre": 12, "dec": 12,
}  # fmt: skip
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_MIDNIGHT = r"(?:[t ]00?:00(?::00(?:\.0+)?)?)?"  # what a spreadsheet adds to a day
_ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){_MIDNIGHT}", re.ASCII)
_NUMERIC = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}){_MIDNIGHT}", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([/.-])(\d{1,2})\1\d{2}", re.ASCII)
_WORDS = re.compile(r"(?:([a-z]+) )?(\d{1,2})(er)? ([a-z]+)\.? (\d{4})", re.ASCII)
_NO_DAY = re.compile(r"([a-z]+)\.? \d{4}|\d\d?/\d{4}", re.ASCII)
_NO_YEAR = re.compile(r"\d\d?(?:er)? ([a-z]+)\.?|\d\d?/\d\d?", re.ASCII)


def month_number(name: str) -> int | None:
    """Number of a French month name or abbreviation, accents and final stop optional."""
    return _MONTHS.get(fold(name).rstrip("."))


def parse_date_fr(text: str) -> date:
    """Read 2026-03-01, 01/03/2026, 1.3.2026, 1er mars 2026 or lundi 2 mars 2026.

    A two-digit year, an impossible day, a month over 12 (American order), a bare month or a bare
    year raise `UserFault` with the reason: nothing is guessed.
    """
    folded = fold(text)
    if not folded:
        _refuse(text, "la date est vide", code="date_vide")
    if match := _ISO.fullmatch(folded):
        return _build(text, *(int(part) for part in match.groups()))
    if match := _NUMERIC.fullmatch(folded):
        day, _, month, year = match.groups()
        return _build(text, int(year), int(month), int(day))
    if match := _WORDS.fullmatch(folded):
        return _from_words(text, *match.groups())
    return _refuse_unread(text, folded)


def _from_words(
    text: str, weekday: str | None, day: str, first: str | None, month_name: str, year: str
) -> date:
    month = month_number(month_name)
    if month is None:
        _refuse(text, f"«{NBSP}{month_name}{NBSP}» n'est pas un mois", code="date_mois")
    if first and int(day) != 1:
        _refuse(text, "«\u00a0er\u00a0» ne suit que le premier jour du mois", code="date_illisible")
    found = _build(text, int(year), month, int(day))
    if weekday is not None and weekday != _WEEKDAYS[found.weekday()]:
        _refuse(text, f"ce jour est un {_WEEKDAYS[found.weekday()]}", code="date_jour_semaine")
    return found


def _build(text: str, year: int, month: int, day: int) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        _refuse(text, f"l'année {year} est hors de portée", code="date_annee")
    if not 1 <= month <= 12:
        hint = " (ordre américain mois/jour\u00a0?)" if 1 <= day <= 12 else ""
        _refuse(text, f"le mois {month} n'existe pas{hint}", code="date_mois")
    try:
        return date(year, month, day)
    except ValueError:
        return _refuse(text, f"le jour {day} n'existe pas dans ce mois", code="date_jour")


def _refuse_unread(text: str, folded: str) -> NoReturn:
    """Say why the text is not a date, as closely as its shape allows."""
    if match := _SHORT_YEAR.fullmatch(folded):
        reason = "l'année a deux chiffres, le siècle et l'ordre jour-mois sont ambigus"
        if int(match.group(2)) > 12:
            reason += f", et le mois {int(match.group(2))} n'existe pas"
        _refuse(text, reason, code="date_ambigue")
    for shape, missing in ((_NO_DAY, "le jour manque"), (_NO_YEAR, "l'année manque")):
        match = shape.fullmatch(folded)
        if match and (match.group(1) is None or month_number(match.group(1))):
            _refuse(text, missing, code="date_incomplete")
    if re.fullmatch(r"\d{4}", folded, re.ASCII):
        _refuse(text, "le jour et le mois manquent", code="date_incomplete")
    _refuse(text, "la date n'est pas lisible", code="date_illisible")


def _refuse(text: str, reason: str, *, code: str) -> NoReturn:
    raise UserFault.single(reason, value=text, expected=EXPECTED_DATE, code=code)
