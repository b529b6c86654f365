"""The register and the chances as files: what is downloaded is what is shown."""

from collections.abc import Callable, Sequence

from django.http import HttpResponse

from essor.foundations.tables import (
    ColumnStyle,
    HeadRole,
    SheetToWrite,
    Value,
    write_xlsx,
)
from essor.records.risques.chances import Chances
from essor.records.risques.register import Register, RisqueRow
from essor.web.design.csv_file import csv_file, file_answer
from essor.web.risques.templatetags import niveau

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABELS = (
    "N°", "Code de l'action", "Action", "Jalon", "Risque", "Cause", "Conséquence", "Statut",
    "Probabilité (1 à 5)", "Impact (1 à 5)", "Criticité", "Niveau",
    "Mesures", "Coût des mesures (€ HT)",
    "Probabilité après mesures", "Impact après mesures", "Criticité après mesures",
    "Niveau après mesures", "Retard minimal (jours)", "Retard probable (jours)",
    "Retard maximal (jours)", "Surcoût minimal (€ HT)", "Surcoût probable (€ HT)",
    "Surcoût maximal (€ HT)", "Responsable", "Revue prévue le", "Revue en retard de (jours)",
)  # fmt: skip
CHANCE_LABELS = ("Sujet", "Libellé", "Annoncé le", "Date", "Part des tirages", "Corrélation")


def risque_lines(register: Register | None) -> list[list[Value]]:
    """Return one line per risk shown, in the order shown."""
    return [_line(row) for row in register.rows] if register else []


def chance_lines(chances: Chances) -> list[list[Value]]:
    """Return the curve, the chance of each date said, then what decides; shares in percent."""
    lines: list[list[Value]] = [
        ["Fin de l'action", "au plus tard", None, day, percent(share), ""]
        for share, day in chances.curve
    ]
    lines += [
        [
            "Date dite",
            f"{one.jalon.titre}{', référence' if one.is_reference else ''}",
            one.said_on,
            one.day,
            percent(one.chance),
            "",
        ]
        for one in chances.dites
    ]
    for cause in chances.moteurs:
        subject, label = ("Jalon", cause.jalon) if cause.jalon else ("Risque", cause.risque)
        correlation = f"{cause.correlation:.2f}".replace(".", ",")
        lines.append([subject, str(label), None, None, percent(cause.share), correlation])
    lines.append(["Tirages", f"{chances.draws}, graine {chances.seed}", None, None, "", ""])
    return lines


def percent(share: float) -> str:
    """Write a share with one decimal, as a French spreadsheet reads it."""
    return f"{share * 100:.1f}".replace(".", ",") + " %"


def register_csv(name: str, register: Register | None) -> HttpResponse:
    """Send the register as CSV."""
    return csv_file(name, LABELS, risque_lines(register))


def register_xlsx(name: str, register: Register | None) -> HttpResponse:
    """Send the register as a workbook."""
    return file_answer(
        write_xlsx([_sheet("Risques", LABELS, risque_lines(register))]),
        kind=XLSX,
        name=f"{name}.xlsx",
    )


FORMATS: dict[str, Callable[[str, Register | None], HttpResponse]] = {
    "csv": register_csv,
    "xlsx": register_xlsx,
}


def _sheet(title: str, labels: tuple[str, ...], lines: Sequence[Sequence[Value]]) -> SheetToWrite:
    return SheetToWrite(
        title=title,
        head=((HeadRole.LABEL, labels),),
        rows=lines,
        columns=tuple(ColumnStyle() for _ in labels),
    )


def _line(row: RisqueRow) -> list[Value]:
    one = row.risque
    return [
        row.numero,
        one.action.code,
        one.action.titre,
        one.jalon.titre if one.jalon else "",
        one.titre,
        one.cause,
        one.consequence,
        one.get_statut_display(),
        one.probabilite,
        one.impact,
        one.criticite,
        niveau(row.niveau),
        one.mesures,
        one.cout_mesure_eur,
        one.probabilite_apres,
        one.impact_apres,
        one.criticite_apres,
        niveau(row.niveau_apres),
        one.retard_min_days,
        one.retard_days,
        one.retard_max_days,
        one.surcout_min_eur,
        one.surcout_eur,
        one.surcout_max_eur,
        one.responsable_nom,
        one.revue_on,
        row.days_overdue or None,
    ]
