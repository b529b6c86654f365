"""« clermont » is four communes, and the beginning of Clermont-Ferrand."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essor.records.territoires.actions import load_reference_facts

pytestmark = pytest.mark.django_db


def test_longer_names_are_offered_beside_the_exact_ones() -> None:
    load_reference_facts(author=None, at=timezone.now())
    page = Client().get(reverse("territoires:site"), {"q": "clermont"})
    offered = [one.nom for one in page.context["others"]]
    assert offered[0] == "Clermont-Ferrand"
    assert "Clermont" not in offered
    assert "?q=63113" in page.content.decode()


def test_codes_offer_nothing_else() -> None:
    load_reference_facts(author=None, at=timezone.now())
    page = Client().get(reverse("territoires:site"), {"q": "63113"})
    assert page.context["others"] == []
