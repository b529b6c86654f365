"""How the soils of a plan stand on a day: what is to be placed, by when, what is still missing."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from essor.records.terres.matrix import Matrix
from essor.records.terres.models import Chantier, Dap, Lot
from essor.records.terres.queries import Soils
from essor.records.terres.weeks import last_day, tonnes_from

SOON = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChantierRow:
    """A site and its lots; tonnes : dug from the day on, None when no lot is dated."""

    chantier: Chantier
    lots: tuple[Lot, ...]
    tonnes: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The state of the soils on a day.

    tonnes : dug from that week on, of the lots that say it; None when none says it
    until : last day of excavation that is known
    undated : lots without tonnes or first week; unanalysed : lots without any result
    ending : acceptances that end within sixty days, or have ended
    stranded : lots still to dig that no outlet admits; placeable_t : tonnes of the others
    """

    day: dt.date
    tonnes: Decimal | None
    until: dt.date | None
    rows: tuple[ChantierRow, ...]
    undated: tuple[Lot, ...]
    unanalysed: tuple[Lot, ...]
    ending: tuple[Dap, ...]
    stranded: tuple[Lot, ...] = ()
    placeable_t: Decimal | None = None

    @property
    def share(self) -> float | None:
        """Share of the tonnes that have an admissible outlet; None when there is none to place."""
        if self.placeable_t is None or not self.tonnes:
            return None
        return float(self.placeable_t / self.tonnes)


def overview_of(soils: Soils, day: dt.date, matrix: Matrix | None = None) -> Overview:
    """Return how the soils stand, from what one person may read.

    matrix : asked for what has an outlet; left out where a page does not say it
    """
    left = {lot.pk: tonnes_from(lot, day) for lot in soils.lots}
    placed = [lot for lot in soils.lots if matrix is not None and matrix.is_placeable(lot)]
    return Overview(
        stranded=()
        if matrix is None
        else tuple(lot for lot in soils.lots if lot not in placed and left[lot.pk] != 0),
        placeable_t=None
        if matrix is None
        else sum((left[lot.pk] or Decimal(0) for lot in placed), Decimal(0)),
        day=day,
        tonnes=sum_known(list(left.values())),
        until=last_day(soils.lots),
        rows=chantier_rows(soils, day),
        undated=tuple(lot for lot in soils.lots if not lot.tonnes_hebdo or lot.debut_on is None),
        unanalysed=tuple(lot for lot in soils.lots if not has_results(lot)),
        ending=tuple(
            dap
            for dap in soils.daps
            if dap.valid_until is not None and dap.valid_until <= day + SOON
        ),
    )


def chantier_rows(soils: Soils, day: dt.date) -> tuple[ChantierRow, ...]:
    """Return each site with its lots, and what they still dig."""
    rows = []
    for chantier in soils.chantiers:
        lots = tuple(lot for lot in soils.lots if lot.chantier_id == chantier.pk)
        tonnes = sum_known([tonnes_from(lot, day) for lot in lots])
        rows.append(ChantierRow(chantier=chantier, lots=lots, tonnes=tonnes))
    return tuple(rows)


def has_results(lot: Lot) -> bool:
    """Tell whether a laboratory measured something of a lot."""
    return any(analyse.resultats.all() for analyse in lot.analyses.all())


def sum_known(amounts: list[Decimal | None]) -> Decimal | None:
    """Return the sum of what is known, None when nothing is."""
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known else None
