"""Laws of a study: those a person gives, and the default ones from the parameter files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from essor.engines.friches.loading import COMMON, dotted
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.quantities import M2_PER_HECTARE
from essor.engines.friches.study import Study, is_zone_path
from essor.engines.friches.uncertainty.distributions import (
    Law,
    LogNormal,
    Normal,
    Triangular,
    Uncertain,
    Uniform,
)
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.fields import FieldReader
from essor.references.parameter import Parameter, Status

COST_FACTOR = "couts.facteur_travaux"
COST_LAWS = f"{COMMON}incertitude/cout_travaux/"
# Largest area (hectares) of each class of the declared costs; the last has no limit.
SIZES: tuple[tuple[float, str], ...] = (
    (0.2, "moins_de_0_2_ha"),
    (1.0, "de_0_2_a_1_ha"),
    (5.0, "de_1_a_5_ha"),
    (25.0, "de_5_a_25_ha"),
    (float("inf"), "plus_de_25_ha"),
)
# Whole numbers of years that set the calendar: they cannot be drawn.
WHOLE = frozenset(
    {
        "carbone.annees_stockage",
        "voisinage.annees_de_hausse",
        "voisinage.detention_ans",
        "solaire.duree_contrat_ans",
        "calendrier.mois_avant_remise_en_etat",
        "calendrier.mois_remise_en_etat",
        "calendrier.mois_installation",
        "calendrier.annees_evaluation",
    }
)


# Numbers that change physical facts, never the net present value.
FACTS_ONLY = frozenset(
    {
        "pluie.annuelle_mm",
        "pluie.episode_decennal_mm",
        "emplois.valeur_ajoutee_eur_par_emploi",
    }
)


class Kind(StrEnum):
    """Names of the laws in a study file."""

    UNIFORM = "uniforme"
    TRIANGULAR = "triangulaire"
    NORMAL = "normale"
    LOGNORMAL = "log_normale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """Uncertain quantities of a study, and the correlation inside each group."""

    uncertain: tuple[Uncertain, ...]
    correlations: Mapping[str, float] = field(default_factory=dict)


def default_laws(study: Study, files: Mapping[str, Parameter]) -> Laws:
    """Laws of the parameters that a file bounds, and of the works costs by size of site.

    A parameter with bounds is triangular between them. The works costs all share one factor,
    log-normal, whose spread is that of the declared costs of sites of the same size.
    """
    found = [
        Uncertain(name=dotted(path), law=law)
        for path, parameter in sorted(files.items())
        if path.startswith(COMMON)
        and dotted(path) not in FACTS_ONLY
        and (law := _bounded(parameter)) is not None
    ]
    return Laws(uncertain=(*found, Uncertain(name=COST_FACTOR, law=_cost_law(study, files))))


def _bounded(parameter: Parameter) -> Law | None:
    if parameter.status is Status.A_CHARGER:
        return None
    value = parameter.values[-1]
    if value.value is None or value.low is None or value.high is None:
        return None
    return Triangular(low=float(value.low), mode=float(value.value), high=float(value.high))


def _cost_law(study: Study, files: Mapping[str, Parameter]) -> Law:
    areas = [float(zone.numbers["site.surface_m2"]) for zone in study.zones]
    hectares = sum(areas) / M2_PER_HECTARE
    name = next(name for limit, name in SIZES if hectares <= limit)
    distribution = files[f"{COST_LAWS}{name}"].values[-1].distribution
    assert distribution is not None
    spread = float(distribution.parameters["geometric_standard_deviation"])
    return LogNormal(median=1.0, geometric_standard_deviation=spread)


def read_laws(data: object, *, study: Study, parameters: Parameters) -> Laws:
    """Read the field `incertitudes` of a study: {path: {loi, …}} and `correlations`.

    Raises UserFault with every fault: unknown path, law or bound, bounds in the wrong order.
    """
    if not isinstance(data, Mapping):
        raise UserFault.single(
            "les incertitudes ne sont pas un groupe de champs",
            place=Place(field="incertitudes"),
            value=str(data),
            expected="{chemin: {loi, bas, haut…}}",
        )
    fields = {str(key): value for key, value in data.items()}
    correlations = FieldReader({"correlations": fields.pop("correlations", {})})
    groups = correlations.mapping("correlations") or {}
    found: list[Uncertain] = []
    with FaultGatherer() as faults:
        for name, entry in fields.items():
            with faults.catching():
                _check_name(name, study, parameters)
                found.append(_read_uncertain(name, entry))
        with faults.catching():
            shares = _read_correlations(groups)
    return Laws(uncertain=tuple(found), correlations=shares)


def _check_name(name: str, study: Study, parameters: Parameters) -> None:
    prefixes = [zone.prefix(is_alone=len(study.zones) == 1) for zone in study.zones]
    is_fact = name in study.numbers or any(
        name.startswith(prefix) and is_zone_path(name, prefix) for prefix in prefixes
    )
    if name in WHOLE or not (is_fact or name in parameters):
        raise UserFault.single(
            "cette grandeur ne peut pas être tirée au sort",
            place=Place(field=f"incertitudes.{name}"),
            value=name,
            expected="un nombre de l'étude ou un paramètre qui ne compte pas des années",
        )


def _read_uncertain(name: str, entry: object) -> Uncertain:
    place = f"incertitudes.{name}."
    if not isinstance(entry, Mapping):
        raise UserFault.single(
            "la loi n'est pas un groupe de champs", field=place.rstrip("."), value=str(entry)
        )
    reader = FieldReader(entry, prefix=place)
    kind = reader.choice("loi", Kind)
    group = reader.text("groupe", is_required=False) or None
    wanted = FIELDS[kind] if kind else ()
    numbers = {key: reader.number(key) for key in wanted}
    for key, number in numbers.items():
        if number is None and not reader.faults:
            reader.refuse(key, "le champ manque", None, "un nombre")
    if kind is not None and not reader.faults:
        _check_order(reader, kind, [float(n) for n in numbers.values() if n is not None])
    reader.close()
    assert kind is not None
    return Uncertain(name=name, law=_law(kind, numbers), group=group)


FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.UNIFORM: ("bas", "haut"),
    Kind.TRIANGULAR: ("bas", "mode", "haut"),
    Kind.NORMAL: ("moyenne", "ecart_type"),
    Kind.LOGNORMAL: ("mediane", "ecart_type_geometrique"),
}


def _check_order(reader: FieldReader, kind: Kind, numbers: list[float]) -> None:
    shown = " ; ".join(f"{number:g}" for number in numbers)
    if kind in (Kind.UNIFORM, Kind.TRIANGULAR):
        if numbers != sorted(numbers) or numbers[0] == numbers[-1]:
            reader.refuse("bas", "les bornes ne sont pas croissantes", shown, "bas ≤ mode ≤ haut")
    elif kind is Kind.NORMAL:
        if numbers[1] <= 0:
            reader.refuse("ecart_type", "l'écart-type n'est pas positif", shown, "plus de zéro")
    elif numbers[0] <= 0 or numbers[1] <= 1:
        expected = "une médiane positive, un écart géométrique au-dessus de 1"
        reader.refuse("mediane", "la loi log-normale est impossible", shown, expected)


def _law(kind: Kind, numbers: Mapping[str, object]) -> Law:
    one, two, *rest = (float(str(number)) for number in numbers.values())
    if kind is Kind.UNIFORM:
        return Uniform(low=one, high=two)
    if kind is Kind.TRIANGULAR:
        return Triangular(low=one, mode=two, high=rest[0])
    if kind is Kind.NORMAL:
        return Normal(mean=one, standard_deviation=two)
    return LogNormal(median=one, geometric_standard_deviation=two)


def _read_correlations(groups: Mapping[str, object]) -> dict[str, float]:
    reader = FieldReader(groups, prefix="incertitudes.correlations.")
    found: dict[str, float] = {}
    for name in groups:
        number = reader.number(name)
        if number is not None and not 0 <= number < 1:
            reader.refuse(name, "la corrélation est hors limites", number, "de 0 à moins de 1")
        elif number is not None:
            found[name] = float(number)
    reader.close()
    return found
