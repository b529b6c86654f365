"""Closed lists of the planner: kinds of outlets, what a plan minimises, what a flow links.

Values are French because they are read in files and results; `kind_of` also understands the
usual synonyms, so that a file written elsewhere is not refused for a word.
"""

from enum import StrEnum

from essor.foundations.text import fold

EVERY_CLASS = "*"


class OutletKind(StrEnum):
    """Where excavated soil may end."""

    AMENAGEMENT = "amenagement"
    ROUTE = "route"
    CARRIERE = "carriere"
    VALORISATION = "valorisation"
    TRAITEMENT = "traitement"
    ISDI = "isdi"
    ISDND = "isdnd"
    ISDD = "isdd"
    AUTRE = "autre"

    @property
    def label(self) -> str:
        """What is shown, in French."""
        return KIND_LABELS[self]

    @property
    def is_reuse(self) -> bool:
        """Whether a tonne received here counts as reused."""
        return self in REUSE_KINDS

    @property
    def is_landfill(self) -> bool:
        """Whether a tonne received here is buried for good."""
        return self in LANDFILL_KINDS


REUSE_KINDS = frozenset(
    {OutletKind.AMENAGEMENT, OutletKind.ROUTE, OutletKind.CARRIERE, OutletKind.VALORISATION}
)
LANDFILL_KINDS = frozenset({OutletKind.ISDI, OutletKind.ISDND, OutletKind.ISDD})

KIND_LABELS = {
    OutletKind.AMENAGEMENT: "Remblai ou modelé d'un aménagement",
    OutletKind.ROUTE: "Technique routière",
    OutletKind.CARRIERE: "Remblayage de carrière",
    OutletKind.VALORISATION: "Installation de tri ou de recyclage",
    OutletKind.TRAITEMENT: "Biocentre ou traitement",
    OutletKind.ISDI: "Stockage de déchets inertes (ISDI)",
    OutletKind.ISDND: "Stockage de déchets non dangereux (ISDND)",
    OutletKind.ISDD: "Stockage de déchets dangereux (ISDD)",
    OutletKind.AUTRE: "Autre exutoire",
}

_SYNONYMS = {
    OutletKind.AMENAGEMENT: "reuse fill receiver remblai reemploi reutilisation chantier site "
    "receveur project projet construction zac merlon development backfill",
    OutletKind.ROUTE: "road roadworks routier infrastructure",
    OutletKind.CARRIERE: "quarry quarry-backfill pit gravel-pit",
    OutletKind.VALORISATION: "recycling recyclage recovery tri valorization",
    OutletKind.TRAITEMENT: "treatment biocentre biopile desorption traitement-thermique",
    OutletKind.ISDI: "landfill decharge stockage inert-landfill inert inerte disposal dump",
    OutletKind.ISDND: "non-hazardous-landfill",
    OutletKind.ISDD: "hazardous-landfill",
    OutletKind.AUTRE: "other",
}
_KIND_BY_WORD = {
    word.replace("-", " "): kind for kind, words in _SYNONYMS.items() for word in words.split()
} | {fold(kind.value): kind for kind in OutletKind}


def kind_of(text: str) -> OutletKind | None:
    """The kind a word names (« isdi », « ISDI », « landfill »); None when nothing is known."""
    return _KIND_BY_WORD.get(fold(text.replace("_", " ").replace("-", " ")))


class Objective(StrEnum):
    """What a plan minimises first."""

    COUT = "cout"
    CO2 = "co2"


class PlaceKind(StrEnum):
    """What stands at an end of a flow."""

    LOT = "lot"
    PLATFORM = "platform"
    OUTLET = "outlet"


class Provenance(StrEnum):
    """Where a distance comes from."""

    DONNEE = "donnée"
    VOL_OISEAU = "à vol d'oiseau × détour"
    MATRICE = "matrice importée"
