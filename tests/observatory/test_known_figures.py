"""Figures read elsewhere, found again in the producers' own files; loaded once."""

import pytest

from essor.observatory.catalogue import list_sources
from essor.observatory.lake import Lake
from essor.observatory.reading import Value, values_of

WITHOUT_NATIONAL_FILE = {
    "cerema_enaf", "cnig_sites_economiques", "hubeau_prelevements", "insee_sirene_etablissements",
    "vigieau_restrictions",
}  # fmt: skip

pytestmark = pytest.mark.shared


def figures(lake: Lake, niveau: str, code: str) -> dict[tuple[str, str, str], Value]:
    found = values_of(lake, niveau=niveau, code=code, latest=False)
    return {(one.indicator.id, one.rubrique, one.vintage): one for one in found}


def test_every_source_loads(lake_of_shared: Lake) -> None:
    loaded = set(lake_of_shared.current()["sources"])
    assert loaded == {one.name for one in list_sources()} - WITHOUT_NATIONAL_FILE
    read = {
        name: {r: (c["read"], c["read"] - sum(c["refused"].values())) for r, c in counts.items()}
        for name in loaded
        if (counts := (lake_of_shared.manifest(name) or {})["counts"])
    }
    assert read["georisques_irep"]["emissions"] == (7_093, 6_943)
    assert read["ademe_base_carbone"]["base"] == (8_163, 8_163)
    assert sum(kept for _, kept in read["dgcl_dotations"].values()) == 99_026


def test_known_figures_of_clermont(lake_of_shared: Lake) -> None:
    lake = lake_of_shared
    found = values_of(lake, niveau="territoire", code="ti-8404")
    by = {(one.indicator.id, one.rubrique): one for one in found}
    assert by["emploi_salarie_prive", ""].value == 118_073 + 4_777
    assert by["emploi_branche", "CG"].value == 8_559
    assert by["quotient_localisation", "CG"].value == pytest.approx(4.48, abs=0.005)
    assert by["emploi_industriel_urssaf", ""].value == 29_796
    assert by["emploi_industriel_flores", ""].value == 26_998, "the other figure stays beside"
    assert (by["population_municipale", ""].source_rows, by["communes_frr", ""].value) == (48, 1)
    difficulty = by["difficulte_recrutement", ""]
    assert (difficulty.status, difficulty.value) == ("intervalle", None)
    assert (difficulty.low, difficulty.high) == pytest.approx((61.6, 75.5), abs=0.05)
    assert (by["friches_verifiees", ""].value, by["friches_non_verifiees", ""].value) == (24, 63)


def test_known_figures_of_the_environment(lake_of_shared: Lake) -> None:
    lake = lake_of_shared
    by = figures(lake, "territoire", "ti-8404")
    assert by["emissions_irep", "hors biomasse", "2019"].value == pytest.approx(184_227.9)
    grants = by["subventions_etat", "", "2024"]
    assert (grants.value, grants.source_rows) == (3_743_271, 42)
    ets = figures(lake, "departement", "63")["emissions_ets", "", "2022"]
    assert (ets.value, ets.source_rows) == (293_479, 12)
    biggest = figures(lake, "departement", "34")["emissions_irep", "total", "2019"].value
    assert biggest is not None
    assert biggest < 10_000_000, "the impossible landfill is set apart"
