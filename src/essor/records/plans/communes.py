"""From what a person writes to a commune of the territory: a name, an INSEE code or both."""

import re
from collections.abc import Iterable, Mapping

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.foundations.text import fold
from essor.records.plans.models import Action
from essor.records.territoires.models import Territoire
from essor.records.territoires.queries import communes_of

Named = tuple[str, str]  # INSEE code, name
_CODE = re.compile(r"\(?\b(\d[\dAB]\d{3})\b\)?", re.IGNORECASE)


def written_commune(code: str, nom: str) -> str:
    """Write a commune so that it reads back the same: « Riom (63300) »."""
    return f"{nom} ({code})" if nom else code


def read_communes(text: str) -> tuple[str, ...]:
    """Return what stands on each line of a text."""
    return tuple(filter(None, (" ".join(line.split()) for line in text.splitlines())))


class CommuneBook:
    """The communes one may name: those of the territory, and those an action has already."""

    def __init__(self, known: Iterable[Named]) -> None:
        self._by_code: dict[str, Named] = {}
        self._by_name: dict[str, list[Named]] = {}
        for code, nom in known:
            if code not in self._by_code:
                self._by_code[code] = (code, nom)
                self._by_name.setdefault(fold(nom), []).append((code, nom))

    @classmethod
    def of(cls, territoire: Territoire) -> "CommuneBook":
        """Return the book of a territory (1 query)."""
        rows = communes_of(territoire)
        return cls((row.commune.code_commune_insee, row.commune.nom) for row in rows)

    def knowing(self, more: Iterable[Named]) -> "CommuneBook":
        """Return the same book with a few more communes, named as they are kept."""
        return CommuneBook([*more, *self._by_code.values()])

    def named(self, texts: Iterable[str]) -> tuple[Named, ...]:
        """Return the communes, each once, by name. Raises UserFault with every unknown one."""
        faults = FaultGatherer()
        found: dict[str, Named] = {}
        for text in texts:
            with faults.catching():
                code, nom = self._one(text)
                found[code] = (code, nom)
        faults.raise_if_any()
        return tuple(sorted(found.values(), key=lambda one: (one[1], one[0])))

    def _one(self, text: str) -> Named:
        match = _CODE.search(text)
        if match is not None and (known := self._by_code.get(match[1].upper())):
            return known
        homonyms = self._by_name.get(fold(text), []) if match is None else []
        if len(homonyms) == 1:
            return homonyms[0]
        if homonyms:
            choices = ", ".join(written_commune(*one) for one in homonyms)
            raise _refusal("plusieurs communes portent ce nom", text, choices)
        raise _refusal(
            "cette commune n'est pas dans le territoire",
            text,
            "le nom ou le code INSEE d'une commune du territoire",
        )


def communes_asked(action: Action, text: str) -> tuple[Named, ...]:
    """Return the communes that a text names, one per line, for an action.

    Those it has already are never refused. Raises UserFault with every unknown one.
    """
    kept = action.communeimplantations.values_list("code_commune_insee", "nom")
    book = CommuneBook.of(action.plan.territoire).knowing(kept)
    return book.named(read_communes(text))


def codes_of(texts: Iterable[str]) -> Mapping[str, str]:
    """Return INSEE code -> name of communes written by ``written_commune``."""
    found = {}
    for text in texts:
        match = _CODE.search(text)
        if match is not None:
            found[match[1].upper()] = text[: match.start()].strip()
    return found


def _refusal(message: str, text: str, expected: str) -> UserFault:
    fault = Fault(
        message=message,
        value=text,
        expected=expected,
        place=Place(field="communes"),
        code="commune_inconnue",
    )
    return UserFault([fault])
