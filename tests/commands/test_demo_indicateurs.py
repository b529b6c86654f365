"""The demonstration indicators: announced, self-declared, sourced, and nothing more."""

import datetime as dt

import pytest

from essor.commands.demo_indicateurs import load_indicateurs
from essor.records.indicateurs.models import Cible, Indicateur, Valeur
from essor.records.indicateurs.queries import get_fiche, missing_values
from essor.references.demonstration.indicateurs import indicateurs
from tests.factories import make_plan, system

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 23)


def test_the_published_figures_are_there_once_and_say_who_says_them() -> None:
    plan = make_plan()
    assert load_indicateurs(facts=indicateurs(), territoire=plan.territoire)
    assert not load_indicateurs(facts=indicateurs(), territoire=plan.territoire)
    by = system(plan.territoire)
    assert sorted(Valeur.objects.values_list("value", "nature")) == [
        (3, "reference"), (170, "reference"),
    ]  # fmt: skip
    assert all(one.is_self_declared and "Michelin" in one.source_title
               for one in Valeur.objects.all())  # fmt: skip
    assert sorted(Cible.objects.values_list("cible_on__year", "value")) == [
        (2025, 6), (2030, 20), (2030, 700),
    ]  # fmt: skip
    firms = Indicateur.objects.get(unit="entreprise")
    fiche = get_fiche(plan=plan, code=firms.code, by=by, today=ON)
    assert fiche.standing.is_empty  # nothing was published since the reference
    owed = {one.indicateur.pk: one.due.since for one in missing_values(plan=plan, by=by, on=ON)}
    assert owed[firms.pk] == dt.date(2025, 12, 31)
    definitions = Indicateur.objects.exclude(observatoire_code="")
    assert {one.reponse for one in definitions} == {
        "reindustrialisation", "decarbonation", "sobriete_fonciere", "attractivite_metiers",
    }  # fmt: skip
