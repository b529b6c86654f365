"""Milestones of the demonstration: nothing but what was published, and said to be a reading."""

import datetime as dt
from importlib import resources
from typing import Any

import pytest

from essor.commands.demo_content import load_demonstration
from essor.commands.demo_jalons import REFERENCE_LUE
from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.records.accounts.actions import create_demonstration_accounts
from essor.records.jalons.calendar import JalonRow
from essor.records.jalons.models import Dependance
from essor.records.jalons.queries import plan_calendar
from essor.records.plans.models import Annonce, Plan
from essor.references.demonstration.loader import FILE, clermont_arverne, parse
from tests.factories import make_territoire, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(settings: Any) -> dict[str, JalonRow]:
    settings.IS_DEMONSTRATION = True
    territoire = make_territoire()
    accounts = create_demonstration_accounts(territoire=territoire)
    load_demonstration(facts=clermont_arverne(), territoire=territoire, accounts=accounts)
    plan = Plan.objects.get()
    calendar = plan_calendar(plan=plan, by=system(territoire), today=dt.date(2026, 11, 23))
    return {row.jalon.titre: row for row in calendar.rows()}


def test_the_published_slips_of_the_printing_works(rows: dict[str, JalonRow]) -> None:
    row = rows["Nouvelle imprimerie, mise en service"]
    assert [one.expected.label() for one in row.previsions] == ["2022", "2024", "2026"]
    assert row.jalon.baseline == Period.year(2022)
    assert row.drift is not None
    assert round(row.drift.days / 365.25) == 4  # « quatre ans de retard », says the source
    assert row.jalon.baseline_motif == REFERENCE_LUE
    assert rows["Nouvelle imprimerie, autorisations"].current == Period.month(2022, 11)
    assert rows["Nouvelle imprimerie, autorisations"].jalon.baseline is None


def test_the_published_slips_of_cataroux(rows: dict[str, JalonRow]) -> None:
    row = rows["Quartier des Pistes, échéance annoncée"]
    said = [one.expected.label() for one in row.previsions]
    assert said == ["T4\u00a02022", "2023", "2024", "2028"]
    assert [one.announced is None for one in row.previsions] == [True, True, False, False]
    assert "Lecture d'Essor" in row.previsions[0].motif
    late = rows["Pôle d'innovation collaborative, livraison"]
    assert late.days_late == (dt.date(2026, 11, 23) - dt.date(2025, 12, 31)).days


def test_every_date_of_a_milestone_was_published(rows: dict[str, JalonRow]) -> None:
    published = set(Annonce.objects.values_list("value_on", "value_precision", "source_title"))
    for row in rows.values():
        for one in row.previsions:
            assert (one.expected_on, one.expected_precision, one.source_title) in published
        if row.is_reached:
            dates = {(day, precision) for day, precision, _ in published}
            assert (row.jalon.actual_on, row.jalon.actual_precision) in dates
            assert row.jalon.preuve_texte
    assert not Dependance.objects.exists()  # nobody published one


def test_a_milestone_without_a_dated_announcement_is_refused() -> None:

    text = resources.files("essor.references.demonstration").joinpath(FILE).read_text("utf-8")
    known = "      - sujet: Achèvement du projet\n      -"
    wrong = text.replace(known, known.replace("Achèvement du projet", "Rien"), 1)
    assert wrong != text
    with pytest.raises(UserFault, match="aucune date"):
        parse(wrong)
