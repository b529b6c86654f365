"""Local facts of the communes."""

import pytest

from essor.references.communes_locales.lookup import commune_locale


@pytest.mark.parametrize(
    ("code", "population", "price"),
    [("63113", 147_751, 2241.0), ("2A004", 75_343, 3733.0), ("97411", 156_149, 2549.0)],
)
def test_facts_are_those_of_the_source(code: str, population: int, price: float) -> None:
    found = commune_locale(code)
    assert found is not None
    assert (found.population, found.prix_median_eur_m2) == (population, price)
    assert found.surface_m2 > 1_000_000


def test_what_is_not_published_stays_unknown() -> None:
    strasbourg = commune_locale("67482")
    assert strasbourg is not None
    assert strasbourg.prix_median_eur_m2 is None
    assert commune_locale("99999") is None
    assert commune_locale("../../x") is None
