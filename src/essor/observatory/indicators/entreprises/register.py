"""Establishments of the directory, added at every level: a commune without industry has a zero."""

from collections.abc import Mapping

from essor.observatory.indicators.listing import ALL_YEARS, rows_by_place
from essor.observatory.sql import literal
from essor.references.nomenclatures.tranche_effectif import TrancheEffectif, tranches_effectif

ACTIVE, MOVES = "etablissement_actif", "demographie_industrie"
INDUSTRY = "secteur = 'industrie'"
MONTH = "(SELECT strftime(max(observe_le), '%Y-%m') FROM image_sirene)"
WHOLE_YEARS = "annee < (SELECT year(max(observe_le)) FROM image_sirene)"
UNKNOWN_BAND = "NN"
MANUFACTURING, MANUFACTURING_TOLD = "section = 'C'", "industrie manufacturière"
FEWEST_OPEN = 10  # on 1 January: below, one establishment makes the rate


def added(
    table: str, measures: Mapping[str, str], *, by: tuple[str, ...] = (), where: str = "TRUE"
) -> str:
    """Return the SQL of sums at each level, by commune first so that few rows are joined.

    measures : name -> SQL of a sum over the rows of the table ; by : its columns kept apart
    """
    sums = ", ".join(f"{sql} AS {one}" for one, sql in measures.items())
    kept = "".join(f", {one}" for one in by)
    totals = ", ".join(f"CAST(sum({one}) AS BIGINT) AS {one}" for one in measures)
    return (
        f"SELECT a.niveau, a.code{kept}, {totals} FROM (SELECT code_commune_insee{kept}, {sums} "
        f"FROM {table} WHERE {where} GROUP BY ALL) AS r "
        f"JOIN appartenance AS a USING (code_commune_insee) GROUP BY ALL"
    )


def count_of(condition: str = INDUSTRY) -> str:
    """Return the SQL of the number of establishments that meet a condition, zero included."""
    return f"coalesce(sum(nombre) FILTER ({condition}), 0)"


def rows_of(condition: str = INDUSTRY) -> str:
    """Return the SQL of the number of rows that meet a condition."""
    return f"count(*) FILTER ({condition})"


def sized() -> tuple[TrancheEffectif, ...]:
    """Return the size bands that say a size."""
    return tuple(one for one in tranches_effectif() if one.au_moins is not None)


def bands() -> str:
    """Return the SQL of the size bands: tranche_effectif, rang, au_moins, milieu, au_plus.

    milieu : geometric middle of the bounds ; au_plus : unknown for the last band
    """
    rows = ", ".join(
        f"({literal(one.code)}, {rank}, {one.au_moins}, {_middle(one)!r}e0, {literal(one.au_plus)})"
        for rank, one in enumerate(sized())
    )
    return f"(VALUES {rows}) AS t(tranche_effectif, rang, au_moins, milieu, au_plus)"


def listed(condition: str = INDUSTRY) -> dict[str, str]:
    """Give the rows of active establishments that a value is made of."""
    return {ACTIVE: rows_by_place(ACTIVE, vintage=MONTH, where=condition)}


def listed_moves() -> dict[str, str]:
    """Give the rows of openings and closures that a value is made of."""
    part = f"CASE WHEN {MANUFACTURING} THEN '{MANUFACTURING_TOLD}' END"
    return {
        MOVES: rows_by_place(
            MOVES, vintage=ALL_YEARS, rubrique=part, where=WHOLE_YEARS, also_whole=True
        )
    }


def yearly_rate(moves: str) -> str:
    """Return the SQL of moves of a year for a hundred establishments open on 1 January.

    All industry, then manufacturing alone: small producers of electricity open by thousands.
    Nothing where fewer than ten were open. moves : creations or fermetures
    """
    parts = {"": "TRUE", MANUFACTURING_TOLD: MANUFACTURING}
    measures = {
        f"{name}_{number}": f"coalesce({total} FILTER ({condition}), 0)"
        for number, condition in enumerate(parts.values())
        for name, total in (
            ("n", f"sum({moves})"), ("stock", "sum(stock_1er_janvier)"), ("lignes", "count(*)"),
        )
    }  # fmt: skip
    rows = added(MOVES, measures, by=("annee",), where=WHOLE_YEARS)
    rates = " UNION ALL ".join(
        f"SELECT niveau, code, '{part}' AS rubrique, annee, 100.0 * n_{number} / stock_{number} "
        f"AS taux, lignes_{number} AS lignes FROM r WHERE stock_{number} >= {FEWEST_OPEN}"
        for number, part in enumerate(parts)
    )
    return (
        f"WITH r AS ({rows}) SELECT niveau, code, rubrique, CAST(annee AS VARCHAR) AS vintage, "
        "taux AS value, taux AS low, taux AS high, 'connu' AS status, lignes AS source_rows "
        f"FROM ({rates})"
    )


def counted(condition: str) -> str:
    """Return the SQL of a number of active establishments, known at every level."""
    rows = added(ACTIVE, {"n": count_of(condition), "lignes": rows_of(condition)})
    return (
        f"SELECT niveau, code, '' AS rubrique, {MONTH} AS vintage, CAST(n AS DOUBLE) AS value, "
        f"CAST(n AS DOUBLE) AS low, CAST(n AS DOUBLE) AS high, 'connu' AS status, "
        f"lignes AS source_rows FROM ({rows})"
    )


def _middle(band: TrancheEffectif) -> float:
    assert band.au_moins is not None
    return float((band.au_moins * (band.au_plus or band.au_moins)) ** 0.5)
