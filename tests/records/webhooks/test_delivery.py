"""Who is told of what, once; attempts, delays, giving up; rights that are lost in between."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.records.accounts.models import Membre
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Role
from essor.records.jobs.models import Job
from essor.records.jobs.worker import drain
from essor.records.journal.actions import operation, revert_operation
from essor.records.journal.models import Event, Operation
from essor.records.plans.actions import change_action, create_axe, delete_action
from essor.records.plans.models import Action, Plan
from essor.records.plans.notes import add_note
from essor.records.plans.parts import FinancementValues, PartValues
from essor.records.risques.actions import create_risque
from essor.records.webhooks.actions import (
    ask_again,
    ask_trial,
    change_abonnement,
    create_abonnement,
    delete_abonnement,
    pause_abonnement,
    renew_secret,
    restart_abonnement,
)
from essor.records.webhooks.addresses import Target
from essor.records.webhooks.choices import EtatLivraison, Famille, Niveau
from essor.records.webhooks.delivery import (
    DELAYS,
    MOST_ATTEMPTS,
    delay_after,
    is_resting,
    send_due,
)
from essor.records.webhooks.models import Abonnement, Livraison, Tentative
from essor.records.webhooks.outbound import Reply
from essor.records.webhooks.secret import secret_of
from essor.records.webhooks.signature import sign
from essor.records.webhooks.told import TOLD
from essor.records.webhooks.work import wake_due
from tests.factories import make_action, make_jalon, make_member, make_plan, make_territoire, system
from tests.records.indicateurs.made import make_indicateur, say
from tests.records.webhooks.made import make_webhook, receiver

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_(self, delay: dt.timedelta) -> None:
        self.now += delay


class Post:
    """Stands for the outside: answers a status in turn, the last one for ever."""

    def __init__(self, *statuses: int | None) -> None:
        self.statuses = list(statuses)
        self.sent: list[tuple[Target, bytes, Mapping[str, str]]] = []

    def __call__(self, target: Target, body: bytes, headers: Mapping[str, str]) -> Reply:
        self.sent.append((target, body, headers))
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        return Reply(status=status, fault="" if status else "Pas de réponse à temps.")

    def said(self) -> list[dict[str, Any]]:
        return [json.loads(body)["data"] for _, body, _ in self.sent]


@pytest.fixture
def plan(db: None) -> Plan:
    return make_plan()


def told(plan: Plan, write: Callable[[], Any], **values: Any) -> list[dict[str, Any]]:
    """Return the objects that a new subscriber is told of when something is written."""
    made = make_webhook(plan.territoire, **values).abonnement
    write()
    post = Post(204)
    send_due(made.pk, clock=timezone.now, send=post)
    delete_abonnement(by=access_for(made.user, plan.territoire), abonnement=made)
    return [one for data in post.said() for one in data["objets"]]


def chief(plan: Plan) -> Any:
    return make_member(plan.territoire, Role.CHEF_DE_PROJET)


def test_a_change_is_told_once_signed_and_without_content(plan: Plan):
    action = make_action(plan, "Titre confidentiel", confidentialite="public")
    made = make_webhook(plan.territoire)
    change_action(by=system(plan.territoire), action=action, objectifs="Former cent personnes")
    livraison = Livraison.objects.get()
    row = Operation.objects.get(pk=livraison.operation_id)
    post = Post(204)
    assert send_due(made.abonnement.pk, clock=lambda: NOON + dt.timedelta(days=999), send=post) == 1
    ((target, body, headers),) = post.sent
    assert (target.host, target.path) == ("recepteur.exemple.fr", "/essor?cle=1")
    data = json.loads(body)
    assert data["type"] == "plan.operation"
    assert dt.datetime.fromisoformat(data["timestamp"]) == row.at
    here = "/api/v1/territoires/ti-8404/"
    assert data["data"]["adresse"].endswith(f"{here}historique?operation={row.pk}")
    (one,) = data["data"]["objets"]
    assert one.pop("adresse").endswith(f"{here}actions/{action.pk}")
    assert one == {
        "famille": "actions", "geste": "modification", "objet": "plans.action",
        "id": str(action.pk), "code": action.code,
    }  # fmt: skip
    assert b"Titre" not in body
    assert b"Former" not in body
    stamp = int((NOON + dt.timedelta(days=999)).timestamp())
    assert headers["webhook-id"] == livraison.message_id
    assert headers["webhook-signature"] == sign(
        made.secret, message_id=livraison.message_id, timestamp=stamp, body=body
    )
    livraison.refresh_from_db()
    assert livraison.state == EtatLivraison.REMISE
    assert send_due(made.abonnement.pk, clock=timezone.now, send=post) == 0


def test_what_each_level_hears_is_what_it_may_read(plan: Plan):
    by, user = system(plan.territoire), chief(plan)
    levels = {one: make_webhook(plan.territoire, user, niveau=one).abonnement for one in Niveau}
    Livraison.objects.all().delete()
    for level in ("public", "interne", "restreint"):
        action = make_action(plan, level, confidentialite=level)
        jalon = make_jalon(action, "Livraison", "2027")
        create_risque(by=by, action=action, jalon=jalon, titre="R", probabilite=1, impact=1)
        add_note(by=by, action=action, texte="Vu", noted_on=dt.date(2026, 11, 2))
    create_axe(by=by, plan=plan, titre="Axe")
    tied = make_indicateur(plan, is_du_plan=True, confidentialite="interne")
    say(tied, 40, year=2025)
    heard = {}
    for niveau, made in levels.items():
        post = Post(204)
        send_due(made.pk, clock=timezone.now, send=post)
        heard[niveau] = Counter(one["objet"] for data in post.said() for one in data["objets"])
    of_action = {"plans.action": 1, "jalons.jalon": 1, "jalons.prevision": 1}
    assert heard[Niveau.PUBLIC] == Counter(of_action) + Counter({"plans.axe": 1})
    for niveau, count in ((Niveau.INTERNE, 2), (Niveau.RESTREINT, 3)):
        kinds = (*of_action, "plans.note", "risques.risque")
        assert {heard[niveau][kind] for kind in kinds} == {count}, niveau
        assert heard[niveau]["indicateurs.valeur"] == 1


def test_a_restricted_action_does_not_leak_by_its_code(plan: Plan):
    by, user = system(plan.territoire), chief(plan)
    hidden = make_action(plan, "Cachée", confidentialite="restreint")
    below = make_action(plan, "Sous-action", parent=hidden, confidentialite="public")
    public = make_action(plan, "Publique", confidentialite="public")

    def write() -> None:
        for action in (hidden, below):
            change_action(by=by, action=action, objectifs="Secret")
            money = PartValues(financements=[FinancementValues(financeur="X")])
            change_action(by=by, action=action, parts=money)
        change_action(by=by, action=public, confidentialite="restreint")
        delete_action(by=by, action=below)
        delete_action(by=by, action=hidden)
        gone = delete_action(by=by, action=make_action(plan, "Née et morte"))
        revert_operation(author=None, row=gone)

    assert told(plan, write, user=user) == []
    assert told(plan, lambda: make_action(plan, "Interne"), user=user) == []
    assert Livraison.objects.count() == 0


def test_a_deletion_is_told_to_whom_could_read(plan: Plan):
    by, user = system(plan.territoire), chief(plan)
    for niveau, count in ((Niveau.PUBLIC, 1), (Niveau.INTERNE, 2), (Niveau.RESTREINT, 3)):
        actions = [
            make_action(plan, f"{niveau} {level}", confidentialite=level)
            for level in ("public", "interne", "restreint")
        ]
        codes = {action.code for action in actions[:count]}
        found = told(
            plan,
            lambda rows=actions: [delete_action(by=by, action=one) for one in rows],
            user=user,
            niveau=niveau,
        )
        assert {one["code"] for one in found} == codes
        assert {(one["geste"], one["adresse"]) for one in found} == {("suppression", None)}


def test_only_chosen_families_are_told_and_nothing_of_elsewhere(plan: Plan):
    action = make_action(plan, "Former", confidentialite="public")
    made = make_webhook(plan.territoire, familles=[Famille.JALONS])
    change_action(by=system(plan.territoire), action=action, objectifs="Autre")
    other = make_plan(make_territoire("ti-8412", "Ailleurs"))
    make_jalon(make_action(other, "Là-bas", confidentialite="public"), "Livraison", "2027")
    assert Livraison.objects.count() == 0
    make_jalon(action, "Livraison", "2027")
    assert Livraison.objects.get().abonnement == made.abonnement


def test_one_row_per_operation_kept_or_lost_with_it(plan: Plan):
    made = make_webhook(plan.territoire, niveau=Niveau.RESTREINT)
    with transaction.atomic():
        make_action(plan, "Perdue")
        transaction.set_rollback(True)
    assert Livraison.objects.count() == 0
    make_action(plan, "Gardée")
    (livraison,) = Livraison.objects.all()
    with pytest.raises(Exception, match="livraison|UNIQUE"), transaction.atomic():
        Livraison.objects.create(
            abonnement=made.abonnement, operation_id=livraison.operation_id,
            created_at=NOON, next_attempt_at=NOON,
        )  # fmt: skip


def test_delays_follow_the_published_schedule_and_then_it_is_given_up(plan: Plan):
    made = make_webhook(plan.territoire)
    make_action(plan, "Publique", confidentialite="public")
    clock, post, waits = Clock(), Post(500), []
    clock.pass_(dt.timedelta(seconds=1))
    for _ in range(MOST_ATTEMPTS):
        send_due(made.abonnement.pk, clock=clock, send=post)
        livraison = Livraison.objects.get()
        if livraison.next_attempt_at is None:
            break
        waits.append(livraison.next_attempt_at - clock.now)
        assert send_due(made.abonnement.pk, clock=clock, send=post) == 0
        clock.now = max(livraison.next_attempt_at, clock.now + dt.timedelta(hours=1))
    assert len(post.sent) == MOST_ATTEMPTS == livraison.attempts
    assert livraison.state == EtatLivraison.ABANDONNEE
    for wait, delay in zip(waits, DELAYS, strict=True):
        assert delay * 0.8 <= wait <= delay * 1.2
    ids = {headers["webhook-id"] for _, _, headers in post.sent}
    stamps = {headers["webhook-timestamp"] for _, _, headers in post.sent}
    assert (len(ids), len(stamps), len({body for _, body, _ in post.sent})) == (1, MOST_ATTEMPTS, 1)


def test_jitter_spreads_and_the_receiver_may_ask_for_longer():
    assert delay_after(1, None, 0.0) == dt.timedelta(seconds=24)
    assert delay_after(1, None, 1.0) == dt.timedelta(seconds=36)
    assert delay_after(1, 7200, 0.5) == dt.timedelta(hours=2)
    assert delay_after(1, 10**9, 0.5) == dt.timedelta(hours=24)


def test_a_receiver_that_is_down_does_not_hold_the_queue(plan: Plan):
    made = make_webhook(plan.territoire).abonnement
    for rank in range(3):
        make_action(plan, f"Publique {rank}", confidentialite="public")
    clock, post = Clock(), Post(None)
    send_due(made.pk, clock=clock, send=post)
    assert len(post.sent) == 1
    assert is_resting(made, clock.now)
    send_due(made.pk, clock=clock, send=post)
    assert len(post.sent) == 1
    clock.pass_(dt.timedelta(seconds=31))
    post.statuses = [204]
    assert send_due(made.pk, clock=clock, send=post) >= 2
    assert not is_resting(made, clock.now)


def test_after_days_of_failures_it_is_suspended_and_a_person_restarts_it(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
):
    made = make_webhook(plan.territoire).abonnement
    clock, post = Clock(), Post(500)
    for day in range(6):
        make_action(plan, f"Publique {day}", confidentialite="public")
        clock.pass_(dt.timedelta(days=1))
        send_due(made.pk, clock=clock, send=post)
        made.refresh_from_db()
        assert (made.suspended_at is not None) is (day == 5)
    assert "5 jours" in made.suspended_why
    assert not Livraison.objects.filter(state=EtatLivraison.EN_ATTENTE).exists()
    make_action(plan, "Pendant", confidentialite="public")
    assert not Livraison.objects.filter(state=EtatLivraison.EN_ATTENTE).exists()
    monkeypatch.setattr(timezone, "now", clock)
    clock.pass_(dt.timedelta(hours=1))
    made = restart_abonnement(by=access_for(made.user, plan.territoire), abonnement=made)
    make_action(plan, "Après", confidentialite="public")
    send_due(made.pk, clock=clock, send=Post(500))
    made.refresh_from_db()
    assert made.suspended_at is None


def test_a_receiver_that_is_gone_is_left_alone_at_once(plan: Plan):
    made = make_webhook(plan.territoire).abonnement
    make_action(plan, "Publique", confidentialite="public")
    send_due(made.pk, clock=Clock(), send=Post(410))
    made.refresh_from_db()
    assert "410" in made.suspended_why


def test_a_right_that_is_lost_silences_even_what_was_noted(plan: Plan):
    made = make_webhook(plan.territoire, niveau=Niveau.RESTREINT).abonnement
    hidden = make_action(plan, "Cachée", confidentialite="restreint")
    membre = Membre.objects.get(user=made.user)
    with operation(kind="test.role", author=None) as op:
        op.change(membre, role=Role.LECTEUR)
    change_action(by=system(plan.territoire), action=hidden, objectifs="Autre")
    assert Livraison.objects.count() == 1
    post = Post(204)
    send_due(made.pk, clock=Clock(), send=post)
    assert post.sent == []
    assert Livraison.objects.get().state == EtatLivraison.ECARTEE


def test_an_action_closed_in_between_is_no_longer_told(plan: Plan):
    made = make_webhook(plan.territoire).abonnement
    action = make_action(plan, "Publique", confidentialite="public")
    change_action(by=system(plan.territoire), action=action, confidentialite="restreint")
    post = Post(204)
    send_due(made.pk, clock=Clock(), send=post)
    assert post.sent == []


def test_the_secret_is_shown_once_and_kept_nowhere(plan: Plan, settings: Any):
    made = make_webhook(plan.territoire)
    stored = json.dumps(list(Abonnement.objects.values()), default=str)
    events = json.dumps(list(Event.objects.values("changes")))
    assert made.secret.removeprefix("whsec_") not in stored + events
    assert made.abonnement.seed not in events
    assert secret_of(made.abonnement.seed) == made.secret
    settings.SECRET_KEY = "another-key-of-the-installation-0123456789-0123456789"
    make_action(plan, "Publique", confidentialite="public")
    post = Post(204)
    send_due(made.abonnement.pk, clock=Clock(), send=post)
    made.abonnement.refresh_from_db()
    assert post.sent == []
    assert "Renouvelez le secret" in made.abonnement.suspended_why


@pytest.mark.parametrize("is_leaked", [False, True])
def test_both_secrets_sign_for_a_day_unless_the_old_one_leaked(plan: Plan, is_leaked: bool):
    made = make_webhook(plan.territoire)
    by = access_for(made.abonnement.user, plan.territoire)
    renewed = renew_secret(by=by, abonnement=made.abonnement, is_leaked=is_leaked)
    assert renewed.secret != made.secret
    post, clock = Post(204), Clock()
    for rank in range(2):
        make_action(plan, f"Publique {rank}", confidentialite="public")
        clock.now = timezone.now() + dt.timedelta(days=rank)
        send_due(made.abonnement.pk, clock=clock, send=post)
    for rank, (_, body, headers) in enumerate(post.sent):
        stamp = int(headers["webhook-timestamp"])
        expected = [
            sign(secret, message_id=headers["webhook-id"], timestamp=stamp, body=body)
            for secret in (renewed.secret, made.secret)
        ]
        is_both = rank == 0 and not is_leaked
        assert headers["webhook-signature"].split() == expected[: 2 if is_both else 1]


def test_a_deleted_webhook_comes_back_without_its_secret(plan: Plan):
    made = make_webhook(plan.territoire).abonnement
    by = access_for(made.user, plan.territoire)
    delete_abonnement(by=by, abonnement=made)
    revert_operation(author=None, row=Operation.objects.get(kind="webhook.supprimer"))
    back = Abonnement.objects.get()
    assert (back.pk, back.has_secret) == (made.pk, False)
    make_action(plan, "Publique", confidentialite="public")
    post = Post(204)
    send_due(back.pk, clock=Clock(), send=post)
    assert post.sent == []
    renewed = renew_secret(by=by, abonnement=Abonnement.objects.get())
    assert renewed.abonnement.has_secret


def test_a_pause_silences_and_ends(plan: Plan):
    made = make_webhook(plan.territoire).abonnement
    by = access_for(made.user, plan.territoire)
    made = pause_abonnement(by=by, abonnement=made)
    make_action(plan, "Pendant", confidentialite="public")
    made = restart_abonnement(by=by, abonnement=made)
    make_action(plan, "Après", confidentialite="public")
    assert Livraison.objects.count() == 1


def test_every_fault_of_a_webhook_comes_at_once_and_only_managers_set_one(plan: Plan):
    user = chief(plan)
    with pytest.raises(UserFault) as raised:
        create_abonnement(
            by=access_for(user, plan.territoire), territoire=plan.territoire, titre=" ",
            url="http://10.0.0.1/", familles=[],
        )  # fmt: skip
    assert {fault.place.field for fault in raised.value.faults} == {"titre", "url", "familles"}
    pilot = make_member(plan.territoire, Role.PILOTE)
    with pytest.raises(Forbidden):
        make_webhook(plan.territoire, pilot)
    made = make_webhook(plan.territoire, user).abonnement
    other = make_member(plan.territoire, Role.ADMINISTRATEUR)
    row = change_abonnement(
        by=access_for(other, plan.territoire), abonnement=made, titre="Autre", expected_version=1
    )
    assert (row.user, row.titre) == (other, "Autre")


def test_every_kind_that_is_told_reads_its_filter(plan: Plan):
    """No filter names a column that its model has not, for the public as for a manager."""
    user = chief(plan)
    for by in (access_for(None, plan.territoire), access_for(user, plan.territoire)):
        for one in TOLD:
            one.model._default_manager.filter(one.visible(by)).count()


@pytest.mark.django_db(transaction=True)
def test_the_worker_delivers_to_a_real_server_and_again_when_asked(settings: Any):
    settings.IS_DEMONSTRATION = True
    plan = make_plan()
    with receiver((500, b"<b>panne</b>"), (200, b"ok")) as heard:
        made = make_webhook(plan.territoire, url=heard.url)
        by = access_for(made.abonnement.user, plan.territoire)
        make_action(plan, "Publique", confidentialite="public")
        drain()
        livraison = Livraison.objects.get()
        assert (livraison.state, livraison.attempts) == (EtatLivraison.EN_ATTENTE, 1)
        ask_again(by=by, livraison=livraison)
        ask_trial(by=by, abonnement=made.abonnement)
        drain()
    assert [one["type"] for one in heard.said()] == ["plan.operation"] * 2 + ["webhook.essai"]
    assert heard.bodies[0] == heard.bodies[1]
    assert heard.headers[0]["webhook-id"] == heard.headers[1]["webhook-id"]
    for headers, body in zip(heard.headers, heard.bodies, strict=True):
        stamp = int(headers["webhook-timestamp"])
        expected = sign(made.secret, message_id=headers["webhook-id"], timestamp=stamp, body=body)
        assert headers["webhook-signature"] == expected
    rows = list(Tentative.objects.order_by("id").values_list("http_status", "excerpt"))
    assert rows == [(500, "<b>panne</b>"), (200, "ok"), (204, "")]
    assert set(Livraison.objects.values_list("state", flat=True)) == {EtatLivraison.REMISE}
    assert set(Job.objects.values_list("state", flat=True)) == {"reussi"}


def test_what_was_not_asked_for_in_time_is_asked_by_the_chore_and_old_rows_leave(plan: Plan):
    made = make_webhook(plan.territoire).abonnement
    make_action(plan, "Publique", confidentialite="public")
    old = Livraison.objects.create(
        abonnement=made, state=EtatLivraison.REMISE, created_at=timezone.now() - dt.timedelta(31)
    )
    assert not Job.objects.exists()  # this test never commits
    wake_due()
    wake_due()
    assert Job.objects.get().subject_id == made.pk
    assert not Livraison.objects.filter(pk=old.pk).exists()
    assert Action.objects.count() == 1
