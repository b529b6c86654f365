"""The national standard, in and out."""

import csv
import io
import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from essor.commands.friches import group
from essor.engines.friches.cnig.fields import BY_NAME, FIELDS, NAMES, Kind
from essor.engines.friches.cnig.geojson import from_geojson, to_geojson
from essor.engines.friches.cnig.geopackage import from_geopackage, to_geopackage
from essor.engines.friches.cnig.prefill import study_fields
from essor.engines.friches.cnig.records import check_value, friche_of, read_csv, write_csv
from essor.foundations.errors import UserFault

ROW = dict.fromkeys(NAMES, "") | {
    "site_id": "63113_1",
    "site_nom": "Ancienne imprimerie",
    "site_type": "friche industrielle",
    "site_identif_date": "2025-01-31",
    "site_actu_date": "2026-02-28",
    "comm_nom": "Clermont-Ferrand",
    "comm_insee": "63113",
    "bati_surface": "18000",
    "unite_fonciere_surface": "42000",
    "urba_zaer": "inconnu",
    "source_nom": "essai",
    "geompoint": "POINT (3.1 45.79)",
    "geomsurf": "POLYGON ((3.1 45.79, 3.11 45.79, 3.11 45.8, 3.1 45.79))",
}


def test_there_are_51_fields_of_unique_names():
    assert len(FIELDS) == len(set(NAMES)) == 51


@pytest.mark.shared
def test_fields_are_those_of_the_published_schema(brownfields):
    schema = json.loads((brownfields / "schema_friches_v1.0.6.json").read_text(encoding="utf-8"))
    assert [field["name"] for field in schema["fields"]] == list(NAMES)
    for field in schema["fields"]:
        mine, rules = BY_NAME[field["name"]], field.get("constraints", {})
        assert mine.is_required == bool(rules.get("required")), mine.name
        if "enum" in rules:
            assert list(mine.choices) == rules["enum"], mine.name


@pytest.mark.shared
def test_the_published_valid_file_makes_the_round_trip(brownfields):
    raw = (brownfields / "fichier-valide_v1.0.6.csv").read_bytes().decode("utf-8")
    inventory = read_csv(raw, file="fichier-valide.csv")
    # The published sample abbreviates its outline with dots: text for the schema, no geometry.
    assert [fault.place.column for fault in inventory.faults] == ["geomsurf"]
    assert inventory.faults[0].value.endswith("...))")
    (friche,) = inventory.friches
    again = read_csv(write_csv([friche]), file="retour.csv")
    assert again.friches[0].values == friche.values
    original = next(csv.DictReader(io.StringIO(raw)))
    assert {name: text.strip() for name, text in original.items()} == dict(friche.values)


def test_a_semicolon_file_with_more_columns_and_a_mark_is_read():
    row = ROW | {"p_residentiel": "0.7", "site_type": "FRICHE INDUSTRIELLE"}
    text = "\ufeff" + ";".join(row) + "\r\n" + ";".join(f'"{v}"' for v in row.values()) + "\r\n"
    inventory = read_csv(text, file="cartofriches.csv")
    assert inventory.friches[0].extra == {"p_residentiel": "0.7"}
    assert inventory.friches[0]["site_type"] == "friche industrielle"
    assert not inventory.faults


def test_every_faulty_value_is_told_and_kept():
    wrong = {
        "site_type": "usine",
        "site_actu_date": "28/02/2026",
        "bati_surface": "beaucoup",
        "geompoint": "ici",
        "urba_zaer": "",
        "activite_code": "B05.10Z|x",
        "site_reconv_annee": "22",
    }
    inventory = read_csv(write_csv([friche_of(ROW | wrong)]), file="f.csv")
    assert {fault.place.column for fault in inventory.faults} == set(wrong)
    assert inventory.friches[0]["site_type"] == "usine"
    assert "ligne 2" in inventory.faults[0].sentence()


def test_missing_compulsory_columns_are_told_together():
    with pytest.raises(UserFault) as caught:
        read_csv("site_id,site_nom\r\n1,a\r\n", file="f.csv")
    assert "comm_insee" in str(caught.value)
    assert "geompoint" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "is_right"),
    [
        ("bati_type", "industriel|commercial", True),
        ("bati_type", "industriel|château", False),
        ("desserte_distance", "100|20|3", True),
        ("desserte_distance", "100|20", False),
        ("site_projet_url", "mairie@ville.fr", True),
        ("unite_fonciere_refcad", "63113000AB0012", True),
        ("comm_insee", "2A004", True),
        ("site_actu_date", "2026-02-30", False),
        ("proprio_nom", "", True),
        ("site_nom", "", False),
    ],
)
def test_values(name, text, is_right):
    assert (check_value(BY_NAME[name], text) is None) == is_right


free = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=40)


@given(values=st.fixed_dictionaries({name: free for name in NAMES}))
def test_any_text_survives_the_round_trip(values):
    friche = friche_of(values)
    assert read_csv(write_csv([friche]), file="f.csv").friches[0].values == friche.values


def test_geojson_round_trip():
    friche = friche_of(ROW)
    collection = json.loads(json.dumps(to_geojson([friche])))
    (feature,) = collection["features"]
    assert feature["geometry"]["type"] == "Polygon"
    assert feature["properties"]["bati_surface"] == 18000
    (again,) = from_geojson(collection, file="f.geojson")
    kept = {name for name in NAMES if BY_NAME[name].kind is not Kind.WKT}
    assert {name: again[name] for name in kept} == {name: friche[name] for name in kept}
    assert again["geompoint"] == friche["geompoint"]


def test_a_point_alone_is_a_point_and_nothing_is_no_geometry():
    bare = [friche_of(ROW | {"geomsurf": ""}), friche_of(ROW | {"geomsurf": "", "geompoint": ""})]
    one, two = to_geojson(bare)["features"]
    assert one["geometry"]["type"] == "Point"
    assert two["geometry"] is None


def test_another_file_is_refused():
    with pytest.raises(UserFault):
        from_geojson({"type": "Point"}, file="f.geojson")


def test_a_row_starts_a_study():
    fields = study_fields(friche_of(ROW | {"sol_pollution_existe": "pollution traitée"}))
    assert fields["site"] == {
        "activite": "industrielle",
        "surface_m2": 42000,
        "surface_polluee_m2": 0,
    }
    assert "surface_polluee_m2" not in study_fields(friche_of(ROW))["site"]


def test_geopackage_round_trip():
    rows = [friche_of(ROW), friche_of(ROW | {"site_id": "2", "geomsurf": ""})]
    data = to_geopackage(rows, changed_at="2026-11-23T08:00:00.000Z")
    assert data[:16] == b"SQLite format 3\x00"
    assert data[68:72] == b"GPKG"
    assert [dict(row.values) for row in from_geopackage(data, file="f.gpkg")] == [
        dict(row.values) for row in rows
    ]


def test_bytes_that_are_no_geopackage_are_refused():
    with pytest.raises(UserFault):
        from_geopackage(b"PK not a database", file="f.gpkg")


@pytest.mark.parametrize("ending", ["csv", "geojson", "gpkg"])
def test_command_converts_to_every_format_and_back(tmp_path, ending):
    source, middle, back = (tmp_path / name for name in ("a.csv", f"b.{ending}", "c.csv"))
    bare = friche_of(ROW | {"geomsurf": ""})
    source.write_bytes(write_csv([bare]).encode())
    for pair in ((source, middle), (middle, back)):
        result = CliRunner().invoke(group, ["convertir", *map(str, pair)], catch_exceptions=False)
        assert "1 friches converties, 0 valeurs" in result.output
    assert read_csv(back.read_bytes().decode(), file="c.csv").friches[0].values == bare.values


def test_a_file_of_a_french_spreadsheet_is_read(tmp_path):
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    row = friche_of(ROW | {"site_type": "friche hospitalière"})
    source.write_bytes(write_csv([row]).encode("cp1252"))
    CliRunner().invoke(group, ["convertir", str(source), str(target)], catch_exceptions=False)
    found = read_csv(target.read_bytes().decode(), file="b.csv")
    assert found.friches[0]["site_type"] == "friche hospitalière"
