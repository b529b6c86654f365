"""The database as a source of facts for the look-up rules of `references.territoires.lookup`."""

from collections.abc import Sequence
from functools import cached_property

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from essor.records.territoires.models import (
    Commune,
    CommuneRattachee,
    Departement,
    Etablissement,
    Groupement,
    PerimetreCommune,
    PerimetreMembre,
    PerimetreVersion,
)
from essor.references.territoires import schema
from essor.references.territoires.answers import Basis
from essor.references.territoires.lookup import Matches, NameMatch


class BaseAnnuaire:
    """One version of the perimeter and the geography under it; made for one question.

    Each method is one query at most, so that a question costs a known number of them.
    """

    def __init__(self, version: PerimetreVersion) -> None:
        self.version = version
        self._cog = version.cog_version

    @property
    def basis(self) -> Basis:
        """What every answer rests on."""
        return Basis(
            phase=self.version.phase,
            perimetre_on=self.version.valid_from,
            perimetre_title=self.version.title,
            cog_vintage=self._cog.vintage,
        )

    def commune(self, code: str) -> schema.Commune | None:
        """Present-day commune of this INSEE code."""
        row = self._communes.filter(code_commune_insee=code).first()
        return commune_of(row) if row else None

    def rattachee(self, code: str) -> schema.CommuneRattachee | None:
        """Old, delegated or associated commune, or district, of this code."""
        rows = CommuneRattachee.objects.filter(cog_version=self._cog, code=code)
        row = rows.select_related("commune").order_by("nom", "id").first()
        return _rattachee(row) if row else None

    def commune_of_siren(self, siren: str) -> schema.Commune | None:
        """Commune that this SIREN is."""
        row = self._communes.filter(siren_commune=siren).first()
        return commune_of(row) if row else None

    def communes_of_postal_code(self, code: str) -> Sequence[schema.Commune]:
        """Communes served by a postal code."""
        rows = self._communes.filter(codes_postaux__contains=f" {code} ")
        return [commune_of(row) for row in rows.order_by("code_commune_insee")]

    def communes_of_groupement(self, siren: str) -> Sequence[schema.Commune]:
        """Communes of an EPCI or EPT."""
        rows = self._communes.filter(Q(siren_epci=siren) | Q(siren_ept=siren))
        return [commune_of(row) for row in rows.order_by("code_commune_insee")]

    def named(self, key: str, *, exactly: bool, limit: int) -> Matches:
        """Communes whose key is, or begins with, `key`; delegated ones after present-day ones."""
        way = "" if exactly else "__startswith"
        names = Q(**{f"nom_cle{way}": key}) | Q(**{f"nom_cle_courte{way}": key})
        now = self._communes.filter(names)
        attached = CommuneRattachee.objects.filter(names, cog_version=self._cog).exclude(nom="")
        first = [
            NameMatch(commune=commune_of(row))
            for row in now.order_by(
                Coalesce(F("population_municipale"), 0).desc(), "code_commune_insee"
            )[:limit]
        ]
        if len(first) < limit:
            rows = attached.select_related("commune").order_by(
                Coalesce(F("commune__population_municipale"), 0).desc(),
                "commune__code_commune_insee",
                "code",
                "nom",
            )
            first += [
                NameMatch(commune=commune_of(row.commune), rattachee=_rattachee(row))
                for row in rows[: limit - len(first)]
            ]
        full = len(first) == limit
        total = now.count() + attached.count() if full else len(first)
        return Matches(first=tuple(first), total=total)

    def groupement(self, siren: str) -> schema.Groupement | None:
        """EPCI or EPT of this SIREN."""
        row = Groupement.objects.filter(cog_version=self._cog, siren=siren).first()
        return groupement_of(row) if row else None

    def membre(self, siren: str) -> tuple[schema.Membre, schema.Territoire] | None:
        """Member of this SIREN, and its territory."""
        rows = PerimetreMembre.objects.filter(version=self.version, siren=siren)
        row = rows.select_related("perimetre_territoire__territoire").first()
        return (membre_of(row), _territoire(row)) if row else None

    def attachments(
        self, codes: Sequence[str]
    ) -> dict[str, tuple[schema.Membre, schema.Territoire]]:
        """Member and territory of each commune that has one."""
        rows = PerimetreCommune.objects.filter(
            version=self.version, commune__code_commune_insee__in=codes
        ).select_related("commune", "membre__perimetre_territoire__territoire")
        return {
            row.commune.code_commune_insee: (membre_of(row.membre), _territoire(row.membre))
            for row in rows
        }

    def departement_names(self) -> dict[str, str]:
        """Department code -> name."""
        return self._departements

    def commune_of_siret(self, siret: str) -> str | None:
        """Commune of an establishment that was loaded."""
        row = Etablissement.objects.filter(siret=siret).first()
        return row.code_commune_insee if row else None

    @property
    def _communes(self) -> QuerySet[Commune]:
        return Commune.objects.filter(cog_version=self._cog)

    @cached_property
    def _departements(self) -> dict[str, str]:
        rows = Departement.objects.filter(cog_version=self._cog)
        return dict(rows.values_list("code_departement", "nom"))


def commune_of(row: Commune) -> schema.Commune:
    """The row in the words of the references."""
    return schema.Commune(
        code_commune_insee=row.code_commune_insee,
        nom=row.nom,
        code_departement=row.code_departement,
        siren_commune=row.siren_commune or None,
        siren_epci=row.siren_epci or None,
        siren_ept=row.siren_ept or None,
        population_municipale=row.population_municipale,
        population_totale=row.population_totale,
        codes_postaux=tuple(row.codes_postaux.split()),
    )


def groupement_of(row: Groupement) -> schema.Groupement:
    """The row in the words of the references."""
    return schema.Groupement(
        siren=row.siren,
        nature=row.nature,
        nom=row.nom,
        population_municipale=row.population_municipale,
        population_totale=row.population_totale,
    )


def membre_of(row: PerimetreMembre) -> schema.Membre:
    """The row in the words of the references; its territory must be loaded with it."""
    return schema.Membre(
        code_territoire=row.perimetre_territoire.territoire.code,
        nature=schema.NatureMembre(row.nature),
        siren=row.siren,
        nom_publie=row.nom_publie,
        code_commune_insee=row.code_commune_insee or None,
    )


def _territoire(row: PerimetreMembre) -> schema.Territoire:
    inside = row.perimetre_territoire
    return schema.Territoire(
        code_territoire=inside.territoire.code,
        nom=inside.nom,
        code_region=inside.territoire.code_region,
        phase=inside.territoire.phase,
    )


def _rattachee(row: CommuneRattachee) -> schema.CommuneRattachee:
    return schema.CommuneRattachee(
        code=row.code,
        nom=row.nom or None,
        nature=row.nature,
        code_commune_insee=row.commune.code_commune_insee,
    )
