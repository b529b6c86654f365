"""The list and the values as files: what is downloaded is what is shown."""

from collections.abc import Sequence

from django.http import HttpResponse

from essor.foundations.sums import sum_values
from essor.foundations.tables import ColumnStyle, HeadRole, SheetToWrite, Value, write_csv
from essor.records.indicateurs.models import Valeur
from essor.records.indicateurs.queries import Fiche
from essor.records.indicateurs.standing import Figure

BOARD = ("Code", "Indicateur", "Réponse du programme", "Dernier chiffre", "Au", "Verdict", "Règle")
VALUES = (
    "Début", "Fin", "Nature", "Action", "Valeur", "Borne basse", "Borne haute", "Absence",
    "Unité", "Déclaré par l'intéressé", "Source", "Lien", "Lu le", "Annulé", "Motif",
)  # fmt: skip


def figure_of(figure: Figure | None) -> str:
    """Write a sum with what it lacks; empty when nothing was said."""
    return figure.total.label() if figure else ""


def said_of_value(valeur: Valeur) -> str:
    """Write one value with its unit, or why there is none."""
    return sum_values([valeur.sourced()], unit=valeur.indicateur.unit).label()


def board_file(name: str, fiches: Sequence[Fiche]) -> HttpResponse:
    """Send one line per indicator."""
    lines: list[list[Value]] = [
        [
            one.indicateur.code,
            one.indicateur.libelle,
            one.indicateur.get_reponse_display(),
            figure_of(one.latest) or "aucune valeur",
            one.latest.on if one.latest else None,
            one.verdict.issue.label,
            one.verdict.rule,
        ]
        for one in fiches
    ]
    return _file(name, BOARD, lines)


def values_file(name: str, valeurs: Sequence[Valeur]) -> HttpResponse:
    """Send one line per value."""
    return _file(name, VALUES, [_line(one) for one in valeurs])


def _line(one: Valeur) -> list[Value]:
    return [
        one.debut_on,
        one.fin_on,
        one.get_nature_display(),
        str(one.action) if one.action else "",
        one.value,
        one.low,
        one.high,
        one.get_absence_display() if one.absence else "",
        one.indicateur.unit_label,
        "oui" if one.is_self_declared else "non",
        one.source_title,
        one.source_href,
        one.read_on,
        "oui" if one.is_cancelled else "non",
        one.annulation_motif,
    ]


def _file(name: str, labels: tuple[str, ...], lines: Sequence[Sequence[Value]]) -> HttpResponse:
    sheet = SheetToWrite(
        title=name,
        head=((HeadRole.LABEL, labels),),
        rows=lines,
        columns=tuple(ColumnStyle() for _ in labels),
    )
    response = HttpResponse(write_csv(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
