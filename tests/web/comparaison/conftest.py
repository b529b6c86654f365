"""Pages on values made by hand: thirty territories, their zones, known figures."""

from pathlib import Path

import numpy as np
import pytest

from essor.observatory.lake import Lake
from tests.factories import make_territoire
from tests.observatory.made import copy_parquet
from tests.observatory.made_marts import Row, write_marts

HERE = "ti-8404"
COUNT = 30
YEARS = tuple(range(2014, 2025))
SOURCES = (
    "urssaf_effectifs_prives", "urssaf_branches", "etalab_cog", "anct_frr", "insee_zones_emploi",
    "dgfip_dvf_communes", "anct_zonages",
)  # fmt: skip


def codes() -> list[str]:
    return [HERE, *(f"ti-90{n:02}" for n in range(1, COUNT))]


def rows() -> list[Row]:
    """Jobs grow by 1 % a year, each place a little apart; +10 % in Clermont from 2020 on."""
    source = np.random.default_rng(4)
    found = []
    for rank, code in enumerate(codes()):
        size = 1000 * (rank + 1)
        for step, year in enumerate(YEARS):
            jobs = size * 1.01**step * (1 + source.normal(0, 0.002))
            jobs *= 1.10 if code == HERE and year >= 2020 else 1
            found.append(
                Row(id="emploi_salarie_prive", code=code, value=round(jobs), vintage=str(year))
            )
        found += [
            Row(id="population_municipale", code=code, value=size * 3, vintage="2023"),
            Row(id="population_frr", code=code, value=None, low=rank, high=rank + 2,
                status="intervalle", vintage="2025-07"),
            Row(id="part_industrie_urssaf", code=f"z{rank:02}", niveau="zone_emploi",
                value=10 + rank),
            Row(id="emploi_industriel_urssaf", code=f"z{rank:02}", niveau="zone_emploi",
                value=1000, vintage="2019"),
            Row(id="emploi_industriel_urssaf", code=f"z{rank:02}", niveau="zone_emploi",
                value=750 + 40 * rank, vintage="2024"),
        ]  # fmt: skip
    for year in YEARS:
        found.append(
            Row(id="emploi_salarie_prive", code="FR", niveau="france", value=1e6, vintage=str(year))
        )
    return found


def write_branches(folder: Path) -> None:
    """Write the branches of the zone of Clermont: tyres lose, the rest gains a little."""
    folder.mkdir(parents=True)
    copy_parquet(
        "VALUES ('z00', 'BE', 'Pneus', 2019, 900), ('z00', 'BE', 'Pneus', 2024, 600), "
        "('z00', 'BE', 'Bois', 2019, 100), ('z00', 'BE', 'Bois', 2024, 150), "
        "('z00', 'BE', 'Ouvert depuis', 2024, 40), ('z00', 'GU', 'Commerce', 2019, 9)",
        "code_zone_emploi, branche_a5, branche, annee, emploi",
        folder / "emploi_urssaf.parquet",
    )


@pytest.fixture
def figures(tmp_path: Path, settings: pytest.FixtureRequest, db: None) -> Lake:
    """Put these values behind the pages."""
    names = {code: f"Territoire {code}" for code in codes()} | {HERE: "Clermont"}
    zones = {f"z{rank:02}": f"Zone {rank}" for rank in range(COUNT)}
    zonage = [(code, "zone_emploi", f"z{rank:02}", 0.9) for rank, code in enumerate(codes())]
    lake = write_marts(
        tmp_path / "lac", rows(),
        places={"territoire": names, "zone_emploi": zones, "france": {"FR": "France"}},
        zonage=zonage, sources=SOURCES,
    )  # fmt: skip
    write_branches(lake.root / "sources" / "urssaf_branches" / "v1")
    settings.ESSOR_OBSERVATORY_DIR = lake.root  # type: ignore[attr-defined]
    make_territoire()
    return lake
