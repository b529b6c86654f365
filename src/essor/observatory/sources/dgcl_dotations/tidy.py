"""Grants of the State to local authorities, one file a year."""

from essor.foundations.errors import Fault, Place, UserFault
from essor.observatory import geography
from essor.observatory.sql import number
from essor.observatory.workbench import Workbench

ROLES = {year: f"subventions_{year}" for year in (2018, 2019, 2023, 2024)}
DISPOSITIFS = "('DETR', 'DSIL', 'DPV', 'DSID')"
TAUX_A_VERIFIER = 0.8  # R2334-27 CGCT caps public dotations at 80 % of the eligible base
MAX_DOUBLES = 0.01  # a few identical grants exist; a file given twice is another matter
# Codes of the producer that are not the official ones: Corsica, Alsace, metropolis of Lyon.
DEPARTEMENTS = {"20A": "2A", "20B": "2B", "67A": "67", "691": "69"}


def tidy(work: Workbench) -> None:
    """Keep each grant with its beneficiary; a rate is judged only where the cost is known."""
    given = {year: role for year, role in ROLES.items() if work.has(role)}
    for year, role in given.items():
        _refuse(work, year, role)
        _check_doubles(work, role)
    _lay_former_communes(work)
    work.table("subvention_etat", " UNION ALL ".join(map(_rows, given.values())))


def _refuse(work: Workbench, year: int, role: str) -> None:
    work.refuse(
        role, f"coalesce(exercice, '') <> '{year}'", "l'exercice n'est pas celui du fichier"
    )
    work.refuse(
        role,
        f"coalesce(dispositif, '') NOT IN {DISPOSITIFS}",
        "le dispositif n'est ni la DETR, ni la DSIL, ni la DPV, ni la DSID",
    )
    work.refuse(
        role, f"coalesce({number('subvention')}, 0) <= 0", "le montant n'est pas un nombre positif"
    )


def _check_doubles(work: Workbench, role: str) -> None:
    row = work.connection.execute(
        f"SELECT count(*), (SELECT count(*) FROM (SELECT DISTINCT * FROM {role})) FROM {role}"
    ).fetchone()
    assert row is not None
    read, distinct = row
    if read - distinct > MAX_DOUBLES * read:
        raise UserFault(
            [
                Fault(
                    message="Beaucoup de subventions sont là plusieurs fois.",
                    place=Place(file=role),
                    value=f"{read - distinct} sur {read}",
                    expected="une ligne par subvention",
                    code="doublon",
                )
            ]
        )


def _lay_former_communes(work: Workbench) -> None:
    former = geography.shipped().geographie.rattachees
    work.connection.execute(
        "CREATE TEMP TABLE ancienne_commune AS "
        "SELECT unnest(?) AS code, unnest(?) AS code_commune_insee",
        [[one.code for one in former], [one.code_commune_insee for one in former]],
    )


def _rows(role: str) -> str:
    cases = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for theirs, ours in DEPARTEMENTS.items())
    cout = f"CASE WHEN {number('cout_ht')} > 0 THEN {number('cout_ht')} END"
    order = (
        "dispositif, beneficiaire_dep, beneficiaire_siren, beneficiaire_nom, intitule, cout_ht, "
        "subvention"
    )
    return f"""
    SELECT exercice, row_number() OVER (ORDER BY {order}) AS rang, dispositif,
           beneficiaire_type, beneficiaire_siren AS siren, beneficiaire_nom AS nom,
           coalesce(a.code_commune_insee, beneficiaire_code_insee) AS code_commune_insee,
           CASE beneficiaire_dep {cases} ELSE
               CASE WHEN regexp_full_match(beneficiaire_dep, '0[0-9]{{2}}')
                    THEN substr(beneficiaire_dep, 2) ELSE nullif(beneficiaire_dep, 'nan') END
           END AS code_departement, trim(intitule) AS intitule, {cout} AS cout_ht_eur,
           {number("subvention")} AS subvention_eur,
           {number("subvention")} > {TAUX_A_VERIFIER} * ({cout}) AS is_taux_a_verifier
    FROM {role} LEFT JOIN ancienne_commune AS a ON a.code = beneficiaire_code_insee
    """
