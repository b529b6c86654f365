import datetime as dt
from pathlib import Path

import duckdb
import pytest

from essor.observatory.catalogue import get_source
from essor.observatory.lake import Lake
from essor.observatory.reading import Value, values_of
from essor.observatory.refresh import SourceReport, refresh
from essor.observatory.sql import literal
from tests.observatory.made_environment import (
    BASE_CARBONE,
    CO2_NON_BIOMASSE,
    DGCL,
    DVF,
    ENAF,
    ETS,
    FRICHE,
    IREP,
    ZAE,
    Made,
)

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
CLERMONT, RIOM_LIMAGNE = "246300701", "200070753"


def bring(lake: Lake, folder: Path, made: Made) -> SourceReport:
    (report,) = refresh(lake=lake, sources=[get_source(made.source)], folder=folder, at=AT)
    assert report.state == "charge", report.faults
    return report


def figures(lake: Lake, niveau: str, code: str) -> dict[tuple[str, str, str], Value]:
    found = values_of(lake, niveau=niveau, code=code, latest=False)
    return {(one.indicator.id, one.rubrique, one.vintage): one for one in found}


def rows_of(lake: Lake, made: Made, table: str, columns: str) -> list[tuple[object, ...]]:
    path = lake.source_folder(made.source)
    assert path is not None
    file = literal(str(path / f"{table}.parquet"))
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {columns} FROM {file} ORDER BY ALL").fetchall()


def test_declared_emissions(lake: Lake, folder: Path) -> None:
    IREP.write(
        folder,
        {},
        {"Polluant": CO2_NON_BIOMASSE, "quantite": "2000000"},
        {"Identifiant": "056.2", "quantite": "3000000", "Code_Postal": "63028",
         "Commune": "CLERMONT FERRAND CEDEX 2"},
        {"Identifiant": "056.3", "quantite": "<seuil", "Commune": "Clermont-Ferrand"},
        {"Identifiant": "183.00603", "quantite": "455490000000"},
        {"Identifiant": "056.4", "Code_Postal": "", "Commune": "CLERMONT-FERRAND"},
        {"Identifiant": "056.5", "quantite": "-4"},
        {"Identifiant": "056.6", "unite": "t/an"},
    )  # fmt: skip
    count = bring(lake, folder, IREP).counts["emissions"]
    assert (count.read, count.kept) == (8, 4)
    starts = sorted(reason[:20] for reason in count.refused)
    assert starts == [
        "l'unité n'est pas le", "la commune ne se ret", "la quantité n'est ni",
        "quantité impossible ",
    ]  # fmt: skip
    by = figures(lake, "territoire", "ti-8404")
    assert by["emissions_irep", "total", "2019"].value == 15_000
    assert by["emissions_irep", "total, sans le premier émetteur", "2019"].value == 3_000
    assert by["emissions_irep", "hors biomasse", "2019"].value == 2_000
    assert ("emissions_irep", "hors biomasse, sans le premier émetteur", "2019") not in by, (
        "nobody else declares: unknown, not zero"
    )
    assert by["sites_irep", "", "2019"].value == 3
    assert (None, True) in rows_of(lake, IREP, "emission_irep", "quantite_t, is_sous_seuil")


def test_columns_under_a_share_alike_licence_never_enter_the_lake(lake: Lake, folder: Path) -> None:
    path = IREP.write(folder, {}, {"unite": "t/an", "Identifiant": "056.9"})
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{header},latitude,geocode_src", *(f"{row},45.78,API BAN" for row in rows), ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    report = bring(lake, folder, IREP)
    assert report.new_columns == {"emissions": ("latitude", "geocode_src")}
    written = lake.source_folder(IREP.source)
    assert written is not None
    with duckdb.connect() as connection:
        for file in sorted(written.glob("*.parquet")):
            found = connection.execute(f"DESCRIBE FROM {literal(str(file))}").fetchall()
            assert not {"latitude", "geocode_src"} & {row[0] for row in found}, file.name
    assert sorted(one.name for one in written.glob("*.parquet")) == [
        "emission_irep.parquet", "refus_emissions.parquet",
    ]  # fmt: skip


def test_verified_emissions_are_an_interval_where_a_postcode_straddles_two_places(
    lake: Lake, folder: Path
) -> None:
    ETS.write(
        folder,
        {},
        {"seqe_id": "2", "zip_code": "63028", "emissions": "50"},  # Cedex, same point as 63000
        {"seqe_id": "3", "zip_code": '"63270"', "X": "3.2", "emissions": "7"},
        {"seqe_id": "4", "zip_code": "99999", "X": "9"},
        {"seqe_id": "5", "country": "DE"},
        {"seqe_id": "6", "emissions": ""},
    )
    count = bring(lake, folder, ETS).counts["emissions"]
    assert (count.read, count.kept, sorted(count.refused.values())) == (6, 3, [1, 1, 1])
    commune = figures(lake, "commune", "63113")["emissions_ets", "", "2022"]
    assert (commune.value, commune.source_rows) == (1_050, 2)
    territoire = figures(lake, "territoire", "ti-8404")["emissions_ets", "", "2022"]
    assert (territoire.status, territoire.value) == ("intervalle", None)
    assert (territoire.low, territoire.high) == (1_050, 1_057)
    assert figures(lake, "departement", "63")["emissions_ets", "", "2022"].value == 1_057


def test_grants_by_place(lake: Lake, folder: Path) -> None:
    epci = {"beneficiaire_type": "epci", "beneficiaire_code_insee": ""}
    DGCL.write(
        folder,
        {},
        {"dispositif": "DSIL", "subvention": "900", "intitule": "Halle"},
        {**epci, "beneficiaire_siren": CLERMONT, "subvention": "1000", "cout_ht": ""},
        {**epci, "beneficiaire_siren": RIOM_LIMAGNE, "subvention": "5"},
        {"beneficiaire_type": "", "beneficiaire_code_insee": "", "subvention": "40"},
        {"dispositif": "DSID", "subvention": "77", "intitule": "Collège"},
        {"exercice": "2023"},
        {"subvention": "0"},
        {"dispositif": "FNADT"},
    )
    count = bring(lake, folder, DGCL).counts["subventions_2024"]
    assert (count.read, count.kept, sorted(count.refused.values())) == (9, 6, [1, 1, 1])
    by = figures(lake, "territoire", "ti-8404")
    both = by["subventions_etat", "", "2024"]
    assert (both.low, both.high, both.status) == (2_150.5, 2_190.5, "intervalle")
    dsil = by["subventions_etat", "DSIL", "2024"]
    assert (dsil.value, dsil.status) == (900, "connu"), "the lost grant is a DETR"
    commune = figures(lake, "commune", "63113")
    assert commune["subventions_etat", "", "2024"].low == 1_150.5
    par_habitant = commune["subventions_etat_par_habitant", "", "2024"].low
    assert par_habitant is not None
    assert 1_150.5 / 160_000 < par_habitant < 1_150.5 / 140_000, "147 751 people lived there"
    departement = figures(lake, "departement", "63")
    assert departement["subventions_etat", "", "2024"].value == 2_195.5
    # 900 € of a 1 000 € cost is to check; without a cost nobody knows.
    a_verifier = by["subventions_taux_a_verifier", "", "2024"]
    assert (a_verifier.low, a_verifier.high) == (1, 2)
    assert ("subventions_etat", "", "2023") not in by, "a year without a file is not a zero"


def test_prices_of_homes(lake: Lake, folder: Path) -> None:
    none = dict.fromkeys(("dvf_pxm2_median", "dvf_pxm2_median_cod111", "dvf_pxm2_median_cod121"))
    DVF.write(
        folder,
        {},
        {"city_code": "63300", "dvf_pxm2_median": "1500"},  # another territory
        {"city_code": "63014", "dvf_pxm2_median": "1800"},
        {"city_code": "63019", "dvf_nbtrans": "0", **{key: "" for key in none}},
        {"city_code": "75101"},
        {"city_code": "63032", "dvf_nbtrans": "x"},
        {"city_code": "630"},
    )
    count = bring(lake, folder, DVF).counts["prix"]
    assert (count.read, count.kept, sorted(count.refused.values())) == (7, 4, [1, 1, 1])
    commune = figures(lake, "commune", "63113")
    assert commune["prix_median_logement", "logement", "2020-2024"].value == 2_241
    assert commune["prix_median_logement", "appartement", "2020-2024"].value == 2_191
    assert ("prix_median_logement", "maison", "2020-2024") not in commune, "10 sales say too little"
    assert not [key for key in figures(lake, "commune", "63019") if key[1] == "logement"]
    territoire = figures(lake, "territoire", "ti-8404")
    whole = territoire["prix_median_logement", "logement", "2020-2024"]
    assert (whole.value, whole.low, whole.high, whole.source_rows) == (None, 1_800, 2_241, 2)


def test_an_emission_factor_counts_once_and_keeps_its_zone(lake: Lake, folder: Path) -> None:
    identifiant, zone = "Identifiant de l'élément", "Localisation géographique"
    BASE_CARBONE.write(
        folder,
        {},
        {identifiant: "14086", zone: "Europe", "Total poste non décomposé": "3.19"},
        {"Type Ligne": "Poste", "Type poste": "Combustion", "Total poste non décomposé": "2,68"},
        {identifiant: "1", "Statut de l'élément": "Archivé"},
        {identifiant: "2", "Total poste non décomposé": "n.d."},
    )
    count = bring(lake, folder, BASE_CARBONE).counts["base"]
    assert (count.read, count.kept, sorted(count.refused.values())) == (5, 2, [1, 1, 1])
    rows = rows_of(lake, BASE_CARBONE, "facteur_emission", "identifiant, zone, valeur")
    assert rows == [("14086", "Europe", 3.19), ("14087", "France continentale", 3.25)]


MOND_ARVERNE = {"site_epci_siren": "200069177", "site_comm_insee": "63455", "site_id": "4"}


def test_vacancy_of_business_parks_is_vacant_over_total(lake: Lake, folder: Path) -> None:
    silent = {"site_uf_vacant_nbre": "", "site_surf_comm_dispo": "", "site_surf_brute": "10"}
    ZAE.write(
        folder,
        {},
        {"site_id": "2", "site_uf_vacant_nbre": "16"},
        {"site_id": "3", "site_epci_siren": "2463"},
        {"site_id": "5", "site_comm_insee": "6311"},
        {"site_id": "6", "site_uf_nbre": "x"},
    )
    count = bring(lake, folder, ZAE).counts["sites"]
    assert (count.read, count.kept, sorted(count.refused.values())) == (5, 1, [1, 1, 1, 1])
    vacance = figures(lake, "epci", CLERMONT)["vacance_zae", "", "2025"]
    assert vacance.value == pytest.approx(100 * 2 / 15)
    assert figures(lake, "epci", CLERMONT)["surface_zae_disponible", "", "2025"].value == 5.7
    territoire = figures(lake, "territoire", "ti-8404")
    assert ("vacance_zae", "", "2025") not in territoire, "an intercommunalité gave no inventory"
    assert ("vacance_zae", "", "2025") not in figures(lake, "departement", "63")
    uncounted = {"site_id": "7", "site_uf_nbre": "", "site_surf_comm_dispo": "0"}
    ZAE.write(folder, {"site_taux_vacance": "750"}, {**MOND_ARVERNE, **silent}, uncounted)
    bring(lake, folder, ZAE)
    territoire = figures(lake, "territoire", "ti-8404")
    vacance = territoire["vacance_zae", "", "2025"]
    assert (vacance.value, vacance.low, vacance.high) == (
        None, pytest.approx(100 * 2 / 30), pytest.approx(100 * 17 / 30),
    )  # fmt: skip
    surface = territoire["surface_zae_disponible", "", "2025"]
    assert (surface.low, surface.high) == (pytest.approx(5.7), pytest.approx(15.7))
    divergent = rows_of(lake, ZAE, "site_economique", "is_taux_divergent")
    assert (True,) in divergent, "750 % is the law's wording, total over vacant"


def test_brownfields_of_the_standard(lake: Lake, folder: Path) -> None:
    FRICHE.write(
        folder,
        {},
        {"site_id": "2", "comm_insee": "1004", "unite_fonciere_surface": "0"},
        {"site_id": "3", "site_statut": "friche"},
        {"site_id": "4", "comm_insee": "NA"},
    )
    count = bring(lake, folder, FRICHE).counts["friches"]
    assert (count.read, count.kept, sorted(count.refused.values())) == (4, 2, [1, 1])
    columns = "site_id, code_commune_insee, surface_m2, pollution, lu_on"
    day = dt.date(2023, 1, 19)
    assert rows_of(lake, FRICHE, "friche_cnig", columns) == [
        ("2", "01004", None, None, day), ("63113_1", "63113", 11_268.0, None, day),
    ]  # fmt: skip


def test_land_consumed(lake: Lake, folder: Path) -> None:
    faster = {"naf21art22": "5000", "naf24art25": "9000", "naf11art25": "26000"}
    ENAF.write(
        folder,
        {},
        {"idcom": "63014", **faster},
        {"idcom": "63019", "naf11art25": "15000"},
        {"idcom": "63032", "naf12art13": "-1"},
        {"idcom": "63042", "art12act13": "1500"},
        {"idcom": "1"},
    )
    count = bring(lake, folder, ENAF).counts["consommation"]
    assert (count.read, count.kept, sorted(count.refused.values())) == (6, 2, [1, 1, 1, 1])
    by = figures(lake, "territoire", "ti-8404")
    assert by["consommation_espace", "", "2021"].value == pytest.approx(0.6)
    assert by["consommation_espace", "activité", "2021"].value == pytest.approx(0.08)
    # 2021 to 2023, not the provisional 2024: (6000 + 2000 + 2000) / 3 against 2000 a year.
    pace = by["rythme_consommation_espace", "", "2021-2023"]
    assert pace.value == pytest.approx(100 * (10_000 / 3) / 2_000)


def test_water_withdrawn_by_industry(lake: Lake, folder: Path) -> None:
    source = get_source("hubeau_prelevements")
    sample = (source.folder / "sample.json").read_text(encoding="utf-8")
    path = folder / "hubeau_prelevements_chroniques_63.json"
    path.write_text(sample, encoding="utf-8")
    (report,) = refresh(lake=lake, sources=[source], folder=folder, at=AT)
    assert report.state == "charge", report.faults
    count = report.counts["chroniques"]
    assert (count.read, count.kept, sorted(count.refused.values())) == (7, 4, [1, 1, 1])
    by = figures(lake, "territoire", "ti-8404")
    water = {key[2]: (one.value, one.source_rows) for key, one in by.items()
             if key[0] == "prelevement_industriel"}  # fmt: skip
    assert water == {"2019": (20_000, 1), "2022": (12_000, 2)}, "a zero is a row, a gap is not"
    before = lake.current()
    harmed = {
        sample.replace('"volume"', '"volumes"'): "colonne_absente",
        sample[:-30]: "fichier_illisible",
        sample.replace("OPR0000000002", "OPR0000000001"): "doublon",
    }
    for text, code in harmed.items():
        path.write_text(text, encoding="utf-8")
        (report,) = refresh(lake=lake, sources=[source], folder=folder, at=AT)
        assert [fault.code for fault in report.faults] == [code]
        assert lake.current() == before
