r"""Invented establishments in the shape of Sirene's StockEtablissement: same seed, same file.

The 54 columns, in the order and with the types that the producer publishes (Parquet), or all text
(CSV). Numbers are invented and near the published orders of magnitude: 38 % active, 6 % of the
active in industry, 85 % without a known size, 15 % employers, 12 % in partial diffusion, communes
drawn by their inhabitants. Every trap is in: « [ND] », « NN », former activity codes of the closed
ones, the NAF 2025 column, municipal districts, Corsica, overseas, establishments abroad, a few
codes that mean nothing. No row is a real establishment.

    .venv/bin/python benchmarks/sirene_generateur.py --lignes 5000000 --graine 8404 \
        StockEtablissement_utf8.parquet
"""

import argparse
import sys
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

SLOTS = 1 << 18  # places and activities are drawn from so many equal slots
DISTRICTS = {
    "75056": [f"751{one:02}" for one in range(1, 21)],
    "69123": [f"6938{one}" for one in range(1, 10)],
    "13055": [f"132{one:02}" for one in range(1, 17)],
}
# Division of the NAF -> weight among establishments: industry is 6 % of them.
INDUSTRY = {"10": 9, "11": 1, "13": 2, "14": 3, "15": 1, "16": 3, "18": 4, "20": 1, "22": 1,
            "23": 3, "24": 1, "25": 6, "26": 1, "27": 1, "28": 2, "29": 1, "31": 3, "32": 7,
            "33": 10, "35": 60, "36": 2, "37": 1, "38": 4, "08": 1, "30": 1, "21": 1}  # fmt: skip
OTHERS = {"01": 180, "41": 40, "43": 200, "45": 50, "46": 60, "47": 250, "49": 90, "55": 40,
          "56": 110, "62": 60, "68": 330, "69": 40, "70": 130, "74": 60, "85": 90, "86": 110,
          "94": 200, "96": 90}  # fmt: skip
# Size band -> weight among the establishments that have one.
BANDS = {"00": 200, "01": 430, "02": 170, "03": 90, "11": 60, "12": 35, "21": 9, "22": 4, "31": 1,
         "32": 1, "41": 0.4, "42": 0.15, "51": 0.05}  # fmt: skip
DRAWS = ("communes", "activites", "tranches", "etat", "age", "vie", "diffusion", "nn", "pays",
         "naf", "faute", "employeur")  # fmt: skip
_SECOND_ADDRESS = (
    "complementAdresse2Etablissement numeroVoie2Etablissement indiceRepetition2Etablissement "
    "typeVoie2Etablissement libelleVoie2Etablissement codePostal2Etablissement "
    "libelleCommune2Etablissement libelleCommuneEtranger2Etablissement "
    "distributionSpeciale2Etablissement codeCommune2Etablissement codeCedex2Etablissement "
    "libelleCedex2Etablissement codePaysEtranger2Etablissement libellePaysEtranger2Etablissement"
)


def write(path: Path, *, rows: int, seed: int) -> None:
    """Write a file of so many rows, as Parquet or as CSV by its name."""
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit='3GB'; SET preserve_insertion_order=true")
        _lay_slots(connection, "communes", _communes())
        _lay_slots(connection, "activites", _activities())
        _lay_slots(connection, "tranches", BANDS)
        kind = "csv, header" if path.suffix == ".csv" else "parquet, compression zstd"
        connection.execute(f"COPY ({_select(rows, seed)}) TO '{path}' (FORMAT {kind})")


def _communes() -> dict[str, float]:
    from essor.references.territoires.tables import load_faits

    weights: dict[str, float] = {}
    for one in load_faits().geographie.communes:
        inhabitants = float(one.population_municipale or 0) + 20
        codes = DISTRICTS.get(one.code_commune_insee, [one.code_commune_insee])
        weights.update(dict.fromkeys(codes, inhabitants / len(codes)))
    return weights


def _activities() -> dict[str, float]:
    """Draw four classes in each division, in the shape of the codes."""
    weights: dict[str, float] = {}
    for divisions in (INDUSTRY, OTHERS):
        for division, weight in divisions.items():
            for number, share in enumerate((4, 2, 1, 1), start=1):
                weights[f"{division}.{number}{number}{'ZAB'[number % 3]}"] = weight * share
    return weights


def _lay_slots(
    connection: duckdb.DuckDBPyConnection, table: str, weights: dict[str, float]
) -> None:
    """Give each code a number of slots near its weight, one at least."""
    total = sum(weights.values())
    drawn = [code for code, weight in weights.items()
             for _ in range(max(1, round(SLOTS * weight / total)))]  # fmt: skip
    connection.execute(
        f"CREATE TABLE {table} AS SELECT unnest(range({len(drawn)})) AS slot, unnest(?) AS code",
        [drawn],
    )


def _select(rows: int, seed: int) -> str:
    """Return the SQL of the file: each draw is a hash of the row shifted by a place of its own."""

    def draw(name: str) -> str:
        shift = (seed * len(DRAWS) + DRAWS.index(name)) * 1_000_000_000
        return f"(hash(i + {shift}) >> 11) / 9007199254740992.0"

    def slot(table: str) -> str:
        return f"CAST(floor({draw(table)} * (SELECT count(*) FROM {table})) AS BIGINT)"

    drawn = ", ".join(f"{draw(name)} AS u_{name}" for name in DRAWS[3:])
    address = ", ".join(f"CAST(NULL AS VARCHAR) AS {one}" for one in _SECOND_ADDRESS.split())
    return f"""
    WITH tire AS (
        SELECT i, {drawn}, {slot("communes")} AS place, {slot("activites")} AS metier,
               {slot("tranches")} AS taille FROM range({rows}) AS t(i)
    ), ne AS (
        SELECT *, u_etat < 0.38 AS actif, DATE '2026-10-31'
               - CAST(least(-ln(1 - u_age) * CASE WHEN u_etat < 0.38 THEN 3000 ELSE 5500 END, 25000)
                      AS INTEGER) AS cree FROM tire
    ), mort AS (
        SELECT *, CASE WHEN actif THEN cree
                       ELSE cree + CAST((DATE '2026-10-31' - cree) * u_vie AS INTEGER) END AS debut
        FROM ne
    ), dit AS (
        SELECT mort.*, c.code AS commune, a.code AS naf, t.code AS tranche,
               u_diffusion < 0.12 AS partiel, u_pays < 0.004 AS ailleurs,
               CASE WHEN actif OR debut >= DATE '2008-01-01' THEN 'NAFRev2'
                    WHEN debut >= DATE '2003-01-01' THEN 'NAFRev1'
                    WHEN debut >= DATE '1993-01-01' THEN 'NAF1993' ELSE 'NAP' END AS nomenclature,
               actif AND u_nn >= 0.85 AS connu
        FROM mort JOIN communes AS c ON c.slot = place JOIN activites AS a ON a.slot = metier
        JOIN tranches AS t ON t.slot = taille
    )
    SELECT lpad(CAST(100000000 + i // 2 AS VARCHAR), 9, '0') AS siren,
        lpad(CAST(10 + i % 2 AS VARCHAR), 5, '0') AS nic,
        lpad(CAST(100000000 + i // 2 AS VARCHAR), 9, '0')
            || lpad(CAST(10 + i % 2 AS VARCHAR), 5, '0') AS siret,
        CASE WHEN partiel THEN 'P' ELSE 'O' END AS statutDiffusionEtablissement,
        CASE WHEN u_faute < 0.001 THEN NULL ELSE cree END AS dateCreationEtablissement,
        CASE WHEN connu THEN tranche WHEN u_nn < 0.4 THEN NULL ELSE 'NN' END
            AS trancheEffectifsEtablissement,
        CASE WHEN connu THEN CAST(2024 AS BIGINT) END AS anneeEffectifsEtablissement,
        CAST(NULL AS VARCHAR) AS activitePrincipaleRegistreMetiersEtablissement,
        CAST(greatest(debut, DATE '2015-01-01') AS TIMESTAMP)
            + to_seconds(CAST(floor(u_vie * 86399) AS BIGINT))
            AS dateDernierTraitementEtablissement,
        i % 2 = 0 AS etablissementSiege, 1 + i % 4 AS nombrePeriodesEtablissement,
        CASE WHEN partiel THEN '[ND]' END AS complementAdresseEtablissement,
        CASE WHEN partiel THEN '[ND]' ELSE CAST(1 + i % 180 AS VARCHAR) END
            AS numeroVoieEtablissement,
        CAST(NULL AS VARCHAR) AS indiceRepetitionEtablissement,
        CAST(NULL AS VARCHAR) AS dernierNumeroVoieEtablissement,
        CAST(NULL AS VARCHAR) AS indiceRepetitionDernierNumeroVoieEtablissement,
        CASE WHEN partiel THEN '[ND]' ELSE 'RUE' END AS typeVoieEtablissement,
        CASE WHEN partiel THEN '[ND]' ELSE 'VOIE INVENTEE ' || i % 5000 END
            AS libelleVoieEtablissement,
        CASE WHEN partiel THEN '[ND]' ELSE commune END AS codePostalEtablissement,
        'COMMUNE ' || commune AS libelleCommuneEtablissement,
        CASE WHEN ailleurs THEN 'AILLEURS' END AS libelleCommuneEtrangerEtablissement,
        CAST(NULL AS VARCHAR) AS distributionSpecialeEtablissement,
        CASE WHEN ailleurs THEN NULL WHEN u_faute > 0.9999 THEN '[ND]'
             WHEN u_faute > 0.9998 THEN '6311' ELSE commune END AS codeCommuneEtablissement,
        CAST(NULL AS VARCHAR) AS codeCedexEtablissement,
        CAST(NULL AS VARCHAR) AS libelleCedexEtablissement,
        CASE WHEN ailleurs THEN '99131' END AS codePaysEtrangerEtablissement,
        CASE WHEN ailleurs THEN 'BELGIQUE' END AS libellePaysEtrangerEtablissement,
        CAST(NULL AS VARCHAR) AS identifiantAdresseEtablissement,
        CASE WHEN partiel THEN '[ND]' ELSE CAST(700000 + i % 99991 AS VARCHAR) END
            AS coordonneeLambertAbscisseEtablissement,
        CASE WHEN partiel THEN '[ND]' ELSE CAST(6500000 + i % 99989 AS VARCHAR) END
            AS coordonneeLambertOrdonneeEtablissement,
        {address}, debut AS dateDebut,
        CASE WHEN actif THEN 'A' ELSE 'F' END AS etatAdministratifEtablissement,
        CASE WHEN partiel THEN '[ND]' WHEN u_vie < 0.2 THEN 'ENSEIGNE INVENTEE ' || i END
            AS enseigne1Etablissement,
        CAST(NULL AS VARCHAR) AS enseigne2Etablissement,
        CAST(NULL AS VARCHAR) AS enseigne3Etablissement,
        CASE WHEN partiel THEN '[ND]' END AS denominationUsuelleEtablissement,
        CASE WHEN u_faute BETWEEN 0.5 AND 0.501 THEN NULL WHEN nomenclature = 'NAFRev2' THEN naf
             ELSE left(naf, 4) || substr(naf, 6, 1) END AS activitePrincipaleEtablissement,
        nomenclature AS nomenclatureActivitePrincipaleEtablissement,
        CASE WHEN connu OR u_employeur < 0.01 THEN 'O' WHEN u_employeur > 0.999 THEN NULL
             ELSE 'N' END AS caractereEmployeurEtablissement,
        CASE WHEN actif AND u_naf < 0.97 THEN left(naf, 5) || 'Y' END
            AS activitePrincipaleNAF25Etablissement
    FROM dit
    """  # fmt: skip


def main() -> None:
    """Write the file asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--lignes", type=int, default=5_000_000)
    parser.add_argument("--graine", type=int, default=8404)
    asked = parser.parse_args()
    write(asked.path, rows=asked.lignes, seed=asked.graine)


if __name__ == "__main__":
    main()
