"""Read one cell as what its column holds. Whatever is doubtful is refused with the reason."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NoReturn

from essor.foundations.codes import parse_siren
from essor.foundations.errors import UserFault
from essor.foundations.french import (
    format_date_short,
    parse_amount_eur,
    parse_date_fr,
)
from essor.foundations.tables import Cell, CellKind
from essor.foundations.text import fold, fold_words, without_spaces
from essor.records.plans.tableur.draft import IntercommunaliteDraft

TITLE_LENGTH, CODE_LENGTH, NAME_LENGTH = 300, 20, 300
MAX_AMOUNT_EUR = Decimal("999999999999.99")
EXPECTED_DATE = "une date comme 01/03/2026"
EXPECTED_AMOUNT = "un montant hors taxes comme 1200,50, de 0 à 999 999 999 999"
EXPECTED_BOOLEAN = "VRAI ou FAUX (oui, non)"

# Serial numbers of days that a plan may reach: 01/01/1990 to 31/12/2100.
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SIREN = re.compile(r"\(?\b(\d{3} ?\d{3} ?\d{3})\b\)?", re.ASCII)
_TRUE = frozenset({"vrai", "true", "oui", "o", "x", "1"})
_FALSE = frozenset({"faux", "false", "non", "n", "0"})
# What the public model writes in the cells that it does not import.
_MODEL_FILLERS = (
    "ces informations devront etre saisies directement sur la plateforme",
    "ce champ ne sera pas integre lors de l'importation",
)

_UNTRUSTED = {
    CellKind.ERROR: (
        "la cellule contient une erreur de calcul",
        "une valeur\u00a0: corrigez la formule ou effacez la cellule",
        "cellule_erreur",
    ),
    CellKind.FORMULA_WITHOUT_VALUE: (
        "la formule n'a jamais été calculée",
        "un classeur ouvert puis enregistré dans Excel ou LibreOffice, ou une valeur",
        "formule_sans_valeur",
    ),
    CellKind.EXTERNAL: (
        "la valeur vient d'un autre classeur, elle n'est pas reprise",
        "une valeur recopiée (collage spécial, valeurs)",
        "valeur_externe",
    ),
}


def shown(cell: Cell) -> str:
    """What the person sees in the cell, near enough to recognise it."""
    value = cell.value
    match value:
        case None:
            return cell.shown
        case bool():
            return "VRAI" if value else "FAUX"
        case datetime():
            return f"{format_date_short(value)} {value:%H:%M}"
        case date():
            return format_date_short(value)
        case float():
            return _plain_number(value)
        case _:
            return value


def refuse_untrusted(cell: Cell) -> None:
    """Raise `UserFault` for an error, a formula never computed, a value from another file."""
    if cell.kind in _UNTRUSTED:
        message, expected, code = _UNTRUSTED[cell.kind]
        raise UserFault.single(message, value=cell.shown, expected=expected, code=code)


def is_model_filler(cell: Cell) -> bool:
    """Tell whether the cell holds the public model's own « fill this in later » text."""
    return isinstance(cell.value, str) and fold(cell.value).startswith(_MODEL_FILLERS)


def clean_text(text: str) -> str:
    """Text as Essor keeps it: plain line ends, no control character, no blank ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    return _CONTROL.sub("", plain).strip()


def one_line(text: str) -> str:
    """A title or a name: one line, single spaces."""
    return " ".join(clean_text(text).split())


def read_text(cell: Cell) -> str:
    """Whatever the cell shows, several lines allowed."""
    return clean_text(shown(cell))


def serial_day(cell: Cell) -> date | None:
    """The day that a number left in a text column may stand for: « 45078 » is 01/06/2023."""
    value = cell.value
    if isinstance(value, float) and value.is_integer() and 36_526 <= value <= 55_153:
        return date(1899, 12, 30) + timedelta(days=int(value))
    return None


def read_title(cell: Cell) -> str:
    """A title on one line. Raises `UserFault` over 300 characters."""
    title = one_line(shown(cell))
    if len(title) > TITLE_LENGTH:
        _refuse(
            cell,
            f"le titre est trop long ({len(title)} caractères)",
            f"un titre de {TITLE_LENGTH} caractères au plus",
            "titre_trop_long",
        )
    return title


def read_code(cell: Cell) -> str:
    """The stable code of an action."""
    code = one_line(shown(cell)).upper()
    if len(code) > CODE_LENGTH or re.search(r"[\s,;]", code):
        _refuse(cell, "le code n'est pas valable", f"un code comme A07 ({CODE_LENGTH} caractères"
                " au plus, sans espace)", "code_invalide")  # fmt: skip
    return code


def read_date(cell: Cell, *, is_1904: bool) -> date:
    """A real date, a serial number or a French or ISO text. Raises `UserFault`."""
    value = cell.value
    match value:
        case datetime():
            return _plausible(cell, value.date())
        case date():
            return _plausible(cell, value)
        case float() if not isinstance(value, bool):
            return _from_serial(cell, value, is_1904=is_1904)
        case str():
            return _plausible(cell, parse_date_fr(value))
        case _:
            return _refuse(cell, "ce n'est pas une date", EXPECTED_DATE, "date_illisible")


def _from_serial(cell: Cell, serial: float, *, is_1904: bool) -> date:
    """Day of a serial number left without a date format. Day 0: 30/12/1899, or 01/01/1904."""
    origin = date(1904, 1, 1) if is_1904 else date(1899, 12, 30)
    days = (_FIRST_DAY - origin).days, (_LAST_DAY - origin).days
    if not days[0] <= serial < days[1] + 1:
        is_year = serial.is_integer() and 1900 <= serial <= 2199
        message = (
            "une année seule n'est pas une date" if is_year else "ce nombre n'est pas une date"
        )
        _refuse(cell, message, EXPECTED_DATE, "date_illisible")
    return origin + timedelta(days=int(serial))


def _plausible(cell: Cell, day: date) -> date:
    if not 1950 <= day.year <= 2150:
        _refuse(cell, f"l'année {day.year} est hors de portée d'un plan", EXPECTED_DATE,
                "date_annee")  # fmt: skip
    return day


def read_amount(cell: Cell) -> Decimal:
    """Euros before tax, to the cent. Raises `UserFault`."""
    value = cell.value
    if isinstance(value, str):
        amount = parse_amount_eur(value)
    elif isinstance(value, float) and not isinstance(value, bool):
        amount = _from_number(cell, value)
    else:
        _refuse(cell, "ce n'est pas un montant", EXPECTED_AMOUNT, "montant_illisible")
    if not 0 <= amount <= MAX_AMOUNT_EUR:
        message = "le montant est négatif" if amount < 0 else "le montant est trop grand"
        _refuse(cell, message, EXPECTED_AMOUNT, "montant_hors_bornes")
    return amount


def _from_number(cell: Cell, value: float) -> Decimal:
    """Round to the cent a number that a formula may have left with more decimals."""
    amount = Decimal(repr(value))
    if not amount.is_finite() or abs(amount) > MAX_AMOUNT_EUR:
        _refuse(cell, "le montant est trop grand", EXPECTED_AMOUNT, "montant_hors_bornes")
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def read_boolean(cell: Cell) -> bool:
    """VRAI or FAUX, a tick, oui or non. Raises `UserFault`."""
    if isinstance(cell.value, bool):
        return cell.value
    word = fold_words(shown(cell))
    if word not in _TRUE | _FALSE:
        _refuse(cell, "ce n'est ni vrai ni faux", EXPECTED_BOOLEAN, "booleen_illisible")
    return word in _TRUE


def read_names(cell: Cell, split: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """Several names, each once (accents and case aside). Raises `UserFault` on a long one."""
    names: dict[str, str] = {}
    for name in split(read_text(cell)):
        if len(name) > NAME_LENGTH:
            _refuse(
                cell,
                "un des noms est trop long",
                f"des noms de {NAME_LENGTH} caractères au plus, séparés par des virgules",
                "nom_trop_long",
            )
        names.setdefault(fold(name), name)
    return tuple(names.values())


def read_intercommunalite(text: str) -> IntercommunaliteDraft:
    """« Clermont Auvergne Métropole (246300701) », a name or a SIREN. Raises `UserFault`."""
    match = _SIREN.search(text)
    if match is None:
        return IntercommunaliteDraft(nom=one_line(text))
    name = one_line(text[: match.start()] + " " + text[match.end() :])
    return IntercommunaliteDraft(nom=name, siren=parse_siren(without_spaces(match[1])))


def _plain_number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace(".", ",")


def _refuse(cell: Cell, message: str, expected: str, code: str) -> NoReturn:
    raise UserFault.single(message, value=shown(cell), expected=expected, code=code)
