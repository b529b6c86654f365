"""What `essor plan import` answers, as JSON for programs or as French for people."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from essor.foundations.errors import NBSP, Fault
from essor.foundations.french import counted

if TYPE_CHECKING:
    from essor.records.plans.comparison import ImportPreview, RowComparison
    from essor.records.plans.tableur import ActionDraft, PlanRead

_SHOWN = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of an import; read and preview are None when it stopped before them."""

    read: "PlanRead | None"
    preview: "ImportPreview | None"
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    is_dry_run: bool

    def as_json(self) -> str:
        """One object; counts are what was written, or would be, so 0 when there are errors."""
        counts = {name: self._count(name) for name in ("created", "updated", "unchanged")}
        document = {
            "ok": not self.faults,
            **counts,
            "errors": [_fault(fault) for fault in self.faults],
            "warnings": [_fault(fault) for fault in self.warnings],
            "actions": [_action(draft) for draft in (self.read.drafts if self.read else ())],
        }
        return json.dumps(document, ensure_ascii=False, indent=2)

    def _count(self, name: str) -> int:
        if self.preview is None or self.faults:
            return 0
        from essor.records.plans.comparison import RowStatus

        return self.preview.count(RowStatus[name.upper()])

    def as_text(self) -> str:
        """Faults first, then warnings, then each difference, then the counts."""
        lines = [*_listed("À corriger", self.faults), *_listed("À savoir", self.warnings)]
        if self.preview is not None:
            lines += [line for row in self.preview.rows for line in _differences(row)]
        return "\n".join([*lines, self._conclusion()])

    def _conclusion(self) -> str:
        if self.faults:
            return f"Rien n'a été écrit{NBSP}: {counted(len(self.faults), 'point')} à corriger."
        created, updated, same = (self._count(n) for n in ("created", "updated", "unchanged"))
        verb = "Essai sans écriture" if self.is_dry_run else "Import terminé"
        return (
            f"{verb}{NBSP}: {counted(created, 'action créée', 'actions créées')}, "
            f"{counted(updated, 'modifiée')}, {counted(same, 'inchangée')}."
        )


def _listed(title: str, faults: Iterable[Fault]) -> list[str]:
    sentences = [f"  - {fault.sentence()}" for fault in faults]
    return [f"{title}{NBSP}:", *sentences, ""] if sentences else []


def _differences(row: "RowComparison") -> list[str]:
    if not row.changes and row.action is not None:
        return []
    sign, name = ("+", row.draft.titre) if row.action is None else ("~", str(row.action))
    lines = [f"{sign} {_cut(name)}"]
    for change in row.changes if row.action is not None else ():
        before, after = (_cut(text) or "(vide)" for text in (change.before_text, change.after_text))
        lines.append(f"    {change.label}{NBSP}: {before} → {after}")
    return lines


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _fault(fault: Fault) -> dict[str, Any]:
    message = fault.message.rstrip(".")
    if fault.expected:
        message += f" (attendu{NBSP}: {fault.expected})"
    place = fault.place
    return {
        "sheet": place.sheet,
        "cell": place.cell,
        "column": place.column,
        "value": fault.value,
        "message": message,
    }


def _action(draft: "ActionDraft") -> dict[str, Any]:
    from essor.records.plans.tableur.json_write import number

    def amount(value: Any) -> int | float | None:
        return None if value is None else number(value)

    return {
        "axes": list(draft.axes),
        "title": draft.titre,
        "parent": draft.parent_titre,
        "status": draft.statut,
        "priority": draft.priorite,
        "budget_eur": amount(draft.budget_eur),
        "start": draft.debut_on.isoformat() if draft.debut_on else None,
        "end": draft.fin_on.isoformat() if draft.fin_on else None,
        "funders": [[funder.nom, amount(funder.montant_eur)] for funder in draft.financeurs or ()],
    }
