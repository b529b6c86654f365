"""What is said, how it is written, what is left out."""

import pytest

from essor.observatory.across import PlaceValue
from essor.observatory.portrait.portrait import portrait_of
from essor.observatory.portrait.sentence import Group
from tests.observatory.portrait.made_facts import (
    BASIN,
    COUNTRY,
    DEPARTEMENT,
    TERRITOIRE,
    ZONE,
    facts,
    value,
)

PLACE = "zone d'emploi de Clermont-Ferrand, 92 % des habitants"


def said(*values, peers=(), loaded=None) -> list[str]:
    found = portrait_of(facts(*values, peers=peers, loaded=loaded))
    return [one.text.replace("\u00a0", " ") for one in found.sentences]


def branch(code: str, jobs: float, low: float, high: float, point: float | None = None):
    return (
        value("emploi_branche", ZONE, jobs, rubrique=code, vintage="2023"),
        value("quotient_localisation", ZONE, low, high, rubrique=code, vintage="2023", point=point),
    )


def test_a_specialisation_says_its_jobs_and_its_rank() -> None:
    peers = [
        PlaceValue(code=code, nom="", value=v, low=v, high=v, status="connu", vintage="2023")
        for code, v in [(f"z{n}", n / 10) for n in range(1, 40)]
    ]
    peers.append(
        PlaceValue(code=ZONE.code, nom="", value=4.48, low=4.39, high=4.58, status="connu",
                   vintage="2023")
    )  # fmt: skip
    assert said(*branch("CG", 8_559, 4.39, 4.58, 4.48), peers=peers) == [
        "Le caoutchouc, le plastique et les matériaux minéraux pèsent 4,5 fois plus ici qu'en "
        f"France ({PLACE}) : 8 559 emplois, 1re place sur 40 zones."
    ]


def test_no_rank_when_the_intervals_leave_too_many() -> None:
    peers = [
        PlaceValue(code=code, nom="", value=None, low=1, high=9, status="connu", vintage="2023")
        for code in [f"z{n}" for n in range(40)]
    ]
    (sentence,) = said(*branch("CA", 4_431, 1.9, 2.1, 2.0), peers=peers)
    assert sentence.startswith("L'agroalimentaire pèse 2,0 fois plus ici")
    assert "place" not in sentence


@pytest.mark.parametrize(
    ("jobs", "low", "high"), [(8_559, 1.4, 1.9), (150, 3.0, 5.0)], ids=["interval", "small"]
)
def test_a_specialisation_that_is_not_sure_is_not_said(
    jobs: float, low: float, high: float
) -> None:
    assert said(*branch("CG", jobs, low, high)) == []


def test_two_sources_in_one_sentence() -> None:
    shares = [
        value("part_industrie_flores", ZONE, 25, vintage="2023"),
        value("part_industrie_flores", COUNTRY, 12.3, vintage="2023"),
        value("part_industrie_urssaf", ZONE, 30),
        value("part_industrie_urssaf", COUNTRY, 15.9),
    ]
    assert said(*shares) == [
        "L'industrie tient 25,0 % des emplois salariés selon l'Insee (2023) et 30,0 % des emplois "
        f"privés selon l'Urssaf (2024), contre 12,3 % et 15,9 % en France ({PLACE})."
    ]
    shares[2] = value("part_industrie_urssaf", ZONE, 16)
    assert said(*shares) == [], "the two sources do not agree that it is unusual"


def test_hiring_is_an_interval_with_the_other_source_beside_it() -> None:
    assert said(
        value("difficulte_recrutement", BASIN, 61.587, 75.492),
        value("metiers_industriels_tendus", DEPARTEMENT, 59.1, 90.9, vintage="2025"),
    ) == [
        "Au moins 61 %, au plus 76 %, des recrutements industriels prévus en 2024 sont jugés "
        "difficiles (bassin d'emploi de Clermont-Ferrand) ; en 2025, la Dares classait en forte "
        "tension entre 59 et 91 % des métiers de l'industrie du département (Puy-de-Dôme)."
    ]


def test_a_change_is_said_only_when_the_years_are_apart() -> None:
    before = value("subventions_etat", TERRITOIRE, 3e6, 4e6, vintage="2023")
    assert said(before, value("subventions_etat", TERRITOIRE, 3.9e6, 9e6)) == []
    assert said(before, value("subventions_etat", TERRITOIRE, 5e6, 6e6)) == [
        "Les subventions DETR et DSIL de l'État ont augmenté de 25 à 100 % entre 2023 et 2024 "
        "(entre 3,0 et 4,0 M€, puis entre 5,0 et 6,0 M€)."
    ]


def test_private_jobs_beside_france() -> None:
    series = [
        value("emploi_salarie_prive", TERRITOIRE, 116_458, vintage="2019"),
        value("emploi_salarie_prive", TERRITOIRE, 122_850),
        value("emploi_salarie_prive", COUNTRY, 1_000, vintage="2019"),
        value("emploi_salarie_prive", COUNTRY, 1_066),
    ]
    assert said(*series) == [
        "L'emploi salarié privé a augmenté de 5,5 % entre 2019 et 2024, de 116 458 à 122 850 "
        "emplois, contre +6,6 % en France."
    ]


def test_emissions_that_more_than_double_are_multiplied() -> None:
    assert said(
        value("emissions_ets", TERRITOIRE, 29_000, vintage="2019"),
        value("emissions_ets", TERRITOIRE, 82_900, vintage="2024"),
    ) == [
        "Les émissions des installations sous quotas européens ont été multipliées par 2,9 entre "
        "2019 et 2024 (29,0 kt, puis 82,9 kt)."
    ]


def test_brownfields_verified_and_signalled_stay_apart() -> None:
    sites = [
        value("friches_verifiees", TERRITOIRE, 24, vintage="2024-03"),
        value("friches_verifiees", TERRITOIRE, 6, rubrique="friche sans projet", vintage="2024-03"),
        value("friches_non_verifiees", TERRITOIRE, 1, vintage="2024-03"),
    ]
    assert said(*sites) == [
        "6 des 24 friches vérifiées sont sans projet ; 1 autre site signalé reste à vérifier."
    ]


def test_one_emitter_one_branch_one_establishment() -> None:
    values = [
        value("emissions_irep", TERRITOIRE, 100_000, rubrique="total", vintage="2024"),
        value("emissions_irep", TERRITOIRE, 24_000, rubrique="total, sans le premier émetteur",
              vintage="2024"),
        value("emploi_branche", ZONE, 450, rubrique="CA", vintage="2023"),
        value("emploi_branche", ZONE, 300, rubrique="CK", vintage="2023"),
        value("emploi_industriel_flores", ZONE, 1_000, vintage="2023"),
        value("poids_premier_etablissement", TERRITOIRE, 21.5, 48.2),
    ]  # fmt: skip
    assert said(*values) == [
        "Un seul site a émis 76 % du CO2 déclaré en 2024 (100 kt en tout).",
        f"L'industrie repose sur une branche : l'agroalimentaire réunit 45 % de ses emplois "
        f"salariés ({PLACE}).",
        "Un seul établissement réunit entre 21 et 49 % de l'emploi des établissements industriels "
        "de taille connue.",
    ]


def test_what_is_old_is_said_to_be() -> None:
    (sentence,) = said(
        value("emissions_irep", TERRITOIRE, 9, rubrique="total", vintage="2019"),
        value("emissions_ets", TERRITOIRE, 9, vintage="2022"),
    )
    assert sentence == (
        "Des chiffres sont anciens : le CO2 déclaré (2019) et les émissions sous quotas (2022)."
    )


def test_a_group_keeps_the_most_remarkable_and_one_screen() -> None:
    codes = ("BZ", "CA", "CB", "CC", "CE", "CG", "CI", "CK")
    values = [one for rank, code in enumerate(codes) for one in branch(code, 900, 2 + rank, 9)]
    values.append(value("population_frr", TERRITOIRE, 99, vintage="2025-07"))
    found = portrait_of(facts(*values))
    particular = dict(found.groups)[Group.PARTICULIER]
    assert [one.kind for one in particular] == [
        "specialisation", "specialisations_suivantes", "zonage_rural",
    ]  # fmt: skip
    assert particular[0].text.startswith("Les machines et équipements pèsent")


def test_what_is_not_known_says_why_and_what_to_do() -> None:
    found = portrait_of(facts(loaded=frozenset({"cerema_cartofriches"})))
    texts = [f"{one.text} {one.to_do}{one.command}" for one in found.unknowns]
    assert "sources non chargées" in texts[0]
    assert texts[0].endswith("essor observatoire rafraichir")
    assert "Rien n'est publié pour ce territoire sur" in texts[1]
    figures = {one.label: one for one in found.figures}
    assert figures["Friches"].lines[0] == ("vérifiées\u00a0: la source ne dit rien de ce lieu",)
    assert figures["Emploi salarié privé"].lines == (("source non chargée",),)
    assert found.sentences == ()


def test_never_any_advice_on_branches() -> None:
    """Relatedness failed its back-test: nothing is said to be « à développer »."""
    values = [one for code in ("CA", "CL") for one in branch(code, 900, 0.01, 0.02)]
    texts = " ".join(said(*values))
    assert "moins qu'en France" in texts
    assert not any(word in texts for word in ("développer", "potentiel", "attirer", "opportunité"))
