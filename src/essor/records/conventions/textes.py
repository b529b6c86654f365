"""Writes of labels and texts. Each one leaves its trace."""

from typing import Any, BinaryIO

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.conventions.choices import NatureActe
from essor.records.conventions.models import Acte, Label
from essor.records.jalons.values import precision_of
from essor.records.journal.actions import lock, operation
from essor.records.plans.documents import check_link
from essor.records.plans.files import check_file, store_file
from essor.records.plans.models import Plan
from essor.records.plans.parts import delete_below
from essor.records.plans.permissions import require_edit_plan


def create_label(
    *, by: Access, plan: Plan, phase: str, obtenu: Period | None = None, **values: Any
) -> Label:
    """Record the label of a phase, with its source. Raises Forbidden, UserFault."""
    require_edit_plan(by, plan)
    with operation(
        kind="plan.convention.label.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(plan)
        label = Label(plan=plan, phase=phase.strip(), **dated("obtenu", obtenu), **stripped(values))
        _refuse_same_phase(label)
        return op.create(label)


def change_label(
    *, by: Access, label: Label, expected_version: int | None = None, **values: Any
) -> Label:
    """Change what is said of a label. Raises Forbidden, Conflict, UserFault."""
    require_edit_plan(by, label.plan)
    with operation(
        kind="plan.convention.label.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        row = op.change(label, expected_version=expected_version, **spread(values, "obtenu"))
        _refuse_same_phase(row)
        return row


def delete_label(*, by: Access, label: Label) -> None:
    """Delete a label recorded by mistake. Raises Forbidden."""
    require_edit_plan(by, label.plan)
    with operation(
        kind="plan.convention.label.supprimer", author=by, territoire_code=by.territoire_code
    ) as op:
        op.delete(label)


def create_acte(
    *,
    by: Access,
    plan: Plan,
    nature: str,
    numero: int | None = None,
    titre: str = "",
    **values: Any,
) -> Acte:
    """Record the convention, or prepare an amendment; the next number unless one is given.

    titre : its name unless given ; signe, effet : periods among ``values``.
    Raises Forbidden, UserFault.
    """
    require_edit_plan(by, plan)
    with operation(
        kind="plan.convention.texte.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(plan)
        if nature == NatureActe.AVENANT and numero is None:
            numero = next_numero(plan)
        acte = Acte(plan=plan, nature=nature, numero=numero, **spread(values, "signe", "effet"))
        acte.titre = titre.strip() or acte.nom
        _refuse_same_text(acte)
        return op.create(acte)


def change_acte(
    *, by: Access, acte: Acte, expected_version: int | None = None, **values: Any
) -> Acte:
    """Change what is said of a text; what it adopted stays.

    Raises Forbidden, Conflict, UserFault.
    """
    require_edit_plan(by, acte.plan)
    with operation(
        kind="plan.convention.texte.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        if not str(values.get("titre", acte.titre)).strip():
            values["titre"] = acte.nom
        row = op.change(acte, expected_version=expected_version, **spread(values, "signe", "effet"))
        _refuse_same_text(row)
        return row


def attach_file(*, by: Access, acte: Acte, file_name: str, content: BinaryIO) -> Acte:
    """Keep the text itself, in place of any other. Raises Forbidden, UserFault when refused."""
    require_edit_plan(by, acte.plan)
    file = check_file(name=file_name, content=content)
    store_file(file)
    with operation(
        kind="plan.convention.texte.joindre", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.change(
            acte,
            sha256=file.sha256,
            file_name=file.name,
            size_bytes=len(file.content),
            document_href="",
        )


def delete_acte(*, by: Access, acte: Acte) -> None:
    """Delete a text that adopted nothing, and its signatories.

    The movements that it would have carried wait for another text.
    Raises Forbidden, UserFault once it is adopted.
    """
    require_edit_plan(by, acte.plan)
    with operation(
        kind="plan.convention.texte.supprimer", author=by, territoire_code=by.territoire_code
    ) as op:
        row = lock(acte)
        if row.adopted_at is not None:
            raise UserFault.single(
                f"{row.nom} est adopté dans Essor\u00a0: ce texte ne se supprime pas.",
                expected="annuler d'abord son adoption depuis l'historique",
            )
        for mouvement in row.mouvements.order_by("created_at", "id"):
            op.change(mouvement, acte=None)
        delete_below(op, row)
        op.delete(row)


def next_numero(plan: Plan) -> int:
    """Return the number of the next amendment."""
    last = Acte.objects.filter(plan=plan, nature=NatureActe.AVENANT).order_by("-numero").first()
    return 1 + ((last.numero or 0) if last else 0)


def dated(name: str, period: Period | None) -> dict[str, Any]:
    """Return the two columns of a date."""
    if period is None:
        return {f"{name}_on": None, f"{name}_precision": ""}
    return {f"{name}_on": period.start, f"{name}_precision": precision_of(period)}


def spread(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """Write each period of ``names`` as its two columns; links are checked, texts stripped."""
    found = stripped(values)
    for name in names:
        if name in found:
            found.update(dated(name, found.pop(name)))
    return found


def stripped(values: dict[str, Any]) -> dict[str, Any]:
    """Take the spaces around texts off; refuse links that are none, all at once."""
    found = {name: one.strip() if isinstance(one, str) else one for name, one in values.items()}
    with FaultGatherer() as faults:
        for name, value in found.items():
            if name.endswith("_href") and value:
                with faults.catching(Place(field="lien")):
                    check_link(value)
    return found


def _refuse_same_phase(label: Label) -> None:
    others = Label.objects.filter(plan_id=label.plan_id, phase=label.phase).exclude(pk=label.pk)
    if others.exists():
        raise UserFault.single(
            "Le label de cette phase est déjà enregistré.",
            value=label.phase,
            expected="le modifier",
            field="phase",
        )


def _refuse_same_text(acte: Acte) -> None:
    others = Acte.objects.filter(plan_id=acte.plan_id, nature=acte.nature).exclude(pk=acte.pk)
    if acte.nature == NatureActe.CONVENTION and others.exists():
        raise UserFault.single(
            "La convention est déjà enregistrée.",
            expected="la modifier, ou préparer un avenant",
            field="nature",
        )
    if acte.numero is not None and others.filter(numero=acte.numero).exists():
        raise UserFault(
            [
                Fault(
                    message=f"L'avenant n°\u00a0{acte.numero} existe déjà.",
                    place=Place(field="numéro de l'avenant"),
                    value=str(acte.numero),
                    expected=f"un autre numéro, par exemple {next_numero(acte.plan)}",
                )
            ]
        )
