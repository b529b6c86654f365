"""What can be found about committees: meetings, agenda, decisions, documents. For members."""

from typing import Any

from django.db.models import Q

from essor.records.accounts.permissions import Access
from essor.records.comites.models import Comite, Decision, DocumentComite, PointOrdreDuJour
from essor.records.comites.permissions import visible_comites, visible_decisions, visible_points
from essor.records.recherche.declared import Level, Place, Searchable, texts

OF_COMITE = ("comite__plan",)


def _documents(by: Access) -> Q:
    return Q(comite__in=Comite.objects.filter(visible_comites(by)).values("pk"))


def _by_room(obj: Any) -> Place:
    """Return the place of what follows the actions that it is about, not a level of its own."""
    return Place(obj.comite.plan.territoire_id, Level.ROOM)


COMITES = Searchable(
    model=Comite,
    slug="comites",
    label="Comité",
    plural="Comités",
    texts=texts(Comite, ("titre", "nature", "lieu", "participants_texte", "releve")),
    place=lambda one: Place(one.plan.territoire_id, Level.INTERNE),
    visible=visible_comites,
    related=("plan",),
)
POINTS = Searchable(
    model=PointOrdreDuJour,
    slug="ordres-du-jour",
    label="Point d'ordre du jour",
    plural="Ordres du jour",
    texts=texts(PointOrdreDuJour, ("titre", "rapporteur_nom", "texte")),
    place=_by_room,
    visible=visible_points,
    related=OF_COMITE,
    is_room_filtered=True,
)
DECISIONS = Searchable(
    model=Decision,
    slug="decisions",
    label="Décision",
    plural="Décisions",
    texts=texts(Decision, ("texte", "responsable_nom", "suite"), title="texte"),
    place=_by_room,
    visible=visible_decisions,
    related=OF_COMITE,
    is_room_filtered=True,
)
DOCUMENTS = Searchable(
    model=DocumentComite,
    slug="documents-comites",
    label="Document de comité",
    plural="Documents de comité",
    texts=texts(DocumentComite, ("titre", "file_name")),
    place=lambda one: Place(one.comite.plan.territoire_id, Level.INTERNE),
    visible=_documents,
    related=OF_COMITE,
)

KINDS = (COMITES, DECISIONS, POINTS, DOCUMENTS)
