"""What the rules need to know of an outlet: its kind and its acceptance sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from essor.engines.terres.compatibility.vocabulary import (
    Conclusion,
    EtatHydrique,
    Niveau,
    Usage,
)
from essor.engines.terres.vocabulary import EVERY_CLASS, OutletKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Limits of one parameter, in its unit; a side left out has none."""

    maximum: Decimal | None = None
    minimum: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article6:
    """Limits that a prefectoral order adapts for one landfill."""

    arrete: str
    limits: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A prior acceptance (DAP).

    lot, chantier : what it covers; both empty, every lot
    tonnage_max_t, tonnes_recues_t : most that it lets in, and what already came
    is_refuse : the outlet said no
    """

    numero: str
    lot: str = ""
    chantier: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    tonnage_max_t: Decimal | None = None
    tonnes_recues_t: Decimal = Decimal(0)
    is_refuse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study of the water resource or of health, and the lots it covers (none: all)."""

    titre: str
    conclusion: Conclusion
    lots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """What allows the outlet to receive: order, permit; None when a day is not said."""

    numero: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Acceptance sheet of an outlet; empty or None when nobody said.

    source : who wrote the limits; limits : by code; limits_table : a shipped table taken as limits
    codes_dechet : waste codes accepted; usage, niveau : for soil used again (2020 guides)
    level_limits : table of level 1 that the outlet loaded itself, with level_source
    background : geochemical background (P95) by code; background_table : a shipped table
    receiver : measured on the receiving ground, for level 3
    gtr_classes : « B », « B5 », « C1 »…; hydric_states; is_treatment_possible : lime, airing
    acceptances : DAP; is_acceptance_required : None follows the kind of outlet
    """

    source: str = ""
    codes_dechet: tuple[str, ...] = ()
    takes_hazardous: bool | None = None
    takes_pop: bool | None = None
    limits: Mapping[str, Limit] = field(default_factory=dict)
    limits_table: str = ""
    article_6: Article6 | None = None
    usage: Usage | None = None
    niveau: Niveau | None = None
    level_limits: Mapping[str, Decimal] = field(default_factory=dict)
    level_source: str = ""
    background: Mapping[str, Decimal] = field(default_factory=dict)
    background_source: str = ""
    background_table: str = ""
    receiver: Mapping[str, Decimal] = field(default_factory=dict)
    water_study: Study | None = None
    health_study: Study | None = None
    gtr_classes: tuple[str, ...] = ()
    hydric_states: tuple[EtatHydrique, ...] = ()
    is_treatment_possible: bool | None = None
    permit: Permit | None = None
    acceptances: tuple[Acceptance, ...] = ()
    is_acceptance_required: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFacts:
    """One outlet as the rules see it; accepts : classes of soil, « * » for all."""

    id: str
    kind: OutletKind
    accepts: tuple[str, ...] = (EVERY_CLASS,)
    sheet: Sheet = field(default_factory=Sheet)
