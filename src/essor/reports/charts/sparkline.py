"""A chart as high as a line of text, for lists: the figures, the trajectory, nothing else."""

from essor.reports.charts.scale import Scale
from essor.reports.charts.svg import COST, GAIN, drawing, element
from essor.reports.charts.trajectory import TARGET, Mark, Trajectory, height_of

WIDTH, HEIGHT, EDGE = 120.0, 32.0, 5.0


def sparkline(found: Trajectory) -> str:
    """Draw the trajectory (dashed), the figures, and the last of them; empty when one is alone.

    The last figure is a disc when it was measured, a hollow diamond when it was declared.
    """
    marks = found.marks
    if len(marks) < 2 or marks[0].on == marks[-1].on:
        return ""
    x = Scale(
        low=marks[0].on.toordinal(), high=marks[-1].on.toordinal(), start=EDGE, stop=WIDTH - EDGE
    )
    y = height_of(marks, start=HEIGHT - EDGE, stop=EDGE)
    return drawing(
        WIDTH,
        HEIGHT,
        found.title,
        *_line(found.path, x, y, TARGET, "4 3"),
        *_line(found.measured, x, y, GAIN, None),
        *_line(found.declared, x, y, COST, "2 3"),
        *_last(found, x, y),
    )


def _line(
    marks: tuple[Mark, ...], x: Scale, y: Scale, colour: str, dashes: str | None
) -> list[str]:
    if len(marks) < 2:
        return []
    points = " ".join(f"{x.at(one.on.toordinal()):.1f},{y.at(one.middle):.1f}" for one in marks)
    return [
        element(
            "polyline", points=points, fill="none", stroke=colour, stroke_width=1.6,
            stroke_dasharray=dashes,
        )
    ]  # fmt: skip


def _last(found: Trajectory, x: Scale, y: Scale) -> list[str]:
    said = [*found.measured, *found.declared, *([found.reference] if found.reference else [])]
    if not said:
        return []
    last = max(said, key=lambda one: one.on)
    left, top = x.at(last.on.toordinal()), y.at(last.middle)
    if not last.is_declared:
        return [element("circle", cx=left, cy=top, r=3.2, fill=GAIN)]
    corners = f"{left},{top - 4.2} {left + 4.2},{top} {left},{top + 4.2} {left - 4.2},{top}"
    return [element("polygon", points=corners, fill="#ffffff", stroke=COST, stroke_width=1.5)]
