"""Units of laboratories: one unit per parameter, and how the others come to it."""

import re
from decimal import Decimal

from essor.foundations.text import fold
from essor.references.terres.parametres_analytiques import ParametreAnalytique

LITRES_PER_KG = Decimal(10)
"""Litres of water per kilogram of dry soil in the leaching test NF EN 12457-2 (L/S = 10)."""

_DRY = re.compile(r"\s*(?:de )?(?:ms|m\.s\.?|mat\.? seche|matiere seche|sec|p\.?s\.?|sur sec)\s*$")
_MASS = {
    "kg/kg": Decimal(1_000_000), "g/kg": Decimal(1000), "mg/kg": Decimal(1),
    "ug/kg": Decimal("0.001"), "ng/kg": Decimal("0.000001"), "mg/g": Decimal(1000),
    "ug/g": Decimal(1), "%": Decimal(10_000), "% massique": Decimal(10_000),
    "% mass": Decimal(10_000), "% p/p": Decimal(10_000), "g/100g": Decimal(10_000),
}  # fmt: skip
_VOLUME = {
    "g/l": Decimal(1000), "mg/l": Decimal(1), "ug/l": Decimal("0.001"),
    "ng/l": Decimal("0.000001"),
}  # fmt: skip
_SAME = {
    "%": {"%", "% mb", "% p.b.", "% massique", "% mass", "% p/p", "% poids brut", "g/100g"},
    "mm": {"mm"},
    "g/100g": {"g/100g", "g/100 g", "g de bleu/100 g", "g de bleu pour 100 g", "", "sans unite"},
    "degC": {"°c", "c", "degc", "oc"},
    "sans_unite": {"", "-", "sans unite", "unite ph", "unites ph", "ph", "%", "sans_unite"},
}  # fmt: skip
_SAID = re.compile(r"\ben ((?:[munp]?g|%) ?(?:/ ?(?:kg|l|g))?(?: (?:de )?(?:ms|m\.s\.?))?)")
_LS10 = re.compile(r"l/s ?[=:]? ?10(?:[.,]0+)?\b(?! ?[.,]?\d)|\b10 l/kg|12457-2")


def fold_unit(text: str) -> str:
    """The unit without accents, dry matter mentions and inner spaces around the stroke."""
    plain = fold(text.replace("µ", "u").replace("μ", "u")).replace("mcg", "ug")
    plain = re.sub(r" ?/ ?", "/", plain)
    without = _DRY.sub("", plain)
    return without.strip(" .()[]") or ("" if not without.strip() else without.strip())


def is_per_litre(text: str) -> bool:
    """Whether a unit is a concentration in water."""
    return fold_unit(text) in _VOLUME


def says_ls10(text: str) -> bool:
    """Whether a text says that the leaching test used 10 litres per kilogram."""
    return _LS10.search(fold(text)) is not None


def is_unit(text: str) -> bool:
    """Whether a text is a unit that Essor reads."""
    plain = fold_unit(text)
    return bool(plain) and (
        plain in _MASS or plain in _VOLUME or any(plain in same for same in _SAME.values())
    )


def unit_said(text: str) -> str:
    """The unit of a title like « résultats exprimés en mg/kg MS »; "" when it says none."""
    match = _SAID.search(fold(text.replace("µ", "u").replace("μ", "u")))
    return match[1].strip() if match and is_unit(match[1]) else ""


def factor(unit: str, parametre: ParametreAnalytique, *, is_ls10: bool) -> Decimal | None:
    """What to multiply by to reach the unit of the parameter; None when the units do not meet.

    A leachate given per litre comes to mg/kg only where the report says L/S = 10.
    """
    plain = fold_unit(unit)
    if parametre.unite == "mg/kg":
        if plain in _VOLUME and parametre.support == "eluat" and is_ls10:
            return _VOLUME[plain] * LITRES_PER_KG
        return _MASS.get(plain)
    if parametre.unite == "mg/l":
        return _VOLUME.get(plain)
    return Decimal(1) if plain in _SAME.get(parametre.unite, frozenset()) else None
