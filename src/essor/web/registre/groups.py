"""The columns of a register, in the groups in which people think of them."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from essor.foundations.french import format_date
from essor.references.registre_national.tables import Colonne, codes, registre

LINE, SOIL, FROM, TO, CARRIER, OTHERS = (
    "La ligne",
    "Les terres",
    "D'où elles viennent",
    "Où elles vont",
    "Qui les transporte",
    "Autres intervenants et transfert à l'étranger",
)
MORE_CARRIERS = "Transporteurs 2 à 5"
# Shut until opened: rarely filled.
FOLDED = frozenset({OTHERS, MORE_CARRIERS})
_ORDER = (LINE, SOIL, FROM, TO, CARRIER, MORE_CARRIERS, OTHERS)
_BY_NAME = (
    (re.compile(r"reportForPickup|initialEmitter|emitter|parcel|sisIdentifier"), FROM),
    (re.compile(r"destination|operation|isUpcycled|noTraceability|nextOperation"), TO),
    (re.compile(r"isDirectSupply|transporter1|reportForTransport|reportForRecepisse"), CARRIER),
    (re.compile(r"transporter[2-5]"), MORE_CARRIERS),
    (re.compile(r"ecoOrganisme|broker|trader|gistrid|ttdImport|movement"), OTHERS),
    (re.compile(r"reason|publicId|report"), LINE),
)


def grouped(genre: str) -> list[tuple[str, list[Colonne]]]:
    """Return the columns of the file by group, the reason left out."""
    found: dict[str, list[Colonne]] = {}
    for colonne in registre(genre).in_file:
        if colonne.champ != "reason":
            found.setdefault(group_of(colonne.champ), []).append(colonne)
    return [(name, found[name]) for name in _ORDER if name in found]


def group_of(champ: str) -> str:
    """Return the group of a field."""
    return next((name for form, name in _BY_NAME if form.match(champ)), SOIL)


def filled(genre: str, champs: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the groups that say something, with the heads and the texts."""
    for name, colonnes in grouped(genre):
        rows = [
            (one.entete.strip(), said(one, champs[one.champ]))
            for one in colonnes
            if champs.get(one.champ)
        ]
        if rows:
            yield name, rows


def said(colonne: Colonne, text: str) -> str:
    """Write a value for a reader: words for codes, French dates and numbers."""
    known = codes()
    words: Mapping[str, str] = {
        "booleen": {"OUI": "oui", "NON": "non"},
        "type_poids": {"REEL": "réel (pesé)", "ESTIME": "estimé"},
        "type_acteur": known.types_acteur,
        "mode_traitement": known.modes_traitement,
        "mode_transport": {mode: mode.lower() for mode in known.modes_transport},
        "code_dechet": {code: f"{code} {label}" for code, label in known.codes_dechet.items()},
    }.get(colonne.type, {})
    if colonne.type == "decimal":
        return text.replace(".", ",")
    if colonne.type == "date":
        return _day(text)
    if colonne.type in ("codes_insee", "parcelles", "coordonnees", "plaques"):
        return text.replace(",", ", ")
    return words.get(text, text)


def _day(text: str) -> str:
    try:
        return format_date(dt.date.fromisoformat(text[:10]))
    except ValueError:  # typed otherwise, and kept as it is
        return text
