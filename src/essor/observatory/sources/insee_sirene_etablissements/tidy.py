"""Establishments counted by commune, activity and size: 44 million rows read once, none copied.

Written with Ibis only, so that the same expressions run on DuckDB and on Spark. What is read row
by row is kept to comparisons; every check is made on the groups, some forty times fewer.
"""

import ibis
from ibis import Table, Value

from essor.observatory.bench import Bench
from essor.references.nomenclatures.tranche_effectif import tranches_effectif

ROLE = "etablissements"
FIRST_YEAR, LAST_YEAR = 2015, 2100  # what was opened or closed before is told together
UNREADABLE = -1
ACTIF, FERME = "A", "F"
PARTIELLE, NON_DIFFUSE = "P", "[ND]"  # « [ND] » is after every code of activity
ANCIENNES = ("NAFRev1", "NAF1993", "NAP")
NAF_2025 = ("NAF2025", "NAF25", "NAFRev25")
NOMENCLATURES = ("NAFRev2", *NAF_2025)
INDUSTRIE, AUTRE, INCONNU = "industrie", "autre", "inconnu"
ISO_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
CODE = r"^([B-E]|[0-9]{2}\.[0-9]{2}[A-Z])$"
COMMUNE = "^([0-9]{2}|2[AB])[0-9]{3}$"
ARRONDISSEMENTS = (("75101", "75120", "75056"), ("69381", "69389", "69123"),
                   ("13201", "13216", "13055"))  # fmt: skip


def tidy(work: Bench) -> None:
    """Write who is active, how many opened and closed each year, and the day of the file."""
    rows = work.stream(ROLE)
    work.group(ROLE, by=_keys(rows), measures=_measures(rows))
    groups = work.rows(ROLE)
    work.table("image_sirene", _image(groups))
    for condition, reason in _refusals(groups):
        work.refuse(ROLE, condition, reason)
    kept = _placed(work.rows(ROLE))
    work.table("etablissement_actif", _active(kept))
    laid = work.lay("annees", {"annee": [str(one) for one in range(FIRST_YEAR, LAST_YEAR)]})
    years = laid.select(annee=laid.annee.cast("int32")).cross_join(work.rows("image_sirene"))
    years = years.filter(years.annee <= years.observe_le.year()).select("annee")
    work.table("demographie_industrie", _demography(kept, years))


def _keys(rows: Table) -> dict[str, Value]:
    """Say by what rows are grouped: nothing finer than what a table tells."""
    is_active = rows.etatAdministratifEtablissement == ACTIF
    nomenclature = rows.nomenclatureActivitePrincipaleEtablissement
    naf, naf_2025 = rows.activitePrincipaleEtablissement, rows.activitePrincipaleNAF25Etablissement
    is_known = nomenclature.isin(NOMENCLATURES)
    is_industry = is_known & _is_industrial(naf)
    is_told = is_active & (is_industry | _is_industrial(naf_2025))
    closed = ~is_active & is_industry
    return {
        "commune": rows.codeCommuneEtablissement,
        "is_etranger": rows.codePaysEtrangerEtablissement.notnull(),
        "etat": rows.etatAdministratifEtablissement,
        "nomenclature": ibis.cases((nomenclature.isin(ANCIENNES), None), else_=nomenclature),
        "activite": ibis.cases(
            (is_industry & is_active, naf), (is_industry, _section(naf)),
            (is_known & (naf >= "01") & (naf < "A"), AUTRE), else_=INCONNU,
        ),
        "naf_2025": ibis.cases((is_told, naf_2025), else_=None),
        "tranche": ibis.cases((is_active, rows.trancheEffectifsEtablissement), else_=None),
        "employeur": ibis.cases((is_active, rows.caractereEmployeurEtablissement), else_=None),
        "creation": ibis.cases((is_industry, _year(rows.dateCreationEtablissement)), else_=None),
        "fermeture": ibis.cases((closed, _year(rows.dateDebut)), else_=None),
    }  # fmt: skip


def _is_industrial(naf: Value) -> Value:
    """Sections B to E: divisions 05 to 39, in the NAF rev. 2 as in the NAF 2025."""
    return (naf >= "05") & (naf < "40")


def _year(date: Value) -> Value:
    """Return a year, those before the first one together; text that is no date is marked."""
    if date.type().is_date() or date.type().is_timestamp():
        return ibis.greatest(date.year(), FIRST_YEAR - 1)
    year = date.substr(0, 4).cast("int32")
    told = ibis.greatest(year, FIRST_YEAR - 1)
    return ibis.cases((date.isnull(), None), (date.re_search(ISO_DATE), told), else_=UNREADABLE)


def _section(naf: Value) -> Value:
    """Return the section of a code of industry."""
    return ibis.cases((naf < "10", "B"), (naf < "35", "C"), (naf < "36", "D"), else_="E")


def _measures(rows: Table) -> dict[str, Value]:
    is_partial = rows.statutDiffusionEtablissement == PARTIELLE
    return {
        "partielles": rows.count(where=is_partial),
        "traite": rows.dateDernierTraitementEtablissement.max(),
    }


def _refusals(groups: Table) -> list[tuple[Value, str]]:
    """Say what sets a group apart, the first reason that holds being told."""
    commune, activite = groups.commune, groups.activite
    codes = [one.code for one in tranches_effectif()]
    is_unknown_naf = groups.nomenclature.notnull() & groups.nomenclature.notin(NOMENCLATURES)
    is_naf = activite.isin((AUTRE, INCONNU)) | activite.re_search(CODE)
    is_unreadable = (groups.creation == UNREADABLE) | (groups.fermeture == UNREADABLE)
    is_closed_industry = (groups.etat == FERME) & activite.notin((AUTRE, INCONNU))
    return [
        (groups.is_etranger & commune.isnull(), "l'établissement est à l'étranger"),
        (commune.isnull() | (commune == NON_DIFFUSE), "la commune n'est pas diffusée"),
        (~commune.re_search(COMMUNE), "le code de commune n'a pas la forme attendue"),
        (groups.etat.isnull() | groups.etat.notin((ACTIF, FERME)),
         "l'établissement n'est ni actif ni fermé"),
        (is_unknown_naf, "la nomenclature d'activité n'est pas connue"),
        (~is_naf, "le code d'activité n'a pas la forme attendue"),
        (groups.tranche.notnull() & groups.tranche.notin(codes),
         "la tranche d'effectif n'est pas de la nomenclature"),
        (groups.employeur.notnull() & groups.employeur.notin(("O", "N")),
         "le caractère employeur n'est ni oui ni non"),
        (is_unreadable, "une date ne se lit pas"),
        (is_closed_industry & groups.fermeture.isnull(), "la date de fermeture manque"),
    ]  # fmt: skip


def _image(groups: Table) -> Table:
    """Return the day of the file: the last day on which the producer treated a row."""
    last = groups.aggregate(traite=groups.traite.max())
    if last.traite.type().is_string():
        return last.select(observe_le=last.traite.substr(0, 10).cast("date"))
    return last.select(observe_le=last.traite.cast("date"))


def _placed(groups: Table) -> Table:
    """Put each group in its commune and its sector."""
    is_industry = groups.activite.notin((AUTRE, INCONNU))
    is_2025 = groups.nomenclature.isin(NAF_2025)
    is_rev2 = is_industry & ~is_2025.fill_null(False)
    naf_2025 = ibis.cases((is_industry & is_2025, groups.activite), else_=groups.naf_2025)
    return groups.mutate(
        code_commune_insee=ibis.cases(
            *((groups.commune.between(first, last), commune)
              for first, last, commune in ARRONDISSEMENTS),
            else_=groups.commune,
        ),
        secteur=ibis.cases((is_industry, INDUSTRIE), else_=groups.activite),
        section=ibis.cases(
            (~is_industry, ""), (groups.etat == FERME, groups.activite),
            else_=_section(groups.activite),
        ),
        naf_rev2=ibis.cases((is_rev2, groups.activite), else_=""),
        naf_2025=naf_2025.fill_null(""),
        tranche_effectif=groups.tranche.fill_null("NN"),
        caractere_employeur=groups.employeur.fill_null(""),
    )  # fmt: skip


def _active(groups: Table) -> Table:
    active = groups.filter(groups.etat == ACTIF)
    return active.group_by(
        "code_commune_insee", "secteur", "section", "naf_rev2", "naf_2025", "tranche_effectif",
        "caractere_employeur",
    ).aggregate(
        nombre=active.lignes.sum(),
        dont_diffusion_partielle=active.partielles.sum(),
    )  # fmt: skip


def _demography(groups: Table, years: Table) -> Table:
    """Return what was open on 1 January, opened and closed, each year."""
    is_told = groups.fermeture.isnull() | (groups.fermeture >= FIRST_YEAR)
    industry = groups.filter((groups.secteur == INDUSTRIE) & is_told)
    by = ("code_commune_insee", "section", "creation", "fermeture")
    crossed = industry.group_by(*by).aggregate(lignes=industry.lignes.sum()).cross_join(years)
    was_open = (crossed.creation.isnull() | (crossed.creation < crossed.annee)) & (
        crossed.fermeture.isnull() | (crossed.fermeture >= crossed.annee)
    )
    opened, closed = crossed.creation == crossed.annee, crossed.fermeture == crossed.annee
    concerned = crossed.filter(was_open | opened | closed)
    return concerned.group_by("code_commune_insee", "section", "annee").aggregate(
        stock_1er_janvier=_sum(concerned, was_open),
        creations=_sum(concerned, opened),
        fermetures=_sum(concerned, closed),
        lignes=concerned.lignes.sum(),
    )


def _sum(rows: Table, where: Value) -> Value:
    return rows.lignes.sum(where=where).fill_null(0)
