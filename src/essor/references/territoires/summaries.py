"""What a list of territories and the page of one of them show, from any source of facts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from essor.foundations.text import fold_words
from essor.references.territoires.rattachement import Rattachement, attach_communes
from essor.references.territoires.schema import Commune, Faits, Membre, NatureMembre


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoireResume:
    """One line of the list of territories.

    code_region, nom_region : region that the code of the territory names
    codes_region : every region in which the territory has a commune
    population_municipale : sum over the communes, inhabitants
    """

    code_territoire: str
    nom: str
    phase: str
    code_region: str
    nom_region: str
    codes_region: tuple[str, ...]
    membres: int
    communes: int
    population_municipale: int

    def as_dict(self) -> dict[str, object]:
        """The line for JSON."""
        return {
            "code": self.code_territoire,
            "nom": self.nom,
            "phase": self.phase,
            "code_region": self.code_region,
            "region": self.nom_region,
            "regions": list(self.codes_region),
            "membres": self.membres,
            "communes": self.communes,
            "population_municipale": self.population_municipale,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MembreResume:
    """One member of a territory; population None when the geography does not know the member."""

    siren: str
    nom: str
    nature: NatureMembre
    code_commune_insee: str | None
    communes: int
    population_municipale: int | None

    def as_dict(self) -> dict[str, object]:
        """The line for JSON."""
        return {
            "siren": self.siren,
            "nom": self.nom,
            "nature": self.nature.value,
            "communes": self.communes,
            "population_municipale": self.population_municipale,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneResume:
    """One commune of a territory and the member through which it belongs to it."""

    code_commune_insee: str
    nom: str
    code_departement: str
    population_municipale: int | None
    siren_membre: str

    def as_dict(self) -> dict[str, object]:
        """The line for JSON."""
        return {
            "code_commune_insee": self.code_commune_insee,
            "nom": self.nom,
            "code_departement": self.code_departement,
            "population_municipale": self.population_municipale,
            "siren_membre": self.siren_membre,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoireFiche:
    """One territory: its line, its members, its communes."""

    resume: TerritoireResume
    membres: tuple[MembreResume, ...]
    communes: tuple[CommuneResume, ...]

    def as_dict(self) -> dict[str, object]:
        """The whole sheet for JSON."""
        return self.resume.as_dict() | {
            "liste_membres": [m.as_dict() for m in self.membres],
            "liste_communes": [c.as_dict() for c in self.communes],
        }


def summarise(faits: Faits) -> tuple[TerritoireFiche, ...]:
    """The sheet of every territory, in the order of the codes."""
    geographie, perimetre = faits.geographie, faits.perimetre
    communes = {c.code_commune_insee: c for c in geographie.communes}
    region_of = {d.code_departement: d.code_region for d in geographie.departements}
    regions = {r.code_region: r.nom for r in geographie.regions}
    rows, _ = attach_communes(membres=perimetre.membres, communes=geographie.communes)
    by_territoire: dict[str, list[CommuneResume]] = defaultdict(list)
    for row in rows:
        by_territoire[row.code_territoire].append(_commune(communes, row))
    membres: dict[str, list[Membre]] = defaultdict(list)
    for membre in perimetre.membres:
        membres[membre.code_territoire].append(membre)
    return tuple(
        make_fiche(
            code_territoire=t.code_territoire,
            nom=t.nom,
            phase=t.phase,
            code_region=t.code_region,
            nom_region=regions.get(t.code_region, ""),
            codes_region={region_of[c.code_departement] for c in by_territoire[t.code_territoire]},
            membres=membres[t.code_territoire],
            communes=by_territoire[t.code_territoire],
        )
        for t in sorted(perimetre.territoires, key=lambda t: t.code_territoire)
    )


def make_fiche(
    *,
    code_territoire: str,
    nom: str,
    phase: str,
    code_region: str,
    nom_region: str,
    codes_region: Iterable[str],
    membres: Sequence[Membre],
    communes: Sequence[CommuneResume],
) -> TerritoireFiche:
    """Put one sheet together; the largest members and communes come first."""
    counts: dict[str, list[int]] = defaultdict(list)
    for commune in communes:
        counts[commune.siren_membre].append(commune.population_municipale or 0)
    lines = [
        MembreResume(
            siren=m.siren,
            nom=m.nom_publie,
            nature=m.nature,
            code_commune_insee=m.code_commune_insee,
            communes=len(counts[m.siren]),
            population_municipale=sum(counts[m.siren]) if counts[m.siren] else None,
        )
        for m in membres
    ]
    return TerritoireFiche(
        resume=TerritoireResume(
            code_territoire=code_territoire,
            nom=nom,
            phase=phase,
            code_region=code_region,
            nom_region=nom_region,
            codes_region=tuple(sorted(codes_region)),
            membres=len(membres),
            communes=len(communes),
            population_municipale=sum(c.population_municipale or 0 for c in communes),
        ),
        membres=tuple(sorted(lines, key=lambda m: (-(m.population_municipale or 0), m.siren))),
        communes=tuple(
            sorted(communes, key=lambda c: (-(c.population_municipale or 0), c.code_commune_insee))
        ),
    )


def filter_resumes(
    resumes: Iterable[TerritoireResume], *, search: str = "", region: str = ""
) -> tuple[TerritoireResume, ...]:
    """Keep the lines whose code or name holds every word searched, and the region asked."""
    words = fold_words(search).split()
    return tuple(
        r
        for r in resumes
        if all(word in fold_words(f"{r.code_territoire} {r.nom}") for word in words)
        and (not region or region in r.codes_region)
    )


def _commune(communes: dict[str, Commune], row: Rattachement) -> CommuneResume:
    commune = communes[row.code_commune_insee]
    return CommuneResume(
        code_commune_insee=commune.code_commune_insee,
        nom=commune.nom,
        code_departement=commune.code_departement,
        population_municipale=commune.population_municipale,
        siren_membre=row.siren_membre,
    )
