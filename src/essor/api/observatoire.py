"""The observatory: sources, indicators, values of a territory or of every place of a level."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import P, PathEx, QueryEx, Router
from pydantic import Field

from essor.api.answers import send_page
from essor.api.contract import CodeTerritoire, Curseur, Limite, reading
from essor.api.pages import DEFAULT_SIZE, cut_rows
from essor.api.places import seat_at
from essor.api.types import Shown
from essor.observatory.across import PlaceValue, values_across
from essor.observatory.catalogue import list_sources
from essor.observatory.geography import Niveau
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.observatory.provenance import Provenance, provenance
from essor.observatory.reading import Value, values_of

router = Router()
ROOT = "observatoire/"
Identifiant = PathEx[
    str,
    P(
        description="Identifiant de l'indicateur dans l'observatoire.",
        example="emploi_salarie_prive",
        pattern=r"^[a-z0-9_]{1,80}$",
    ),
]
Rubrique = QueryEx[str, P(max_length=200, description="Rubrique ; l'ensemble par défaut.")]
Millesime = QueryEx[str | None, P(max_length=20, description="Millésime ; le dernier par défaut.")]


class ShownSourceOuverte(Shown):
    """A source and what is loaded of it."""

    source: str = Field(description="Identifiant de la source.")
    producteur: str = Field(description="Qui la publie.")
    titre: str = Field(description="Titre.")
    page: str = Field(description="Page du producteur.")
    licence: str = Field(description="Licence.")
    millesime: str = Field(description="Millésime.")
    grain: str = Field(description="Maille la plus fine.")
    chargee_at: str | None = Field(description="Instant du chargement, null si non chargée.")
    is_echantillon: bool = Field(description="Vrai si seul l'échantillon livré est chargé.")
    version: str | None = Field(description="Version des tables.")
    defauts_connus: list[str] = Field(description="Défauts connus de la source.")


class ShownSourcesOuvertes(Shown):
    """A page of sources."""

    donnees: list[ShownSourceOuverte] = Field(description="Les lignes de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class ShownMesure(Shown):
    """An indicator of the observatory: what it measures, how, and its limits."""

    identifiant: str = Field(description="Identifiant.")
    theme: str = Field(description="Thème.")
    titre: str = Field(description="Titre.")
    question: str = Field(description="Question à laquelle il répond.")
    unite: str = Field(description="Code de l'unité.")
    sens: str = Field(description="Sens souhaité : hausse, baisse ou neutre.")
    formule: str = Field(description="Formule en mots.")
    limites: list[str] = Field(description="Ce qu'il ne dit pas.")
    rubriques: str = Field(description="Nom de la ventilation, vide s'il n'y en a pas.")
    sources: list[str] = Field(description="Identifiants des sources.")


class ShownMesures(Shown):
    """A page of indicators."""

    donnees: list[ShownMesure] = Field(description="Les lignes de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class ShownChiffreOuvert(Shown):
    """One value: a number, bounds alone, or the reason why there is neither."""

    identifiant: str = Field(description="Identifiant de l'indicateur.")
    niveau: str = Field(description="Niveau du lieu : territoire, zone_emploi, commune…")
    code: str = Field(description="Code du lieu.")
    lieu: str = Field(description="Nom du lieu.")
    part: float | None = Field(
        description="Part des habitants du territoire qui vivent dans ce lieu."
    )
    rubrique: str = Field(description="Rubrique, vide pour l'ensemble.")
    millesime: str = Field(description="Millésime, vide quand rien n'est connu.")
    value: float | None = Field(description="Valeur ; null si seules les bornes sont sûres.")
    low: float | None = Field(description="Borne basse.")
    high: float | None = Field(description="Borne haute.")
    unite: str = Field(description="Code de l'unité.")
    statut: str = Field(
        description="connu, intervalle, secret, sans_donnee (la source n'en dit rien) ou "
        "non_charge (source non chargée)."
    )
    lignes_source: int = Field(description="Nombre de lignes des sources dont elle est faite.")


class ShownChiffresOuverts(Shown):
    """A page of values."""

    donnees: list[ShownChiffreOuvert] = Field(description="Les lignes de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


@reading(
    router,
    ROOT + "sources",
    out=ShownSourcesOuvertes,
    resume="Sources de l'observatoire",
    texte="Chaque source ouverte, sa licence, et ce qui en est chargé dans cette installation.",
)
def list_observatory_sources(
    request: HttpRequest, limite: Limite = DEFAULT_SIZE, curseur: Curseur = None
) -> HttpResponse:
    """List the sources."""
    found = [provenance(_lake(), one) for one in list_sources()]
    page = cut_rows(
        request, found, key=lambda one: [one.source.name], limite=limite, curseur=curseur
    )
    shown = ShownSourcesOuvertes(donnees=[_source(one) for one in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


@reading(
    router,
    ROOT + "indicateurs",
    out=ShownMesures,
    resume="Indicateurs de l'observatoire",
    texte="Ce que chaque indicateur mesure, sa formule en mots et ses limites.",
)
def list_observatory_indicators(
    request: HttpRequest, limite: Limite = DEFAULT_SIZE, curseur: Curseur = None
) -> HttpResponse:
    """List the indicators."""
    page = cut_rows(
        request, list_indicators(), key=lambda one: [one.id], limite=limite, curseur=curseur
    )
    shown = ShownMesures(donnees=[_mesure(one) for one in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


@reading(
    router,
    ROOT + "territoires/{code}/valeurs",
    out=ShownChiffresOuverts,
    resume="Valeurs d'un territoire",
    texte="Chaque indicateur pour le territoire ou, quand la source s'arrête à une zone plus "
    "large, pour les zones qui le couvrent. Une valeur inconnue garde sa ligne et dit pourquoi.",
)
def list_observatory_values_of_territory(
    request: HttpRequest,
    code: CodeTerritoire,
    historique: QueryEx[bool, P(description="Tous les millésimes.")] = False,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the values of a territory."""
    territoire = seat_at(request, code).territoire
    found = values_of(
        _lake(), niveau=Niveau.TERRITOIRE, code=territoire.code, latest=not historique
    )
    rows = [_value(one) for one in found]
    return _send_values(request, rows, limite=limite, curseur=curseur)


@reading(
    router,
    ROOT + "indicateurs/{identifiant}/valeurs",
    out=ShownChiffresOuverts,
    resume="Valeurs d'un indicateur",
    texte="Un indicateur pour tous les lieux d'un niveau, au même millésime.",
)
def list_observatory_values_of_indicator(
    request: HttpRequest,
    identifiant: Identifiant,
    niveau: QueryEx[Niveau, P(description="Niveau des lieux.")] = Niveau.TERRITOIRE,
    rubrique: Rubrique = "",
    millesime: Millesime = None,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the values of an indicator."""
    indicator = next((one for one in list_indicators() if one.id == identifiant), None)
    if indicator is None:
        raise Http404
    found = values_across(
        _lake(), indicator=identifiant, niveau=niveau, rubrique=rubrique, vintage=millesime
    )
    rows = [_across(one, indicator, niveau, rubrique) for one in found]
    return _send_values(request, rows, limite=limite, curseur=curseur)


def _send_values(
    request: HttpRequest, rows: list[ShownChiffreOuvert], *, limite: int, curseur: str | None
) -> HttpResponse:
    page = cut_rows(request, rows, key=_key, limite=limite, curseur=curseur)
    shown = ShownChiffresOuverts(donnees=page.rows, suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


def _key(one: ShownChiffreOuvert) -> list[Any]:
    return [one.identifiant, one.niveau, one.code, one.rubrique, one.millesime]


def _lake() -> Lake:
    return Lake(Path(settings.ESSOR_OBSERVATORY_DIR))


def _source(one: Provenance) -> ShownSourceOuverte:
    return ShownSourceOuverte(
        source=one.source.name,
        producteur=one.source.producer,
        titre=one.source.title,
        page=one.source.page,
        licence=one.source.licence,
        millesime=one.source.vintage,
        grain=one.source.grain,
        chargee_at=one.loaded_at.isoformat() if one.loaded_at else None,
        is_echantillon=one.is_sample,
        version=one.version or None,
        defauts_connus=list(one.source.known_defects),
    )


def _mesure(one: Indicator) -> ShownMesure:
    return ShownMesure(
        identifiant=one.id,
        theme=one.theme,
        titre=one.title,
        question=one.question,
        unite=one.unit,
        sens=one.sens.value,
        formule=one.formula,
        limites=list(one.limits),
        rubriques=one.rubriques,
        sources=list(one.sources),
    )


def _value(one: Value) -> ShownChiffreOuvert:
    return ShownChiffreOuvert(
        identifiant=one.indicator.id,
        niveau=one.lieu.niveau,
        code=one.lieu.code,
        lieu=one.lieu.nom,
        part=one.lieu.part,
        rubrique=one.rubrique,
        millesime=one.vintage,
        value=one.value,
        low=one.low,
        high=one.high,
        unite=one.indicator.unit,
        statut=one.status,
        lignes_source=one.source_rows,
    )


def _across(
    one: PlaceValue, indicator: Indicator, niveau: str, rubrique: str
) -> ShownChiffreOuvert:
    return ShownChiffreOuvert(
        identifiant=indicator.id,
        niveau=niveau,
        code=one.code,
        lieu=one.nom,
        part=None,
        rubrique=rubrique,
        millesime=one.vintage,
        value=one.value,
        low=one.low,
        high=one.high,
        unite=indicator.unit,
        statut=one.status,
        lignes_source=one.source_rows,
    )
