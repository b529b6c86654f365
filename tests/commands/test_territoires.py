"""`essor territoires` as people and scripts call it, with and without a workspace."""

import json
import re
import shutil

import pytest

from tests.commands.conftest import run_essor

FOUND, OUTSIDE = "63113", "63453"


@pytest.fixture(scope="module")
def workspace(migrated_once, tmp_path_factory, root):
    """A workspace with the shipped facts, for the whole file: loading them takes seconds."""
    folder = tmp_path_factory.mktemp("territoires") / "essor"
    shutil.copytree(migrated_once, folder)

    def run(*words: str):
        return run_essor(folder, root, *words)

    return run


def answer(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_without_a_workspace_the_shipped_facts_answer(essor):
    assert len(answer(essor("territoires", "list", "--json"))) == 183
    found = answer(essor("territoires", "trouver", "--commune", FOUND, "--json"))
    assert (found["trouve"], found["territoire"]) == (True, "ti-8404")
    assert found["perimetre_du"] == "2024-07-04"


def test_a_commune_outside_is_an_answer_not_an_error(essor):
    found = answer(essor("territoires", "trouver", "--commune", OUTSIDE, "--json"))
    assert (found["trouve"], found["territoire"]) == (False, None)
    done = essor("territoires", "trouver", "--commune", OUTSIDE)
    assert done.returncode == 0
    assert "hors Territoire d’industrie" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("trouver", "--commune", "99999"), "99999"),
        (("trouver", "--siren", "246300702"), "clé du SIREN"),
        (("trouver", "--siret", "123"), "SIRET"),
        (("trouver",), "--commune 63113"),
        (("trouver", "--commune", "63113", "--siren", "246300701"), "une seule chose"),
        (("show", "ti-9999"), "ti-8404"),
        (("list", "--region", "atlantide"), "84 Auvergne-Rhône-Alpes"),
        (("show", "ti-8404", "--au", "2020-01-01"), "2020-01-01"),
    ],
)
def test_what_cannot_be_answered_is_explained(essor, words, said):
    done = essor("territoires", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_lists_and_sheets_are_readable(essor):
    done = essor("territoires", "list", "--region", "Corse")
    assert [line[:7] for line in done.stdout.splitlines()] == ["ti-9401", "ti-9402"]
    sheet = essor("territoires", "show", "TI-8404").stdout
    assert "Clermont Arverne Industrie (ti-8404, Auvergne-Rhône-Alpes)" in sheet
    assert "337\u00a0709 habitants" in sheet
    assert "Vic-le-Comte" in sheet


def test_the_workspace_says_the_same_as_the_shipped_facts(essor, workspace):
    for words in (
        ("list", "--json"),
        ("show", "ti-8404", "--json"),
        ("trouver", "--commune", "vic le comte", "--json"),
        ("trouver", "--commune", "saint denis", "--json"),
        ("trouver", "--siren", "200054781", "--json"),
        ("trouver", "246300701", "--json"),
    ):
        assert answer(workspace("territoires", *words)) == answer(essor("territoires", *words))


def test_loading_needs_a_workspace(essor, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text("id_ti,lib_ti,siren_groupement,lib_groupement\n", encoding="utf-8")
    done = essor("territoires", "charger", "--depuis", str(path))
    assert done.returncode == 2
    assert "espace de travail" in done.stderr


def publish(workspace, tmp_path, change):
    """Write the loaded list as ANCT would publish it, changed."""
    rows = answer(workspace("territoires", "list", "--json"))
    lines = ["id_ti;lib_ti;siren_groupement;lib_groupement"]
    for row in rows:
        fiche = answer(workspace("territoires", "show", row["code"], "--json")) if row[
            "code"] == "ti-8404" else None  # fmt: skip
        if fiche:
            lines += [
                f"{row['code']};{row['nom']};{m['siren']};{m['nom']}"
                for m in fiche["liste_membres"]
            ]
    path = tmp_path / "liste-ti-grpt-20270301.csv"
    path.write_text("\n".join(change(lines)) + "\n", encoding="utf-8")
    return path


def test_a_list_is_previewed_loaded_then_already_there(workspace, tmp_path):
    path = publish(workspace, tmp_path, lambda lines: lines[:2])
    preview = answer(
        workspace("territoires", "charger", "--depuis", str(path), "--dry-run", "--json")
    )
    kinds = {change["objet"] for change in preview["changements"]}
    assert kinds >= {"territoire", "membre", "commune"}
    assert "rien n’a été écrit" in preview["message"]
    done = workspace("territoires", "charger", "--depuis", str(path))
    assert done.returncode == 0, done.stderr
    assert "Version n°\u00a02 chargée, valable à partir du 1er\u00a0mars\u00a02027" in done.stdout
    again = workspace("territoires", "charger", "--depuis", str(path))
    assert "c’est déjà la version n°\u00a02" in again.stdout
    versions = answer(workspace("territoires", "versions", "--json"))
    assert [v["numero"] for v in versions] == [2, 1]
    lost = ("territoires", "trouver", "--commune", "63457", "--json")
    assert answer(workspace(*lost))["trouve"] is False
    assert answer(workspace(*lost, "--au", "2027-02-28"))["trouve"] is True


@pytest.mark.shared
def test_the_phase_1_list_is_not_loaded_by_mistake(workspace, shared_dir):
    path = shared_dir / "data/territoires_industrie/ti_149_polygones_superposeurV2.geojson"
    done = workspace("territoires", "charger", "--depuis", str(path), "--dry-run")
    assert done.returncode == 2
    assert "--phase 2018-2022" in done.stderr
    words = ("--phase", "2018-2022", "--valable-du", "31/12/2022", "--json")
    loaded = answer(workspace("territoires", "charger", "--depuis", str(path), *words))
    assert (loaded["territoires"], loaded["phase"]) == (149, "2018-2022")
    assert (loaded["membres"], loaded["remarques"]) == (588, [])
    assert answer(workspace("territoires", "show", "ti-8404", "--json"))["phase"] == "2023-2027"


@pytest.mark.shared
def test_an_extract_places_establishments(workspace, shared_dir):
    (path,) = (shared_dir / "data/sirene_echantillon").glob("*.csv")
    siret = ("territoires", "trouver", "--siret", "12004614900239", "--json")
    assert answer(workspace(*siret))["verdict"] == "commune_inconnue_hors_ligne"
    done = workspace("territoires", "etablissements", "charger", "--depuis", str(path))
    assert re.match(r"961 établissements situés", done.stdout), done.stderr
    assert answer(workspace(*siret))["commune"]["nom"] == "Metz"
