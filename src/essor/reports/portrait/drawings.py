"""The two drawings of the portrait: what its industry is made of, jobs since 2014."""

from essor.foundations.french import format_number
from essor.observatory.portrait.french import NBSP, capital, number
from essor.observatory.portrait.pictures import BranchShare, Evolution, Structure, Year
from essor.observatory.portrait.places import where
from essor.reports.charts.bars import shortened
from essor.reports.charts.scale import Scale, scale_of
from essor.reports.charts.svg import COST, GAIN, GRID, INK, drawing, element, hover, line, text

WIDTH, ROW, TOP, EDGE = 360.0, 34.0, 26.0, 4.0
BAR = 12.0
PLOT_HEIGHT, LEFT, BOTTOM = 240.0, 40.0, 24.0
LABEL = 70


def structure_svg(found: Structure) -> str:
    """Draw one bar a branch, with a mark where France stands."""
    height = TOP + ROW * len(found.shares) + 6
    most = max(max(one.here, one.france) for one in found.shares)
    x = Scale(low=0, high=most * 1.52, start=EDGE, stop=WIDTH - EDGE)
    return drawing(
        WIDTH,
        height,
        structure_title(found),
        *_structure_legend(),
        *(part for rank, one in enumerate(found.shares) for part in _branch(one, rank, x)),
    )


def structure_title(found: Structure) -> str:
    """Return what the drawing shows."""
    return f"Les branches de l'industrie, {where(found.zone)}, {found.vintage}"


def structure_rows(found: Structure) -> list[tuple[str, ...]]:
    """Return the table of the drawing: branch, jobs, share here, share in France."""
    return [
        (
            capital(one.branche.nom),
            format_number(one.value.low or 0),
            f"{number(one.here, 1)}{NBSP}%",
            f"{number(one.france, 1)}{NBSP}%",
        )
        for one in found.shares
    ]


STRUCTURE_HEAD = ("Branche", "Emplois salariés", "Part de l'industrie ici", "En France")
EVOLUTION_HEAD = ("Année", "Emplois salariés privés", "Ici, 100 en 2019", "France, 100 en 2019")


def _structure_legend() -> list[str]:
    return [
        element("rect", x=EDGE, y=3, width=14, height=10, fill=GAIN),
        text("part de l'emploi industriel ici", EDGE + 19, 12),
        line(196, 1, 196, 15, stroke=COST, stroke_width=2.6),
        text("en France", 204, 12),
    ]


def _branch(one: BranchShare, rank: int, x: Scale) -> list[str]:
    top = TOP + rank * ROW
    bar = top + 16
    end, mark = x.at(one.here), x.at(one.france)
    label = capital(one.branche.nom)
    said = f"{number(one.here)}{NBSP}% (France{NBSP}: {number(one.france)}{NBSP}%)"
    return [
        text(shortened(label, LABEL), EDGE, top + 12),
        element(
            "rect",
            hover(f"{label}{NBSP}: {said}"),
            x=EDGE, y=bar, width=max(end - EDGE, 0.5), height=BAR, fill=GAIN,
        ),
        line(mark, bar - 2, mark, bar + BAR + 2, stroke=COST, stroke_width=2.6),
        text(said, max(end, mark) + 6, bar + BAR - 2, fill=INK),
    ]  # fmt: skip


def evolution_svg(found: Evolution) -> str:
    """Draw both indices, 100 in 2019."""
    years = found.years
    numbers = [one.here for one in years] + [one.france for one in years if one.france]
    y = _height(numbers)
    x = Scale(low=0, high=len(years) - 1, start=LEFT, stop=WIDTH - 46)
    return drawing(
        WIDTH,
        PLOT_HEIGHT,
        EVOLUTION_TITLE,
        *_grid(y),
        *_years(years, x),
        *_curve([(n, one.france) for n, one in enumerate(years)], x, y, COST, "5 4", "France"),
        *_curve([(n, one.here) for n, one in enumerate(years)], x, y, GAIN, None, "ici"),
    )


EVOLUTION_TITLE = "L'emploi salarié privé du territoire et de la France, 100 en 2019"


def evolution_rows(found: Evolution) -> list[tuple[str, ...]]:
    """Return the table of the drawing: year, jobs, both indices."""
    return [
        (
            one.year,
            format_number(one.value.low or 0),
            number(one.here, 1),
            "inconnu" if one.france is None else number(one.france, 1),
        )
        for one in found.years
    ]


def _height(numbers: list[float]) -> Scale:
    """Return a scale that need not hold zero: indices are read against 100."""
    spread = scale_of([one - 100 for one in numbers], start=PLOT_HEIGHT - BOTTOM, stop=12)
    return Scale(low=100 + spread.low, high=100 + spread.high, start=spread.start, stop=spread.stop)


def _grid(y: Scale) -> list[str]:
    found = []
    for value in y.ticks(4):
        top, is_base = y.at(value), abs(value - 100) < 1e-6  # noqa: PLR2004
        found.append(
            line(
                LEFT, top, WIDTH - 46, top, stroke=INK if is_base else GRID,
                stroke_width=1 if is_base else 0.6,
            )
        )  # fmt: skip
        found.append(text(number(value), LEFT - 6, top + 4, text_anchor="end"))
    return found


def _years(years: tuple[Year, ...], x: Scale) -> list[str]:
    step = 1 if len(years) <= 6 else 2  # noqa: PLR2004
    last = len(years) - 1
    return [
        text(one.year, x.at(rank), PLOT_HEIGHT - 6, text_anchor="middle")
        for rank, one in enumerate(years)
        if (last - rank) % step == 0
    ]


def _curve(
    points: list[tuple[int, float | None]],
    x: Scale,
    y: Scale,
    colour: str,
    dashes: str | None,
    label: str,
) -> list[str]:
    known = [(x.at(rank), y.at(value)) for rank, value in points if value is not None]
    if len(known) < 2:  # noqa: PLR2004
        return []
    path = " ".join(f"{left:.1f},{top:.1f}" for left, top in known)
    left, top = known[-1]
    return [
        element(
            "polyline", points=path, fill="none", stroke=colour, stroke_width=2.2,
            stroke_dasharray=dashes,
        ),
        text(label, left + 6, top + 4, fill=colour, font_weight="bold"),
    ]  # fmt: skip
