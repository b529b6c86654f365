"""The territories that look like one, why, and how firmly."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from essor.foundations.french import format_number
from essor.observatory.across import PlaceValue, names_of, values_across, zones_across
from essor.observatory.comparison.answers import Alike
from essor.observatory.comparison.conventions import Conventions
from essor.observatory.comparison.features import Feature
from essor.observatory.comparison.similar import Neighbour
from essor.observatory.geography import Niveau
from essor.observatory.wording import figure_text
from essor.web.comparaison.asked import Asked
from essor.web.comparaison.words import percent

SHOWN_NEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeLine:
    """One territory like the one asked.

    near, far : names of the features ; unknown : those that one of the two does not know
    firmness : « solide », « moyen », « fragile » ; value : its figure of the indicator asked
    """

    code: str
    nom: str
    distance: str
    near: tuple[str, ...]
    far: tuple[str, ...]
    unknown: tuple[str, ...]
    without: str
    drawn: str
    lost_without: tuple[str, ...]
    firmness: str
    value: PlaceValue | None

    @property
    def nearest(self) -> tuple[str, ...]:
        """The first names of what is near; the file has them all."""
        return self.near[:SHOWN_NEAR]

    @property
    def other_near(self) -> int:
        """How many are not named."""
        return len(self.near) - len(self.nearest)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeSection:
    """What is said of the territories alike.

    used : (feature, figure here, words) ; apart : features that too few territories know
    """

    lines: tuple[AlikeLine, ...]
    used: tuple[tuple[str, str, str], ...]
    apart: tuple[str, ...]
    draws: int


def alike_section(asked: Asked, found: Alike, conventions: Conventions) -> AlikeSection:
    """Put names, reasons and figures on the territories alike."""
    names = names_of(asked.lake, Niveau.TERRITOIRE)
    compared = places_of(asked, [one.code for one in found.neighbours])
    values = {
        one.code: one for one in values_across(asked.lake, **asked.place, vintage=asked.vintage)
    }
    lines = []
    for one, firm in zip(found.neighbours, found.stability, strict=True):
        pairs = sorted(
            zip(found.laid.labels, one.gaps, strict=True),
            key=lambda pair: (math.isnan(pair[1]), pair[1]),
        )
        lines.append(
            AlikeLine(
                code=one.code,
                nom=names.get(one.code, one.code),
                distance=format_number(round(one.distance, 2)),
                near=tuple(label for label, gap in pairs if gap <= conventions.rules.near),
                far=tuple(label for label, gap in reversed(pairs) if gap >= conventions.rules.far),
                unknown=tuple(label for label, gap in pairs if math.isnan(gap)),
                without=percent(firm.without),
                drawn=percent(firm.drawn),
                lost_without=firm.lost_without,
                firmness=_firmness(min(firm.without, firm.drawn), conventions),
                value=values.get(compared.get(one.code, "")),
            )
        )
    return AlikeSection(
        lines=tuple(lines),
        used=_used(asked.territoire, found),
        apart=tuple(
            f"{one.label} ({percent(share)} des territoires)" for one, share in found.laid.set_apart
        ),
        draws=conventions.shaking.draws,
    )


def places_of(asked: Asked, territoires: Sequence[str]) -> dict[str, str]:
    """Return territory -> the place that is compared for it: itself, or its main zone."""
    if not asked.is_zone:
        return {one: one for one in territoires}
    zones = zones_across(asked.lake, asked.niveau)
    return {one: zones[one][0].code for one in territoires if zones.get(one)}


def nearest_codes(asked: Asked, neighbours: Sequence[Neighbour]) -> tuple[str, ...]:
    """Return the places compared for the territories alike, each once, without the one asked."""
    found = places_of(asked, [one.code for one in neighbours]).values()
    return tuple(one for one in dict.fromkeys(found) if one != asked.lieu.code)


def _firmness(share: float, conventions: Conventions) -> str:
    if share >= conventions.solid:
        return "solide"
    return "fragile" if share < conventions.fragile else "moyen"


def _used(territoire: str, found: Alike) -> tuple[tuple[str, str, str], ...]:
    rows = [
        (one.label, _figure(one, territoire), one.words or "territoire")
        for one in found.laid.features
    ]
    profile = found.laid.profile
    if profile is not None:
        known = territoire in profile.shares
        said = f"{len(profile.shares[territoire])} branches" if known else "inconnu"
        rows.append((profile.label, said, profile.words))
    return tuple(rows)


def _figure(feature: Feature, territoire: str) -> str:
    one = feature.values.get(territoire)
    if one is None:
        return "inconnu"
    finite = [bound if math.isfinite(bound) else None for bound in (one.low, one.high)]
    return figure_text(value=one.value, low=finite[0], high=finite[1], unit=feature.unit)
