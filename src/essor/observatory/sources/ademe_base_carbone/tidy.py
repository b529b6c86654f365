"""Valid emission factors: elements only, since a total already holds its items (« postes »)."""

from essor.observatory.sql import name, number
from essor.observatory.workbench import Workbench

IDENTIFIANT = name("Identifiant de l'élément")
STATUT = name("Statut de l'élément")
NATURE = name("Type de l'élément")
NOM = ", ".join(
    f"nullif(trim({name(f'Nom {one} français')}), '')" for one in ("base", "attribut", "frontière")
)


def tidy(work: Workbench) -> None:
    """Keep one row an element, with its zone: the same name exists for several zones."""
    work.refuse(
        "base",
        "coalesce(\"Type Ligne\", '') <> 'Elément'",
        "un poste détaille un élément : son total le contient déjà",
    )
    work.refuse(
        "base",
        f"NOT coalesce({STATUT} LIKE 'Valide%', FALSE)",
        "l'élément est archivé ou n'est pas valide",
    )
    work.refuse(
        "base",
        f"{number('Total poste non décomposé')} IS NULL",
        "la valeur n'est pas un nombre",
    )
    work.table(
        "facteur_emission",
        f"SELECT {IDENTIFIANT} AS identifiant, concat_ws(', ', {NOM}) AS nom, "
        f"{NATURE} AS nature, "
        '"Code de la catégorie" AS categorie, "Unité français" AS unite, '
        '"Localisation géographique" AS zone, '
        '"Sous-localisation géographique français" AS sous_zone, '
        f"{number('Total poste non décomposé')} AS valeur, "
        f"{number('Incertitude')} AS incertitude_pct, "
        'TRY_CAST("Date de modification" AS TIMESTAMP) AS modifie_on FROM base',
    )
