"""Writes the demonstration committees through the same actions as everyone, once."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from essor.commands.demo_content import accesses
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Role
from essor.records.comites.actions import add_point, create_comite
from essor.records.comites.attachments import present_study
from essor.records.comites.decisions import add_decision
from essor.records.comites.models import Comite, StatutComite
from essor.records.plans.models import Action, Plan
from essor.records.plans.queries import plan_of
from essor.records.studies.models import Study
from essor.records.territoires.models import Territoire
from essor.references.demonstration.comites import ComiteFact


@transaction.atomic
def load_comites(
    *,
    facts: Sequence[ComiteFact],
    territoire: Territoire,
    accounts: Sequence[User],
    today: dt.date,
) -> bool:
    """Write the committees. Returns False, and writes nothing, when the plan has some or is not."""
    plan = plan_of(territoire)
    if plan is None or Comite.objects.filter(plan=plan).exists():
        return False
    essor = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    by = accesses(accounts, territoire).get(Role.CHEF_DE_PROJET, essor)
    for fact in facts:
        _write(by, plan, fact, today)
    return True


def _write(by: Access, plan: Plan, fact: ComiteFact, today: dt.date) -> None:
    comite = create_comite(
        by=by,
        plan=plan,
        is_demonstration=True,
        tenu_on=today + dt.timedelta(days=fact.days),
        **fact.card,
    )
    for point in fact.points:
        add_point(by=by, comite=comite, actions=_actions(plan, point.actions), **point.card)
    for decision in fact.decisions:
        add_decision(
            by=by,
            comite=comite,
            actions=_actions(plan, decision.actions),
            echeance_on=today + dt.timedelta(days=decision.days or 0),
            **decision.card,
        )
    study = Study.objects.filter(plan=plan).order_by("created_at", "id").first()
    if study is not None and comite.statut == StatutComite.PREVU:
        present_study(by=by, comite=comite, study=study)


def _actions(plan: Plan, titles: Sequence[str]) -> list[Action]:
    found = (Action.objects.filter(plan=plan, titre__startswith=title).first() for title in titles)
    return [action for action in found if action is not None]
