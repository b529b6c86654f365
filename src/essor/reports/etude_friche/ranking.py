"""Studies ranked against several criteria: declared weights, vetoes, how stable the rank is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from essor.engines.friches.choice.criteria import Criterion, Ranked, rank_options
from essor.foundations.french import format_number
from essor.reports.etude_friche.answer import StudyAnswer
from essor.reports.etude_friche.table import Table

SEED = 1
DRAWS = 2_000
SPREAD = 0.5
MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A criterion that every study answers; unit : that of its veto."""

    name: str
    label: str
    unit: str
    read: Callable[[StudyAnswer], float]


def _metric(name: str) -> Callable[[StudyAnswer], float]:
    return lambda one: float(one.found["mesures"].get(name, 0.0))


CRITERIA = (
    Measured(
        name="valeur",
        label="Valeur pour la société, médiane",
        unit="M€",
        read=lambda one: one.npv.middle_eur / MILLION,
    ),
    Measured(
        name="prudence",
        label="Valeur quand tout va mal (borne basse)",
        unit="M€",
        read=lambda one: one.npv.low_eur / MILLION,
    ),
    Measured(
        name="bilan",
        label="Bilan de l'aménageur",
        unit="M€",
        read=lambda one: one.balance / MILLION,
    ),
    Measured(
        name="sols",
        label="Espaces naturels, agricoles et forestiers épargnés",
        unit="ha",
        read=_metric("sols_enaf_preserves_ha"),
    ),
    Measured(
        name="emplois",
        label="Emplois de tous les usages",
        unit="ETP",
        read=_metric("emplois_exploitation_etp"),
    ),
)


def ranking(
    answers: Sequence[StudyAnswer],
    *,
    weights: Mapping[str, float],
    vetoes: Mapping[str, float],
) -> Table:
    """Rank studies; a weight of zero leaves a criterion out, unless a veto needs it.

    weights, vetoes : by name of criterion; at least one weight is above zero
    """
    labels = {str(one.study.pk): one.study.titre for one in answers}
    values = {str(one.study.pk): {c.name: c.read(one) for c in CRITERIA} for one in answers}
    criteria = [
        Criterion(name=one.name, weight=weights.get(one.name, 0.0), veto=vetoes.get(one.name))
        for one in CRITERIA
        if weights.get(one.name, 0.0) > 0 or one.name in vetoes
    ]
    found = rank_options(values, criteria, n_draws=DRAWS, seed=SEED, spread=SPREAD)
    head = ("Étude", "Rang", "Score (0 à 1)", "Première quand les poids bougent", "Rangs possibles")
    rows = [(labels[one.name], *_words(one)) for one in found]
    return Table(head=head, cells=tuple(rows), is_text=True)


def _words(one: Ranked) -> tuple[str, ...]:
    if one.rank is None or one.score is None or one.rank_range is None:
        names = {c.name: c.label for c in CRITERIA}
        said = "\u202f; ".join(names[name].lower() for name in one.vetoed_by)
        return ("écartée", "", "", f"veto\u00a0: {said}")
    low, high = one.rank_range
    return (
        str(one.rank),
        format_number(one.score, decimals=2),
        f"{format_number(100 * one.first_share, decimals=0)}\u00a0% des tirages",
        str(low) if low == high else f"de {low} à {high}",
    )
