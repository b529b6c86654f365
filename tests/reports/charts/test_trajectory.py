"""The drawing of an indicator: kinds apart, intervals as intervals, the table says the same."""

import datetime as dt
import math
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.reports.charts.sparkline import sparkline
from essor.reports.charts.trajectory import HEIGHT, WIDTH, Mark, Trajectory, height_of

SVG = "{http://www.w3.org/2000/svg}"


def mark(year: int, value: int | None, low: int | None = None, high: int | None = None, **more):
    bare = low is None and high is None
    low, high = (value, value) if bare else (low, high)
    found = [None if one is None else Decimal(one) for one in (value, low, high)]
    return Mark(
        on=dt.date(year, 12, 31), said=f"{value}", value=found[0], low=found[1], high=found[2],
        **more,
    )  # fmt: skip


def full(**changes) -> Trajectory:
    return Trajectory(
        **{
            "title": "Emplois <b>",
            "unit": "emplois",
            "reference": mark(2024, 170, is_declared=True),
            "targets": (mark(2027, 400, 350, 450, is_target=True), mark(2030, 700, is_target=True)),
            "measured": (mark(2025, 210), mark(2026, None, 240)),
            "declared": (mark(2025, 210, is_declared=True),),
            "today": dt.date(2026, 11, 23),
        }
        | changes
    )


def test_each_kind_has_its_shape_and_its_name() -> None:
    tree = ElementTree.fromstring(full().svg())
    points = [one for one in tree.iter(f"{SVG}g") if one.get("class") == "g-point"]
    shapes = [sorted({child.tag.removeprefix(SVG) for child in one}) for one in points]
    assert [one.find(f"{SVG}title").text.split(",")[0] for one in points] == [
        "référence", "mesuré", "déclaré par l'intéressé", "mesuré", "cible", "cible",
    ]  # fmt: skip
    assert shapes[0] == ["circle", "polygon", "title"]  # a diamond, ringed
    assert "line" in shapes[3]  # « at least 240 » is no point
    assert shapes[5] == ["rect", "title"]
    assert not [one for one in tree.iter() if one.get("style")]


def test_the_table_holds_what_the_drawing_holds() -> None:
    chart = full()
    assert [(row[0].year, row[1]) for row in chart.rows()] == [
        (2024, "référence, déclaré par l'intéressé"), (2025, "mesuré"),
        (2025, "déclaré par l'intéressé"), (2026, "mesuré"), (2027, "cible"), (2030, "cible"),
    ]  # fmt: skip


def test_nothing_to_draw_is_said() -> None:
    with pytest.raises(ValueError, match="no figure"):
        Trajectory(title="", unit="").svg()
    assert sparkline(full(targets=(), measured=(), declared=())) == ""


def test_a_scale_starts_from_zero_unless_nothing_would_show() -> None:
    assert height_of([mark(2024, 3), mark(2025, 20)], start=0, stop=1).low == 0
    assert height_of([mark(2024, 9_900), mark(2025, 10_000)], start=0, stop=1).low > 9_000
    assert height_of([mark(2024, 5)], start=0, stop=1).low == 0


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1950, 2100), st.integers(-(10**13), 10**13), st.sampled_from("rmdt")),
        min_size=1,
        max_size=12,
    )
)
def test_every_mark_stays_inside_the_drawing(said: list[tuple[int, int, str]]) -> None:
    kinds = {
        key: tuple(
            sorted(
                (
                    mark(y, v, is_declared=k == "d", is_target=k == "t")
                    for y, v, k in said
                    if k == key
                ),
                key=lambda one: one.on,
            )
        )
        for key in "rmdt"
    }
    chart = full(
        reference=next(iter(kinds["r"]), None), measured=kinds["m"], declared=kinds["d"],
        targets=kinds["t"],
    )  # fmt: skip
    if not chart.marks:
        return
    for drawn in (chart.svg(), sparkline(chart)):
        if not drawn:
            continue
        for one in ElementTree.fromstring(drawn).iter():
            for name in ("cx", "cy", "x1", "y1"):
                place = one.get(name)
                if place is not None:
                    assert math.isfinite(float(place))
                    assert -10 <= float(place) <= max(WIDTH, HEIGHT) + 10
