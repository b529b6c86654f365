"""Indicators that measure the same thing from two sources: shown side by side, never averaged."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Indicators of one thing, and why their figures differ."""

    subject: str
    indicators: tuple[str, ...]
    why: str


FLORES_URSSAF = (
    "Flores (Insee) compte les emplois salariés, secteur public compris\u00a0; l'Urssaf, les "
    "effectifs du secteur privé. L'Urssaf publie une année de plus. Les champs, les dates et le "
    "classement des établissements par branche diffèrent\u00a0: aucun des deux n'est faux, et leur "
    "moyenne n'aurait pas de sens."
)
DISAGREEMENTS = (
    Disagreement(
        subject="L'emploi industriel, selon deux sources",
        indicators=("emploi_industriel_flores", "emploi_industriel_urssaf"),
        why=FLORES_URSSAF,
    ),
    Disagreement(
        subject="La part de l'industrie, selon deux sources",
        indicators=("part_industrie_flores", "part_industrie_urssaf"),
        why=FLORES_URSSAF,
    ),
    Disagreement(
        subject="Le CO2 des grands sites, selon deux registres",
        indicators=("emissions_irep", "emissions_ets"),
        why=(
            "Le registre des émissions polluantes (IREP) dit ce que déclarent les sites au-dessus "
            "d'un seuil, une seule année\u00a0; le système européen de quotas, les émissions "
            "vérifiées des installations qui y sont soumises, situées à leur code postal. Un même "
            "site peut être dans les deux\u00a0: les deux chiffres se comparent, ils ne "
            "s'additionnent pas."
        ),
    ),
)


def disagreement_of(indicator: str) -> Disagreement | None:
    """Return what else measures the same thing as an indicator, None when nothing does."""
    return next((one for one in DISAGREEMENTS if indicator in one.indicators), None)
