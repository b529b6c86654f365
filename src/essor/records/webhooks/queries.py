"""Reads of the room: subscriptions, their health, their deliveries."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.http import Http404

from essor.records.accounts.permissions import Access
from essor.records.territoires.models import Territoire
from essor.records.webhooks.choices import EtatLivraison
from essor.records.webhooks.models import Abonnement, Livraison, Tentative
from essor.records.webhooks.permissions import require_manage


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A subscription in the list: what left, what waits, what was given up in thirty days."""

    abonnement: Abonnement
    taken: int
    waiting: int
    lost: int


def abonnements_of(territoire: Territoire, by: Access) -> list[Row]:
    """Return the subscriptions of a territory with their counts. One query. Raises Forbidden."""
    require_manage(by, territoire)
    found = Abonnement.objects.filter(territoire=territoire).select_related("user", "territoire")
    counted = found.annotate(
        **{
            f"count_{state.value}": Count("livraisons", filter=Q(livraisons__state=state))
            for state in EtatLivraison
        },
        last_at=Max("livraisons__closed_at"),
    )
    return [
        Row(
            abonnement=one,
            taken=getattr(one, f"count_{EtatLivraison.REMISE.value}"),
            waiting=getattr(one, f"count_{EtatLivraison.EN_ATTENTE.value}"),
            lost=getattr(one, f"count_{EtatLivraison.ABANDONNEE.value}"),
        )
        for one in counted.order_by("titre", "created_at", "id")
    ]


def get_abonnement(territoire: Territoire, key: uuid.UUID, by: Access) -> Abonnement:
    """Return one subscription of a territory. Raises Forbidden, Http404."""
    require_manage(by, territoire)
    rows = Abonnement.objects.filter(territoire=territoire).select_related("user", "territoire")
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def livraisons_of(abonnement: Abonnement) -> "QuerySet[Livraison]":
    """Return the deliveries of a subscription with their attempts, latest first."""
    attempts = Prefetch("tentatives", queryset=Tentative.objects.order_by("-at", "-id"))
    found = Livraison.objects.filter(abonnement=abonnement)
    return found.prefetch_related(attempts).order_by("-created_at", "-id")


def get_livraison(abonnement: Abonnement, key: uuid.UUID) -> Livraison:
    """Return one delivery of a subscription. Raises Http404."""
    found = Livraison.objects.filter(abonnement=abonnement, pk=key).first()
    if found is None:
        raise Http404
    return found
