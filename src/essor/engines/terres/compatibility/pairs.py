"""For the planner: which pairs of an instance the rules let through."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from essor.engines.terres.compatibility.check import check
from essor.engines.terres.compatibility.findings import Decision
from essor.engines.terres.compatibility.lots import LotFacts, read_lot
from essor.engines.terres.compatibility.outlets import OutletFacts
from essor.engines.terres.compatibility.sheets import read_outlet
from essor.engines.terres.compatibility.standards import standards_on
from essor.engines.terres.compatibility.vocabulary import Verdict
from essor.engines.terres.inputs import Instance, Lot, Outlet
from essor.foundations.errors import FaultGatherer

Refuses = Callable[[Lot, Outlet], bool]


def facts_of(instance: Instance) -> tuple[tuple[LotFacts, ...], tuple[OutletFacts, ...]]:
    """Lots and outlets of an instance as the rules see them.

    Raises UserFault with every fault of every analysis, profile and sheet.
    """
    lots, outlets = [], []
    with FaultGatherer() as faults:
        for rank, lot in enumerate(instance.lots):
            with faults.catching():
                lots.append(lot_facts(lot, prefix=f"lots[{rank}]."))
        for rank, outlet in enumerate(instance.outlets):
            with faults.catching():
                outlets.append(outlet_facts(outlet, prefix=f"outlets[{rank}]."))
    return tuple(lots), tuple(outlets)


def lot_facts(lot: Lot, *, prefix: str = "") -> LotFacts:
    """One lot of an instance. Raises UserFault."""
    return read_lot(
        id=lot.id,
        waste_code=lot.waste_code,
        soil_class=lot.soil_class,
        chantier=lot.site,
        tonnes=Decimal(str(lot.total_t)),
        analyses=lot.analyses,
        profile=lot.profile,
        prefix=prefix,
    )


def outlet_facts(outlet: Outlet, *, prefix: str = "") -> OutletFacts:
    """One outlet of an instance. Raises UserFault."""
    return read_outlet(
        id=outlet.id, kind=outlet.kind, accepts=outlet.accepts, sheet=outlet.sheet, prefix=prefix
    )


def instance_matrix(instance: Instance, *, on: date) -> dict[tuple[str, str], Decision]:
    """The decision of every pair whose lot has analyses or a profile, by (lot, outlet)."""
    standards = standards_on(on)
    lots, outlets = facts_of(instance)
    return {
        (lot.id, outlet.id): check(lot=lot, outlet=outlet, on=on, standards=standards)
        for lot in lots
        if lot.is_documented
        for outlet in outlets
    }


def admissible(
    instance: Instance, on: date, accept_conditional: bool = True
) -> set[tuple[str, str]]:
    """Pairs (lot, outlet) that may be planned on a day.

    A lot with neither analyses nor profile goes by its class alone. A pair for want of data is
    left out: what cannot be concluded is never admitted.
    """
    decisions = instance_matrix(instance, on=on)
    found = {pair for pair, one in decisions.items() if is_planned(one.verdict, accept_conditional)}
    documented = {lot for lot, _outlet in decisions}
    return found | {
        (lot.id, outlet.id)
        for lot in instance.lots
        if lot.id not in documented
        for outlet in instance.outlets
        if outlet.takes(lot.soil_class)
    }


def is_planned(verdict: Verdict, accept_conditional: bool) -> bool:
    """Whether a verdict lets a pair into a plan."""
    return verdict.is_admission if accept_conditional else verdict is Verdict.ADMIS


def refusals(instance: Instance, *, on: date, accept_conditional: bool = True) -> Refuses:
    """The question the planner asks of one pair, answered once for the whole instance."""
    allowed = admissible(instance, on, accept_conditional)

    def refuses(lot: Lot, outlet: Outlet) -> bool:
        return (lot.id, outlet.id) not in allowed

    return refuses
