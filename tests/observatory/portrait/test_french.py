"""Names and numbers inside a sentence."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.observatory.geography import Niveau
from essor.observatory.portrait import french
from essor.observatory.portrait.bounds import Bounds
from essor.observatory.portrait.places import spelled, where
from essor.observatory.reading import Lieu

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("nom", "said"),
    [
        ("Lyon", "de Lyon"),
        ("Angers", "d'Angers"),
        ("Épinal", "d'Épinal"),
        ("Le Havre", "du Havre"),
        ("Les Herbiers", "des Herbiers"),
        ("La Rochelle", "de La Rochelle"),
        ("L'Aigle", "de L'Aigle"),
        ("Haguenau", "de Haguenau"),
        ("Honfleur", "d'Honfleur"),
        ("Yvetot", "d'Yvetot"),
        ("Yutz", "de Yutz"),
    ],
)
def test_de_before_a_name(nom: str, said: str) -> None:
    assert french.de(nom) == said


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("CLERMONT FERRAND", "Clermont-Ferrand"),
        ("ALES LA GRAND COMBE", "Alès La Grand-Combe"),
        ("ALPES DE HAUTE PROVENCE", "Alpes-de-Haute-Provence"),
        ("PAYS D ARLES", "Pays d'Arles"),
        ("Marne la Vallée", "Marne la Vallée"),
    ],
)
def test_a_basin_in_capitals_takes_the_name_of_its_towns(raw: str, said: str) -> None:
    assert spelled(raw) == said


@pytest.mark.parametrize(
    ("nom", "part", "said"),
    [
        ("Thiers", 1.0, "zone d'emploi de Thiers"),
        ("Alès-Le Vigan", 0.62, f"zone d'emploi d'Alès-Le Vigan, 62{NBSP}% des habitants"),
        ("La Maurienne", 1.0, "zone d'emploi de la Maurienne"),
        ("Le Chablais", 1.0, "zone d'emploi du Chablais"),
        ("Région Pointoise", 1.0, f"zone d'emploi{NBSP}: Région Pointoise"),
    ],
)
def test_where_a_zone_is(nom: str, part: float, said: str) -> None:
    assert where(Lieu(niveau=Niveau.ZONE_EMPLOI, code="1", nom=nom, part=part)) == said


def test_the_territory_itself_is_not_named_again() -> None:
    assert where(Lieu(niveau=Niveau.TERRITOIRE, code="ti-1", nom="Ici")) == ""


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (61.587, 75.492, f"entre 61 et 76{NBSP}%"),
        (17.06, 17.06, f"17{NBSP}%"),
        (61.7, math.inf, f"au moins 61{NBSP}%"),
        (-math.inf, 38.2, f"au plus 39{NBSP}%"),
        (61.0, 61.4, f"entre 61 et 62{NBSP}%"),
    ],
)
def test_bounds_are_rounded_outwards(low: float, high: float, said: str) -> None:
    assert french.per_cent(Bounds(low, high)) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (286_657.6, 286_657.6, f"287{NBSP}kt"),
        (16_282, 20_252, f"entre 16,2 et 20,3{NBSP}kt"),
        (17_866_958, 17_866_958, f"17,9{NBSP}Mt"),
        (0, 850, f"entre 0 et 850{NBSP}t"),
    ],
)
def test_tonnes_take_the_unit_that_reads_best(low: float, high: float, said: str) -> None:
    assert french.scaled(Bounds(low, high), "t") == said


def test_words_of_a_list_and_ranks() -> None:
    assert french.listed(["a"]) == "a"
    assert french.listed(["a", "b", "c"]) == "a, b et c"
    assert french.ordinal(1, feminine=True) == "1re"
    assert french.ordinal(3) == "3e"
    assert french.plural(1, "friche", "friches") == f"1{NBSP}friche"
    assert french.signed(Bounds(-2.8, -2.8), f"{NBSP}%", 1) == f"\u22122,8{NBSP}%"


def read(text: str) -> float:
    return float(text.replace(NBSP, "").replace(",", ".").replace("\u2212", "-"))


@given(st.floats(-1e6, 1e6), st.integers(0, 2))
def test_a_rounded_bound_is_never_inside(number: float, decimals: int) -> None:
    low, high = read(french.floor(number, decimals)), read(french.ceil(number, decimals))
    assert low <= number + 1e-5
    assert high >= number - 1e-5
    assert high - low <= 10**-decimals + 1e-9
