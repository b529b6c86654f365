"""A version of the database as the facts it was loaded from, to compare or to build upon."""

from essor.records.territoires.annuaire import commune_of, groupement_of, membre_of
from essor.records.territoires.models import (
    CogVersion,
    Commune,
    CommuneRattachee,
    Departement,
    Groupement,
    PerimetreMembre,
    PerimetreTerritoire,
    PerimetreVersion,
    Region,
)
from essor.records.territoires.models.source import LoadedVersion
from essor.references.territoires import schema


def faits_of(version: PerimetreVersion) -> schema.Faits:
    """The perimeter and the geography of a version (8 queries, 35 000 communes read)."""
    return schema.Faits(
        geographie=geographie_of(version.cog_version), perimetre=perimetre_of(version)
    )


def geographie_of(cog: CogVersion) -> schema.Geographie:
    """One vintage of the geography, whole."""
    attached = CommuneRattachee.objects.filter(cog_version=cog).order_by("code", "nom")
    rows = attached.values_list("code", "nom", "nature", "commune__code_commune_insee")
    return schema.Geographie(
        regions=tuple(
            schema.Region(code_region=r.code_region, nom=r.nom)
            for r in Region.objects.filter(cog_version=cog).order_by("code_region")
        ),
        departements=tuple(
            schema.Departement(
                code_departement=d.code_departement, nom=d.nom, code_region=d.code_region
            )
            for d in Departement.objects.filter(cog_version=cog).order_by("code_departement")
        ),
        groupements=tuple(
            groupement_of(g) for g in Groupement.objects.filter(cog_version=cog).order_by("siren")
        ),
        communes=tuple(
            commune_of(c)
            for c in Commune.objects.filter(cog_version=cog).order_by("code_commune_insee")
        ),
        rattachees=tuple(
            schema.CommuneRattachee(
                code=code, nom=nom or None, nature=nature, code_commune_insee=commune
            )
            for code, nom, nature, commune in rows
        ),
        publication=publication_of(cog),
    )


def perimetre_of(version: PerimetreVersion) -> schema.Perimetre:
    """The territories and members of a version."""
    inside = PerimetreTerritoire.objects.filter(version=version).select_related("territoire")
    membres = PerimetreMembre.objects.filter(version=version).select_related(
        "perimetre_territoire__territoire"
    )
    return schema.Perimetre(
        phase=version.phase,
        territoires=tuple(
            schema.Territoire(
                code_territoire=row.territoire.code,
                nom=row.nom,
                code_region=row.territoire.code_region,
                phase=version.phase,
            )
            for row in inside.order_by("territoire__code")
        ),
        membres=tuple(
            membre_of(row)
            for row in membres.order_by("perimetre_territoire__territoire__code", "siren")
        ),
        publication=publication_of(version),
    )


def publication_of(version: LoadedVersion) -> schema.Publication:
    """Where a version comes from."""
    return schema.Publication(
        producer=version.producer,
        title=version.title,
        href=version.href,
        licence=version.licence,
        vintage=version.vintage,
        valid_from=version.valid_from,
        read_on=version.read_on,
        published_on=version.published_on,
        files=version.files,
        remarks=tuple(version.remarks),
    )
