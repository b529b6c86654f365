"""Where a site is, in words and as links: its commune, its position on a map."""

from dataclasses import dataclass
from decimal import Decimal

from essor.foundations.french import format_number
from essor.records.projets.models import GrandProjet
from essor.records.territoires.models import Commune

ZOOM = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlace:
    """What the page says of the place; texts are empty when nobody published it."""

    commune: str
    position: str
    map_href: str
    geo_href: str


def place_of(card: GrandProjet | None) -> SitePlace | None:
    """Return where a site is, None when nothing of it is known."""
    if card is None or not card.has_site:
        return None
    lat, lon = card.latitude, card.longitude
    if lat is None or lon is None:
        return SitePlace(
            commune=commune_label(card.code_commune_insee), position="", map_href="", geo_href=""
        )
    return SitePlace(
        commune=commune_label(card.code_commune_insee),
        position=f"{_degrees(lat, 'N', 'S')}, {_degrees(lon, 'E', 'O')}",
        map_href="https://www.openstreetmap.org/"
        f"?mlat={lat:f}&mlon={lon:f}#map={ZOOM}/{lat:f}/{lon:f}",
        geo_href=f"geo:{lat:f},{lon:f}",
    )


def commune_label(code: str) -> str:
    """Return « Clermont-Ferrand (63113) », the code alone when the geography does not know it."""
    if not code:
        return ""
    known = Commune.objects.filter(code_commune_insee=code)
    nom = known.order_by("-cog_version_id").values_list("nom", flat=True).first()
    return f"{nom} ({code})" if nom else code


def _degrees(value: Decimal, plus: str, minus: str) -> str:
    return f"{format_number(abs(value))}°\u00a0{plus if value >= 0 else minus}"
