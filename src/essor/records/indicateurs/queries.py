"""Reads of the indicators, in a bounded number of queries; only what she may read."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.indicateurs.choices import Agregation, Nature, Origine, Sens
from essor.records.indicateurs.expected import Due, due_of
from essor.records.indicateurs.models import Cible, Indicateur, Rattachement, Valeur
from essor.records.indicateurs.permissions import visible_indicateurs, visible_parts
from essor.records.indicateurs.standing import (
    Dated,
    Figure,
    Standing,
    path_of,
    rivals,
    standing_of,
)
from essor.records.indicateurs.verdicts import Issue, Repere, Verdict, judge
from essor.records.journal.models import Event
from essor.records.journal.queries import history_of
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action, Axe, Participant, Plan
from essor.records.plans.queries import every_action_of

SHOWN_EVENTS = 30
Ties = dict[uuid.UUID, list[Rattachement]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Serie:
    """What is said for one tied action, or for the whole (``action`` is None)."""

    action: Action | None
    standing: Standing
    rivals: tuple[Dated, ...]
    due: Due | None
    dated: tuple[Dated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """One indicator as one person reads it on one day; only live values and targets."""

    indicateur: Indicateur
    axes: tuple[Axe, ...]
    actions: tuple[Action, ...]
    reference: Valeur | None
    valeurs: tuple[Valeur, ...]
    cibles: tuple[Cible, ...]
    series: tuple[Serie, ...]
    standing: Standing
    verdict: Verdict
    measured_path: tuple[Figure, ...]
    declared_path: tuple[Figure, ...]

    @property
    def latest(self) -> Figure | None:
        """The figure that a reader sees first: measured if there is one."""
        return self.standing.judged or self.standing.measured or self.standing.declared

    @property
    def due(self) -> tuple[Serie, ...]:
        """The series that owe a value."""
        return tuple(one for one in self.series if one.due is not None)

    @property
    def awaits_observatory(self) -> bool:
        """Tell whether the observatory is to fill it and never did."""
        return bool(self.indicateur.observatoire_code) and not any(
            one.origine == Origine.OBSERVATOIRE for one in self.valeurs
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """What the reader asked for; empty means every indicator."""

    reponse: str = ""
    axe_id: uuid.UUID | None = None
    issue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingValue:
    """A value that somebody owes since a day.

    action : the one it is asked for, None for the whole. owes : names, in order; empty when
    nobody is named. user_ids : the accounts behind them
    """

    indicateur: Indicateur
    action: Action | None
    due: Due
    owes: tuple[str, ...]
    user_ids: tuple[int, ...]

    def days_late(self, on: dt.date) -> int:
        """Days since it was due, 0 before."""
        return max(0, (on - self.due.since).days)


def indicateurs_of(plan: Plan, by: Access) -> QuerySet[Indicateur]:
    """Return the indicators of a plan that this person may read, in order."""
    return (
        Indicateur.objects.filter(visible_indicateurs(by), plan=plan)
        .select_related("plan", "responsable")
        .order_by("ordre", "code", "id")
    )


def board_of(
    *, plan: Plan, by: Access, today: dt.date, asked: BoardFilter | None = None
) -> tuple[Fiche, ...]:
    """Return the indicators that this person reads, each with its verdict. At most six queries."""
    asked = asked or BoardFilter()
    found = indicateurs_of(plan, by)
    if asked.reponse:
        found = found.filter(reponse=asked.reponse if asked.reponse != "aucune" else "")
    fiches = _fiches(list(found), plan=plan, by=by, today=today)
    return tuple(
        one
        for one in fiches
        if (asked.axe_id is None or asked.axe_id in axe_ids(one))
        and (not asked.issue or one.verdict.issue == asked.issue)
    )


def some_fiches(
    rows: Sequence[Indicateur], *, plan: Plan, by: Access, today: dt.date
) -> tuple[Fiche, ...]:
    """Return where these indicators stand, already filtered to what this person may read."""
    return tuple(_fiches(rows, plan=plan, by=by, today=today))


def fiches_of_action(
    *, plan: Plan, action: Action, by: Access, today: dt.date
) -> tuple[Fiche, ...]:
    """Return the indicators tied to an action that this person may read."""
    ties = Rattachement.objects.filter(action=action).values("indicateur_id")
    found = list(indicateurs_of(plan, by).filter(pk__in=ties))
    return tuple(_fiches(found, plan=plan, by=by, today=today)) if found else ()


def get_indicateur(*, plan: Plan, code: str, by: Access) -> Indicateur:
    """Return an indicator by its code. Raises Http404 when absent or not readable."""
    found = indicateurs_of(plan, by).filter(code__iexact=code).first()
    if found is None:
        raise Http404
    return found


def get_fiche(*, plan: Plan, code: str, by: Access, today: dt.date) -> Fiche:
    """Return one indicator with its verdict. Raises Http404 when absent or not readable."""
    found = get_indicateur(plan=plan, code=code, by=by)
    return _fiches([found], plan=plan, by=by, today=today)[0]


def all_values(indicateur: Indicateur, by: Access) -> QuerySet[Valeur]:
    """Return every value that she may read, cancelled ones for members only, latest first."""
    found = Valeur.objects.filter(visible_parts(by), indicateur=indicateur)
    if not by.can(Capability.VIEW_INTERNAL):
        found = found.filter(is_cancelled=False)
    return found.select_related("action", "indicateur").order_by(
        "-fin_on", "-debut_on", "-created_at", "id"
    )


def all_targets(indicateur: Indicateur, by: Access) -> QuerySet[Cible]:
    """Return every target, cancelled ones for members only, in order of date."""
    found = Cible.objects.filter(indicateur=indicateur)
    if not by.can(Capability.VIEW_INTERNAL):
        found = found.filter(is_cancelled=False)
    return found.select_related("indicateur").order_by("cible_on", "created_at", "id")


def get_valeur(*, indicateur: Indicateur, valeur_id: uuid.UUID, by: Access) -> Valeur:
    """Return a value. Raises Http404 when absent or not readable."""
    found = all_values(indicateur, by).filter(pk=valeur_id).first()
    if found is None:
        raise Http404
    found.indicateur = indicateur
    return found


def get_cible(*, indicateur: Indicateur, cible_id: uuid.UUID, by: Access) -> Cible:
    """Return a target. Raises Http404 when absent or not readable."""
    found = all_targets(indicateur, by).filter(pk=cible_id).first()
    if found is None:
        raise Http404
    found.indicateur = indicateur
    return found


def events_of(indicateur: Indicateur, by: Access) -> list[Event]:
    """Return the latest events of an indicator that this person reads, none for the public.

    Who may not read everything is not told of ties to, nor values of, actions closed to her.
    """
    if not by.can(Capability.VIEW_HISTORY):
        return []
    found = history_of(indicateur.id)
    if not by.can(Capability.VIEW_RESTRICTED):
        mine = [
            str(key) for key in every_action_of(indicateur.plan, by).values_list("pk", flat=True)
        ]
        kept = []
        for event in found:
            pair = event.changes.get("action_id", [None, None])
            named = {str(key) for key in pair if key}
            if event.verb == "change" and event.object_kind == "indicateurs.valeur":
                named |= _action_of(event.object_id)
            if named <= set(mine):
                kept.append(event)
        return kept[:SHOWN_EVENTS]
    return list(found[:SHOWN_EVENTS])


def missing_values(*, plan: Plan, by: Access, on: dt.date) -> tuple[MissingValue, ...]:
    """Return the values that are owed on a day, longest first, by rhythm and by target.

    on : may lie ahead, to see what this month will ask. At most eight queries.
    """
    fiches = _fiches(list(indicateurs_of(plan, by)), plan=plan, by=by, today=on)
    pilots = _pilots(fiches)
    found = [
        MissingValue(
            indicateur=fiche.indicateur,
            action=serie.action,
            due=serie.due,
            owes=names,
            user_ids=users,
        )
        for fiche in fiches
        for serie in fiche.due
        if serie.due is not None
        for names, users in [_who(fiche, serie, pilots)]
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.due.since, one.indicateur.code, one.action.code if one.action else "",
            ),
        )
    )  # fmt: skip


def count_issues(fiches: Sequence[Fiche]) -> list[tuple[Issue, int]]:
    """Count by verdict, in the order in which a reader wants them; none left out but the empty."""
    counts = {issue: sum(one.verdict.issue is issue for one in fiches) for issue in Issue}
    return [(issue, count) for issue, count in counts.items() if count]


def _fiches(rows: Sequence[Indicateur], *, plan: Plan, by: Access, today: dt.date) -> list[Fiche]:
    ids = [row.pk for row in rows]
    if not ids:
        return []
    actions = {one.pk: one for one in every_action_of(plan, by)}
    ties: Ties = defaultdict(list)
    for tie in Rattachement.objects.filter(indicateur_id__in=ids).select_related("axe"):
        ties[tie.indicateur_id].append(tie)
    valeurs: dict[uuid.UUID, list[Valeur]] = defaultdict(list)
    live = Valeur.objects.filter(indicateur_id__in=ids, is_cancelled=False)
    for valeur in live.order_by("fin_on", "debut_on", "created_at", "id"):
        if valeur.action_id is None or valeur.action_id in actions:
            valeurs[valeur.indicateur_id].append(valeur)
    cibles: dict[uuid.UUID, list[Cible]] = defaultdict(list)
    for cible in Cible.objects.filter(indicateur_id__in=ids, is_cancelled=False):
        cibles[cible.indicateur_id].append(cible)
    return [
        _fiche(row, ties[row.pk], valeurs[row.pk], cibles[row.pk], actions, today) for row in rows
    ]


def _fiche(
    row: Indicateur,
    ties: Sequence[Rattachement],
    valeurs: Sequence[Valeur],
    cibles: Sequence[Cible],
    actions: dict[uuid.UUID, Action],
    today: dt.date,
) -> Fiche:
    for one in valeurs:
        one.indicateur = row
        one.action = actions[one.action_id] if one.action_id else None
    for cible in cibles:
        cible.indicateur = row
    axes = sorted((one.axe for one in ties if one.axe), key=lambda one: (one.ordre, one.titre))
    tied = {one.action_id for one in ties if one.action_id}
    mine = [one for key, one in actions.items() if key in tied]
    reference = next((one for one in valeurs if one.nature == Nature.REFERENCE), None)
    said = [one for one in valeurs if one.nature == Nature.VALEUR]
    agregation = Agregation(row.agregation)
    start = _dated(reference, 0) if reference else None
    by_serie: dict[uuid.UUID | None, list[Dated]] = {None: []}
    if row.is_par_action:
        by_serie = {one.pk: [] for one in mine}
    for rank, valeur in enumerate(sorted(said, key=lambda one: (one.created_at, one.id))):
        if valeur.action_id in by_serie:
            by_serie[valeur.action_id].append(_dated(valeur, rank))
    # An action that left the plan keeps what it said, and owes nothing more.
    by_serie = {k: v for k, v in by_serie.items() if v or k is None or not actions[k].sortie}
    grouped = list(by_serie.values())
    standing = standing_of(grouped, agregation=agregation, unit=row.unit, on=today, start=start)
    paths = {
        flag: tuple(
            path_of(
                grouped,
                agregation=agregation,
                unit=row.unit,
                on=today,
                start=start,
                is_self_declared=flag,
            )
        )
        for flag in (False, True)
    }
    return Fiche(
        indicateur=row,
        axes=tuple(axes),
        actions=tuple(mine),
        reference=reference,
        valeurs=tuple(said),
        cibles=tuple(sorted(cibles, key=lambda one: one.cible_on)),
        series=tuple(
            _serie(actions[key] if key else None, dated, row, reference, cibles, today)
            for key, dated in by_serie.items()
        ),
        standing=standing,
        verdict=_verdict(row, reference, cibles, standing, today),
        measured_path=paths[False],
        declared_path=paths[True],
    )


def _serie(
    action: Action | None,
    dated: list[Dated],
    row: Indicateur,
    reference: Valeur | None,
    cibles: Sequence[Cible],
    on: dt.date,
) -> Serie:
    # The reference is that of the whole: an action alone does not start from it.
    start = _dated(reference, 0) if reference and action is None else None
    ends = [one.periode.end for one in dated]
    ends += [reference.fin_on] if reference else []
    has_left = action is not None and bool(action.sortie)
    due = (
        None
        if has_left
        else due_of(
            ends=ends,
            periodicite_months=row.periodicite_months,
            born_on=timezone.localtime(row.created_at).date(),
            targets=[one.cible_on for one in cibles],
            on=on,
        )
    )
    return Serie(
        action=action,
        standing=standing_of(
            [dated], agregation=Agregation(row.agregation), unit=row.unit, on=on, start=start
        ),
        rivals=rivals(dated),
        due=due,
        dated=tuple(dated),
    )


def _verdict(
    row: Indicateur,
    reference: Valeur | None,
    cibles: Sequence[Cible],
    standing: Standing,
    today: dt.date,
) -> Verdict:
    figure = standing.judged
    verdict = judge(
        sens=Sens(row.sens),
        unit=row.unit,
        reference=_repere(reference),
        targets=[Repere(on=one.cible_on, low=one.lowest, high=one.highest) for one in cibles],
        latest=figure.repere() if figure else None,
        today=today,
    )
    if verdict.issue is Issue.SANS_VALEUR and figure is None and standing.why_not:
        return Verdict(issue=Issue.SANS_VERDICT, rule=standing.why_not, target=verdict.target)
    return verdict


def _repere(reference: Valeur | None) -> Repere | None:
    if reference is None:
        return None
    sourced = reference.sourced()
    if sourced.lowest is None and sourced.highest is None:
        return None
    return Repere(on=reference.fin_on, low=sourced.lowest, high=sourced.highest)


def _dated(valeur: Valeur, rank: int) -> Dated:
    return Dated(periode=valeur.periode, sourced=valeur.sourced(), rank=rank)


def axe_ids(fiche: Fiche) -> set[uuid.UUID | None]:
    """Headings of an indicator: its own, and those of the actions it follows."""
    return {one.pk for one in fiche.axes} | {one.axe_id for one in fiche.actions}


def _action_of(valeur_id: uuid.UUID) -> set[str]:
    """The action of a value, whether it still exists or not."""
    first = Event.objects.filter(object_id=valeur_id, verb="create").first()
    pair = first.changes.get("action_id", [None, None]) if first else [None, None]
    return {str(key) for key in pair if key}


def _pilots(fiches: Sequence[Fiche]) -> dict[uuid.UUID, list[Participant]]:
    ids = {one.pk for fiche in fiches if fiche.due for one in fiche.actions}
    found: dict[uuid.UUID, list[Participant]] = defaultdict(list)
    rows = Participant.objects.filter(action_id__in=ids, role=ParticipantRole.PERSONNE_PILOTE)
    for one in rows.order_by("ordre", "id") if ids else ():
        found[one.action_id].append(one)
    return found


def _who(
    fiche: Fiche, serie: Serie, pilots: dict[uuid.UUID, list[Participant]]
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Who answers: the pilots of the action, else the owner, else the pilots of what is tied."""
    row = fiche.indicateur
    people = pilots[serie.action.pk] if serie.action and serie.action.pk in pilots else []
    if not people and (row.responsable_nom or row.responsable):
        name = row.responsable_nom or (row.responsable.label if row.responsable else "")
        return (name,), (row.responsable_id,) if row.responsable_id else ()
    if not people and serie.action is None:
        people = [one for action in fiche.actions for one in pilots.get(action.pk, ())]
    names = dict.fromkeys(one.nom for one in people)
    users = dict.fromkeys(one.user_id for one in people if one.user_id is not None)
    return tuple(names), tuple(users)
