"""Which column holds what: the usual names of weighbridge exports, whatever their order."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from essor.foundations.text import fold_words


class Champ(StrEnum):
    """What a slip may say in a file."""

    NUMERO = "numero"
    DATE = "date"
    HEURE = "heure"
    LOT = "lot"
    CHANTIER = "chantier"
    DESTINATION = "destination"
    TONNES = "tonnes"
    VOLUME = "volume"
    PLAQUES = "plaques"
    TRANSPORTEUR = "transporteur"
    SIRET = "siret"
    RECEPISSE = "recepisse"
    DAP = "dap"
    ESTIME = "estime"
    OBSERVATION = "observation"

    @property
    def label(self) -> str:
        """Name of the field, as the pages write it."""
        return LABELS[self]


LABELS: Mapping[Champ, str] = {
    Champ.NUMERO: "Numéro du bordereau",
    Champ.DATE: "Date",
    Champ.HEURE: "Heure",
    Champ.LOT: "Lot",
    Champ.CHANTIER: "Chantier",
    Champ.DESTINATION: "Destination",
    Champ.TONNES: "Tonnes",
    Champ.VOLUME: "Volume (m³)",
    Champ.PLAQUES: "Immatriculation",
    Champ.TRANSPORTEUR: "Transporteur",
    Champ.SIRET: "SIRET du transporteur",
    Champ.RECEPISSE: "Récépissé du transporteur",
    Champ.DAP: "Numéro de DAP",
    Champ.ESTIME: "Pesée",
    Champ.OBSERVATION: "Observation",
}
# Folded words of a head, units left out. The first field that claims a column keeps it.
SYNONYMS: Mapping[Champ, tuple[str, ...]] = {
    Champ.NUMERO: (
        "numero du bordereau", "numero bordereau", "n bordereau", "no bordereau", "bordereau",
        "n bon", "no bon", "numero de bon", "numero bon", "bon", "ticket", "n ticket",
        "numero ticket", "numero de ticket", "bon de pesee", "n pesee", "numero pesee",
        "numero de pesee", "numero", "n de bon", "n du bon", "n du bordereau", "n de bordereau",
        "n de ticket", "n de pesee", "bsd", "bst",
    ),
    Champ.DATE: (
        "date", "date de pesee", "date pesee", "date du bon", "date bordereau", "date et heure",
        "date heure", "date de depart", "date de chargement", "date entree", "date d entree",
        "date sortie", "date de sortie", "date de reception", "jour",
    ),
    Champ.HEURE: (
        "heure", "heure de pesee", "heure pesee", "heure entree", "heure de sortie",
        "heure sortie", "heure de depart", "horaire",
    ),
    Champ.LOT: (
        "lot", "code lot", "code du lot", "n lot", "numero de lot", "numero lot", "lot de terres",
        "identifiant lot", "reference lot", "maille",
    ),
    Champ.CHANTIER: (
        "chantier", "code chantier", "code du chantier", "nom du chantier", "provenance",
        "origine", "site d origine", "site", "site producteur",
    ),
    Champ.DESTINATION: (
        "destination", "code destination", "exutoire", "code exutoire", "site de destination",
        "installation", "centre de reception", "lieu de dechargement", "plateforme",
        "site recepteur", "receveur", "code plateforme",
    ),
    Champ.TONNES: (
        "tonnes", "tonnage", "poids net", "poids", "net", "quantite", "tonnage net", "masse",
        "poids reel", "quantite nette",
    ),
    Champ.VOLUME: ("volume", "m3", "volume foisonne", "cubage", "volume transporte"),
    Champ.PLAQUES: (
        "immatriculation", "plaque", "plaques", "plaque d immatriculation", "immat", "vehicule",
        "camion", "immatriculations", "immatriculation camion", "immatriculation vehicule",
    ),
    Champ.TRANSPORTEUR: (
        "transporteur", "nom du transporteur", "nom transporteur", "societe de transport",
        "entreprise de transport", "raison sociale transporteur",
    ),
    Champ.SIRET: ("siret du transporteur", "siret transporteur", "siret"),
    Champ.RECEPISSE: (
        "recepisse du transporteur", "recepisse transporteur", "recepisse", "n recepisse",
        "numero de recepisse",
    ),
    Champ.DAP: (
        "dap", "n dap", "numero dap", "numero de dap", "cap", "n cap",
        "demande d acceptation prealable", "acceptation prealable", "n acceptation",
    ),
    Champ.ESTIME: ("pesee", "type de pesee", "nature du poids", "type de poids", "estime"),
    Champ.OBSERVATION: ("observation", "observations", "commentaire", "remarque", "remarques"),
}  # fmt: skip
REQUIRED = (Champ.DATE, Champ.DESTINATION, Champ.TONNES)
_KILOGRAMS = frozenset({"kg", "kgs", "kilo", "kilos", "kilogrammes"})
_UNITS = _KILOGRAMS | {"t", "m3", "tonne"}
_CUBED = re.compile(r"m\s?[³3]")
FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Colonne:
    """One column that was recognised: its number from 1, its head as written."""

    champ: Champ
    number: int
    head: str

    @property
    def is_in_kilograms(self) -> bool:
        """Tell whether the head says that the weights are in kilograms."""
        return bool(_KILOGRAMS & set(_words(self.head).split()))

    @property
    def is_in_tonnes(self) -> bool:
        """Tell whether the head says that the weights are in tonnes."""
        return bool({"t", "tonne", "tonnes", "tonnage"} & set(_words(self.head).split()))


def recognise(heads: Iterable[tuple[int, str]]) -> dict[Champ, Colonne]:
    """Return the columns of a row of heads; exact names first, then those that begin alike."""
    rows = [(number, head, _bare(head)) for number, head in heads if head.strip()]
    found: dict[Champ, Colonne] = {}
    for is_exact in (True, False):
        for champ, names in SYNONYMS.items():
            if champ in found:
                continue
            taken = {one.number for one in found.values()}
            free = [row for row in rows if row[0] not in taken]
            match = _first(free, names, is_exact=is_exact)
            if match is not None:
                found[champ] = Colonne(champ=champ, number=match[0], head=match[1])
    return found


def is_head(columns: Mapping[Champ, Colonne]) -> bool:
    """Tell whether a row of recognised words may be the head of a table of slips."""
    return len(set(REQUIRED) & columns.keys()) >= FEWEST


def _first(
    rows: list[tuple[int, str, str]], names: tuple[str, ...], *, is_exact: bool
) -> tuple[int, str] | None:
    for name in names:
        for number, head, bare in rows:
            if bare == name or (not is_exact and bare.startswith(f"{name} ")):
                return number, head
    return None


def _words(head: str) -> str:
    return fold_words(_CUBED.sub("m3", head.replace("°", " ").replace("№", "n ")))


def _bare(head: str) -> str:
    """Return the words of a head without the unit that follows them: « Poids net (kg) »."""
    words = _words(head).split()
    while len(words) > 1 and words[-1] in _UNITS | {"en"}:
        words.pop()
    return " ".join(words)
