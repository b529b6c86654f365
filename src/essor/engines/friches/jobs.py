"""Jobs: during reinstatement, during installation, in operation."""

from essor.engines.friches.case import Case
from essor.engines.friches.inputs import Period
from essor.engines.friches.quantities import Quantity, is_nil, round_half_up, total
from essor.engines.friches.vocabulary import Use

EUR_PER_MILLION = 1e6
DAYS_PER_YEAR = 365


def years_of_works(period: Period) -> Quantity:
    """Length of works in years, to two digits as the reference counts it."""
    return round_half_up((period.ends_on - period.starts_on).days / DAYS_PER_YEAR, 2)


def reinstatement_fte(case: Case, *, years: int) -> Quantity:
    """Full-time jobs of the reinstatement, averaged over the years of evaluation."""
    period = case.project.schedule.reinstatement
    if period is None:
        return 0.0
    ratios = case.parameters.group("emplois.etp_par_million")
    fte = total(
        amount / EUR_PER_MILLION * ratios[work]
        for work, amount in case.project.reinstatement_costs_eur.items()
        if work in ratios
    )
    return fte * years_of_works(period) / years


def installation_fte(case: Case, *, years: int) -> Quantity:
    """Full-time jobs of building the solar plant, averaged over the years of evaluation."""
    period = case.project.schedule.installation
    if case.project.solar is None or period is None:
        return 0.0
    fte = case.project.solar.power_kwc * case.parameters["solaire.etp_installation_kwc"]
    return fte * years_of_works(period) / years


def operation_fte(case: Case) -> Quantity:
    """Full-time jobs in operation.

    The reference counts shops only; the corrected rule counts every business floor.
    """
    p = case.parameters
    if case.project.solar is not None:
        return round_half_up(case.project.solar.power_kwc * p["solaire.etp_exploitation_kwc"], 1)
    if case.rules.industrial_output:
        return _fte_of_all_floors(case)
    return round_half_up(case.project.floor_m2(Use.LOCAL_STORE) * p["emplois.etp_m2_commerce"], 1)


def _fte_of_all_floors(case: Case) -> Quantity:
    declared = case.project.industry
    uses = [Use.LOCAL_STORE, Use.OFFICES, Use.LOCAL_SERVICES]
    if declared is None:
        uses.append(Use.INDUSTRIAL)
    floors = total(
        case.project.floor_m2(use) / case.parameters[f"emplois.m2_par_emploi.{use}"]
        for use in uses
        if not is_nil(case.project.floor_m2(use))
    )
    return floors + (declared.jobs_fte if declared else 0.0)
