"""From what a laboratory writes to the code of a quantity, and to the support it is measured on."""

import re
from collections.abc import Mapping
from functools import cache

from essor.foundations.text import fold, fold_words
from essor.references.terres.parametres_analytiques import parametres_analytiques

ELUATE, RAW, PHYSICAL = "eluat", "brut", "physique"

_SUPPORTS = (
    (ELUATE, re.compile(r"\b(?:eluats?|lixiviats?|lixiviation|lixiviables?|eluate|12457)\b")),
    (RAW, re.compile(r"\b(?:bruts?|brute|solides?|contenu total|sur sol|matiere seche|sur sec)\b")),
    (PHYSICAL, re.compile(r"\b(?:physiques?|geotechniques?|gtr|granulometrie|identification)\b")),
)
_MARKS = re.compile(
    r"\b(?:(?:sur|dans|de|apres)? ?(?:l )?(?:eluats?|lixiviats?|lixiviation|lixiviables?|bruts?|"
    r"brute|solides?|sol|sec|nf en 12457 2|en 12457 2|12457 2|l s 10))\b"
)
_UNIT_BEHIND = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")


@cache
def _codes_by_name() -> Mapping[str, tuple[str, ...]]:
    """Codes by folded name; a name may serve two supports."""
    found: dict[str, list[str]] = {}
    for code, parametre in parametres_analytiques().items():
        for name in dict.fromkeys(
            fold_words(text) for text in (code, parametre.libelle, *parametre.ecritures)
        ):
            found.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def support_of(text: str) -> str | None:
    """The support that a title, a column or a label names; None when it names none."""
    folded = fold(text)
    for support, pattern in _SUPPORTS:
        if pattern.search(folded):
            return support
    return None


def split_unit(label: str) -> tuple[str, str]:
    """« Arsenic (mg/kg MS) » as its name and the text between the last brackets, or ""."""
    match = _UNIT_BEHIND.search(label)
    return (label[: match.start()].strip(), match[1].strip()) if match else (label, "")


def codes_of(label: str) -> tuple[str, ...]:
    """Every code that a label may stand for; empty when it is not known."""
    known = _codes_by_name()
    name = fold_words(label)
    for tried in (name, _unmarked(name), fold_words(split_unit(label)[0])):
        if tried in known:
            return known[tried]
    return known.get(_unmarked(fold_words(split_unit(label)[0])), ())


def _unmarked(name: str) -> str:
    return " ".join(_MARKS.sub(" ", name).split())
