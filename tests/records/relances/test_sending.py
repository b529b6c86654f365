"""What leaves is what the preview said: to the person concerned, once, and with a way out."""

import datetime as dt
import re
import smtplib
import subprocess
import sys
from collections.abc import Callable
from os import environ, pathsep
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.foundations.french_holidays import quiet_reason
from essor.records.accounts.models import Membre, User
from essor.records.accounts.roles import Role
from essor.records.comites.actions import create_comite
from essor.records.comites.decisions import add_decision
from essor.records.jalons.forecasts import announce
from essor.records.jobs.worker import drain
from essor.records.journal.actions import revert_operation
from essor.records.journal.models import Operation
from essor.records.plans.actions import change_action
from essor.records.plans.models import Action, Plan
from essor.records.relances.answers import ActionAnswer, answer_sheet
from essor.records.relances.campagnes import close_campagne, set_rule
from essor.records.relances.defaults import rules_of
from essor.records.relances.facts import watched_in
from essor.records.relances.kinds import Nature
from essor.records.relances.models import Courriel, EtatCourriel, LienFiche, Rappel
from essor.records.relances.queries import preview, state_on
from essor.records.relances.rules import Rule, plan_day
from essor.records.relances.sending import ask_to_send, prepare_day, retry_late
from essor.records.relances.subscriptions import set_refused, unsubscribe
from essor.records.relances.work import run_when_due, send_mail
from essor.records.suivi.actions import add_point
from tests.factories import (
    forecast,
    make_access,
    make_action,
    make_jalon,
    make_member,
    make_plan,
    make_territoire,
    system,
)
from tests.records.indicateurs.made import make_indicateur
from tests.records.relances.made import ask, make_pilot, pilot

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 3, 2)
LATE = "15/01/2026"


@pytest.fixture
def plan() -> Plan:
    return make_plan()


def turn_on(plan: Plan, *natures: Nature, **values: int) -> None:
    for nature in natures:
        rule = Rule(nature=nature, is_on=True, **({"days": 7} | values))
        set_rule(by=system(plan.territoire), plan=plan, rule=rule)


def late_action(plan: Plan, titre: str = "Former", **values: object) -> Action:
    action = make_action(plan, titre, statut="en_cours", **values)
    make_jalon(action, "Ouverture", LATE)
    return action


def told(plan: Plan, day: dt.date = MONDAY) -> dict[int, list[str]]:
    found = plan_day(state_on(day, plans=[plan]), day)
    return {
        one.user_id: [f"{line.watched.nature.value} {line.watched.texte}" for line in one.lines]
        for one in found.mails
    }


def send_all(day: dt.date = MONDAY) -> list[str]:
    prepare_day(day=day)
    drain()
    return [message.to[0] for message in mail.outbox]


def test_no_rule_is_on_until_somebody_chooses(plan: Plan):
    make_pilot(plan, late_action(plan))
    assert told(plan) == {}
    assert not any(rules_of(plan.territoire, MONDAY)[one].is_on for one in Nature.rules())


def test_only_the_pilot_is_told_not_the_other_members(plan: Plan):
    mine, other = late_action(plan, "Former"), late_action(plan, "Recruter")
    dominique = make_pilot(plan, mine)
    sacha = make_pilot(plan, other, email="sacha@exemple.fr")
    make_member(plan.territoire, Role.LECTEUR)
    turn_on(plan, Nature.JALON_DEPASSE)
    found = told(plan)
    assert set(found) == {dominique.pk, sacha.pk}
    assert "A01 Former" in found[dominique.pk][0]
    assert len(found[dominique.pk]) == 1


def test_the_owner_of_a_milestone_is_told_instead_of_the_pilots(plan: Plan):
    action = make_action(plan, "Former", statut="en_cours")
    make_pilot(plan, action)
    owner = make_member(plan.territoire, Role.PILOTE)
    make_jalon(action, "Ouverture", LATE, responsable=owner)
    turn_on(plan, Nature.JALON_DEPASSE)
    assert set(told(plan)) == {owner.pk}


@pytest.mark.parametrize(
    "values",
    [
        {"statut": "a_discuter"}, {"statut": "realise"}, {"statut": "abandonne"},
        {"engagement": "idee"}, {"sortie": "abandonnee", "sortie_on": MONDAY},
    ],
    ids=str,
)  # fmt: skip
def test_drafts_and_ended_actions_remind_nobody(plan: Plan, values: dict[str, object]):
    action = late_action(plan)
    make_pilot(plan, action)
    turn_on(plan, *Nature.rules())
    assert told(plan)
    change_action(by=system(plan.territoire), action=action, **values)
    assert told(plan) == {}


def test_an_ended_plan_and_an_ended_parent_remind_nobody(plan: Plan):
    parent = make_action(plan, "Former", statut="en_cours")
    child = late_action(plan, "Former les soudeurs", parent=parent)
    dominique = make_pilot(plan, parent)
    turn_on(plan, Nature.JALON_DEPASSE)
    assert set(told(plan)) == {dominique.pk}, "the pilot above answers for a sub-action"
    change_action(by=system(plan.territoire), action=parent, statut="realise")
    assert told(plan) == {}
    change_action(by=system(plan.territoire), action=parent, statut="en_cours")
    assert child.parent_id == parent.pk
    Plan.objects.filter(pk=plan.pk).update(fin_on=MONDAY - dt.timedelta(days=1))
    assert plan_day(state_on(MONDAY), MONDAY).mails == ()


def test_a_pilot_who_left_or_lost_her_role_is_told_nothing(plan: Plan):
    user = make_pilot(plan, late_action(plan))
    turn_on(plan, Nature.JALON_DEPASSE)
    Membre.objects.filter(user=user).update(role=Role.LECTEUR)
    assert told(plan) == {}
    Membre.objects.filter(user=user).update(role=Role.PILOTE)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert told(plan) == {}


def test_each_kind_finds_what_it_watches(plan: Plan):
    action = late_action(plan)
    user = make_pilot(plan, action)
    by = system(plan.territoire)
    make_jalon(action, "Bilan", "mars 2026")
    add_point(
        by=by, action=action, cause="Permis attendu", destinataire_nature="etat",
        destinataire_nom="DREAL", echeance_on=MONDAY, prochaine_etape="Réunion",
    )  # fmt: skip
    comite = create_comite(by=by, plan=plan, nature="copil", titre="Comité", tenu_on=MONDAY)
    add_decision(
        by=by, comite=comite, texte="Relancer la Région", responsable=user,
        echeance_on=MONDAY + dt.timedelta(days=3),
    )  # fmt: skip
    ask(plan, user, action)
    watched = watched_in([plan], MONDAY)
    found = {one.nature: one for one in watched}
    assert any("«\u00a0Bilan\u00a0» attendu en mars" in one.texte for one in watched)
    assert set(found) == set(Nature) - {Nature.VALEUR_MANQUANTE}
    assert all(one.user_id == user.pk for one in found.values())
    assert "Réunion" in found[Nature.ETAPE_BLOCAGE].texte


def test_a_missing_value_is_asked_of_its_owner_and_only_where_it_is_wanted(plan: Plan):
    user = make_member(plan.territoire, Role.PILOTE)
    make_indicateur(plan, "Emplois créés", responsable=user)
    far = timezone.localdate() + dt.timedelta(days=60)
    turn_on(plan, Nature.DECISION)
    assert not watched_in([plan], far, rules=state_on(far, plans=[plan]).rules)
    turn_on(plan, Nature.VALEUR_MANQUANTE)
    (found,) = state_on(far, plans=[plan]).watched
    assert (found.nature, found.user_id) == (Nature.VALEUR_MANQUANTE, user.pk)
    assert "Emplois créés" in found.texte


def test_a_rule_turned_off_in_between_sends_nothing(plan: Plan):
    make_pilot(plan, late_action(plan))
    turn_on(plan, Nature.JALON_DEPASSE)
    prepare_day(day=MONDAY)
    off = Rule(nature=Nature.JALON_DEPASSE, is_on=False, days=7)
    set_rule(by=system(plan.territoire), plan=plan, rule=off)
    drain()
    assert mail.outbox == []


def test_what_is_read_does_not_grow_with_the_plan(
    plan: Plan, django_assert_max_num_queries: Callable[[int], object]
):
    for number in range(12):
        make_pilot(plan, late_action(plan, f"Action {number}"), email=f"p{number}@exemple.fr")
    turn_on(plan, Nature.JALON_DEPASSE, Nature.SANS_NOUVELLE)
    with django_assert_max_num_queries(18):
        assert len(plan_day(state_on(MONDAY), MONDAY).mails) == 12


def test_a_prepared_request_is_undone_by_the_journal(plan: Plan):
    action = make_action(plan, "Former", statut="en_cours")
    user = make_pilot(plan, action)
    campagne = ask(plan, user, action)
    launched, prepared = Operation.objects.filter(kind__startswith="relance.campagne").order_by(
        "-at"
    )
    revert_operation(author=None, row=launched)
    campagne.refresh_from_db()
    assert campagne.launched_at is None
    assert not told(plan)
    assert prepared.events.count() == 2


def test_a_month_is_not_late_before_its_last_day(plan: Plan):
    action = make_action(plan, "Former", statut="en_cours")
    make_jalon(action, "Bilan", "mars 2026")
    make_pilot(plan, action)
    turn_on(plan, Nature.JALON_DEPASSE, days=1)
    assert told(plan, dt.date(2026, 3, 31)) == {}
    assert told(plan, dt.date(2026, 4, 1))


def test_what_is_sent_is_what_was_previewed_once_and_grouped(plan: Plan):
    first, second = late_action(plan, "Former"), late_action(plan, "Recruter")
    dominique = make_pilot(plan, first, second)
    turn_on(plan, Nature.JALON_DEPASSE, Nature.SANS_NOUVELLE)
    by = system(plan.territoire)
    today = timezone.localdate()
    seen = [day for day in preview(plan=plan, by=by, today=MONDAY, last=today) if day.mails]
    assert send_all() == [dominique.email]
    kept = {(row.nature, row.object_id, row.occurrence) for row in Rappel.objects.all()}
    assert kept == {
        (line.watched.nature.value, line.watched.object_id, line.occurrence)
        for line in seen[0].mails[0].lines
    }
    assert len(kept) == 2
    assert send_all() == [dominique.email], "the same day asked again sends nothing more"
    assert send_all(MONDAY + dt.timedelta(days=1)) == [dominique.email]
    row = Courriel.objects.get()
    assert row.state == EtatCourriel.ENVOYE
    assert row.attempts == 1


def test_a_new_forecast_ends_the_reminder_before_it_leaves(plan: Plan):
    action = late_action(plan)
    make_pilot(plan, action)
    turn_on(plan, Nature.JALON_DEPASSE)
    prepare_day(day=MONDAY)
    jalon = action.jalons.get()
    announce(by=system(plan.territoire), jalon=jalon, values=forecast("2030", None))
    announce(by=system(plan.territoire), jalon=jalon, values=forecast("2031"))
    drain()
    assert mail.outbox == []
    assert Courriel.objects.get().state == EtatCourriel.ECARTE


def test_the_mail_says_it_plainly_and_offers_the_way_out(plan: Plan, settings):
    settings.ESSOR_ADRESSE = "https://essor.exemple.fr/"
    dominique = make_pilot(plan, late_action(plan, "Former <b>vite</b>"))
    turn_on(plan, Nature.JALON_DEPASSE)
    send_all()
    (message,) = mail.outbox
    assert message.subject == "Clermont Arverne Industrie\u00a0: 1 rappel sur vos actions"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop.startswith("https://essor.exemple.fr/desabonnement/")
    html = message.alternatives[0][0]
    assert "Former &lt;b&gt;vite&lt;/b&gt;" in html
    assert 'lang="fr"' in html
    for text in (message.body, html):
        assert "https://essor.exemple.fr/fiche/" in text
        assert "Date de jalon passée" in text
    assert LienFiche.objects.filter(user=dominique).count() == 1
    token = re.search(r"/fiche/([\w-]+)/", message.body)[1]
    assert token not in str(LienFiche.objects.values()[0])
    unsubscribe(token=stop.rstrip("/").rsplit("/", 1)[1])
    late_action(plan, "Autre")
    assert told(plan, MONDAY + dt.timedelta(days=1)) == {}


def test_who_refused_in_between_receives_nothing(plan: Plan):
    user = make_pilot(plan, late_action(plan))
    turn_on(plan, Nature.JALON_DEPASSE)
    prepare_day(day=MONDAY)
    set_refused(by=user, person=user, natures=frozenset({Nature.JALON_DEPASSE}))
    drain()
    assert mail.outbox == []


def test_a_refused_kind_never_leaves_and_comes_back_when_wanted(plan: Plan):
    user = make_pilot(plan, late_action(plan))
    turn_on(plan, Nature.JALON_DEPASSE)
    set_refused(by=user, person=user, natures=frozenset({Nature.JALON_DEPASSE}))
    assert told(plan) == {}
    set_refused(by=user, person=user, natures=frozenset())
    assert set(told(plan)) == {user.pk}


def test_a_request_is_mailed_once_then_reminded_until_it_is_answered(plan: Plan):
    action = make_action(plan, "Former", statut="en_cours")
    user = make_pilot(plan, action)
    campagne = ask(plan, user, action, days=10)
    turn_on(plan, Nature.FICHE_SANS_REPONSE, days=3)
    due = campagne.echeance_on
    day = next(
        due - dt.timedelta(days=n) for n in range(3) if not quiet_reason(due - dt.timedelta(days=n))
    )
    kinds = {text.split()[0] for text in told(plan, day)[user.pk]}
    assert kinds == {"demande", "fiche_sans_reponse"}
    by = make_access(plan.territoire, Role.PILOTE, user)
    answer_sheet(by=by, answers=[ActionAnswer(action=action, version=1, is_nothing_new=True)])
    assert told(plan, day) == {}


def test_a_closed_request_reminds_nobody(plan: Plan):
    action = make_action(plan, "Former", statut="en_cours")
    user = make_pilot(plan, action)
    campagne = ask(plan, user, action)
    close_campagne(by=system(plan.territoire), campagne=campagne)
    assert told(plan, campagne.echeance_on) == {}


def broken(error: Exception) -> Callable[..., int]:
    def send(*_: object, **__: object) -> int:
        raise error

    return send


def test_a_failure_is_tried_again_then_given_up(plan: Plan, monkeypatch: pytest.MonkeyPatch):
    make_pilot(plan, late_action(plan))
    turn_on(plan, Nature.JALON_DEPASSE)
    monkeypatch.setattr(
        "django.core.mail.EmailMultiAlternatives.send", broken(ConnectionRefusedError("non"))
    )
    prepare_day(day=MONDAY)
    drain()
    row = Courriel.objects.get()
    assert (row.state, row.attempts) == (EtatCourriel.A_ENVOYER, 1)
    for _ in range(5):
        retry_late(today=MONDAY)
        drain()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (EtatCourriel.ECHOUE, 4)
    assert "n'a pas pris le message" in row.fault
    assert retry_late(today=MONDAY) == 0


def test_an_address_refused_for_good_is_not_tried_again(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
):
    make_pilot(plan, late_action(plan))
    turn_on(plan, Nature.JALON_DEPASSE)
    error = smtplib.SMTPRecipientsRefused({})
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", broken(error))
    send_all()
    assert Courriel.objects.get().state == EtatCourriel.ECHOUE


def test_a_late_mail_is_dropped_and_a_lost_one_is_not_sent_again(plan: Plan):
    make_pilot(plan, late_action(plan))
    turn_on(plan, Nature.JALON_DEPASSE)
    prepare_day(day=MONDAY)
    retry_late(today=MONDAY + dt.timedelta(days=30))
    row = Courriel.objects.get()
    assert row.state == EtatCourriel.ECARTE
    Courriel.objects.update(state=EtatCourriel.EN_COURS)  # its worker died while sending
    drain()
    row.refresh_from_db()
    assert row.state == EtatCourriel.INCERTAIN
    assert mail.outbox == []
    assert not ask_to_send(row) or drain() == 1
    assert mail.outbox == []


def test_nothing_is_sent_in_advance(plan: Plan):
    with pytest.raises(UserFault, match="avance"):
        prepare_day(day=timezone.localdate() + dt.timedelta(days=2))
    assert not Courriel.objects.exists()


def test_the_worker_runs_the_day_by_itself(plan: Plan, monkeypatch: pytest.MonkeyPatch):
    make_pilot(plan, late_action(plan))
    turn_on(plan, Nature.JALON_DEPASSE)
    ran: list[dt.date] = []
    monkeypatch.setattr("essor.records.relances.work._last_run", [])
    monkeypatch.setattr("essor.records.relances.work.prepare_day", lambda day: ran.append(day))
    at = dt.datetime(2026, 3, 2, 7, 59, tzinfo=dt.UTC)  # 8:59 in Paris
    for hours in (-3, 0, 0.2, 1, 14):
        now = at + dt.timedelta(hours=hours)
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        run_when_due()
    assert ran == [MONDAY, MONDAY]


def test_rules_of_one_territory_do_not_touch_another(plan: Plan):
    other = make_plan(make_territoire("ti-8412", "Ailleurs"))
    here, there = late_action(plan), late_action(other)
    user = make_pilot(plan, here)
    Membre.objects.filter(user=user).first()
    elsewhere = make_member(other.territoire, Role.PILOTE, email="ailleurs@exemple.fr")
    pilot(there, elsewhere)
    turn_on(plan, Nature.JALON_DEPASSE)
    found = plan_day(state_on(MONDAY), MONDAY)
    assert [one.user_id for one in found.mails] == [user.pk]


def test_sending_has_its_handler():
    from essor.records.jobs.registry import handler_of
    from essor.records.relances.sending import MAIL_JOB

    assert handler_of(MAIL_JOB) is send_mail


SENDER = Path(__file__).with_name("sender.py")
ROOT = SENDER.parents[3]


@pytest.mark.django_db(transaction=True)
def test_processes_that_send_together_send_once() -> None:
    plan = make_plan()
    people = [
        make_pilot(plan, late_action(plan, f"Action {n}"), email=f"p{n}@exemple.fr")
        for n in range(6)
    ]
    turn_on(plan, Nature.JALON_DEPASSE)
    command = [sys.executable, str(SENDER), str(connection.settings_dict["NAME"])]
    processes = [
        subprocess.Popen(
            [*command, MONDAY.isoformat()],
            cwd=ROOT,
            env={**environ, "PYTHONPATH": f"{ROOT / 'src'}{pathsep}{ROOT}"},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    results = [(process.communicate("\n", timeout=120), process) for process in processes]
    sent = [line for (output, _), _ in results for line in output.split()]
    assert all(process.returncode == 0 for _, process in results), results
    assert sorted(sent) == sorted(user.email for user in people)
    assert Courriel.objects.filter(state=EtatCourriel.ENVOYE).count() == len(people)
