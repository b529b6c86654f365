"""Writes of the definitions: what is measured and what it is tied to. Each leaves its trace."""

from collections.abc import Iterable, Sequence
from typing import Any

from essor.foundations.errors import UserFault
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.indicateurs.models import Indicateur, Rattachement, Valeur
from essor.records.indicateurs.permissions import require_define
from essor.records.indicateurs.values import read_unit
from essor.records.journal.actions import OpenOperation, operation
from essor.records.journal.models import Event, Verb
from essor.records.plans.models import Action, Axe, Plan
from essor.records.plans.parts import delete_below

SETTABLE = frozenset(
    {"code", "libelle", "unit", "sens", "formule", "source_attendue", "source_attendue_href"}
    | {"agregation", "periodicite_months", "reponse", "confidentialite", "is_du_plan"}
    | {"is_par_action", "responsable_nom", "responsable", "observatoire_code"}
)
# What a figure means: changing it under existing values would change what they said.
MEANING = frozenset({"unit", "is_par_action"})


def create_indicateur(
    *,
    by: Access,
    plan: Plan,
    libelle: str,
    actions: Sequence[Action] = (),
    axes: Sequence[Axe] = (),
    **values: Any,
) -> Indicateur:
    """Add an indicator to a plan, tied to headings and actions. Raises Forbidden, UserFault.

    The code is the next free one unless given; the unit is read as people write it.
    """
    require_define(by, plan)
    _refuse_unsettable(values)
    with operation(
        kind="plan.indicateur.creer", author=by, territoire_code=by.territoire_code
    ) as op:
        return new_indicateur(
            op, plan=plan, libelle=libelle, actions=actions, axes=axes, values=values
        )


def new_indicateur(
    op: OpenOperation,
    *,
    plan: Plan,
    libelle: str,
    values: dict[str, Any],
    actions: Sequence[Action] = (),
    axes: Sequence[Axe] = (),
) -> Indicateur:
    """Add an indicator inside an open operation. Raises UserFault."""
    row = Indicateur(plan=plan, libelle=libelle.strip(), **_clean(values))
    row.code = row.code or next_code(plan)
    last = Indicateur.objects.filter(plan=plan).order_by("-ordre").first()
    row.ordre = 1 + (last.ordre if last else 0)
    _refuse_same(row)
    op.create(row)
    for action in actions:
        op.create(Rattachement(indicateur=row, action=action))
    for axe in axes:
        op.create(Rattachement(indicateur=row, axe=axe))
    return row


def change_indicateur(
    *,
    by: Access,
    indicateur: Indicateur,
    expected_version: int | None = None,
    actions: Iterable[Action] | None = None,
    axes: Iterable[Axe] | None = None,
    **values: Any,
) -> Indicateur:
    """Change a definition; a list of ties that is given replaces the one that was there.

    Raises Forbidden, Conflict, UserFault when values already rest on what would change.
    """
    require_define(by, indicateur.plan)
    _refuse_unsettable(values)
    with operation(
        kind="plan.indicateur.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        return rewrite_indicateur(
            op,
            indicateur=indicateur,
            expected_version=expected_version,
            values=values,
            actions=actions,
            axes=axes,
        )


def rewrite_indicateur(
    op: OpenOperation,
    *,
    indicateur: Indicateur,
    values: dict[str, Any],
    expected_version: int | None = None,
    actions: Iterable[Action] | None = None,
    axes: Iterable[Axe] | None = None,
) -> Indicateur:
    """Change a definition inside an open operation. Raises Conflict, UserFault."""
    row = op.change(indicateur, expected_version=expected_version, **_clean(values))
    _refuse_same(row)
    _refuse_new_meaning(indicateur, row)
    if actions is not None:
        _retie(op, row, "action", list(actions))
    if axes is not None:
        _retie(op, row, "axe", list(axes))
    return row


def delete_indicateur(*, by: Access, indicateur: Indicateur, reason: str = "") -> None:
    """Delete an indicator made by mistake, values included; the history gives all back.

    Raises Forbidden.
    """
    require_define(by, indicateur.plan)
    with operation(
        kind="plan.indicateur.supprimer",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason,
    ) as op:
        delete_below(op, indicateur)
        op.delete(indicateur)


def next_code(plan: Plan) -> str:
    """Return the next free code of a plan, ``I07``; a deleted indicator keeps its code."""
    gone = Event.objects.filter(
        object_kind="indicateurs.indicateur",
        verb=Verb.DELETE,
        changes__plan_id__0=str(plan.id),
    ).order_by("id")
    codes = [
        *Indicateur.objects.filter(plan=plan).values_list("code", flat=True),
        *(event.changes["code"][0] for event in gone),
    ]
    numbers = [int(code[1:]) for code in codes if code[:1] == "I" and code[1:].isdecimal()]
    return f"I{1 + max(numbers, default=0):02d}"


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    """Strip texts; write the unit as the closed list does; a code in capitals."""
    found = {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}
    if "unit" in found:
        found["unit"] = read_unit(found["unit"])
    if "code" in found:
        found["code"] = found["code"].upper()
    return found


def _refuse_unsettable(values: dict[str, Any]) -> None:
    if wrong := sorted(values.keys() - SETTABLE):
        raise TypeError(f"not set this way: {', '.join(wrong)}")


def _refuse_same(row: Indicateur) -> None:
    for sister in Indicateur.objects.filter(plan_id=row.plan_id).exclude(pk=row.pk):
        if fold(sister.libelle) == fold(row.libelle):
            raise UserFault.single(
                f"L'indicateur {sister.code} du même plan porte déjà ce libellé.",
                value=row.libelle,
                expected="un libellé différent",
                field="libellé",
            )
        if sister.code.lower() == row.code.lower():
            raise UserFault.single(
                "Ce code est déjà pris dans le plan.",
                value=row.code,
                expected="un autre code, ou rien pour le suivant",
                field="code",
            )


def _refuse_new_meaning(before: Indicateur, after: Indicateur) -> None:
    """A figure keeps the unit and the scope in which it was said."""
    changed = [name for name in sorted(MEANING) if getattr(before, name) != getattr(after, name)]
    if not changed:
        return
    if Valeur.objects.filter(indicateur=after).exists() or after.cibles.exists():
        labels = [str(Indicateur._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
        raise UserFault.single(
            "Des valeurs ou des cibles reposent déjà sur cet indicateur.",
            value=", ".join(labels),
            expected="créer un nouvel indicateur pour mesurer autre chose",
            field=labels[0],
        )


def _retie(op: OpenOperation, row: Indicateur, name: str, wanted: list[Any]) -> None:
    """Make the ties of one kind equal to what is wanted; kept ones keep their history."""
    ties = Rattachement.objects.filter(indicateur=row, **{f"{name}__isnull": False})
    standing = {getattr(tie, f"{name}_id"): tie for tie in ties.order_by("created_at", "id")}
    keys = {one.pk for one in wanted}
    for key, tie in standing.items():
        if key not in keys:
            _refuse_orphans(row, tie)
            op.delete(tie)
    for one in wanted:
        if one.pk not in standing:
            op.create(Rattachement(indicateur=row, **{name: one}))


def _refuse_orphans(row: Indicateur, tie: Rattachement) -> None:
    if tie.action_id is None:
        return
    if Valeur.objects.filter(indicateur=row, action_id=tie.action_id, is_cancelled=False).exists():
        raise UserFault.single(
            f"L'action {tie.action} porte des valeurs de cet indicateur.",
            expected="les annuler d'abord, en disant pourquoi",
            field="actions",
        )
