"""Compare what people write: labels, names, codes pasted from a spreadsheet."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹ′‛`´＇", "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_INVISIBLE = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def fold(text: str) -> str:
    """Reduce a label or a name to the form in which two spellings meet.

    Lower case, no accent, œ → oe; every apostrophe → ', every dash → -, every kind of space → one
    plain space, none at the ends. Dashes and apostrophes stay: see `fold_words` to drop them.
    Folding twice changes nothing.
    """
    # Spacing accents (´, `) fold before decomposition, which would turn them into a space.
    plain = text.translate(_INVISIBLE).translate(_APOSTROPHES)
    while not plain.isascii():
        previous, plain = plain, _fold_once(plain)
        if plain == previous:  # a few scripts need a second pass to become stable
            return plain
    return " ".join(plain.lower().split())


def _fold_once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = letters.translate(_LIGATURES).translate(_APOSTROPHES).translate(_DASHES)
    return " ".join(plain.translate(_INVISIBLE).split())


def fold_words(text: str) -> str:
    """Fold further, to words of letters and digits: « L'Isle-d'Abeau » → « l isle d abeau ».

    For searches typed by hand, where « saint etienne » must find « Saint-Étienne ».
    """
    return " ".join("".join(char if char.isalnum() else " " for char in fold(text)).split())


def without_spaces(text: str) -> str:
    """Drop every kind of space, no-break and invisible ones included."""
    return "".join(text.translate(_INVISIBLE).split())
