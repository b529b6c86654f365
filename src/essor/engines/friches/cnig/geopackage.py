"""GeoPackage (OGC 12-128), read and written in memory: bytes in, bytes out.

SQLite comes with Python: a whole GDAL is not needed for one layer of the standard.
"""

import sqlite3
import struct
from collections.abc import Iterable

import shapely

from essor.engines.friches.cnig.fields import BY_NAME, NAMES, Kind
from essor.engines.friches.cnig.geojson import GEOMETRY, POINT
from essor.engines.friches.cnig.records import Friche, friche_of
from essor.foundations.errors import Place, UserFault

APPLICATION_ID = 0x47504B47
VERSION = 10300
WGS84 = 4326
LAYER = "friches"
HEADER = struct.Struct("<2sBBi")
LITTLE_ENDIAN = 1
ENVELOPE_BYTES = (0, 32, 48, 48, 64)
WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
)
SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT PRIMARY KEY, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
  m TINYINT NOT NULL);
"""


def to_geopackage(friches: Iterable[Friche], *, changed_at: str) -> bytes:
    """Write one layer, outline first, else point, in longitude and latitude.

    changed_at : instant of the file, ISO 8601 in UTC with a final Z
    """
    rows = list(friches)
    base = sqlite3.connect(":memory:")
    try:
        base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        base.execute(f"PRAGMA user_version = {VERSION}")
        base.executescript(SCHEMA)
        _describe(base, changed_at)
        columns = ", ".join(f"{name} {_type(name)}" for name in NAMES)
        base.execute(
            f"CREATE TABLE {LAYER} (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom BLOB, {columns})"
        )
        marks = ", ".join("?" * (len(NAMES) + 1))
        base.executemany(
            f"INSERT INTO {LAYER} (geom, {', '.join(NAMES)}) VALUES ({marks})",
            [(_blob(row), *(row[name] or None for name in NAMES)) for row in rows],
        )
        base.commit()
        return bytes(base.serialize())
    finally:
        base.close()


def _type(name: str) -> str:
    return "INTEGER" if BY_NAME[name].kind is Kind.WHOLE else "TEXT"


def _describe(base: sqlite3.Connection, changed_at: str) -> None:
    base.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined cartesian", -1, "NONE", -1, "undefined", None),
            ("Undefined geographic", 0, "NONE", 0, "undefined", None),
            ("WGS 84", WGS84, "EPSG", WGS84, WGS84_WKT, None),
        ],
    )
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) "
        "VALUES (?, 'features', ?, ?, ?)",
        (LAYER, LAYER, changed_at, WGS84),
    )
    base.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', ?, 0, 0)",
        (LAYER, WGS84),
    )


def _blob(friche: Friche) -> bytes | None:
    text = friche[GEOMETRY] or friche[POINT]
    shape = shapely.from_wkt(text, on_invalid="ignore") if text else None
    if shape is None:
        return None
    body: bytes = shapely.to_wkb(shape, byte_order=1)
    return HEADER.pack(b"GP", 0, LITTLE_ENDIAN, WGS84) + body


def from_geopackage(data: bytes, *, file: str) -> tuple[Friche, ...]:
    """Read the first layer of features; columns of other names are kept as extra text.

    Raises UserFault when the bytes are not a GeoPackage with a layer of features.
    """
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(data)
        layer, column = base.execute(
            "SELECT table_name, column_name FROM gpkg_geometry_columns LIMIT 1"
        ).fetchone()
        cursor = base.execute(f'SELECT * FROM "{_quoted(layer)}"')
        names = [found[0] for found in cursor.description]
        return tuple(_row(dict(zip(names, row, strict=True)), column) for row in cursor)
    except (sqlite3.Error, TypeError) as error:
        raise UserFault.single(
            "le fichier n'est pas un GeoPackage lisible",
            place=Place(file=file),
            value=str(error),
            expected="un GeoPackage avec une couche d'objets",
            code="geopackage",
        ) from error
    finally:
        base.close()


def _quoted(name: str) -> str:
    return name.replace('"', '""')


def _row(row: dict[str, object], column: str) -> Friche:
    blob = row.pop(column)
    values = {name: "" if value is None else str(value) for name, value in row.items()}
    values.pop("fid", None)
    if isinstance(blob, bytes) and not values.get(POINT):
        shape = shapely.from_wkb(_wkb(blob))
        values[POINT] = shape.representative_point().wkt
        if shape.geom_type != "Point":
            values[GEOMETRY] = shape.wkt
    return friche_of(values)


def _wkb(blob: bytes) -> bytes:
    """Geometry after the header and the envelope, whose size the flags give."""
    flags = blob[3]
    return blob[HEADER.size + ENVELOPE_BYTES[(flags >> 1) & 7] :]
