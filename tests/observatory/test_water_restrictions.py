"""VigiEau: hand-made answers in the shape of its documentation; zones and orders are invented."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from essor.observatory import geography
from essor.observatory.catalogue import get_source
from essor.observatory.geography import Niveau
from essor.observatory.lake import Lake
from essor.observatory.reading import Value, values_of
from essor.observatory.refresh import SourceReport, refresh
from essor.observatory.sql import literal
from tests.observatory.made_water import answer, no_zone, zone

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SOURCE = "vigieau_restrictions"
Levels = dict[tuple[str, str], str | None]


def bring(lake: Lake, folder: Path, rows: list[dict[str, Any]]) -> SourceReport:
    path = folder / "vigieau_zones_63.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    (report,) = refresh(lake=lake, sources=[get_source(SOURCE)], folder=folder, at=AT)
    return report


def levels(lake: Lake) -> Levels:
    folder = lake.source_folder(SOURCE)
    assert folder is not None
    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT code_commune_insee, ressource, niveau FROM "
            f"{literal(str(folder / 'restriction_eau.parquet'))}"
        ).fetchall()
    return {(commune, resource): level for commune, resource, level in found}


def test_what_the_interface_cannot_tell_is_unknown_and_never_none(lake: Lake, folder: Path) -> None:
    uncovered = {"message": "Les données pour ce département ne sont pas disponibles"}
    report = bring(lake, folder, [
        answer("63113", zone("SUP", "alerte"), zone("AEP", "vigilance")),
        answer("63300", status=404, body=no_zone()),
        answer("63014", status=409, body={"message": "plusieurs zones d'alerte de même type"}),
        answer("63019", status=404, body=uncovered),
        answer("63032", zone("SUP", None)),
        answer("63042", zone("SUP", "alerte"), zone("SUP", "crise")),
        answer("6311"),
        answer("63050", zone("SUP", "catastrophe")),
        answer("63060", status=302, body={}),
        {**answer("63070"), "lu_le": "hier"},
    ])  # fmt: skip
    assert report.state == "charge", report.faults
    count = report.counts["communes"]
    assert (count.read, count.kept, sorted(count.refused.values())) == (10, 6, [1, 1, 1, 1])
    found = levels(lake)
    assert [found["63113", one] for one in ("SUP", "SOU", "AEP")] == [
        "alerte", "aucune", "vigilance",
    ]  # fmt: skip
    assert {found["63300", one] for one in ("SUP", "SOU", "AEP")} == {"aucune"}
    unknown = [("63014", "SUP"), ("63019", "AEP"), ("63032", "SUP"), ("63042", "SUP")]
    assert [found[one] for one in unknown] == [None] * 4


def members() -> list[str]:
    faits = geography.shipped()
    return [
        commune
        for commune, niveau, code in geography.memberships(faits)
        if (niveau, code) == (Niveau.TERRITOIRE, "ti-8404")
    ]


def figures(lake: Lake, niveau: str, code: str) -> dict[tuple[str, str], Value]:
    found = values_of(lake, niveau=niveau, code=code)
    return {(one.indicator.id, one.rubrique): one for one in found}


@pytest.mark.parametrize("is_known", [True, False])
def test_shares_of_inhabitants_by_level(lake: Lake, folder: Path, is_known: bool) -> None:
    rows = [
        answer(code, zone("SUP", "crise" if code == "63113" else "alerte")) for code in members()
    ]
    if not is_known:
        rows[1] = answer(rows[1]["commune"], status=409, body={})
    bring(lake, folder, rows)
    by = figures(lake, "territoire", "ti-8404")
    crisis = by["habitants_sous_restriction", "eaux superficielles, crise"]
    alert = by["habitants_sous_restriction", "eaux superficielles, alerte"]
    none = by["habitants_sous_restriction", "eau potable, aucune restriction"]
    worst = by["restriction_la_plus_forte", "eaux superficielles"]
    assert (worst.value, crisis.vintage, crisis.source_rows) == (4, "2026-11-23", len(rows))
    if is_known:
        assert crisis.value is not None
        assert alert.value == pytest.approx(100 - crisis.value)
        assert (none.value, none.status) == (100, "connu")
        return
    assert (crisis.value, crisis.status) == (None, "intervalle")
    assert crisis.low is not None
    assert crisis.high is not None
    assert alert.low is not None
    assert crisis.high - crisis.low == pytest.approx(100 - crisis.low - alert.low)
    drinking = by["restriction_la_plus_forte", "eau potable"]
    assert (drinking.value, drinking.low, drinking.high) == (None, 0, 4)


def test_a_place_asked_in_part_says_nothing_of_the_whole(lake: Lake, folder: Path) -> None:
    bring(lake, folder, [answer("63113", zone("SUP", "crise"))])
    commune = figures(lake, "commune", "63113")
    assert commune["restriction_la_plus_forte", "eaux superficielles"].value == 4
    territoire = figures(lake, "territoire", "ti-8404")
    assert territoire["restriction_la_plus_forte", ""].status == "sans_donnee"
