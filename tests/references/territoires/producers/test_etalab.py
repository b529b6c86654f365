"""The `@etalab/decoupage-administratif` package in its three wrappings."""

import gzip
import io
import json
import tarfile

import pytest

from essor.foundations.errors import UserFault
from essor.references.territoires.producers import files
from essor.references.territoires.producers.etalab import read_decoupage

COMMUNES = [
    {"code": "63113", "nom": "Clermont-Ferrand", "type": "commune-actuelle", "departement": "63",
     "siren": "216301135", "codesPostaux": ["63100", "63000"], "population": 146351,
     "anciensCodes": ["63998"]},
    {"code": "63113", "nom": "Montferrand", "type": "commune-associee", "chefLieu": "63113"},
    {"code": "92004", "nom": "Asnières-sur-Seine", "type": "commune-actuelle",
     "departement": "92", "siren": "219200045", "population": 1},
    {"code": "29155", "nom": "Ouessant", "type": "commune-actuelle", "departement": "29",
     "siren": "212901557", "population": 860},
    {"code": "98901", "nom": "Île de Clipperton", "type": "commune-actuelle",
     "departement": "989"},
    {"code": "13201", "nom": "Marseille 1er Arrondissement", "type": "arrondissement-municipal",
     "commune": "13055"},
]  # fmt: skip


def member(code, municipale, totale):
    return {"code": code, "populationMunicipale": municipale, "populationTotale": totale}


EPCI = [
    {"code": "246300701", "nom": "Clermont Auvergne Métropole", "type": "METRO",
     "populationMunicipale": 147751, "populationTotale": 150251,
     "membres": [member("63113", 147751, 150251)]},
    {"code": "200054781", "nom": "Métropole du Grand Paris", "type": "METRO",
     "membres": [member("92004", 85000, 86000)]},
]  # fmt: skip
EPT = [{"code": "200057990", "nom": "Boucle Nord de Seine", "type": "EPT",
        "membres": [member("92004", 85000, 86000)]}]  # fmt: skip
PACKAGE = {
    "communes.json": COMMUNES,
    "epci.json": EPCI,
    "ept.json": EPT,
    "departements.json": [{"code": "63", "nom": "Puy-de-Dôme", "region": "84"}],
    "regions.json": [{"code": "84", "nom": "Auvergne-Rhône-Alpes"}],
}


def folder(tmp_path, package=PACKAGE, *, zipped=(), under=""):
    base = tmp_path / under if under else tmp_path
    base.mkdir(exist_ok=True, parents=True)
    for name, rows in package.items():
        data = json.dumps(rows, ensure_ascii=False).encode()
        if name in zipped:
            (base / f"{name}.gz").write_bytes(gzip.compress(data))
        else:
            (base / name).write_bytes(data)
    return tmp_path


def archive(tmp_path, package=PACKAGE):
    path = tmp_path / "decoupage-administratif-6.0.0.tgz"
    with tarfile.open(path, "w:gz") as out:
        for name, rows in package.items():
            data = json.dumps(rows, ensure_ascii=False).encode()
            info = tarfile.TarInfo(f"package/data/{name}")
            info.size = len(data)
            out.addfile(info, io.BytesIO(data))
    return path


def test_the_folder_the_gzip_and_the_npm_archive_say_the_same(tmp_path):
    plain = read_decoupage(folder(tmp_path / "a"))
    assert read_decoupage(folder(tmp_path / "b", zipped=("communes.json", "epci.json"))) == plain
    assert read_decoupage(folder(tmp_path / "c", under="data")) == plain
    assert read_decoupage(archive(tmp_path)) == plain


def test_communes_take_the_populations_of_their_group(tmp_path):
    communes = {c.code_commune_insee: c for c in read_decoupage(folder(tmp_path)).communes}
    clermont = communes["63113"]
    assert (clermont.population_municipale, clermont.population_totale) == (147_751, 150_251)
    assert clermont.codes_postaux == ("63000", "63100")
    assert communes["92004"].siren_epci == "200054781"
    assert communes["92004"].siren_ept == "200057990"


def test_an_ept_is_the_sum_of_its_communes_whatever_its_own_file_says(tmp_path):
    later = [EPT[0] | {"populationMunicipale": 999, "populationTotale": 999}]
    ept = read_decoupage(folder(tmp_path, PACKAGE | {"ept.json": later})).groupements[1]
    assert (ept.nom, ept.population_municipale, ept.population_totale) == (
        "Boucle Nord de Seine",
        85_000,
        86_000,
    )


def test_a_commune_without_group_takes_its_own_and_unknown_stays_unknown(tmp_path):
    communes = {c.code_commune_insee: c for c in read_decoupage(folder(tmp_path)).communes}
    assert (communes["29155"].population_municipale, communes["29155"].siren_epci) == (860, None)
    assert communes["98901"].population_municipale is None
    assert communes["98901"].siren_commune is None


def test_old_delegated_and_district_codes_point_to_the_commune_of_today(tmp_path):
    rows = read_decoupage(folder(tmp_path)).rattachees
    assert [(r.code, r.nom, r.nature, r.code_commune_insee) for r in rows] == [
        ("13201", "Marseille 1er Arrondissement", "arrondissement-municipal", "13055"),
        ("63113", "Montferrand", "commune-associee", "63113"),
        ("63998", None, "ancien-code", "63113"),
    ]


def test_every_missing_file_at_once(tmp_path):
    package = {k: v for k, v in PACKAGE.items() if k not in ("ept.json", "regions.json")}
    with pytest.raises(UserFault) as error:
        read_decoupage(folder(tmp_path, package))
    assert [f.expected for f in error.value.faults] == [
        "ept.json ou ept.json.gz",
        "regions.json ou regions.json.gz",
    ]


def test_every_contradiction_at_once(tmp_path):
    bad = EPCI[1] | {"code": "200054782", "membres": [member("63113", 1, 1), member("99999", 1, 1)]}
    package = PACKAGE | {
        "epci.json": [EPCI[0], bad],
        "communes.json": [*COMMUNES, {**COMMUNES[2], "code": "ZZZ"}, COMMUNES[2]],
    }
    with pytest.raises(UserFault) as error:
        read_decoupage(folder(tmp_path, package))
    text = str(error.value)
    for part in ("clé du SIREN", "deux fois", "ZZZ", "99999"):
        assert part in text, text


@pytest.mark.parametrize("rows", [{}, [], [1], [{"nom": "x"}], "texte"])
def test_a_file_of_another_shape_is_refused(tmp_path, rows):
    with pytest.raises(UserFault):
        read_decoupage(folder(tmp_path, PACKAGE | {"epci.json": rows}))


@pytest.mark.parametrize("value", [-5, "douze", True, 1.5])
def test_a_population_that_is_not_a_count_is_refused(tmp_path, value):
    bad = [EPCI[0] | {"populationMunicipale": value}, EPCI[1]]
    with pytest.raises(UserFault, match="nombre d’habitants"):
        read_decoupage(folder(tmp_path, PACKAGE | {"epci.json": bad}))


def test_a_truncated_gzip_or_archive_is_refused(tmp_path):
    path = folder(tmp_path / "a", zipped=("communes.json",))
    zipped = path / "communes.json.gz"
    zipped.write_bytes(zipped.read_bytes()[:-20])
    with pytest.raises(UserFault, match="gzip entier"):
        read_decoupage(path)
    broken = archive(tmp_path)
    broken.write_bytes(broken.read_bytes()[:200])
    with pytest.raises(UserFault):
        read_decoupage(broken)


def test_a_gzip_bomb_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10_000)
    path = folder(tmp_path)
    (path / "communes.json").unlink()
    (path / "communes.json.gz").write_bytes(gzip.compress(b" " * 1_000_000))
    with pytest.raises(UserFault, match="trop gros"):
        read_decoupage(path)
