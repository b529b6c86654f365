"""The shipped facts as an index that answers at once, without database or network."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from essor.references.territoires.answers import (
    Answer,
    Basis,
    Candidate,
)
from essor.references.territoires.lookup import (
    Matches,
    NameMatch,
    answer_any,
    answer_commune,
    answer_siren,
    answer_siret,
    rank,
    suggest,
)
from essor.references.territoires.names import name_key, without_article
from essor.references.territoires.rattachement import Rattachement, attach_communes
from essor.references.territoires.schema import (
    Commune,
    CommuneRattachee,
    Faits,
    Groupement,
    Membre,
    Territoire,
)
from essor.references.territoires.tables import load_faits

_NO_ETABLISSEMENT: Mapping[str, str] = MappingProxyType({})


class Repertoire:
    """Answers about the facts it was built from; never changes after that.

    etablissements : SIRET -> commune code, from an optional SIRENE extract
    """

    def __init__(
        self, faits: Faits, *, etablissements: Mapping[str, str] = _NO_ETABLISSEMENT
    ) -> None:
        geographie, perimetre = faits.geographie, faits.perimetre
        self.faits = faits
        self._etablissements = etablissements
        self._communes = {c.code_commune_insee: c for c in geographie.communes}
        self._by_siren = {c.siren_commune: c for c in geographie.communes if c.siren_commune}
        self._groupements = {g.siren: g for g in geographie.groupements}
        self._rattachees: dict[str, CommuneRattachee] = {}
        for attached in geographie.rattachees:
            self._rattachees.setdefault(attached.code, attached)
        self._territoires = {t.code_territoire: t for t in perimetre.territoires}
        self._membres = {m.siren: m for m in perimetre.membres}
        rows, _ = attach_communes(membres=perimetre.membres, communes=geographie.communes)
        self.rattachements: tuple[Rattachement, ...] = rows
        self._attached = {r.code_commune_insee: r for r in rows}
        self._departements = {d.code_departement: d.nom for d in geographie.departements}
        self._members_of: dict[str, list[Commune]] = defaultdict(list)
        self._by_postal_code: dict[str, list[Commune]] = defaultdict(list)
        for commune in geographie.communes:
            for siren in (commune.siren_epci, commune.siren_ept):
                if siren:
                    self._members_of[siren].append(commune)
            for code in commune.codes_postaux:
                self._by_postal_code[code].append(commune)
        pairs = _named(geographie.communes, geographie.rattachees, self._communes)
        self._names = sorted(pairs, key=lambda pair: pair[0])
        self._keys = [key for key, _ in self._names]

    @property
    def basis(self) -> Basis:
        """What every answer rests on."""
        publication = self.faits.perimetre.publication
        return Basis(
            phase=self.faits.perimetre.phase,
            perimetre_on=publication.valid_from,
            perimetre_title=publication.title,
            cog_vintage=self.faits.geographie.publication.vintage,
        )

    def find(self, text: str) -> Answer:
        """Answer for a SIRET, a SIREN or a commune, told apart by their shape."""
        return answer_any(self, text)

    def find_commune(self, text: str) -> Answer:
        """Answer for a name, an INSEE code or a postal code. Raises UserFault when unknown."""
        return answer_commune(self, text)

    def find_siren(self, text: str) -> Answer:
        """Answer for the SIREN of a public body. Raises UserFault when misspelt."""
        return answer_siren(self, text)

    def find_siret(self, text: str) -> Answer:
        """Answer for an establishment. Raises UserFault when misspelt."""
        return answer_siret(self, text)

    def suggest(self, text: str, *, limit: int = 10) -> tuple[Candidate, ...]:
        """Communes whose name begins with the text."""
        return suggest(self, text, limit=limit)

    def commune(self, code: str) -> Commune | None:
        """The present-day commune of this code."""
        return self._communes.get(code)

    def rattachee(self, code: str) -> CommuneRattachee | None:
        """The old, delegated, associated commune or the district of this code."""
        return self._rattachees.get(code)

    def commune_of_siren(self, siren: str) -> Commune | None:
        """The commune that this SIREN is."""
        return self._by_siren.get(siren)

    def communes_of_postal_code(self, code: str) -> Sequence[Commune]:
        """Every commune served by a postal code."""
        return self._by_postal_code.get(code, ())

    def communes_of_groupement(self, siren: str) -> Sequence[Commune]:
        """Communes of an EPCI or EPT."""
        return self._members_of.get(siren, ())

    def named(self, key: str, *, exactly: bool, limit: int) -> Matches:
        """Communes whose key is, or begins with, `key`; each name once."""
        found: dict[int, NameMatch] = {}
        for index in range(bisect_left(self._keys, key), len(self._keys)):
            other, match = self._names[index]
            if not (other == key if exactly else other.startswith(key)):
                break
            found.setdefault(id(match), match)
        first = sorted(found.values(), key=rank)[:limit]
        return Matches(first=tuple(first), total=len(found))

    def groupement(self, siren: str) -> Groupement | None:
        """The EPCI or EPT of this SIREN."""
        return self._groupements.get(siren)

    def membre(self, siren: str) -> tuple[Membre, Territoire] | None:
        """The member of this SIREN and its territory."""
        membre = self._membres.get(siren)
        return (membre, self._territoires[membre.code_territoire]) if membre else None

    def attachments(self, codes: Sequence[str]) -> dict[str, tuple[Membre, Territoire]]:
        """Member and territory of each commune that has one."""
        found = {}
        for code in codes:
            row = self._attached.get(code)
            if row is not None:
                territoire = self._territoires[row.code_territoire]
                found[code] = (self._membres[row.siren_membre], territoire)
        return found

    def departement_names(self) -> dict[str, str]:
        """Department code -> name."""
        return self._departements

    def commune_of_siret(self, siret: str) -> str | None:
        """Commune of an establishment, from the loaded extract only."""
        return self._etablissements.get(siret)


def _named(
    communes: Sequence[Commune],
    rattachees: Sequence[CommuneRattachee],
    by_code: Mapping[str, Commune],
) -> list[tuple[str, NameMatch]]:
    """Every key under which a commune can be typed: with its article and without."""
    pairs: list[tuple[str, NameMatch]] = []
    for commune in communes:
        pairs += _keys(commune.nom, NameMatch(commune=commune))
    for attached in rattachees:
        commune_now = by_code.get(attached.code_commune_insee)
        if attached.nom and commune_now:
            pairs += _keys(attached.nom, NameMatch(commune=commune_now, rattachee=attached))
    return pairs


def _keys(nom: str, match: NameMatch) -> list[tuple[str, NameMatch]]:
    key = name_key(nom)
    return [(k, match) for k in dict.fromkeys((key, without_article(key)))]


@cache
def shipped_repertoire() -> Repertoire:
    """The index of the facts that Essor ships, built once per process (under a second)."""
    return Repertoire(load_faits())
