"""Rows of the webhooks: pages and writes, all for who manages the plan."""

from typing import Any

from django.utils import timezone

from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Capability as C
from essor.records.accounts.roles import Role
from essor.records.webhooks.actions import create_abonnement
from essor.records.webhooks.choices import Famille
from essor.records.webhooks.delivery import note_delivery
from essor.records.webhooks.models import Abonnement
from tests.records.webhooks.made import URL
from tests.web.row_kinds import PageRow, WriteRow
from tests.web.world import World

ACTIONS = "essor.records.webhooks.actions."


def webhook(world: World) -> Abonnement:
    """Return the subscription of the territory, made the first time it is asked for."""
    found = Abonnement.objects.filter(territoire=world.territoire).first()
    if found is not None:
        return found
    person = world.people[Role.ADMINISTRATEUR.value]
    return create_abonnement(
        by=access_for(person, world.territoire),
        territoire=world.territoire,
        titre="Tableau de bord",
        url=URL,
        familles=[Famille.ACTIONS],
    ).abonnement


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


def on_one(world: World) -> dict[str, Any]:
    return {"code": world.code, "abonnement_id": webhook(world).pk}


def of_one(world: World) -> dict[str, Any]:
    return {"abonnement": webhook(world)}


def delivery(world: World) -> Any:
    return note_delivery(webhook(world), operation_id=None, at=timezone.now())


PAGES: dict[str, list[PageRow]] = {
    "webhooks:list": [PageRow(C.EDIT_PLAN, here)],
    "webhooks:create": [PageRow(C.EDIT_PLAN, here), PageRow(C.EDIT_PLAN, here, "post")],
    "webhooks:show": [PageRow(C.EDIT_PLAN, on_one)],
    "webhooks:edit": [PageRow(C.EDIT_PLAN, on_one), PageRow(C.EDIT_PLAN, on_one, "post")],
    "webhooks:log_csv": [PageRow(C.EDIT_PLAN, on_one)],
    "webhooks:renew": [PageRow(C.EDIT_PLAN, on_one, "post")],
    "webhooks:trial": [PageRow(C.EDIT_PLAN, on_one, "post")],
    "webhooks:pause": [PageRow(C.EDIT_PLAN, on_one, "post")],
    "webhooks:restart": [PageRow(C.EDIT_PLAN, on_one, "post")],
    "webhooks:remove": [PageRow(C.EDIT_PLAN, on_one)],
    "webhooks:again": [
        PageRow(C.EDIT_PLAN, lambda w: {**on_one(w), "livraison_id": delivery(w).pk}, "post")
    ],
}
WRITES: dict[str, WriteRow] = {
    f"{ACTIONS}create_abonnement": WriteRow(
        C.EDIT_PLAN,
        lambda w: {
            "territoire": w.territoire,
            "titre": "SIG",
            "url": URL,
            "familles": [Famille.JALONS],
        },
    ),
    f"{ACTIONS}change_abonnement": WriteRow(C.EDIT_PLAN, lambda w: {**of_one(w), "titre": "Autre"}),
    f"{ACTIONS}renew_secret": WriteRow(C.EDIT_PLAN, of_one),
    f"{ACTIONS}pause_abonnement": WriteRow(C.EDIT_PLAN, of_one),
    f"{ACTIONS}restart_abonnement": WriteRow(C.EDIT_PLAN, of_one),
    f"{ACTIONS}delete_abonnement": WriteRow(C.EDIT_PLAN, of_one),
    f"{ACTIONS}ask_trial": WriteRow(C.EDIT_PLAN, of_one),
    f"{ACTIONS}ask_again": WriteRow(C.EDIT_PLAN, lambda w: {"livraison": delivery(w)}),
}
