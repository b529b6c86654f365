"""Writes of values and targets. None is overwritten: a correction cancels the former, both stay."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from django.utils import timezone

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.foundations.french import format_date
from essor.records.accounts.permissions import Access
from essor.records.indicateurs.choices import Agregation, Nature
from essor.records.indicateurs.models import Chiffre, Cible, Indicateur, Rattachement, Valeur
from essor.records.indicateurs.permissions import require_define, require_record
from essor.records.indicateurs.values import CibleValues, ValeurValues
from essor.records.journal.actions import OpenOperation, lock, operation
from essor.records.plans.models import Action

ChiffreT = TypeVar("ChiffreT", bound=Chiffre)


def record_value(*, by: Access, indicateur: Indicateur, values: ValeurValues) -> Valeur:
    """Say what an indicator is worth over a period. Raises Forbidden, UserFault with all faults."""
    _require(by, indicateur, values)
    with operation(
        kind="plan.indicateur.valeur.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        return new_value(op, by=by, indicateur=lock(indicateur), values=values)


def record_values(*, by: Access, rows: Sequence[tuple[Indicateur, ValeurValues]]) -> list[Valeur]:
    """Say several values in one gesture, all or nothing. Raises Forbidden, UserFault with all."""
    for indicateur, values in rows:
        _require(by, indicateur, values)
    with (
        operation(
            kind="plan.indicateur.valeur.ajouter", author=by, territoire_code=by.territoire_code
        ) as op,
        FaultGatherer() as faults,
    ):
        found = []
        for indicateur, values in rows:
            place = Place(field=row_label(indicateur, values.action))
            try:
                found.append(new_value(op, by=by, indicateur=lock(indicateur), values=values))
            except UserFault as error:  # the row says more than the field within it
                faults.extend(replace(fault, place=place) for fault in error.faults)
    return found


def row_label(indicateur: Indicateur, action: Action | None) -> str:
    """Name what a value is of: « I03 Emplois créés », « I03 Emplois créés, A07 Former »."""
    return f"{indicateur}, {action}" if action else str(indicateur)


def correct_value(*, by: Access, valeur: Valeur, values: ValeurValues, motif: str) -> Valeur:
    """Replace a value by another, saying why; both stay readable. Raises Forbidden, UserFault."""
    _require(by, valeur.indicateur, values)
    require_record(by, valeur.indicateur, valeur.action)
    with operation(
        kind="plan.indicateur.valeur.corriger",
        author=by,
        territoire_code=by.territoire_code,
        reason=motif.strip(),
    ) as op:
        return replace_value(op, by=by, valeur=valeur, values=values, motif=motif)


def replace_value(
    op: OpenOperation, *, by: Access, valeur: Valeur, values: ValeurValues, motif: str
) -> Valeur:
    """Cancel a value and add the one that corrects it inside an open operation."""
    indicateur = lock(valeur.indicateur)
    _cancel(op, valeur, motif)
    return new_value(op, by=by, indicateur=indicateur, values=values, corrige=valeur)


def cancel_value(*, by: Access, valeur: Valeur, motif: str) -> Valeur:
    """Cancel a value said by mistake; it stays readable. Raises Forbidden, UserFault."""
    require_record(by, valeur.indicateur, valeur.action)
    if valeur.nature == Nature.REFERENCE:
        require_define(by, valeur.indicateur.plan)
    with operation(
        kind="plan.indicateur.valeur.annuler",
        author=by,
        territoire_code=by.territoire_code,
        reason=motif.strip(),
    ) as op:
        return _cancel(op, valeur, motif)


def set_target(*, by: Access, indicateur: Indicateur, values: CibleValues) -> Cible:
    """Aim at a figure by a day. Raises Forbidden, UserFault."""
    require_define(by, indicateur.plan)
    with operation(
        kind="plan.indicateur.cible.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        return new_target(op, by=by, indicateur=lock(indicateur), values=values)


def correct_target(*, by: Access, cible: Cible, values: CibleValues, motif: str) -> Cible:
    """Aim elsewhere, saying why; the former target stays readable. Raises Forbidden, UserFault."""
    require_define(by, cible.indicateur.plan)
    with operation(
        kind="plan.indicateur.cible.corriger",
        author=by,
        territoire_code=by.territoire_code,
        reason=motif.strip(),
    ) as op:
        return replace_target(op, by=by, cible=cible, values=values, motif=motif)


def replace_target(
    op: OpenOperation, *, by: Access, cible: Cible, values: CibleValues, motif: str
) -> Cible:
    """Cancel a target and set the one that corrects it inside an open operation."""
    indicateur = lock(cible.indicateur)
    _cancel(op, cible, motif)
    return new_target(op, by=by, indicateur=indicateur, values=values, corrige=cible)


def cancel_target(*, by: Access, cible: Cible, motif: str) -> Cible:
    """Give a target up, saying why; it stays readable. Raises Forbidden, UserFault."""
    require_define(by, cible.indicateur.plan)
    with operation(
        kind="plan.indicateur.cible.annuler",
        author=by,
        territoire_code=by.territoire_code,
        reason=motif.strip(),
    ) as op:
        return _cancel(op, cible, motif)


def new_value(
    op: OpenOperation,
    *,
    by: Access,
    indicateur: Indicateur,
    values: ValeurValues,
    corrige: Valeur | None = None,
) -> Valeur:
    """Add a value inside an open operation. Raises UserFault with every fault."""
    _refuse_value(op, indicateur, values)
    return op.create(
        Valeur(
            indicateur=indicateur,
            action=values.action,
            nature=values.nature,
            debut_on=values.periode.start,
            fin_on=values.periode.end,
            value=values.value,
            low=values.low,
            high=values.high,
            absence=values.absence.value if values.absence else "",
            source_title=values.source_title.strip(),
            source_href=values.source_href.strip(),
            licence=values.licence.strip(),
            published_on=values.published_on,
            read_on=values.read_on,
            confiance=values.confiance.value,
            is_self_declared=values.is_self_declared,
            commentaire=values.commentaire.strip(),
            origine=values.origine,
            auteur=by.label,
            corrige_id=corrige.pk if corrige else None,
            is_demonstration=values.is_demonstration,
        )
    )


def new_target(
    op: OpenOperation,
    *,
    by: Access,
    indicateur: Indicateur,
    values: CibleValues,
    corrige: Cible | None = None,
) -> Cible:
    """Add a target inside an open operation. Raises UserFault."""
    live = Cible.objects.filter(indicateur=indicateur, is_cancelled=False)
    if live.filter(cible_on=values.cible_on).exists():
        raise UserFault.single(
            f"Une cible est déjà fixée au {format_date(values.cible_on)}.",
            expected="la modifier, ou une autre date",
            field="échéance de la cible",
        )
    return op.create(
        Cible(
            indicateur=indicateur,
            cible_on=values.cible_on,
            value=values.value,
            low=values.low,
            high=values.high,
            source_title=values.source_title.strip(),
            source_href=values.source_href.strip(),
            commentaire=values.commentaire.strip(),
            auteur=by.label,
            corrige_id=corrige.pk if corrige else None,
            is_demonstration=values.is_demonstration,
        )
    )


def _require(by: Access, indicateur: Indicateur, values: ValeurValues) -> None:
    require_record(by, indicateur, values.action)
    if values.nature == Nature.REFERENCE:  # where the trajectory starts is a definition
        require_define(by, indicateur.plan)


def _cancel(op: OpenOperation, chiffre: ChiffreT, motif: str) -> ChiffreT:
    if not motif.strip():
        raise UserFault.single(
            "Un chiffre ne s'annule ni ne se corrige sans motif.", field="motif", code="vide"
        )
    if lock(chiffre).is_cancelled:
        raise UserFault.single("Ce chiffre est déjà annulé.")
    return op.change(chiffre, is_cancelled=True, annulation_motif=motif.strip())


def _refuse_value(op: OpenOperation, indicateur: Indicateur, values: ValeurValues) -> None:
    today = timezone.localtime(op.row.at).date()
    with FaultGatherer() as faults:
        if values.periode.end > today:
            faults.add(
                Fault(
                    message="La période n'est pas finie : ce qui est visé est une cible.",
                    place=Place(field="période"),
                    value=values.periode.label(),
                    expected="une période finie",
                    code="avenir",
                )
            )
        faults.extend(_scope_faults(indicateur, values))
        live = Valeur.objects.filter(indicateur=indicateur, is_cancelled=False)
        if values.nature == Nature.REFERENCE:
            if live.filter(nature=Nature.REFERENCE).exists():
                faults.add_message(
                    "Cet indicateur a déjà une valeur de référence.", expected="la corriger"
                )
        elif indicateur.agregation == Agregation.SOMME:
            faults.extend(_overlap_faults(live, values))


def _scope_faults(indicateur: Indicateur, values: ValeurValues) -> Iterable[Fault]:
    """A value is of the whole or of one tied action, as the indicator says."""
    place = Place(field="action")
    if values.nature == Nature.REFERENCE or not indicateur.is_par_action:
        if values.action is not None:
            yield Fault(message="Cette valeur est celle de l'ensemble, pas d'une action.",
                        place=place, value=str(values.action))  # fmt: skip
        return
    if values.action is None:
        yield Fault(message="Cet indicateur se renseigne action par action.", place=place,
                    expected="une des actions rattachées")  # fmt: skip
    elif not Rattachement.objects.filter(indicateur=indicateur, action=values.action).exists():
        yield Fault(message="Cette action n'est pas rattachée à l'indicateur.", place=place,
                    value=str(values.action), expected="une des actions rattachées")  # fmt: skip


def _overlap_faults(live: "Iterable[Valeur]", values: ValeurValues) -> Iterable[Fault]:
    """Periods that add up never overlap within one kind: a month is not counted twice."""
    for one in live:
        same = (
            one.nature == Nature.VALEUR
            and one.action_id == (values.action.pk if values.action else None)
            and one.is_self_declared is values.is_self_declared
        )
        if same and one.periode.overlaps(values.periode):
            yield Fault(
                message="Cette période recouvre celle d'une valeur déjà saisie : "
                "elle serait comptée deux fois.",
                place=Place(field="période"),
                value=values.periode.label(),
                expected=f"corriger la valeur de {one.periode.label()}, ou une autre période",
                code="recouvrement",
            )
