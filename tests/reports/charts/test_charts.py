"""One specification, one drawing: it parses, holds what the table holds, and escapes names."""

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.reports.charts.bars import shortened
from essor.reports.charts.cumulative import CumulativeFlow
from essor.reports.charts.gains import Gains, Share
from essor.reports.charts.scale import scale_of, short_eur
from essor.reports.charts.tornado import Swing, Tornado

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<script>alert('&\"')</script>\x00]]>"
amounts = st.floats(-1e10, 1e10, allow_nan=False)


def flow(**changes) -> CumulativeFlow:
    return CumulativeFlow(
        **{
            "title": "Cumul",
            "first_year": 2027,
            "point": [-10e6, -4e6, 1e6, 6e6],
            "middle": [-11e6, -5e6, 0.0, 4e6],
            "low": [-20e6, -15e6, -12e6, -9e6],
            "high": [-5e6, 1e6, 8e6, 15e6],
            "break_even_year": 2029,
        }
        | changes
    )


def gains(label: str = "Habitants") -> Gains:
    shares = [
        Share(label="Aménageur", eur=-5e6, low_eur=-9e6, high_eur=2e6),
        Share(label=label, eur=3e6),
    ]
    return Gains(title=label, shares=shares)


def tornado(label: str = "Taux") -> Tornado:
    swings = [
        Swing(label="étroit", low_text="1", high_text="2", low_eur=0.9e6, high_eur=1.1e6),
        Swing(label=label, low_text="3", high_text="4", low_eur=5e6, high_eur=-8e6),
    ]
    return Tornado(title=label, middle_eur=1e6, swings=swings)


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", [flow(title=EVIL), gains(EVIL), tornado(EVIL)])
def test_a_name_cannot_break_the_drawing(chart):
    root = ElementTree.fromstring(chart.svg())
    assert root.get("role") == "img"
    assert root.get("aria-label") == EVIL.replace("\x00", "")
    assert not list(root.iter(f"{SVG}script"))


@pytest.mark.parametrize("chart", [flow(), gains("Habitants " * 9), tornado("Taux " * 20)])
def test_the_phone_has_the_same_drawing_inside_its_narrow_frame(chart):
    narrow, wide = (ElementTree.fromstring(one) for one in (chart.phone_svg(), chart.svg()))
    for kind in ("rect", "polyline", "polygon", "circle"):
        assert len(list(narrow.iter(f"{SVG}{kind}"))) == len(list(wide.iter(f"{SVG}{kind}")))
    width = float(narrow.get("viewBox").split()[2])
    assert width < 0.6 * float(wide.get("viewBox").split()[2])
    for mark in narrow.iter(f"{SVG}rect"):
        assert 0 <= float(mark.get("x")) <= float(mark.get("x")) + float(mark.get("width")) <= width
    long = [node for node in narrow.iter(f"{SVG}text") if len(node.text or "") > 53]
    assert not long, "a label is shortened to its frame"


@pytest.mark.parametrize("chart", [flow(), gains(), tornado()])
def test_no_style_attribute_for_a_strict_policy(chart):
    root = ElementTree.fromstring(chart.svg())
    assert [node.tag for node in root.iter() if node.get("style") is not None] == []


def test_the_flow_says_its_break_even_year():
    assert "Équilibre\u00a0: 2029" in texts(flow().svg())
    assert not [one for one in texts(flow(break_even_year=None).svg()) if "Équilibre" in one]


def test_the_flow_draws_each_year_in_order():
    root = ElementTree.fromstring(flow(low=[], high=[], middle=[]).svg())
    (path,) = root.iter(f"{SVG}polyline")
    points = [tuple(map(float, pair.split(","))) for pair in path.get("points", "").split()]
    assert [x for x, _ in points] == sorted({x for x, _ in points})
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
    assert not list(root.iter(f"{SVG}polygon"))


def test_the_table_of_the_flow_keeps_both_ends():
    rows = flow().rows(every=2)
    assert [row[0] for row in rows] == ["2027", "2029", "2030"]
    assert rows[-1] == ("2030", "6\u00a0M€", "−9\u00a0M€", "4\u00a0M€", "15\u00a0M€")


def test_who_gains_comes_first_and_bars_leave_from_zero():
    chart = gains()
    assert [row[0] for row in chart.rows()] == ["Habitants", "Aménageur"]
    rects = ElementTree.fromstring(chart.svg()).iter(f"{SVG}rect")
    kinds = {node.get("class"): node for node in rects if node.get("class")}
    gain, cost = kinds["g-gain"], kinds["g-cout"]
    end_of_cost = float(cost.get("x", "")) + float(cost.get("width", ""))
    assert float(gain.get("x", "")) == pytest.approx(end_of_cost, abs=0.05)
    widths = float(cost.get("width", "")) / float(gain.get("width", ""))
    assert widths == pytest.approx(5 / 3, rel=0.01)


def test_the_longest_bar_is_on_top_of_the_tornado():
    assert [row[0] for row in tornado().rows()] == ["Taux", "étroit"]
    names = [one for one in texts(tornado().svg()) if one in ("Taux", "étroit")]
    assert names == ["Taux", "étroit"]


def test_a_long_label_is_cut_on_the_drawing_only():
    label = "Valeur locative annuelle servant de base à la taxe foncière"
    assert shortened(label).endswith("…")
    assert tornado(label).rows()[0][0] == label


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12_345_678, "12,3\u00a0M€"),
        (-203_400_000, "−203\u00a0M€"),
        (1_000_000, "1\u00a0M€"),
        (999_700, "1\u00a0M€"),
        (350_400, "350\u00a0k€"),
        (-1_234, "−1,23\u00a0k€"),
        (80.4, "80\u00a0€"),
        (-0.2, "0\u00a0€"),
        (0, "0\u00a0€"),
    ],
)
def test_amounts_have_three_figures(value, shown):
    assert short_eur(value) == shown


@given(amounts)
def test_a_short_amount_is_the_amount_to_three_figures(value):
    number, unit = short_eur(value).rsplit("\u00a0", 1)
    found = (
        float("".join(number.replace("−", "-").replace(",", ".").split()))
        * {"M€": 1e6, "k€": 1e3, "€": 1}[unit]
    )
    assert math.isclose(found, value, rel_tol=0.0051, abs_tol=0.51)


@given(st.lists(amounts, max_size=30))
def test_a_scale_holds_every_value_and_zero(values):
    scale = scale_of(values, start=10.0, stop=90.0)
    for value in [0.0, *values]:
        assert 10 - 1e-6 <= scale.at(value) <= 90 + 1e-6
    ticks = scale.ticks()
    assert len(ticks) >= 2
    assert any(abs(tick) < 1e-9 for tick in ticks)
