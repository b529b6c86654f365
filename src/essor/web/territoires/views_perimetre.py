"""What a territory is made of, and since when."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from essor.records.territoires.queries import get_territoire, list_versions
from essor.references.territoires.summaries import CommuneResume, MembreResume, TerritoireFiche
from essor.web.design.territoire import territoire_or_404
from essor.web.territoires.carte import locate
from essor.web.territoires.place import place_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MembreDetail:
    """A member and its communes, most populated first."""

    membre: MembreResume
    communes: tuple[CommuneResume, ...]


@require_safe
def perimetre(request: HttpRequest, code: str) -> HttpResponse:
    """Show the members, the communes and the versions of a perimeter."""
    territoire, access = territoire_or_404(request, code)
    context = {"territoire": territoire, "access": access, "tab": "perimetre"}
    place = place_of(territoire)
    if place is None:
        return render(request, "territoires/perimetre_inconnu.html", context)
    version = place.version
    fiche = get_territoire(territoire.code)
    versions = list_versions(phase=version.phase)
    context |= {
        "fiche": fiche,
        "details": details(fiche),
        "version": version,
        "earlier": [one for one in versions if one.pk != version.pk],
        "carte": locate(territoire.code, territoire.nom),
    }
    return render(request, "territoires/perimetre.html", context)


def details(fiche: TerritoireFiche) -> tuple[MembreDetail, ...]:
    """Put the communes under their members."""
    return tuple(
        MembreDetail(
            membre=membre,
            communes=tuple(one for one in fiche.communes if one.siren_membre == membre.siren),
        )
        for membre in fiche.membres
    )
