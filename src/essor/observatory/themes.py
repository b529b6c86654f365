"""Themes under which indicators are read, in the order in which pages offer them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme. key : folder of its indicators, and the word of its address.

    first : its indicators that a reader wants first, in that order; the others follow by title
    """

    key: str
    label: str
    question: str
    first: tuple[str, ...] = ()

    def rank(self, indicator: str, title: str) -> tuple[int, str]:
        """Return the place of an indicator on the page of the theme."""
        known = self.first.index(indicator) if indicator in self.first else len(self.first)
        return known, title


THEMES = (
    Theme(
        key="emploi",
        label="Emploi",
        question="Combien de gens travaillent dans l'industrie\u00a0?",
        first=(
            "emploi_industriel_flores",
            "part_industrie_flores",
            "evolution_industrie",
            "emploi_salarie_prive",
            "quotient_localisation",
            "quotient_localisation_ajuste",
            "emploi_branche",
            "concentration_industrie",
        ),
    ),
    Theme(
        key="competences",
        label="Compétences",
        question="Trouve-t-on à recruter, et qui\u00a0?",
        first=("metiers_industriels_tendus", "tension_metiers_industriels"),
    ),
    Theme(
        key="entreprises",
        label="Entreprises",
        question="Combien d'établissements, de quelle taille, qui ouvrent et qui ferment\u00a0?",
        first=(
            "etablissements_industriels",
            "etablissements_manufacturiers",
            "etablissements_employeurs",
            "taux_creation_industrie",
            "taux_fermeture_industrie",
        ),
    ),
    Theme(key="decarbonation", label="Décarbonation", question="Qui émet, et combien\u00a0?"),
    Theme(
        key="foncier",
        label="Foncier",
        question="Où reste-t-il de la place\u00a0?",
        first=("friches_verifiees", "friches_non_verifiees"),
    ),
    Theme(key="eau", label="Eau", question="Combien d'eau l'industrie prélève-t-elle\u00a0?"),
    Theme(
        key="argent_public",
        label="Argent public",
        question="Que l'État a-t-il attribué ici\u00a0?",
        first=("subventions_etat", "subventions_etat_par_habitant"),
    ),
    Theme(
        key="population",
        label="Population",
        question="Combien d'habitants, et dans quels zonages\u00a0?",
        first=("population_municipale", "population_frr", "communes_frr"),
    ),
)


def theme_of(key: str) -> Theme | None:
    """Return the theme of a folder or of an address, None when there is none."""
    return next((one for one in THEMES if one.key == key), None)
