"""What can be found about excavated soils: sites, lots, reports, outlets, platforms."""

from essor.records.recherche.declared import (
    LEVELS,
    TITLE_WEIGHT,
    Place,
    Searchable,
    Text,
    texts,
)
from essor.records.terres.models import Analyse, Chantier, Exutoire, Lot, Plateforme
from essor.records.terres.permissions import visible_analyses, visible_lots, visible_places

PLACE = ("nom", "responsable_nom", "siret", "adresse", "commune", "code_commune_insee", "notes")
CODE = Text("code", "code", TITLE_WEIGHT)


def _place(one: Chantier | Exutoire | Plateforme) -> Place:
    return Place(one.plan.territoire_id, LEVELS[one.confidentialite])


CHANTIERS = Searchable(
    model=Chantier,
    slug="chantiers",
    label="Chantier d'excavation",
    plural="Chantiers d'excavation",
    texts=(CODE, *texts(Chantier, PLACE, title="nom")),
    place=_place,
    visible=visible_places,
    related=("plan",),
)
LOTS = Searchable(
    model=Lot,
    slug="lots-de-terres",
    label="Lot de terres",
    plural="Lots de terres",
    texts=(
        CODE,
        *texts(
            Lot,
            ("denomination", "classe", "code_dechet", "classe_gtr", "notes"),
            title="denomination",
        ),
    ),
    place=lambda one: _place(one.chantier),
    visible=visible_lots,
    related=("chantier__plan",),
)
BULLETINS = Searchable(
    model=Analyse,
    slug="bulletins-analyse",
    label="Bulletin d'analyse",
    plural="Bulletins d'analyse",
    texts=texts(Analyse, ("numero", "laboratoire", "notes"), title="numero"),
    place=lambda one: _place(one.lot.chantier),
    visible=visible_analyses,
    related=("lot__chantier__plan",),
)
EXUTOIRES = Searchable(
    model=Exutoire,
    slug="exutoires",
    label="Exutoire",
    plural="Exutoires",
    texts=(CODE, *texts(Exutoire, (*PLACE, "nature", "autorisation"), title="nom")),
    place=_place,
    visible=visible_places,
    related=("plan",),
)
PLATEFORMES = Searchable(
    model=Plateforme,
    slug="plateformes",
    label="Plateforme de terres",
    plural="Plateformes de terres",
    texts=(CODE, *texts(Plateforme, PLACE, title="nom")),
    place=_place,
    visible=visible_places,
    related=("plan",),
)

KINDS = (CHANTIERS, LOTS, BULLETINS, EXUTOIRES, PLATEFORMES)
