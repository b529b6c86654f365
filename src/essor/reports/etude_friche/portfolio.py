"""Which studies to carry out under a public budget: the best choice, its proof, the next euro.

A site is an action of the plan; studies of the same action are alternatives, one at most is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from essor.engines.friches.choice.portfolio import Portfolio, Scenario, best_portfolio
from essor.engines.friches.choice.reading import works_by_year
from essor.engines.friches.loading import load_profile
from essor.engines.friches.outcome import evaluate
from essor.engines.friches.reading import read_study
from essor.foundations.errors import UserFault
from essor.references.parameter import Parameter
from essor.reports.charts.scale import short_eur
from essor.reports.etude_friche.answer import StudyAnswer
from essor.reports.etude_friche.table import Row, Table

CENT = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the budget allows, in words and in tables.

    unread : titles of the studies whose inputs the engine of today no longer reads
    """

    sentences: tuple[str, ...]
    studies: Table
    years: Table
    unread: tuple[str, ...]


def choice_of(
    answers: Sequence[StudyAnswer],
    budget_eur: Mapping[int, float],
    *,
    files: Mapping[str, Parameter],
) -> Choice:
    """Choose among studies so that society gains most within the budget of every year.

    budget_eur : public money by calendar year, EUR not discounted
    """
    scenarios, titles, unread = [], {}, []
    for answer in answers:
        try:
            scenario = _scenario(answer, files)
        except UserFault:
            unread.append(answer.study.titre)
            continue
        scenarios.append(scenario)
        titles[scenario.name] = answer.study.titre
    if not scenarios:
        empty = Table(head=(), cells=())
        return Choice(sentences=(), studies=empty, years=empty, unread=tuple(unread))
    found = best_portfolio(scenarios, budget_eur)
    return Choice(
        sentences=tuple(_sentences(found, titles)),
        studies=_studies(found, scenarios, titles),
        years=_years(found, budget_eur),
        unread=tuple(unread),
    )


def _scenario(answer: StudyAnswer, files: Mapping[str, Parameter]) -> Scenario:
    sheet = answer.sheet
    profile = load_profile(sheet.profil, files, on=sheet.parameters_on)
    outcome = evaluate(read_study(sheet.inputs, parameters=profile.parameters), profile)
    action = answer.study.action
    return Scenario(
        site=str(action) if action else answer.study.titre,
        name=str(answer.study.pk),
        gain_eur=float(np.asarray(outcome.npv_eur)),
        cost_eur_by_year=works_by_year(outcome),
    )


def _sentences(found: Portfolio, titles: Mapping[str, str]) -> list[str]:
    if not found.chosen:
        first = "Aucune étude n'est retenue\u00a0: rien de ce qui tient dans le budget ne vaut "
        said = [f"{first}plus qu'il ne coûte."]
    else:
        names = ", ".join(f"«\u00a0{titles[name]}\u00a0»" for _, name in found.chosen)
        said = [f"À retenir\u00a0: {names}, pour un gain de {short_eur(found.gain_eur)}."]
    gap = found.bound_eur - found.gain_eur
    if abs(gap) < 1:
        said.append("C'est prouvé\u00a0: aucun autre choix ne gagne plus dans ce budget.")
    else:
        said.append(f"Aucun choix ne peut gagner plus de {short_eur(gap)} de mieux.")
    if found.next_euro is not None:
        (_, name), extra, gain = found.next_euro
        said.append(
            f"Ce qu'achète le prochain euro\u00a0: avec {short_eur(extra)} de plus, «\u00a0"
            f"{titles[name]}\u00a0» entre et fait gagner {short_eur(gain)}."
        )
    return said


def _studies(found: Portfolio, scenarios: Sequence[Scenario], titles: Mapping[str, str]) -> Table:
    chosen = {name for _, name in found.chosen}
    rows: list[Row] = [
        (
            titles[one.name],
            one.site,
            "retenue" if one.name in chosen else "non",
            one.gain_eur,
            float(sum(one.cost_eur_by_year.values())),
            _span(one),
        )
        for one in sorted(scenarios, key=lambda one: (one.name not in chosen, -one.gain_eur))
    ]
    head = (
        "Étude", "Site", "Choix", "Gain pour la société", "Travaux et foncier à payer", "Quand",
    )  # fmt: skip
    return Table(head=head, cells=tuple(rows), is_text=True)


def _span(one: Scenario) -> str:
    years = [year for year, cost in one.cost_eur_by_year.items() if cost > CENT]
    if not years:
        return "rien à payer"
    return str(min(years)) if len(years) == 1 else f"{min(years)} à {max(years)}"


def _years(found: Portfolio, budget_eur: Mapping[int, float]) -> Table:
    rows: list[Row] = [
        (
            str(year),
            float(budget_eur.get(year, 0.0)),
            float(spent),
            f"{found.year_prices.get(year, 0.0):.2f}\u00a0€".replace(".", ","),
        )
        for year, spent in found.spent_eur.items()
        if budget_eur.get(year) or spent > CENT
    ]
    head = ("Année", "Budget", "Dépensé", "Gain d'un euro de budget en plus")
    return Table(head=head, cells=tuple(rows))
