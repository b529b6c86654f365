"""What can be found about indicators, by the members of the territory."""

from essor.records.indicateurs.models import Indicateur
from essor.records.indicateurs.permissions import visible_indicateurs
from essor.records.recherche.declared import TITLE_WEIGHT, Level, Place, Searchable, Text, texts

INDICATEURS = Searchable(
    model=Indicateur,
    slug="indicateurs",
    label="Indicateur",
    plural="Indicateurs",
    texts=(
        Text("code", "code", TITLE_WEIGHT),
        *texts(
            Indicateur,
            ("libelle", "unit", "formule", "source_attendue", "reponse", "responsable_nom"),
            title="libelle",
        ),
    ),
    # Who reads it depends on the actions that it follows, which no level of its own tells.
    place=lambda one: Place(one.plan.territoire_id, Level.ROOM),
    visible=visible_indicateurs,
    related=("plan",),
    is_room_filtered=True,
)

KINDS = (INDICATEURS,)
