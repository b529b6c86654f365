"""Themes under which indicators are read, in the order in which pages offer them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme. key : folder of its indicators, and the word of its address."""

    key: str
    label: str
    question: str


THEMES = (
    Theme(
        key="emploi", label="Emploi", question="Combien de gens travaillent dans l'industrie\u00a0?"
    ),
    Theme(key="competences", label="Compétences", question="Trouve-t-on à recruter, et qui\u00a0?"),
    Theme(
        key="entreprises", label="Entreprises", question="Qui sont les établissements d'ici\u00a0?"
    ),
    Theme(key="decarbonation", label="Décarbonation", question="Qui émet, et combien\u00a0?"),
    Theme(key="foncier", label="Foncier", question="Où reste-t-il de la place\u00a0?"),
    Theme(key="eau", label="Eau", question="Combien d'eau l'industrie prélève-t-elle\u00a0?"),
    Theme(
        key="argent_public", label="Argent public", question="Que l'État a-t-il attribué ici\u00a0?"
    ),
    Theme(
        key="population",
        label="Population",
        question="Combien sommes-nous, dans quel zonage\u00a0?",
    ),
)


def theme_of(key: str) -> Theme | None:
    """Return the theme of a folder or of an address, None when there is none."""
    return next((one for one in THEMES if one.key == key), None)
