"""Small worlds for the tests, made through the public actions only."""

import datetime as dt
from typing import Any

from django.utils import timezone

from essor.foundations.periods import Period, parse_period_fr
from essor.records.accounts.models import Membre, User
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Role
from essor.records.jalons.actions import create_jalon
from essor.records.jalons.models import Jalon
from essor.records.jalons.values import PrevisionValues
from essor.records.jetons.actions import create_jeton
from essor.records.jetons.models import Jeton
from essor.records.jetons.scopes import Scope
from essor.records.journal.actions import operation
from essor.records.plans.actions import create_action, create_plan
from essor.records.plans.models import Action, Plan
from essor.records.territoires.models import Territoire

PHASE = "2023-2027"


def make_territoire(code: str = "ti-8404", nom: str = "Clermont Arverne Industrie") -> Territoire:
    """Return a territory of the present phase."""
    return Territoire.objects.get_or_create(code=code, phase=PHASE, defaults={"nom": nom})[0]


def system(territoire: Territoire) -> Access:
    """Return the access of the command line."""
    return Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)


def make_user(email: str = "camille@exemple.fr", **values: Any) -> User:
    """Return a person with the password « mot-de-passe-solide »."""
    user = User(email=email, **values)
    user.set_password("mot-de-passe-solide")
    user.save()
    return user


def make_member(territoire: Territoire, role: Role, email: str = "", **values: Any) -> User:
    """Return a person with a role in a territory; `Role.PUBLIC` gives nobody a role."""
    user = make_user(email or f"{role.value}@{territoire.code}.exemple.fr", **values)
    if role is not Role.PUBLIC:
        with operation(kind="test.membre", author=None, territoire_code=territoire.code) as op:
            op.create(Membre(user=user, territoire=territoire, role=role))
    return user


def make_access(territoire: Territoire, role: Role, user: User | None = None) -> Access:
    """Return what a person of this role is in a territory."""
    return Access(
        territoire_id=territoire.pk,
        territoire_code=territoire.code,
        role=role,
        user_id=user.pk if user else None,
        label=user.label if user else role.label,
    )


def make_plan(territoire: Territoire | None = None, titre: str = "Plan d'action") -> Plan:
    """Return an empty plan."""
    territoire = territoire or make_territoire()
    return create_plan(by=system(territoire), territoire=territoire, titre=titre)


def make_action(plan: Plan, titre: str, **values: Any) -> Action:
    """Return an action of a plan."""
    return create_action(by=system(plan.territoire), plan=plan, titre=titre, **values)


def forecast(expected: str, announced: str | None = "01/06/2026", **values: Any) -> PrevisionValues:
    """Return a forecast written as people write it: « 2028 », said « mars 2026 »."""
    said: Period | None = parse_period_fr(announced) if announced else None
    values.setdefault("par_qui", "Comité de pilotage")
    return PrevisionValues(expected=parse_period_fr(expected), announced=said, **values)


def make_jalon(action: Action, titre: str, expected: str = "", **values: Any) -> Jalon:
    """Return a milestone, expected some day if one is given."""
    values.setdefault("prevision", forecast(expected) if expected else None)
    by = system(action.plan.territoire)
    return create_jalon(by=by, action=action, titre=titre, **values)


def make_jeton(person: User, titre: str = "Tableau de bord") -> Jeton:
    """Return a token of a person, good for a month."""
    until = timezone.now() + dt.timedelta(days=30)
    return create_jeton(
        by=person, person=person, titre=titre, scopes=list(Scope), expires_at=until
    ).jeton
