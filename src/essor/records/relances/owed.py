"""What people owe outside their actions: decisions of committees, values of indicators.

Each person's list is read with her own rights: a reminder never tells more than a page would.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from django.urls import reverse

from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.comites.models import OPEN_DECISIONS, Decision
from essor.records.comites.permissions import visible_decisions
from essor.records.indicateurs.queries import MissingValue, missing_values
from essor.records.plans.models import Plan
from essor.records.relances.kinds import Nature
from essor.records.relances.rules import Watched

Members = Collection[tuple[int, int]]


def decisions_owed(plans: Iterable[Plan], members: Members) -> Iterator[Watched]:
    """Yield the open decisions with a day, for their owner only: a name alone is nobody."""
    for plan in plans:
        open_ones = Decision.objects.filter(
            comite__plan=plan, statut__in=OPEN_DECISIONS, echeance_on__isnull=False
        )
        owners = set(open_ones.exclude(responsable=None).values_list("responsable_id", flat=True))
        for user in _members(owners, plan, members):
            mine = open_ones.filter(visible_decisions(access_for(user, plan.territoire)))
            for one in mine.filter(responsable=user).order_by("echeance_on", "id"):
                assert one.echeance_on is not None
                yield Watched(
                    nature=Nature.DECISION,
                    user_id=user.pk,
                    territoire_id=plan.territoire_id,
                    object_id=one.pk,
                    anchor=one.echeance_on,
                    texte=f"{str(one)[:300]}, pour le {one.echeance_on:%d/%m/%Y}",
                    path=reverse("comites:show", args=[plan.territoire.code, one.comite_id]),
                )


def values_owed(plans: Iterable[Plan], members: Members, day: dt.date) -> Iterator[Watched]:
    """Yield the values of indicators that are owed on a day, one reminder per indicator."""
    for plan in plans:
        territoire = plan.territoire
        everyone = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
        owed = missing_values(plan=plan, by=everyone, on=day)
        owners = {user_id for one in owed for user_id in one.user_ids}
        for user in _members(owners, plan, members):
            mine = missing_values(plan=plan, by=access_for(user, territoire), on=day)
            yield from _values(plan, user, (one for one in mine if user.pk in one.user_ids))


def _values(plan: Plan, user: User, owed: Iterable[MissingValue]) -> Iterator[Watched]:
    for one in owed:
        indicateur, since = one.indicateur, one.due.since
        place = f" ({one.action.code})" if one.action else ""
        yield Watched(
            nature=Nature.VALEUR_MANQUANTE,
            user_id=user.pk,
            territoire_id=plan.territoire_id,
            object_id=indicateur.pk,
            anchor=since,
            texte=f"{indicateur.code} {indicateur.libelle}{place}, attendue depuis le "
            f"{since:%d/%m/%Y}",
            path=reverse("indicateurs:show", args=[plan.territoire.code, indicateur.code]),
        )


def _members(owners: Iterable[int], plan: Plan, members: Members) -> list[User]:
    ids = [one for one in owners if (plan.territoire_id, one) in members]
    return list(User.objects.filter(pk__in=ids).order_by("id"))
