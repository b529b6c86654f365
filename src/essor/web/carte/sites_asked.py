"""What the reader of the sites asked for, and what answers."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from essor.foundations.text import fold
from essor.observatory.contours.places import shipped_places
from essor.observatory.geography import Niveau
from essor.observatory.lake import Lake
from essor.observatory.sites.listing import loaded_kinds, sites_of
from essor.observatory.sites.site import Genre, Position, Site, commune_names, vintage_of
from essor.web.territoires.asked import typed

GENRES = {
    Genre.FRICHE_VERIFIEE: "Friches vérifiées",
    Genre.FRICHE_NON_VERIFIEE: "Friches non vérifiées",
    Genre.ZAE: "Zones d'activité",
    Genre.IREP: "Émetteurs déclarés (IREP)",
    Genre.ETS: "Installations sous quotas (EU ETS)",
}
POSITIONS = {
    Position.SITE: "",
    Position.CODE_POSTAL: "placée au centre du code postal",
    Position.COMMUNE: "placé au milieu de la commune",
    Position.AUCUNE: "sans coordonnées\u00a0: dans la liste seulement",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesAsked:
    """The filters of the page. genres : empty for every kind."""

    genres: tuple[Genre, ...] = ()
    commune: str = ""
    search: str = ""

    @property
    def is_filtered(self) -> bool:
        """Tell whether part of the list is left out."""
        return bool(self.genres or self.commune or self.search)

    def query(self) -> str:
        """Return the filters as the end of an address, nothing when there is none."""
        pairs = [("genre", str(one)) for one in self.genres]
        pairs += [("commune", self.commune), ("q", self.search)]
        said = urlencode([pair for pair in pairs if pair[1]])
        return f"?{said}" if said else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of site as the page counts it. shown : after the filters."""

    genre: Genre
    label: str
    vintage: str
    is_loaded: bool
    total: int
    shown: int
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list."""

    site: Site
    label: str
    commune: str
    placed: str

    def as_properties(self) -> dict[str, object]:
        """For the map and its file."""
        site = self.site
        return {
            "id": site.id, "genre": str(site.genre), "libelle": self.label, "nom": site.nom,
            "commune": self.commune, "faits": list(site.faits), "observe": site.observed,
            "position": str(site.position), "precision": self.placed, "source": site.source,
            "millesime": vintage_of(site.genre),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What answers: every kind counted, and the lines left by the filters."""

    kinds: tuple[Kind, ...]
    rows: tuple[Row, ...]
    communes: tuple[tuple[str, str], ...]

    @property
    def unplaced(self) -> int:
        """Return how many sites of the list have no point on the map."""
        return sum(one.site.longitude is None for one in self.rows)


def read_sites(request: HttpRequest, communes: list[str]) -> SitesAsked:
    """Read the filters; nonsense filters nothing."""
    asked = request.GET.getlist("genre")
    commune = typed(request, "commune")
    return SitesAsked(
        genres=tuple(one for one in Genre if one in asked),
        commune=commune if commune in communes else "",
        search=typed(request, "q"),
    )


def find_sites(lake: Lake, code_territoire: str, asked: SitesAsked) -> Found:
    """Return the sites of a territory as the filters leave them."""
    everything = sites_of(lake, code_territoire)
    kept = [one for one in everything if _answers(one, asked)]
    loaded, noms = loaded_kinds(lake), shipped_places().noms[Niveau.COMMUNE]
    kinds = tuple(
        Kind(
            genre=genre,
            label=label,
            vintage=vintage_of(genre),
            is_loaded=genre in loaded,
            total=sum(one.genre is genre for one in everything),
            shown=sum(one.genre is genre for one in kept),
            is_asked=genre in asked.genres,
        )
        for genre, label in GENRES.items()
    )
    rows = tuple(
        Row(
            site=one,
            label=GENRES[one.genre],
            commune=commune_names(one),
            placed=POSITIONS[one.position],
        )
        for one in kept
    )
    codes = sorted(shipped_places().communes_of(code_territoire), key=lambda one: fold(noms[one]))
    return Found(kinds=kinds, rows=rows, communes=tuple((one, noms[one]) for one in codes))


def _answers(site: Site, asked: SitesAsked) -> bool:
    if asked.genres and site.genre not in asked.genres:
        return False
    if asked.commune and asked.commune not in site.communes:
        return False
    return not asked.search or fold(asked.search) in fold(f"{site.nom} {' '.join(site.faits)}")
