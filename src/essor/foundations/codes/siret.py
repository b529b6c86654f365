"""SIRET: the number of an establishment, its SIREN followed by five digits (NIC)."""

from typing import NewType

from essor.foundations.codes.digits import read_digits, refuse
from essor.foundations.codes.luhn import is_luhn_valid, luhn_key
from essor.foundations.codes.siren import Siren, parse_siren
from essor.foundations.errors import UserFault

Siret = NewType("Siret", str)

LA_POSTE_SIREN = "356000000"
LA_POSTE_HEAD_OFFICE = "35600000000048"


def parse_siret(text: str) -> Siret:
    """Read fourteen digits: a valid SIREN, then a NIC closed by a Luhn key over the whole.

    La Poste has more establishments than a five-digit number with a key allows: apart from its
    head office, the sum of the fourteen digits is a multiple of 5 instead.
    Source: INSEE, définition « SIRET », https://www.insee.fr/fr/metadonnees/definition/c1841
    """
    digits = read_digits(text, length=14, name="le SIRET")
    if digits.startswith(LA_POSTE_SIREN) and digits != LA_POSTE_HEAD_OFFICE:
        return _parse_la_poste(text, digits)
    _check_siren(text, digits[:9])
    if not is_luhn_valid(digits):
        refuse(
            text,
            "la clé du SIRET est fausse",
            expected=f"{luhn_key(digits[:13])} en dernier chiffre si les treize premiers sont"
            " justes",
            code="cle",
        )
    return Siret(digits)


def siren_of(siret: Siret) -> Siren:
    """The legal unit of an establishment."""
    return Siren(siret[:9])


def _check_siren(text: str, siren: str) -> None:
    """Say that the SIREN part is the wrong one, so the person looks at the first nine digits."""
    try:
        parse_siren(siren)
    except UserFault as error:
        inner = error.faults[0]
        reason = f"les neuf premiers chiffres du SIRET ne sont pas un SIREN\u00a0: {inner.message}"
        refuse(text, reason, expected=inner.expected or "un SIREN valide", code="siren")


def _parse_la_poste(text: str, digits: str) -> Siret:
    total = sum(int(char) for char in digits)
    if total % 5:
        refuse(
            text,
            f"le SIRET de La Poste est faux\u00a0: la somme de ses chiffres est {total}",
            expected="une somme multiple de 5",
            code="cle",
        )
    return Siret(digits)
