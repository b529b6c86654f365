"""Codes of the French administration that check themselves.

Each `parse_…` takes text as people paste it (spaces and no-break spaces tolerated), returns the
code in its official writing, or raises `UserFault` with what is wrong and what is expected.
"""

from essor.foundations.codes.commune import (
    CodeCommuneInsee,
    departement_of,
    parse_code_commune_insee,
)
from essor.foundations.codes.departement import CodeDepartement, parse_code_departement
from essor.foundations.codes.epci import SirenEpci, parse_siren_epci
from essor.foundations.codes.naf import Naf2025, NafRev2, parse_naf_2025, parse_naf_rev2
from essor.foundations.codes.region import CodeRegion, parse_code_region
from essor.foundations.codes.siren import Siren, parse_siren
from essor.foundations.codes.siret import Siret, parse_siret, siren_of

__all__ = [
    "CodeCommuneInsee",
    "CodeDepartement",
    "CodeRegion",
    "Naf2025",
    "NafRev2",
    "Siren",
    "SirenEpci",
    "Siret",
    "departement_of",
    "parse_code_commune_insee",
    "parse_code_departement",
    "parse_code_region",
    "parse_naf_2025",
    "parse_naf_rev2",
    "parse_siren",
    "parse_siren_epci",
    "parse_siret",
    "siren_of",
]
