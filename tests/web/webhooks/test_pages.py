"""Pages of the webhooks: the secret is shown once, faults lose nothing, the log says it all."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from essor.records.accounts.models import Membre, User
from essor.records.accounts.roles import Role
from essor.records.jobs.worker import drain
from essor.records.journal.actions import operation
from essor.records.plans.models import Plan
from essor.records.webhooks.delivery import send_due, suspend
from essor.records.webhooks.models import Abonnement, Livraison
from essor.records.webhooks.outbound import Reply
from essor.records.webhooks.secret import secret_of
from tests.factories import make_action, make_member, make_plan
from tests.records.webhooks.made import URL, make_webhook, receiver

pytestmark = pytest.mark.django_db
CODE = "ti-8404"
GIVEN = {"titre": "SIG", "url": URL, "familles": ["jalons", "actions"], "niveau": "interne"}


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def user(plan: Plan) -> User:
    return make_member(plan.territoire, Role.CHEF_DE_PROJET)


@pytest.fixture
def chef(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return unescape(answer.content.decode()).replace("\u00a0", " ")


def test_a_webhook_is_made_and_its_secret_shown_this_once(chef: Client, plan: Plan):
    assert "Aucun programme" in text(chef.get(reverse("webhooks:list", args=[CODE])))
    answer = chef.post(reverse("webhooks:create", args=[CODE]), GIVEN)
    made = Abonnement.objects.get()
    assert made.familles == ["actions", "jalons"]
    assert secret_of(made.seed) in text(answer)
    assert "no-store" in answer["Cache-Control"]
    page = reverse("webhooks:show", args=[CODE, made.pk])
    assert "whsec_" not in text(chef.get(page))
    again = chef.post(reverse("webhooks:renew", args=[CODE, made.pk]))
    (shown,) = re.findall(r"whsec_[\w+/=]+", text(again))
    made.refresh_from_db()
    assert shown == secret_of(made.seed)
    assert "Le précédent signe encore" in text(chef.get(page))


def test_every_fault_is_listed_and_nothing_typed_is_lost(chef: Client, plan: Plan):
    wrong = {"titre": "SIG", "url": "https://10.0.0.8/", "niveau": "public"}
    answer = chef.post(reverse("webhooks:create", args=[CODE]), wrong)
    assert answer.status_code == 422
    said = text(answer)
    assert "« Changements annoncés » reste à remplir" in said
    assert 'value="https://10.0.0.8/"' in said
    answer = chef.post(
        reverse("webhooks:create", args=[CODE]), {**GIVEN, "url": "https://10.0.0.8/"}
    )
    assert "réseau privé" in text(answer)
    assert not Abonnement.objects.exists()


def test_another_manager_takes_over_by_saving(chef: Client, plan: Plan, user: User):
    other = make_member(plan.territoire, Role.CHEF_DE_PROJET, email="partie@exemple.fr")
    made = make_webhook(plan.territoire, other).abonnement
    with operation(kind="test.depart", author=None) as op:
        op.delete(Membre.objects.get(user=other))
    page = reverse("webhooks:show", args=[CODE, made.pk])
    assert "n'est plus chef de projet" in text(chef.get(page))
    stale = {**GIVEN, "version": made.version + 7}
    edit = reverse("webhooks:edit", args=[CODE, made.pk])
    assert chef.post(edit, {**GIVEN, "version": made.version}).status_code == 302
    made.refresh_from_db()
    assert (made.user, made.titre) == (user, "SIG")
    assert chef.post(edit, {**stale, "titre": "Périmé"}).status_code == 422
    assert "n'est plus" not in text(chef.get(page))


def test_the_log_shows_what_came_back_without_running_it(chef: Client, plan: Plan, user: User):
    made = make_webhook(plan.territoire, user).abonnement
    make_action(plan, "Publique", confidentialite="public")

    def answering(*args: Any) -> Reply:
        return Reply(status=500, duration_ms=1234, excerpt="<script>alert(1)</script>")

    send_due(made.pk, clock=lambda: Livraison.objects.get().created_at, send=answering)
    page = chef.get(reverse("webhooks:show", args=[CODE, made.pk]))
    assert b"<script>alert" not in page.content
    said = " ".join(text(page).replace("\u202f", " ").split())
    assert "Statut 500, 1 234 ms" in said
    assert "prochain essai le" in said
    table = chef.get(reverse("webhooks:log_csv", args=[CODE, made.pk])).content.decode("utf-8-sig")
    assert Livraison.objects.get().message_id in table
    suspend(made, "Tous les envois échouent depuis 5 jours.", at=made.created_at)
    suspended = text(chef.get(reverse("webhooks:show", args=[CODE, made.pk])))
    assert "Tous les envois échouent depuis 5 jours." in suspended
    chef.post(reverse("webhooks:restart", args=[CODE, made.pk]))
    made.refresh_from_db()
    assert made.is_open


@pytest.mark.django_db(transaction=True)
def test_gestures_reach_a_real_server(settings: Any):
    settings.IS_DEMONSTRATION = True
    plan = make_plan()
    user = make_member(plan.territoire, Role.CHEF_DE_PROJET)
    chef = Client()
    chef.force_login(user)
    with receiver() as heard:
        made = make_webhook(plan.territoire, user, url=heard.url).abonnement
        chef.post(reverse("webhooks:trial", args=[CODE, made.pk]))
        drain()
        again = [CODE, made.pk, Livraison.objects.get().pk]
        chef.post(reverse("webhooks:again", args=again))
        drain()
    assert [one["type"] for one in heard.said()] == ["webhook.essai"] * 2
    assert chef.post(reverse("webhooks:remove", args=[CODE, made.pk])).status_code == 302
    assert not Abonnement.objects.exists()
    assert not Livraison.objects.exists()
