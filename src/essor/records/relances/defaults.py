"""The rules of a territory: what it chose, else the dated defaults of the parameters."""

import datetime as dt

from essor.records.relances.kinds import Nature
from essor.records.relances.models import RegleRelance
from essor.records.relances.rules import Rule
from essor.records.territoires.models import Territoire
from essor.references.loader import parameter

FOLDERS = {Nature.SANS_NOUVELLE: "suivi/sans_nouvelle"}


def number(name: str, day: dt.date) -> int:
    """Return one parameter of this room as it stands on a day."""
    found = parameter(name if "/" in name else f"relances/{name}").at(day).value
    assert found is not None  # the files are part of the package
    return int(found)


def default_rule(nature: Nature, day: dt.date) -> Rule:
    """Return how a kind is sent where nobody chose: off, so that nobody is surprised."""
    if nature is Nature.DEMANDE:  # a person asked for it: sent once, at once
        return Rule(nature=nature, is_on=True, days=0)
    return Rule(
        nature=nature,
        is_on=False,
        days=number(FOLDERS.get(nature, nature.value), day),
        every_days=number("repetition", day),
        most=number("rappels_au_plus", day),
    )


def rules_of(territoire: Territoire, day: dt.date) -> dict[Nature, Rule]:
    """Return the rule of each kind in a territory. One query."""
    chosen = {
        Nature(row.nature): Rule(
            nature=Nature(row.nature),
            is_on=row.is_on,
            days=row.days,
            every_days=row.every_days,
            most=row.most,
        )
        for row in RegleRelance.objects.filter(territoire=territoire).order_by("nature")
    }
    return {nature: chosen.get(nature, default_rule(nature, day)) for nature in Nature}
