"""Change of private employment in industry since 2019."""

from essor.observatory.indicators.emploi.industry import INDUSTRIE, industry_by_zone, known
from essor.observatory.indicators.listing import rows_by_zone

DEPART = "2019"


def select() -> str:
    """Give it by zone, from 2019 to each later year; nothing where 2019 had no such job."""
    rows = industry_by_zone("emploi_urssaf")
    return known(
        f"WITH r AS ({rows}) SELECT a.niveau, a.code, '{DEPART}-' || a.vintage AS vintage, "
        "100 * (a.industrie / nullif(d.industrie, 0) - 1) AS evolution, "
        "a.lignes_industrie + d.lignes_industrie AS lignes "
        f"FROM r AS a JOIN r AS d USING (niveau, code) WHERE d.vintage = '{DEPART}' "
        f"AND a.vintage > '{DEPART}'",
        value="evolution",
        source_rows="lignes",
    )


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    later = f"(SELECT DISTINCT annee AS fin FROM emploi_urssaf WHERE annee > {DEPART}) AS fins"
    return {
        "emploi_urssaf": rows_by_zone(
            f"(SELECT e.*, fins.fin FROM emploi_urssaf AS e JOIN {later} ON TRUE)",
            vintage=f"'{DEPART}-' || r.fin",
            where=f"branche_a5 = '{INDUSTRIE}' AND annee IN ({DEPART}, fin)",
        )
    }
