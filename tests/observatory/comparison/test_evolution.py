import pytest

from essor.observatory.comparison.evolution import Part, base_100, driver_of, spread_of


def part(name: str, **years: float) -> Part:
    return Part(name=name, series={year.removeprefix("y"): one for year, one in years.items()})


def test_an_index_starts_at_a_hundred_and_needs_a_positive_start() -> None:
    series = {"2019": 50.0, "2018": 999.0, "2021": 60.0}
    assert base_100(series, start="2019") == {"2019": 100, "2021": 120}
    assert base_100({"2019": 0.0, "2021": 5.0}, start="2019") == {}
    assert base_100({"2021": 5.0}, start="2019") == {}


def test_the_middle_of_several_and_their_ends() -> None:
    found = spread_of([{"1": 100, "2": 90}, {"1": 100, "2": 130}, {"1": 100}])
    assert (found["1"].count, found["2"].count) == (3, 2)
    assert (found["2"].low, found["2"].middle, found["2"].high) == (90, 110, 130)


def test_the_part_that_drives_all_is_named_and_left_out() -> None:
    parts = [
        part("Pneus", y2019=100, y2024=40), part("Bois", y2019=50, y2024=60),
        part("Ouvert depuis", y2024=500),
    ]  # fmt: skip
    found = driver_of(parts, start="2019", end="2024", least_share=0.5)
    assert found is not None
    assert (found.name, found.change, found.change_total) == ("Pneus", -60, -50)
    assert found.share == pytest.approx(60 / 70)
    assert (found.reverses, found.drives_all) == (True, True), "without it, jobs rise"
    assert dict(found.whole) == {"2019": 150, "2024": 100}
    assert dict(found.rest) == {"2019": 50, "2024": 60}
    assert found.apart == ("Ouvert depuis",), "unknown at one end is not a zero"


def test_no_driver_where_all_move_alike_and_none_where_nothing_moves() -> None:
    parts = [part(name, y2019=10, y2024=12) for name in "abcd"]
    found = driver_of(parts, start="2019", end="2024", least_share=0.5)
    assert found is not None
    assert (found.name, found.share, found.drives_all) == ("a", 0.25, False)
    still = [part(name, y2019=10, y2024=10) for name in "ab"]
    assert driver_of(still, start="2019", end="2024", least_share=0.5) is None
    assert driver_of(parts[:1], start="2019", end="2024", least_share=0.5) is None
    exactly = [part("a", y1=0, y2=5), part("b", y1=0, y2=5)]
    told = driver_of(exactly, start="1", end="2", least_share=0.5)
    assert told is not None
    assert told.drives_all, "the threshold itself is enough"


def test_an_intermediate_vintage_counts_only_where_every_part_is_known() -> None:
    parts = [part("a", y1=1, y2=2, y3=9), part("b", y1=1, y3=1)]
    found = driver_of(parts, start="1", end="3", least_share=0.5)
    assert found is not None
    assert list(found.whole) == ["1", "3"]
