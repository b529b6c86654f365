"""What can be found in a plan: actions, what belongs to them, what was said in public."""

from django.db.models import Q

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.plans.models import (
    Action,
    Annonce,
    Axe,
    Document,
    Financement,
    Note,
    Participant,
)
from essor.records.plans.permissions import visible_actions
from essor.records.recherche.declared import (
    ACTION_RELATED,
    TITLE_WEIGHT,
    Level,
    Place,
    Searchable,
    Text,
    on_action,
    texts,
)

NOTHING = Q(pk__in=[])


def of_visible_action(by: Access) -> Q:
    """Return the filter of what belongs to an action that this person may read."""
    return Q(action__in=Action.objects.filter(visible_actions(by)).values("pk"))


def for_members(by: Access) -> Q:
    """Return the same filter, closed to who is no member."""
    return of_visible_action(by) if by.can(Capability.VIEW_INTERNAL) else NOTHING


def _annonces(by: Access) -> Q:
    of_plan = Q(action__isnull=True, plan__territoire_id=by.territoire_id)
    return of_plan | of_visible_action(by)


def _annonce_place(annonce: Annonce) -> Place:
    return Place(annonce.plan.territoire_id, Level.PUBLIC, annonce.action)


ACTIONS = Searchable(
    model=Action,
    slug="actions",
    label="Action",
    plural="Actions",
    texts=(
        Text("code", "code", TITLE_WEIGHT),
        *texts(
            Action,
            (
                "titre", "descriptif", "objectifs", "resultats_attendus", "indicateurs_texte",
                "moyens", "instances_gouvernance", "participation_citoyenne",
                "financements_texte", "calendrier", "notes_complementaires",
            ),
        ),
    ),
    place=lambda action: Place(action.plan.territoire_id, Level.PUBLIC, action),
    visible=visible_actions,
    related=("plan", "parent"),
)  # fmt: skip
AXES = Searchable(
    model=Axe,
    slug="axes",
    label="Axe",
    plural="Axes",
    texts=texts(Axe, ("titre", "description")),
    place=lambda axe: Place(axe.plan.territoire_id),
    visible=lambda by: Q(plan__territoire_id=by.territoire_id),
    related=("plan",),
)
NOTES = Searchable(
    model=Note,
    slug="notes",
    label="Note",
    plural="Notes de suivi",
    texts=texts(Note, ("texte", "auteur"), title=""),
    place=lambda note: on_action(note, Level.INTERNE),
    visible=for_members,
    related=ACTION_RELATED,
)
DOCUMENTS = Searchable(
    model=Document,
    slug="documents",
    label="Document",
    plural="Documents",
    texts=texts(Document, ("titre", "file_name")),
    place=lambda document: on_action(document, Level.INTERNE),
    visible=for_members,
    related=ACTION_RELATED,
)
PARTICIPANTS = Searchable(
    model=Participant,
    slug="participants",
    label="Participant",
    plural="Participants",
    texts=texts(Participant, ("nom", "role"), title="nom"),
    place=on_action,
    visible=of_visible_action,
    related=ACTION_RELATED,
)
FINANCEURS = Searchable(
    model=Financement,
    slug="financeurs",
    label="Financeur",
    plural="Financeurs",
    texts=texts(Financement, ("financeur", "etat"), title="financeur"),
    place=on_action,
    visible=of_visible_action,
    related=ACTION_RELATED,
)
ANNONCES = Searchable(
    model=Annonce,
    slug="annonces",
    label="Annonce",
    plural="Annonces publiées",
    texts=texts(Annonce, ("sujet", "texte", "source_title"), title="sujet"),
    place=_annonce_place,
    visible=_annonces,
    related=("plan", "action__plan", "action__parent"),
)

KINDS = (ACTIONS, AXES, NOTES, DOCUMENTS)
LAST_KINDS = (ANNONCES, PARTICIPANTS, FINANCEURS)  # many lines for one fact: after the others
