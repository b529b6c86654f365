"""What each correction of the reference changes, in euros: the path from one profile to the other.

Corrections are applied one after the other, always in the same order, so that their effects
add up exactly to the gap between the two profiles.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from essor.engines.friches.parameters import Parameters
from essor.engines.friches.profiles import Profile
from essor.engines.friches.quantities import Quantity

Evaluation = Callable[[Profile], Quantity]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction: what was wrong, and the switch or the numbers that mend it.

    rules : switches set; parameters : prefixes of the numbers taken from the corrected profile
    """

    name: str
    label: str
    rules: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


CORRECTIONS: tuple[Correction, ...] = (
    Correction(
        name="taux_actualisation",
        label="Taux d'actualisation officiel de 3,2 % au lieu de 4,5 %",
        parameters=("actualisation.taux",),
    ),
    Correction(
        name="valeur_carbone",
        label="Valeur de l'action pour le climat de 2025 au lieu de celle de 2019",
        parameters=("carbone.valeur",),
    ),
    Correction(
        name="valeurs_exactes",
        label="Accidents et taxes non arrondis ; plus de décès fantômes",
        rules=("exact_values",),
    ),
    Correction(
        name="calendrier_travaux",
        label="Travaux et ventes à leur année, actualisés à la première année de travaux",
        rules=("works_in_their_year",),
    ),
    Correction(
        name="anneaux_disjoints",
        label="Hausse des prix immobiliers comptée une seule fois par logement",
        rules=("disjoint_rings",),
    ),
    Correction(
        name="anneaux_renaturation",
        label="Barème de hausse propre aux projets de renaturation",
        rules=("renaturation_rings",),
    ),
    Correction(
        name="base_fonciere",
        label="Base de taxe foncière annuelle au lieu d'un loyer mensuel",
        parameters=("fiscalite.valeur_locative_eur_m2",),
    ),
    Correction(
        name="prix_manquant",
        label="Un usage sans prix de revente n'efface plus les autres",
        rules=("missing_price_skipped",),
    ),
    Correction(
        name="deplacements",
        label="Gain de trajet des riverains seulement si le projet offre des services",
        rules=("travel_of_users_only",),
        parameters=("emplois.m2_par_emploi",),
    ),
    Correction(
        name="emplois_additionnels",
        label="Fiscalité des seuls emplois qui n'auraient pas existé ailleurs",
        rules=("additional_jobs_only",),
    ),
    Correction(
        name="climatisation",
        label="Coefficients de climatisation recalculés d'après leurs sources",
        parameters=(
            "fraicheur.eur_par_menage",
            "fraicheur.eur_m2_activite",
            "fraicheur.co2_logement_g_m2",
            "fraicheur.co2_activite_g_m2",
        ),
    ),
    Correction(
        name="carbone_dans_le_temps",
        label="Carbone des sols stocké en vingt ans, perdu tout de suite",
        rules=("carbon_over_time", "default_carbon"),
    ),
    Correction(
        name="services_perdus",
        label="Services de la nature comptés aussi quand ils se perdent",
        rules=("lost_services_counted", "status_quo_water"),
    ),
    Correction(
        name="carbone_construction",
        label="Carbone de la construction des bâtiments",
        rules=("embodied_carbon",),
    ),
    Correction(
        name="transferts",
        label="Taxes et aides : ce que l'un reçoit, un autre le paie",
        rules=("transfers_balanced",),
    ),
    Correction(
        name="fonds_publics",
        label="Coût d'opportunité des fonds publics",
        rules=("cost_of_public_funds",),
    ),
    Correction(
        name="valeur_residuelle",
        label="Valeur des réseaux à la fin de l'évaluation",
        rules=("residual_value",),
    ),
    Correction(
        name="emplois_industriels",
        label="Emplois de tous les usages et valeur ajoutée, hors valeur actualisée nette",
        rules=("industrial_output",),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Effect of one correction on the net present value, EUR, and the value reached."""

    correction: Correction
    effect_eur: Quantity
    npv_eur: Quantity


def effects(
    evaluate: Evaluation, *, reference: Profile, corrected: Profile
) -> tuple[Quantity, list[Effect]]:
    """Return the value under the reference, then the effect of each correction in turn.

    evaluate : net present value of the study under a profile
    """
    profile = reference
    start = value = evaluate(profile)
    path: list[Effect] = []
    for correction in CORRECTIONS:
        profile = _mended(profile, correction, corrected.parameters)
        reached = evaluate(profile)
        path.append(Effect(correction=correction, effect_eur=reached - value, npv_eur=reached))
        value = reached
    return start, path


def _mended(profile: Profile, correction: Correction, corrected: Parameters) -> Profile:
    rules = replace(profile.rules, **dict.fromkeys(correction.rules, True))
    numbers = dict(profile.parameters.values)
    for prefix in correction.parameters:
        numbers = _without(numbers, prefix) | _only(corrected.values, prefix)
    return Profile(name=correction.name, parameters=Parameters(numbers), rules=rules)


def _is_under(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def _only(numbers: Mapping[str, Quantity], prefix: str) -> dict[str, Quantity]:
    return {name: value for name, value in numbers.items() if _is_under(name, prefix)}


def _without(numbers: Mapping[str, Quantity], prefix: str) -> dict[str, Quantity]:
    return {name: value for name, value in numbers.items() if not _is_under(name, prefix)}
