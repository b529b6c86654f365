"""Reads of the room: the state that the rules judge, the preview, the log, who did not answer."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.plans.models import Plan
from essor.records.relances.defaults import rules_of
from essor.records.relances.facts import watched_in
from essor.records.relances.kinds import Nature
from essor.records.relances.models import (
    Campagne,
    Courriel,
    Demande,
    Desabonnement,
    FluxAgenda,
    LienFiche,
    Rappel,
    RegleRelance,
    Reponse,
)
from essor.records.relances.permissions import can_manage, require_manage
from essor.records.relances.rules import DayPlan, Sent, State, plan_days


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """One action asked from one person, and her answer if there is one."""

    demande: Demande
    reponse: Reponse | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPerson:
    """One person of a request; ``has_link`` once a link that still works was made."""

    user: User
    rows: tuple[AskedRow, ...]
    has_link: bool
    is_unsubscribed: bool

    @property
    def answered(self) -> int:
        """Number of actions that have their answer."""
        return sum(row.reponse is not None for row in self.rows)

    @property
    def is_done(self) -> bool:
        """Tell whether nothing more is awaited from her."""
        return self.answered == len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """An action whose pilot was asked and has not answered."""

    demande: Demande
    days_late: int


def state_on(day: dt.date, *, plans: Iterable[Plan] | None = None) -> State:
    """Return what is known for the plans asked for, all that may send by default."""
    found = list(_sending_plans() if plans is None else plans)
    rules = {
        (plan.territoire_id, nature): rule
        for plan in found
        for nature, rule in rules_of(plan.territoire, day).items()
    }
    refused = Desabonnement.objects.order_by("id").values_list("user_id", "nature")
    return State(
        watched=watched_in(found, day, rules=rules),
        rules=rules,
        unsubscribed=frozenset((user_id, Nature(nature)) for user_id, nature in refused),
        sent=_sent(found),
        mailed=frozenset(
            Courriel.objects.filter(day__gte=day).order_by("id").values_list("user_id", "day")
        ),
    )


def _sending_plans() -> QuerySet[Plan]:
    """Return the plans with a rule that is on or a request that is open."""
    ruled = RegleRelance.objects.filter(is_on=True).values("territoire_id")
    asking = Campagne.objects.filter(launched_at__isnull=False, closed_at__isnull=True)
    return (
        Plan.objects.filter(Q(territoire__in=ruled) | Q(pk__in=asking.values("plan_id")))
        .select_related("territoire")
        .order_by("territoire__code", "id")
    )


def _sent(plans: list[Plan]) -> tuple[Sent, ...]:
    mine = Rappel.objects.filter(territoire__in=[plan.territoire_id for plan in plans])
    rows = mine.order_by("id").values_list(
        "user_id", "nature", "object_id", "occurrence", "courriel__day"
    )
    return tuple(
        Sent(
            user_id=user_id,
            nature=Nature(nature),
            object_id=object_id,
            anchor=dt.date.fromisoformat(occurrence.partition(":")[0]),
            day=day,
        )
        for user_id, nature, object_id, occurrence, day in rows
    )


def preview(*, plan: Plan, by: Access, today: dt.date, last: dt.date) -> tuple[DayPlan, ...]:
    """Return who will receive what in a territory, day by day until one. Raises Forbidden."""
    require_manage(by, plan)
    return plan_days(state_on(today, plans=[plan]), first=today, last=last)


def recipients(plans: Iterable[DayPlan]) -> dict[int, User]:
    """Return the people of a preview."""
    ids = {mail.user_id for plan in plans for mail in plan.mails}
    return {user.pk: user for user in User.objects.filter(pk__in=ids).order_by("id")}


def campagnes_of(plan: Plan, by: Access) -> QuerySet[Campagne]:
    """Return the requests of a plan, latest first. Raises Forbidden."""
    require_manage(by, plan)
    return Campagne.objects.filter(plan=plan).order_by("-echeance_on", "-created_at", "id")


def get_campagne(plan: Plan, campagne_id: uuid.UUID, by: Access) -> Campagne:
    """Return a request of a plan. Raises Forbidden, Http404."""
    found = campagnes_of(plan, by).select_related("plan__territoire").filter(pk=campagne_id).first()
    if found is None:
        raise Http404
    return found


def asked_people(campagne: Campagne, now: dt.datetime) -> tuple[AskedPerson, ...]:
    """Return who was asked and what each answered, those who owe an answer first."""
    answers = {
        (row.user_id, row.action_id): row
        for row in Reponse.objects.filter(campagne=campagne).order_by("answered_at", "id")
    }
    rows: dict[int, list[AskedRow]] = {}
    people: dict[int, User] = {}
    for demande in (
        Demande.objects.filter(campagne=campagne)
        .select_related("user", "action")
        .order_by("action__ordre", "action__code", "id")
    ):
        people[demande.user_id] = demande.user
        reponse = answers.get((demande.user_id, demande.action_id))
        rows.setdefault(demande.user_id, []).append(AskedRow(demande=demande, reponse=reponse))
    linked = set(
        LienFiche.objects.filter(campagne=campagne, revoked_at__isnull=True, expires_at__gt=now)
        .order_by("id")
        .values_list("user_id", flat=True)
    )
    refused = set(
        Desabonnement.objects.filter(user__in=list(people), nature=Nature.DEMANDE)
        .order_by("id")
        .values_list("user_id", flat=True)
    )
    found = [
        AskedPerson(
            user=user,
            rows=tuple(rows[key]),
            has_link=key in linked,
            is_unsubscribed=key in refused,
        )
        for key, user in people.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.is_done, one.user.label)))


def unanswered(plan: Plan, by: Access, today: dt.date) -> tuple[Unanswered, ...]:
    """Return what was asked and has no answer, longest late first. Raises Forbidden."""
    require_manage(by, plan)
    answered = set(
        Reponse.objects.filter(campagne__plan=plan)
        .order_by("id")
        .values_list("campagne_id", "user_id", "action_id")
    )
    asked = (
        Demande.objects.filter(
            campagne__plan=plan,
            campagne__launched_at__isnull=False,
            campagne__closed_at__isnull=True,
        )
        .select_related("campagne", "user", "action")
        .order_by("campagne__echeance_on", "user__nom", "user__email", "action__code", "id")
    )
    return tuple(
        Unanswered(demande=row, days_late=max(0, (today - row.campagne.echeance_on).days))
        for row in asked
        if (row.campagne_id, row.user_id, row.action_id) not in answered
    )


def late_answers(plan: Plan, by: Access, today: dt.date) -> int:
    """Return how many answers are owed past their day; 0 for whoever does not manage. One query."""
    if not can_manage(by, plan):
        return 0
    answered = Reponse.objects.filter(
        campagne=OuterRef("campagne"), user=OuterRef("user"), action=OuterRef("action")
    )
    asked = Demande.objects.filter(
        campagne__plan=plan,
        campagne__launched_at__isnull=False,
        campagne__closed_at__isnull=True,
        campagne__echeance_on__lt=today,
    )
    return asked.exclude(Exists(answered)).count()


def mails_of(plan: Plan, by: Access) -> QuerySet[Rappel]:
    """Return the reminders that this territory sent, latest first. Raises Forbidden."""
    require_manage(by, plan)
    return (
        Rappel.objects.filter(territoire=plan.territoire_id)
        .select_related("courriel", "user")
        .order_by("-courriel__day", "-courriel__created_at", "id")
    )


def refused_kinds(person: User) -> frozenset[Nature]:
    """Return the kinds that a person no longer receives."""
    rows = Desabonnement.objects.filter(user=person).order_by("id").values_list("nature", flat=True)
    return frozenset(Nature(nature) for nature in rows)


def feeds_of(person: User) -> QuerySet[FluxAgenda]:
    """Return the calendars of a person, her own first."""
    return (
        FluxAgenda.objects.filter(user=person)
        .select_related("plan__territoire")
        .order_by("plan__territoire__nom", "id")
    )
