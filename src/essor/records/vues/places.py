"""The rows of a view by the place where they stand, in the order of the view. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from essor.records.vues.rows import ListRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A commune, or the very site of a big project when it is known.

    key : the INSEE code, or « site- » and the code of the action
    longitude, latitude : degrees of the site (WGS 84), None for a commune
    """

    key: str
    nom: str
    code_commune_insee: str
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SitedRows:
    """A place and the rows that stand there; a row of two communes is in both."""

    spot: Spot
    rows: tuple[ListRow, ...]

    @property
    def nom(self) -> str:
        """Name of the place."""
        return self.spot.nom


def places_of(rows: Iterable[ListRow]) -> tuple[tuple[SitedRows, ...], tuple[ListRow, ...]]:
    """Return the places, the first met first, and the rows that nobody sited."""
    found: dict[str, tuple[Spot, list[ListRow]]] = {}
    unsited = []
    for row in rows:
        spots = list(_spots(row))
        if not spots:
            unsited.append(row)
        for spot in spots:
            found.setdefault(spot.key, (spot, []))[1].append(row)
    places = tuple(SitedRows(spot=spot, rows=tuple(here)) for spot, here in found.values())
    return places, tuple(unsited)


def _spots(row: ListRow) -> Iterator[Spot]:
    """Yield the site, then the communes where the site is not already."""
    site = row.site if row.has_point else None
    if site is not None and site.longitude is not None and site.latitude is not None:
        yield Spot(
            key=f"site-{row.action.code}",
            nom=f"Site de {row.action.code}",
            code_commune_insee=site.code_commune_insee,
            longitude=float(site.longitude),
            latitude=float(site.latitude),
        )
    for one in row.communes:
        if site is None or one.code_commune_insee != site.code_commune_insee:
            code = one.code_commune_insee
            yield Spot(key=code, nom=one.nom, code_commune_insee=code)
