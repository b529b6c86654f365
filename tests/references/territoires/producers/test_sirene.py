"""A SIRENE extract: two columns are read, the rest is none of our business."""

import pytest

from essor.foundations.errors import UserFault
from essor.references.territoires.producers.sirene import MAX_FAULTS, read_etablissements


def read(*lines):
    return list(read_etablissements(lines, file="extrait.csv"))


def test_the_national_columns_and_the_short_ones():
    assert read("siren,siret,codeCommuneEtablissement\n", "552081317,55208131766522,63032\n") == [
        ("55208131766522", "63032")
    ]
    assert read("siret;raisonsociale;codecommune\n", '55208131766522;"X; Y";57463\n') == [
        ("55208131766522", "57463")
    ]


def test_an_establishment_without_commune_is_passed_over():
    assert read("siret,codeCommuneEtablissement\n", "55208131766522,\n", "\n") == []


def test_faulty_lines_are_all_named_and_bounded():
    with pytest.raises(UserFault) as error:
        read("siret,codecommune\n", "123,63113\n", "55208131766522,XX\n")
    assert [f.place.cell for f in error.value.faults] == ["ligne 2", "ligne 3"]
    with pytest.raises(UserFault) as error:
        read("siret,codecommune\n", *["1,63113\n"] * 1000)
    assert len(error.value.faults) == MAX_FAULTS + 1


@pytest.mark.parametrize("header", ["", "siret\n", "code,commune\n"])
def test_other_columns_are_refused(header):
    with pytest.raises(UserFault, match="extrait SIRENE"):
        read(header)


@pytest.mark.shared
def test_a_real_extract(shared_dir):
    (path,) = (shared_dir / "data/sirene_echantillon").glob("*.csv")
    with path.open(encoding="utf-8") as lines:
        found = dict(read_etablissements(lines, file=path.name))
    assert len(found) == 961
    assert set(found.values()) == {"57463"}
