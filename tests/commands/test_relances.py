"""`essor relances`: preview, sending once, messages of the folder; the demonstration's request."""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core import mail
from django.utils import timezone

from essor.commands import relances
from essor.commands.demo_relances import load_campagne
from essor.records.accounts.models import User
from essor.records.plans.models import Plan
from essor.records.relances.campagnes import set_rule
from essor.records.relances.kinds import Nature
from essor.records.relances.models import Campagne, Courriel, LienFiche
from essor.records.relances.rules import Rule
from essor.records.relances.sending import prepare_day
from tests.factories import make_action, make_jalon, make_plan, make_territoire, system
from tests.records.relances.made import make_pilot

pytestmark = pytest.mark.django_db
MONDAY = "2026-09-07"


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relances, "require_workspace", lambda: None)
    monkeypatch.setattr(relances, "require_migrated", lambda: None)
    noon = dt.datetime(2026, 9, 7, 10, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)


@pytest.fixture
def plan() -> Plan:
    plan = make_plan()
    action = make_action(plan, "Former", statut="en_cours")
    make_jalon(action, "Ouverture", "15/01/2026")
    make_pilot(plan, action)
    rule = Rule(nature=Nature.JALON_DEPASSE, is_on=True, days=7)
    set_rule(by=system(plan.territoire), plan=plan, rule=rule)
    return plan


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(relances.group, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def test_the_preview_as_json_is_what_leaves(plan: Plan):
    last = timezone.localdate() + dt.timedelta(days=7)
    (line,) = json.loads(run("apercu", "--territoire", "ti-8404", "--le", str(last), "--json"))
    assert line["adresse"] == "dominique@exemple.fr"
    assert line["type"] == "jalon_depasse"
    assert mail.outbox == []
    assert "1 courriel(s), 1 rappel(s)" in run(
        "apercu", "--territoire", "ti-8404", "--le", str(last)
    )


def test_sending_twice_sends_once(plan: Plan):
    assert "préparés\u00a0: 1" in run("envoyer", "--le", MONDAY)
    assert "préparés\u00a0: 0" in run("envoyer", "--le", "07/09/2026")
    assert len(mail.outbox) == 1
    assert Courriel.objects.get().state == "envoye"


def test_a_sunday_says_why_nothing_leaves(plan: Plan):
    assert "dimanche" in run("envoyer", "--le", "2026-09-06")
    assert mail.outbox == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("apercu", "--territoire", "ti-0000"),
        ("apercu", "--territoire", "ti-8404", "--le", "2020-01-01"),
        ("apercu", "--territoire", "ti-8404", "--le", "bientôt"),
        ("envoyer", "--le", "2199-01-01"),
        ("envoyer", "--le", "2026-02-23"),
    ],
)
def test_what_the_person_can_mend_is_said(plan: Plan, arguments: tuple[str, ...]):
    result = CliRunner().invoke(relances.group, list(arguments))
    assert type(result.exception).__name__ == "UserFault"


def test_messages_without_a_mail_server_are_kept_and_listed(plan: Plan, tmp_path: Path, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    assert "0 message(s)" in run("courriels")
    run("envoyer", "--le", MONDAY)
    (found,) = json.loads(run("courriels", "--json"))
    assert found["a"] == "dominique@exemple.fr"
    assert "1 rappel sur vos actions" in found["objet"].replace("\u00a0", " ")


def test_an_address_of_nowhere_never_reaches_a_mail_server(plan: Plan):
    User.objects.filter(email="dominique@exemple.fr").update(email="pilote@demo.invalid")
    prepare_day(day=dt.date.fromisoformat(MONDAY))
    run("envoyer", "--le", MONDAY)
    assert mail.outbox == []
    assert Courriel.objects.get().state == "ecarte"


def test_the_demonstration_prepares_a_request_and_sends_nothing(plan: Plan):
    today = timezone.localdate()
    assert load_campagne(territoire=plan.territoire, today=today)
    assert not load_campagne(territoire=plan.territoire, today=today)
    campagne = Campagne.objects.get()
    assert campagne.is_demonstration
    assert campagne.launched_at is None
    assert not LienFiche.objects.exists()
    assert not load_campagne(territoire=make_territoire("ti-8412", "Ailleurs"), today=today)
    assert mail.outbox == []
