"""What a person hands over: dates, vintages and phases are asked for when no file says them."""

import json
from datetime import date

import pytest

from essor.foundations.errors import UserFault
from essor.references.territoires.incoming import Declared, prepare
from tests.references.territoires.miniature import NOMS, faits
from tests.references.territoires.producers.test_etalab import PACKAGE, folder

READ_ON = date(2026, 11, 23)
MEMBERS = {
    "ti-1101": "Boucle Nord (200057990)",
    "ti-7506": "La Courtine (212306708)",
    "ti-8404": "Clermont Auvergne Métropole (246300701); CC Mond'Arverne Communauté (200069177)",
}


def write(tmp_path, members=MEMBERS, name="liste-ti-20250301.geojson"):
    features = [
        {"properties": {"id_territoire": c, "lib_territoire": NOMS[c], "liste_geo": m}}
        for c, m in members.items()
    ]
    path = tmp_path / name
    path.write_text(json.dumps({"features": features}), encoding="utf-8")
    return path


def ask(*paths, **declared):
    return prepare(
        paths=paths,
        declared=Declared(**declared),
        known=faits(),
        certain=faits(),
        expected_counts={"2018-2022": 2, "2023-2027": 3},
        read_on=READ_ON,
    ).faits


def test_the_date_in_the_name_of_the_file_is_read(tmp_path):
    publication = ask(write(tmp_path)).perimetre.publication
    assert publication.valid_from == publication.published_on == date(2025, 3, 1)
    assert publication.files == {"liste-ti-20250301.geojson": publication.files[
        "liste-ti-20250301.geojson"]}  # fmt: skip
    assert publication.read_on == READ_ON


def test_a_date_given_wins_and_a_missing_one_is_asked_for(tmp_path):
    day = date(2025, 6, 1)
    assert ask(write(tmp_path), valid_from=day).perimetre.publication.valid_from == day
    with pytest.raises(UserFault, match="--valable-du"):
        ask(write(tmp_path, name="liste.geojson"))
    with pytest.raises(UserFault, match="n’existe pas"):
        ask(write(tmp_path, name="liste-20250231.geojson"))


def test_a_geography_without_vintage_is_refused(tmp_path):
    with pytest.raises(UserFault, match="--millesime"):
        ask(folder(tmp_path))


def test_a_new_geography_under_the_known_list_must_know_its_members(tmp_path):
    with pytest.raises(UserFault) as error:
        ask(folder(tmp_path), cog_vintage="2027")
    assert "200069177" in str(error.value)


def test_a_list_and_a_geography_together(tmp_path):
    (tmp_path / "cog").mkdir()
    departements = [
        {"code": code, "nom": code, "region": region}
        for code, region in (("63", "84"), ("92", "11"), ("29", "53"), ("989", "989"))
    ]
    regions = [{"code": c, "nom": c} for c in ("84", "11", "53", "989")]
    cog = folder(
        tmp_path / "cog", PACKAGE | {"departements.json": departements, "regions.json": regions}
    )
    members = {"ti-8404": "Clermont Auvergne Métropole (246300701)", "ti-1101": MEMBERS["ti-1101"]}
    found = ask(write(tmp_path, members), cog, cog_vintage="2027")
    assert found.geographie.publication.valid_from == date(2027, 1, 1)
    assert len(found.perimetre.membres) == 2


def test_two_lists_at_once_are_refused(tmp_path):
    paths = write(tmp_path), write(tmp_path, name="b-20250301.geojson")
    with pytest.raises(UserFault, match="Une seule liste"):
        ask(*paths)
