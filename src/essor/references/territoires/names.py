"""Names of communes as people type them."""

from essor.foundations.text import fold_words

_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def name_key(text: str) -> str:
    """The form in which « St Etienne » and « Saint-Étienne » meet: words without accents."""
    return " ".join(_SHORT.get(word, word) for word in fold_words(text).split())


def without_article(key: str) -> str:
    """Drop the leading article of a key: « le port » is also looked up as « port »."""
    first, _, rest = key.partition(" ")
    return rest if first in ("le", "la", "les", "l") and rest else key
