"""The tables of a study: on screen beside each chart, and as CSV."""

from collections.abc import Callable
from dataclasses import dataclass

from essor.reports.charts.scale import short_eur
from essor.reports.etude_friche.answer import StudyAnswer
from essor.reports.etude_friche.words import percent

Cell = str | float
Row = tuple[Cell, ...]
YEARS_STEP = 5
STATUSES = {"verifie": "vérifié", "a_relire": "à relire", "a_charger": "à charger"}
LOW, MIDDLE, HIGH = "Borne basse", "Médiane", "Borne haute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Heads and cells; a float is an amount in EUR. is_text : cells are words, set to the left."""

    head: tuple[str, ...]
    cells: tuple[Row, ...]
    is_text: bool = False

    @property
    def rows(self) -> list[list[str]]:
        """Cells in words, as on screen; a file takes the exact amounts."""
        return [[c if isinstance(c, str) else short_eur(c) for c in row] for row in self.cells]


def _gains(answer: StudyAnswer) -> Table:
    head = ("Qui", LOW, MIDDLE, HIGH, "Valeurs centrales")
    rows = [
        (
            row.name,
            row.amount.low_eur,
            row.amount.middle_eur,
            row.amount.high_eur,
            row.amount.point_eur,
        )
        for row in answer.bearers
    ]
    return Table(head=head, cells=tuple(rows))


def _cumul(answer: StudyAnswer) -> Table:
    head = ("Année", "Valeurs centrales", LOW, MIDDLE, HIGH)
    flow = answer.flow
    last = len(flow.point) - 1
    kept = [n for n in range(last + 1) if n % YEARS_STEP == 0 or n == last]
    rows = [
        (str(flow.first_year + n), flow.point[n], flow.low[n], flow.middle[n], flow.high[n])
        for n in kept
    ]
    return Table(head=head, cells=tuple(rows))


def _drivers(answer: StudyAnswer) -> Table:
    head = (
        "Inconnue", "Basse", "Résultat", "Haute", "Résultat", "Part de l'incertitude",
        "Change le signe à", "Valeur de l'étudier d'abord",
    )  # fmt: skip
    rows = [
        (
            row.name,
            row.low,
            row.low_eur,
            row.high,
            row.high_eur,
            percent(row.share),
            row.switch or "jamais",
            row.worth_eur,
        )
        for row in answer.drivers
    ]
    return Table(head=head, cells=tuple(rows))


def _accounts(answer: StudyAnswer) -> Table:
    rows = [_line(row.name, row.detail, row.eur) for row in answer.accounts]
    total = ("Bilan", answer.balance)
    return Table(head=("Poste", "Montant"), cells=(*rows, total))


def _impacts(answer: StudyAnswer) -> Table:
    rows = sorted(answer.impacts, key=lambda row: -row.eur)
    return Table(
        head=("Impact", "Montant"), cells=tuple(_line(r.name, r.detail, r.eur) for r in rows)
    )


def _line(name: str, detail: str, eur: float) -> Row:
    return (f"{name}, {detail}" if detail else name, eur)


def _metrics(answer: StudyAnswer) -> Table:
    rows = [(row.name, f"{row.value}\u00a0{row.unit}".strip()) for row in answer.metrics]
    return Table(head=("Mesure", "Total"), cells=tuple(rows))


def _elsewhere(answer: StudyAnswer) -> Table:
    head = ("Où", "Valeur pour la société", "Avantage de la friche", "Terres prises")
    rows = [
        (
            row.name,
            row.eur,
            row.advantage_eur,
            f"{row.land_ha:.1f}\u00a0ha".replace(".", ","),
        )
        for row in answer.greenfields
    ]
    return Table(head=head, cells=tuple(rows))


def _answers(answer: StudyAnswer) -> Table:
    rows: list[Row] = []
    for zone in answer.zones:
        shown = f"{zone.surface_ha:g}\u00a0ha".replace(".", ",")
        rows.append((zone.name, f"{shown}, {zone.activite.lower()}"))
        rows.append(("Projet", zone.programme))
        rows.append(("Porté par", zone.porteur))
        rows.append(("Décidé", zone.decide_le[:4]))
        rows += zone.given
    return Table(head=("Question", "Réponse"), cells=tuple(rows), is_text=True)


def _parameters(answer: StudyAnswer) -> Table:
    head = ("Paramètre", "Nom", "Valeur", "Depuis", "Statut", "Vérifié le", "Source", "Adresse")
    rows = [
        (
            row["description"],
            row["nom"],
            row["valeur"],
            row["depuis"],
            STATUSES[row["statut"]],
            row["verifie_le"],
            " ; ".join(one["titre"] for one in row["sources"]),
            " ; ".join(one["href"] for one in row["sources"]),
        )
        for row in answer.parameters
    ]
    return Table(head=head, cells=tuple(rows), is_text=True)


TABLES: dict[str, Callable[[StudyAnswer], Table]] = {
    "gains": _gains,
    "cumul": _cumul,
    "inconnues": _drivers,
    "bilan": _accounts,
    "impacts": _impacts,
    "mesures": _metrics,
    "ailleurs": _elsewhere,
    "reponses": _answers,
    "parametres": _parameters,
}


def tables_of(answer: StudyAnswer) -> dict[str, Table]:
    """Return every table of a study, by the name of its file."""
    return {name: make(answer) for name, make in TABLES.items()}
