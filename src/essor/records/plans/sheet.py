"""One action sheet, with all that belongs to it and what its reader may do."""

import datetime as dt
from dataclasses import dataclass

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.journal.models import Event
from essor.records.journal.queries import history_of
from essor.records.plans.announcements import Series, gather_series
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.lateness import days_late
from essor.records.plans.models import (
    Action,
    CommuneImplantation,
    Document,
    Financement,
    IntercommunaliteConcernee,
    LigneBudget,
    Note,
    Participant,
    Plan,
)
from essor.records.plans.permissions import can_comment, can_edit_action, can_edit_plan
from essor.records.plans.queries import annonces_of, every_action_of, get_action


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSheet:
    """What one person reads of one action. Notes and documents are for members."""

    action: Action
    days_late: int
    participants: dict[ParticipantRole, list[Participant]]
    intercommunalites: list[IntercommunaliteConcernee]
    communes: list[CommuneImplantation]
    lignes_budget: list[LigneBudget]
    financements: list[Financement]
    series: tuple[Series, ...]
    sous_actions: list[Action]
    notes: list[Note]
    documents: list[Document]
    last_event: Event | None
    can_edit: bool
    can_edit_plan: bool
    can_comment: bool

    @property
    def pilotes(self) -> list[Participant]:
        """People who pilot the action, tied to an account or not."""
        return self.participants[ParticipantRole.PERSONNE_PILOTE]


def get_sheet(*, plan: Plan, code: str, by: Access, today: dt.date) -> ActionSheet:
    """Return an action sheet in a bounded number of queries.

    Raises Http404 when the action is absent or not readable by this person.
    """
    action = get_action(plan, code, by)
    people: dict[ParticipantRole, list[Participant]] = {role: [] for role in ParticipantRole}
    for participant in action.participants.order_by("ordre", "id"):
        people[ParticipantRole(participant.role)].append(participant)
    internal = by.can(Capability.VIEW_INTERNAL)
    return ActionSheet(
        action=action,
        days_late=days_late(action, today),
        participants=people,
        intercommunalites=list(action.intercommunaliteconcernees.order_by("nom", "id")),
        communes=list(action.communeimplantations.all()),
        lignes_budget=list(action.lignebudgets.order_by("annee", "nature", "id")),
        financements=list(action.financements.order_by("ordre", "id")),
        series=gather_series(annonces_of(plan, action)),
        sous_actions=list(every_action_of(plan, by).filter(parent=action)),
        notes=list(action.notes.order_by("-noted_on", "-created_at", "id")) if internal else [],
        documents=list(action.documents.order_by("titre", "id")) if internal else [],
        last_event=_last_event(action, by),
        can_edit=can_edit_action(by, action),
        can_edit_plan=can_edit_plan(by, plan),
        can_comment=can_comment(by, action),
    )


def _last_event(action: Action, by: Access) -> Event | None:
    if not by.can(Capability.VIEW_HISTORY):
        return None
    return history_of(action.id).first()
