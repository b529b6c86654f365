"""Say whether two readings hold the same facts, wherever they were read and when."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from essor.references.territoires.schema import Geographie, Perimetre


def fingerprint_geographie(geographie: Geographie) -> str:
    """SHA-256 of the rows and the vintage; where the file came from does not count."""
    return _digest(
        geographie.publication.vintage,
        geographie.regions,
        geographie.departements,
        geographie.groupements,
        geographie.communes,
        geographie.rattachees,
    )


def fingerprint_perimetre(perimetre: Perimetre) -> str:
    """SHA-256 of the phase, the territories and the members; the order does not count."""
    return _digest(
        perimetre.phase,
        sorted(perimetre.territoires, key=lambda t: t.code_territoire),
        sorted(perimetre.membres, key=lambda m: m.siren),
    )


def _digest(head: str, *tables: Iterable[Any]) -> str:
    digest = hashlib.sha256(head.encode())
    for table in tables:
        rows = list(table)
        names = [field.name for field in fields(rows[0])] if rows else []
        values = [[getattr(row, name) for name in names] for row in rows]
        digest.update(json.dumps(values, ensure_ascii=False).encode())
    return digest.hexdigest()
