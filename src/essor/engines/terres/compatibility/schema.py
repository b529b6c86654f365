"""JSON Schema (2020-12) of what `compatibility` reads: analyses, profile, sheet.

Built from the same lists as the readers, with an example of each field that a test reads back.
"""

from typing import Any

from essor.engines.terres.compatibility.lots import FLAGS
from essor.engines.terres.compatibility.sheets import BACKGROUND_TABLES, LIMIT_TABLES
from essor.engines.terres.compatibility.vocabulary import (
    Conclusion,
    EtatHydrique,
    Forme,
    Niveau,
    Usage,
)
from essor.references.terres.parametres_analytiques import parametres_analytiques

Json = dict[str, Any]

NUMBER: Json = {"type": "number", "minimum": 0}
TEXT: Json = {"type": "string"}
TEXTS: Json = {"type": "array", "items": TEXT}
DAY: Json = {"type": "string", "format": "date"}
FLAG: Json = {"type": ["boolean", "null"]}


def schema() -> Json:
    """The three forms, by their place in an instance."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Compatibilité des terres\u00a0: analyses, profil et fiche d'une instance",
        "$defs": {
            "lots[].analyses": analyses_schema(),
            "lots[].profile": profile_schema(),
            "outlets[].sheet": sheet_schema(),
        },
    }


def closed(properties: Json, *, required: tuple[str, ...] = ()) -> Json:
    """An object with these fields and no other."""
    found: Json = {"type": "object", "additionalProperties": False, "properties": properties}
    return found | {"required": list(required)} if required else found


def one_of(kind: Any, example: str) -> Json:
    """One value of an enumeration."""
    return {"enum": [member.value for member in kind], "examples": [example]}


def _example(base: Json, example: object, description: str = "") -> Json:
    told = {"description": description} if description else {}
    return base | told | {"examples": [example]}


def measure_schema() -> Json:
    """A measure: a number, « <0,05 », or an object with its bounds and its unit."""
    detailed = closed(
        {
            "value": {"type": ["number", "string"]},
            "low": NUMBER,
            "high": {"type": ["number", "null"], "minimum": 0},
            "lq": NUMBER,
            "unit": TEXT,
            "ls10": {"type": "boolean"},
        }
    )
    return {"anyOf": [NUMBER, TEXT, {"type": "null"}, detailed]}


def _by_code(entry: Json, example: Json) -> Json:
    codes = {
        code: {"description": f"{one.libelle} ({one.unite})"}
        for code, one in parametres_analytiques().items()
    }
    return {
        "type": "object",
        "propertyNames": {"enum": list(codes)},
        "additionalProperties": entry,
        "examples": [example],
    }


def analyses_schema() -> Json:
    """Samples, or the values of the only one."""
    values = _by_code(measure_schema(), {"eluat.sb": "<0,01", "brut.hct_c10_c40": 120})
    sample = closed({"id": TEXT, "sampled_on": DAY, "values": values}, required=("values",))
    several = closed({"samples": {"type": "array", "items": sample}}, required=("samples",))
    example = {"samples": [{"id": "S1", "values": {"eluat.sb": "<0,01"}}]}
    return {"anyOf": [several, values], "examples": [example]}


def profile_schema() -> Json:
    """Facts of a lot; null or left out: unknown."""
    flags = {name: _example(FLAG, True) for name in FLAGS}
    return closed(
        flags
        | {
            "proprietes_danger": _example(TEXTS, ["HP14"]),
            "sis_identifiant": _example(TEXT, "63SIS00001"),
            "classe_gtr": _example(TEXT, "B5m"),
            "etat_hydrique": one_of(EtatHydrique, "m"),
            "forme": one_of(Forme, "roule"),
            "volume_m3": _example(NUMBER, 1200),
        }
    )


def sheet_schema() -> Json:
    """Acceptance sheet of an outlet."""
    numbers = _by_code(NUMBER, {"brut.as": 40})
    limit = {"anyOf": [NUMBER, closed({"max": NUMBER, "min": NUMBER})]}
    study = closed(
        {"titre": TEXT, "conclusion": one_of(Conclusion, "conforme"), "lots": TEXTS},
        required=("titre", "conclusion"),
    )
    studied = _example(study, {"titre": "HYDROTEX 2026", "conclusion": "conforme"})
    return closed(
        {
            "source": _example(TEXT, "Arrêté préfectoral du 1er mars 2020, annexe 2"),
            "codes_dechet": _example(TEXTS, ["17 05 04"]),
            "accepte_dangereux": _example(FLAG, False),
            "accepte_pop": _example(FLAG, False),
            "seuils": _by_code(limit, {"brut.hct_c10_c40": 2000, "brut.ph": {"min": 6}}),
            "seuils_table": {"enum": list(LIMIT_TABLES), "examples": [LIMIT_TABLES[0]]},
            "article_6": _example(
                closed({"arrete": TEXT, "seuils": numbers}, required=("arrete", "seuils")),
                {"arrete": "AP 2024-7", "seuils": {"eluat.sb": 0.18}},
            ),
            "usage": one_of(Usage, "sous_couverture"),
            "niveau": one_of(Niveau, "n2"),
            "seuils_niveau": numbers,
            "seuils_niveau_source": _example(TEXT, "Guide d'avril 2020, tableau 3"),
            "fond": numbers,
            "fond_source": _example(TEXT, "BDSolU, extraction de 2026"),
            "fond_table": {"enum": list(BACKGROUND_TABLES), "examples": [BACKGROUND_TABLES[0]]},
            "receveur": numbers,
            "etude_eau": studied,
            "etude_sanitaire": studied,
            "classes_gtr": _example(TEXTS, ["B", "D", "A1"]),
            "etats_hydriques": _example(
                {"type": "array", "items": {"enum": [one.value for one in EtatHydrique]}}, ["m"]
            ),
            "traitement_possible": _example(FLAG, True),
            "autorisation": _example(
                closed(
                    {"numero": TEXT, "valid_from": DAY, "valid_until": DAY}, required=("numero",)
                ),
                {"numero": "AP 2020-12", "valid_until": "2032-12-31"},
            ),
            "daps": _daps(),
            "dap_exigee": _example(FLAG, True),
        }
    )


def _daps() -> Json:
    dap = closed(
        {
            "numero": TEXT,
            "lot": TEXT,
            "chantier": TEXT,
            "valid_from": DAY,
            "valid_until": DAY,
            "tonnage_max_t": NUMBER,
            "tonnes_recues_t": NUMBER,
            "is_refuse": {"type": "boolean"},
        },
        required=("numero",),
    )
    example = [{"numero": "DAP-1", "valid_from": "2026-06-01", "tonnage_max_t": 5000}]
    return _example({"type": "array", "items": dap}, example)
