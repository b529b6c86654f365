"""What is old: a figure of several years ago says little of today."""

from collections.abc import Iterator

from essor.observatory.geography import Niveau
from essor.observatory.portrait.facts import Facts
from essor.observatory.portrait.sentence import Group, Part, Quoted, Sentence, year_of
from essor.observatory.reading import Value

# What the portrait shows and that may age: indicator, breakdown, level, name in the sentence.
WATCHED = (
    ("emissions_irep", "total", Niveau.TERRITOIRE, "le CO2 déclaré"),
    ("emissions_ets", "", Niveau.TERRITOIRE, "les émissions sous quotas"),
    ("metiers_industriels_tendus", "", Niveau.DEPARTEMENT, "la tension des métiers"),
    ("prelevement_industriel", "", Niveau.TERRITOIRE, "l'eau prélevée"),
)


def old_figures(facts: Facts) -> Iterator[Sentence]:
    """Name the figures that are older than the threshold."""
    least = int(facts.thresholds.count["annees_ancien"])
    found = [
        (label, value, year)
        for indicator, rubrique, niveau, label in WATCHED
        if (value := _last(facts, indicator, rubrique, niveau))
        if (year := year_of(value)) and facts.today.year - year >= least
    ]
    if not found:
        return
    first = "Un chiffre est ancien" if len(found) == 1 else "Des chiffres sont anciens"
    parts: list[Part] = [f"{first}\u00a0: "]
    for position, (label, value, year) in enumerate(found):
        last = position == len(found) - 1
        parts += ["" if not position else " et " if last else ", ", f"{label} ("]
        parts += [Quoted(str(year), (value,)), ")"]
    yield Sentence(
        kind="chiffres_anciens",
        subject="anciennete",
        group=Group.FRAGILE,
        theme=found[0][1].indicator.theme,
        parts=(*parts, "."),
        strength=1.0,  # a reminder, never more remarkable than a fact
        caution="Aucun chiffre plus récent n'est chargé dans l'observatoire.",
    )


def _last(facts: Facts, indicator: str, rubrique: str, niveau: str) -> Value | None:
    """Return what the portrait shows: of the territory, or of its main departement."""
    places = (facts.lieu,) if niveau == Niveau.TERRITOIRE else facts.covering(niveau)[:1]
    return next((found for one in places if (found := facts.last(indicator, one, rubrique))), None)
