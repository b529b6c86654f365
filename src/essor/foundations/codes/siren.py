"""SIREN: the number of a legal unit in the Sirene directory."""

from typing import NewType

from essor.foundations.codes.digits import read_digits, refuse
from essor.foundations.codes.luhn import is_luhn_valid, luhn_key

Siren = NewType("Siren", str)


def parse_siren(text: str) -> Siren:
    """Read nine digits closed by a Luhn key.

    Source: code de commerce, article R. 123-221; INSEE, définition « SIREN »,
    https://www.insee.fr/fr/metadonnees/definition/c2047
    """
    digits = read_digits(text, length=9, name="le SIREN")
    if digits == "000000000":
        refuse(text, "le SIREN ne peut pas être nul", expected="un SIREN attribué", code="nul")
    if not is_luhn_valid(digits):
        refuse(
            text,
            "la clé du SIREN est fausse",
            expected=f"{luhn_key(digits[:8])} en dernier chiffre si les huit premiers sont justes",
            code="cle",
        )
    return Siren(digits)
