"""Facts of a lot and acceptance sheets in French, for screens and files."""

from collections.abc import Mapping
from typing import Any

from essor.foundations.french import format_number
from essor.references.terres.parametres_analytiques import parametres_analytiques

NBSP = "\u00a0"
PROFIL: dict[str, str] = {
    "is_terre_vegetale": "Terre végétale ou tourbe",
    "is_jardin_ou_parc": "Vient d'un jardin ou d'un parc",
    "is_amiante": "Contient de l'amiante",
    "is_liquide": "Liquide",
    "is_pelletable": "Pelletable",
    "is_pulverulent": "Pulvérulent",
    "is_conditionne": "Conditionné contre l'envol",
    "is_radioactif": "Radioactif",
    "is_minier": "Déchet de mine ou de carrière",
    "is_invasif": "Plantes invasives",
    "exclusions_absentes": "Le producteur déclare qu'aucune exclusion ne s'applique",
    "proprietes_danger": "Propriétés de danger (HP)",
    "forme": "Forme des gros éléments",
}
FICHE: dict[str, str] = {
    "seuils": "Limites propres au lieu",
    "seuils_table": "Limites prises d'un tableau",
    "codes_dechet": "Codes déchet acceptés",
    "accepte_dangereux": "Accepte des déchets dangereux",
    "accepte_pop": "Accepte des POP",
    "article_6": "Limites adaptées par le préfet (article 6)",
    "niveau": "Niveau d'approche (guides de 2020)",
    "seuils_niveau": "Seuils de ce niveau",
    "seuils_niveau_source": "Source de ces seuils",
    "fond_table": "Fond géochimique pris d'un tableau",
    "receveur": "Teneurs mesurées sur le terrain qui reçoit",
    "etude_eau": "Étude de la ressource en eau",
    "etude_sanitaire": "Étude sanitaire",
    "etats_hydriques": "États hydriques acceptés",
    "traitement_possible": "Traitement à la chaux ou aération possible",
    "dap_exigee": "Acceptation préalable exigée",
    "fond": "Fond géochimique du terrain qui reçoit",
    "classes_gtr": "Classes GTR acceptées",
}
TABLES = {
    "non_dangereux": "déchets non dangereux (décision 2003/33/CE)",
    "dangereux": "déchets dangereux (décision 2003/33/CE)",
    "aspitet_ordinaires": "ASPITET, sols ordinaires",
    "aspitet_anomalies_moderees": "ASPITET, anomalies naturelles modérées",
}
NIVEAUX = {
    "n1": "niveau 1 (approche nationale)",
    "n2": "niveau 2 (fond du territoire)",
    "n2bis": "niveau 2 bis (fond et ressource en eau)",
    "n3": "niveau 3 (site à site)",
}
INNER = {"arrete": "arrêté", "seuils": "limites", "titre": "titre", "conclusion": "conclusion"}
CONCLUSIONS = {"conforme": "conforme", "non_conforme": "non conforme"}


def profil_lines(profil: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the facts of a lot that somebody said."""
    return [(label, said(profil[name])) for name, label in PROFIL.items() if name in profil]


def fiche_lines(fiche: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the lines of an acceptance sheet that somebody wrote."""
    return [
        (label, said(fiche[name])) for name, label in FICHE.items() if fiche.get(name) not in
        (None, "", [], {})
    ]  # fmt: skip


def said(value: Any) -> str:
    """Write a fact in French: yes and no, numbers by parameter on one line each."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Mapping):
        return "\n".join(_named(name, one) for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, int | float):
        return format_number(value)
    return TABLES.get(value) or NIVEAUX.get(value) or CONCLUSIONS.get(value) or str(value)


def parametre_label(code: str) -> str:
    """Return the name of a measured quantity, its code when no rule knows it."""
    known = parametres_analytiques().get(code)
    return known.libelle if known else code


def _named(name: str, value: Any) -> str:
    known = parametres_analytiques().get(name)
    label = known.libelle if known else INNER.get(name, name.replace("_", " "))
    unit = f"{NBSP}{known.unite}" if known else ""
    if isinstance(value, Mapping) and value.keys() <= {"max", "min"}:
        sides = [
            f"{word} {format_number(value[side])}{unit}"
            for side, word in (("min", "au moins"), ("max", "au plus"))
            if side in value
        ]
        return f"{label}{NBSP}: {', '.join(sides)}"
    return f"{label}{NBSP}: {said(value).replace(chr(10), ', ')}{unit}"
