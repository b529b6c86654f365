"""What can be found about big projects: their card, their phases and gates, their lots."""

from essor.records.projets.models import GrandProjet, Lot, PhaseProjet
from essor.records.projets.permissions import of_visible_projets, visible_phases
from essor.records.recherche.declared import ACTION_RELATED, Level, Searchable, on_action, texts

PROJETS = Searchable(
    model=GrandProjet,
    slug="grands-projets",
    label="Grand projet",
    plural="Grands projets",
    texts=texts(GrandProjet, ("presentation", "adresse"), title=""),
    place=on_action,
    visible=of_visible_projets,
    related=ACTION_RELATED,
)
PHASES = Searchable(
    model=PhaseProjet,
    slug="phases",
    label="Phase de projet",
    plural="Phases de projet",
    texts=texts(PhaseProjet, ("titre", "question", "decideur", "reserves", "preuve_texte")),
    place=lambda one: on_action(one, Level.INTERNE),
    visible=visible_phases,
    related=ACTION_RELATED,
)
LOTS = Searchable(
    model=Lot,
    slug="lots",
    label="Lot",
    plural="Lots",
    texts=texts(Lot, ("nom", "usage"), title="nom"),  # who takes it is for the members
    place=on_action,
    visible=of_visible_projets,
    related=ACTION_RELATED,
)

KINDS = (PROJETS, PHASES, LOTS)
