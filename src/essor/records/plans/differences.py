"""Differences between what a file says of an action and what the plan says, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from essor.foundations.french import format_date_short, format_eur
from essor.foundations.text import fold
from essor.records.plans.tableur import (
    ActionDraft,
    BudgetLineDraft,
    FunderDraft,
    IntercommunaliteDraft,
)
from essor.records.plans.tableur.budget_lines import write_budget_lines
from essor.records.plans.tableur.coherence import axis_key
from essor.records.plans.tableur.json_write import write_intercommunalite
from essor.records.plans.tableur.layout import ESSOR_COLUMNS, MODEL_COLUMNS
from essor.records.plans.tableur.lists import join_values

_LABELS = {spec.key: spec.label for spec in (*MODEL_COLUMNS, *ESSOR_COLUMNS)} | {
    "axes": "Axe",
    "parent_titre": "Action parente",
    "financeurs": "Financeurs",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field before and after, as typed values (None is empty)."""

    field: str
    before: Any
    after: Any

    @property
    def label(self) -> str:
        """French label of the column."""
        return _LABELS[self.field]

    @property
    def before_text(self) -> str:
        """What is there now, as shown to a person; empty when nothing is."""
        return describe(self.before)

    @property
    def after_text(self) -> str:
        """What the file brings, as shown to a person; empty when it erases."""
        return describe(self.after)


def moves(draft: ActionDraft, before: ActionDraft) -> list[FieldChange]:
    """Changes of title, heading or parent; a heading spelt otherwise is the same heading."""
    found = []
    if draft.titre != before.titre:
        found.append(FieldChange(field="titre", before=before.titre, after=draft.titre))
    if axis_key(draft.axes) != axis_key(before.axes):
        found.append(FieldChange(field="axes", before=before.axes, after=draft.axes))
    if fold(draft.parent_titre or "") != fold(before.parent_titre or ""):
        found.append(
            FieldChange(field="parent_titre", before=before.parent_titre, after=draft.parent_titre)
        )
    return found


def merged_funders(
    given: tuple[FunderDraft, ...], stored: tuple[FunderDraft, ...], *, erase: bool
) -> tuple[FunderDraft, ...]:
    """Funders cell by cell: an empty amount or state is kept, and so are the last funders.

    A name in the place of another replaces it.
    """
    if erase:
        return given
    left = list(enumerate(stored))
    merged = []
    for funder in given:
        same = next((pair for pair in left if fold(pair[1].nom) == fold(funder.nom)), None)
        if same is not None:
            left.remove(same)
            montant = funder.montant_eur if funder.montant_eur is not None else same[1].montant_eur
            funder = replace(funder, montant_eur=montant, etat=funder.etat or same[1].etat)
        merged.append(funder)
    return (*merged, *(funder for rank, funder in left if rank >= len(given)))


def is_same(name: str, now: object, after: object) -> bool:
    """Equality; budget lines and territories have no order of their own."""
    if name == "lignes_budget" and isinstance(now, tuple) and isinstance(after, tuple):
        return sorted(now, key=repr) == sorted(after, key=repr) or _lines(now) == _lines(after)
    return now == after


def _lines(lines: tuple[BudgetLineDraft, ...]) -> Mapping[tuple[int | None, str], object]:
    return {(line.annee, line.nature): (line.previsionnel_eur, line.reel_eur) for line in lines}


def describe(value: Any) -> str:
    """A value as a person reads it in a difference."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case str():
            return value
        case tuple() if value and isinstance(value[0], BudgetLineDraft):
            return write_budget_lines(value)
        case tuple():
            return join_values(_item(item) for item in value)
        case _ if hasattr(value, "isoformat"):
            return format_date_short(value)
        case _:
            return format_eur(value)


def _item(item: Any) -> str:
    match item:
        case FunderDraft():
            amount = "" if item.montant_eur is None else f" : {format_eur(item.montant_eur)}"
            return f"{item.nom}{amount}" + (f" ({item.etat})" if item.etat else "")
        case IntercommunaliteDraft():
            return write_intercommunalite(item)
        case _:
            return str(item)
