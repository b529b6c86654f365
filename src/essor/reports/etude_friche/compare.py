"""Two studies side by side: what differs, and what makes the comparison unfair."""

from collections.abc import Iterable
from dataclasses import dataclass

from essor.reports.charts.scale import short_eur
from essor.reports.etude_friche.answer import StudyAnswer
from essor.reports.etude_friche.tables import metrics
from essor.reports.etude_friche.words import percent


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One quantity of both studies; gap : right minus left, empty where it has no meaning."""

    label: str
    left: str
    right: str
    gap: str = ""


def comparison(left: StudyAnswer, right: StudyAnswer) -> list[ComparedRow]:
    """Return what a decision needs of both studies."""
    both = (left, right)
    rows = [
        _amounts("Valeur pour la société, médiane", *(one.npv.middle_eur for one in both)),
        _amounts("Borne basse (P5)", *(one.npv.low_eur for one in both)),
        _amounts("Borne haute (P95)", *(one.npv.high_eur for one in both)),
        ComparedRow(
            label="Chance d'un gain",
            left=percent(left.probability),
            right=percent(right.probability),
        ),
        _amounts("Bilan de l'aménageur", *(one.balance for one in both)),
        ComparedRow(
            label="Année d'équilibre (médiane)",
            left=str(left.break_even.middle or "jamais"),
            right=str(right.break_even.middle or "jamais"),
        ),
    ]
    return [*rows, *_bearers(left, right), *_metrics(left, right)]


def _amounts(label: str, left: float, right: float) -> ComparedRow:
    return ComparedRow(
        label=label, left=short_eur(left), right=short_eur(right), gap=short_eur(right - left)
    )


def _bearers(left: StudyAnswer, right: StudyAnswer) -> Iterable[ComparedRow]:
    values = [
        {row["libelle"]: row["eur"] for row in one.found["repartition_eur"].values()}
        for one in (left, right)
    ]
    for name in dict.fromkeys([*values[0], *values[1]]):
        yield _amounts(name, values[0].get(name, 0.0), values[1].get(name, 0.0))


def _metrics(left: StudyAnswer, right: StudyAnswer) -> Iterable[ComparedRow]:
    shown = [
        {str(label): f"{value}\u00a0{unit}".strip() for label, value, unit in table.cells}
        for table in (metrics(one.sheet) for one in (left, right))
    ]
    for name in dict.fromkeys([*shown[0], *shown[1]]):
        yield ComparedRow(label=name, left=shown[0].get(name, "0"), right=shown[1].get(name, "0"))


def notes_on(left: StudyAnswer, right: StudyAnswer) -> list[str]:
    """Say what the two studies do not share, which a difference of results may come from."""
    notes = []
    if left.run.profil != right.run.profil:
        notes.append("Les deux études n'emploient pas la même méthode.")
    if left.first_year != right.first_year:
        notes.append(
            f"Les montants sont actualisés à deux années différentes\u00a0: {left.first_year} et "
            f"{right.first_year}."
        )
    if left.run.engine_version != right.run.engine_version:
        notes.append("Les deux calculs viennent de deux versions du moteur\u00a0: les refaire.")
    if left.run.parameters_on != right.run.parameters_on:
        notes.append("Les paramètres n'ont pas été lus le même jour.")
    if left.is_stale or right.is_stale:
        notes.append("Une des études a changé depuis son calcul.")
    return notes
