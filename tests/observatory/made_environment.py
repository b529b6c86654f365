"""Files of emissions, grants, prices and factors made by hand, with the producers' columns."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from essor.observatory.catalogue import get_source
from essor.observatory.source import RawFile

CO2 = "Dioxyde de carbone (CO2) total (d'origine biomasse et non biomasse)"
CO2_NON_BIOMASSE = "Dioxyde de carbone (CO2) d'origine non biomasse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file of a source, and a good row: what a test does not write takes its value there."""

    source: str
    role: str
    row: Mapping[str, str]

    @property
    def raw(self) -> RawFile:
        return next(one for one in get_source(self.source).files if one.role == self.role)

    def text(self, *rows: Mapping[str, str], columns: Iterable[str] = ()) -> str:
        header = list(columns) or list(self.raw.columns)
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.raw.separator, lineterminator="\n")
        writer.writerow(header)
        for row in rows or ({},):
            whole = {**self.row, **row}
            writer.writerow([whole.get(one, "") for one in self.raw.columns])
        return out.getvalue()

    def path(self, folder: Path) -> Path:
        plain = (one for one in self.raw.names if not one.endswith(".gz"))
        return folder / NAMES.get(self.source, next(plain))

    def write(self, folder: Path, *rows: Mapping[str, str]) -> Path:
        path = self.path(folder)
        path.write_text(self.text(*rows), encoding="utf-8")
        return path


IREP = Made(
    source="georisques_irep",
    role="emissions",
    row={
        "Identifiant": "056.1", "Nom_Etablissement": "Usine", "Annee_Emission": "2019",
        "Milieu": "Air", "Polluant": CO2, "quantite": "12000000", "unite": "kg/an",
        "Numero_SIRET": "24340076900093", "Code_Postal": "63000", "Commune": "CLERMONT-FERRAND",
        "Code_APE": "2211Z", "code_eprtr": "1.(c)",
    },
)  # fmt: skip

ETS = Made(
    source="europe_eu_ets",
    role="emissions",
    row={
        "X": "3.1", "Y": "45.7", "seqe_id": "1", "installation_name": "Chaufferie",
        "zip_code": "63000", "country": "FR", "main_activity_type_code": "20", "year": "2022",
        "emissions": "1000", "kind": "Combustion",
    },
)  # fmt: skip

DGCL = Made(
    source="dgcl_dotations",
    role="subventions_2024",
    row={
        "exercice": "2024", "dispositif": "DETR", "programme": "119",
        "beneficiaire_type": "commune", "beneficiaire_siren": "216301135",
        "beneficiaire_dep": "063", "beneficiaire_nom": "Clermont-Ferrand",
        "beneficiaire_code_insee": "63113", "intitule": "École", "cout_ht": "1000,0",
        "subvention": "250,5", "taux": "0,2505",
    },
)  # fmt: skip

DVF = Made(
    source="dgfip_dvf_communes",
    role="prix",
    row={
        "city_code": "63113", "da_name": "Clermont-Ferrand", "dvf_nbtrans": "7031",
        "dvf_pxm2_median": "2241", "dvf_surface_median": "64", "dvf_nbtrans_cod111": "10",
        "dvf_pxm2_median_cod111": "2534", "dvf_nbtrans_cod121": "11",
        "dvf_pxm2_median_cod121": "2191",
    },
)  # fmt: skip

BASE_CARBONE = Made(
    source="ademe_base_carbone",
    role="base",
    row={
        "Type Ligne": "Elément", "Identifiant de l'élément": "14087",
        "Type de l'élément": "Facteur d'émission", "Statut de l'élément": "Valide générique",
        "Nom base français": "Fioul domestique", "Code de la catégorie": "Combustibles",
        "Unité français": "kgCO2e/litre", "Localisation géographique": "France continentale",
        "Date de modification": "2014-10-20 00:00:00", "Incertitude": "5",
        "Total poste non décomposé": "3,25",
    },
)  # fmt: skip

ZAE = Made(
    source="cnig_sites_economiques",
    role="sites",
    row={
        "site_id": "63113_SITE-ECO_00001", "site_nom": "Zone inventée pour l'essai",
        "site_type": "zone d'activité économique", "site_etat": "création",
        "site_surf_brute": "37,2", "site_surf_utile": "35.3", "site_actu_date": "2025-08-29",
        "site_epci_siren": "246300701", "site_comm_insee": "63113", "site_uf_nbre": "15",
        "site_uf_vacant_nbre": "2", "site_taux_vacance": "13", "site_nb_etab": "10",
        "site_nb_emploi": "856", "site_surf_comm_dispo": "5.7",
    },
)  # fmt: skip

FRICHE = Made(
    source="cnig_friches",
    role="friches",
    row={
        "site_id": "63113_1", "site_nom": "Usine", "site_type": "friche industrielle",
        "site_actu_date": "19/01/2023", "site_statut": "friche sans projet",
        "comm_insee": "63113", "bati_etat": "inconnu", "sol_pollution_existe": "inconnu",
        "unite_fonciere_surface": "11268", "urba_zone_type": "NA",
        "source_producteur": "Observatoire",
    },
)  # fmt: skip

ENAF = Made(
    source="cerema_enaf",
    role="consommation",
    row={
        "idcom": "63113", "naf11art25": "14000",
        **{f"naf{y}art{y + 1}": "1000.0" for y in range(11, 25)},
        **{f"art{y}act{y + 1}": "400.0" for y in range(11, 25)},
    },
)  # fmt: skip

NAMES = {"cnig_sites_economiques": "246300701_site-eco_20250829.csv",
         "cnig_friches": "friches_standard_cnig_essai.csv"}  # fmt: skip
ALL = (IREP, ETS, DGCL, DVF, BASE_CARBONE, ZAE, FRICHE, ENAF)
