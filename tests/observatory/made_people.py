"""Files of people, places and jobs made by hand: the producers' columns, sums known by heart."""

from pathlib import Path

from tests.observatory.made import copy_parquet

CLASSES = ",".join(["3.0"] * 6)
COMPOSANTES = (
    "Intensité d'embauches,Lien formation-emploi,Manque de main-d'œuvre disponible,"
    "Non-durabilité de l'emploi,Conditions de travail contraignantes,Inadéquation géographique"
)
TENSIONS = (
    f"fap,Emploi moyen,Tension ,Catégorie Tension,{COMPOSANTES},Année,niveau_geo,niveau_fap,reg,dep"
)
NO_CLASS = "," * 5
ZONAGES = {
    "densite": ("Grands centres urbains", "Ceintures urbaines"),
    "ruralite": (
        " Hors champ : DOM ou commune urbaine",
        " Commune dont le périmètre a changé depuis la réalisation de la typologie",
    ),
    "centralite": ("Centre majeur d'équipements et de services", " - undefined"),
}

TEXTS = {
    "communes.json": """[
{"code":"63113","nom":"Clermont-Férrand","type":"commune-actuelle","departement":"63","region":"84","population":100},
{"code":"63032","nom":"Beaumont","type":"commune-actuelle","departement":"63","region":"84","population":50},
{"code":"63300","nom":"Riom","type":"commune-actuelle","departement":"63","region":"84","population":50},
{"code":"63014","nom":"Aubière","type":"commune-actuelle","departement":"63","region":"84"},
{"code":"63113","nom":"Montferrand","type":"commune-deleguee","departement":"63","region":"84"},
{"code":"6311","nom":"Code court","type":"commune-actuelle","departement":"63","region":"84"},
{"code":"63001","nom":"Aigueperse","type":"commune-actuelle","departement":"63","region":"84","population":"?"}
]""",
    "geocodes_passage_annuel.csv": """\
\ufeffAnnée;Niveau;Type;Ancien Code Officiel;Code Courant Officiel
2025;COM;commune;63113;63113
2025;COM;commune;63001;63113
2025;COM;commune;14149;14149
2025;COM;commune;14149;14482
2025;DEP;département;63;63
2025;ARM;arrondissement municipal;13208;13208
2025;COM;commune;6311;63113
""",
    "tensions.csv": f"""{TENSIONS}
D6Z,2100,2.5,5.0,{CLASSES},2019,dep,fap 87,,63
D6Z70,1200,2.5,,{NO_CLASS},2019,dep,fap 225,,63
D6Z,9000,1.5,4.0,{CLASSES},2019,reg ,fap 87,84.0,
D6Z,9000,1.5,4.0,{CLASSES},2019,reg ,fap 87,2.0,
D6Z,90000,1.5,4.0,{CLASSES},2019,nat,fap 87,,
C0Z,50000,-0.5,2.0,{CLASSES},2019,nat,fap 87,,
C0Z,,,,{NO_CLASS},2019,dep,fap 87,,63
E0Z,100,9.9,7.0,{CLASSES},2019,dep,fap 87,,63
E0Z,100,0.1,1.0,{CLASSES},2019,canton,fap 87,,63
E1Z,100,0.1,1.0,{CLASSES},2019,dep,fap 87,,
""",
    "part_femmes_3niv.csv": """\
"Fap3","Annee","Part","libelle","code_domaine","libelle_domaine","code_fap_agregee"
"D6Z","2017-2019",12.6,"Techniciens de la mécanique","D","Mécanique","D6Z"
"D6Z","2016-2018",11.0,"Techniciens de la mécanique","D","Mécanique","D6Z"
"R","2017-2019",53.1,"Commerce","R","Commerce",NA
"Ensemble","2017-2019",48.3,NA,NA,NA,NA
"D1Z","2017-2019",NA,"Ouvriers","D","Mécanique","D1Z"
"D2Z","2017-2019",126,"Ouvriers","D","Mécanique","D2Z"
"D3Z","2019",16,"Ouvriers","D","Mécanique","D3Z"
""",
    "demandeurs_emploi_communes_2020_.csv": """codgeo,YEAR,Demandeurs_Emploi
63113,decembre_2024,1000
63113,decembre_2024,1000
63113,novembre_2024,990
63032,decembre_2024,100
63014,decembre_2024,300
63014,decembre_2024,400
63,decembre_2024,1500
reg84,decembre_2024,9000
63113,brumaire_2024,10
63300,decembre_2024,?
canton,decembre_2024,10
""",
    "idx_serie_emploi_ze.json": """[
{"code_ze":"8408","year":2023,"na5":"T","lib":"é","eff":200},
{"code_ze":"0051","year":2023,"na5":"T","lib":"","eff":50},
{"code_ze":"2851","year":2023,"na5":"T","lib":"","eff":30},
{"code_ze":"8408","year":2023,"na5":"BE","lib":"","eff":40},
{"code_ze":"84","year":2023,"na5":"T","lib":"","eff":40},
{"code_ze":"8408","year":2022,"na5":"T","lib":"","eff":-1}
]""",
    "liste-communes-FRR-juillet2025.csv": """\
Code_insee;Departement;Commune;Classement FRR et FRR+ au 10 juillet 2025;
63113;63;Clermont-Ferrand;Non classée;
63032;63;Beaumont;FRR+;
63300;63;Riom;Classée FRR partiellement;
63014;63;Aubière;Peut-être;
6314;63;Code court;FRR+;
""",
    **{
        f"grille_{zonage}.csv": f"insee_com,lib_com,niveau_{zonage}\n"
        f"63113,Clermont-Férrand,{first}\n63032,Beaumont,{second}\n6311,Court,{first}\n"
        for zonage, (first, second) in ZONAGES.items()
    },
}
URSSAF = "exdeco_pivot_urssaf_a38.parquet"
URSSAF_COLUMNS = "code_ze, a38, a21, a5, lib, eff_19, eff_22, eff_23, eff_24"
URSSAF_ROWS = (
    "('8408', 'CG', 'C', 'BE', 'Plastique', 100, 90, 95, 110)",
    "('8408', 'CA', 'C', 'BE', 'Aliments', 50, NULL, NULL, 40)",
    "('8408', 'GZ', 'G', 'GU', 'Commerce', 350, 350, 350, 350)",
    "('8408', 'CB', 'C', 'BE', 'Textile', -1, 0, 0, 0)",
    "('0051', 'CG', 'C', 'BE', 'Plastique', 10, 10, 10, 10)",
)


def write_people(folder: Path) -> None:
    """Write every file of people, places and jobs."""
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_urssaf(folder, *URSSAF_ROWS)


def write_urssaf(folder: Path, *rows: str, columns: str = URSSAF_COLUMNS) -> Path:
    """Write private employees by zone and branch."""
    return copy_parquet(f"VALUES {', '.join(rows)}", columns, folder / URSSAF)
