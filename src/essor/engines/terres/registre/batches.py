"""The lines as the API takes them: JSON of the input lines, a thousand at most per call.

Nothing is sent: the files are for whoever holds the key of the establishment.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from essor.engines.terres.registre.cells import items
from essor.engines.terres.registre.lines import CheckedLine, Genre
from essor.references.registre_national.tables import Colonne, codes, registre

LISTS = frozenset({"codes_insee", "parcelles", "coordonnees", "plaques"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One call: its file, its lines, what to send."""

    file_name: str
    count: int
    body: dict[str, Any]

    def as_json(self) -> str:
        """Return the body of the request."""
        return json.dumps(self.body, ensure_ascii=False, indent=2)


def batches(lines: Sequence[CheckedLine], *, genre: Genre) -> tuple[Batch, ...]:
    """Return the calls, in the order of the lines, each with its file: « lot-001.json » first."""
    size = codes().lignes_par_appel
    table = registre(genre)
    query = (
        f"mutation Declarer($lines: [{table.type_ligne}!]!) {{\n"
        f"  {table.mutation}(lines: $lines) {{\n"
        "    stats { errors insertions edits cancellations skipped }\n"
        "    errors { publicId message issues { path message } }\n  }\n}"
    )
    starts = range(0, len(lines), size)
    return tuple(
        Batch(
            file_name=f"lot-{number:03d}.json",
            count=len(lines[start : start + size]),
            body={
                "operationName": "Declarer",
                "query": query,
                "variables": {
                    "lines": [api_line(one, genre=genre) for one in lines[start:][:size]]
                },
            },
        )
        for number, start in enumerate(starts, start=1)
    )


def api_line(line: CheckedLine, *, genre: Genre) -> dict[str, Any]:
    """Return one line with the types of the API; what is not said is left out."""
    return {
        colonne.champ: _typed(colonne, line.champs[colonne.champ])
        for colonne in registre(genre).colonnes
        if line.champs.get(colonne.champ)
    }


def _typed(colonne: Colonne, text: str) -> Any:
    if colonne.type in LISTS:
        return items(text)
    match colonne.type:
        case "booleen":
            return text == "OUI"
        case "type_poids":
            return text == "ESTIME"
        case "decimal":
            return float(Decimal(text))
        case "mode_transport":
            return codes().modes_transport[text]
        case "motif":
            return {"MODIFIER": "EDIT", "ANNULER": "CANCEL"}[text]
    return text
