"""Find the territories of a name, a commune, an intercommunalité or a departement."""

from dataclasses import dataclass

from django.http import HttpRequest

from essor.foundations.codes import CodeCommuneInsee
from essor.foundations.codes.commune import departement_of
from essor.foundations.errors import UserFault
from essor.records.territoires.queries import list_departements, list_regions
from essor.records.territoires.register import Found, Register, RegisterRow, register
from essor.references.territoires.schema import Departement
from essor.web.territoires.asked import typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was asked and what answers. by_region : every territory, when nothing was asked."""

    search: str
    departement: str
    found: tuple[Found, ...]
    by_region: tuple[tuple[str, tuple[Found, ...]], ...]
    departements: tuple[Departement, ...]
    total: int

    @property
    def is_asked(self) -> bool:
        """Tell whether something was asked for."""
        return bool(self.search or self.departement)


def read_choice(request: HttpRequest) -> Choice | None:
    """Return what the address asks for; None when no perimeter is loaded."""
    try:
        _, known = register()
    except UserFault:
        return None
    search, departement = typed(request, "q"), typed(request, "departement")[:3].upper()
    found = known.find(search=search)
    if departement:
        inside = {row.resume.code_territoire for row in _within(known, departement)}
        found = tuple(one for one in found if one.resume.code_territoire in inside)
    is_asked = bool(search or departement)
    return Choice(
        search=search,
        departement=departement,
        found=found if is_asked else (),
        by_region=() if is_asked else _by_region(found),
        departements=tuple(list_departements()),
        total=len(known.rows),
    )


def _within(known: Register, departement: str) -> list[RegisterRow]:
    """Return the territories that have a commune in a departement."""
    return [
        row
        for row in known.rows
        if any(
            departement_of(CodeCommuneInsee(commune.code)) == departement
            for commune in row.communes
        )
    ]


def _by_region(found: tuple[Found, ...]) -> tuple[tuple[str, tuple[Found, ...]], ...]:
    return tuple(
        (region.nom, tuple(one for one in found if one.resume.code_region == region.code_region))
        for region in list_regions()
        if any(one.resume.code_region == region.code_region for one in found)
    )
