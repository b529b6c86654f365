"""One site: a brownfield, a business park, a declared emitter."""

from dataclasses import dataclass
from enum import StrEnum

from essor.observatory.catalogue import get_source
from essor.observatory.contours.places import shipped_places
from essor.observatory.geography import Niveau


class Genre(StrEnum):
    """What a site is. A brownfield that nobody verified is another kind: never counted with."""

    FRICHE_VERIFIEE = "friche_verifiee"
    FRICHE_NON_VERIFIEE = "friche_non_verifiee"
    ZAE = "zae"
    IREP = "irep"
    ETS = "ets"


class Position(StrEnum):
    """How precisely a site is placed."""

    SITE = "site"
    CODE_POSTAL = "code_postal"
    COMMUNE = "commune"
    AUCUNE = "aucune"


SOURCES = {
    Genre.FRICHE_VERIFIEE: "cerema_cartofriches",
    Genre.FRICHE_NON_VERIFIEE: "cerema_cartofriches",
    Genre.ZAE: "cnig_sites_economiques",
    Genre.IREP: "georisques_irep",
    Genre.ETS: "europe_eu_ets",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site.

    communes : where it is or may be ; faits : what its source says of it, in words
    observed : day or year of what is said, as a reader sees it, empty when the source is silent
    longitude, latitude : degrees, None when nothing places it
    """

    genre: Genre
    id: str
    nom: str
    communes: tuple[str, ...]
    faits: tuple[str, ...]
    observed: str
    position: Position
    longitude: float | None = None
    latitude: float | None = None

    @property
    def source(self) -> str:
        """Name of its source."""
        return SOURCES[self.genre]


def commune_names(site: Site) -> str:
    """Name the commune of a site; several are possible where only a postcode is known."""
    noms = shipped_places().noms[Niveau.COMMUNE]
    named = [noms.get(code, code) for code in site.communes]
    if len(named) <= 1:
        return named[0] if named else ""
    return f"{named[0]} ou {len(named) - 1} autre{'s' if len(named) > 2 else ''}"  # noqa: PLR2004


def vintage_of(genre: Genre) -> str:
    """Return the vintage of the source of a kind."""
    return get_source(SOURCES[genre]).vintage
