"""Writes of signatories: who binds itself by a text. Each one leaves its trace."""

from typing import Any

from essor.foundations.errors import UserFault
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.conventions.models import Acte, Signataire
from essor.records.conventions.textes import stripped
from essor.records.journal.actions import operation
from essor.records.plans.permissions import require_edit_plan


def create_signataire(
    *, by: Access, acte: Acte, structure: str, qualite: str, **values: Any
) -> Signataire:
    """Add a signatory to a text. Raises Forbidden, UserFault."""
    require_edit_plan(by, acte.plan)
    with operation(
        kind="plan.convention.signataire.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        last = acte.signataires.order_by("-ordre").first()
        values.setdefault("ordre", 1 + (last.ordre if last else 0))
        row = Signataire(
            acte=acte, structure=structure.strip(), qualite=qualite, **stripped(values)
        )
        _refuse_same_signatory(row)
        return op.create(row)


def change_signataire(
    *, by: Access, signataire: Signataire, expected_version: int | None = None, **values: Any
) -> Signataire:
    """Change what is said of a signatory. Raises Forbidden, Conflict, UserFault."""
    require_edit_plan(by, signataire.acte.plan)
    with operation(
        kind="plan.convention.signataire.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        row = op.change(signataire, expected_version=expected_version, **stripped(values))
        _refuse_same_signatory(row)
        return row


def delete_signataire(*, by: Access, signataire: Signataire) -> None:
    """Take a signatory off a text. Raises Forbidden."""
    require_edit_plan(by, signataire.acte.plan)
    with operation(
        kind="plan.convention.signataire.supprimer", author=by, territoire_code=by.territoire_code
    ) as op:
        op.delete(signataire)


def _refuse_same_signatory(row: Signataire) -> None:
    for other in Signataire.objects.filter(acte_id=row.acte_id).exclude(pk=row.pk):
        if (fold(other.structure), fold(other.nom)) == (fold(row.structure), fold(row.nom)):
            raise UserFault.single(
                "Ce signataire est déjà dans la liste.",
                value=row.structure,
                expected="une autre structure, ou une autre personne",
                field="structure",
            )
