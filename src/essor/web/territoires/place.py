"""A territory in the perimeter in force."""

from dataclasses import dataclass

from essor.foundations.errors import UserFault
from essor.records.territoires.models import PerimetreVersion, Territoire
from essor.records.territoires.register import RegisterRow, register


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The line of a territory and the version it stands in."""

    row: RegisterRow
    version: PerimetreVersion


def place_of(territoire: Territoire) -> Place | None:
    """Return where a territory stands; None when the perimeter in force does not have it."""
    try:
        version, known = register()
    except UserFault:  # no perimeter is loaded yet
        return None
    row = known.row(territoire.code) if version.phase == territoire.phase else None
    return Place(row=row, version=version) if row else None
