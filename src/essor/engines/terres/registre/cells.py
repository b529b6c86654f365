"""Read one cell: a function per type of column, each giving back the register's own writing.

Source of every form: `references/registre_national`, read in the code of Trackdéchets.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal

from essor.engines.terres.registre.lines import Refused
from essor.foundations.codes import parse_siret
from essor.foundations.codes.luhn import is_luhn_valid
from essor.foundations.errors import UserFault
from essor.foundations.tables.neutral import printable
from essor.references.registre_national.tables import Colonne, codes

LIST_SEPARATOR = ","
_IDENTIFIER = re.compile(r"[a-zA-Z0-9\-_./]+")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,12})?")
_WASTE_CODE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})(\*?)")
_BALE = re.compile(r"[ABY][0-9]{1,4}")
_TREATMENT = re.compile(r"([RD])([0-9]{1,2})(F?)")
_PARCEL = re.compile(r"[0-9]{1,3}-[A-Z0-9]{1,2}-[0-9]{1,4}")
_COORDINATES = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) (-?[0-9]+(?:\.[0-9]+)?)")
_GISTRID = re.compile(r"(?:[A-Z]{2,3}|A7[EI])[0-9]{0,4}[0-9]{6}")
_POSTCODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 \-]{0,11}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{4,15}(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
REASONS = {"MODIFIER": "MODIFIER", "EDIT": "MODIFIER", "ANNULER": "ANNULER", "CANCEL": "ANNULER"}


def read_cell(colonne: Colonne, text: str) -> str:
    """Return what the cell says, written as the register writes it, empty for an empty cell.

    Raises Refused.
    """
    clean = " ".join(printable(text).split())
    return _READERS[colonne.type](colonne, clean) if clean else ""


def items(text: str) -> list[str]:
    """Return the values of a list."""
    return [part for part in (one.strip() for one in text.split(LIST_SEPARATOR)) if part]


def day_of(text: str) -> dt.date | None:
    """Return the day of a date that was read, None when there is none."""
    return dt.date.fromisoformat(text[:10]) if text else None


def _upper(text: str) -> str:
    """Upper case without accents, as the register compares its words."""
    bare = unicodedata.normalize("NFD", text)
    return "".join(one for one in bare if not unicodedata.combining(one)).upper()


def _tight(text: str) -> str:
    return text.replace(" ", "").upper()


def _reason(_: Colonne, text: str) -> str:
    if found := REASONS.get(_upper(text)):
        return found
    raise Refused("motif", "le motif n'est pas connu", "MODIFIER, ANNULER, ou rien pour une ligne")


def _identifier(colonne: Colonne, text: str) -> str:
    _length(colonne, text)
    if not _IDENTIFIER.fullmatch(text):
        expected = "des lettres sans accent, des chiffres, et - _ . /"
        raise Refused("identifiant_forme", "l'identifiant a un signe qui n'est pas admis", expected)
    return text


def _siret(_: Colonne, text: str) -> str:
    if not re.fullmatch(r"[0-9]{14}", text):
        raise Refused("siret_longueur", "le SIRET est mal formé", "14 chiffres, sans espace")
    if wrong := siret_key_fault(text):
        raise Refused("siret_cle", wrong[0], wrong[1])
    return text


def siret_key_fault(digits: str) -> tuple[str, str] | None:
    """Why the register refuses fourteen digits, and what it awaits; None when it takes them.

    The register weighs the key of the whole number alone, not that of its SIREN; the numbers of
    La Poste have their own rule, which `parse_siret` knows.
    """
    if is_luhn_valid(digits):
        return None
    try:
        parse_siret(digits)
    except UserFault as error:
        first = error.faults[0]
        return first.message, first.expected or "un SIRET juste"
    return None


def _text(colonne: Colonne, text: str) -> str:
    _length(colonne, text)
    return text


def _length(colonne: Colonne, text: str) -> None:
    if len(text) < colonne.longueur_min:
        least = f"au moins {colonne.longueur_min} caractères"
        raise Refused("longueur", "le texte est trop court", least)
    if colonne.longueur_max and len(text) > colonne.longueur_max:
        most = f"au plus {colonne.longueur_max} caractères ({len(text)} trouvés)"
        raise Refused("longueur", "le texte est trop long", most)


def _flag(_: Colonne, text: str) -> str:
    return _one_of("booleen", _upper(text), ("OUI", "NON"))


def _weight_kind(_: Colonne, text: str) -> str:
    return _one_of("type_poids", _upper(text), ("ESTIME", "REEL"))


def _actor_type(_: Colonne, text: str) -> str:
    return _one_of("type_acteur", _upper(text).replace(" ", "_"), codes().types_acteur)


def _transport(_: Colonne, text: str) -> str:
    word, modes = _upper(text), codes().modes_transport
    from_api = {api: said for said, api in modes.items()}
    return _one_of("mode_transport", from_api.get(word, word), modes)


def _treatment(_: Colonne, text: str) -> str:
    match = _TREATMENT.fullmatch(_tight(text))
    word = " ".join(part for part in match.groups() if part) if match else text
    return _one_of("code_traitement", word, codes().traitements)


def _treatment_mode(_: Colonne, text: str) -> str:
    word = _upper(text).replace(" ", "_")
    return _one_of("mode_traitement", word, codes().modes_traitement)


def _one_of(code: str, word: str, allowed: Iterable[str]) -> str:
    known = list(allowed)
    if word in known:
        return word
    raise Refused(code, "la valeur n'est pas dans la liste", ", ".join(known))


def _number(colonne: Colonne, text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise Refused("nombre", "ce n'est pas un nombre", "par exemple 18.5 ou 18,5, sans espace")
    number = Decimal(text.replace(",", "."))
    if number <= 0 or number > colonne.maximum:
        most = f"plus de 0 et au plus {colonne.maximum}"
        raise Refused("nombre_bornes", "le nombre est hors des bornes", most)
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > colonne.decimales:
        most = f"au plus {colonne.decimales} décimales"
        raise Refused("decimales", "le nombre a trop de décimales", most)
    return f"{number.normalize():f}"


def _date(_: Colonne, text: str) -> str:
    try:
        if _DAY.fullmatch(text):
            return dt.date.fromisoformat(text).isoformat()
        if _MOMENT.fullmatch(text):
            dt.datetime.fromisoformat(text)
            return text
    except ValueError:
        pass
    raise Refused("date_forme", "la date ne se lit pas", "AAAA-MM-JJ, par exemple 2026-11-23")


def _waste_code(_: Colonne, text: str) -> str:
    match = _WASTE_CODE.fullmatch(_tight(text))
    if match is None:
        raise Refused("code_dechet", "le code déchet est mal formé", "par exemple 17 05 04")
    return f"{match[1]} {match[2]} {match[3]}{match[4]}"


def _shaped(
    code: str, form: re.Pattern[str], message: str, expected: str
) -> Callable[[Colonne, str], str]:
    def read(_: Colonne, text: str) -> str:
        if form.fullmatch(text):
            return text
        raise Refused(code, message, expected)

    return read


def _gistrid(_: Colonne, text: str) -> str:
    if _GISTRID.fullmatch(_tight(text)):
        return _tight(text)
    expected = "par exemple FR 2026 001234 ou A7E 2026 001234"
    raise Refused("gistrid", "le numéro de notification ou de déclaration est mal formé", expected)


def _list_of(
    code: str, check: Callable[[str], bool], message: str, expected: str
) -> Callable[[Colonne, str], str]:
    def read(_: Colonne, text: str) -> str:
        found = items(text)
        wrong = [one for one in found if not check(one)]
        if wrong or not found:
            raise Refused(code, f"{message} ({', '.join(wrong) or 'rien'})", expected)
        return LIST_SEPARATOR.join(found)

    return read


def _is_on_earth(text: str) -> bool:
    match = _COORDINATES.fullmatch(text)
    return match is not None and abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180


_READERS: dict[str, Callable[[Colonne, str], str]] = {
    "motif": _reason,
    "identifiant": _identifier,
    "siret": _siret,
    "texte": _text,
    "numero_acteur": _text,
    "booleen": _flag,
    "type_poids": _weight_kind,
    "type_acteur": _actor_type,
    "mode_transport": _transport,
    "code_traitement": _treatment,
    "mode_traitement": _treatment_mode,
    "decimal": _number,
    "date": _date,
    "code_dechet": _waste_code,
    "numero_gistrid": _gistrid,
    "code_bale": _shaped(
        "code_bale", _BALE, "le code de Bâle est mal formé", "par exemple A4070 ou B1010"
    ),
    "code_postal": _shaped(
        "code_postal", _POSTCODE, "le code postal est mal formé", "12 signes au plus"
    ),
    "code_pays": _shaped(
        "code_pays", _COUNTRY, "le code pays est mal formé", "deux lettres majuscules, FR"
    ),
    "codes_insee": _list_of(
        "codes_insee",
        lambda one: len(one) == 5 and one.isalnum(),
        "un code INSEE est mal formé",
        "5 signes par commune, séparés par des virgules",
    ),
    "parcelles": _list_of(
        "parcelles",
        lambda one: _PARCEL.fullmatch(one) is not None,
        "un numéro de parcelle est mal formé",
        "préfixe-section-numéro, par exemple 0-IK-123, séparés par des virgules",
    ),
    "coordonnees": _list_of(
        "coordonnees",
        _is_on_earth,
        "une coordonnée est mal formée",
        "latitude puis longitude en degrés décimaux, par exemple 45.7831 3.0824",
    ),
    "plaques": _list_of(
        "plaques",
        lambda one: 4 <= len(one) <= 12,
        "une immatriculation est mal formée",
        "4 à 12 signes par véhicule, séparées par des virgules",
    ),
}
