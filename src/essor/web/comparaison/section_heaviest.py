"""The site that weighs most in one year, where no change can be told: with it, and without."""

from dataclasses import dataclass

from essor.foundations.french import format_number
from essor.observatory.comparison.parts import parts_of
from essor.web.comparaison.asked import Asked
from essor.web.comparaison.words import percent

LEAST_PARTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaviestSection:
    """One site among several: its figure, its share, what is left.

    has_years : the source has other years, but too few parts are known at both ends
    """

    kind: str
    of: str
    name: str
    figure: str
    share: str
    rest: str
    count: int
    has_years: bool


def heaviest_section(asked: Asked) -> HeaviestSection | None:
    """Return the heaviest part of the vintage asked; None with fewer than two parts."""
    found = parts_of(
        asked.lake,
        indicator=asked.ground.indicator.id,
        niveau=asked.niveau,
        code=asked.lieu.code,
        rubrique=asked.rubrique,
    )
    held = [] if found is None else [one for one in found.parts if asked.vintage in one.series]
    total = sum(one.series[asked.vintage] for one in held)
    if found is None or len(held) < LEAST_PARTS or total <= 0:
        return None
    first = min(held, key=lambda one: (-one.series[asked.vintage], one.name))
    figure = first.series[asked.vintage]
    return HeaviestSection(
        kind=found.kind,
        of=found.of,
        name=first.name,
        figure=format_number(round(figure)),
        share=percent(figure / total),
        rest=format_number(round(total - figure)),
        count=len(held),
        has_years=len({when for one in found.parts for when in one.series}) > 1,
    )
