"""Territories, with the version of the perimeter on which each answer rests."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from ninja import P, QueryEx, Router
from pydantic import Field

from essor.api.answers import send, send_page
from essor.api.contract import CodeTerritoire, Curseur, Limite, reading
from essor.api.pages import DEFAULT_SIZE, cut_rows
from essor.api.places import seat_at
from essor.api.types import Shown
from essor.records.plans.queries import plan_of
from essor.records.territoires.models import PerimetreVersion, Territoire
from essor.records.territoires.queries import (
    get_territoire,
    has_perimetre,
    list_territoires,
    perimetre_version,
)
from essor.references.territoires.schema import PHASE_COURANTE, NatureMembre
from essor.references.territoires.summaries import TerritoireResume

router = Router()


class ShownTerritoire(Shown):
    """One line of the list."""

    code: str = Field(description="Code du territoire.")
    nom: str = Field(description="Nom du territoire.")
    phase: str = Field(description="Phase du programme.")
    code_region: str | None = Field(description="Région de rattachement (code INSEE).")
    region: str | None = Field(description="Nom de la région de rattachement.")
    regions: list[str] = Field(description="Codes des régions où le territoire a une commune.")
    membres: int | None = Field(description="Nombre d'intercommunalités et de communes membres.")
    communes: int | None = Field(description="Nombre de communes.")
    population_municipale: int | None = Field(description="Habitants, somme des communes.")


class ShownTerritoires(Shown):
    """A page of territories."""

    donnees: list[ShownTerritoire] = Field(description="Les lignes de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class ShownMembre(Shown):
    """A member of a territory."""

    siren: str = Field(description="SIREN du membre.")
    nom: str = Field(description="Nom publié.")
    nature: NatureMembre = Field(description="EPCI, EPT ou commune.")
    communes: int = Field(description="Nombre de communes.")
    population_municipale: int | None = Field(description="Habitants.")


class ShownCommune(Shown):
    """A commune of a territory."""

    code_commune_insee: str = Field(description="Code officiel géographique.")
    nom: str = Field(description="Nom de la commune.")
    code_departement: str = Field(description="Département.")
    population_municipale: int | None = Field(description="Habitants.")
    siren_membre: str = Field(description="Membre par lequel elle en fait partie.")


class ShownBase(Shown):
    """The list on which the perimeter rests."""

    title: str = Field(description="Titre de la liste.")
    producteur: str = Field(description="Qui la publie.")
    href: str | None = Field(description="Adresse.")
    licence: str = Field(description="Licence.")
    millesime: str = Field(description="Millésime.")
    valid_from: dt.date = Field(description="Valable à partir du.")
    read_on: dt.date = Field(description="Lue le.")


class ShownPerimetre(ShownTerritoire):
    """A territory, its members, its communes, and where they are read."""

    liste_membres: list[ShownMembre] = Field(description="Membres, par nom.")
    liste_communes: list[ShownCommune] = Field(description="Communes, par code.")
    source: ShownBase | None = Field(description="Version du périmètre ; null si non chargé.")
    absence: str | None = Field(description="Pourquoi le périmètre manque : non_charge.")
    a_un_plan: bool = Field(description="Vrai si le territoire a un plan dans Essor.")


@reading(
    router,
    "territoires",
    out=ShownTerritoires,
    resume="Liste des territoires",
    texte="Les territoires de la phase en cours, par code.",
)
def list_all(
    request: HttpRequest,
    q: QueryEx[str, P(max_length=200, description="Mots du nom ou du code.")] = "",
    region: QueryEx[str, P(max_length=3, description="Code de région.", example="84")] = "",
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the territories."""
    found = [] if not has_perimetre() else list_territoires(search=q, region=region)
    page = cut_rows(
        request, found, key=lambda one: [one.code_territoire], limite=limite, curseur=curseur
    )
    shown = ShownTerritoires(donnees=[_line(one) for one in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


@reading(
    router,
    "territoires/{code}",
    out=ShownPerimetre,
    resume="Un territoire et son périmètre",
    texte="Membres et communes du territoire, avec la liste officielle dont ils viennent.",
)
def read_territoire(request: HttpRequest, code: CodeTerritoire) -> HttpResponse:
    """Show a territory."""
    territoire = seat_at(request, code).territoire
    if territoire.phase != PHASE_COURANTE:
        raise Http404
    return send(request, _perimetre(territoire))


def _line(one: TerritoireResume) -> ShownTerritoire:
    return ShownTerritoire.model_validate(one.as_dict())


def _perimetre(territoire: Territoire) -> ShownPerimetre:
    has_plan = plan_of(territoire) is not None
    if not has_perimetre():
        return _not_loaded(territoire, has_plan)
    fiche = get_territoire(territoire.code)
    line = _line(fiche.resume).model_dump()
    return ShownPerimetre(
        **line,
        liste_membres=[ShownMembre.model_validate(one.as_dict()) for one in fiche.membres],
        liste_communes=[ShownCommune.model_validate(one.as_dict()) for one in fiche.communes],
        source=_base(perimetre_version()),
        absence=None,
        a_un_plan=has_plan,
    )


def _not_loaded(territoire: Territoire, has_plan: bool) -> ShownPerimetre:
    return ShownPerimetre(
        code=territoire.code,
        nom=territoire.nom,
        phase=territoire.phase,
        code_region=territoire.code_region or None,
        region=None,
        regions=[],
        membres=None,
        communes=None,
        population_municipale=None,
        liste_membres=[],
        liste_communes=[],
        source=None,
        absence="non_charge",
        a_un_plan=has_plan,
    )


def _base(version: PerimetreVersion) -> ShownBase:
    return ShownBase(
        title=version.title,
        producteur=version.producer,
        href=version.href or None,
        licence=version.licence,
        millesime=version.vintage,
        valid_from=version.valid_from,
        read_on=version.read_on,
    )
