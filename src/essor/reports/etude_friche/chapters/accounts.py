"""Tables of amounts by impact that add up before the eyes of the reader."""

from collections.abc import Mapping
from typing import Any

from essor.engines.friches.catalogue import IMPACTS
from essor.reports.charts.scale import short_eur
from essor.reports.document.blocks import Table
from essor.reports.etude_friche.words import plain

ROUNDING_EUR = 500.0
"""Below this, the gap between the lines and their sum is rounding: the reference rounds lines."""
TRANSFERS = "À déduire\u00a0: transferts, que d'autres paient ou reçoivent"


def totals_of(found: Mapping[str, Any], table: str) -> dict[str, float]:
    """Sum a table of the results by impact, over zones and details, EUR."""
    totals: dict[str, float] = {}
    for zone in found["zones"].values():
        for row in zone[table]:
            totals[row["impact"]] = totals.get(row["impact"], 0.0) + row["eur"]
    return totals


def account(caption: str, totals: Mapping[str, float], whole_eur: float) -> Table:
    """Lay lines and their sum out.

    A tax or a rent is a line for who receives it and nothing for the whole: what others pay is
    taken off in a line of its own.
    """
    rows = [(IMPACTS.get(name, plain(name)), short_eur(eur)) for name, eur in totals.items()]
    gap = whole_eur - sum(totals.values())
    if abs(gap) >= ROUNDING_EUR:
        rows.append((TRANSFERS, short_eur(gap)))
    return Table(
        caption=caption,
        head=("Ligne", "Montant"),
        rows=(*rows, ("Ensemble", short_eur(whole_eur))),
        widths=(3.5, 1),
        numbers=(1,),
        has_total=True,
    )
