"""What can be found about firms. The people met there cannot: they stay out of the index."""

from essor.records.entreprises.models import Echange, Etablissement, Projet
from essor.records.entreprises.permissions import (
    visible_echanges,
    visible_etablissements,
    visible_projets,
)
from essor.records.recherche.declared import (
    LEVELS,
    TITLE_WEIGHT,
    Level,
    Place,
    Searchable,
    Text,
    texts,
)


def _below(obj: Echange | Projet) -> Place:
    """Return the place of what belongs to a firm: never freer than the firm itself."""
    firm = obj.etablissement
    level = max(LEVELS[obj.confidentialite], LEVELS[firm.confidentialite])
    return Place(firm.territoire_id, Level(level))


ETABLISSEMENTS = Searchable(
    model=Etablissement,
    slug="entreprises",
    label="Entreprise",
    plural="Entreprises",
    texts=(
        Text("siret", "SIRET", TITLE_WEIGHT),
        *texts(
            Etablissement,
            (
                "denomination", "enseigne", "naf_rev2", "naf_2025", "tranche_effectif", "adresse",
                "code_postal", "commune", "code_commune_insee",
            ),
            title="denomination",
        ),
    ),
    place=lambda one: Place(one.territoire_id, LEVELS[one.confidentialite]),
    visible=visible_etablissements,
)  # fmt: skip
PROJETS = Searchable(
    model=Projet,
    slug="projets-entreprises",
    label="Projet d'entreprise",
    plural="Projets d'entreprises",
    texts=texts(Projet, ("titre", "texte", "source_title")),
    place=_below,
    visible=visible_projets,
    related=("etablissement",),
)
ECHANGES = Searchable(
    model=Echange,
    slug="echanges",
    label="Échange",
    plural="Échanges avec les entreprises",
    texts=texts(Echange, ("compte_rendu", "prochaine_etape", "responsable_nom"), title=""),
    place=_below,
    visible=visible_echanges,
    related=("etablissement",),
)

KINDS = (ETABLISSEMENTS, PROJETS, ECHANGES)
