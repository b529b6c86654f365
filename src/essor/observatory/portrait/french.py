"""Write a name or a number inside a French sentence."""

import math
import re
from collections.abc import Callable

from essor.foundations.french import format_number
from essor.foundations.text import fold
from essor.observatory.portrait.bounds import Bounds

NBSP = "\u00a0"
_VOWELS = "aeiou"
# Names of places whose h is aspirated: « de Haguenau », and not « d'Haguenau ».
_ASPIRATED = ("haguenau", "halluin", "ham", "hambach", "hayange", "hem", "hendaye", "hombourg")
_ARTICLES = {"le ": "du ", "les ": "des "}
MILLION, THOUSAND = 1_000_000, 1_000


def de(nom: str) -> str:
    """« de Lyon », « d'Angers », « du Havre », « des Herbiers », « de La Rochelle »."""
    for article, joined in _ARTICLES.items():
        if nom.lower().startswith(article):
            return f"{joined}{nom[len(article) :]}"
    return f"d'{nom}" if is_elided(nom) else f"de {nom}"


def is_elided(word: str) -> bool:
    """Whether « de » and « que » lose their e before a word."""
    letters = fold(word)
    if letters.startswith("h"):
        return re.split(r"[ \-]", letters)[0] not in _ASPIRATED
    if letters.startswith("y"):  # d'Yvetot, but de Yutz
        return letters[1:2] not in _VOWELS
    return letters[:1] in _VOWELS and letters[:1] != ""


def capital(sentence: str) -> str:
    """Return it with a capital, the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def listed(items: list[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} et {items[-1]}"


def ordinal(rank: int, *, feminine: bool = False) -> str:
    """« 1er », « 1re », « 2e »."""
    return f"{rank}{('re' if feminine else 'er') if rank == 1 else 'e'}"


def number(value: float, decimals: int = 0) -> str:
    """« 8 559 », « 17,1 »: rounded, for what is known exactly."""
    rounded = round(value, decimals)
    return format_number(rounded + 0.0, decimals=decimals)


def floor(value: float, decimals: int = 0) -> str:
    """Return a rounding that is never above the value."""
    return number(_outward(math.floor, value, decimals), decimals)


def ceil(value: float, decimals: int = 0) -> str:
    """Return a rounding that is never below the value."""
    return number(_outward(math.ceil, value, decimals), decimals)


def _outward(rounding: Callable[[float], int], value: float, decimals: int) -> float:
    size = 10**decimals
    return float(rounding(round(value * size, 6)) / size)


def between(bounds: Bounds, unit: str, decimals: int = 0) -> str:
    """« 12,3 % », « entre 61 % et 76 % », « au moins 61 % »: never beyond the bounds.

    unit : what follows the figure, with its no-break space
    """
    if bounds.is_exact:
        return f"{number(bounds.low, decimals)}{unit}"
    if bounds.low == -math.inf:
        return f"au plus {ceil(bounds.high, decimals)}{unit}"
    if bounds.high == math.inf:
        return f"au moins {floor(bounds.low, decimals)}{unit}"
    low, high = floor(bounds.low, decimals), ceil(bounds.high, decimals)
    return f"{low}{unit}" if low == high else f"entre {low} et {high}{unit}"


def per_cent(bounds: Bounds, decimals: int = 0) -> str:
    """Write a share."""
    return between(bounds, f"{NBSP}%", decimals)


def signed(bounds: Bounds, unit: str, decimals: int = 0) -> str:
    """« +4,0 % », « −210 emplois », « entre +3 et +5 % »."""
    if bounds.is_exact:
        return f"{_sign(bounds.low)}{number(bounds.low, decimals)}{unit}"
    low, high = floor(bounds.low, decimals), ceil(bounds.high, decimals)
    return f"entre {_sign(bounds.low)}{low} et {_sign(bounds.high)}{high}{unit}"


def _sign(value: float) -> str:
    return "+" if value > 0 else ""  # the minus comes with the number


def scaled(bounds: Bounds, unit: str) -> str:
    """« 4,2 M€ », « entre 3,1 et 4,6 M€ », « 352 kt »: the larger unit that stays readable."""
    most = bounds.low if bounds.high == math.inf else bounds.high
    size, prefix = next(
        ((size, prefix) for size, prefix in ((MILLION, "M"), (THOUSAND, "k")) if abs(most) >= size),
        (1, ""),
    )
    small = Bounds(bounds.low / size, bounds.high / size)
    decimals = 1 if size > 1 and abs(most) / size < 100 else 0  # noqa: PLR2004
    return between(small, f"{NBSP}{prefix}{unit}", decimals)


def jobs(count: float) -> str:
    """« 8 559 emplois », « 1 emploi »."""
    return plural(count, "emploi", "emplois")


def plural(count: float, one: str, many: str) -> str:
    """« 24 friches »: zero and one take the singular."""
    return f"{number(count)}{NBSP}{one if abs(count) < 2 else many}"  # noqa: PLR2004
