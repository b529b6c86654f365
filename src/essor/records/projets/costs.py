"""What a big project costs, as it was announced: the first amount, the last, what lies between."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from essor.foundations.text import fold
from essor.records.plans.announcements import Series
from essor.records.plans.models import Annonce
from essor.records.projets.models import GrandProjet


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The amount that stands for the whole project, through its announcements.

    change_eur : last less first, None when one of them is a range, or nobody dated them
    share : that over the first, None when the first is zero too
    """

    series: Series
    first: Annonce
    last: Annonce
    change_eur: Decimal | None
    share: float | None

    @property
    def share_points(self) -> int | None:
        """Size of the change, in whole percents of the first amount."""
        return None if self.share is None else round(abs(self.share) * 100)


def cost_of(card: GrandProjet | None, series: Sequence[Series]) -> Cost | None:
    """Return the cost that the card names, else the one announced most often, else None."""
    if not series:
        return None
    wanted = fold(card.cout_sujet) if card else ""
    named = next((one for one in series if fold(one.sujet) == wanted), None)
    found = named or max(series, key=lambda one: len(one.annonces))
    first, last = found.annonces[0], found.annonces[-1]
    change = _change(found, first, last)
    return Cost(
        series=found,
        first=first,
        last=last,
        change_eur=change,
        share=float(change / first.value) if change is not None and first.value else None,
    )


def _change(series: Series, first: Annonce, last: Annonce) -> Decimal | None:
    if first.pk == last.pk or not series.is_ordered:
        return None
    if first.value is None or last.value is None:
        return None
    return last.value - first.value
