"""What pydantic found wrong, in French, with the place."""

from collections.abc import Iterable, Mapping
from typing import Any

# Kind of fault -> French clause; {…} are what pydantic knows of the bound.
SENTENCES = {
    "missing": "ce champ est obligatoire",
    "extra_forbidden": "ce champ n'existe pas",
    "bool_type": "vrai ou faux est attendu",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "string_too_short": "{min_length} caractère(s) au moins",
    "string_too_long": "{max_length} caractères au plus",
    "string_pattern_mismatch": "la forme n'est pas celle attendue ({pattern})",
    "greater_than_equal": "{ge} au moins",
    "less_than_equal": "{le} au plus",
    "too_long": "{max_length} éléments au plus",
    "list_type": "une liste est attendue",
    "model_attributes_type": "un objet est attendu",
    "model_type": "un objet est attendu",
    "dict_type": "un objet est attendu",
    "enum": "une de ces valeurs est attendue : {expected}",
    "literal_error": "une de ces valeurs est attendue : {expected}",
    "uuid_parsing": "un identifiant (UUID) est attendu",
    "uuid_type": "un identifiant (UUID) est attendu",
    "none_required": "rien n'est attendu ici",
    "value_error": "{error}",
}
OTHERWISE = "cette valeur ne convient pas"
BODY_DEPTH = 2  # « body », then the name of the parameter that holds it


def errors_of(faults: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return every fault as an element of « errors »."""
    return [_error(fault) for fault in faults]


def _error(fault: Mapping[str, Any]) -> dict[str, Any]:
    source, *rest = fault["loc"]
    sentence = _sentence(fault)
    if source == "body":
        path = rest[BODY_DEPTH - 1 :]
        place = "".join(f"/{part}" for part in path)
        name = ".".join(str(part) for part in path) or "corps"
        found = {"pointer": f"#{place}"}
    else:
        name = str(rest[-1]) if rest else str(source)
        found = {"parametre": name}
    return {"detail": f"{name}\u00a0: {sentence}.", "code": str(fault["type"]), **found}


def _sentence(fault: Mapping[str, Any]) -> str:
    text = SENTENCES.get(str(fault["type"]), OTHERWISE)
    try:
        return text.format(**fault.get("ctx", {}))
    except (KeyError, IndexError):
        return OTHERWISE
