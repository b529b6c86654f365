"""The switches between the reference method and the corrected one.

Each switch corrects one defect of the reference (docs/methodes/friches.md gives the defect,
the reason and the effect in euros). The profile `benefriches` sets none, `france-2025` all.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Corrections applied; all off reproduces the reference."""

    exact_values: bool = False
    works_in_their_year: bool = False
    disjoint_rings: bool = False
    renaturation_rings: bool = False
    carbon_over_time: bool = False
    embodied_carbon: bool = False
    travel_of_users_only: bool = False
    additional_jobs_only: bool = False
    transfers_balanced: bool = False
    cost_of_public_funds: bool = False
    residual_value: bool = False
    missing_price_skipped: bool = False
    industrial_output: bool = False
    status_quo_water: bool = False
    default_carbon: bool = False
    lost_services_counted: bool = False


NO_CORRECTION = Rules()
ALL_CORRECTIONS = Rules(**{item.name: True for item in fields(Rules)})
