"""Official geographic code of a région, in the map of 1 January 2016."""

import re
from typing import NewType

from essor.foundations.codes.digits import refuse
from essor.foundations.text import without_spaces

CodeRegion = NewType("CodeRegion", str)

EXPECTED = "un code de région à deux chiffres, comme 84 (Auvergne-Rhône-Alpes)"

REGIONS: dict[str, str] = {
    "01": "Guadeloupe",
    "02": "Martinique",
    "03": "Guyane",
    "04": "La Réunion",
    "06": "Mayotte",
    "11": "Île-de-France",
    "24": "Centre-Val de Loire",
    "27": "Bourgogne-Franche-Comté",
    "28": "Normandie",
    "32": "Hauts-de-France",
    "44": "Grand Est",
    "52": "Pays de la Loire",
    "53": "Bretagne",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie",
    "84": "Auvergne-Rhône-Alpes",
    "93": "Provence-Alpes-Côte d'Azur",
    "94": "Corse",
}

# Regions merged on 1 January 2016 (loi n° 2015-29 du 16 janvier 2015): former name, present code.
_MERGED: dict[str, tuple[str, str]] = {
    "21": ("Champagne-Ardenne", "44"),
    "22": ("Picardie", "32"),
    "23": ("Haute-Normandie", "28"),
    "25": ("Basse-Normandie", "28"),
    "26": ("Bourgogne", "27"),
    "31": ("Nord-Pas-de-Calais", "32"),
    "41": ("Lorraine", "44"),
    "42": ("Alsace", "44"),
    "43": ("Franche-Comté", "27"),
    "54": ("Poitou-Charentes", "75"),
    "72": ("Aquitaine", "75"),
    "73": ("Midi-Pyrénées", "76"),
    "74": ("Limousin", "75"),
    "82": ("Rhône-Alpes", "84"),
    "83": ("Auvergne", "84"),
    "91": ("Languedoc-Roussillon", "76"),
}


def parse_code_region(text: str) -> CodeRegion:
    """Read one of the eighteen régions; a région merged in 2016 is refused with its heir.

    Source: INSEE, Code officiel géographique.
    """
    code = without_spaces(text)
    if not code:
        refuse(text, "le code de la région est vide", expected=EXPECTED, code="vide")
    if code in _MERGED:
        name, heir = _MERGED[code]
        reason = f"le {code} est l'ancien code de la région {name}, fusionnée en 2016"
        refuse(text, reason, expected=f"{heir} ({REGIONS[heir]})", code="perime")
    if re.fullmatch(r"[1-9]", code, re.ASCII) and f"0{code}" in REGIONS:
        reason = "le zéro de tête de la région manque, le tableur l'a sans doute effacé"
        refuse(text, reason, expected=f"0{code}", code="longueur")
    if code not in REGIONS:
        refuse(text, "ce code de région n'existe pas", expected=EXPECTED, code="inconnu")
    return CodeRegion(code)
