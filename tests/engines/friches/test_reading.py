"""Reading a study: what is right passes, everything wrong is told at once."""

import contextlib
import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from essor.commands.friches import group
from essor.engines.friches.outcome import evaluate
from essor.engines.friches.reading import read_study
from essor.engines.friches.study import cases_of
from essor.engines.friches.vocabulary import Soil, Work
from essor.foundations.errors import UserFault
from tests.engines.friches.studies import PROGRAMMES, document, study


def faults(data, profile):
    with pytest.raises(UserFault) as caught:
        read_study(data, parameters=profile.parameters)
    return {fault.place.field for fault in caught.value.faults}


def test_given_numbers_replace_the_defaults(france):
    one = study(
        france,
        site={
            "sols_m2": {"bati": 30_000, "prairie_herbacee": 20_000},
            "surface_polluee_m2": 1_000,
            "depenses_eur_an": {"gardiennage": 5_000},
        },
        projet={
            "couts_eur": {"depollution": 123_000, "construction_batiments": 9e6},
            "revente_eur": 4e6,
            "industrie": {"emplois_etp": 120, "valeur_ajoutee_eur_par_emploi": 80_000},
        },
        parametres={"actualisation.taux": 0.04},
    )
    (case,) = cases_of(one, france)
    assert case.site.soils_m2 == {Soil.BUILDINGS: 30_000, Soil.PRAIRIE_GRASS: 20_000}
    assert case.project.reinstatement_costs_eur[Work.REMEDIATION] == 123_000
    assert case.project.building_costs_eur == {Work.BUILDING_CONSTRUCTION: 9e6}
    assert case.project.resale_eur == 4e6
    assert case.parameters["actualisation.taux"] == 0.04
    guards = [e.amount_eur for e in case.site.expenses if e.purpose == "gardiennage"]
    assert guards == [5_000]
    measures = evaluate(one, france).metrics
    assert measures["emplois_industriels_etp"] == 120
    assert measures["valeur_ajoutee_industrielle_eur_an"] == 9.6e6


def test_every_fault_at_once(france):
    data = document(site={"activite": "usine", "sols_m2": {"bati": 1, "lave": 2}})
    data["commune"] = {"code_commune_insee": "63113", "population": -3}
    data["projet"] |= {"decide_le": "hier", "phases": [{"part": 0.4}], "zz": 1}
    data |= {"annees": 80, "parametres": {"truc": 2}, "inconnu": 1}
    assert faults(data, france) == {
        "commune.population",
        "commune.surface_m2",
        "commune.prix_median_eur_m2",
        "site.activite",
        "site.sols_m2",
        "site.sols_m2.lave",
        "projet.decide_le",
        "projet.phases",
        "projet.zz",
        "annees",
        "parametres.truc",
        "inconnu",
    }


@pytest.mark.parametrize("data", [None, [], "x", {}, {"zones": []}, {"zones": [3]}])
def test_another_shape_is_refused(france, data):
    with pytest.raises(UserFault):
        read_study(data, parameters=france.parameters)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(part=st.sampled_from(["commune", "site", "projet", "zones", "annees"]), value=json_values)
def test_whatever_is_written_gives_a_study_or_faults(france, part, value):
    data = document() | {part: value}
    with contextlib.suppress(UserFault):
        found = read_study(data, parameters=france.parameters)
        assert found.zones


def test_two_zones_of_one_name_are_refused(france):
    row = {"nom": "a", "site": document()["site"], "projet": document()["projet"]}
    data = {"commune": document()["commune"], "zones": [row, row]}
    assert faults(data, france) == {"zones.2.nom"}


def test_command_evaluates_and_explains_corrections(tmp_path):
    path = tmp_path / "etude.json"
    path.write_text(json.dumps(document("bureaux")), encoding="utf-8")
    result = CliRunner().invoke(group, ["evaluer", str(path), "--corrections"])
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["profil"] == "france-2025"
    steps = found["corrections"]
    assert steps[-1]["van_eur"] == pytest.approx(found["van_socioeconomique_eur"], abs=1)
    assert sum(one["effet_eur"] for one in steps[1:]) == pytest.approx(
        steps[-1]["van_eur"] - steps[0]["van_eur"], abs=1
    )
    assert sum(row["eur"] for row in found["repartition_eur"].values()) == pytest.approx(
        found["van_socioeconomique_eur"], abs=1
    )


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_line_has_a_french_label(tmp_path, programme):
    path = tmp_path / "etude.json"
    project = {
        "achat_eur": 1,
        "subventions_eur": {"etat": 1},
        "usage_transitoire": {"recettes_eur_an": 2, "charges_eur_an": 1},
    }
    path.write_text(json.dumps(document(programme, projet=project)), encoding="utf-8")
    result = CliRunner().invoke(group, ["evaluer", str(path)], catch_exceptions=False)
    rows = [row for zone in json.loads(result.stdout)["zones"].values() for row in zone["bilan"]]
    assert {"usage_transitoire", "subventions", "achat_site"} <= {row["impact"] for row in rows}
    assert all(row["libelle"] for row in rows)


def test_a_profile_that_does_not_exist_is_said(tmp_path):
    path = tmp_path / "etude.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    result = CliRunner().invoke(group, ["evaluer", str(path), "--profil", "x"])
    assert isinstance(result.exception, UserFault)


def test_a_file_that_is_not_json_is_said(tmp_path):
    path = tmp_path / "etude.json"
    path.write_text("{", encoding="utf-8")
    result = CliRunner().invoke(group, ["evaluer", str(path)])
    assert isinstance(result.exception, UserFault)


@pytest.mark.parametrize("programme", ["industrie", "centrale_photovoltaique"])
def test_who_carries_the_project_replaces_the_default(france, programme):
    (case,) = cases_of(study(france, projet={"programme": programme, "porteur": "etat"}), france)
    assert case.project.roles.developer == "etat"
    assert case.project.roles.developer_operates is (programme == "centrale_photovoltaique")


def test_accidents_of_the_site_are_counted_and_never_priced(france):
    quiet = evaluate(study(france), france)
    hurt = evaluate(study(france, site={"accidents": {"legers": 3, "deces": 1}}), france)
    assert hurt.npv_eur == quiet.npv_eur
    assert hurt.metrics["accidents_site_legers_evites"] == 3
    assert hurt.metrics["accidents_site_deces_evites"] == 1
    assert "accidents_site_graves_evites" not in hurt.metrics


@pytest.mark.parametrize(
    ("name", "amount"), [("usage_transitoire", "recette"), ("industrie", "emplois")]
)
def test_a_misspelt_amount_is_refused_not_ignored(france, name, amount):
    data = document(projet={name: {amount: 3}})
    assert faults(data, france) == {f"projet.{name}.{amount}"}


def test_faults_of_phases_and_groups_say_their_zone(france):
    data = document(site={"sols_m2": {"lave": 1}}, projet={"phases": [{"part": "x"}]})
    zone = {"nom": "nord", "site": data.pop("site"), "projet": data.pop("projet")}
    places = faults(data | {"zones": [zone]}, france)
    assert places == {"zones.1.projet.phases.1.part", "zones.1.site.sols_m2.lave"}


def test_resale_follows_the_floors_and_duties_follow_the_resale(france):
    rate = france.parameters["fiscalite.droits_mutation"]
    price = france.parameters["revente.courante.bureaux"]
    (base,) = cases_of(study(france, "bureaux"), france)
    floors = {"planchers_m2": {"bureaux": 1_000}}
    (small,) = cases_of(study(france, "bureaux", projet=floors), france)
    (typed,) = cases_of(
        study(
            france, "bureaux", projet=floors | {"revente_eur": 4e6, "revente_batiments_eur": 1e6}
        ),
        france,
    )
    assert base.project.resale_eur > small.project.resale_eur == 1_000 * price
    assert small.project.resale_duties_eur == round(1_000 * price * rate)
    assert typed.project.resale_eur == 4e6
    assert typed.project.resale_duties_eur == round(4e6 * rate)
    assert typed.project.buildings_resale_duties_eur == round(1e6 * rate)
