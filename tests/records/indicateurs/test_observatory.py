"""The plan's indicators fed by the samples: sourced, bounded, said of the right place."""

from decimal import Decimal

import pytest

from essor.foundations.periods import Period
from essor.observatory.lake import Lake
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.roles import Role
from essor.records.indicateurs.actions import create_indicateur
from essor.records.indicateurs.models import Indicateur, Valeur
from essor.records.indicateurs.observatory import feed_plan, linkable, period_of
from essor.records.journal.models import Operation
from essor.records.plans.models import Plan
from tests.factories import make_access, make_plan, system


@pytest.fixture
def plan(db: None) -> Plan:
    return make_plan()


def linked(plan: Plan, code: str, unit: str, **values: object) -> Indicateur:
    return create_indicateur(
        by=system(plan.territoire), plan=plan, libelle=f"Suivre {code}", unit=unit, sens="hausse",
        agregation="dernier", observatoire_code=code, is_du_plan=True, **values,
    )  # fmt: skip


def test_a_plan_receives_values_with_source_place_and_bounds(plan: Plan, lake_of_samples: Lake):
    jobs = linked(plan, "emploi/emplois_industriels", "emploi")
    hiring = linked(plan, "difficulte_recrutement", "%")
    rubber = linked(plan, "emploi_branche:CG", "emploi")
    by = system(plan.territoire)
    fed = feed_plan(by=by, territoire=plan.territoire, lake=lake_of_samples)
    assert (fed.linked, fed.skipped) == (3, ())
    last = Valeur.objects.filter(indicateur=jobs).order_by("-fin_on")[0]
    assert (last.value, last.periode) == (Decimal(29_796), Period.year(2024))
    assert "zone d'emploi de Clermont-Ferrand" in last.source_title, "not that of the territory"
    interval = Valeur.objects.get(indicateur=hiring)
    assert interval.value is None
    assert (round(interval.low, 1), round(interval.high, 1)) == (Decimal("61.6"), Decimal("75.5"))
    assert {one.value for one in Valeur.objects.filter(indicateur=rubber)} == {8_410, 8_559}
    again = feed_plan(by=by, territoire=plan.territoire, lake=lake_of_samples).outcome
    assert (again.added, again.replaced, again.unchanged) == (0, 0, fed.outcome.added)


def test_a_simulation_says_and_writes_nothing(plan: Plan, lake_of_samples: Lake):
    linked(plan, "population_municipale", "habitant")
    before = Operation.objects.count()
    fed = feed_plan(
        by=system(plan.territoire), territoire=plan.territoire, lake=lake_of_samples,
        is_simulation=True,
    )  # fmt: skip
    assert fed.outcome.added == 1
    assert not Valeur.objects.exists()
    assert Operation.objects.count() == before


def test_what_cannot_be_fed_is_told_one_by_one(plan: Plan, lake_of_samples: Lake):
    linked(plan, "bonheur", "emploi")
    linked(plan, "population_municipale", "emploi")
    linked(plan, "prelevement_industriel", "m3")
    fed = feed_plan(by=system(plan.territoire), territoire=plan.territoire, lake=lake_of_samples)
    reasons = [one.reason for one in fed.skipped]
    assert "n'a pas d'indicateur" in reasons[0]
    assert "habitants" in reasons[1]
    assert "aucune valeur n'est connue" in reasons[2]
    assert not Valeur.objects.exists()


def test_a_reader_feeds_nothing(plan: Plan, lake_of_samples: Lake):
    by = make_access(plan.territoire, Role.LECTEUR)
    with pytest.raises(Forbidden):
        feed_plan(by=by, territoire=plan.territoire, lake=lake_of_samples)


@pytest.mark.parametrize(
    ("vintage", "period"),
    [
        ("2024", Period.year(2024)),
        ("2024-12", Period.month(2024, 12)),
        ("2019-2024", Period.years(2019, 2024)),
        ("non daté", None),
    ],
)
def test_a_vintage_is_a_period(vintage: str, period: Period | None):
    assert period_of(vintage) == period


def test_every_former_name_leads_to_an_indicator():
    from essor.records.indicateurs.observatory import FORMER

    assert all(linkable(code) for code in FORMER)
    assert linkable("bonheur") is None
