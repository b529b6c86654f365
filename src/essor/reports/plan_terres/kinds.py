"""What stands at an end of a flow, as people see it."""

from enum import StrEnum

from essor.engines.terres.vocabulary import OutletKind


class PlaceNature(StrEnum):
    """Which sign and which colour a place has."""

    CHANTIER = "chantier"
    REEMPLOI = "reemploi"
    DECHARGE = "decharge"
    PLATEFORME = "plateforme"

    @property
    def label(self) -> str:
        """What is shown, in French."""
        return {
            "chantier": "Chantier",
            "reemploi": "Exutoire qui réemploie",
            "decharge": "Stockage définitif",
            "plateforme": "Plateforme",
        }[self.value]


def nature_of(kind: OutletKind) -> PlaceNature:
    """Return how an outlet is drawn: a treatment or an unknown place counts as no reuse."""
    return PlaceNature.REEMPLOI if kind.is_reuse else PlaceNature.DECHARGE
