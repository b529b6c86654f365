"""Labelled territories, the geography under them, and their dated perimeters.

Reference data: loaded whole from a producer's file, versioned, never changed afterwards. Only the
heads of versions are tracked objects; their rows belong to them and are written in bulk.
"""

from essor.records.territoires.models.etablissement import Etablissement, EtablissementExtrait
from essor.records.territoires.models.geographie import (
    CogVersion,
    Commune,
    CommuneRattachee,
    Departement,
    Groupement,
    Region,
)
from essor.records.territoires.models.perimetre import (
    PerimetreCommune,
    PerimetreMembre,
    PerimetreTerritoire,
    PerimetreVersion,
)
from essor.records.territoires.models.territoire import Territoire

__all__ = [
    "CogVersion",
    "Commune",
    "CommuneRattachee",
    "Departement",
    "Etablissement",
    "EtablissementExtrait",
    "Groupement",
    "PerimetreCommune",
    "PerimetreMembre",
    "PerimetreTerritoire",
    "PerimetreVersion",
    "Region",
    "Territoire",
]
