"""Writes what belongs to an action: people, territories, euros.

A list that is given replaces the list that was there, row by row: kept rows
keep their identity and history. A list that is None is left alone.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from essor.foundations.text import fold
from essor.records.journal.actions import Conflict, OpenOperation
from essor.records.journal.models import Tracked
from essor.records.journal.queries import history_of
from essor.records.plans.choices import NatureBudget, ParticipantRole
from essor.records.plans.models import (
    Action,
    ActionPart,
    CommuneImplantation,
    Financement,
    IntercommunaliteConcernee,
    LigneBudget,
    Participant,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancementValues:
    """One funder; amount in euros before tax, None when unknown."""

    financeur: str
    montant_eur: Decimal | None = None
    etat: str | None = None  # None leaves the state of a known funder as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneBudgetValues:
    """One budget line; euros before tax."""

    annee: int | None
    nature: NatureBudget
    previsionnel_eur: Decimal | None = None
    reel_eur: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartValues:
    """The lists to write; None means « not given »."""

    participants: Mapping[ParticipantRole, Sequence[str]] = field(default_factory=dict)
    intercommunalites: Sequence[tuple[str, str]] | None = None  # (siren, nom)
    communes: Sequence[tuple[str, str]] | None = None  # (code INSEE, nom)
    financements: Sequence[FinancementValues] | None = None
    lignes_budget: Sequence[LigneBudgetValues] | None = None

    def touched(self) -> frozenset[str]:
        """Return the names of the lists that are given."""
        names = {
            "intercommunalites": self.intercommunalites is not None,
            "communes": self.communes is not None,
            "financements": self.financements is not None,
            "lignes_budget": self.lignes_budget is not None,
        }
        return frozenset(name for name, given in names.items() if given) | frozenset(
            role.value for role in self.participants
        )


def write_parts(op: OpenOperation, *, action: Action, parts: PartValues) -> None:
    """Make the lists of an action equal to the given ones. Raises UserFault."""
    for role, noms in parts.participants.items():
        _write_participants(op, action, role, noms)
    if parts.intercommunalites is not None:
        wanted = [{"siren": siren, "nom": nom} for siren, nom in parts.intercommunalites]
        _synchronise(op, action, IntercommunaliteConcernee, wanted, ("siren",))
    if parts.communes is not None:
        wanted = [{"code_commune_insee": code, "nom": nom} for code, nom in parts.communes]
        _synchronise(op, action, CommuneImplantation, wanted, ("code_commune_insee",))
    if parts.lignes_budget is not None:
        lines = [
            {
                "annee": line.annee,
                "nature": line.nature,
                "previsionnel_eur": line.previsionnel_eur,
                "reel_eur": line.reel_eur,
            }
            for line in parts.lignes_budget
        ]
        _synchronise(op, action, LigneBudget, lines, ("annee", "nature"))
    if parts.financements is not None:
        _synchronise(op, action, Financement, _funders(parts.financements), ("financeur",))


def fingerprint(action: Action, name: str) -> str:
    """Return a short text that changes whenever a list of the action does.

    name : a participant role, « intercommunalites », « communes », « financements » or
    « lignes_budget ».
    """
    rows = _rows(action, name).order_by("id").values_list("id", "version")
    text = ",".join(f"{key}:{version}" for key, version in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def refuse_stale_parts(action: Action, expected: Mapping[str, str]) -> None:
    """Raise Conflict if a list changed since its fingerprint was read."""
    stale = [name for name, mark in expected.items() if fingerprint(action, name) != mark]
    if stale:
        labels = {name: ", ".join(str(row) for row in _rows(action, name)) for name in stale}
        raise Conflict(
            current=action,
            theirs={name: (None, label) for name, label in labels.items()},
            mine={},
            events=list(history_of(action.id)[:1]),
        )


def _rows(action: Action, name: str) -> QuerySet[ActionPart]:
    lists: dict[str, type[ActionPart]] = {
        "intercommunalites": IntercommunaliteConcernee,
        "communes": CommuneImplantation,
        "lignes_budget": LigneBudget,
        "financements": Financement,
    }
    if name in lists:
        return lists[name]._default_manager.filter(action=action)
    return Participant._default_manager.filter(action=action, role=ParticipantRole(name))


def delete_parts(op: OpenOperation, *, action: Action) -> None:
    """Delete all that belongs to an action, what belongs to its parts first.

    Found by following foreign keys: a table added later joins by itself.
    """
    delete_below(op, action)


def delete_below(op: OpenOperation, obj: Tracked) -> None:
    """Delete what refers to an object, what refers to that first; an action is never deleted.

    A part of an action that may stand without the object is detached, not deleted: the risk
    of a milestone stays a risk of the action.
    """
    for relation in obj._meta.related_objects:
        model = relation.related_model
        if not (isinstance(model, type) and issubclass(model, Tracked)) or model is Action:
            continue
        name = relation.field.name
        detach = relation.field.null and name != "action" and issubclass(model, ActionPart)
        for row in model._default_manager.filter(**{name: obj}).order_by("pk"):
            if detach:
                op.change(row, **{name: None})
                continue
            delete_below(op, row)
            op.delete(row)


def _write_participants(
    op: OpenOperation, action: Action, role: ParticipantRole, noms: Sequence[str]
) -> None:
    wanted = [
        {"role": role, "nom": nom, "ordre": rank} for rank, nom in enumerate(_unique(noms), start=1)
    ]
    existing = action.participants.filter(role=role).order_by("ordre", "id")
    _match(op, action, Participant, existing, wanted, ("nom",))


def _funders(values: Iterable[FinancementValues]) -> list[dict[str, Any]]:
    rows = []
    for rank, value in enumerate(values, start=1):
        row: dict[str, Any] = {
            "financeur": value.financeur.strip(),
            "montant_eur": value.montant_eur,
            "ordre": rank,
        }
        if value.etat is not None:
            row["etat"] = value.etat
        rows.append(row)
    return rows


def _synchronise(
    op: OpenOperation,
    action: Action,
    model: type[ActionPart],
    wanted: list[dict[str, Any]],
    key: tuple[str, ...],
) -> None:
    existing = model._default_manager.filter(action=action).order_by("created_at", "id")
    _match(op, action, model, existing, wanted, key)


def _match(
    op: OpenOperation,
    action: Action,
    model: type[ActionPart],
    existing: Iterable[ActionPart],
    wanted: list[dict[str, Any]],
    key: tuple[str, ...],
) -> None:
    left: dict[tuple[Any, ...], list[ActionPart]] = {}
    for row in existing:
        left.setdefault(_key([getattr(row, name) for name in key]), []).append(row)
    fresh = []
    for values in wanted:
        rows = left.get(_key([values[name] for name in key]))
        if rows:
            op.change(rows.pop(0), **values)
        else:
            fresh.append(values)
    for rows in left.values():
        for row in rows:
            op.delete(row)
    for values in fresh:
        op.create(model(action=action, **values))


def _key(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(fold(value) if isinstance(value, str) else value for value in values)


def _unique(noms: Iterable[str]) -> list[str]:
    seen: dict[str, str] = {}
    for nom in noms:
        if clean := " ".join(nom.split()):
            seen.setdefault(fold(clean), clean)
    return list(seen.values())
