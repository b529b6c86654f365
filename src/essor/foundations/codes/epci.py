"""SIREN of an intercommunalité: an EPCI with its own taxation, or a Grand Paris territory (EPT)."""

from typing import NewType

from essor.foundations.codes.digits import refuse
from essor.foundations.codes.siren import Siren, parse_siren

SirenEpci = NewType("SirenEpci", Siren)

EXPECTED = "un SIREN d'intercommunalité, qui commence par 20 ou 24"


def parse_siren_epci(text: str) -> SirenEpci:
    """Read a valid SIREN that begins with 24 or 20, as every intercommunalité in force does.

    Measured on the 1 255 EPCI of the official perimeter of 2026 (728 in 20, 527 in 24) and the 11
    EPT (all in 20). 21 is a commune; other numbers are not intercommunalités.
    """
    siren = parse_siren(text)
    if siren.startswith("21"):
        reason = "ce SIREN est celui d'une commune (il commence par 21)"
        refuse(text, reason, expected=EXPECTED, code="commune")
    if not siren.startswith(("20", "24")):
        reason = "ce SIREN n'est pas celui d'une intercommunalité"
        refuse(text, reason, expected=EXPECTED, code="pas_epci")
    return SirenEpci(siren)
