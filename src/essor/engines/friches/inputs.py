"""What an appraisal needs to know: the commune, the site, the project, the calendar.

All fields that are numbers accept one value per draw (shape (n_draws,)), areas included.
Nothing here is read from a file: see `reading.py` for the JSON form and its faults.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from essor.engines.friches.quantities import Quantity, total
from essor.engines.friches.vocabulary import (
    Activity,
    Expense,
    Gravity,
    Nature,
    Programme,
    Soil,
    Space,
    Structure,
    Use,
    Work,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """Local facts; given by the caller (INSEE, DVF), never shipped with the engine.

    surface_m2 : area of the commune; prix_median_eur_m2 : median price of dwellings (DVF)
    is_rurale : rural commune (France Ruralités Revitalisation): no site guarding by default
    """

    code_commune_insee: str
    population: Quantity
    surface_m2: Quantity
    prix_median_eur_m2: Quantity
    is_rurale: bool = False

    @property
    def density_per_m2(self) -> Quantity:
        """Inhabitants per m2 of commune."""
        return self.population / self.surface_m2


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyExpense:
    """A yearly expense of the site, EUR per year, and whether the tenant pays it."""

    purpose: Expense
    amount_eur: Quantity
    is_paid_by_tenant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The land before the project.

    soils_m2 : area by soil; carbon_stock_t : tonnes of carbon in soils and litter
    incomes_eur : yearly incomes of the activity when the site is operated
    whole_area_m2 : area of the whole site when this is one of its zones
    accidents : people hurt on the brownfield, in number, by gravity
    jobs_fte : full-time jobs of the present activity
    """

    nature: Nature
    activity: Activity | None
    area_m2: Quantity
    soils_m2: Mapping[Soil, Quantity]
    contaminated_m2: Quantity = 0.0
    expenses: tuple[YearlyExpense, ...] = ()
    incomes_eur: Quantity = 0.0
    is_operated: bool = False
    carbon_stock_t: Quantity | None = None
    owner: Structure = Structure.UNKNOWN
    jobs_fte: Quantity = 0.0
    whole_area_m2: Quantity | None = None
    accidents: Mapping[Gravity, Quantity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """An area of one soil for one purpose, in m2."""

    soil: Soil
    area_m2: Quantity
    space: Space = Space.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarPlant:
    """A photovoltaic plant: peak power, first-year production, contract length."""

    power_kwc: Quantity
    production_mwh: Quantity
    contract_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Two dates of works, both included."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Calendar of the works and of the operation."""

    reinstatement: Period | None
    installation: Period | None
    operations_first_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A part of the project that opens later: its share and its delay in years."""

    share: float
    delay_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InterimUse:
    """A temporary use between the decision and the opening, EUR per year."""

    revenue_eur: Quantity
    cost_eur: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """Industrial jobs and value added brought by the site.

    jobs_fte : full-time jobs at cruise speed; value_added_eur_per_job : None takes the default
    """

    jobs_fte: Quantity
    value_added_eur_per_job: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Who the developer is, and what the developer takes on."""

    developer: Structure = Structure.MUNICIPALITY
    operator: Structure = Structure.UNKNOWN
    future_owner: Structure = Structure.UNKNOWN
    developer_reinstates: bool = True
    developer_operates: bool = False
    developer_owns: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What the site becomes. Amounts in EUR, tax excluded; yearly amounts in EUR per year.

    priced_works : works whose cost a person gave; the others bear the factor of default costs
    """

    programme: Programme | None
    surfaces: tuple[Surface, ...]
    schedule: Schedule
    floors_m2: Mapping[Use, Quantity] = field(default_factory=dict)
    solar: SolarPlant | None = None
    installation_costs_eur: Mapping[Work, Quantity] = field(default_factory=dict)
    building_costs_eur: Mapping[Work, Quantity] = field(default_factory=dict)
    reinstatement_costs_eur: Mapping[Work, Quantity] = field(default_factory=dict)
    priced_works: frozenset[Work] = frozenset()
    decontaminated_m2: Quantity = 0.0
    purchase_eur: Quantity = 0.0
    purchase_duties_eur: Quantity = 0.0
    resale_eur: Quantity = 0.0
    resale_duties_eur: Quantity = 0.0
    buildings_resale_eur: Quantity = 0.0
    buildings_resale_duties_eur: Quantity = 0.0
    subsidies_eur: Mapping[str, Quantity] = field(default_factory=dict)
    yearly_costs_eur: Mapping[str, Quantity] = field(default_factory=dict)
    yearly_revenues_eur: Mapping[str, Quantity] = field(default_factory=dict)
    carbon_stock_t: Quantity | None = None
    roles: Roles = Roles()
    phases: tuple[Phase, ...] = (Phase(share=1.0, delay_years=0),)
    interim_use: InterimUse | None = None
    industry: Industry | None = None

    @property
    def soils_m2(self) -> dict[Soil, Quantity]:
        """Area by soil, all purposes together, in the order they are first met."""
        result: dict[Soil, Quantity] = {}
        for surface in self.surfaces:
            result[surface.soil] = result.get(surface.soil, 0.0) + surface.area_m2
        return result

    @property
    def public_green_m2(self) -> Quantity:
        """Area of public green spaces."""
        return total(s.area_m2 for s in self.surfaces if s.space is Space.PUBLIC_GREEN)

    def floor_m2(self, *uses: Use) -> Quantity:
        """Floor area of some uses."""
        return total(self.floors_m2.get(use, 0.0) for use in uses)
