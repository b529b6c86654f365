"""Read the looser fields of a profile or a sheet: yes, no or unknown, codes, numbers by code."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from essor.engines.terres.compatibility.laboratory.names import codes_of
from essor.engines.terres.json_fields import TermReader
from essor.foundations.errors import Fault, FaultGatherer, Place
from essor.references.terres.parametres_analytiques import parametres_analytiques


def tri_state(reader: TermReader, name: str) -> bool | None:
    """True, False, or None when nobody said."""
    found = reader.flag(name)
    return found if reader.has(name) else None


def amount(reader: TermReader, name: str) -> Decimal | None:
    """A number that is never negative, or None."""
    found = reader.number(name)
    if found is not None and found < 0:
        reader.refuse(name, "le nombre est négatif", found, "zéro ou plus")
        return None
    return found


def unknown_code(code: str, place: Place) -> Fault:
    """The fault of a parameter that Essor does not know, with the closest names."""
    close = codes_of(code) or get_close_matches(code, parametres_analytiques(), n=3, cutoff=0.5)
    return Fault(
        message="ce paramètre d'analyse n'est pas connu",
        place=place,
        value=code,
        expected=" ou ".join(close) or "un code comme eluat.sb, brut.hct_c10_c40, physique.vbs",
        code="parametre_inconnu",
    )


def numbers_by_code(
    data: Mapping[str, object] | None, *, field: str, faults: FaultGatherer
) -> dict[str, Decimal]:
    """Numbers of a mapping whose keys are codes of parameters; every fault goes to `faults`."""
    found: dict[str, Decimal] = {}
    for code, value in (data or {}).items():
        place = Place(field=f"{field}.{code}")
        if code not in parametres_analytiques():
            faults.add(unknown_code(code, place))
            continue
        number = exact_number(value)
        if number is None or number < 0:
            faults.add_message(
                "ce n'est pas un nombre positif", place=place, value=str(value), code="champ",
                expected="un nombre dans l'unité du paramètre",
            )  # fmt: skip
            continue
        found[code] = number
    return found


def exact_number(value: object) -> Decimal | None:
    """A finite number as it is written; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
