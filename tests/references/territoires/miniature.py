"""A country small enough to read: two territories, seven communes, every kind of member."""

from datetime import date

from essor.references.territoires.schema import (
    Commune,
    CommuneRattachee,
    Departement,
    Faits,
    Geographie,
    Groupement,
    Membre,
    NatureMembre,
    Perimetre,
    Publication,
    Region,
    Territoire,
)

CLERMONT, MOND_ARVERNE, HAUTE_CORREZE = "246300701", "200069177", "200066744"
GRAND_PARIS, BOUCLE_NORD = "200054781", "200057990"
COURTINE = "212306708"

PUBLICATION = Publication(
    producer="essai",
    title="Liste d’essai",
    href="https://example.org",
    licence="Licence Ouverte 2.0",
    vintage="2026",
    valid_from=date(2024, 7, 4),
    read_on=date(2026, 11, 23),
)


def commune(code, nom, siren, epci, population, *, ept=None, postal=()):
    return Commune(
        code_commune_insee=code,
        nom=nom,
        code_departement=code[:2],
        siren_commune=siren,
        siren_epci=epci,
        siren_ept=ept,
        population_municipale=population,
        population_totale=population + 10,
        codes_postaux=postal,
    )


COMMUNES = (
    commune("19010", "Aix", "211901006", HAUTE_CORREZE, 390),
    commune("23067", "La Courtine", COURTINE, HAUTE_CORREZE, 700),
    commune("63032", "Beaumont", "216300327", CLERMONT, 10_700, postal=("63110",)),
    commune("63113", "Clermont-Ferrand", "216301135", CLERMONT, 147_751, postal=("63000",)),
    commune("63457", "Vic-le-Comte", "216304576", MOND_ARVERNE, 5_336),
    commune("92004", "Asnières-sur-Seine", "219200045", GRAND_PARIS, 85_000, ept=BOUCLE_NORD),
    commune("93001", "Aubervilliers", "219300019", GRAND_PARIS, 88_365),
)


def geographie(communes=COMMUNES, *, vintage="2026", valid_from=date(2026, 1, 1)):
    return Geographie(
        regions=(
            Region(code_region="11", nom="Île-de-France"),
            Region(code_region="75", nom="Nouvelle-Aquitaine"),
            Region(code_region="84", nom="Auvergne-Rhône-Alpes"),
        ),
        departements=tuple(
            Departement(code_departement=code, nom=nom, code_region=region)
            for code, nom, region in (
                ("19", "Corrèze", "75"),
                ("23", "Creuse", "75"),
                ("63", "Puy-de-Dôme", "84"),
                ("92", "Hauts-de-Seine", "11"),
                ("93", "Seine-Saint-Denis", "11"),
            )
        ),
        groupements=tuple(
            Groupement(
                siren=siren,
                nature=nature,
                nom=nom,
                population_municipale=None,
                population_totale=None,
            )
            for siren, nature, nom in (
                (GRAND_PARIS, "METRO", "Métropole du Grand Paris"),
                (BOUCLE_NORD, "EPT", "Boucle Nord de Seine"),
                (HAUTE_CORREZE, "CC", "CC Haute-Corrèze Communauté"),
                (MOND_ARVERNE, "CC", "CC Mond'Arverne Communauté"),
                (CLERMONT, "METRO", "Clermont Auvergne Métropole"),
            )
        ),
        communes=tuple(communes),
        rattachees=(
            CommuneRattachee(
                code="63999", nom="Montferrand", nature="commune-associee",
                code_commune_insee="63113",
            ),
            CommuneRattachee(
                code="63998", nom=None, nature="ancien-code", code_commune_insee="63032"
            ),
        ),
        publication=Publication(
            producer="essai",
            title="Découpage d’essai",
            href="https://example.org",
            licence="Licence Ouverte 2.0",
            vintage=vintage,
            valid_from=valid_from,
            read_on=date(2026, 11, 23),
        ),
    )  # fmt: skip


MEMBRES = (
    (BOUCLE_NORD, "ti-1101", NatureMembre.EPT, "Boucle Nord", None),
    (COURTINE, "ti-7506", NatureMembre.COMMUNE, "La Courtine", "23067"),
    (MOND_ARVERNE, "ti-8404", NatureMembre.EPCI, "CC Mond'Arverne Communauté", None),
    (CLERMONT, "ti-8404", NatureMembre.EPCI, "Clermont Auvergne Métropole", None),
)
NOMS = {
    "ti-1101": "Boucle Nord de Seine",
    "ti-7506": "Creuse Industrie",
    "ti-8404": "Clermont Arverne Industrie",
}


def faits(*, noms=NOMS, membres=MEMBRES, geo=None, publication=PUBLICATION, phase="2023-2027"):
    return Faits(
        geographie=geo or geographie(),
        perimetre=Perimetre(
            phase=phase,
            territoires=tuple(
                Territoire(code_territoire=code, nom=nom, code_region=code[3:5], phase=phase)
                for code, nom in sorted(noms.items())
            ),
            membres=tuple(
                Membre(
                    code_territoire=territoire,
                    nature=nature,
                    siren=siren,
                    nom_publie=nom,
                    code_commune_insee=code,
                )
                for siren, territoire, nature, nom, code in membres
            ),
            publication=publication,
        ),
    )
