"""What importing a file would change, row by row and field by field; nothing is written."""

import hashlib
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from essor.foundations.errors import Fault, Place, UserFault
from essor.foundations.text import fold
from essor.records.plans.communes import CommuneBook, codes_of, written_commune
from essor.records.plans.differences import FieldChange, is_same, merged_funders, moves
from essor.records.plans.models import Action, Plan
from essor.records.plans.stored_drafts import StoredAction, StoredPlan, stored_plan
from essor.records.plans.tableur import (
    ActionDraft,
    IntercommunaliteDraft,
    PlanRead,
)
from essor.records.plans.tableur.coherence import axis_key
from essor.records.territoires.models import Territoire
from essor.records.territoires.queries import membres_of

# Fields that say where an action stands, compared apart; never erased.
_PLACE_FIELDS = frozenset({"axes", "titre", "parent_titre", "code", "row", "cells"})
_NEVER_EMPTY = frozenset({"confidentialite", "is_grand_projet"})
VALUE_FIELDS = tuple(f.name for f in fields(ActionDraft) if f.name not in _PLACE_FIELDS)


class RowStatus(StrEnum):
    """What becomes of a row of the file."""

    CREATED = "creee"
    UPDATED = "modifiee"
    UNCHANGED = "inchangee"
    FAULTY = "fautive"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowComparison:
    """One action of the file against the plan. action is None for a new one."""

    draft: ActionDraft
    action: Action | None
    status: RowStatus
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """All that an import would do, or has done."""

    rows: tuple[RowComparison, ...] = ()
    new_axes: tuple[tuple[str, ...], ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Nothing prevents the import."""
        return not self.faults

    def count(self, status: RowStatus) -> int:
        """Number of rows of one kind."""
        return sum(row.status is status for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """Short text that changes whenever the import would do something else."""
        parts = [repr(self.new_axes)]
        for row in self.rows:
            key = row.action.id if row.action else "nouvelle"
            told = [(c.field, c.before_text, c.after_text) for c in row.changes]
            parts.append(f"{key} {row.status} {row.draft.titre} {told}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def compare_plan(
    *, territoire: Territoire, plan: Plan | None, read: PlanRead, erase_empty: bool = False
) -> ImportPreview:
    """Compare a file with the plan as it stands, None when there is none yet (8 queries).

    A row is found again by its code, else by its headings and title. A field that the file leaves
    empty is kept, unless `erase_empty` and the file has its column.
    """
    actions = list(Action.objects.filter(plan=plan, sortie="")) if plan else []
    stored = stored_plan(plan, actions) if plan else StoredPlan(axes={}, rows=())
    comparer = _Comparer(territoire=territoire, read=read, stored=stored, erase_empty=erase_empty)
    rows = tuple(comparer.compare(draft) for draft in read.drafts)
    known = {axis_key(path) for path in stored.axes}
    return ImportPreview(
        rows=rows,
        new_axes=tuple(path for path in read.axes if axis_key(path) not in known),
        faults=(*read.faults, *comparer.faults),
        warnings=(*read.warnings, *comparer.warnings),
    )


@dataclass(slots=True, kw_only=True)
class _Comparer:
    territoire: Territoire
    read: PlanRead
    stored: StoredPlan
    erase_empty: bool
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    _by_code: dict[str, StoredAction] = field(default_factory=dict)
    _by_title: dict[Any, StoredAction] = field(default_factory=dict)
    _members: dict[str, IntercommunaliteDraft] = field(default_factory=dict)
    _faulty_rows: set[str] = field(default_factory=set)
    _book: CommuneBook | None = None

    def __post_init__(self) -> None:
        self._by_code = {fold(row.draft.code or ""): row for row in self.stored.rows}
        coded = {fold(draft.code) for draft in self.read.drafts if draft.code}
        # An action that another row names by its code is not found by title.
        self._by_title = {
            _identity(row.draft): row
            for row in self.stored.rows
            if fold(row.draft.code or "") not in coded
        }
        self._faulty_rows = {_row_of(fault) for fault in self.read.faults}
        for membre in membres_of(self.territoire):
            place = IntercommunaliteDraft(nom=membre.nom_publie, siren=membre.siren)
            self._members[membre.siren] = self._members[fold(membre.nom_publie)] = place

    def compare(self, draft: ActionDraft) -> RowComparison:
        """What becomes of one row."""
        found = self._find(draft)
        before = len(self.faults)
        complete = self._completed(draft, found.draft if found else None)
        action = found.action if found else None
        if str(draft.row) in self._faulty_rows or len(self.faults) > before:
            return RowComparison(draft=complete, action=action, status=RowStatus.FAULTY)
        if found is None:
            changes = tuple(self._changes(complete, None))
            return RowComparison(
                draft=complete, action=None, status=RowStatus.CREATED, changes=changes
            )
        changes = tuple(self._changes(complete, found.draft))
        status = RowStatus.UPDATED if changes else RowStatus.UNCHANGED
        return RowComparison(draft=complete, action=action, status=status, changes=changes)

    def _find(self, draft: ActionDraft) -> StoredAction | None:
        if draft.code and (found := self._by_code.get(fold(draft.code))):
            return found
        found = self._by_title.get(_identity(draft))
        if found is not None and draft.code:
            self.warnings.append(
                Fault(
                    message=f"cette action garde son code {found.draft.code}",
                    place=self._place(draft, "code"),
                    value=draft.code,
                    code="code_garde",
                )
            )
        return found

    # -- what the file means for this action --------------------------------------------------

    def _completed(self, draft: ActionDraft, before: ActionDraft | None) -> ActionDraft:
        """The draft once territories are named and what the file leaves open is filled in."""
        places, funders = draft.intercommunalites, draft.financeurs
        if places is not None:
            draft = replace(draft, intercommunalites=self._named(draft, places, before))
        if draft.communes is not None:
            draft = replace(draft, communes=self._communes(draft, before))
        if funders is not None and before is not None:
            kept = merged_funders(funders, before.financeurs or (), erase=self.erase_empty)
            draft = replace(draft, financeurs=kept)
        return draft

    def _named(
        self,
        draft: ActionDraft,
        places: tuple[IntercommunaliteDraft, ...],
        before: ActionDraft | None,
    ) -> tuple[IntercommunaliteDraft, ...]:
        known = self._members | {
            key: place
            for place in (before.intercommunalites if before else None) or ()
            for key in (place.siren or "", fold(place.nom))
        }
        found: dict[str, IntercommunaliteDraft] = {}
        for place in places:
            match = known.get(place.siren or fold(place.nom))
            if place.siren and place.nom:
                match = place
            if match is None or match.siren is None:
                self._refuse_place(draft, place)
            else:
                found.setdefault(match.siren, match)
        return tuple(sorted(found.values(), key=lambda p: (p.nom, p.siren or "")))

    def _communes(self, draft: ActionDraft, before: ActionDraft | None) -> tuple[str, ...]:
        """Communes of the territory, or that the action had; the others are refused."""
        if self._book is None:
            self._book = CommuneBook.of(self.territoire)
        kept = codes_of((before.communes if before else None) or ())
        try:
            found = self._book.knowing(kept.items()).named(draft.communes or ())
        except UserFault as error:
            place = self._place(draft, "communes")
            self.faults += [replace(fault, place=place) for fault in error.faults]
            return draft.communes or ()
        return tuple(written_commune(*one) for one in found)

    def _refuse_place(self, draft: ActionDraft, place: IntercommunaliteDraft) -> None:
        names = sorted({member.nom for member in self._members.values()})
        self.faults.append(
            Fault(
                message="cette intercommunalité n'est pas membre du territoire",
                place=self._place(draft, "intercommunalites"),
                value=place.siren or place.nom,
                expected="le nom ou le SIREN d'un membre"
                + (f" ({', '.join(names)})" if names else "")
                + ", ou le nom suivi du SIREN entre parenthèses",
                code="intercommunalite_inconnue",
            )
        )

    # -- differences --------------------------------------------------------------------------

    def _changes(self, draft: ActionDraft, before: ActionDraft | None) -> list[FieldChange]:
        changes = [] if before is None else list(moves(draft, before))
        for name in VALUE_FIELDS:
            after = getattr(draft, name)
            now = getattr(before, name) if before is not None else None
            if after is None and not self._erases(name, now):
                continue
            if not is_same(name, now, after):
                changes.append(FieldChange(field=name, before=now, after=after))
        return changes

    def _erases(self, name: str, now: object) -> bool:
        column = "financeur" if name == "financeurs" else name
        return (
            self.erase_empty
            and now is not None
            and column in self.read.columns
            and name not in _NEVER_EMPTY
        )

    def _place(self, draft: ActionDraft, key: str) -> Place:
        return Place(
            file=self.read.file_name,
            sheet=self.read.sheet,
            cell=draft.cells.get(key) if self.read.sheet else f"action {draft.row}",
            column=self.read.columns.get(key),
        )


def _identity(draft: ActionDraft) -> tuple[tuple[str, ...], str | None, str]:
    parent = None if draft.parent_titre is None else fold(draft.parent_titre)
    return axis_key(draft.axes), parent, fold(draft.titre)


def _row_of(fault: Fault) -> str:
    return "".join(filter(str.isdigit, fault.place.cell or ""))
