"""The tables of a study, each written once: on screen, as CSV, in the document."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from essor.engines.friches.vocabulary import Soil
from essor.foundations.french import format_date_short
from essor.records.studies.nouns import SOILS
from essor.reports.etude_friche import accounts
from essor.reports.etude_friche.assumptions import Assumption
from essor.reports.etude_friche.drawings import flow_of
from essor.reports.etude_friche.drivers import Driver
from essor.reports.etude_friche.facts import StudySheet
from essor.reports.etude_friche.table import Cell, Measure, Row, Table
from essor.reports.etude_friche.words import (
    ABOUT,
    GREENFIELDS,
    METRICS,
    number,
    percent,
    plain,
)

M2_PER_HECTARE = 10_000
YEARS_STEP = 5
STATUSES = {"verifie": "vérifié", "a_relire": "à relire", "a_charger": "à charger"}
LOW, MIDDLE, HIGH, STATED = "Borne basse", "Médiane", "Borne haute", "Valeurs de l'étude"


def of_account(account: accounts.Account, head: str = "Poste") -> Table:
    """Lay an account out: its lines, then their sum."""
    rows = [(line.label, float(line.eur)) for line in (*account.lines, account.total)]
    return Table(head=(head, "Montant"), cells=tuple(rows), has_total=True)


def values(sheet: StudySheet) -> Table:
    """The net present value for society: stated, drawn, and how often positive."""
    found = sheet.results
    draws = found["incertitude"]["van_eur"]
    rows: tuple[Row, ...] = (
        ("Avec les valeurs de l'étude, sans tirage", found["van_socioeconomique_eur"]),
        ("Médiane des tirages (P50)", draws["p50"]),
        ("Un tirage sur vingt est au-dessous de (P5)", draws["p5"]),
        ("Un tirage sur vingt est au-dessus de (P95)", draws["p95"]),
        ("Moyenne des tirages", draws["moyenne"]),
        ("Probabilité d'une valeur positive", percent(draws["probabilite_positive"])),
    )
    return Table(head=("Grandeur", "Valeur"), cells=rows)


def gains(sheet: StudySheet) -> Table:
    """What each group gains or pays; their sum is the value for society, range by range or not."""
    found = sheet.results
    draws = found["incertitude"]
    rows = [
        (row["libelle"], row["eur"], *_bounds(draws["repartition_eur"].get(name)))
        for name, row in sorted(found["repartition_eur"].items(), key=lambda r: -r[1]["eur"])
    ]
    whole = ("Ensemble", found["van_socioeconomique_eur"], *_bounds(draws["van_eur"]))
    return Table(head=("Qui", STATED, LOW, MIDDLE, HIGH), cells=(*rows, whole), has_total=True)


def _bounds(draws: dict[str, float] | None) -> tuple[Cell, ...]:
    return ("", "", "") if draws is None else (draws["p5"], draws["p50"], draws["p95"])


def cumul(sheet: StudySheet, *, every: int = 1) -> Table:
    """Running total: the first year, every few years, the last one."""
    flow = flow_of(sheet.results)
    last = len(flow.point) - 1
    columns = (flow.point, flow.low, flow.middle, flow.high)
    rows: list[Row] = [
        (str(flow.first_year + n), *(float(column[n]) for column in columns))
        for n in range(last + 1)
        if n % every == 0 or n == last
    ]
    return Table(head=("Année", STATED, LOW, MIDDLE, HIGH), cells=tuple(rows))


def drivers(sheet: StudySheet, *, count: int | None = None, is_whole: bool = False) -> Table:
    """Uncertain quantities, from the strongest; is_whole : their whole description."""
    head = (
        "Inconnue", "Basse", "Résultat", "Haute", "Résultat", "Part de l'incertitude",
        "Résultat nul à", "Prix maximal d'une étude",
    )  # fmt: skip
    rows = [_driver(one, is_whole=is_whole) for one in sheet.drivers[:count]]
    return Table(head=head, cells=tuple(rows))


def _driver(one: Driver, *, is_whole: bool) -> Row:
    return (
        one.description if is_whole else one.label,
        one.low,
        one.low_eur,
        one.high,
        one.high_eur,
        percent(one.share),
        one.switch or "jamais",
        one.worth_eur,
    )


def metrics(sheet: StudySheet, *, is_whole: bool = False) -> Table:
    """Physical totals; is_whole : those at zero and the soils as well."""
    found = sheet.results["mesures"]
    others = [name for name in found if name not in METRICS and not name.startswith("sols_m2.")]
    rows: list[Row] = []
    for name in (*METRICS, *others):
        label, unit, decimals = METRICS.get(name, (plain(name), "", 2))
        value = float(found.get(name, 0.0))
        if (is_whole and name in found) or round(value, decimals):
            rows.append((label, Measure(value, decimals), unit))
    if is_whole:
        rows += _soils(found)
    return Table(head=("Effet", "Valeur", "Unité"), cells=tuple(rows))


def metrics_with_units(sheet: StudySheet) -> Table:
    """The same in two columns, for a screen."""
    rows = [(label, f"{value}\u00a0{unit}".strip()) for label, value, unit in metrics(sheet).cells]
    return Table(head=("Effet", "Total"), cells=tuple(rows))


def _soils(found: dict[str, float]) -> Iterator[Row]:
    for name, value in found.items():
        if name.startswith("sols_m2."):
            soil = SOILS[Soil(name.removeprefix("sols_m2."))]
            yield f"Sol après le projet\u00a0: {soil.lower()}", Measure(float(value), 0), "m²"


def elsewhere(sheet: StudySheet) -> Table:
    """The same project on open land."""
    head = ("Où", "Valeur pour la société", "Avantage de la friche", "Terres prises (ha ENAF)")
    rows = [
        (
            GREENFIELDS.get(row["nature"], row["nature"]),
            row["van_eur"],
            row["avantage_friche_eur"],
            Measure(row["sols_enaf_pris_ha"], 1),
        )
        for row in sheet.results["contrefactuel"]
    ]
    return Table(head=head, cells=tuple(rows))


def answers(sheet: StudySheet) -> Table:
    """What was answered about each part of the site."""
    head = ("Partie", "Surface", "Ce que c'était", "Ce que cela devient", "Porteur", "Décision")
    inputs = sheet.inputs
    zones = inputs.get("zones") or [{"site": inputs["site"], "projet": inputs["projet"]}]
    rows = []
    for zone in zones:
        before, after = zone["site"], zone["projet"]
        rows.append(
            (
                zone.get("nom") or "Site",
                f"{number(before['surface_m2'] / M2_PER_HECTARE)}\u00a0ha",
                _word("activite", before["activite"]),
                _word("programme", after["programme"]),
                _word("porteur", after.get("porteur", "inconnu")),
                format_date_short(dt.date.fromisoformat(str(after["decide_le"]))),
            )
        )
    return Table(head=head, cells=tuple(rows), is_text=True)


def _word(about: str, value: str) -> str:
    words: dict[str, str] = {str(key): label for key, label in ABOUT[about].items()}
    return words.get(value, plain(value))


def assumptions(found: Sequence[Assumption]) -> Table:
    """Each number of the site and the project, with its origin and its range."""
    head = ("Sujet", "Grandeur", "Valeur", "Origine", "Neuf tirages sur dix")
    rows = [
        (
            f"{one.group}, {one.zone}" if one.zone else one.group,
            one.label,
            one.value,
            one.origin.value,
            one.bounds,
        )
        for one in found
    ]
    return Table(head=head, cells=tuple(rows), is_text=True)


def parameters(sheet: StudySheet) -> Table:
    """Every parameter that the computation read."""
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
        for row in sheet.parameters
    ]
    return Table(head=head, cells=tuple(rows), is_text=True)


FILES: dict[str, Callable[[StudySheet], Table]] = {
    "valeur": lambda sheet: of_account(accounts.value_account(sheet.results)),
    "gains": gains,
    "cumul": cumul,
    "inconnues": lambda sheet: drivers(sheet, is_whole=True),
    "bilan": lambda sheet: of_account(accounts.detailed_balance(sheet.results)),
    "impacts": lambda sheet: of_account(accounts.impacts_account(sheet.results), "Effet"),
    "statu-quo": lambda sheet: of_account(accounts.status_quo_account(sheet.results)),
    "mesures": lambda sheet: metrics(sheet, is_whole=True),
    "ailleurs": elsewhere,
    "reponses": answers,
    "parametres": parameters,
}
"""Name of a file -> its table, whole."""

SCREEN: dict[str, Callable[[StudySheet], Table]] = {
    **FILES,
    "cumul": lambda sheet: cumul(sheet, every=YEARS_STEP),
    "inconnues": drivers,
    "mesures": metrics_with_units,
}
"""The same on screen, where a reader wants less."""


def tables_of(sheet: StudySheet) -> dict[str, Table]:
    """Return every table of a study for its page, by the name of its file."""
    return {name.replace("-", "_"): make(sheet) for name, make in SCREEN.items()}
