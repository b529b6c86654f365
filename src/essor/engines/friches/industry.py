"""Industrial jobs and value added brought by the site.

Value added is shown as a fact of the project, never added to the net present value: the price
that firms pay for the land already holds the profit they expect from it, and wages pay work
that would mostly be done elsewhere.
"""

from essor.engines.friches.case import Case
from essor.engines.friches.quantities import Quantity
from essor.engines.friches.vocabulary import Use


def industrial_fte(case: Case) -> Quantity:
    """Industrial jobs at cruise speed: declared, or from the floor area."""
    if case.project.industry is not None:
        return case.project.industry.jobs_fte
    floor = case.project.floor_m2(Use.INDUSTRIAL)
    return floor / case.parameters["emplois.m2_par_emploi.activite_industrielle"]


def value_added_eur(case: Case) -> Quantity:
    """Yearly value added of those jobs, EUR."""
    declared = case.project.industry
    per_job = declared.value_added_eur_per_job if declared else None
    if per_job is None:
        per_job = case.parameters["emplois.valeur_ajoutee_eur_par_emploi"]
    return industrial_fte(case) * per_job


def industry_metrics(case: Case) -> dict[str, Quantity]:
    """Jobs and value added, in all and in the part that would not exist elsewhere."""
    part = case.parameters["emplois.part_additionnelle"]
    jobs, value = industrial_fte(case), value_added_eur(case)
    return {
        "emplois_industriels_etp": jobs,
        "emplois_industriels_additionnels_etp": jobs * part,
        "valeur_ajoutee_industrielle_eur_an": value,
        "valeur_ajoutee_additionnelle_eur_an": value * part,
    }
