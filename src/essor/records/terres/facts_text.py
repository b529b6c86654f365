"""Named facts as lines of text: « seuils/brut.hct_c10_c40 = 2000 », « accepte_pop = non »."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from essor.foundations.errors import FaultGatherer
from essor.foundations.french import format_number
from essor.records.terres.week_text import to_number

LISTS = frozenset({"codes_dechet", "etats_hydriques", "proprietes_danger", "lots"})
TEXTS = frozenset({"arrete", "titre", "seuils_niveau_source", "niveau", "conclusion", "forme"})
YES_NO = {"oui": True, "non": False}
PATH = re.compile(r"[\w.-]+(/[\w.-]+)*")
EXPECTED = "un nom, le signe égal, une valeur : « seuils/brut.hct_c10_c40 = 2000 »"


def write_facts(facts: Mapping[str, Any]) -> str:
    """Write facts, one per line, inner ones by their path."""
    return "\n".join(f"{path} = {_write(value)}" for path, value in _flat(facts))


def read_facts(text: str) -> dict[str, Any]:
    """Read facts. Raises UserFault with every wrong line."""
    found: dict[str, Any] = {}
    with FaultGatherer() as faults:
        for line in text.splitlines():
            path, mark, value = (part.strip() for part in line.partition("="))
            if not line.strip():
                continue
            if not mark or not value or not PATH.fullmatch(path):
                faults.add_message("La ligne ne se lit pas.", value=line, expected=EXPECTED)
                continue
            names = path.split("/")
            inner = found
            for name in names[:-1]:
                inner = inner.setdefault(name, {})
                if not isinstance(inner, dict):
                    faults.add_message("Ce nom a déjà une valeur.", value=line)
                    inner = {}
            inner[names[-1]] = _read(names[-1], value)
    return found


def _flat(facts: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}/")
        else:
            yield f"{prefix}{name}", value


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return format_number(value) if isinstance(value, int | float) else str(value)


def _read(name: str, text: str) -> Any:
    if name in LISTS:
        return [one.strip() for one in text.split(",") if one.strip()]
    if name in TEXTS:
        return text
    if text in YES_NO:
        return YES_NO[text]
    number = to_number(text)
    return text if number is None else number
