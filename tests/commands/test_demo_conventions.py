"""The demonstration convention: the published label, nobody invented, nothing applied."""

import pytest

from essor.commands.demo_conventions import load_convention
from essor.records.conventions.models import Acte, Label, Mandat, Mouvement, Signataire
from essor.records.conventions.mouvements import rehearse_movement
from essor.records.plans.models import Action
from essor.references.demonstration.conventions import convention_facts
from essor.references.demonstration.loader import clermont_arverne
from tests.factories import make_action, make_plan, system

pytestmark = pytest.mark.django_db


def test_what_is_published_is_written_once_and_the_rest_stays_unknown() -> None:
    plan = make_plan()
    titles = [fact.titre for fact in clermont_arverne().actions]
    for titre in titles:
        make_action(plan, titre, confidentialite="public")
    facts = convention_facts()
    assert load_convention(facts=facts, territoire=plan.territoire, accounts=())
    assert not load_convention(facts=facts, territoire=plan.territoire, accounts=())
    label = Label.objects.get()
    assert (label.phase, label.actions_annoncees) == ("2023-2027", 15)
    assert label.obtenu is not None
    assert label.obtenu.label() == "novembre\u00a02023"
    for nobody in (Acte, Signataire, Mandat):
        assert not nobody.objects.exists()
    assert Mouvement.objects.count() == len(facts.mouvements) == 2
    for mouvement in Mouvement.objects.all():
        assert mouvement.motif.startswith("Démonstration")
        assert mouvement.applied_at is None
        rehearse_movement(mouvement, system(plan.territoire))
    assert sorted(Action.objects.values_list("titre", flat=True)) == sorted(titles)
