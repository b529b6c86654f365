"""Write the rows of a version in bulk. The only place that writes beside the journal.

These rows are reference data: they are never changed once written, and the head of their version,
which is tracked, says who loaded them and from what.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import connection

from essor.records.territoires.models import (
    CogVersion,
    Commune,
    CommuneRattachee,
    Departement,
    Etablissement,
    EtablissementExtrait,
    Groupement,
    PerimetreCommune,
    PerimetreMembre,
    PerimetreTerritoire,
    PerimetreVersion,
    Region,
    Territoire,
)
from essor.references.territoires.names import name_key, without_article
from essor.references.territoires.rattachement import attach_communes
from essor.references.territoires.schema import Faits, Geographie, Perimetre

BATCH = 2000
COUNTED = (
    Region,
    Departement,
    Groupement,
    Commune,
    CommuneRattachee,
    Territoire,
    PerimetreTerritoire,
    PerimetreMembre,
    PerimetreCommune,
    Etablissement,
)


def refresh_statistics() -> None:
    """Let PostgreSQL count the rows that were just written, before anybody joins them.

    It does so by itself a minute or more later; until then it takes 35,000 communes for a
    handful and a look-up lasts minutes. SQLite's plans do not depend on it here.
    """
    if connection.vendor != "postgresql":
        return
    tables = (connection.ops.quote_name(model._meta.db_table) for model in COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def write_geographie(cog: CogVersion, geographie: Geographie) -> None:
    """Write every row of one vintage of the geography."""
    Region.objects.bulk_create(
        Region(cog_version=cog, code_region=r.code_region, nom=r.nom) for r in geographie.regions
    )
    Departement.objects.bulk_create(
        Departement(
            cog_version=cog,
            code_departement=d.code_departement,
            nom=d.nom,
            code_region=d.code_region,
        )
        for d in geographie.departements
    )
    Groupement.objects.bulk_create(
        (
            Groupement(
                cog_version=cog,
                siren=g.siren,
                nature=g.nature,
                nom=g.nom,
                population_municipale=g.population_municipale,
                population_totale=g.population_totale,
            )
            for g in geographie.groupements
        ),
        batch_size=BATCH,
    )
    Commune.objects.bulk_create(_communes(cog, geographie), batch_size=BATCH)
    ids = commune_ids(cog)
    CommuneRattachee.objects.bulk_create(_rattachees(cog, geographie, ids), batch_size=BATCH)


def commune_ids(cog: CogVersion) -> dict[str, int]:
    """Commune code -> primary key, in one vintage."""
    rows = Commune.objects.filter(cog_version=cog)
    return dict(rows.values_list("code_commune_insee", "pk"))


def write_perimetre(version: PerimetreVersion, faits: Faits) -> None:
    """Write every row of one version of the perimeter; its territories are made when new."""
    perimetre = faits.perimetre
    territoires = _territoires(perimetre)
    rows, _ = attach_communes(membres=perimetre.membres, communes=faits.geographie.communes)
    totals = _Totals(faits)
    inside = {
        t.code_territoire: PerimetreTerritoire(
            version=version,
            territoire=territoires[t.code_territoire],
            nom=t.nom,
            codes_region=" ".join(sorted(totals.regions[t.code_territoire])),
            membres=totals.membres[t.code_territoire],
            communes=totals.communes[t.code_territoire],
            population_municipale=totals.populations[t.code_territoire],
        )
        for t in perimetre.territoires
    }
    PerimetreTerritoire.objects.bulk_create(inside.values())
    membres = {
        m.siren: PerimetreMembre(
            version=version,
            perimetre_territoire=inside[m.code_territoire],
            nature=m.nature.value,
            siren=m.siren,
            nom_publie=m.nom_publie,
            code_commune_insee=m.code_commune_insee or "",
        )
        for m in perimetre.membres
    }
    PerimetreMembre.objects.bulk_create(membres.values(), batch_size=BATCH)
    ids = commune_ids(version.cog_version)
    PerimetreCommune.objects.bulk_create(
        (
            PerimetreCommune(
                version=version,
                membre=membres[row.siren_membre],
                commune_id=ids[row.code_commune_insee],
            )
            for row in rows
        ),
        batch_size=BATCH,
    )


def write_etablissements(extrait: EtablissementExtrait, pairs: Iterable[tuple[str, str]]) -> None:
    """Write (SIRET, commune code) rows; a SIRET loaded again moves to its new commune."""
    Etablissement.objects.bulk_create(
        (
            Etablissement(siret=siret, code_commune_insee=code, extrait=extrait)
            for siret, code in pairs
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["siret"],
        update_fields=["code_commune_insee", "extrait"],
    )


class _Totals:
    """Numbers of each territory, counted once for all."""

    def __init__(self, faits: Faits) -> None:
        by_code = {c.code_commune_insee: c for c in faits.geographie.communes}
        region_of = {d.code_departement: d.code_region for d in faits.geographie.departements}
        rows, _ = attach_communes(
            membres=faits.perimetre.membres, communes=faits.geographie.communes
        )
        self.membres = Counter(m.code_territoire for m in faits.perimetre.membres)
        self.communes = Counter(row.code_territoire for row in rows)
        self.populations: Counter[str] = Counter()
        self.regions: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            commune = by_code[row.code_commune_insee]
            self.populations[row.code_territoire] += commune.population_municipale or 0
            self.regions[row.code_territoire].add(region_of[commune.code_departement])


def _territoires(perimetre: Perimetre) -> dict[str, Territoire]:
    Territoire.objects.bulk_create(
        (
            Territoire(code=t.code_territoire, phase=t.phase, nom=t.nom, code_region=t.code_region)
            for t in perimetre.territoires
        ),
        update_conflicts=True,
        unique_fields=["code", "phase"],
        update_fields=["nom", "code_region"],
    )
    # Read again: not every database returns the keys of rows that were already there.
    return {t.code: t for t in Territoire.objects.filter(phase=perimetre.phase)}


def _communes(cog: CogVersion, geographie: Geographie) -> Iterable[Commune]:
    for c in geographie.communes:
        key = name_key(c.nom)
        yield Commune(
            cog_version=cog,
            code_commune_insee=c.code_commune_insee,
            nom=c.nom,
            nom_cle=key,
            nom_cle_courte=without_article(key),
            code_departement=c.code_departement,
            siren_commune=c.siren_commune or "",
            siren_epci=c.siren_epci or "",
            siren_ept=c.siren_ept or "",
            population_municipale=c.population_municipale,
            population_totale=c.population_totale,
            codes_postaux=f" {' '.join(c.codes_postaux)} " if c.codes_postaux else "",
        )


def _rattachees(
    cog: CogVersion, geographie: Geographie, ids: dict[str, int]
) -> Iterable[CommuneRattachee]:
    for r in geographie.rattachees:
        if r.code_commune_insee in ids:
            key = name_key(r.nom or "")
            yield CommuneRattachee(
                cog_version=cog,
                code=r.code,
                nom=r.nom or "",
                nom_cle=key,
                nom_cle_courte=without_article(key),
                nature=r.nature,
                commune_id=ids[r.code_commune_insee],
            )
