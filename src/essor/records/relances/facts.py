"""What is there to remind of, and whom it concerns: read once for all the plans asked for.

A thing concerns its named owner, else the pilots of its action; only people who may still answer
for it. Drafts, ended, left and given-up actions, and plans that are over, remind nobody.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from essor.records.accounts.models import Membre
from essor.records.jalons.models import AS_SAID, Jalon, Prevision
from essor.records.journal.models import Event
from essor.records.plans.choices import Engagement, ParticipantRole, Statut
from essor.records.plans.models import Action, Participant, Plan
from essor.records.relances.kinds import Nature
from essor.records.relances.links import PILOTS
from essor.records.relances.models import Demande, Reponse
from essor.records.relances.owed import decisions_owed, values_owed
from essor.records.relances.rules import Rule, Watched
from essor.records.suivi.models import PointBloquant

NOT_ASKED = frozenset({Statut.A_DISCUTER, Statut.REALISE, Statut.ABANDONNE})
NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Ground:
    """Actions that are alive, and who answers for each."""

    actions: dict[uuid.UUID, Action]
    pilots: dict[uuid.UUID, frozenset[int]]
    members: frozenset[tuple[int, int]]

    def concerned(self, action: Action, owner_id: int | None = None) -> frozenset[int]:
        """Return the owner if she may answer, else the pilots of the action."""
        if owner_id is not None and (action.plan.territoire_id, owner_id) in self.members:
            return frozenset({owner_id})
        own = self.pilots.get(action.pk, NOBODY)
        return own or self.pilots.get(action.parent_id or action.pk, NOBODY)


def ground_of(plans: Iterable[Plan], day: dt.date) -> Ground:
    """Read the actions that may be reminded of on a day. Three queries."""
    running = [plan.pk for plan in plans if plan.fin_on is None or plan.fin_on >= day]
    every = {
        action.pk: action
        for action in Action.objects.filter(plan__in=running)
        .select_related("plan__territoire", "parent")
        .order_by("ordre", "code", "id")
    }
    alive = {
        key: action
        for key, action in every.items()
        if is_alive(action) and (action.parent is None or is_alive(action.parent))
    }
    members = frozenset(
        Membre.objects.filter(role__in=PILOTS, user__is_active=True)
        .order_by("id")
        .values_list("territoire_id", "user_id")
    )
    pilots: dict[uuid.UUID, set[int]] = defaultdict(set)
    rows = Participant.objects.filter(
        action__in=list(every), role=ParticipantRole.PERSONNE_PILOTE, user__isnull=False
    ).order_by("id")
    for action_id, user_id in rows.values_list("action_id", "user_id"):
        if (every[action_id].plan.territoire_id, user_id) in members:
            pilots[action_id].add(user_id)
    return Ground(alive, {key: frozenset(found) for key, found in pilots.items()}, members)


def is_alive(action: Action) -> bool:
    """Tell whether news is expected: neither a draft, nor over, nor out of the plan."""
    is_draft = action.engagement == Engagement.IDEE
    return action.statut not in NOT_ASKED and not is_draft and not action.sortie


def watched_in(
    plans: Iterable[Plan],
    day: dt.date,
    *,
    rules: Mapping[tuple[int, Nature], Rule] | None = None,
) -> tuple[Watched, ...]:
    """Return everything that a rule could remind of, whether a rule is on or not.

    rules : where given, indicators, which cost the most to read, are asked only of the
    territories that remind of them
    """
    running = [plan for plan in plans if plan.fin_on is None or plan.fin_on >= day]
    ground = ground_of(running, day)
    found = [
        *_jalons(ground),
        *_silences(ground),
        *_steps(ground),
        *_requests(ground),
        *decisions_owed(running, ground.members),
        *values_owed(_reminding(running, rules), ground.members, day),
    ]
    unique: dict[object, Watched] = {}
    for one in found:
        unique.setdefault((one.key, one.anchor), one)
    return tuple(unique.values())


def _reminding(plans: list[Plan], rules: Mapping[tuple[int, Nature], Rule] | None) -> list[Plan]:
    if rules is None:
        return plans
    kind = Nature.VALEUR_MANQUANTE
    return [plan for plan in plans if rules[plan.territoire_id, kind].is_on]


def last_news(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """Return the local day of the last trace of each action and of what belongs to it."""
    rows = (
        Event.objects.filter(root_id__in=list(ids))
        .values("root_id")
        .annotate(last_at=Max("operation__at"))
        .order_by("root_id")
    )
    return {row["root_id"]: timezone.localtime(row["last_at"]).date() for row in rows}


def watch(
    *,
    nature: Nature,
    people: Iterable[int],
    action: Action,
    object_id: uuid.UUID,
    anchor: dt.date,
    texte: str,
) -> Iterator[Watched]:
    """Yield one thing for each person that it concerns."""
    territoire = action.plan.territoire
    for user_id in sorted(people):
        yield Watched(
            nature=nature,
            user_id=user_id,
            territoire_id=territoire.pk,
            object_id=object_id,
            anchor=anchor,
            texte=f"{action.code} {action.titre}\u00a0: {texte}"[:500],
            path=reverse("plan:action", args=[territoire.code, action.code]),
        )


def _jalons(ground: Ground) -> Iterator[Watched]:
    jalons = list(
        Jalon.objects.filter(action__in=list(ground.actions), actual_on__isnull=True).order_by("id")
    )
    standing = {
        one.jalon_id: one
        for one in Prevision.objects.filter(jalon__in=jalons, is_cancelled=False).order_by(*AS_SAID)
    }
    for jalon in jalons:
        said = standing.get(jalon.pk)
        expected = said.expected if said else jalon.baseline
        if expected is None:
            continue
        action = ground.actions[jalon.action_id]
        for nature, words in (
            (Nature.JALON_PROCHE, "attendu"),
            (Nature.JALON_DEPASSE, "était attendu"),
        ):
            yield from watch(
                nature=nature,
                people=ground.concerned(action, jalon.responsable_id),
                action=action,
                object_id=jalon.pk,
                anchor=expected.end,
                texte=f"le jalon «\u00a0{jalon.titre}\u00a0» {words} {_when(expected.label())}",
            )


def _when(label: str) -> str:
    if label[:1] == "T" or label.isdigit():
        return f"en {label}"
    return f"le {label}" if label[:1].isdigit() else f"en {label}"


def _silences(ground: Ground) -> Iterator[Watched]:
    for key, last_on in last_news(ground.actions).items():
        action = ground.actions[key]
        yield from watch(
            nature=Nature.SANS_NOUVELLE,
            people=ground.concerned(action),
            action=action,
            object_id=action.pk,
            anchor=last_on,
            texte=f"aucune nouvelle depuis le {last_on:%d/%m/%Y}",
        )


def _steps(ground: Ground) -> Iterator[Watched]:
    points = PointBloquant.objects.filter(
        action__in=list(ground.actions), leve_on__isnull=True, echeance_on__isnull=False
    ).order_by("id")
    for point in points:
        assert point.echeance_on is not None
        action = ground.actions[point.action_id]
        step = point.prochaine_etape or point.cause
        yield from watch(
            nature=Nature.ETAPE_BLOCAGE,
            people=ground.concerned(action),
            action=action,
            object_id=point.pk,
            anchor=point.echeance_on,
            texte=f"«\u00a0{step[:200]}\u00a0», prévu le {point.echeance_on:%d/%m/%Y}",
        )


def _requests(ground: Ground) -> Iterator[Watched]:
    """Yield each open request once per person: the mail that asks, then the one that reminds."""
    asked = (
        Demande.objects.filter(
            action__in=list(ground.actions),
            campagne__launched_at__isnull=False,
            campagne__closed_at__isnull=True,
        )
        .filter(Q(user__is_active=True))
        .select_related("campagne")
        .order_by("action__ordre", "action__code", "id")
    )
    answered = set(
        Reponse.objects.filter(campagne__closed_at__isnull=True, campagne__isnull=False)
        .order_by("id")
        .values_list("campagne_id", "user_id", "action_id")
    )
    left: dict[tuple[uuid.UUID, int], list[Demande]] = defaultdict(list)
    for row in asked:
        is_hers = row.user_id in ground.concerned(ground.actions[row.action_id])
        if is_hers and (row.campagne_id, row.user_id, row.action_id) not in answered:
            left[row.campagne_id, row.user_id].append(row)
    for (_, user_id), rows in left.items():
        yield from _request(ground, user_id, rows)


def _request(ground: Ground, user_id: int, rows: list[Demande]) -> Iterator[Watched]:
    campagne = rows[0].campagne
    territoire = ground.actions[rows[0].action_id].plan.territoire
    codes = ", ".join(ground.actions[row.action_id].code for row in rows)
    assert campagne.launched_at is not None
    launched_on = timezone.localtime(campagne.launched_at).date()
    texte = f"«\u00a0{campagne.titre}\u00a0», {codes}, avant le {campagne.echeance_on:%d/%m/%Y}"
    for nature, anchor in (
        (Nature.DEMANDE, launched_on),
        (Nature.FICHE_SANS_REPONSE, campagne.echeance_on),
    ):
        yield Watched(
            nature=nature,
            user_id=user_id,
            territoire_id=territoire.pk,
            object_id=campagne.pk,
            anchor=anchor,
            texte=texte[:500],
            path=reverse("plan:plan", args=[territoire.code]),
        )
