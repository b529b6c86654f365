"""What the script of the map asks, and the same as files to keep."""

import gzip
import json
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from essor.foundations.tables import Value
from essor.observatory.contours.places import shipped_places
from essor.observatory.contours.reading import layer_named
from essor.observatory.geography import Niveau
from essor.observatory.lake import Lake
from essor.observatory.provenance import Provenance, provenance_of
from essor.web.carte.answers import GEOJSON, JSON, compressed_answer, mark_of, packed_json
from essor.web.carte.asked import CarteAsked, read_asked
from essor.web.carte.drawn import Drawn, Row, draw
from essor.web.design.csv_file import csv_file, file_answer
from essor.web.observatoire.lake import the_lake
from essor.web.observatoire.tables import cells_of

KEPT = 64


@require_safe
def contours(request: HttpRequest, couche: str) -> HttpResponse:
    """Send a layer of contours; the address given by the page changes with it."""
    layer = layer_named(the_lake(), couche)
    if layer is None:
        raise Http404
    return compressed_answer(request, layer.content, kind=GEOJSON, version=layer.version)


@require_safe
def valeurs(request: HttpRequest) -> HttpResponse:
    """Send the figure and the class of every place of the map."""
    lake, asked = _asked(request)
    version = values_version(lake, asked)
    content = _packed(lake, asked, version)
    return compressed_answer(request, content, kind=JSON, version=version)


@require_safe
def csv(request: HttpRequest) -> HttpResponse:
    """Send the list of the map."""
    lake, asked = _asked(request)
    drawn = draw(lake, asked)
    labels = (
        "Code", "Nom", "Indicateur", "Rubrique", "Unité", "Millésime", "Valeur", "Borne basse",
        "Borne haute", "Statut", "Classe de la carte", "Lignes de la source", "Sources",
    )  # fmt: skip
    sources = " ; ".join(
        f"{one.source.producer}, {one.source.title}" for one in _made_of(lake, asked)
    )
    lines = [_line(one, drawn, sources) for one in drawn.rows]
    return csv_file(file_name(asked), labels, lines)


@require_safe
def geojson(request: HttpRequest) -> HttpResponse:
    """Send the contours with their figures, overseas where it is."""
    lake, asked = _asked(request)
    name = asked.territoire if asked.niveau is Niveau.COMMUNE else str(asked.niveau)
    rows = {one.code: one for one in draw(lake, asked).rows}
    layer = layer_named(lake, name) if rows else None
    drawn = json.loads(gzip.decompress(layer.content))["features"] if layer else []
    features = [one for one in drawn if one["properties"]["code"] in rows]
    for one in features:
        one["properties"] |= _properties(rows[one["properties"]["code"]])
    body = {
        "type": "FeatureCollection",
        "indicateur": asked.indicator.title,
        "unite": asked.indicator.unit,
        "sources": [one.as_dict() for one in _made_of(lake, asked)],
        "contours": "IGN Admin Express simplifié (Licence Ouverte 2.0)",
        "features": features,
    }
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return file_answer(content, kind=GEOJSON, name=f"{file_name(asked)}.geojson")


def values_version(lake: Lake, asked: CarteAsked) -> str:
    """Return the mark of what the map says of its places."""
    return mark_of(lake.current()["marts"], asked.query(order="nom", sens="asc", fond=""))


def file_name(asked: CarteAsked) -> str:
    """Name a file after what it holds."""
    parts = ("carte", asked.indicator.id, str(asked.niveau), asked.territoire, asked.vintage)
    return "-".join(one.replace(" ", "-") for one in parts if one)


def _asked(request: HttpRequest) -> tuple[Lake, CarteAsked]:
    lake = the_lake()
    return lake, read_asked(request, lake, shipped_places().noms[Niveau.TERRITOIRE])


@lru_cache(maxsize=KEPT)
def _packed(lake: Lake, asked: CarteAsked, version: str) -> bytes:
    drawn = draw(lake, asked)
    return packed_json(
        {"version": version, "lieux": {one.code: one.as_dict() for one in drawn.rows}}
    )


def _made_of(lake: Lake, asked: CarteAsked) -> tuple[Provenance, ...]:
    return provenance_of(lake, asked.indicator)


def _line(row: Row, drawn: Drawn, sources: str) -> list[Value]:
    value, asked = row.mark.value, drawn.asked
    return cells_of([
        row.code, row.nom, asked.indicator.title, drawn.heading, asked.indicator.unit,
        value.vintage, value.value, value.low, value.high, value.status, row.classe,
        value.source_rows, sources,
    ])  # fmt: skip


def _properties(row: Row) -> dict[str, object]:
    value = row.mark.value
    return {
        "valeur": value.value,
        "borne_basse": value.low,
        "borne_haute": value.high,
        "statut": value.status,
        "millesime": value.vintage,
        "classe": row.classe,
        "lignes_de_la_source": value.source_rows,
    }
