"""Tables of excavated soils; every one is tracked and written by ``terres.actions`` only.

Chantier (site that digs) > Lot (soil of one kind, tonnes by week) > Analyse (report) > Resultat.
Exutoire (outlet) > Dap (prior acceptance). Plateforme. Distance. Hypothese (costs).
All hang from a ``Plan`` and carry ``source_title``, ``read_on`` and ``is_demonstration``; sites,
outlets and platforms carry a ``confidentialite`` that what hangs from them follows.
"""

from essor.records.terres.models.chantiers import Analyse, Chantier, Lot, Resultat
from essor.records.terres.models.exutoires import Dap, Distance, Exutoire, Hypothese, Plateforme

__all__ = [
    "Analyse",
    "Chantier",
    "Dap",
    "Distance",
    "Exutoire",
    "Hypothese",
    "Lot",
    "Plateforme",
    "Resultat",
]
