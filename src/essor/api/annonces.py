"""What was said in public of a plan or an action, each with its source."""

import datetime as dt
import uuid

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from essor.api.answers import send_page
from essor.api.contract import CodeTerritoire, Curseur, Limite, reading
from essor.api.pages import DEFAULT_SIZE, cut_queryset
from essor.api.places import plan_at
from essor.api.types import Number, Shown, ShownPeriod, or_none
from essor.records.plans.announcements import announced_period, period_of
from essor.records.plans.choices import Confiance, NatureAnnonce
from essor.records.plans.models import Annonce
from essor.records.plans.queries import every_action_of

router = Router()


class ShownSourceLue(Shown):
    """Where and when it was read."""

    title: str = Field(description="Titre de la source.")
    href: str | None = Field(description="Adresse.")
    licence: str | None = Field(description="Licence.")
    read_on: dt.date = Field(description="Lu le.")


class ShownAnnonce(Shown):
    """One published value."""

    id: uuid.UUID = Field(description="Identité de l'annonce.")
    action_id: uuid.UUID | None = Field(description="Action, null pour tout le plan.")
    sujet: str = Field(description="Sujet.")
    nature: NatureAnnonce = Field(description="Ce qui est annoncé.")
    value: Number | None = Field(description="Valeur, dans l'unité donnée.")
    low: Number | None = Field(description="Borne basse.")
    high: Number | None = Field(description="Borne haute.")
    unit: str | None = Field(description="Unité.")
    date: ShownPeriod | None = Field(description="Date annoncée.")
    texte: str | None = Field(description="Texte.")
    annonce: ShownPeriod | None = Field(description="Jour de l'annonce, null s'il est inconnu.")
    confiance: Confiance = Field(description="Confiance.")
    is_self_declared: bool = Field(description="Vrai si l'intéressé le déclare lui-même.")
    source: ShownSourceLue = Field(description="Source.")


class ShownAnnonces(Shown):
    """A page of announcements."""

    donnees: list[ShownAnnonce] = Field(description="Les annonces de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


@reading(router, "territoires/{code}/annonces", out=ShownAnnonces, resume="Ce qui a été annoncé")
def list_annonces(
    request: HttpRequest,
    code: CodeTerritoire,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List what was announced of the plan and of the actions that the caller reads."""
    seat = plan_at(request, code)
    mine = every_action_of(seat.plan, seat.access).values("pk")
    found = Annonce.objects.filter(Q(action__isnull=True) | Q(action__in=mine), plan=seat.plan)
    page = cut_queryset(
        request, found, keys=("sujet", "ordre", "id"), limite=limite, curseur=curseur
    )
    shown = ShownAnnonces(donnees=[shown_annonce(one) for one in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


def shown_annonce(one: Annonce) -> ShownAnnonce:
    """Write an announcement."""
    source = ShownSourceLue(
        title=one.source_title,
        href=or_none(one.source_href),
        licence=or_none(one.licence),
        read_on=one.read_on,
    )
    return ShownAnnonce(
        id=one.pk,
        action_id=one.action_id,
        sujet=one.sujet,
        nature=NatureAnnonce(one.nature),
        value=one.value,
        low=one.low,
        high=one.high,
        unit=or_none(one.unit),
        date=ShownPeriod.of(period_of(one)),
        texte=or_none(one.texte),
        annonce=ShownPeriod.of(announced_period(one)),
        confiance=Confiance(one.confiance),
        is_self_declared=one.is_self_declared,
        source=source,
    )
