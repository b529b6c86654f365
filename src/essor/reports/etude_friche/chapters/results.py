"""Results: value, time, who gains and who pays, the developer's balance, impacts, facts."""

from collections.abc import Iterator, Mapping
from typing import Any

from essor.reports.charts.cumulative import CumulativeFlow
from essor.reports.charts.scale import short_eur
from essor.reports.document.blocks import Block, Figure, Heading, Paragraph
from essor.reports.etude_friche import accounts, tables
from essor.reports.etude_friche.drawings import flow_of, gains_of
from essor.reports.etude_friche.facts import StudyFacts, StudySheet
from essor.reports.etude_friche.words import percent

Json = Mapping[str, Any]
SHOWN_IMPACTS = 14
FLOW_STEP = 10
AMOUNTS = (3.5, 1.0)


def results(facts: StudyFacts) -> list[Block]:
    """Everything the point values and the draws found."""
    sheet = facts.sheet
    found = sheet.results
    worth = tables.of_account(accounts.value_account(found))
    impacts = tables.of_account(accounts.impacts_account(found).shortened(SHOWN_IMPACTS), "Effet")
    balance = tables.of_account(accounts.balance_account(found))
    return [
        Heading("Les résultats"),
        tables.values(sheet).block("Valeur actualisée nette pour la société", AMOUNTS),
        worth.block("De l'aménageur à la société, valeurs de l'étude", AMOUNTS),
        Heading("Quand", 2),
        *_time(sheet),
        Heading("Qui gagne, qui paie", 2),
        *_bearers(sheet),
        Heading("Le bilan de l'aménageur", 2),
        balance.block("Les neuf lignes du bilan de l'aménageur, valeurs actualisées", AMOUNTS),
        Heading("Les effets sur tous les autres", 2),
        impacts.block(
            "Effets sur les autres que l'aménageur, valeurs actualisées, du plus grand au plus "
            "petit",
            AMOUNTS,
        ),
        Heading("Les effets physiques", 2),
        tables.metrics(sheet).block(
            "Effets physiques, sur la durée de l'évaluation sauf mention",
            (3, 1.2, 0.8),
            numbers=(1,),
        ),
    ]


def _time(sheet: StudySheet) -> Iterator[Block]:
    found = sheet.results
    flow = flow_of(found)
    yield Figure(svg=flow.svg(), alt=_flow_words(found, flow), caption=flow.title)
    yield Paragraph(_break_even(found))
    yield tables.cumul(sheet, every=FLOW_STEP).block(
        "Cumul, valeurs actualisées", (1, 1.4, 1, 1, 1)
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


def _bearers(sheet: StudySheet) -> Iterator[Block]:
    chart = gains_of(sheet.results)
    said = [f"{row[0]}\u00a0: {row[1]}" for row in chart.rows()]
    yield Figure(svg=chart.svg(), alt="Barres. " + "\u202f; ".join(said), caption=chart.title)
    yield tables.gains(sheet).block(
        "Valeur actualisée par groupe\u00a0; les valeurs de l'étude s'ajoutent, pas les bornes",
        (2.2, 1.4, 1, 1, 1),
    )


def tables_annex(facts: StudyFacts) -> list[Block]:
    """Annex: the tables whole, of which the body shows the largest lines."""
    sheet, found = facts.sheet, facts.sheet.results
    balance = tables.of_account(accounts.detailed_balance(found))
    impacts = tables.of_account(accounts.impacts_account(found), "Effet")
    return [
        Heading("Annexe C\u00a0: les tableaux complets", is_on_new_page=True),
        balance.block("Bilan de l'aménageur, poste par poste", AMOUNTS, is_small=True),
        impacts.block("Tous les effets sur les autres", AMOUNTS, is_small=True),
        tables.drivers(sheet, is_whole=True).block(
            "Toutes les grandeurs tirées au sort",
            (3.0, 0.9, 1.3, 0.9, 1.3, 1.4, 1.2, 1.5),
            is_small=True,
        ),
        tables.metrics(sheet, is_whole=True).block(
            "Toutes les mesures, sols après le projet compris",
            (3, 1.2, 0.8),
            numbers=(1,),
            is_small=True,
        ),
    ]
