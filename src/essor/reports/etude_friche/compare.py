"""Studies side by side: what they find, what they suppose, what makes comparing them unfair."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from essor.references.parameter import Parameter
from essor.reports.charts.scale import short_eur
from essor.reports.etude_friche.answer import StudyAnswer
from essor.reports.etude_friche.assumptions import Assumption
from essor.reports.etude_friche.facts import assumptions_again
from essor.reports.etude_friche.table import Cell, Row, Table
from essor.reports.etude_friche.tables import metrics
from essor.reports.etude_friche.words import label_of, number, percent

ABSENT = "—"
Answers = Sequence[StudyAnswer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Some rows under one title; a gap is the last study minus the first, when there are two."""

    title: str
    table: Table


def comparison(answers: Answers) -> list[Section]:
    """Return what a decision needs of each study."""
    head = ("Ce qu'on compare", *(one.study.titre for one in answers))
    head = (*head, "Écart") if len(answers) == 2 else head
    parts = (
        ("Ce que le projet vaut", _worth(answers)),
        ("Qui gagne, qui paie (valeurs de l'étude)", _bearers(answers)),
        ("Ce que le projet change sur place", _metrics(answers)),
    )
    return [
        Section(title=title, table=Table(head=head, cells=tuple(rows))) for title, rows in parts
    ]


def whole_table(answers: Answers) -> Table:
    """Return every section in one table, for a file."""
    sections = comparison(answers)
    rows = [row for section in sections for row in section.table.cells]
    return Table(head=sections[0].table.head, cells=tuple(rows))


def _worth(answers: Answers) -> Iterator[Row]:
    yield _amounts("Valeur pour la société, médiane", answers, lambda one: one.npv.middle_eur)
    yield _amounts("Borne basse (P5)", answers, lambda one: one.npv.low_eur)
    yield _amounts("Borne haute (P95)", answers, lambda one: one.npv.high_eur)
    yield _words("Chance d'un gain", answers, lambda one: percent(one.probability))
    yield _amounts("Bilan de l'aménageur", answers, lambda one: one.balance)
    yield _amounts("Ne rien faire", answers, lambda one: one.status_quo)
    yield _words(
        "Année d'équilibre (médiane)", answers, lambda one: str(one.break_even.middle or "jamais")
    )


def _amounts(label: str, answers: Answers, read: Callable[[StudyAnswer], float]) -> Row:
    found = [float(read(one)) for one in answers]
    gap = (found[1] - found[0],) if len(found) == 2 else ()
    return (label, *found, *gap)


def _words(label: str, answers: Answers, read: Callable[[StudyAnswer], str]) -> Row:
    gap = ("",) if len(answers) == 2 else ()
    return (label, *(read(one) for one in answers), *gap)


def _bearers(answers: Answers) -> Iterator[Row]:
    shares = [
        {row["libelle"]: row["eur"] for row in one.found["repartition_eur"].values()}
        for one in answers
    ]
    for name in dict.fromkeys(name for share in shares for name in share):
        found = [float(share.get(name, 0.0)) for share in shares]
        gap = (found[1] - found[0],) if len(found) == 2 else ()
        yield (name, *found, *gap)


def _metrics(answers: Answers) -> Iterator[Row]:
    shown: list[dict[str, Cell]] = [
        {str(label): f"{value}\u00a0{unit}".strip() for label, value, unit in metrics(sheet).cells}
        for sheet in (one.sheet for one in answers)
    ]
    gap = ("",) if len(answers) == 2 else ()
    for name in dict.fromkeys(name for one in shown for name in one):
        yield (name, *(one.get(name, "0") for one in shown), *gap)


def differences(answers: Answers, *, files: Mapping[str, Parameter]) -> Table:
    """Return the numbers that the studies do not share: why their results differ."""
    found = [dict(_supposed(one, files)) for one in answers]
    rows = []
    for name in dict.fromkeys(name for one in found for name in one):
        cells = [one.get(name, ABSENT) for one in found]
        if len(set(cells)) > 1:
            rows.append((name, *cells))
    head = ("Hypothèse", *(one.study.titre for one in answers))
    return Table(head=head, cells=tuple(rows), is_text=True)


def _supposed(answer: StudyAnswer, files: Mapping[str, Parameter]) -> Iterator[tuple[str, str]]:
    sheet = answer.sheet
    for zone in sheet.inputs.get("zones", ()):
        for part, name in (("site", "activite"), ("projet", "programme"), ("projet", "porteur")):
            yield f"{zone['nom']}, {name}", str(zone[part].get(name, ABSENT)).replace("_", " ")
    for one in assumptions_again(sheet, files=files):
        yield _subject(one), f"{one.value} ({one.bounds})" if one.bounds else one.value
    for path, value in (sheet.inputs.get("parametres") or {}).items():
        yield f"Paramètre\u00a0: {label_of(path, sheet.descriptions)}", number(value)


def _subject(one: Assumption) -> str:
    parts = (one.group, one.zone, one.label)
    return ", ".join(part for part in parts if part)


def notes_on(answers: Answers) -> list[str]:
    """Say what the studies do not share, which a difference of results may come from."""
    notes = []
    if _differ(one.run.profil for one in answers):
        notes.append("Les études n'emploient pas la même méthode.")
    if _differ(one.first_year for one in answers):
        years = ", ".join(str(one.first_year) for one in answers)
        notes.append(f"Les montants sont actualisés à des années différentes\u00a0: {years}.")
    if _differ(one.run.engine_version for one in answers):
        notes.append("Les calculs viennent de versions différentes du moteur\u00a0: les refaire.")
    if _differ(one.run.parameters_on for one in answers):
        notes.append("Les paramètres n'ont pas été lus le même jour.")
    if any(one.is_stale for one in answers):
        notes.append("Une des études a changé depuis son calcul.")
    return notes


def _differ(values: Iterable[object]) -> bool:
    return len(set(values)) > 1


def summary(answers: Answers) -> str:
    """Say which study has the best median, and whether the draws make it sure."""
    best = max(answers, key=lambda one: one.npv.middle_eur)
    others = [one for one in answers if one is not best]
    second = max(others, key=lambda one: one.npv.middle_eur)
    said = (
        f"«\u00a0{best.study.titre}\u00a0» a la meilleure médiane, "
        f"{short_eur(best.npv.middle_eur - second.npv.middle_eur)} au-dessus de "
        f"«\u00a0{second.study.titre}\u00a0»."
    )
    if best.npv.low_eur > max(one.npv.high_eur for one in others):
        return f"{said} Sa borne basse dépasse la borne haute des autres\u00a0: l'ordre est sûr."
    return f"{said} Les fourchettes se recouvrent\u00a0: l'ordre n'est pas sûr."
