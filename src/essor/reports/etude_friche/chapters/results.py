"""Results: value, time, who gains and who pays, the developer's balance, impacts, facts."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from essor.engines.friches.vocabulary import Soil
from essor.foundations.french import format_number
from essor.reports.charts.cumulative import CumulativeFlow
from essor.reports.charts.gains import Gains, Share
from essor.reports.charts.scale import short_eur
from essor.reports.document.blocks import Block, Figure, Heading, Paragraph, Table
from essor.reports.etude_friche.chapters.accounts import account, totals_of
from essor.reports.etude_friche.facts import StudyFacts
from essor.reports.etude_friche.nouns import BALANCE_LINES, SOILS
from essor.reports.etude_friche.words import METRICS, percent, plain

Json = Mapping[str, Any]


def results(facts: StudyFacts) -> list[Block]:
    """Everything the point values and the draws found."""
    found = facts.sheet.results
    return [
        Heading("Les résultats"),
        _values(found),
        Heading("Quand", 2),
        *_time(found),
        Heading("Qui gagne, qui paie", 2),
        *_bearers(found),
        Heading("Le bilan de l'aménageur", 2),
        _balance(found),
        Heading("Les effets sur tous les autres", 2),
        _impacts(found),
        Heading("Les effets physiques", 2),
        _metrics(found["mesures"]),
    ]


def _values(found: Json) -> Table:
    draws = found["incertitude"]["van_eur"]
    point = short_eur(found["van_socioeconomique_eur"])
    return Table(
        caption="Valeur actualisée nette pour la société",
        head=("Grandeur", "Valeur"),
        rows=(
            ("Avec les valeurs de l'étude, sans tirage", point),
            ("Médiane des tirages (P50)", short_eur(draws["p50"])),
            ("Un tirage sur vingt est au-dessous de (P5)", short_eur(draws["p5"])),
            ("Un tirage sur vingt est au-dessus de (P95)", short_eur(draws["p95"])),
            ("Moyenne des tirages", short_eur(draws["moyenne"])),
            ("Probabilité d'une valeur positive", percent(draws["probabilite_positive"])),
            ("dont bilan de l'aménageur", short_eur(found["bilan_amenageur_eur"])),
            ("dont effets sur les autres", short_eur(found["impacts_indirects_eur"])),
        ),
        widths=(3.5, 1),
        numbers=(1,),
    )


def flow_of(found: Json) -> CumulativeFlow:
    """Specification of the chart of the running total."""
    rows = found["incertitude"]["cumul_eur"]
    return CumulativeFlow(
        title="Cumul des gains et des coûts pour la société, année après année",
        first_year=found["annees"][0],
        point=found["cumul_eur"],
        middle=rows["p50"],
        low=rows["p5"],
        high=rows["p95"],
        break_even_year=found["annee_equilibre"],
    )


def _time(found: Json) -> Iterator[Block]:
    flow = flow_of(found)
    yield Figure(svg=flow.svg(), alt=_flow_words(found, flow), caption=flow.title)
    yield Paragraph(_break_even(found))
    yield Table(
        caption="Cumul, valeurs actualisées",
        head=("Année", "Valeurs de l'étude", "P5", "Médiane", "P95"),
        rows=tuple(flow.rows(every=10)),
        widths=(1, 1.4, 1, 1, 1),
        numbers=(1, 2, 3, 4),
    )


def _flow_words(found: Json, flow: CumulativeFlow) -> str:
    first, last = found["annees"]
    return (
        f"Courbe de {first} à {last}\u00a0: le cumul va de {short_eur(flow.point[0])} à "
        f"{short_eur(flow.point[-1])}\u00a0; la dernière année, neuf tirages sur dix sont entre "
        f"{short_eur(flow.low[-1])} et {short_eur(flow.high[-1])}. {_break_even(found)}"
    )


def _break_even(found: Json) -> str:
    year, draws = found["annee_equilibre"], found["incertitude"]["equilibre"]
    start = (
        f"Avec les valeurs de l'étude, le cumul redevient positif en {year}."
        if year is not None
        else "Avec les valeurs de l'étude, le cumul ne redevient jamais positif."
    )
    if draws["p5"] is None:
        return f"{start} Aucun tirage n'atteint l'équilibre."
    return (
        f"{start} {percent(draws['probabilite'])} des tirages l'atteignent, entre {draws['p5']} et "
        f"{draws['p95']} pour neuf sur dix d'entre eux."
    )


def gains_of(found: Json) -> Gains:
    """Specification of the chart of who gains and who pays."""
    rows = found["incertitude"]["repartition_eur"]
    return Gains(
        title="Ce que chacun gagne ou paie (valeurs de l'étude et fourchette des tirages)",
        shares=[
            Share(
                label=row["libelle"],
                eur=row["eur"],
                low_eur=rows[name]["p5"] if name in rows else None,
                high_eur=rows[name]["p95"] if name in rows else None,
            )
            for name, row in found["repartition_eur"].items()
        ],
    )


def _bearers(found: Json) -> Iterator[Block]:
    gains = gains_of(found)
    said = [f"{row[0]}\u00a0: {row[1]}" for row in gains.rows()]
    yield Figure(svg=gains.svg(), alt="Barres. " + "\u202f; ".join(said), caption=gains.title)
    yield Table(
        caption="Valeur actualisée par groupe\u00a0; leur somme est la valeur pour la société",
        head=("Groupe", "Valeurs de l'étude", "P5", "P95"),
        rows=(*gains.rows(), ("Ensemble", short_eur(found["van_socioeconomique_eur"]), "", "")),
        widths=(2.2, 1.4, 1, 1),
        numbers=(1, 2, 3),
        has_total=True,
    )


def _balance(found: Json) -> Table:
    totals = dict.fromkeys(BALANCE_LINES, 0.0) | totals_of(found, "bilan")
    return account(
        "Les neuf lignes du bilan de l'aménageur, valeurs actualisées",
        totals,
        found["bilan_amenageur_eur"],
    )


def _impacts(found: Json) -> Table:
    totals = totals_of(found, "impacts_indirects")
    return account(
        "Effets sur les autres que l'aménageur, valeurs actualisées, du plus grand au plus petit",
        dict(sorted(totals.items(), key=lambda pair: -abs(pair[1]))),
        found["impacts_indirects_eur"],
    )


def _metrics(found: Json) -> Table:
    return Table(
        caption="Effets physiques, sur la durée de l'évaluation sauf mention",
        head=("Effet", "Valeur", "Unité"),
        rows=tuple((*_known_metrics(found), *_soils(found))),
        widths=(3, 1.2, 0.8),
        numbers=(1,),
    )


def _known_metrics(found: Json) -> Iterable[tuple[str, str, str]]:
    """In the order of their list; one without a label is shown last, by its own name."""
    others = [name for name in found if name not in METRICS and not name.startswith("sols_m2.")]
    for name in (*METRICS, *others):
        if name in found:
            label, unit, decimals = METRICS.get(name, (plain(name), "", 2))
            yield label, _shown(found[name], decimals), unit


def _soils(found: Json) -> Iterable[tuple[str, str, str]]:
    for name, value in found.items():
        if name.startswith("sols_m2."):
            soil = SOILS[Soil(name.removeprefix("sols_m2."))]
            yield f"Sol après le projet\u00a0: {soil.lower()}", _shown(value, 0), "m²"


def _shown(value: float, decimals: int) -> str:
    return format_number(round(value, decimals) + 0.0, decimals=decimals)
