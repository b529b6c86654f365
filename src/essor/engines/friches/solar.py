"""Carbon avoided by the electricity of a solar plant (against the French mix)."""

from essor.engines.friches.case import Case
from essor.engines.friches.clocks import CARBON
from essor.engines.friches.flows import Flow
from essor.engines.friches.quantities import Quantity, is_nil
from essor.engines.friches.vocabulary import Bearer

GRAMS_PER_KWH_TO_TONNES_PER_MWH = 1e-3


def avoided_tonnes(case: Case) -> Quantity:
    """Tonnes of CO2 avoided per year: production times (mix minus solar) intensities."""
    if case.project.solar is None:
        return 0.0
    p = case.parameters
    grams_per_kwh = p["solaire.mix_g_kwh"] - p["solaire.photovoltaique_g_kwh"]
    return case.project.solar.production_mwh * grams_per_kwh * GRAMS_PER_KWH_TO_TONNES_PER_MWH


def avoided_energy_carbon(case: Case) -> list[Flow]:
    """Value of that carbon (EUR per year)."""
    tonnes = avoided_tonnes(case)
    if is_nil(tonnes):
        return []
    return [
        Flow(
            impact="energie_co2_evite",
            amount=tonnes,
            clock=CARBON,
            start=case.opening,
            shares={Bearer.HUMANITY: 1.0},
        )
    ]
