"""From what a file writes to the lots, sites, outlets and platforms of the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from essor.foundations.text import fold_words
from essor.records.plans.models import Plan
from essor.records.terres.models import Chantier, Exutoire, Lot, Plateforme

Place = Chantier | Exutoire | Plateforme
CLOSE, MOST_PROPOSED = 0.5, 5
LOT, ORIGINE, DESTINATION = "lot", "origine", "destination"
FAMILIES = {LOT: "Lot", ORIGINE: "Chantier", DESTINATION: "Destination"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inconnu:
    """A text of the file that names nothing here, and what it may mean, the nearest first."""

    family: str
    text: str
    rows: int
    proposals: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """What the text should be."""
        return FAMILIES[self.family]

    @property
    def key(self) -> str:
        """Name of the choice in a form."""
        return f"{self.family}:{fold_words(self.text)}"


class Codes:
    """What the plan holds, by code and by name, with the choices that the person made.

    choices : key of an unknown text -> code of what it means
    """

    def __init__(self, plan: Plan, choices: Mapping[str, str]) -> None:
        lots = Lot.objects.filter(plan=plan).select_related("chantier").order_by("code")
        self.lots = {one.code: one for one in lots}
        sites = list(Chantier.objects.filter(plan=plan).order_by("code"))
        outlets = list(Exutoire.objects.filter(plan=plan).order_by("code"))
        platforms = list(Plateforme.objects.filter(plan=plan).order_by("code"))
        self.origins: dict[str, Place] = _by_code([*platforms, *sites])
        self.destinations: dict[str, Place] = _by_code([*platforms, *outlets])
        self._lots = _index((one.code, one.code, one.denomination) for one in lots)
        self._origins = _names(self.origins)
        self._destinations = _names(self.destinations)
        self._choices = choices
        self._unknown: dict[tuple[str, str], int] = {}

    def lot(self, text: str) -> Lot | None:
        """Return the lot that a text names, None when it names none."""
        found = self._found(LOT, text, self._lots)
        return self.lots.get(found) if found else None

    def origin(self, text: str) -> Place | None:
        """Return the site or platform that a text names."""
        found = self._found(ORIGINE, text, self._origins)
        return self.origins.get(found) if found else None

    def destination(self, text: str) -> Place | None:
        """Return the outlet or platform that a text names."""
        found = self._found(DESTINATION, text, self._destinations)
        return self.destinations.get(found) if found else None

    def unknown(self) -> tuple[Inconnu, ...]:
        """Return the texts that named nothing so far, those of most rows first."""
        indexes = {LOT: self._lots, ORIGINE: self._origins, DESTINATION: self._destinations}
        labels = {
            LOT: {code: str(lot) for code, lot in self.lots.items()},
            ORIGINE: {code: f"{code} – {one.nom}" for code, one in self.origins.items()},
            DESTINATION: {code: f"{code} – {one.nom}" for code, one in self.destinations.items()},
        }
        rows = sorted(self._unknown.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(
            Inconnu(
                family=family,
                text=text,
                rows=count,
                proposals=tuple(
                    (code, labels[family][code]) for code in nearest(text, indexes[family])
                ),
            )
            for (family, text), count in rows
        )

    def _found(self, family: str, text: str, index: Mapping[str, str]) -> str | None:
        if not text:
            return None
        words = fold_words(text)
        found = self._choices.get(f"{family}:{words}") or index.get(words)
        if found is None:
            self._unknown[family, text] = self._unknown.get((family, text), 0) + 1
        return found


def nearest(text: str, index: Mapping[str, str]) -> list[str]:
    """Return the codes whose code or name is the nearest to a text, best first."""
    words = fold_words(text)
    best: dict[str, float] = {}
    for name, code in index.items():
        ratio = SequenceMatcher(None, words, name).ratio()
        best[code] = max(best.get(code, 0.0), ratio)
    close = sorted((-ratio, code) for code, ratio in best.items() if ratio >= CLOSE)
    return [code for _, code in close[:MOST_PROPOSED]]


def _by_code(rows: Iterable[Place]) -> dict[str, Place]:
    return {one.code: one for one in rows}


def _names(rows: Mapping[str, Place]) -> dict[str, str]:
    return _index((code, code, one.nom) for code, one in rows.items())


def _index(rows: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return folded code or name -> code; a name that two rows bear names neither."""
    found: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for key, code, name in rows:
        found[fold_words(code)] = key
        names.setdefault(fold_words(name), set()).add(key)
    for name, keys in names.items():
        if len(keys) == 1:
            found.setdefault(name, *keys)
    return found
