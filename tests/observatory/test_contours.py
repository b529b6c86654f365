"""Contours: every territory is drawn, borders stay shared, a broken file draws nothing new."""

import datetime as dt
import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from essor.observatory.catalogue import get_source
from essor.observatory.contours.insets import CADRES, frames
from essor.observatory.contours.layers import Layer
from essor.observatory.contours.loaded import read_outlines
from essor.observatory.contours.outlines import shipped_communes, shipped_layers
from essor.observatory.contours.places import shipped_places
from essor.observatory.contours.reading import has_layer, layer_named
from essor.observatory.contours.zonings import homes_in, read_zonings
from essor.observatory.geography import Niveau
from essor.observatory.lake import Lake
from essor.observatory.refresh import SourceReport, refresh
from essor.references.territoires.contours.grid import place

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SOURCE = "ign_contours_communes"
PROPERTIES = {"departement": "63", "region": "84", "epci": "246300701"}
Feature = dict[str, Any]


@cache
def shipped() -> dict[str, Layer]:
    return {layer.name: layer for layer in shipped_layers(shipped_places())}


def square(code: str, left: float, **changed: Any) -> Feature:
    ring = [[left, 45], [left + 0.1, 45], [left + 0.1, 45.1], [left, 45.1], [left, 45]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code, "nom": code, **PROPERTIES},
            "geometry": shape, **changed}  # fmt: skip


def write(folder: Path, *features: Feature) -> Path:
    path = folder / "communes-1000m.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def bring(lake: Lake, folder: Path) -> SourceReport:
    (report,) = refresh(lake=lake, sources=[get_source(SOURCE)], folder=folder, at=AT)
    return report


def test_every_territory_and_intercommunalite_is_drawn_from_what_is_shipped():
    territoires = shipped()[Niveau.TERRITOIRE]
    assert len(territoires.features) == 183
    assert len(shipped()[Niveau.EPCI].features) == 1255
    assert all(one.geometry.is_valid for one in territoires.features)
    assert len(territoires.overseas) == 10
    files = territoires.files()
    assert len(files["territoire-encarts"]) < 700_000
    assert len(json.loads(gzip.decompress(files["territoire"]))["features"]) == 183


def test_a_border_shared_by_two_territories_stays_shared():
    shapes = np.array([one.geometry for one in shipped()[Niveau.TERRITOIRE].features])
    whole = shapely.area(shapely.union_all(shapes))
    assert shapely.area(shapes).sum() == pytest.approx(whole, rel=2e-4)


def test_overseas_is_moved_into_its_frames_and_nowhere_else():
    files = shipped()[Niveau.TERRITOIRE].files()
    real, framed = (
        {one["properties"]["code"]: shapely.from_geojson(json.dumps(one["geometry"]))
         for one in json.loads(gzip.decompress(files[name]))["features"]}
        for name in ("territoire", "territoire-encarts")
    )  # fmt: skip
    boxes = {one.code: one.geometry for one in frames()}
    overseas = shipped()[Niveau.TERRITOIRE].overseas
    assert set(overseas.values()) == {one.departement for one in CADRES}
    for code, shape in framed.items():
        if code in overseas:
            assert boxes[overseas[code]].contains(shape)
            assert not real[code].intersects(shape)
        else:
            assert shape.equals(real[code])


def test_degrees_of_a_shipped_commune_fall_back_on_its_grid():
    reunion = next(one for one in sorted(shipped_places().territoire) if one.startswith("974"))
    found = shipped_communes(["63113", reunion])
    for departement, code in (("63", "63113"), ("974", reunion)):
        points = shapely.get_coordinates(found[code])[:20]
        grid = np.array([place(departement, x, y) for x, y in points])
        assert np.abs(grid - grid.round()).max() < 0.001


def test_a_sample_draws_its_territory_and_leaves_the_country_to_what_is_shipped(
    lake: Lake, folder: Path
):
    mine = shipped_places().communes_of("ti-8404")
    write(folder, *(square(code, rank / 10) for rank, code in enumerate(mine)))
    assert bring(lake, folder).state == "charge"
    communes, country = layer_named(lake, "ti-8404"), layer_named(lake, "territoire")
    assert communes is not None
    assert country is not None
    assert not communes.is_shipped
    assert country.is_shipped
    assert len(json.loads(gzip.decompress(communes.content))["features"]) == len(mine)
    assert not has_layer(lake, "zone_emploi")
    assert layer_named(lake, "zone_emploi") is None


def test_a_commune_merged_since_is_put_into_the_one_that_took_it_in(lake: Lake, folder: Path):
    places = shipped_places()
    old, today = next(
        (one, of) for one, of in places.rattachees.items()
        if one not in places.communes and of in places.communes
    )  # fmt: skip
    write(folder, square(old, 3.0), square(today, 3.1), square("00000", 4.0))
    assert bring(lake, folder).state == "charge"
    source = lake.source_folder(SOURCE)
    assert source is not None
    outlines, merged = read_outlines(source, places)
    assert (set(outlines), merged) == ({today}, 1)
    assert outlines[today].area == pytest.approx(0.02)
    assert outlines[today].bounds == pytest.approx((3.0, 45, 3.2, 45.1))


def test_layers_are_kept_when_nothing_changed(lake: Lake, folder: Path):
    write(folder, *(square(one, 3.0) for one in shipped_places().communes_of("ti-8404")))
    bring(lake, folder)
    before = layer_named(lake, "ti-8404")
    (folder / "communes-1000m.geojson").unlink()
    (report,) = refresh(lake=lake, sources=[get_source("insee_passage")], folder=folder, at=AT)
    assert report.state == "absent"
    assert layer_named(lake, "ti-8404") == before


@pytest.mark.parametrize(
    ("features", "code"),
    [
        ([{**square("63113", 3), "properties": {"insee": "63113", "nom": "x", **PROPERTIES}}],
         "colonne_absente"),
        ([square("63113", 3), square("63113", 3.1)], "doublon"),
    ],
    ids=["renamed", "twice"],
)  # fmt: skip
def test_a_changed_file_is_refused_and_the_last_good_one_stays(
    lake: Lake, folder: Path, features: list[Feature], code: str
):
    write(folder, square("63113", 3))
    bring(lake, folder)
    good = lake.source_folder(SOURCE)
    write(folder, *features)
    report = bring(lake, folder)
    assert (report.state, {one.code for one in report.faults}) == ("refuse", {code})
    assert lake.source_folder(SOURCE) == good


@pytest.mark.parametrize(
    "broken", [b'{"type": "FeatureColl', b'{"features": 3}', b"\xff\xfe", b"[]"]
)
def test_a_broken_file_is_refused(lake: Lake, folder: Path, broken: bytes):
    write(folder, square("63113", 3)).write_bytes(broken)
    report = bring(lake, folder)
    assert report.state == "refuse"
    assert {one.code for one in report.faults} == {"fichier_illisible"}


def test_rows_without_a_surface_are_set_apart_with_their_reason(lake: Lake, folder: Path):
    point = {"type": "Point", "coordinates": [3, 45]}
    write(folder, square("63113", 3), square("63300", 3, geometry=None),
          square("63301", 3, geometry=point), square("6311", 3))  # fmt: skip
    report = bring(lake, folder)
    assert report.counts["communes"].refused == {
        "la commune n'a pas de contour": 1,
        "le contour n'est pas une surface": 1,
        "le code de commune n'a pas cinq caractères": 1,
    }


@pytest.mark.shared
def test_the_whole_country_is_drawn_at_every_level(lake_of_shared: Lake):
    marts = lake_of_shared.marts_folder()
    assert marts is not None
    counts = {}
    for name in ("territoire", "epci", "zone_emploi", "departement", "region", "fond-encarts"):
        layer = layer_named(lake_of_shared, name)
        assert layer is not None
        assert not layer.is_shipped
        assert len(layer.content) < 700_000
        counts[name] = len(json.loads(gzip.decompress(layer.content))["features"])
    assert counts == {
        "territoire": 183, "epci": 1255, "zone_emploi": 306, "departement": 101, "region": 18,
        "fond-encarts": 6,
    }  # fmt: skip
    communes = layer_named(lake_of_shared, "ti-8404")
    assert communes is not None
    assert len(json.loads(gzip.decompress(communes.content))["features"]) == 48
    assert homes_in(marts, Niveau.EPCI)["246300701"] == "ti-8404"
    assert {one.niveau for one in read_zonings(marts)} >= {Niveau.EPCI, Niveau.ZONE_EMPLOI}
