"""Write the three sheets: only what this person reads, live figures only."""

import uuid
from collections.abc import Sequence
from decimal import Decimal

from essor.foundations.tables import (
    ColumnStyle,
    HeadRole,
    SheetToWrite,
    Value,
    write_csv,
    write_xlsx,
)
from essor.records.accounts.permissions import Access
from essor.records.indicateurs.models import Chiffre, Cible, Indicateur, Rattachement, Valeur
from essor.records.indicateurs.permissions import visible_parts
from essor.records.indicateurs.queries import indicateurs_of
from essor.records.indicateurs.tableur.layout import (
    AGREGATIONS,
    COLONNES,
    NATURES,
    NIVEAUX,
    REPONSES,
    SEPARATOR,
    Feuille,
)
from essor.records.plans.models import Plan
from essor.records.plans.queries import every_action_of

Lines = list[list[Value]]


def export_workbook(*, plan: Plan, by: Access) -> bytes:
    """Return the definitions, live values and live targets as an .xlsx of three sheets."""
    return write_xlsx([sheet_of(plan=plan, by=by, feuille=one) for one in Feuille])


def export_sheet(*, plan: Plan, by: Access, feuille: Feuille) -> bytes:
    """Return one sheet as a .csv."""
    return write_csv(sheet_of(plan=plan, by=by, feuille=feuille))


def empty_workbook() -> bytes:
    """Return the three sheets with their heads, their lists of words, and nothing else."""
    return write_xlsx([_sheet(one, []) for one in Feuille])


def sheet_of(*, plan: Plan, by: Access, feuille: Feuille) -> SheetToWrite:
    """Return one sheet with its rows."""
    rows = list(indicateurs_of(plan, by))
    makers = {
        Feuille.INDICATEURS: _definitions,
        Feuille.VALEURS: _values,
        Feuille.CIBLES: _targets,
    }
    return _sheet(feuille, makers[feuille](plan, rows, by))


def _sheet(feuille: Feuille, rows: Lines) -> SheetToWrite:
    columns = COLONNES[feuille]
    return SheetToWrite(
        title=feuille.label,
        head=((HeadRole.LABEL, tuple(one.label for one in columns)),),
        rows=rows,
        columns=tuple(
            ColumnStyle(width=one.width, choices=tuple((one.words or {}).values()))
            for one in columns
        ),
        frozen_columns=2,
    )


def _definitions(plan: Plan, rows: Sequence[Indicateur], by: Access) -> Lines:
    readable = {one.pk: one.code for one in every_action_of(plan, by)}
    ties: dict[uuid.UUID, list[Rattachement]] = {}
    found = Rattachement.objects.filter(indicateur__in=rows).select_related("axe")
    for tie in found.order_by("created_at", "id"):
        ties.setdefault(tie.indicateur_id, []).append(tie)
    return [_definition(one, ties.get(one.pk, []), readable) for one in rows]


def _definition(
    one: Indicateur, ties: Sequence[Rattachement], readable: dict[uuid.UUID, str]
) -> list[Value]:
    return [
        one.code,
        one.libelle,
        one.unit_label,
        one.sens,
        AGREGATIONS[one.agregation],
        REPONSES.get(one.reponse, ""),
        one.formule,
        one.source_attendue,
        one.source_attendue_href,
        one.periodicite_months,
        one.responsable_nom,
        NIVEAUX[one.confidentialite],
        one.is_du_plan,
        one.is_par_action,
        SEPARATOR.join(tie.axe.titre for tie in ties if tie.axe),
        SEPARATOR.join(readable[tie.action_id] for tie in ties if tie.action_id in readable),
    ]


def _values(plan: Plan, rows: Sequence[Indicateur], by: Access) -> Lines:
    codes = {one.pk: one for one in rows}
    found = Valeur.objects.filter(visible_parts(by), indicateur__in=rows, is_cancelled=False)
    ordered = found.select_related("action").order_by(
        "indicateur__ordre", "indicateur__code", "fin_on", "debut_on", "created_at", "id"
    )
    return [_value(one, codes[one.indicateur_id]) for one in ordered]


def _value(one: Valeur, indicateur: Indicateur) -> list[Value]:
    return [
        str(one.pk),
        indicateur.code,
        one.action.code if one.action else "",
        NATURES[one.nature],
        one.periode.label(),
        *_figures(one),
        one.get_absence_display() if one.absence else "",
        indicateur.unit_label,
        one.is_self_declared,
        one.source_title,
        one.source_href,
        one.licence,
        one.published_on,
        one.read_on,
        one.confiance,
        one.commentaire,
        "",
    ]


def _targets(plan: Plan, rows: Sequence[Indicateur], by: Access) -> Lines:
    codes = {one.pk: one for one in rows}
    found = Cible.objects.filter(indicateur__in=rows, is_cancelled=False)
    ordered = found.order_by("indicateur__ordre", "indicateur__code", "cible_on", "id")
    return [
        [
            str(one.pk),
            codes[one.indicateur_id].code,
            one.cible_on,
            *_figures(one),
            codes[one.indicateur_id].unit_label,
            one.source_title,
            one.source_href,
            one.commentaire,
            "",
        ]
        for one in ordered
    ]


def _figures(one: Chiffre) -> list[Decimal | None]:
    """Figures without the zeros that the database pads them with."""
    return [
        None if number is None else number.normalize() + 0
        for number in (one.value, one.low, one.high)
    ]
