"""The list of the territories, kept in memory: a version of the perimeter never changes.

Searched by the name or the code of a territory, of a member or of a commune.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from essor.foundations.text import fold_words
from essor.records.territoires.models import PerimetreCommune, PerimetreMembre, PerimetreVersion
from essor.records.territoires.queries import perimetre_version, resumes_of
from essor.references.territoires.names import name_key, without_article
from essor.references.territoires.summaries import TerritoireResume

VERSIONS_KEPT = 4


class Order(StrEnum):
    """How the list is sorted."""

    NOM = "nom"
    CODE = "code"
    POPULATION = "population"
    COMMUNES = "communes"
    MEMBRES = "membres"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A member or a commune, ready to be compared with what a person types."""

    code: str  # SIREN of a member, INSEE code of a commune
    nom: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One territory with the names of its members, largest lists included.

    key : name and code, as a search compares them
    """

    resume: TerritoireResume
    key: str
    membres: tuple[Place, ...]
    communes: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A territory that answers to a search, and why when its own name does not say it."""

    resume: TerritoireResume
    membres: tuple[str, ...]
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Every territory of one version, by name."""

    rows: tuple[RegisterRow, ...]

    def row(self, code: str) -> RegisterRow | None:
        """Return the line of a territory, None when this version does not have it."""
        return next((row for row in self.rows if row.resume.code_territoire == code), None)

    def find(
        self, *, search: str = "", region: str = "", order: Order = Order.NOM
    ) -> tuple[Found, ...]:
        """Return the territories asked for, in the order asked for."""
        kept = [row for row in self.rows if not region or region in row.resume.codes_region]
        found = [one for one in (_match(row, search) for row in kept) if one is not None]
        return tuple(found if order is Order.NOM else sorted(found, key=_SORT_KEYS[order]))


def register() -> tuple[PerimetreVersion, Register]:
    """Return the version in force and its list: 1 query, 5 more the first time (about 0.3 s).

    Raises UserFault when no perimeter is loaded.
    """
    version = perimetre_version()
    return version, _register(version.pk)


@lru_cache(maxsize=VERSIONS_KEPT)
def _register(version_id: uuid.UUID) -> Register:
    version = PerimetreVersion.objects.select_related("cog_version").get(pk=version_id)
    membres = _places(
        PerimetreMembre.objects.filter(version=version)
        .order_by("nom_publie", "siren")
        .values_list("perimetre_territoire__territoire__code", "siren", "nom_publie")
    )
    communes = _places(
        PerimetreCommune.objects.filter(version=version)
        .order_by("commune__nom", "commune__code_commune_insee")
        .values_list(
            "membre__perimetre_territoire__territoire__code",
            "commune__code_commune_insee",
            "commune__nom",
        )
    )
    rows = [
        RegisterRow(
            resume=resume,
            key=fold_words(f"{resume.nom} {resume.code_territoire}"),
            membres=tuple(membres[resume.code_territoire]),
            communes=tuple(communes[resume.code_territoire]),
        )
        for resume in resumes_of(version)
    ]
    return Register(rows=tuple(sorted(rows, key=lambda row: row.key)))


def _places(triples: Iterable[tuple[str, str, str]]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for territoire, code, nom in triples:
        found[territoire].append(Place(code=code, nom=nom, key=name_key(nom)))
    return found


def _match(row: RegisterRow, search: str) -> Found | None:
    """Match the territory itself, else its members, else its communes."""
    names = tuple(membre.nom for membre in row.membres)
    if all(word in row.key for word in fold_words(search).split()):
        return Found(resume=row.resume, membres=names)
    code, key = "".join(search.split()).upper(), name_key(search)
    because = [one.nom for one in row.membres if code == one.code or _all_words(key, one.key)]
    because = because or [
        f"{one.nom} ({one.code})" for one in row.communes if code == one.code or _begins(key, one)
    ]
    return Found(resume=row.resume, membres=names, because=tuple(because)) if because else None


def _all_words(key: str, name: str) -> bool:
    return bool(key) and all(word in name for word in key.split())


def _begins(key: str, place: Place) -> bool:
    """Tell whether a commune's name begins with the words typed; two letters are too few."""
    if len(key) < 3:
        return place.key == key
    return place.key.startswith(key) or without_article(place.key).startswith(key)


_SORT_KEYS = {
    Order.CODE: lambda one: one.resume.code_territoire,
    Order.POPULATION: lambda one: (
        -one.resume.population_municipale,
        one.resume.code_territoire,
    ),
    Order.COMMUNES: lambda one: (-one.resume.communes, one.resume.code_territoire),
    Order.MEMBRES: lambda one: (-one.resume.membres, one.resume.code_territoire),
}
