"""Write what a file says into the plan: one operation, all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction

from essor.foundations.errors import Fault, Place, UserFault
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.journal.actions import OpenOperation, lock, operation
from essor.records.plans.actions import codes_ever_used, new_action, new_axe, refuse_duplicate_title
from essor.records.plans.choices import EtatFinancement, NatureBudget
from essor.records.plans.communes import codes_of
from essor.records.plans.comparison import (
    ImportPreview,
    RowComparison,
    RowStatus,
    compare_plan,
)
from essor.records.plans.models import Action, Axe, Plan
from essor.records.plans.parts import (
    FinancementValues,
    LigneBudgetValues,
    PartValues,
    write_parts,
)
from essor.records.plans.permissions import require_edit_plan
from essor.records.plans.queries import plan_of
from essor.records.plans.stored_drafts import (
    CHOICE_FIELDS,
    ROLE_FIELDS,
    TEXT_FIELDS,
    stored_plan,
)
from essor.records.plans.tableur import ActionDraft, PlanRead
from essor.records.plans.tableur.coherence import axis_key
from essor.records.territoires.models import Territoire

_PLAIN_FIELDS = (
    "budget_eur", "debut_on", "fin_on", "is_amelioration_continue", "is_grand_projet",
)  # fmt: skip


class _DryRunDone(Exception):
    """Carries the result out of the transaction that it undoes."""

    def __init__(self, preview: ImportPreview) -> None:
        super().__init__()
        self.preview = preview


def import_plan(
    *,
    by: Access,
    territoire: Territoire,
    read: PlanRead,
    erase_empty: bool = False,
    is_dry_run: bool = False,
    expected_fingerprint: str | None = None,
    reason: str = "",
) -> ImportPreview:
    """Import a file that was read, or try to: a dry run does everything, then undoes it.

    The plan is made when the territory has none. A preview with faults means that nothing was
    written. expected_fingerprint : of the preview that the person accepted.
    Raises Forbidden, or UserFault when the plan moved since that preview.
    """
    try:
        with transaction.atomic():
            preview = _import(
                by=by,
                territoire=territoire,
                read=read,
                erase_empty=erase_empty,
                expected_fingerprint=expected_fingerprint,
                reason=reason or f"Import de {read.file_name}",
            )
            if is_dry_run or not preview.is_ok:
                raise _DryRunDone(preview)
            return preview
    except _DryRunDone as done:
        return done.preview


def _import(
    *,
    by: Access,
    territoire: Territoire,
    read: PlanRead,
    erase_empty: bool,
    expected_fingerprint: str | None,
    reason: str,
) -> ImportPreview:
    with operation(
        kind="plan.importer", author=by, territoire_code=by.territoire_code, reason=reason
    ) as op:
        existing = plan_of(territoire)
        plan = existing or Plan(territoire=territoire, titre=f"Plan d'action de {territoire.nom}")
        require_edit_plan(by, plan)
        by.require(Capability.IMPORT_PLAN)
        if existing is not None:
            plan = lock(existing)  # two imports of one plan follow each other
        elif read.is_ok:
            op.create(plan)
        preview = compare_plan(
            territoire=territoire,
            plan=plan if plan.created_at else None,
            read=read,
            erase_empty=erase_empty,
        )
        _refuse_moved(preview, expected_fingerprint)
        if not preview.is_ok:
            return preview
        writer = _Writer(op=op, plan=plan, read=read)
        writer.write(preview)
        faults = writer.faults
    return preview if not faults else _with_faults(preview, faults)


def _refuse_moved(preview: ImportPreview, expected: str | None) -> None:
    if expected is not None and preview.fingerprint != expected:
        raise UserFault.single(
            "Le plan a changé depuis l'aperçu de cet import.",
            expected="relire l'aperçu mis à jour avant de confirmer",
            code="apercu_perime",
        )


def _with_faults(preview: ImportPreview, faults: Iterable[Fault]) -> ImportPreview:
    return ImportPreview(
        rows=preview.rows,
        new_axes=preview.new_axes,
        faults=(*preview.faults, *faults),
        warnings=preview.warnings,
    )


@dataclass(slots=True, kw_only=True)
class _Writer:
    """Writes a comparison without faults: headings, changes, new actions, then parents."""

    op: OpenOperation
    plan: Plan
    read: PlanRead
    faults: list[Fault] = field(default_factory=list)
    _axes: dict[tuple[str, ...], Axe] = field(default_factory=dict)
    _tops: dict[tuple[tuple[str, ...], str], Action] = field(default_factory=dict)
    _touched: list[tuple[RowComparison, Action]] = field(default_factory=list)
    _next_number: int = 0
    _codes: set[str] = field(default_factory=set)

    def write(self, preview: ImportPreview) -> None:
        """Write every row. What only the database can refuse joins the faults."""
        stored = stored_plan(self.plan, [])
        self._axes = {axis_key(path): axe for path, axe in stored.axes.items()}
        for path in preview.new_axes:
            self._new_axe(path)
        self._codes = {fold(code) for code in codes_ever_used(self.plan)}
        for row in preview.rows:
            if row.action is not None:
                self._guard(row, self._update)
        self._index_tops(preview.rows)
        for row in preview.rows:
            if row.action is None and row.draft.parent_titre is None:
                self._guard(row, self._create)
        for row in preview.rows:
            if row.draft.parent_titre is not None:
                self._guard(row, self._create if row.action is None else self._attach)
        for row, action in self._touched:
            self._guard(row, lambda _row, action=action: refuse_duplicate_title(action))

    def _guard(self, row: RowComparison, gesture: Any) -> None:
        """Do a gesture; its faults are placed on the row and the others still tried."""
        try:
            gesture(row)
        except UserFault as error:
            place = Place(
                file=self.read.file_name,
                sheet=self.read.sheet,
                cell=row.draft.cells.get("titre") if self.read.sheet else f"action {row.draft.row}",
            )
            self.faults.extend(fault.at(place) for fault in error.faults)

    # -- headings -----------------------------------------------------------------------------

    def _new_axe(self, path: tuple[str, ...]) -> None:
        parent = self._axes.get(axis_key(path[:-1]))
        self._axes[axis_key(path)] = new_axe(self.op, plan=self.plan, titre=path[-1], parent=parent)

    def _axe(self, path: tuple[str, ...]) -> Axe | None:
        return self._axes[axis_key(path)] if path else None

    # -- actions ------------------------------------------------------------------------------

    def _update(self, row: RowComparison) -> None:
        if row.status is RowStatus.UNCHANGED or row.action is None:
            return
        changed = {change.field for change in row.changes}
        values = _values(row.draft, changed)
        if "axes" in changed:
            values["axe"] = self._axe(row.draft.axes)
        if "parent_titre" in changed and row.draft.parent_titre is None:
            values["parent"] = None
        action = self.op.change(row.action, **values)
        if "axe" in values:
            for child in action.sous_actions.order_by("ordre", "id"):
                self.op.change(child, axe=action.axe)
        write_parts(self.op, action=action, parts=_parts(row.draft, changed))
        if {"titre", "axes", "parent_titre"} & changed:
            self._touched.append((row, action))

    def _create(self, row: RowComparison) -> None:
        given = {change.field for change in row.changes}
        draft = row.draft
        values = _values(draft, given)
        if draft.parent_titre is not None:
            values["parent"] = self._parent(draft)
        action = new_action(
            self.op,
            plan=self.plan,
            titre=draft.titre,
            code=self._code(draft),
            axe=self._axe(draft.axes),
            parts=_parts(draft, given),
            **values,
        )
        if draft.parent_titre is None:
            self._tops[axis_key(draft.axes), fold(draft.titre)] = action

    def _attach(self, row: RowComparison) -> None:
        """Give an action that exists the parent that the file gives it."""
        if row.action is None or "parent_titre" not in {c.field for c in row.changes}:
            return
        parent = self._parent(row.draft)
        action = self.op.change(row.action, parent=parent, axe=parent.axe)
        self._touched.append((row, action))

    def _index_tops(self, rows: Iterable[RowComparison]) -> None:
        ids = [row.action.id for row in rows if row.action and row.draft.parent_titre is None]
        actions = {action.id: action for action in Action.objects.filter(id__in=ids)}
        for row in rows:
            if row.action is not None and row.action.id in actions:
                key = axis_key(row.draft.axes), fold(row.draft.titre)
                self._tops[key] = actions[row.action.id]

    def _parent(self, draft: ActionDraft) -> Action:
        return self._tops[axis_key(draft.axes), fold(draft.parent_titre or "")]

    def _code(self, draft: ActionDraft) -> str:
        """The file's code when it is free for ever, else the next one of the plan."""
        if draft.code:
            if fold(draft.code) in self._codes:
                raise UserFault.single(
                    "ce code était celui d'une action supprimée ou sortie du plan",
                    value=draft.code,
                    expected="une cellule vide, ou l'action rétablie dans le plan",
                    code="code_deja_pris",
                )
            self._codes.add(fold(draft.code))
            return draft.code
        if not self._next_number:
            wanted = {fold(other.code) for other in self.read.drafts if other.code}
            numbers = [code[1:] for code in self._codes | wanted if code[:1] == "a"]
            used = [int(n) for n in numbers if n.isascii() and n.isdecimal()]
            self._next_number = max(used, default=0)
        self._next_number += 1
        return f"A{self._next_number:02d}"


# -- from the draft to the tables -----------------------------------------------------------------


def _values(draft: ActionDraft, changed: set[str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: getattr(draft, name) for name in _PLAIN_FIELDS if name in changed
    }
    values |= {name: getattr(draft, name) or "" for name in TEXT_FIELDS if name in changed}
    for name, choices in CHOICE_FIELDS.items():
        if name in changed:
            label = getattr(draft, name)
            values[name] = {text: value for value, text in choices.choices}.get(label, "")
    if "titre" in changed:
        values["titre"] = draft.titre
    return values


def _parts(draft: ActionDraft, changed: set[str]) -> PartValues:
    places = [(p.siren or "", p.nom) for p in draft.intercommunalites or ()]
    return PartValues(
        participants={
            role: getattr(draft, name) or ()
            for name, role in ROLE_FIELDS.items()
            if name in changed
        },
        intercommunalites=places if "intercommunalites" in changed else None,
        communes=list(codes_of(draft.communes or ()).items()) if "communes" in changed else None,
        financements=_funders(draft) if "financeurs" in changed else None,
        lignes_budget=_lines(draft) if "lignes_budget" in changed else None,
    )


def _funders(draft: ActionDraft) -> list[FinancementValues]:
    states = {str(item.label): item.value for item in EtatFinancement}
    return [
        FinancementValues(
            financeur=funder.nom,
            montant_eur=_cents(funder.montant_eur),
            etat=states[funder.etat] if funder.etat else "",
        )
        for funder in draft.financeurs or ()
    ]


def _lines(draft: ActionDraft) -> list[LigneBudgetValues]:
    natures = {str(item.label): item for item in NatureBudget}
    return [
        LigneBudgetValues(
            annee=line.annee,
            nature=natures[line.nature],
            previsionnel_eur=_cents(line.previsionnel_eur),
            reel_eur=_cents(line.reel_eur),
        )
        for line in draft.lignes_budget or ()
    ]


def _cents(amount: Decimal | None) -> Decimal | None:
    """Two decimals, as the database keeps them: an equal amount is then no change."""
    return None if amount is None else amount.quantize(Decimal("0.01"))
