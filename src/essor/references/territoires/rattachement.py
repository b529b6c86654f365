"""From members to communes: which territory a commune belongs to, and through which member."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from essor.references.territoires.schema import (
    Commune,
    CommuneRattachee,
    Membre,
    NatureMembre,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rattachement:
    """One commune of a territory, and the member through which it belongs to it."""

    code_commune_insee: str
    code_territoire: str
    siren_membre: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleRattachement:
    """A commune claimed by several territories: the list contradicts itself."""

    code_commune_insee: str
    codes_territoire: tuple[str, ...]


def attach_communes(
    *, membres: Iterable[Membre], communes: Iterable[Commune]
) -> tuple[tuple[Rattachement, ...], tuple[DoubleRattachement, ...]]:
    """Every commune of every territory, in the order of the communes.

    A commune of Grand Paris is in an EPCI (the métropole) and in an EPT: each of its three bodies
    (itself, its EPT, its EPCI) may be the member. The nearest body wins inside one territory; two
    different territories are a contradiction, returned apart and never settled silently.
    """
    by_siren: dict[str, list[Membre]] = defaultdict(list)
    for membre in membres:
        by_siren[membre.siren].append(membre)
    found: list[Rattachement] = []
    doubles: list[DoubleRattachement] = []
    for commune in communes:
        claims = [m for siren in _bodies(commune) for m in by_siren.get(siren, ())]
        codes = tuple(dict.fromkeys(m.code_territoire for m in claims))
        code = commune.code_commune_insee
        if len(codes) > 1:
            doubles.append(DoubleRattachement(code_commune_insee=code, codes_territoire=codes))
        elif codes:
            found.append(
                Rattachement(
                    code_commune_insee=code,
                    code_territoire=codes[0],
                    siren_membre=claims[0].siren,
                )
            )
    return tuple(found), tuple(doubles)


def _bodies(commune: Commune) -> tuple[str, ...]:
    return tuple(s for s in (commune.siren_commune, commune.siren_ept, commune.siren_epci) if s)


def membre_population(
    membre: Membre,
    *,
    populations_groupement: Mapping[str, int | None],
    populations_commune: Mapping[str, int | None],
) -> int | None:
    """Population municipale of a member; None when the geography does not know it."""
    if membre.nature is NatureMembre.COMMUNE:
        return populations_commune.get(membre.code_commune_insee or "")
    return populations_groupement.get(membre.siren)


def current_codes(rattachees: Iterable[CommuneRattachee]) -> dict[str, str]:
    """Old or delegated code -> code of the present-day commune."""
    return {r.code: r.code_commune_insee for r in rattachees}
