"""Where `essor territoires` reads: the workspace if it has a perimeter, else the shipped facts."""

from datetime import date
from typing import Any

from essor.commands.workspace import say, setup_django, workspace_exists
from essor.foundations.errors import UserFault
from essor.foundations.french import format_date
from essor.references.territoires.answers import Answer, Basis
from essor.references.territoires.repertoire import Repertoire, shipped_repertoire
from essor.references.territoires.schema import Region
from essor.references.territoires.summaries import (
    TerritoireFiche,
    TerritoireResume,
    filter_resumes,
    summarise,
)


def open_source() -> "Source":
    """The workspace if it holds a perimeter, else the shipped facts; says which when it matters."""
    if not workspace_exists():
        return ShippedSource(shipped_repertoire())
    setup_django()
    from django.db import DatabaseError

    from essor.records.territoires.queries import has_perimetre

    try:
        is_loaded = has_perimetre()
    except DatabaseError:
        is_loaded = False
    if is_loaded:
        return WorkspaceSource()
    say(
        "L’espace de travail n’a pas de périmètre\u00a0: "
        "réponse d’après les faits livrés avec Essor."
    )
    return ShippedSource(shipped_repertoire())


class ShippedSource:
    """The facts in the package: one version, no database."""

    def __init__(self, repertoire: Repertoire) -> None:
        self._repertoire = repertoire

    def list_territoires(
        self, *, search: str, region: str, on: date | None
    ) -> tuple[TerritoireResume, ...]:
        """One line per territory."""
        self._check(on)
        fiches = summarise(self._repertoire.faits)
        return filter_resumes((f.resume for f in fiches), search=search, region=region)

    def list_regions(self) -> list[Region]:
        """Regions that have a territory."""
        used = {code for f in summarise(self._repertoire.faits) for code in f.resume.codes_region}
        return [r for r in self._repertoire.faits.geographie.regions if r.code_region in used]

    def get_territoire(self, code: str, *, on: date | None) -> TerritoireFiche:
        """One territory. Raises UserFault when unknown."""
        self._check(on)
        wanted = code.strip().lower()
        for fiche in summarise(self._repertoire.faits):
            if fiche.resume.code_territoire == wanted:
                return fiche
        raise UserFault.single(
            f"ce territoire n’existe pas dans la phase {self._repertoire.basis.phase}",
            value=code,
            expected="un code comme ti-8404",
            field="territoire",
            code="territoire_inconnu",
        )

    def find_commune(self, text: str, *, on: date | None) -> Answer:
        """Answer for a commune."""
        self._check(on)
        return self._repertoire.find_commune(text)

    def find_siren(self, text: str, *, on: date | None) -> Answer:
        """Answer for a public body."""
        self._check(on)
        return self._repertoire.find_siren(text)

    def find_siret(self, text: str, *, on: date | None) -> Answer:
        """Answer for an establishment."""
        self._check(on)
        return self._repertoire.find_siret(text)

    def trouver(self, text: str, *, on: date | None) -> Answer:
        """Answer for whatever was typed."""
        self._check(on)
        return self._repertoire.find(text)

    def list_versions(self) -> list[dict[str, Any]]:
        """The only version there is."""
        faits = self._repertoire.faits
        source = faits.perimetre.publication
        return [
            {
                "phase": faits.perimetre.phase,
                "numero": 1,
                "valable_du": source.valid_from.isoformat(),
                "titre": source.title,
                "producteur": source.producer,
                "adresse": source.href,
                "licence": source.licence,
                "code_officiel_geographique": faits.geographie.publication.vintage,
                "charge_le": None,
                "charge_par": "faits livrés avec Essor",
                "fichiers": dict(source.files),
            }
        ]

    def basis_line(self, *, on: date | None) -> str:
        """What the answer rests on."""
        return _basis_line(self._repertoire.basis)

    def _check(self, on: date | None) -> None:
        start = self._repertoire.basis.perimetre_on
        if on is not None and on < start:
            raise UserFault.single(
                "les faits livrés avec Essor ne disent pas le périmètre à cette date",
                value=on.isoformat(),
                expected=f"une date à partir du {format_date(start)}",
                field="--au",
            )


class WorkspaceSource:
    """The database of the workspace; Django is loaded."""

    def __init__(self) -> None:
        from essor.records.territoires import queries

        self._queries = queries

    def list_territoires(
        self, *, search: str, region: str, on: date | None
    ) -> tuple[TerritoireResume, ...]:
        """One line per territory."""
        return self._queries.list_territoires(search=search, region=region, on=on)

    def list_regions(self) -> list[Region]:
        """Regions that have a territory."""
        return self._queries.list_regions()

    def get_territoire(self, code: str, *, on: date | None) -> TerritoireFiche:
        """One territory. Raises UserFault when unknown."""
        return self._queries.get_territoire(code, on=on)

    def find_commune(self, text: str, *, on: date | None) -> Answer:
        """Answer for a commune."""
        return self._queries.find_commune(text, on=on)

    def find_siren(self, text: str, *, on: date | None) -> Answer:
        """Answer for a public body."""
        return self._queries.find_siren(text, on=on)

    def find_siret(self, text: str, *, on: date | None) -> Answer:
        """Answer for an establishment."""
        return self._queries.find_siret(text, on=on)

    def trouver(self, text: str, *, on: date | None) -> Answer:
        """Answer for whatever was typed."""
        return self._queries.trouver(text, on=on)

    def list_versions(self) -> list[dict[str, Any]]:
        """Every version of every phase."""
        return [
            {
                "phase": row.phase,
                "numero": row.numero,
                "valable_du": row.valid_from.isoformat(),
                "titre": row.title,
                "producteur": row.producer,
                "adresse": row.href,
                "licence": row.licence,
                "code_officiel_geographique": row.cog_version.vintage,
                "charge_le": row.loaded_at.isoformat(timespec="minutes"),
                "charge_par": row.loaded_by,
                "fichiers": row.files,
            }
            for row in self._queries.list_versions()
        ]

    def basis_line(self, *, on: date | None) -> str:
        """What the answer rests on."""
        return _basis_line(self._queries.basis(on=on))


Source = ShippedSource | WorkspaceSource


def _basis_line(basis: Basis) -> str:
    return (
        f"Périmètre du {format_date(basis.perimetre_on)}, "
        f"code officiel géographique {basis.cog_vintage}."
    )
