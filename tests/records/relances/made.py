"""A request for news and what goes with it, made through the public actions only."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from essor.records.accounts.models import User
from essor.records.accounts.roles import Role
from essor.records.plans.actions import change_action
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action, Participant, Plan
from essor.records.plans.parts import PartValues
from essor.records.plans.pilots import link_pilots
from essor.records.relances.campagnes import draw_link, launch_campagne, prepare_campagne
from essor.records.relances.models import Campagne
from essor.records.relances.subscriptions import renew_feed
from tests.factories import make_member, system


@dataclass(slots=True, kw_only=True)
class Asked:
    """An open request, another that is only prepared, and the secrets of their pilot."""

    campagne: Campagne
    prepared: Campagne
    participant: Participant
    fiche_token: str
    feed_token: str


def pilot(action: Action, user: User | None, nom: str = "Dominique Pilote") -> Participant:
    """Name a pilot of an action and tie her to an account, if she has one."""
    by = system(action.plan.territoire)
    names = list(
        action.participants.filter(role=ParticipantRole.PERSONNE_PILOTE).values_list(
            "nom", flat=True
        )
    )
    role = ParticipantRole.PERSONNE_PILOTE
    change_action(by=by, action=action, parts=PartValues(participants={role: [*names, nom]}))
    if user is not None:
        link_pilots(by=by, action=action, users={nom: user})
    return action.participants.get(role=role, nom=nom)


def make_pilot(plan: Plan, *actions: Action, email: str = "dominique@exemple.fr") -> User:
    """Return a member who pilots these actions."""
    user = make_member(plan.territoire, Role.PILOTE, email=email, prenom="Dominique", nom="Pilote")
    for action in actions:
        pilot(action, user, user.label)
    return user


def ask(plan: Plan, user: User, *actions: Action, days: int = 10) -> Campagne:
    """Ask a pilot for news of actions, and open the request."""
    by = system(plan.territoire)
    campagne = prepare_campagne(
        by=by,
        plan=plan,
        titre="Point de novembre",
        echeance_on=timezone.localdate() + dt.timedelta(days=days),
        asked=[(action, user) for action in actions],
    )
    return launch_campagne(by=by, campagne=campagne)


def make_asked(action: Action, user: User) -> Asked:
    """Ask the pilot of an action for news of it."""
    plan, by = action.plan, system(action.plan.territoire)
    pilot(action, user)
    nameless = pilot(action, None, "Sacha Sans-Compte")
    campagne = ask(plan, user, action)
    prepared = prepare_campagne(
        by=by,
        plan=plan,
        titre="Point de décembre",
        echeance_on=campagne.echeance_on,
        asked=[(action, user)],
    )
    return Asked(
        campagne=campagne,
        prepared=prepared,
        participant=nameless,
        fiche_token=draw_link(by=by, campagne=campagne, user=user),
        feed_token=renew_feed(by=user, person=user, plan=plan),
    )
