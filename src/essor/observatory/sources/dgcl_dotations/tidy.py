"""Grants of the State to local authorities, one file a year."""

import ibis
from ibis import Table, Value

from essor.foundations.errors import Fault, Place, UserFault
from essor.observatory import geography
from essor.observatory.bench import Bench
from essor.observatory.expressions import number

ROLES = {year: f"subventions_{year}" for year in (2018, 2019, 2023, 2024)}
DISPOSITIFS = ("DETR", "DSIL", "DPV", "DSID")
TAUX_A_VERIFIER = 0.8  # R2334-27 CGCT caps public dotations at 80 % of the eligible base
MAX_DOUBLES = 0.01  # a few identical grants exist; a file given twice is another matter
# Codes of the producer that are not the official ones: Corsica, Alsace, metropolis of Lyon.
DEPARTEMENTS = {"20A": "2A", "20B": "2B", "67A": "67", "691": "69", "nan": None}
# What tells a grant from another, the most telling first: only identical ones share a place.
ORDER = (
    "dispositif", "beneficiaire_dep", "beneficiaire_siren", "beneficiaire_nom", "intitule",
    "cout_ht", "subvention", "beneficiaire_type", "beneficiaire_code_insee",
)  # fmt: skip


def tidy(work: Bench) -> None:
    """Keep each grant with its beneficiary; a rate is judged only where the cost is known."""
    given = {year: role for year, role in ROLES.items() if work.has(role)}
    for year, role in given.items():
        _refuse(work, year, role)
        _check_doubles(work, role)
    former = _former_communes(work)
    work.table("subvention_etat", ibis.union(*(_of(work.rows(o), former) for o in given.values())))


def _refuse(work: Bench, year: int, role: str) -> None:
    rows = work.rows(role)
    work.refuse(
        role, rows.exercice.fill_null("") != str(year), "l'exercice n'est pas celui du fichier"
    )
    work.refuse(
        role,
        ~rows.dispositif.fill_null("").isin(DISPOSITIFS),
        "le dispositif n'est ni la DETR, ni la DSIL, ni la DPV, ni la DSID",
    )
    work.refuse(
        role, number(rows.subvention).fill_null(0) <= 0, "le montant n'est pas un nombre positif"
    )


def _check_doubles(work: Bench, role: str) -> None:
    rows = work.rows(role)
    read, distinct = work.count(rows), work.count(rows.distinct())
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


def _former_communes(work: Bench) -> Table:
    former = geography.shipped().geographie.rattachees
    return work.lay(
        "ancienne_commune",
        {
            "code_ancien": [one.code for one in former],
            "code_actuel": [one.code_commune_insee for one in former],
        },
    )


def _of(rows: Table, former: Table) -> Table:
    place = ibis.row_number().over(ibis.window(order_by=[rows[one] for one in ORDER])) + 1
    ranked = rows.mutate(rang=place)
    cout, subvention = number(ranked.cout_ht), number(ranked.subvention)
    cout = ibis.cases((cout > 0, cout), else_=None)
    joined = ranked.mutate(
        cout_ht_eur=cout,
        subvention_eur=subvention,
        is_taux_a_verifier=subvention > TAUX_A_VERIFIER * cout,
        code_departement=_departement(ranked.beneficiaire_dep),
    ).left_join(former, ranked.beneficiaire_code_insee == former.code_ancien)
    return joined.select(
        "exercice", "rang", "dispositif", "beneficiaire_type", "code_departement", "cout_ht_eur",
        "subvention_eur", "is_taux_a_verifier",
        siren=joined.beneficiaire_siren,
        nom=joined.beneficiaire_nom,
        code_commune_insee=ibis.coalesce(joined.code_actuel, joined.beneficiaire_code_insee),
        intitule=joined.intitule.strip(),
    )  # fmt: skip


def _departement(code: Value) -> Value:
    known = ((code == theirs, ours) for theirs, ours in DEPARTEMENTS.items())
    return ibis.cases(*known, (code.re_search(r"\A0[0-9]{2}\z"), code.substr(1)), else_=code)
