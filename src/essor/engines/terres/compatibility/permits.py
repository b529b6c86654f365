"""A permit that ends during the plan closes its outlet: the windows of an instance say so."""

from dataclasses import replace

from essor.engines.terres.compatibility.pairs import outlet_facts
from essor.engines.terres.inputs import Instance, Outlet
from essor.foundations.errors import FaultGatherer


def within_permits(instance: Instance) -> Instance:
    """The instance, each outlet open within its permit only.

    The period in which a permit starts or ends is kept whole, as for other windows. Without
    `starts_on` periods have no dates and nothing changes.
    Raises UserFault with every fault of the sheets.
    """
    if instance.starts_on is None:
        return instance
    outlets = []
    with FaultGatherer() as faults:
        for rank, outlet in enumerate(instance.outlets):
            with faults.catching():
                outlets.append(_within(instance, outlet, f"outlets[{rank}]."))
    return replace(instance, outlets=tuple(outlets))


def _within(instance: Instance, outlet: Outlet, prefix: str) -> Outlet:
    permit = outlet_facts(outlet, prefix=prefix).sheet.permit
    if permit is None or instance.starts_on is None:
        return outlet
    opens, closes = outlet.opens, outlet.closes
    if permit.valid_from is not None:
        first = (permit.valid_from - instance.starts_on).days // instance.period_days
        opens = max(opens, first)
    if permit.valid_until is not None:
        last = (permit.valid_until - instance.starts_on).days // instance.period_days
        closes = last if closes is None else min(closes, last)
    if (opens, closes) == (outlet.opens, outlet.closes):
        return outlet
    return replace(outlet, opens=opens, closes=closes)
