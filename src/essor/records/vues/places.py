"""The rows of a view by the place where they stand, in the order of the view. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from essor.records.vues.rows import ListRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SitedRows:
    """A commune and the rows that take place there; a row of two communes is in both."""

    code_commune_insee: str
    nom: str
    rows: tuple[ListRow, ...]


def places_of(rows: Iterable[ListRow]) -> tuple[tuple[SitedRows, ...], tuple[ListRow, ...]]:
    """Return the places, the first met first, and the rows that nobody sited."""
    found: dict[str, tuple[str, list[ListRow]]] = {}
    unsited = []
    for row in rows:
        if not row.communes:
            unsited.append(row)
        for one in row.communes:
            found.setdefault(one.code_commune_insee, (one.nom, []))[1].append(row)
    places = tuple(
        SitedRows(code_commune_insee=code, nom=nom, rows=tuple(here))
        for code, (nom, here) in found.items()
    )
    return places, tuple(unsited)
