"""How a figure changed beside others, and with and without what drives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from essor.foundations.french import format_number
from essor.observatory.across import PlaceValue, series_across, zones_across
from essor.observatory.comparison.choices import year_of
from essor.observatory.comparison.evolution import (
    BASE,
    Driver,
    Part,
    Spread,
    base_100,
    driver_of,
    spread_of,
)
from essor.observatory.comparison.parts import Parts, parts_of
from essor.observatory.geography import FRANCE, Niveau
from essor.reports.charts.lines import Curve, Lines
from essor.web.comparaison.asked import Asked
from essor.web.comparaison.words import percent, signed

LEAST_MOMENTS = 2
SHOWN_PARTS = 10
Index = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One vintage: the figure here, and the indices."""

    vintage: str
    value: PlaceValue | None
    index: str
    region: str
    france: str
    alike: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvolutionSection:
    """Indices of base 100; chart is None where there is no index to draw."""

    chart: Lines | None
    moments: tuple[Moment, ...]
    region: str
    why_none: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One branch or site: its figure at both ends, what it changed by."""

    name: str
    first: str
    last: str
    change: str
    is_driver: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverSection:
    """With and without the part that weighs most in the change."""

    parts: Parts
    driver: Driver
    start: str
    end: str
    chart: Lines | None
    rows: tuple[tuple[str, str, str], ...]
    lines: tuple[PartLine, ...]
    others: int

    @property
    def share(self) -> str:
        """Share of the change, in words."""
        return percent(self.driver.share)

    @property
    def change(self) -> str:
        """Change of the part."""
        return signed(self.driver.change, decimals=0)

    @property
    def change_total(self) -> str:
        """Change of the whole."""
        return signed(self.driver.change_total, decimals=0)


def evolution_section(asked: Asked, *, alike: Sequence[str]) -> EvolutionSection | None:
    """Return the change since the start asked; None with fewer than two dated vintages."""
    if len(asked.dated) < LEAST_MOMENTS:
        return None
    series = series_across(asked.lake, **asked.place)
    own = series.get(asked.lieu.code, {})
    region, region_name = _around(asked, Niveau.REGION)
    france, _ = _around(asked, Niveau.FRANCE)
    indices = {
        "own": _index(own, asked.start),
        "region": _index(region, asked.start),
        "france": _index(france, asked.start),
    }
    spread = spread_of(
        [found for code in alike if (found := _index(series.get(code, {}), asked.start))]
    )
    since = [one for one in asked.dated if one >= asked.start]
    return EvolutionSection(
        chart=_chart(asked, indices, spread, region_name),
        moments=tuple(_moment(one, own, indices, spread) for one in since),
        region=region_name,
        why_none="" if indices["own"] else _why_none(own, asked.start),
    )


def driver_section(asked: Asked, *, least_share: float) -> DriverSection | None:
    """Return the part that drives the change; None where no source tells the parts."""
    parts = parts_of(
        asked.lake,
        indicator=asked.ground.indicator.id,
        niveau=asked.niveau,
        code=asked.lieu.code,
        rubrique=asked.rubrique,
    )
    if parts is None:
        return None
    known = sorted({when for one in parts.parts for when in one.series})
    since = [one for one in known if one >= asked.start] if asked.start else known
    if len(since) < LEAST_MOMENTS:
        since = known
    if len(since) < LEAST_MOMENTS:
        return None
    start, end = since[0], since[-1]
    driver = driver_of(parts.parts, start=start, end=end, least_share=least_share)
    if driver is None:
        return None
    lines = _part_lines(parts.parts, driver, start, end)
    return DriverSection(
        parts=parts,
        driver=driver,
        start=start,
        end=end,
        chart=_driver_chart(asked, driver, start),
        rows=tuple(
            (when, _said(figure), _said(driver.rest.get(when)))
            for when, figure in driver.whole.items()
            if when >= start
        ),
        lines=lines[:SHOWN_PARTS],
        others=max(len(lines) - SHOWN_PARTS, 0),
    )


def _around(asked: Asked, niveau: str) -> tuple[Mapping[str, PlaceValue], str]:
    """Return the series of the region of the territory, or of the country, and its name."""
    if asked.niveau == niveau:
        return {}, ""
    found = series_across(
        asked.lake,
        indicator=asked.ground.indicator.id,
        niveau=niveau,
        rubrique=asked.rubrique,
    )
    zones = zones_across(asked.lake, niveau).get(asked.territoire, ())
    code = FRANCE if niveau == Niveau.FRANCE else next((one.code for one in zones), "")
    name = next((one.nom for one in zones), "")
    return found.get(code, {}), name


def _index(values: Mapping[str, PlaceValue], start: str) -> dict[str, float]:
    points = {
        when: one.value
        for when, one in values.items()
        if one.value is not None and year_of(when) is not None
    }
    return base_100(points, start=start)


def _moment(
    vintage: str,
    own: Mapping[str, PlaceValue],
    indices: Mapping[str, Index],
    spread: Mapping[str, Spread],
) -> Moment:
    among = spread.get(vintage)
    return Moment(
        vintage=vintage,
        value=own.get(vintage),
        index=_said(indices["own"].get(vintage), decimals=1),
        region=_said(indices["region"].get(vintage), decimals=1),
        france=_said(indices["france"].get(vintage), decimals=1),
        alike="" if among is None else _spread_text(among),
        count=0 if among is None else among.count,
    )


def _spread_text(among: Spread) -> str:
    middle = format_number(round(among.middle, 1))
    low, high = format_number(round(among.low, 1)), format_number(round(among.high, 1))
    return f"{middle} (de {low} à {high})"


def _said(figure: float | None, *, decimals: int = 0) -> str:
    return "inconnu" if figure is None else format_number(round(figure, decimals))


def _why_none(own: Mapping[str, PlaceValue], start: str) -> str:
    one = own.get(start)
    if one is None:
        return f"Rien n'est connu d'ici en {start}\u00a0: choisissez une autre année de départ."
    if one.value is None:
        return f"En {start}, seules des bornes sont connues\u00a0: une base 100 n'a pas de sens."
    return f"Le chiffre de {start} n'est pas positif\u00a0: une base 100 n'a pas de sens."


def _chart(
    asked: Asked,
    indices: Mapping[str, Index],
    spread: Mapping[str, Spread],
    region_name: str,
) -> Lines | None:
    if len(indices["own"]) < LEAST_MOMENTS:
        return None
    curves = [Curve(label=asked.lieu.nom, points=_points(indices["own"]))]
    for name, label in (("france", "France"), ("region", region_name)):
        if indices[name]:
            curves.append(Curve(label=label, points=_points(indices[name])))
    if spread:
        middles = {when: one.middle for when, one in spread.items()}
        curves.append(Curve(label="Territoires semblables (milieu)", points=_points(middles)))
    return Lines(
        title=f"{asked.ground.indicator.title}, base 100 en {asked.start}",
        unit=f"base 100 en {asked.start}",
        curves=curves,
        band=[(_at(when), one.low, one.high) for when, one in spread.items()],
        band_label="Territoires semblables (du plus bas au plus élevé)",
        level=BASE,
    )


def _driver_chart(asked: Asked, driver: Driver, start: str) -> Lines | None:
    whole, rest = base_100(driver.whole, start=start), base_100(driver.rest, start=start)
    if len(whole) < LEAST_MOMENTS or not rest:
        return None
    return Lines(
        title=f"{asked.lieu.nom}, avec et sans {driver.name}, base 100 en {start}",
        unit=f"base 100 en {start}",
        curves=[
            Curve(label="Ensemble", points=_points(whole)),
            Curve(label=f"Sans {driver.name}", points=_points(rest)),
        ],
        level=BASE,
    )


def _part_lines(
    parts: Sequence[Part], driver: Driver, start: str, end: str
) -> tuple[PartLine, ...]:
    held = [one for one in parts if start in one.series and end in one.series]
    held.sort(key=lambda one: (-abs(one.series[end] - one.series[start]), one.name))
    return tuple(
        PartLine(
            name=one.name,
            first=_said(one.series[start]),
            last=_said(one.series[end]),
            change=signed(one.series[end] - one.series[start], decimals=0),
            is_driver=one.name == driver.name,
        )
        for one in held
    )


def _points(index: Index) -> list[tuple[float, float]]:
    return [(_at(when), figure) for when, figure in sorted(index.items())]


def _at(vintage: str) -> float:
    return float(year_of(vintage) or 0)
