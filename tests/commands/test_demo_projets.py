"""Big projects of the demonstration: published slips and costs, and silence where it is silent."""

import datetime as dt
from typing import Any

import pytest

from essor.commands.demo_content import load_demonstration
from essor.commands.demo_projets import load_projets
from essor.records.accounts.actions import create_demonstration_accounts
from essor.records.plans.announcements import said_label
from essor.records.plans.models import Annonce, Plan
from essor.records.projets.overview import ProjetRow, projets_of
from essor.records.projets.queries import page_of
from essor.references.demonstration.loader import clermont_arverne
from essor.references.demonstration.projets import projets
from tests.factories import make_territoire, system

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def rows(settings: Any) -> tuple[ProjetRow, ...]:
    settings.IS_DEMONSTRATION = True
    territoire = make_territoire()
    accounts = create_demonstration_accounts(territoire=territoire)
    load_demonstration(facts=clermont_arverne(), territoire=territoire, accounts=accounts)
    assert load_projets(facts=projets(), territoire=territoire)
    assert not load_projets(facts=projets(), territoire=territoire)
    return projets_of(plan=Plan.objects.get(), by=system(territoire), today=TODAY)


def test_four_big_projects_two_of_which_nobody_says_anything(rows: tuple[ProjetRow, ...]) -> None:
    assert len(rows) == 4
    silent = [row for row in rows if row.promise is None and row.cost is None and not row.phases]
    assert [row.action.titre.split()[0] for row in silent] == ["Projet", "Réalisation"]


def test_the_printing_works_slipped_and_cost_more(rows: tuple[ProjetRow, ...]) -> None:
    row = rows[1]
    assert row.promise is not None
    said = [one.expected.label() for one in row.promise.row.kept]
    assert said == ["2022", "2024", "2025", "2026", "2026"]
    assert row.promise.slips == 3
    assert row.cost is not None
    amounts = [said_label(one) for one in row.cost.series.annonces]
    assert amounts == ["200\u00a0M€", "200\u00a0M€", "220\u00a0M€", "250\u00a0M€"]
    assert row.passed == 2
    assert row.next_gate is not None
    assert row.next_gate.titre == "Dépollution et déconstruction à Longues"


def test_cataroux_slipped_and_no_gate_of_it_is_published(rows: tuple[ProjetRow, ...]) -> None:
    row = rows[0]
    by = system(row.action.plan.territoire)
    page = page_of(plan=row.action.plan, action=row.action, by=by, today=TODAY)
    assert page.is_gates_silent
    assert page.worst is not None
    assert page.worst.jalon.titre == "Quartier des Pistes, échéance annoncée"
    said = [one.expected.label() for one in page.worst.kept]
    assert said == ["T4\u00a02022", "2023", "2024", "2028", "2029"]
    assert page.contenance.known_m2 == 0  # nobody published it: counted, not guessed
    assert page.contenance.unknown == len(page.parcelles) > 0


def test_every_fact_says_where_it_was_read(rows: tuple[ProjetRow, ...]) -> None:
    published = set(Annonce.objects.values_list("value_on", "value_precision", "source_title"))
    for row in rows:
        for jalon in row.promise.row.kept if row.promise else ():
            found = (jalon.expected_on, jalon.expected_precision, jalon.source_title)
            assert found in published
    for fact in projets():
        for said in (*fact.dates, *fact.couts):
            assert said["source_href"].startswith("https://")
            assert said["announced_on"] < fact.read_on
