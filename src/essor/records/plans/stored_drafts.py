"""The plan as it stands, in the form in which files are read: to compare and to export."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet, TextChoices

from essor.records.plans.choices import (
    Confidentialite,
    Engagement,
    EtatFinancement,
    NatureBudget,
    ParticipantRole,
    Priorite,
    Statut,
)
from essor.records.plans.communes import written_commune
from essor.records.plans.models import (
    Action,
    ActionPart,
    Axe,
    CommuneImplantation,
    Financement,
    IntercommunaliteConcernee,
    LigneBudget,
    Participant,
    Plan,
)
from essor.records.plans.tableur import (
    ActionDraft,
    BudgetLineDraft,
    FunderDraft,
    IntercommunaliteDraft,
)
from essor.records.plans.tableur.values import clean_text, one_line

PartT = TypeVar("PartT", bound=ActionPart)

TEXT_FIELDS = (
    "descriptif", "instances_gouvernance", "objectifs", "resultats_attendus", "indicateurs_texte",
    "moyens", "participation_citoyenne", "financements_texte", "calendrier",
    "notes_complementaires",
)  # fmt: skip
# Field of a draft -> role of the participants.
ROLE_FIELDS = {
    "structures_pilotes": ParticipantRole.STRUCTURE_PILOTE,
    "services_pilotes": ParticipantRole.SERVICE_PILOTE,
    "personnes_pilotes": ParticipantRole.PERSONNE_PILOTE,
    "elus_referents": ParticipantRole.ELU_REFERENT,
    "industriels_referents": ParticipantRole.INDUSTRIEL_REFERENT,
    "maitres_ouvrage": ParticipantRole.MAITRE_OUVRAGE,
    "partenaires": ParticipantRole.PARTENAIRE,
}
CHOICE_FIELDS: dict[str, type[TextChoices]] = {
    "statut": Statut,
    "priorite": Priorite,
    "engagement": Engagement,
    "confidentialite": Confidentialite,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAction:
    """An action with what a file would say of it."""

    action: Action
    draft: ActionDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlan:
    """Headings in order, parents first; actions in plan order, sub-actions after their parent."""

    axes: Mapping[tuple[str, ...], Axe]
    rows: tuple[StoredAction, ...]


def stored_plan(plan: Plan, actions: Sequence[Action]) -> StoredPlan:
    """Describe these actions of a plan (7 queries)."""
    axes = _axes_by_path(Axe.objects.filter(plan=plan).order_by("ordre", "titre", "id"))
    paths = {axe.id: path for path, axe in axes.items()}
    parts = _Parts(actions)
    ordered = _in_plan_order(actions, list(paths))
    by_id = {action.id: action for action in actions}
    rows = [
        StoredAction(action=action, draft=_draft(action, paths, by_id, parts)) for action in ordered
    ]
    return StoredPlan(axes=axes, rows=tuple(rows))


def _axes_by_path(axes: Iterable[Axe]) -> dict[tuple[str, ...], Axe]:
    children: dict[uuid.UUID | None, list[Axe]] = defaultdict(list)
    for axe in axes:
        children[axe.parent_id].append(axe)
    found: dict[tuple[str, ...], Axe] = {}

    def walk(parent_id: uuid.UUID | None, above: tuple[str, ...]) -> None:
        for axe in children[parent_id]:
            path = (*above, one_line(axe.titre))
            found[path] = axe
            walk(axe.id, path)

    walk(None, ())
    return found


def _in_plan_order(actions: Sequence[Action], axe_ids: list[uuid.UUID]) -> list[Action]:
    """By heading, those under none first: a file has no other way to say « no heading »."""
    rank = {axe_id: place for place, axe_id in enumerate(axe_ids)}
    shown = {action.id for action in actions}
    below: dict[uuid.UUID, list[Action]] = defaultdict(list)
    top: list[Action] = []
    for action in sorted(actions, key=lambda a: (a.ordre, a.code)):
        if action.parent_id is not None and action.parent_id in shown:
            below[action.parent_id].append(action)
        else:
            top.append(action)
    top.sort(key=lambda a: -1 if a.axe_id is None else rank[a.axe_id])
    return [row for action in top for row in (action, *below[action.id])]


class _Parts:
    """What belongs to the actions, read once for all of them."""

    def __init__(self, actions: Sequence[Action]) -> None:
        ids = [action.id for action in actions]
        self.people = _grouped(Participant.objects.filter(action_id__in=ids), "ordre")
        self.funders = _grouped(Financement.objects.filter(action_id__in=ids), "ordre")
        self.lines = _grouped(LigneBudget.objects.filter(action_id__in=ids), "annee", "nature")
        self.places = _grouped(
            IntercommunaliteConcernee.objects.filter(action_id__in=ids), "nom", "siren"
        )
        self.communes = _grouped(
            CommuneImplantation.objects.filter(action_id__in=ids), "nom", "code_commune_insee"
        )


def _grouped(rows: QuerySet[PartT], *order: str) -> dict[uuid.UUID, list[PartT]]:
    found: dict[uuid.UUID, list[PartT]] = defaultdict(list)
    for row in rows.order_by(*order, "id"):
        found[row.action_id].append(row)
    return found


def _draft(
    action: Action,
    paths: Mapping[uuid.UUID, tuple[str, ...]],
    by_id: Mapping[uuid.UUID, Action],
    parts: _Parts,
) -> ActionDraft:
    parent = by_id.get(action.parent_id) if action.parent_id else None
    fields: dict[str, Any] = {
        name: clean_text(getattr(action, name)) or None for name in TEXT_FIELDS
    }
    people = parts.people[action.id]
    fields |= {
        name: tuple(one_line(p.nom) for p in people if p.role == role) or None
        for name, role in ROLE_FIELDS.items()
    }
    fields |= {
        name: str(choices(value).label) if (value := getattr(action, name)) else None
        for name, choices in CHOICE_FIELDS.items()
    }
    return ActionDraft(
        axes=paths[action.axe_id] if action.axe_id else (),
        titre=one_line(action.titre),
        parent_titre=one_line(parent.titre) if parent else None,
        code=action.code.upper(),
        debut_on=action.debut_on,
        fin_on=action.fin_on,
        budget_eur=action.budget_eur,
        is_amelioration_continue=action.is_amelioration_continue,
        is_grand_projet=action.is_grand_projet,
        financeurs=tuple(_funder(row) for row in parts.funders[action.id]) or None,
        lignes_budget=tuple(_line(row) for row in parts.lines[action.id]) or None,
        intercommunalites=tuple(_place(row) for row in parts.places[action.id]) or None,
        communes=tuple(
            written_commune(row.code_commune_insee, one_line(row.nom))
            for row in parts.communes[action.id]
        )
        or None,
        **fields,
    )


def _funder(row: Financement) -> FunderDraft:
    etat = str(EtatFinancement(row.etat).label) if row.etat else None
    return FunderDraft(nom=one_line(row.financeur), montant_eur=row.montant_eur, etat=etat)


def _line(row: LigneBudget) -> BudgetLineDraft:
    return BudgetLineDraft(
        nature=str(NatureBudget(row.nature).label),
        annee=row.annee,
        previsionnel_eur=row.previsionnel_eur,
        reel_eur=row.reel_eur,
    )


def _place(row: IntercommunaliteConcernee) -> IntercommunaliteDraft:
    return IntercommunaliteDraft(nom=one_line(row.nom), siren=row.siren)
