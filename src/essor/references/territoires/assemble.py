"""Turn a published list into a perimeter, and refuse it with every contradiction at once."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from essor.foundations.errors import FaultGatherer, Place
from essor.references.territoires.producers.liste import ListePubliee, MembrePublie
from essor.references.territoires.rattachement import attach_communes, current_codes
from essor.references.territoires.schema import (
    PHASE_COURANTE,
    Commune,
    Faits,
    Geographie,
    Membre,
    NatureMembre,
    Perimetre,
    Publication,
    Territoire,
)

_CODE = re.compile(r"ti-(?P<region>\d{2,3}?)(?P<number>\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A perimeter ready to load, and what a person should know about how it was read."""

    faits: Faits
    remarks: tuple[str, ...]


def build_perimetre(
    *, liste: ListePubliee, geographie: Geographie, phase: str, publication: Publication
) -> Assembled:
    """Resolve each member against the geography.

    Raises UserFault with every unknown SIREN or commune, member in two territories, commune in two
    territories, territory without commune. In a closed phase a SIREN that the geography has lost
    is kept as « disparu » and said in the remarks: the past is not a fault.
    """
    place = Place(file=liste.file_name)
    is_closed = phase != PHASE_COURANTE
    resolver = _Resolver(geographie)
    with FaultGatherer() as faults:
        published = liste.membres or _deduce(liste, geographie, faults, place)
        _check_unique(published, faults, place)
        membres = [_membre(m, resolver, is_closed, faults, place) for m in published]
        territoires = tuple(_territoires(liste.noms, phase, geographie, faults, place))
        found, doubles = attach_communes(membres=membres, communes=geographie.communes)
        for double in doubles:
            faults.add_message(
                f"la commune {double.code_commune_insee} est dans plusieurs territoires",
                place=place,
                value=", ".join(double.codes_territoire),
                code="double",
            )
        if not faults and not is_closed:
            attached = {r.code_territoire for r in found}
            for code in sorted(liste.noms.keys() - attached):
                faults.add_message(
                    f"le territoire {code} n’a aucune commune", place=place, code="vide"
                )
    perimetre = Perimetre(
        phase=phase,
        territoires=territoires,
        membres=tuple(sorted(membres, key=lambda m: (m.code_territoire, m.siren))),
        publication=publication,
    )
    return Assembled(
        faits=Faits(geographie=geographie, perimetre=perimetre),
        remarks=tuple(_remarks(liste, membres)),
    )


class _Resolver:
    def __init__(self, geographie: Geographie) -> None:
        self.natures = {
            g.siren: NatureMembre.EPT if g.nature == "EPT" else NatureMembre.EPCI
            for g in geographie.groupements
        }
        self.noms = {g.siren: g.nom for g in geographie.groupements}
        self.communes = {c.siren_commune: c for c in geographie.communes if c.siren_commune}


def _membre(
    published: MembrePublie,
    resolver: _Resolver,
    is_closed: bool,
    faults: FaultGatherer,
    place: Place,
) -> Membre:
    siren = published.siren
    commune = resolver.communes.get(siren)
    nature = resolver.natures.get(siren) or (NatureMembre.COMMUNE if commune else None)
    if nature is None and not is_closed:
        faults.add_message(
            f"membre inconnu du territoire {published.code_territoire}"
            + (f" ({published.nom})" if published.nom else ""),
            place=place,
            value=siren,
            expected="le SIREN d’un EPCI, d’un EPT ou d’une commune du code officiel géographique",
            code="siren_inconnu",
        )
    known = resolver.noms.get(siren) or (commune.nom if commune else "")
    return Membre(
        code_territoire=published.code_territoire,
        nature=nature or NatureMembre.DISPARU,
        siren=siren,
        nom_publie=published.nom or known,
        code_commune_insee=commune.code_commune_insee if commune else None,
    )


def _check_unique(membres: Iterable[MembrePublie], faults: FaultGatherer, place: Place) -> None:
    claims: dict[str, list[str]] = defaultdict(list)
    for membre in membres:
        claims[membre.siren].append(membre.code_territoire)
    for siren, codes in claims.items():
        if len(codes) > 1:
            faults.add_message(
                f"le membre {siren} est cité plusieurs fois",
                place=place,
                value=", ".join(codes),
                expected="un seul territoire par membre",
                code="double",
            )


def _territoires(
    noms: Mapping[str, str],
    phase: str,
    geographie: Geographie,
    faults: FaultGatherer,
    place: Place,
) -> Iterator[Territoire]:
    regions = {r.code_region for r in geographie.regions}
    for code in sorted(noms):
        match = _CODE.fullmatch(code)
        region = match["region"] if match else ""
        if region not in regions or not noms[code]:
            faults.add_message(
                "le code ou le nom du territoire n’est pas reconnu",
                place=place,
                value=f"{code} {noms[code]}".strip(),
                expected="un nom, et un code « ti- » suivi du code de région et d’un numéro",
            )
        yield Territoire(code_territoire=code, nom=noms[code], code_region=region, phase=phase)


def _deduce(
    liste: ListePubliee, geographie: Geographie, faults: FaultGatherer, place: Place
) -> tuple[MembrePublie, ...]:
    """Members behind a list of communes: whole groups first, single communes for the rest."""
    now = current_codes(geographie.rattachees)
    communes = {c.code_commune_insee: c for c in geographie.communes}
    territoire_of: dict[str, str] = {}
    for row in liste.communes:
        code = row.code_commune_insee
        code = code if code in communes else now.get(code, code)
        if code not in communes:
            faults.add_message(
                "commune inconnue du code officiel géographique",
                place=place,
                value=f"{row.code_commune_insee} {row.nom}".strip(),
                code="commune_inconnue",
            )
        elif territoire_of.setdefault(code, row.code_territoire) != row.code_territoire:
            faults.add_message(
                f"la commune {code} est dans plusieurs territoires",
                place=place,
                value=f"{territoire_of[code]}, {row.code_territoire}",
                code="double",
            )
    return tuple(_group(territoire_of, communes, geographie))


def _group(
    territoire_of: Mapping[str, str], communes: Mapping[str, Commune], geographie: Geographie
) -> Iterator[MembrePublie]:
    noms = {g.siren: g.nom for g in geographie.groupements}
    rest = dict(territoire_of)
    # EPT first: inside Grand Paris they are the members, the métropole is not.
    for attribute in ("siren_ept", "siren_epci"):
        sizes = Counter(getattr(c, attribute) for c in communes.values())
        inside = Counter((getattr(communes[c], attribute), t) for c, t in rest.items())
        whole = {s: t for (s, t), n in inside.items() if s and n == sizes[s]}
        for siren, code in sorted(whole.items()):
            yield MembrePublie(code_territoire=code, siren=siren, nom=noms.get(siren, ""))
        rest = {c: t for c, t in rest.items() if getattr(communes[c], attribute) not in whole}
    for code_commune, code in sorted(rest.items()):
        commune = communes[code_commune]
        yield MembrePublie(code_territoire=code, siren=commune.siren_commune or "", nom=commune.nom)


def _remarks(liste: ListePubliee, membres: Iterable[Membre]) -> Iterator[str]:
    if not liste.membres:
        yield (
            "Liste par commune\u00a0: les membres ont été déduits (un groupement est membre "
            "quand toutes ses communes sont dans le territoire)."
        )
    for membre in membres:
        if membre.nature is NatureMembre.DISPARU:
            nom = f" ({membre.nom_publie})" if membre.nom_publie else ""
            yield (
                f"{membre.code_territoire}\u00a0: le groupement {membre.siren}{nom} n’existe "
                "plus au code officiel géographique, ses communes ne sont pas rattachées."
            )
