"""What one can ask about territories. Every answer names the version it rests on.

No version loaded is not an error of the reader: see `has_perimetre`.
"""

import datetime as dt

from django.db.models import QuerySet

from essor.foundations.errors import UserFault
from essor.foundations.text import fold_words
from essor.records.territoires.annuaire import BaseAnnuaire, membre_of
from essor.records.territoires.models import (
    Departement,
    PerimetreCommune,
    PerimetreMembre,
    PerimetreTerritoire,
    PerimetreVersion,
    Region,
    Territoire,
)
from essor.references.territoires import schema
from essor.references.territoires.answers import Answer, Basis, Candidate
from essor.references.territoires.changes import Change, Snapshot, compare
from essor.references.territoires.lookup import (
    answer_any,
    answer_commune,
    answer_siren,
    answer_siret,
    suggest,
)
from essor.references.territoires.summaries import (
    CommuneResume,
    TerritoireFiche,
    TerritoireResume,
    filter_resumes,
    make_fiche,
)


def list_versions(*, phase: str | None = None) -> list[PerimetreVersion]:
    """Every version of the perimeter, the one in force first, phase by phase (1 query)."""
    rows = PerimetreVersion.objects.select_related("cog_version")
    if phase:
        rows = rows.filter(phase=phase)
    return list(rows.order_by("-phase", "-valid_from", "-numero"))


def has_perimetre(*, phase: str = schema.PHASE_COURANTE) -> bool:
    """Tell whether a perimeter is loaded (1 query)."""
    return PerimetreVersion.objects.filter(phase=phase).exists()


def perimetre_version(
    *, on: dt.date | None = None, phase: str = schema.PHASE_COURANTE
) -> PerimetreVersion:
    """The version in force on a day, the latest when no day is given (1 query).

    Raises UserFault when nothing is loaded, or when the day comes before the first version.
    """
    rows = PerimetreVersion.objects.filter(phase=phase).select_related("cog_version")
    if on is not None:
        rows = rows.filter(valid_from__lte=on)
    version = rows.order_by("-valid_from", "-numero").first()
    if version is None:
        raise UserFault.single(
            f"aucun périmètre de la phase {phase} n’est chargé" + (" à cette date" if on else ""),
            value=on.isoformat() if on else None,
            expected="une date à partir du premier périmètre chargé"
            if on
            else "le charger par « essor territoires charger »",
            code="perimetre_absent",
        )
    return version


def basis(*, on: dt.date | None = None, phase: str = schema.PHASE_COURANTE) -> Basis:
    """Day of the perimeter and vintage of the geography, to print under any page (1 query)."""
    return BaseAnnuaire(perimetre_version(on=on, phase=phase)).basis


def list_departements(*, phase: str = schema.PHASE_COURANTE) -> list[schema.Departement]:
    """Departements of the geography on which the perimeter rests, by code (2 queries)."""
    version = perimetre_version(phase=phase)
    rows = Departement.objects.filter(cog_version=version.cog_version).order_by("code_departement")
    return [
        schema.Departement(
            code_departement=row.code_departement, nom=row.nom, code_region=row.code_region
        )
        for row in rows
    ]


def list_regions(*, phase: str = schema.PHASE_COURANTE) -> list[schema.Region]:
    """Regions that have at least one territory, by name (3 queries)."""
    version = perimetre_version(phase=phase)
    used = {
        code
        for codes in PerimetreTerritoire.objects.filter(version=version).values_list(
            "codes_region", flat=True
        )
        for code in codes.split()
    }
    rows = Region.objects.filter(cog_version=version.cog_version, code_region__in=used)
    return [
        schema.Region(code_region=r.code_region, nom=r.nom)
        for r in sorted(rows, key=lambda r: fold_words(r.nom))
    ]


def list_territoires(
    *,
    search: str = "",
    region: str = "",
    on: dt.date | None = None,
    phase: str = schema.PHASE_COURANTE,
) -> tuple[TerritoireResume, ...]:
    """One line per territory, by code; every word searched must be in the name or the code.

    region : code; a territory that spreads over several regions is found in each (3 queries)
    """
    version = perimetre_version(on=on, phase=phase)
    return filter_resumes(resumes_of(version), search=search, region=region)


def get_territoire(
    code: str, *, on: dt.date | None = None, phase: str = schema.PHASE_COURANTE
) -> TerritoireFiche:
    """A territory with its members and communes (5 queries). Raises UserFault when unknown."""
    version = perimetre_version(on=on, phase=phase)
    inside = (
        PerimetreTerritoire.objects.filter(version=version, territoire__code=code.strip().lower())
        .select_related("territoire")
        .first()
    )
    if inside is None:
        raise UserFault.single(
            f"ce territoire n’existe pas dans la phase {phase}",
            value=code,
            expected="un code comme ti-8404",
            field="territoire",
            code="territoire_inconnu",
        )
    regions = _region_names(version)
    membres = PerimetreMembre.objects.filter(perimetre_territoire=inside)
    communes = PerimetreCommune.objects.filter(
        version=version, membre__perimetre_territoire=inside
    ).select_related("commune", "membre")
    return make_fiche(
        code_territoire=inside.territoire.code,
        nom=inside.nom,
        phase=phase,
        code_region=inside.territoire.code_region,
        nom_region=regions.get(inside.territoire.code_region, ""),
        codes_region=inside.codes_region.split(),
        membres=[
            membre_of(m)
            for m in membres.select_related("perimetre_territoire__territoire").order_by("siren")
        ],
        communes=[_commune_resume(row) for row in communes],
    )


def membres_of(territoire: Territoire) -> list[PerimetreMembre]:
    """Members of a territory in the latest perimeter of its phase, by name (1 query)."""
    latest = (
        PerimetreVersion.objects.filter(phase=territoire.phase)
        .order_by("-valid_from", "-numero")
        .values("pk")[:1]
    )
    rows = PerimetreMembre.objects.filter(
        perimetre_territoire__territoire=territoire, perimetre_territoire__version__in=latest
    )
    return list(rows.order_by("nom_publie", "siren"))


def communes_of(territoire: Territoire) -> list[PerimetreCommune]:
    """Communes of a territory in the latest perimeter of its phase, by name (1 query)."""
    latest = (
        PerimetreVersion.objects.filter(phase=territoire.phase)
        .order_by("-valid_from", "-numero")
        .values("pk")[:1]
    )
    rows = PerimetreCommune.objects.filter(
        membre__perimetre_territoire__territoire=territoire, version__in=latest
    )
    return list(
        rows.select_related("commune", "membre").order_by(
            "commune__nom", "commune__code_commune_insee"
        )
    )


def find_territoire(code: str, *, phase: str = schema.PHASE_COURANTE) -> Territoire | None:
    """The row of a territory, for foreign keys (1 query)."""
    return Territoire.objects.filter(code=code.strip().lower(), phase=phase).first()


def find_commune(text: str, *, on: dt.date | None = None) -> Answer:
    """Answer for a commune's name, INSEE code or postal code (8 queries at most).

    Raises UserFault when no commune answers to the text.
    """
    return answer_commune(BaseAnnuaire(perimetre_version(on=on)), text)


def find_siren(text: str, *, on: dt.date | None = None) -> Answer:
    """Answer for the SIREN of a public body (8 queries at most). Raises UserFault."""
    return answer_siren(BaseAnnuaire(perimetre_version(on=on)), text)


def find_siret(text: str, *, on: dt.date | None = None) -> Answer:
    """Answer for an establishment (9 queries at most). Raises UserFault when misspelt."""
    return answer_siret(BaseAnnuaire(perimetre_version(on=on)), text)


def trouver(text: str, *, on: dt.date | None = None) -> Answer:
    """Answer for whatever a person types in one field: 14 digits, 9 digits, else a commune.

    Raises UserFault when it is none of them.
    """
    return answer_any(BaseAnnuaire(perimetre_version(on=on)), text)


def suggest_communes(text: str, *, limit: int = 10) -> tuple[Candidate, ...]:
    """Communes whose name begins with the text, for a field that completes (6 queries)."""
    return suggest(BaseAnnuaire(perimetre_version()), text, limit=limit)


def compare_versions(before: PerimetreVersion, after: PerimetreVersion) -> tuple[Change, ...]:
    """What changed from one version to the other (6 queries)."""
    return compare(snapshot_of_version(before), snapshot_of_version(after))


def snapshot_of_version(version: PerimetreVersion) -> Snapshot:
    """One version, reduced to what is compared (3 queries)."""
    territoires = PerimetreTerritoire.objects.filter(version=version).values_list(
        "territoire__code", "nom", "population_municipale"
    )
    membres = PerimetreMembre.objects.filter(version=version).values_list(
        "siren", "perimetre_territoire__territoire__code", "nom_publie"
    )
    communes = list(
        PerimetreCommune.objects.filter(version=version).values_list(
            "commune__code_commune_insee",
            "commune__nom",
            "membre__perimetre_territoire__territoire__code",
        )
    )
    rows = list(territoires)
    return Snapshot(
        territoires={code: nom for code, nom, _ in rows},
        membres={siren: (code, nom) for siren, code, nom in membres},
        communes={code: territoire for code, _, territoire in communes},
        populations={code: population for code, _, population in rows},
        noms_commune={code: nom for code, nom, _ in communes},
    )


def resumes_of(version: PerimetreVersion) -> list[TerritoireResume]:
    """One line per territory of a version, by code (2 queries)."""
    regions = _region_names(version)
    rows: QuerySet[PerimetreTerritoire] = PerimetreTerritoire.objects.filter(version=version)
    return [
        TerritoireResume(
            code_territoire=row.territoire.code,
            nom=row.nom,
            phase=row.territoire.phase,
            code_region=row.territoire.code_region,
            nom_region=regions.get(row.territoire.code_region, ""),
            codes_region=tuple(row.codes_region.split()),
            membres=row.membres,
            communes=row.communes,
            population_municipale=row.population_municipale,
        )
        for row in rows.select_related("territoire").order_by("territoire__code")
    ]


def _region_names(version: PerimetreVersion) -> dict[str, str]:
    rows = Region.objects.filter(cog_version=version.cog_version)
    return dict(rows.values_list("code_region", "nom"))


def _commune_resume(row: PerimetreCommune) -> CommuneResume:
    return CommuneResume(
        code_commune_insee=row.commune.code_commune_insee,
        nom=row.commune.nom,
        code_departement=row.commune.code_departement,
        population_municipale=row.commune.population_municipale,
        siren_membre=row.membre.siren,
    )
