"""`essor recherche reindexer`, and the demonstration firms."""

import pytest
from click.testing import CliRunner

from essor.commands import recherche
from essor.commands.demo_entreprises import load_entreprises
from essor.records.accounts.roles import Role
from essor.records.entreprises.models import Contact, Echange, Etablissement, LienAction
from essor.records.recherche.models import Document
from essor.references.demonstration.entreprises import entreprises
from tests.factories import make_action, make_member, make_plan, make_territoire

pytestmark = pytest.mark.django_db


def test_the_index_is_made_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(recherche, "require_workspace", lambda: None)
    monkeypatch.setattr(recherche, "require_migrated", lambda: None)
    make_action(make_plan(), "Halle")
    Document.objects.all().delete()
    said = CliRunner().invoke(recherche.group, ["reindexer"])
    assert said.exit_code == 0, said.output
    assert Document.objects.filter(kind="plans.action").count() == 1


def test_the_demonstration_holds_published_facts_and_nobody():
    territoire = make_territoire()
    plan = make_plan(territoire)
    for fact in entreprises():
        make_action(plan, f"{fact.action} et la suite")
    people = [make_member(territoire, Role.CHEF_DE_PROJET)]
    assert load_entreprises(facts=entreprises(), territoire=territoire, accounts=people)
    assert not load_entreprises(facts=entreprises(), territoire=territoire, accounts=people)
    assert Etablissement.objects.filter(siret="", tranche_effectif="").count() == len(entreprises())
    assert LienAction.objects.count() == len(entreprises())
    assert not Contact.objects.exists()
    assert all(
        one.is_demonstration and "démonstration" in one.compte_rendu
        for one in Echange.objects.all()
    )
