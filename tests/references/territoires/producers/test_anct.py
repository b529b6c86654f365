"""The ANCT's formats as they come: odd names, odd spaces, odd columns."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.codes.luhn import luhn_key
from essor.foundations.errors import UserFault
from essor.references.territoires.producers.anct_csv import parse_anct_csv
from essor.references.territoires.producers.anct_geojson import parse_anct_geojson
from essor.references.territoires.producers.files import RawFile
from essor.references.territoires.publish import read_liste


def raw(content: str | bytes, name: str = "liste.csv") -> RawFile:
    data = content.encode() if isinstance(content, str) else content
    return RawFile(name=name, content=data, sha256="0" * 64)


def geojson(*properties: dict) -> RawFile:
    features = [{"type": "Feature", "properties": p, "geometry": None} for p in properties]
    return raw(json.dumps({"type": "FeatureCollection", "features": features}), "ti.geojson")


def territoire(liste: str, code: str = "ti-8404", nom: str = "Clermont") -> dict:
    return {"id_territoire": code, "lib_territoire": nom, "liste_geo": liste}


def test_names_with_parentheses_commas_and_no_break_spaces():
    liste = parse_anct_geojson(
        geojson(
            territoire(
                "CC du District Urbain de Faulquemont (DUF) (245700133);"
                " CC de la Cléry, du Betz et de l'Ouanne (200067668); "
                "CC de la Haute Somme (Combles - Péronne - Roisel)\u00a0(200037059)\u00a0",
                nom="Nord\u00a0Lorraine\u00a0",
            )
        )
    )
    assert liste.noms == {"ti-8404": "Nord Lorraine"}
    assert [(m.nom, m.siren) for m in liste.membres] == [
        ("CC du District Urbain de Faulquemont (DUF)", "245700133"),
        ("CC de la Cléry, du Betz et de l'Ouanne", "200067668"),
        ("CC de la Haute Somme (Combles - Péronne - Roisel)", "200037059"),
    ]


def test_a_name_with_a_semicolon_is_one_member():
    (membre,) = parse_anct_geojson(geojson(territoire("CC A; B et C (245700133)"))).membres
    assert (membre.nom, membre.siren) == ("CC A; B et C", "245700133")


def test_the_phase_1_shape():
    liste = parse_anct_geojson(
        geojson(
            {
                "id_ti": "ti-2404",
                "lib_ti": "Montargois",
                "lib_groupement": "CC de la Cléry, du Betz et de l'Ouanne, CC Giennoises",
                "siren_groupement": "200067668, 244500211",
            },
            {
                "id_ti": "ti-2405",
                "lib_ti": "Dreux",
                "lib_groupement": "CA Dreux, CC Portes",
                "siren_groupement": "200040277, 200069953",
            },
        )
    )
    # Three names for two numbers: nobody can tell which is which, so no name is kept.
    assert [(m.siren, m.nom) for m in liste.membres] == [
        ("200067668", ""),
        ("244500211", ""),
        ("200040277", "CA Dreux"),
        ("200069953", "CC Portes"),
    ]


def test_every_fault_of_a_geojson_at_once():
    with pytest.raises(UserFault) as error:
        parse_anct_geojson(
            geojson(
                territoire("Sans numéro"),
                territoire("Faux (246300702)", code="ti-0001"),
                territoire("Bon (246300701)", code="ti-0002"),
                territoire("Bon (200069177)", code="ti-0002"),
                {"autre": 1},
            )
        )
    assert len(error.value.faults) == 4
    assert [f.place.cell for f in error.value.faults] == [
        "objet 1", "objet 2", "objet 4", "objet 5",
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"features": []}', "null", "[" * 9000])
def test_what_is_not_a_list_of_territories_is_refused_politely(content):
    with pytest.raises(UserFault):
        parse_anct_geojson(raw(content, "ti.geojson"))


GROUPES = "id_ti,lib_ti,siren_groupement,lib_groupement\n"


@pytest.mark.parametrize(
    "content",
    [
        GROUPES + 'ti-8404,Clermont,246300701,"Clermont, Métropole"\n',
        (GROUPES + "ti-8404,Clermont,246300701,Clermont Métropole\n").encode("cp1252"),
        "\ufeff" + GROUPES.replace(",", ";") + "ti-8404;Clermont;246 300 701;Clermont Métropole\n",
        "lib_groupement\tSIREN_GROUPEMENT\tID_TI\tLIB_TI\nMétropole\t246300701\tTI-8404\tClermont\n",
    ],
)
def test_group_lists_whatever_the_encoding_separator_and_order(content):
    liste = parse_anct_csv(raw(content))
    assert liste.noms == {"ti-8404": "Clermont"}
    (membre,) = liste.membres
    assert (membre.siren, membre.code_territoire) == ("246300701", "ti-8404")
    assert "Métropole" in membre.nom


def test_commune_lists_with_a_lost_zero_and_two_territories_in_a_cell():
    liste = parse_anct_csv(
        raw(
            "insee_com,lib_com,id_ti,lib_ti\n"
            "1004,Ambérieu,ti-8401 ; ti-8402,Ain ; Bugey\n"
            "2A004,Ajaccio,ti-9402,Ajaccien\n"
        )
    )
    assert [(c.code_commune_insee, c.code_territoire) for c in liste.communes] == [
        ("01004", "ti-8401"),
        ("01004", "ti-8402"),
        ("2A004", "ti-9402"),
    ]
    assert liste.noms == {"ti-8401": "Ain", "ti-8402": "Bugey", "ti-9402": "Ajaccien"}
    assert liste.membres == ()


def test_every_faulty_line_at_once():
    with pytest.raises(UserFault) as error:
        parse_anct_csv(raw(GROUPES + "ti-8404,A,123,x\nxx,B,246300701,y\nti-8405,C,200069177,z\n"))
    assert [f.place.cell for f in error.value.faults] == ["ligne 2", "ligne 3"]


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "id_ti,lib_ti\nti-8404,x\n", GROUPES])
def test_a_csv_without_the_right_columns_or_lines_is_refused(content):
    with pytest.raises(UserFault):
        parse_anct_csv(raw(content))


def test_an_unknown_format_is_refused(tmp_path):
    path = tmp_path / "liste.xlsx"
    path.write_bytes(b"PK")
    with pytest.raises(UserFault, match="format de fichier inconnu"):
        read_liste(path)


def siren(seed: int) -> str:
    head = f"{seed:08d}"
    return head + str(luhn_key(head))


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="();"), min_size=1).filter(
    lambda text: text.strip() and text == " ".join(text.split())
)


@given(st.lists(st.tuples(NAMES, st.integers(10_000_000, 99_999_999)), min_size=1, max_size=8))
def test_any_list_of_names_and_numbers_is_read_back(pairs):
    text = "; ".join(f"{nom} (Sigle) ({siren(seed)})" for nom, seed in pairs)
    liste = parse_anct_geojson(geojson(territoire(text)))
    assert [m.siren for m in liste.membres] == [siren(seed) for _, seed in pairs]


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_read_never_a_crash(content):
    for parse, name in ((parse_anct_csv, "a.csv"), (parse_anct_geojson, "a.geojson")):
        with suppress(UserFault):
            assert parse(raw(content, name)).noms
