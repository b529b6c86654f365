"""What rests on one establishment."""

from collections.abc import Iterator

from essor.observatory.portrait.bounds import bounds_of
from essor.observatory.portrait.facts import Facts
from essor.observatory.portrait.french import per_cent
from essor.observatory.portrait.sentence import Group, Quoted, Sentence

FIRST = "poids_premier_etablissement"


def dependence_on_establishment(facts: Facts) -> Iterator[Sentence]:
    """The first establishment of industry, surely above the threshold whatever its band hides."""
    value = facts.last(FIRST, facts.lieu)
    bounds = bounds_of(value)
    least = facts.thresholds.percent["dependance_etablissement"]
    if value is None or bounds is None or bounds.low < least:
        return
    yield Sentence(
        kind="dependance_etablissement",
        subject="dependance_etablissement",
        group=Group.FRAGILE,
        theme="entreprises",
        parts=(
            "Un seul établissement réunit ",
            Quoted(per_cent(bounds), (value,)),
            " de l'emploi des établissements industriels de taille connue.",
        ),
        strength=bounds.low / least,
        caution="Estimé d'après les tranches d'effectif du répertoire Sirene.",
    )
