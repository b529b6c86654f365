from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from essor.observatory.comparison.features import Feature, Profile, matrix, profile_gaps, scaled
from essor.observatory.comparison.measured import Measured, measured
from essor.observatory.comparison.similar import Comparable, Rules, comparable, nearest
from essor.observatory.comparison.stability import Shaking, stability_of

RULES = Rules(neighbours=3, ceiling=3.0, least_known=0.8, least_shared=0.6, near=0.5, far=1.5)
SHAKING = Shaking(draws=60, weight_low=0.5, weight_high=1.5, seed=7)
CODES = tuple(f"t{n:02}" for n in range(14))
SIZES = (False, True, False)


def features(values: np.ndarray, *, half: float = 0.0) -> list[Feature]:
    """Three features, the second a size; `half` is the half-width of every interval."""
    return [
        Feature(
            id=f"f{column}", label=f"Trait {column}", unit="%", is_size=SIZES[column],
            values={
                code: figure(code, float(values[row, column]), half)
                for row, code in enumerate(CODES)
                if not np.isnan(values[row, column])
            },
        )
        for column in range(3)
    ]  # fmt: skip


def figure(code: str, at: float, half: float) -> Measured:
    return measured(code, value=at, low=at - half, high=at + half)


def profile(seed: int) -> Profile:
    drawn = np.random.default_rng(seed).dirichlet([1, 1, 1], len(CODES))
    return Profile(
        id="p", label="Branches",
        shares={code: dict(zip("abc", map(float, row), strict=True))
                for code, row in zip(CODES, drawn, strict=True)},
    )  # fmt: skip


def laid(values: np.ndarray, *, half: float = 0.0, seed: int = 0, codes=CODES) -> Comparable:
    return comparable(
        features=features(values, half=half), profile=profile(seed), codes=codes, rules=RULES
    )


def drawn(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).lognormal(2, 1, (len(CODES), 3))


def judged(values: np.ndarray, seed: int, code: str) -> list[tuple[float, str]]:
    """The same distance, place by place, feature by feature, with numpy's own median."""
    shares = profile(seed).shares
    columns = []
    for column in range(3):
        one = values[:, column]
        turned = np.arcsinh(one / np.median(one)) if SIZES[column] else one
        gap = turned - np.median(turned)
        columns.append(gap / (1.4826 * np.median(np.abs(gap))))

    def unlike(a: str, b: str) -> float:
        return 0.5 * sum(abs(shares[a][part] - shares[b][part]) for part in "abc")

    usual = np.median([unlike(a, b) for n, a in enumerate(CODES) for b in CODES[n + 1 :]])
    own = CODES.index(code)
    found = []
    for row, other in enumerate(CODES):
        if row != own:
            gaps = [min(abs(one[row] - one[own]), RULES.ceiling) for one in columns]
            gaps.append(min(unlike(code, other) / usual, RULES.ceiling))
            found.append((sum(gaps) / len(gaps), other))
    return sorted(found)


@pytest.mark.parametrize("seed", range(4))
def test_the_slow_obvious_distance_gives_the_same(seed: int) -> None:
    values = drawn(seed)
    found = nearest(laid(values, seed=seed), code="t04", rules=replace(RULES, neighbours=13))
    wanted = judged(values, seed, "t04")
    assert any(RULES.ceiling in one.gaps for one in found), "the ceiling is reached by one"
    assert [one.code for one in found] == [code for _, code in wanted]
    assert [one.distance for one in found] == pytest.approx([gap for gap, _ in wanted])


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.permutations(CODES), st.floats(0.001, 1000))
def test_neither_the_order_nor_the_unit_changes_anything(
    seed: int, order: list[str], factor: float
) -> None:
    values = drawn(seed)
    found = nearest(laid(values), code="t00", rules=RULES)
    permuted = nearest(laid(values, codes=tuple(order)), code="t00", rules=RULES)
    assert permuted == found
    other = nearest(laid(values * factor), code="t00", rules=RULES)
    assert [one.code for one in other] == [one.code for one in found]
    assert [one.distance for one in other] == pytest.approx([one.distance for one in found])


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_noise_within_epsilon_changes_the_nearest_only_where_they_were_tied(
    seed: int, other: int
) -> None:
    values = drawn(seed)
    everyone = Rules(
        neighbours=13, ceiling=3.0, least_known=0.8, least_shared=0.6, near=0.5, far=1.5
    )
    ranked = nearest(laid(values), code="t00", rules=everyone)
    room = ranked[3].distance - ranked[2].distance
    assume(room > 1e-6)
    noise = np.random.default_rng(other).uniform(-1, 1, values.shape)
    moved = nearest(laid(values * (1 + 1e-10 * noise)), code="t00", rules=RULES)
    assert {one.code for one in moved} == {one.code for one in ranked[:3]}


def test_the_same_place_twice_is_the_nearest_and_is_named_by_order_of_code() -> None:
    values = drawn(1)
    values[9] = values[5] = values[2]
    bare = comparable(features=features(values), profile=None, codes=CODES, rules=RULES)
    found = nearest(bare, code="t02", rules=RULES)
    assert [(one.code, one.distance) for one in found[:2]] == [("t05", 0), ("t09", 0)]


def test_an_unknown_is_not_guessed_and_too_many_make_no_distance() -> None:
    values = drawn(3)
    values[1, 0] = np.nan
    values[2, 0] = values[2, 1] = np.nan  # one known feature of three: under 60 %
    bare = comparable(features=features(values), profile=None, codes=CODES, rules=RULES)
    all_of_them = Rules(
        neighbours=13, ceiling=3.0, least_known=0.5, least_shared=0.6, near=0.5, far=1.5
    )
    found = {one.code: one for one in nearest(bare, code="t00", rules=all_of_them)}
    assert "t02" not in found
    assert np.isnan(found["t01"].gaps[0])
    assert found["t01"].distance == pytest.approx(np.mean(found["t01"].gaps[1:]))


def test_a_feature_known_of_too_few_places_is_set_apart_and_said() -> None:
    values = drawn(4)
    values[:4, 2] = np.nan
    found = laid(values)
    assert [one.id for one in found.features] == ["f0", "f1"]
    assert [(one.id, round(share, 2)) for one, share in found.set_apart] == [("f2", 0.71)]


def test_a_feature_equal_everywhere_says_nothing() -> None:
    flat = scaled(np.full((5, 1), 3.0), is_size=[False])
    assert flat.tolist() == [[0.0]] * 5
    mostly = scaled(np.array([[1.0], [1.0], [1.0], [1.0], [9.0]]), is_size=[False])
    assert mostly.tolist() == [[0.0]] * 5, "no spread at all between the quartiles either"
    low, _ = matrix(
        [Feature(id="a", label="a", unit="", values={"x": measured("x", low=1)})], ["x"]
    )
    assert np.isnan(low).all(), "an open bound does not place a territory"


def test_profiles_are_apart_from_none_to_wholly() -> None:
    shares = {"a": {"x": 1.0}, "b": {"y": 1.0}, "c": {"x": 0.5, "y": 0.5}}
    gaps = profile_gaps(Profile(id="p", label="p", shares=shares), ["a", "b", "c", "d"])
    assert gaps[0, :3].tolist() == [0, 1, 0.5]
    assert np.isnan(gaps[0, 3])


def test_stability_is_reproducible_whole_for_a_twin_and_low_for_a_lucky_one() -> None:
    values = drawn(5)
    values[7] = values[0] * 1.0001
    wide = laid(values, half=0.0)
    found = nearest(wide, code="t00", rules=RULES)
    asked = {"code": "t00", "neighbours": found, "rules": RULES, "shaking": SHAKING}
    first, again = stability_of(wide, **asked), stability_of(wide, **asked)
    assert first == again
    other = Shaking(draws=60, weight_low=0.5, weight_high=1.5, seed=8)
    assert stability_of(wide, **{**asked, "shaking": other}) != first
    by_code = {one.code: one for one in first}
    assert all(0 <= one.drawn <= 1 for one in first)
    blurred = laid(drawn(5), half=6.0)
    found = nearest(blurred, code="t00", rules=RULES)
    shaken = stability_of(blurred, **{**asked, "neighbours": found})
    assert min(one.drawn for one in shaken) < 0.8, "wide intervals: nobody is sure to stay"
    assert max(one.without for one in by_code.values()) == 1.0


@pytest.mark.parametrize("seed", range(3))
def test_leaving_one_feature_out_is_comparing_without_it(seed: int) -> None:
    values = drawn(seed)
    held = features(values)
    bare = comparable(features=held, profile=None, codes=CODES, rules=RULES)
    found = nearest(bare, code="t00", rules=RULES)
    firm = stability_of(bare, code="t00", neighbours=found, rules=RULES, shaking=SHAKING)
    kept = {}
    for left_out in held:
        others = [one for one in held if one is not left_out]
        without = comparable(features=others, profile=None, codes=CODES, rules=RULES)
        kept[left_out.label] = {one.code for one in nearest(without, code="t00", rules=RULES)}
    for one in firm:
        lost = tuple(label for label, codes in kept.items() if one.code not in codes)
        assert one.lost_without == lost
        assert one.without == pytest.approx(1 - len(lost) / len(held))
    assert any(one.lost_without for one in firm)
