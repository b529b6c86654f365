"""Names of zones as a sentence gives them: basins come in capitals and without accents."""

import re
from functools import cache

from essor.foundations.text import fold_words
from essor.observatory.geography import Niveau, shipped
from essor.observatory.portrait.french import NBSP, de
from essor.observatory.reading import Lieu

WHOLE = 0.995
TOWN = 2_000  # inhabitants: a smaller commune does not give its name to a basin
_ARTICLE = re.compile(r"(?:Le|La|Les) |L'")
_SMALL = ("sur", "sous", "en", "de", "du", "des", "et", "la", "le", "les", "aux", "lès", "d", "l")
KINDS = {
    Niveau.ZONE_EMPLOI: "zone d'emploi",
    Niveau.BASSIN_EMPLOI: "bassin d'emploi",
    Niveau.DEPARTEMENT: "département",
    Niveau.REGION: "région",
}


def where(lieu: Lieu) -> str:
    """« zone d'emploi de Thiers, 62 % des habitants »; empty for the territory itself."""
    kind = KINDS.get(Niveau(lieu.niveau))
    if kind is None:
        return ""
    said = f"{kind}{_joined(lieu)}"
    if lieu.part >= WHOLE:
        return said
    return f"{said}, {round(100 * lieu.part)}{NBSP}% des habitants"


def _joined(lieu: Lieu) -> str:
    """« de Thiers », « de la Maurienne »; « : Région Pointoise » when it has no article."""
    if lieu.niveau in (Niveau.ZONE_EMPLOI, Niveau.BASSIN_EMPLOI):
        words = re.split(r"[ \-/]+", lieu.nom)
        if any(fold_words(" ".join(words[:count])) in _towns() for count in range(1, 5)):
            return f" {de(lieu.nom)}"
        article = _ARTICLE.match(lieu.nom)
        if article:
            return f" {de(article[0].lower() + lieu.nom[article.end() :])}"
    return f"{NBSP}: {lieu.nom}"


@cache
def spelled(nom: str) -> str:
    """« CLERMONT FERRAND » → « Clermont-Ferrand »; a name that has small letters is kept."""
    nom = " ".join(nom.split())
    if nom != nom.upper():
        return nom
    words = re.split(r"[ \-/]+", re.sub(r"\b([DL]) (?=\w)", r"\1'", nom))
    written: list[str] = []
    while words:
        count, name = _longest(words)
        written.append(name if count > 1 or not written else _inside(name))
        words = words[count:]
    return " ".join(written)


def _longest(words: list[str]) -> tuple[int, str]:
    """Return how many of the first words are the name of a town, and this name."""
    known = _names()
    for count in range(len(words), 0, -1):
        key = fold_words(" ".join(words[:count]))
        if (found := known.get(key.replace("st ", "saint ", 1) if key[:3] == "st " else key)) and (
            count > 1 or len(key) > 3  # noqa: PLR2004  a short word is rarely a town
        ):
            return count, found
    return 1, _capital(words[0])


def _capital(word: str) -> str:
    """« ARLES » → « Arles », « D'ARLES » → « d'Arles »."""
    before, mark, name = word.rpartition("'")
    return f"{before.lower()}{mark}{name.capitalize()}"


def _inside(word: str) -> str:
    return word.lower() if word.lower() in _SMALL else word


@cache
def _names() -> dict[str, str]:
    """Return the towns, then departements over them, by folded name."""
    return _towns() | {fold_words(one.nom): one.nom for one in shipped().geographie.departements}


@cache
def _towns() -> dict[str, str]:
    """Return the communes that may give their name to a zone; the largest of a name wins."""
    communes = shipped().geographie.communes
    largest = sorted(communes, key=lambda one: one.population_municipale or 0)
    return {
        fold_words(one.nom): one.nom for one in largest if (one.population_municipale or 0) >= TOWN
    }
