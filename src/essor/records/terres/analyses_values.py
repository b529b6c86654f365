"""A line of a laboratory report, before it is written."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultatValues:
    """One line of a report: ``parametre`` by the engine's name, ``libelle`` as the laboratory's.

    support : « eluat », « brut » or « physique »; valeur : the bound itself when ``is_borne``
    """

    support: str
    parametre: str
    valeur: Decimal | None
    unite: str
    is_borne: bool = False
    limite_quantification: Decimal | None = None
    libelle: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What there is once in a report."""
        return self.support, self.parametre
